"""Files by URL: whole and as they came, gone on with after a break, never behind the user's back."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archive.errors import BadInput
from crawler.downloading import NotFetched, download
from tests.archive import warcs
from tests.commands import microfiche

CONTENT = bytes(range(256)) * 20_000


@dataclass
class Behaviour:
    """How the server answers, and what it was asked."""

    breaks_after: list[int] = field(default_factory=list)
    """Bytes of the body after which an answer breaks off, one after another."""
    etag: str | None = '"v1"'
    redirects: dict[str, str] = field(default_factory=dict)
    content: bytes = CONTENT
    asked: list[str | None] = field(default_factory=list)
    """The Range of each request."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    behaviour: Behaviour


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        how = self.server.behaviour
        self.close_connection = True
        if (target := how.redirects.get(self.path)) is not None:
            self.send_response(302)
            self.send_header("Location", target)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.path.startswith("/missing"):
            self.send_error(404)
            return
        how.asked.append(self.headers.get("Range"))
        start = self._start(how)
        body = how.content[start:]
        self.send_response(206 if start else 200)
        if start:
            whole = len(how.content)
            self.send_header("Content-Range", f"bytes {start}-{whole - 1}/{whole}")
        if how.etag:
            self.send_header("ETag", how.etag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: how.breaks_after.pop(0)] if how.breaks_after else body)

    def _start(self, how: Behaviour) -> int:
        match = re.match(r"bytes=(\d+)-$", self.headers.get("Range", ""))
        is_same = self.headers.get("If-Range") == how.etag
        return int(match[1]) if match and is_same else 0

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def server() -> Iterator[tuple[str, Behaviour]]:
    with _Server(("127.0.0.1", 0), _Answer) as running:
        running.behaviour = Behaviour()
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", running.behaviour
        running.shutdown()
        thread.join(10)


def silent(_done: int) -> None:
    """Progress that nobody watches."""


def test_a_file_comes_whole_under_its_own_name(server, tmp_path: Path) -> None:
    told: list[int] = []
    found = download(f"{server[0]}/a%20b.warc.gz?x=1", tmp_path, told.append)
    assert ("a b.warc.gz", CONTENT) == (found.path.name, found.path.read_bytes())
    assert len(CONTENT) == told[-1]


def test_a_transfer_that_breaks_off_goes_on_where_it_stopped(server, tmp_path: Path) -> None:
    base, how = server
    how.breaks_after = [1_000_000, 2_000_000]
    assert CONTENT == download(f"{base}/a.warc.gz", tmp_path, silent).path.read_bytes()
    assert [None, "bytes=1000000-", "bytes=3000000-"] == how.asked


def test_without_a_validator_it_begins_anew(server, tmp_path: Path) -> None:
    base, how = server
    how.breaks_after, how.etag = [1_000_000], None
    assert CONTENT == download(f"{base}/a.warc.gz", tmp_path, silent).path.read_bytes()
    assert [None, None] == how.asked


def test_a_file_that_changed_meanwhile_is_not_pieced_together(server, tmp_path: Path) -> None:
    base, how = server
    how.breaks_after = [1_000_000]

    def change(_done: int) -> None:
        how.etag, how.content = '"v2"', CONTENT[::-1]

    assert CONTENT[::-1] == download(f"{base}/a.warc.gz", tmp_path, change).path.read_bytes()


def test_a_transfer_that_always_breaks_off_ends(server, tmp_path: Path) -> None:
    base, how = server
    how.breaks_after = [1000] * 100
    with pytest.raises(NotFetched, match=f"{base}/a.warc.gz: could not be fetched"):
        download(f"{base}/a.warc.gz", tmp_path, silent)
    assert len(how.asked) < 10


def test_redirects_are_followed_and_told(server, tmp_path: Path) -> None:
    base, how = server
    how.redirects = {"/latest.warc.gz": "/files/2026.warc.gz"}
    found = download(f"{base}/latest.warc.gz", tmp_path, silent)
    assert (f"{base}/files/2026.warc.gz", "latest.warc.gz") == (found.url, found.path.name)


