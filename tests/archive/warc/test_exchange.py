"""An answered request as a reader sees it."""

from __future__ import annotations

import gzip
import zlib
from io import BytesIO

import pytest

from archive.warc.exchange import MAX_BODY, Exchange, exchange_of
from archive.warc.http import entity_chunks, read_head


def made(raw: bytes, own: bytes | None = None) -> Exchange | None:
    return exchange_of(
        BytesIO(raw),
        request_url="https://e.example/from",
        url="https://e.example/",
        fetched_at="2026-03-01T09:00:00Z",
        truncated="length",
        redirects=["https://e.example/by"],
        own=read_head(BytesIO(own)) if own else None,
    )


def test_framing_and_coding_are_undone() -> None:
    packed = gzip.compress(b"ferry")
    raw = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    found = made(raw + b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed))
    assert found is not None
    assert (200, b"ferry", None, "length") == (
        found.status,
        found.body,
        found.undecoded,
        found.truncated,
    )


def _sent(codings: str, body: bytes, more: str = "") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nTransfer-Encoding: {codings}\r\n{more}\r\n".encode()
    if "chunked" in codings:
        body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    return head + body


@pytest.mark.parametrize("codings", ["gzip, chunked", "GZIP;q=1,chunked", "x-gzip", "gzip"])
def test_a_compression_under_the_framing_is_undone(codings: str) -> None:
    found = made(_sent(codings, gzip.compress(b"ferry")))
    assert found is not None
    assert (b"ferry", None, None) == (found.body, found.undecoded, found.mislabelled)


def test_transfer_codings_are_undone_in_their_order_and_before_the_content_codings() -> None:
    packed = zlib.compress(gzip.compress(gzip.compress(b"ferry")))
    found = made(_sent("gzip, deflate, chunked", packed, "Content-Encoding: gzip\r\n"))
    assert found is not None
    assert (b"ferry", None) == (found.body, found.undecoded)


def test_what_says_a_transfer_coding_and_has_none_is_given_as_it_is() -> None:
    found = made(_sent("gzip", b"ferry"))
    assert found is not None
    assert (b"ferry", None) == (found.body, found.undecoded)


def test_a_transfer_coding_that_cannot_be_undone_says_why() -> None:
    found = made(_sent("gzip, chunked", b"\x1f\x8b\x08rubbish"))
    assert found is not None
    assert b"" == found.body
    assert (found.undecoded or "").startswith("transfer coding: not valid gzip")


def test_a_bomb_in_a_transfer_coding_is_stopped() -> None:
    found = made(_sent("gzip, chunked", gzip.compress(bytes(MAX_BODY + 1))))
    assert found is not None
    assert (b"", f"transfer coding: larger than {MAX_BODY} bytes") == (found.body, found.undecoded)


def test_a_payload_digest_is_over_what_stands_in_the_chunks() -> None:
    """As other people's checks compute it; and no answer decides how long a digest takes."""
    packed = gzip.compress(b"ferry")
    block = BytesIO(_sent("gzip, chunked", packed))
    head = read_head(block)
    assert head is not None
    assert packed == b"".join(entity_chunks(block, head.headers))


def test_what_cannot_be_decoded_says_why() -> None:
    found = made(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08rubbish")
    assert found is not None
    assert b"" == found.body
    assert "not valid gzip" in (found.undecoded or "")


def test_what_is_no_answer_is_none() -> None:
    assert made(b"<html>") is None


def test_a_revisits_own_head_says_how_the_entity_is_coded() -> None:
    original = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: original\r\n\r\n"
    packed = gzip.compress(b"ferry")
    own = b"HTTP/1.1 203 Other\r\nContent-Encoding: gzip\r\nX: own\r\n\r\n"
    found = made(original + b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed), own)
    assert found is not None
    assert (203, "own", b"ferry") == (found.status, found.header("x"), found.body)


@pytest.mark.parametrize(
    ("value", "media_type", "charset"),
    [
        ('Text/HTML; Charset="UTF-8"', "text/html", "UTF-8"),
        ("text/html;charset=", "text/html", None),
        ("text/html ; x=y; charset=cp1251", "text/html", "cp1251"),
        ("", "", None),
    ],
)
def test_a_content_type_has_its_parts(value: str, media_type: str, charset: str | None) -> None:
    found = made(f"HTTP/1.1 200 OK\r\nContent-Type: {value}\r\n\r\n".encode())
    assert found is not None
    assert (media_type, charset) == (found.content_type, found.charset)


@pytest.mark.parametrize(
    ("coding", "body"),
    [("gzip", b"plain"), ("zstd", b"plain"), ("br", b" <!DOCTYPE html>"), ("deflate", b"<html>")],
)
def test_a_body_stored_decoded_is_given_as_it_is(coding: str, body: bytes) -> None:
    found = made(b"HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\n\r\n%s" % (coding.encode(), body))
    assert found is not None
    assert (body, None) == (found.body, found.undecoded)
    assert f"Content-Encoding says {coding}" in (found.mislabelled or "")


def test_an_empty_body_is_not_called_mislabelled() -> None:
    found = made(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n")
    assert found is not None
    assert (b"", None) == (found.body, found.mislabelled)
