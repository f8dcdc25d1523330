"""A member is what every gzip reader reads, and no larger than it must be."""

from __future__ import annotations

import gzip
import random
import subprocess
from io import BytesIO
from pathlib import Path

import brotli
import pytest

from archive.warc.members import members_of
from archive.warc.packing import gzip_member
from archive.warc.recovery import whole_length

FRONT = b"WARC/1.1\r\nWARC-Type: response\r\n\r\n" * 8
TEXT = b"".join(b"<p>Paragraph %d of the quay, %d</p>" % (n, n * n) for n in range(9000))
DENSE = random.Random(1).randbytes(200_000)


def member(rest: bytes, end: bytes = b"\r\n\r\n") -> bytes:
    return b"".join(gzip_member(FRONT, BytesIO(rest), end))


SIZES = [0, 1, 2047, 2048, 2303, 2304, 65534, 65535, 65536, 131070, 131071, 200_000]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("content", [TEXT, DENSE], ids=["text", "dense"])
def test_a_member_holds_what_it_was_given(content: bytes, size: int) -> None:
    packed = member(content[:size])
    assert FRONT + content[:size] + b"\r\n\r\n" == gzip.decompress(packed)
    subprocess.run(["gunzip", "-t"], input=packed, check=True)


@pytest.mark.parametrize("body", [gzip.compress(TEXT), brotli.compress(TEXT, quality=1)])
def test_what_is_compressed_is_stored_as_it_is(body: bytes) -> None:
    packed = member(body)
    assert body in packed
    assert len(packed) < len(body) + len(FRONT)


@pytest.mark.parametrize(
    "text",
    [TEXT.decode(), "набережная закрыта ёлка " * 400, "".join(map(chr, range(0x4E00, 0x6000)))],
    ids=["latin", "cyrillic", "han"],
)
def test_text_of_any_script_is_compressed(text: str) -> None:
    body = text.encode()
    assert len(member(body)) < 0.85 * len(body)


def test_the_rest_is_read_from_where_it_stands() -> None:
    rest = BytesIO(b"front" + DENSE[:5000])
    rest.seek(5)
    packed = b"".join(gzip_member(FRONT, rest, b""))
    assert FRONT + DENSE[:5000] == gzip.decompress(packed)


def test_a_torn_member_is_found_out(tmp_path: Path) -> None:
    whole, torn = member(DENSE), member(DENSE)[:-9]
    path = tmp_path / "torn.warc.gz"
    path.write_bytes(whole + torn)
    assert len(whole) == whole_length(path)
    with path.open("rb") as file:
        assert FRONT + DENSE + b"\r\n\r\n" == next(members_of(file)).stream.read()
