"""`microfiche crawl`: exit status, what is printed where, what goes into the WARC, and no open door."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.warc.reader import scan
from crawler.demo import Outlet
from tests.commands import ROOT, Done, crawl, microfiche
from tests.crawler.test_interrupted import ended, start, wait_until
from tests.servers.bad import BadServer, refused_url
from tests.servers.site import Site, robots, story

# -- the call and its status ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [(), ("nosuchsite",), ("--max-pages", "0", "a.example"), ("-s", "NAME", "a.example"),
     ("--since", "yesterday", "a.example"), ("--delay", "-1", "a.example"),
     ("-s", "MICROFICHE_HOSTS=[1]", "a.example"), ("-s", "AUTOTHROTTLE_ENABLED=1", "a.example"),
     ("--input", "/no/such/file")],
)  # fmt: skip
def test_a_wrong_call_is_2_and_makes_nothing(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = microfiche("crawl", *arguments, "--collection", tmp_path / "c")
    assert (done.status, done.out, (tmp_path / "c").exists()) == (2, "", False)
    assert "Traceback" not in done.err


@dataclass(frozen=True)
class Crawled:
    """One crawl of a story whose stylesheet is missing."""

    path: Path
    site: Site
    done: Done

    def log(self) -> list[dict[str, str]]:
        [log] = (self.path / "logs").iterdir()
        return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]

    def warcinfo(self) -> list[str]:
        [warc] = (self.path / "warc").glob("*.warc.gz")
        [block] = [r.block.read().decode() for r in scan(warc) if r.rec_type == "warcinfo"]
        return list(block.splitlines())


def crawled(directory: Path, *options: str, targets: tuple[str, ...] = ("/story",)) -> Crawled:
    head = '<link rel=stylesheet href="/missing.css">'
    forbids = robots("User-agent: *\nDisallow: /missing\n")
    with Site({"/story": story(head=head), "/robots.txt": forbids}) as site:
        urls = [site.url(target) for target in targets]
        return Crawled(directory / "c", site, crawl(directory / "c", *urls, options=options))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """As it comes, but for a contact that tries to forge a field."""
    return crawled(tmp_path_factory.mktemp("plain"), "--contact", "a@example.org\r\nrobots: none")


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """With settings of the user's, and a target that is missing."""
    said = ("ROBOTSTXT_OBEY=0", "USER_AGENT=Reader/1.0", "LOG_LEVEL=WARNING")
    options = [part for setting in said for part in ("-s", setting)]
    return crawled(tmp_path_factory.mktemp("changed"), *options, targets=("/story", "/none"))


def test_what_is_not_to_be_had_is_a_result_where_the_target_yielded_a_page(plain: Crawled) -> None:
    assert plain.done.status == 0
    assert [each["url"] for each in plain.done.json["skipped"]] == [plain.site.url("/missing.css")]


def test_a_target_that_is_missing_is_1(changed: Crawled) -> None:
    missing = {"url": changed.site.url("/none"), "reason": "answered 404"}
    assert (changed.done.status, changed.done.json["failed"]) == (1, [missing])


def test_a_dry_run_of_what_cannot_be_had_is_1_and_says_why(tmp_path: Path) -> None:
    done = crawl(tmp_path / "c", refused_url(), options=("--dry-run", "-s", "RETRY_TIMES=0"))
    assert done.status == 1
    assert "refused" in done.json["failed"][0]["reason"]


def test_scrapy_crawl_without_a_url_says_what_is_missing() -> None:
    command = [sys.executable, "-m", "scrapy", "crawl", "news"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode != 0
    assert "name a URL with -a url=URL" in done.stderr


# -- what is told --------------------------------------------------------------------------------------


def test_the_log_is_json_lines_in_the_collection_and_nothing_else_is_printed(
    plain: Crawled,
) -> None:
    assert (plain.done.err, sorted(plain.done.json)[:2]) == ("", ["alarms", "articles_new"])
    assert any(plain.site.url("/story") in line["message"] for line in plain.log())


def test_the_level_of_the_log_may_be_set(changed: Crawled) -> None:
    assert changed.log() == []


def test_name_and_password_of_a_target_are_kept_nowhere(tmp_path: Path) -> None:
    with Site({"/story": story()}) as site:
        url = site.url("/story").replace("://", "://me:secret@")
        done = crawl(tmp_path / "c", url)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "c").rglob("*") if path.is_file())
    unpacked = b"".join(
        repr((record, record.block.read())).encode()
        for warc in (tmp_path / "c" / "warc").glob("*.warc.gz")
        for record in scan(warc)
    )
    assert (done.json["articles_new"], "secret" in done.err) == (1, False)
    assert b"secret" not in kept + unpacked


