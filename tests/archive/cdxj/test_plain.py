"""What is said of plain records is what the general parser says; of all others, that alone counts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archive import cdxj
from archive.cdxj import listing
from archive.cdxj.plain import Described, plain
from archive.errors import BrokenWarc
from tests.archive import warcs

CORPORA = Path(os.environ.get("MICROFICHE_CORPORA", Path(__file__).parents[4] / "shared/corpora"))
SAMPLES = sorted(CORPORA.glob("warcs/**/*.warc.gz"))
URL = "https://ledger.example/news/quay"
PLAIN = warcs.response(URL)
LONG = warcs.response(f"{URL}/long", warcs.http(body=bytes(range(256)) * 6000))


def headed(*lines: bytes, status: bytes = b"HTTP/1.1 200 OK") -> warcs.Record:
    return warcs.response(URL, b"\r\n".join([status, *lines, b"", warcs.PAGE]))


ODD = {
    "nothing": PLAIN,
    "a folded header line": headed(b"Content-Type: text/html;", b" charset=x"),
    "two content types": headed(b"Content-Type: a/b", b"content-type: c/d"),
    "an empty content type": headed(b"Content-Type:"),
    "blanks around": headed(b"Content-Type:  Text/HTML ; charset=x "),
    "no blank": headed(b"Content-Type:text/html"),
    "a tab": headed(b"Content-Type:\ttext/html"),
    "a line without colon": headed(b"garbage", b"Content-Type: text/html"),
    "a header that is not ASCII": headed(b"X: caf\xe9", b"Content-Type: text/html"),
    "a content type in a value": headed(b"X: Content-Type: a/b", b"Content-Type: c/d"),
    "no reason": headed(b"Content-Type: a/b", status=b"HTTP/1.1 200"),
    "an odd status": headed(b"Content-Type: a/b", status=b"HTTP/1.1 99999 OK"),
    "an odd protocol": headed(b"Content-Type: a/b", status=b"HTTP/2 200 OK"),
    "an interim answer": headed(b"", b"HTTP/1.1 200 OK", status=b"HTTP/1.1 103 Early"),
    "bare line feeds": warcs.response(URL, b"HTTP/1.1 200 OK\nContent-Type: a/b\n\nbody"),
    "no head": warcs.response(URL, b"<p>text</p>"),
    "an empty block": warcs.response(URL, b""),
    "another URL scheme": PLAIN.with_header("WARC-Target-URI", "dns:ledger.example"),
    "a URL in brackets": PLAIN.with_header("WARC-Target-URI", f"<{URL}>"),
    "a URL that is not ASCII": PLAIN.with_header("WARC-Target-URI", f"{URL}/é"),
    "no URL": PLAIN.with_header("WARC-Target-URI", None),
    "a date of a day": PLAIN.with_header("WARC-Date", "2026-11-22"),
    "a date of no day": PLAIN.with_header("WARC-Date", "2026-11-32T00:00:00Z"),
    "nanoseconds": PLAIN.with_header("WARC-Date", "2026-11-22T17:35:47.123456789Z"),
    "no digest": PLAIN.with_header("WARC-Payload-Digest", None),
    "another version": warcs.response(URL).with_header("WARC-Type", "resource"),
    "a revisit": warcs.revisit(PLAIN),
    "metadata": warcs.metadata(PLAIN),
    "metadata of a page": warcs.metadata(PLAIN).with_header("Content-Type", "text/html"),
    "a type in capitals": PLAIN.with_header("WARC-Type", "Response"),
    "a type twice": warcs.Record((*PLAIN.headers, ("warc-type", "request")), PLAIN.block),
    "a long body": LONG,
    "a long header": PLAIN.with_header("X-Long", "x" * 60_000),
}


def lines(path: Path) -> tuple[list[str], str]:
    """The lines, and why there are no more."""
    found: list[str] = []
    try:
        for line in cdxj.lines_of(path):
            found.append(cdxj.format_line(line))
    except BrokenWarc as error:
        return found, f"{error} at {error.offset}"
    return found, ""


def by_the_general_parser(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], str]:
    with monkeypatch.context() as patched:
        patched.setattr(listing, "plain", lambda content: None)
        return lines(path)


@pytest.mark.parametrize("what", ODD)
def test_a_record_has_the_line_of_the_general_parser(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(warcs.members([PLAIN, ODD[what], warcs.revisit(PLAIN)]))
    assert by_the_general_parser(path, monkeypatch) == lines(path)


@pytest.mark.parametrize("cut", [1, 9, 100, 400])
def test_a_torn_file_ends_as_for_the_general_parser(
    cut: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(warcs.members([PLAIN, LONG, PLAIN])[:-cut])
    assert by_the_general_parser(path, monkeypatch) == lines(path)


@pytest.mark.parametrize("length", [0, 5, 10_000])
def test_a_length_that_does_not_agree_is_not_plain(
    length: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = warcs.Record(PLAIN.headers, PLAIN.block, length=length)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(warcs.members([PLAIN, wrong, PLAIN]))
    assert plain(wrong.raw()) is None
    assert by_the_general_parser(path, monkeypatch) == lines(path)


def test_two_records_in_one_member_are_not_plain() -> None:
    assert plain(PLAIN.raw() + PLAIN.raw()) is None


@pytest.mark.parametrize("record", [PLAIN, warcs.revisit(PLAIN)], ids=["response", "revisit"])
def test_what_we_write_is_plain(record: warcs.Record) -> None:
    assert isinstance(plain(record.raw()), Described)


def test_requests_and_fields_have_no_line() -> None:
    others = (warcs.request(PLAIN), warcs.metadata(PLAIN), warcs.warcinfo())
    assert ["unlisted"] * 3 == [plain(record.raw()) for record in others]


@pytest.mark.skipif(not SAMPLES, reason="the corpora are not on this machine")
def test_other_programs_files_have_the_lines_of_the_general_parser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    differing = [
        path for path in SAMPLES if by_the_general_parser(path, monkeypatch) != lines(path)
    ]
    assert [] == differing
