"""An answer's end is found whatever pieces it comes in, and where `is_whole` finds it."""

from __future__ import annotations

import pytest

from archive.warc.ending import Ending
from archive.warc.http import MAX_HEAD

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: Chunked\r\n\r\n"

CASES = {
    "length": (OK + b"Content-Length: 3\r\n\r\nabc", "ended"),
    "bare LF": (b"HTTP/1.1 200 OK\nContent-Length: 3\n\nabc", "ended"),
    "no body": (OK + b"Content-Length: 0\r\n\r\n", "ended"),
    "signed length": (OK + b"Content-Length: +3\r\n\r\nabc", "ended"),
    "two equal lengths": (OK + b"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", "ended"),
    "odd name": (OK + b"X-\xe9 : 1\r\n: 2\r\nContent-Length: 3\r\n\r\nabc", "ended"),
    "blank line ahead": (b"\r\n\r\n" + OK + b"Content-Length: 3\r\n\r\nabc", "ended"),
    "interim": (b"HTTP/1.1 103 Hints\r\n\r\n" + OK + b"Content-Length: 3\r\n\r\nabc", "ended"),
    "no content": (b"HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\n", "ended"),
    "chunked": (CHUNKED + b"3;x\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n", "ended"),
    "trailers": (CHUNKED + b"3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n", "ended"),
    "a last chunk without its end": (CHUNKED + b"3\r\nabc\r\n0\r\n", "open"),
    "a long extension": (
        CHUNKED + b"1\r\na\r\n3;x=" + b"a" * 200_000 + b"\r\nabc\r\n0\r\n\r\n",
        "ended",
    ),
    "a long first extension": (
        CHUNKED + b"3 ;x=" + b"a" * 100_000 + b"\r\nabc\r\n0;" + b"b" * 70_000 + b"\r\n\r\n",
        "ended",
    ),
    "a long trailer": (
        CHUNKED + b"3\r\nabc\r\n0\r\nX:" + b"a" * (65_536 - 2) + b"\r\nY: 1\r\n\r\n",
        "ended",
    ),
    "said to be chunked": (CHUNKED + b"<p>It is not", "open"),
    "said to be chunked, a line": (CHUNKED + b"<p>It is not\n", "until-close"),
    "broken chunks": (CHUNKED + b"3\r\nabc\r\nx\r\n0\r\n\r\n", "open"),
    "no length": (OK + b"\r\nabc", "until-close"),
    "two lengths that differ": (
        OK + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        "until-close",
    ),
    "another protocol": (b"ICY 200 OK\r\n", "no-http"),
}


@pytest.mark.parametrize("size", [1, 2, 7, 1 << 16])
@pytest.mark.parametrize("name", CASES)
def test_the_end_is_found_in_pieces_of_every_size(name: str, size: int) -> None:
    answer, expected = CASES[name]
    ending = Ending(is_head=False)
    states = [ending.feed(answer[at : at + size]) for at in range(0, len(answer), size)]
    assert states[-1] == expected
    if expected == "ended":
        assert set(states[:-1]) <= {"open"}


def test_an_answer_to_head_has_no_body() -> None:
    assert Ending(is_head=True).feed(OK + b"Content-Length: 3\r\n\r\n") == "ended"


@pytest.mark.parametrize("line", [b"X: y\r\n", b"y"], ids=["many lines", "one line"])
def test_a_head_without_end_is_told(line: bytes) -> None:
    ending = Ending(is_head=False)
    ending.feed(OK)
    assert ending.feed(line * (MAX_HEAD // len(line))) == "long-head"