def test_a_redirect_in_raw_utf8_is_followed(server, tmp_path: Path) -> None:
    base, how = server
    how.redirects = {"/latest.warc.gz": "/störung.warc.gz".encode().decode("latin-1")}
    found = download(f"{base}/latest.warc.gz", tmp_path, silent)
    assert (f"{base}/st%C3%B6rung.warc.gz", CONTENT) == (found.url, found.path.read_bytes())


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://127.0.0.2:9/a.warc.gz", "private address"),
        ("http://localhost:9/a.warc.gz", "private address"),
        ("file:///etc/passwd", "no http or https URL"),
        ("/again.warc.gz", "redirects without end"),
    ],
)
def test_a_redirect_leads_nowhere_private(server, tmp_path: Path, target: str, reason: str) -> None:
    base, how = server
    how.redirects = {"/again.warc.gz": target}
    with pytest.raises(NotFetched, match=reason):
        download(f"{base}/again.warc.gz", tmp_path, silent)


def test_a_public_name_is_not_led_to_a_private_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leads = [(2, 1, 6, "", ("127.0.0.1", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: leads)
    with pytest.raises(NotFetched, match=r"archive\.example\.org leads to 127\.0\.0\.1"):
        download("http://archive.example.org/a.warc.gz", tmp_path, silent)


@pytest.mark.parametrize("url", ["ftp://example.org/a.warc", "http:///a.warc", "http://e.org/"])
def test_what_cannot_be_fetched_is_said(url: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        download(url, tmp_path, silent)


def test_an_error_is_no_file(server, tmp_path: Path) -> None:
    with pytest.raises(NotFetched, match="answered 404"):
        download(f"{server[0]}/missing.warc.gz", tmp_path, silent)


def test_the_command_imports_urls_and_directories(server, tmp_path: Path) -> None:
    base, how = server
    how.content = warcs.members(warcs.reference())
    (tmp_path / "several").mkdir()
    for name in ("1.warc.gz", "2.warc.gz"):
        one = warcs.response(f"https://www.example.com/{name}")
        (tmp_path / "several" / name).write_bytes(warcs.members([one]))
    (tmp_path / "several/notes.txt").write_text("mine")
    how.redirects = {"/latest.warc.gz": "/2026.warc.gz"}
    words = (f"{base}/latest.warc.gz", tmp_path / "several", f"{base}/missing.warc.gz")
    done = microfiche("import", *words, "--collection", tmp_path / "c", "--json")
    assert 1 == done.status
    assert f"{base}/missing.warc.gz: could not be fetched: answered 404" in done.err
    assert ["latest.warc.gz", "1.warc.gz", "2.warc.gz"] == [one["name"] for one in done.lines]
    assert f"{base}/2026.warc.gz" == done.lines[0]["url"]
    assert how.content == (tmp_path / "c/warc/latest.warc.gz").read_bytes()
    assert [] == list((tmp_path / "c/crawl").glob(".import-*"))


def bytes_in(directory: Path) -> bytes:
    """Every byte of every file below a directory."""
    return b"".join(path.read_bytes() for path in directory.rglob("*") if path.is_file())


def test_what_lets_somebody_in_is_sent_and_kept_nowhere(server, tmp_path: Path) -> None:
    base, how = server
    how.content = warcs.members(warcs.reference())
    how.redirects = {"/a.warc.gz?token=secret-1": "/b.warc.gz?part=2&secret-2#x"}
    place = base.replace("://", "://me:secret-3@")
    words = (
        f"{place}/a.warc.gz?token=secret-1",
        f"{base}/missing?token=secret-4",
        "ftp://x/?secret-5",
    )
    done = microfiche("import", *words, "--collection", tmp_path / "c", "--json")
    (line,) = done.lines
    assert (f"{base}/a.warc.gz?token=***", f"{base}/b.warc.gz?part=***&***") == (
        line["file"],
        line["url"],
    )
    assert f"{base}/missing?token=***: could not be fetched: answered 404" in done.err
    assert "secret" not in done.out + done.err
    assert b"secret" not in bytes_in(tmp_path / "c")
