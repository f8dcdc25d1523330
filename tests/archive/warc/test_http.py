"""HTTP/1 as bytes: heads, framing and codings, those of hostile servers too."""

from __future__ import annotations

import gzip
import random
import tracemalloc
import zlib
from collections.abc import Iterable
from io import BytesIO

import brotli
import pytest
import zstandard

from archive.errors import UndecodableBody
from archive.warc import http
from archive.warc.http import (
    content_codings,
    decode_body,
    entity_chunks,
    first,
    headers_of,
    is_whole,
    read_head,
)

LIMIT = 1 << 20
TEXT = b"The ferry runs again. " * 40
CHUNKED = (("Transfer-Encoding", "chunked"),)


def entity(body: bytes, headers: http.Headers = CHUNKED) -> bytes:
    return b"".join(entity_chunks(BytesIO(body), headers))


def bytewise(raw: bytes) -> list[bytes]:
    return [raw[at : at + 1] for at in range(len(raw))]


# -- heads -----------------------------------------------------------------------------------------


def test_a_head_is_kept_to_the_byte() -> None:
    raw = b"HTTP/1.1 200 Oll Korrect\r\nx-ODD:  caf\xe9 \r\nSet-Cookie: a\r\nset-cookie: b\r\n\r\n"
    head = read_head(BytesIO(raw + b"body"))
    assert head is not None
    assert (raw, 200, "Oll Korrect") == (head.raw, head.status, head.reason)
    assert (("x-ODD", "café"), ("Set-Cookie", "a"), ("set-cookie", "b")) == head.headers


def test_the_stream_is_left_at_the_body() -> None:
    stream = BytesIO(b"HTTP/1.1 200 OK\nA: b\n\nbody")
    read_head(stream)
    assert b"body" == stream.read()


def test_interim_answers_belong_to_the_head_of_the_final_one() -> None:
    raw = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"
    head = read_head(BytesIO(raw))
    assert head is not None
    assert (204, raw) == (head.status, head.raw)


def test_switching_protocols_is_final() -> None:
    head = read_head(BytesIO(b"HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x05"))
    assert head is not None
    assert 101 == head.status


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html>no head</html>",
        b"SSH-2.0-OpenSSH_9\r\n",
        b"HTTP/1.1 2x0 OK\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nA: " + b"b" * http.MAX_HEAD,
        b"HTTP/1.1 100 C\r\n\r\n" * 40_000 + b"HTTP/1.1 200 OK\r\n\r\n",
    ],
    ids=["nothing", "html", "ssh", "odd status", "interim only", "too long", "endless interim"],
)
def test_what_has_no_head_of_an_answer_is_no_answer(raw: bytes) -> None:
    assert read_head(BytesIO(raw)) is None


def test_a_folded_line_belongs_to_the_header_before_it() -> None:
    assert (("A", "b c"), ("D", "e")) == headers_of([b"A: b\r\n", b"\t c \r\n", b"D: e\r\n"])


def test_a_line_without_a_colon_is_passed_over() -> None:
    assert (("A", "b"),) == headers_of([b"garbage\r\n", b"A: b\r\n"])


def test_the_first_of_two_headers_counts_whatever_its_case() -> None:
    assert "1" == first((("etag", "1"), ("ETag", "2")), "ETag")


# -- framing ---------------------------------------------------------------------------------------


