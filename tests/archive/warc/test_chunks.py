"""A body without its chunks is what the archive's readers take for the entity."""

from __future__ import annotations

import io
import random

from archive.warc.chunks import Chunks
from archive.warc.http import entity_chunks

CHUNKED = (("Transfer-Encoding", "chunked"),)
PARTS = (
    *(b"4\r\nbody\r\n", b"0\r\n", b"\r\n", b"5\r\nab\r\nc", b"3;x=y\r\nabc\r\n", b"junk", b"\n"),
    *(b"2\nab\n", b"a" * 70_000, b"ff", b"X: y\r\n", b"1\r\nx", b" 2 \r\nxy\r\n"),
)


def carried(body: bytes, chance: random.Random) -> bytes:
    chunks, given, at = Chunks(), b"", 0
    while at < len(body):
        size = chance.choice((1, 2, 3, 7) if len(body) < 300 else (5_000, 65_536, 100_000))
        given += chunks.feed(body[at : at + size])
        at += size
    return given + chunks.end()


def test_any_body_gives_what_readers_take_for_its_entity() -> None:
    chance = random.Random(5)
    for _ in range(4_000):
        body = b"".join(chance.choices(PARTS, k=chance.randrange(7)))
        assert b"".join(entity_chunks(io.BytesIO(body), CHUNKED)) == carried(body, chance)


def test_what_stands_behind_the_end_is_counted() -> None:
    chunks = Chunks()
    for piece in (b"1\r\nx\r\n0\r\nExpires: 0\r", b"\n\r\nmo", b"re"):
        chunks.feed(piece)
    assert 4 == chunks.behind


def test_chunks_of_a_byte_are_put_together() -> None:
    chunks, body = Chunks(), b"1\r\nx\r\n" * 20_000 + b"0\r\n\r\n"
    assert b"x" * 20_000 == b"".join(
        chunks.feed(body[at : at + 999]) for at in range(0, 2**17, 999)
    )