# -- what the archive says of itself -------------------------------------------------------------------


def test_the_warcinfo_says_who_crawled_and_how(plain: Crawled) -> None:
    lines = plain.warcinfo()
    agent = "microfiche/0.1.0 (news archive; a@example.org robots: none)"
    assert [line for line in lines if line.startswith("robots")] == ["robots: obey"]
    assert f"http-header-user-agent: {agent}" in lines


def test_the_warcinfo_tells_what_the_user_changed(changed: Crawled) -> None:
    assert {each.header("User-Agent") for each in changed.site.asked} == {"Reader/1.0"}
    wanted = {"robots: ignore", "http-header-user-agent: Reader/1.0"}
    assert wanted <= set(changed.warcinfo())


def test_a_warc_is_closed_at_its_size_and_the_crawl_goes_on(outlet: Outlet, tmp_path: Path) -> None:
    done = crawl(tmp_path / "c", outlet.base_url, options=("-s", "MICROFICHE_WARC_SIZE=20000"))
    warcs = sorted((tmp_path / "c" / "warc").glob("*.warc.gz"))
    kept = Counter(r.url for warc in warcs for r in scan(warc) if r.rec_type == "request")
    found = microfiche("verify", "--json", "--collection", tmp_path / "c").lines
    assert (done.status, done.json["articles_new"]) == (0, 16)
    assert len(warcs) > 3
    assert kept == Counter(outlet.base_url + entry.target for entry in outlet.log)
    assert [each for each in found if each["severity"] == "error"] == []


# -- doors ---------------------------------------------------------------------------------------------


def listening(pid: int) -> set[str]:
    """Inodes of the sockets on which a process listens."""
    tables = [Path(f"/proc/{pid}/net/{name}") for name in ("tcp", "tcp6")]
    rows = [line.split() for table in tables for line in table.read_text().splitlines()[1:]]
    waiting = {f"socket:[{row[9]}]" for row in rows if row[3] == "0A"}
    opened: set[str] = set()
    for each in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since it was listed
            opened.add(str(each.readlink()))
    return waiting & opened


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
def test_a_crawl_opens_no_door(bad_server: BadServer, tmp_path: Path) -> None:
    process = start("crawl", bad_server.url("/never"), "--collection", tmp_path / "c", "--delay", 0)
    wait_until(lambda: "/never" in bad_server.requests)
    doors = listening(process.pid)
    process.kill()
    ended(process)
    assert doors == set()
    assert listening(os.getpid()) != set()  # the server of this test is seen


def test_a_door_that_the_user_opens_is_open(tmp_path: Path) -> None:
    with Site({"/story": story()}) as site:
        options = ("-s", "TELNETCONSOLE_ENABLED=1", "-s", "TELNETCONSOLE_PORT=0")
        assert 0 == crawl(tmp_path / "c", site.url("/story"), options=options).status
    [log] = (tmp_path / "c/logs").iterdir()
    assert "Telnet console listening on 127.0.0.1:" in log.read_text(encoding="utf-8")


def test_so_is_one_that_a_user_of_scrapy_opens(tmp_path: Path) -> None:
    with Site({"/story": story()}) as site:
        said = {
            "MICROFICHE_COLLECTION": tmp_path / "c",
            "MICROFICHE_DELAY": 0,
            "TELNETCONSOLE_ENABLED": 1,
            "TELNETCONSOLE_PORT": 0,
        }
        given = [part for name, value in said.items() for part in ("-s", f"{name}={value}")]
        url = f"url={site.url('/story')}"
        command = [sys.executable, "-m", "scrapy", "crawl", "news", "-a", url, *given]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert "Telnet console listening on 127.0.0.1:" in done.stderr


def test_a_fault_that_nobody_foresaw_leaves_its_trace(tmp_path: Path) -> None:
    done = crawl(tmp_path / "c", refused_url(), options=("-s", "DNS_TIMEOUT=soon"))
    kept = (tmp_path / "c" / "logs" / "failures.jsonl").read_text()
    assert done.status == 3
    assert "-s?" in done.err
    assert "failures.jsonl has the trace" in done.err.replace("\n", " ")
    assert "Traceback" in json.loads(kept)["trace"]