def test_chunks_with_extensions_and_trailers_are_put_together() -> None:
    assert b"ferry" == entity(b"3;x=y\r\nfer\r\n2 \r\nry\r\n0\r\nTrailer: a\r\n\r\n")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"plain text, not chunked", b"plain text, not chunked"),
        (b"3\r\nfer\r\nzz\r\nry\r\n0\r\n\r\n", b"fer"),
        (b"3\r\nfer\r\nffffffffffffffff\r\nry", b"ferry"),
        (b"fffffffffffffffff\r\nry", b"fffffffffffffffff\r\nry"),
        (b"-3\r\nfer\r\n0\r\n\r\n", b"-3\r\nfer\r\n0\r\n\r\n"),
        (b"0x3\r\nfer\r\n0\r\n\r\n", b"0x3\r\nfer\r\n0\r\n\r\n"),
        (b"3\r\nfer\r\n", b"fer"),
        (b"3\nfer\n2\nry\n0\n\n", b"ferry"),
        (b"", b""),
    ],
    ids=[
        "not chunked",
        "garbage",
        "beyond the end",
        "17 digits",
        "negative",
        "0x",
        "cut",
        "LF",
        "none",
    ],
)
def test_broken_chunks_give_what_is_there(body: bytes, found: bytes) -> None:
    assert found == entity(body)


@pytest.mark.parametrize(
    ("headers", "body", "whole"),
    [
        ((("Content-Length", "3"),), b"abc", True),
        ((("Content-Length", "4"),), b"abc", False),
        ((("Content-Length", "9" * 5000),), b"abc", False),
        ((("Content-Length", "-1"),), b"abc", False),
        ((), b"abc", False),
        (CHUNKED, b"3\r\nabc\r\n0\r\n\r\n", True),
        (CHUNKED, b"3\r\nabc\r\n", False),
        (CHUNKED, b"3\r\nab", False),
        (CHUNKED, b"3\r\nabc\r\n0\r\n", False),
        (CHUNKED, b"3\r\nabc\r\n0\r\nX: 1\r\n", False),
        (CHUNKED, b"3;x=" + b"a" * 200_000 + b"\r\nabc\r\n0\r\n\r\n", True),
    ],
)
def test_a_body_is_whole_where_its_framing_says_so(
    headers: http.Headers, body: bytes, whole: bool
) -> None:
    assert whole == is_whole(BytesIO(body), headers)


def test_a_long_extension_is_not_of_the_entity() -> None:
    body = b"1\r\na\r\n2 ; x=" + b"a" * 200_000 + b"\r\nbc\r\n0\r\n\r\n"
    assert b"abc" == entity(body)


# -- codings ---------------------------------------------------------------------------------------


def raw_deflate(text: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(text) + packer.flush()


PACKED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:]),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstandard.compress(TEXT[:100]) + zstandard.compress(TEXT[100:]),
}


@pytest.mark.parametrize("coding", PACKED)
def test_every_coding_is_undone(coding: str) -> None:
    assert TEXT == decode_body([PACKED[coding]], [coding], LIMIT)


@pytest.mark.parametrize("coding", PACKED)
def test_every_coding_is_undone_byte_by_byte(coding: str) -> None:
    assert TEXT == decode_body(bytewise(PACKED[coding]), [coding], LIMIT)


def test_raw_deflate_is_undone_whatever_its_length() -> None:
    sizes = range(LIMIT - 2, LIMIT + 260, 7)  # a match may reach over the end of a piece
    found = [len(decode_body([raw_deflate(bytes(n))], ["deflate"], 4 * LIMIT)) for n in sizes]
    assert list(sizes) == found


def test_raw_deflate_is_undone_byte_by_byte() -> None:
    assert TEXT == decode_body(bytewise(raw_deflate(TEXT)), ["deflate"], LIMIT)


def test_codings_are_undone_from_the_last_to_the_first() -> None:
    packed = brotli.compress(gzip.compress(TEXT))
    codings = content_codings((("Content-Encoding", "gzip, identity"), ("content-encoding", "BR")))
    assert TEXT == decode_body([packed], codings, LIMIT)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "zstd"])
def test_padding_behind_the_content_is_passed_over(coding: str) -> None:
    chunks = [PACKED[coding] + b"\0\0", b"\0" * 70_000, b"\x1f", b"\x8b rubbish"]
    assert TEXT == decode_body(chunks, [coding], LIMIT)


