"""Bad input: each gives a message that names the URL, the rest goes on, nothing written is lost."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.warc.reader import scan
from crawler.demo import Outlet
from tests.commands import COMMAND, crawl, microfiche
from tests.servers.bad import BadServer, refused_url

UNKNOWN_HOST = "http://no-such-host.invalid/"

REASONS = {
    "/never": "no answer in time",
    "/never-body": "no answer in time",
    "/truncated": "broke off before its end",
    "/endless": "redirects without end",
    "/redirect-to-itself": "redirects without end",
    "/redirect-malformed": "which is no URL",
    "/redirect-to-file": "file:///etc/hostname",
    "/to-loopback": "private address that was not named",
    "/huge": "60 MiB: kept, not read",
    "/huge-chunked": "60 MiB: kept, not read",
    "/invalid-gzip": "not valid gzip",
    "/gzip-bomb": "larger than 16777216 bytes",
    "/brotli-bomb": "larger than 16777216 bytes",
    "/zstd-bomb": "larger than 16777216 bytes",
    "/feed-is-html": "HTML",
    "/feed-bomb.xml": "entit",
    "/feed-external.xml": "entit",
    "/sitemap-of-itself.xml": "names itself",
    "/empty": "empty",
    "/not-http": "SSH-2.0",
    "/picture-as-html": "PNG",
}
READ = (
    "/good",
    "/nul",
    "/broken-json-ld",
    "/one-line",
    "/unknown-charset",
    "/many-headers",
    "/not-gzip",
    "/bad-length",
)


@dataclass(frozen=True)
class Survived:
    """A crawl of every bad page."""

    path: Path
    server: BadServer
    status: int
    reasons: dict[str, str]
    articles: set[str]


@pytest.fixture(scope="module")
def survived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Survived]:
    directory = tmp_path_factory.mktemp("bad")
    server = BadServer()
    server.start()
    urls = [server.url(path) for path in (*REASONS, *READ)]
    (directory / "urls").write_text("\n".join([*urls, refused_url(), UNKNOWN_HOST]))
    path = directory / "collection"
    options = ("--input", directory / "urls", "--no-requisites", "-s", "DOWNLOAD_TIMEOUT=3")
    done = crawl(path, options=options)
    told = [*done.json["failed"], *done.json["skipped"]]
    listed = microfiche("articles", "--json", "--collection", path).lines
    reasons = {each["url"]: each["reason"] for each in told}
    yield Survived(path, server, done.status, reasons, {each["url"] for each in listed})
    server.stop()


@pytest.mark.parametrize("path", REASONS)
def test_a_bad_page_is_named_with_its_reason(survived: Survived, path: str) -> None:
    assert REASONS[path] in survived.reasons[survived.server.url(path)]


@pytest.mark.parametrize("path", READ)
def test_a_page_that_can_be_read_is_read(survived: Survived, path: str) -> None:
    assert survived.server.url(path) in survived.articles


def test_an_unknown_host_is_named(survived: Survived) -> None:
    assert "cannot be resolved" in survived.reasons[UNKNOWN_HOST]


def test_a_refused_connection_is_named(survived: Survived) -> None:
    refused = [why for url, why in survived.reasons.items() if "connection was refused" in why]
    assert len(refused) == 1


def test_the_address_that_was_not_named_is_never_asked(survived: Survived) -> None:
    assert survived.server.forbidden_requests == []


def test_a_target_without_any_page_makes_the_status_1(survived: Survived) -> None:
    assert survived.status == 1


def test_a_body_of_60_mb_is_kept_whole(survived: Survived) -> None:
    # both answer the same bytes: the one that comes second is kept as a revisit of the first
    urls = {survived.server.url(path) for path in ("/huge", "/huge-chunked")}
    lengths = [
        sum(map(len, iter(lambda: record.block.read(1 << 20), b"")))  # noqa: B023  # read at once
        for warc in (survived.path / "warc").glob("*.warc.gz")
        for record in scan(warc)
        if record.rec_type == "response" and record.url in urls
    ]
    assert max(lengths) > 60_000_000  # attempts that ran into the timeout are kept beside it


def test_what_was_kept_of_bad_answers_verifies(survived: Survived) -> None:
    done = microfiche("verify", "--json", "--collection", survived.path)
    assert [line for line in done.lines if line["severity"] == "error"] == []


def test_a_public_host_never_leads_to_loopback(outlet: Outlet, tmp_path: Path) -> None:
    """`news.example` is mapped to the server by the user; where it redirects to is not."""
    port = outlet.base_url.rpartition(":")[2]
    secret = Outlet()
    secret.start()
    outlet.set("/leads-away", b"", status=302, headers=(("Location", f"{secret.base_url}/"),))
    named = f"http://news.example:{port}/leads-away"
    settings = ("-s", "MICROFICHE_HOSTS=" + '{"news.example": "127.0.0.1"}')
    told = crawl(tmp_path / "c", named, options=settings).json
    asked = list(secret.log)
    secret.stop()
    assert asked == []
    assert "private address" in told["skipped"][0]["reason"]


def test_a_password_stands_nowhere_but_in_the_answer_that_names_it(
    outlet: Outlet, tmp_path: Path
) -> None:
    host = outlet.base_url.removeprefix("http://")
    outlet.set("/leads", b"", status=302, headers=(("Location", f"http://lou:s3cret@{host}/"),))
    crawl(tmp_path / "c", f"http://bob:t0psecret@{host}/leads")
    files = [path for path in (tmp_path / "c").rglob("*") if path.is_file()]
    raw = {path: path.read_bytes() for path in files if path.parent.name != "warc"}
    words = (b"s3cret", b"t0psecret")
    assert [] == [path for path, content in raw.items() for word in words if word in content]
    (warc,) = (tmp_path / "c/warc").iterdir()
    content = gzip.decompress(warc.read_bytes())
    assert [1, 0] == [content.count(word) for word in words]


def test_a_read_only_place_is_told_in_one_line() -> None:
    done = crawl(Path("/sys/microfiche"), "http://127.0.0.1:9/")
    assert done.status == 3
    assert "cannot be written" in done.err
    assert "Traceback" not in done.err


def in_a_small_filesystem(directory: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command with a filesystem of 300 kB on `directory`, and copy what it left."""
    script = (
        f"mount -t tmpfs -o size=300k none {directory} && {{ "
        + " ".join(command)
        + f'; status=$?; cp -r {directory} {directory}-left; exit "$status"; }}'
    )
    unshare = ["unshare", "--mount", "sh", "-c", script]
    return subprocess.run(unshare, capture_output=True, text=True, timeout=60, check=False)