def test_padding_in_a_chunk_of_its_own_is_passed_over() -> None:
    found = [
        decode_body([PACKED[coding], b"\0" * 70_000], [coding], LIMIT)
        for coding in ("gzip", "br", "zstd")
    ]
    assert [TEXT] * 3 == found


@pytest.mark.parametrize("coding", PACKED)
def test_what_is_not_the_coding_it_says_is_undecodable(coding: str) -> None:
    with pytest.raises(UndecodableBody, match=f"not valid {coding}"):
        decode_body([b"<html>not packed at all</html>"], [coding], LIMIT)


def test_an_unknown_coding_is_undecodable() -> None:
    with pytest.raises(UndecodableBody, match="compress"):
        decode_body([b"x"], ["compress"], LIMIT)


def test_a_thousand_codings_are_refused() -> None:
    with pytest.raises(UndecodableBody, match="1000 content codings"):
        decode_body([b"x"], ["gzip"] * 1000, LIMIT)


def bombs() -> Iterable[tuple[str, list[str], bytes]]:
    zeros = bytes(64 * LIMIT)
    yield "gzip", ["gzip"], gzip.compress(zeros, 6)
    yield "gzip in gzip", ["gzip", "gzip"], gzip.compress(gzip.compress(zeros, 6))
    yield "deflate", ["deflate"], zlib.compress(zeros, 6)
    yield "brotli", ["br"], brotli.compress(zeros, quality=3)
    # frame header, then blocks of one byte repeated 128 KiB times
    blocks = b"\x02\x00\x10\x00" * 2048 + b"\x01\x00\x00"
    yield "zstd", ["zstd"], b"\x28\xb5\x2f\xfd\x00\x38" + blocks
    yield "plain", [], zeros


@pytest.mark.parametrize(("codings", "raw"), [pytest.param(c, r, id=n) for n, c, r in bombs()])
def test_a_bomb_is_stopped_before_it_fills_the_memory(codings: list[str], raw: bytes) -> None:
    pieces = (raw[at : at + 65_536] for at in range(0, len(raw), 65_536))
    tracemalloc.start()
    with pytest.raises(UndecodableBody, match="larger than 1048576 bytes"):
        decode_body(pieces, codings, LIMIT)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40 * LIMIT


def test_content_of_exactly_the_limit_is_given() -> None:
    assert LIMIT == len(decode_body([gzip.compress(bytes(LIMIT))], ["gzip"], LIMIT))


def test_more_than_the_limit_before_decoding_is_refused() -> None:
    empties = (gzip.compress(b"") * 3000 for _ in range(100))
    with pytest.raises(UndecodableBody, match="larger than"):
        decode_body(empties, ["gzip"], LIMIT)


def test_a_cut_body_gives_what_is_there() -> None:
    assert decode_body([gzip.compress(TEXT)[:-12]], ["gzip"], LIMIT).startswith(TEXT[:20])


def _damaged(chance: random.Random) -> bytes:
    packed = bytearray(gzip.compress(TEXT * chance.choice((0, 1, 40)), mtime=0))
    for _ in range(chance.choice((0, 0, 1, 2))):
        packed[chance.randrange(len(packed))] = chance.randrange(256)
    end = chance.choice((None, None, chance.randrange(len(packed))))
    return bytes(packed[:end]) + chance.choice((b"", b"", b"\0", b"more", gzip.compress(TEXT)))


def test_the_quick_way_for_one_member_gives_what_the_long_way_gives() -> None:
    """The long way is taken where another coding lies over it."""
    chance = random.Random(11)
    for _ in range(400):
        body, limit = _damaged(chance), chance.choice((LIMIT, len(TEXT) - 1, len(TEXT)))
        found = []
        for packed, codings in ((body, ["gzip"]), (gzip.compress(body), ["gzip", "gzip"])):
            try:
                found.append(decode_body([packed], codings, limit))
            except UndecodableBody:
                found.append(b"undecodable")
        assert found[0] == found[1], body