def can_mount(directory: Path) -> bool:
    return shutil.which("unshare") is not None and (
        in_a_small_filesystem(directory, ["true"]).returncode == 0
    )


def test_a_full_device_stops_the_crawl_and_loses_nothing_written(
    outlet: Outlet, tmp_path: Path
) -> None:
    probe, small = tmp_path / "probe", tmp_path / "small"
    probe.mkdir()
    small.mkdir()
    if not can_mount(probe):
        pytest.skip("mounting a small filesystem needs root")
    arguments = ["crawl", outlet.base_url, "--collection", str(small / "c"), "--delay", "0"]
    done = in_a_small_filesystem(small, [*COMMAND, *arguments])
    assert done.returncode == 3, done.stderr
    assert "no space left" in done.stderr
    left = tmp_path / "small-left" / "c"
    repaired = microfiche("repair", "--collection", left)
    found = microfiche("verify", "--json", "--collection", left).lines
    assert (repaired.status, [f for f in found if f["severity"] == "error"]) == (0, [])


def test_a_warc_cut_in_the_middle_is_imported_up_to_there(copied: Path, tmp_path: Path) -> None:
    [warc, *_] = sorted((copied / "warc").glob("*.warc.gz"))
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(warc.read_bytes()[: warc.stat().st_size // 2])
    done = microfiche("import", cut, "--collection", tmp_path / "c", "--json")
    assert done.status == 1
    assert done.lines[0]["observations"] > 0
    assert "cut.warc.gz: not readable from offset" in done.lines[0]["broken"]


def test_half_a_last_line_is_cut_off_and_kept_aside(copied: Path) -> None:
    torn = copied / "records" / "observations-20200101000000abcdef-202001-001.jsonl"
    torn.write_bytes(b'{"schema": "microfiche/obs')
    done = microfiche("repair", "--json", "--collection", copied)
    [kept] = (copied / "crawl" / "torn").iterdir()
    assert any("torn at offset 0, cut off" in line for line in done.json["done"])
    assert kept.read_bytes() == b'{"schema": "microfiche/obs'


def test_a_missing_collection_is_told_in_one_line(tmp_path: Path) -> None:
    done = microfiche("articles", "--collection", tmp_path / "none")
    assert (done.status, done.out) == (3, "")
    assert "no collection here" in done.err


def test_a_collection_of_a_newer_format_is_refused(copied: Path) -> None:
    description = copied / "collection.json"
    description.write_text(description.read_text().replace('"format": 1', '"format": 99'))
    done = microfiche("articles", "--collection", copied)
    assert done.status == 3
    assert "use a newer microfiche" in done.err
