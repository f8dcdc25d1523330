"""Thousands of records of our own fixtures, each changed by chance, through import, rebuild and verify.

Nothing may raise, and nothing may be passed over for a fault of ours (logs/failures.jsonl). What is
found wrong here is made a test of its own where it belongs.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from archive.collection import Collection, recovery
from archive.collection.layout import Layout
from archive.errors import BadInput
from archive.index import Index
from archive.verify import verify_collection
from crawler.importing import import_file
from tests.archive import warcs
from tests.crawler.test_rereading import story

RECORDS = 50
"""In a file; one of them in five is left as it is."""

PIECES = (
    *(b"\0", b"\r", b"\n", b"\r\n\r\n", b" ", b"%", b"<", b": ", b"\xff\xfe", b"http://[", b"urn:"),
    *(b"9" * 30, b"9" * 5000, b"-1", b"+5", "١٢٣".encode(), b"1e9", b"18446744073709551616", b"0"),
    *(b"0001-01-01T00:00:00+14:00", b"9999-12-31T23:59:60Z", b"2026-02-30T00:00:00Z", b"20269901"),
    *(
        b"WARC/1.1\r\n",
        b"WARC-Type: continuation\r\n",
        b"Content-Length: 0\r\n",
        b"HTTP/1.1 999999 ",
    ),
    *(
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Encoding: br\r\n",
        b"http://\xc3\xbc.example:99999/",
    ),
    *(
        b"WARC-Segment-Number: 99999999999999999999\r\n",
        b"<meta http-equiv=refresh content='0;url=//['",
    ),
    *(b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x50\x2a\x4d\x18\xff\xff\xff\xff", b"x" * 70_000),
    *(
        b"ffffffffffffffffff\r\n",
        b"mailto:",
        b"charset=\0",
        "\ud7ff\U0010ffff".encode(),
        b"a:b\r\n" * 50,
    ),
)


def originals() -> list[bytes]:
    page = story("Closed.")
    made = [
        *warcs.reference(),
        *(warcs.response(f"http://e.example/{n}", warcs.http(body=page), page) for n in range(3)),
        warcs.resource("http://e.example/r", page),
        warcs.metadata(warcs.response()),
    ]
    return [record.raw() for record in made]


def mutated(record: bytes, dice: random.Random) -> bytes:
    found = bytearray(record)
    for _ in range(dice.choice((0, 1, 1, 2, 4))):
        head = found.find(b"\r\n\r\n") if dice.random() < 0.7 else len(found)
        at = dice.randrange(max(head, 0) + 1)
        change = dice.randrange(5)
        if change == 0:
            found[at:at] = dice.choice(PIECES)
        elif change == 1 and at < len(found):
            found[at] = dice.randrange(256)
        elif change == 2:
            del found[at : at + dice.randint(1, 40)]
        else:  # the value of a field
            begin, end = found.find(b": ", at), found.find(b"\r\n", at)
            if 0 <= begin < end:
                found[begin + 2 : end] = dice.choice(PIECES)
    return bytes(found)


def member(record: bytes, dice: random.Random) -> bytes:
    packed = gzip.compress(record, 1, mtime=0)
    return packed if dice.random() < 0.95 else packed[: -dice.randint(1, 12)]


def gzipped(dice: random.Random) -> bytes:
    chosen = (dice.choice(originals()) for _ in range(RECORDS))
    return b"".join(member(mutated(one, dice), dice) for one in chosen)


def plain(dice: random.Random) -> bytes:
    return b"".join(mutated(dice.choice(originals()), dice) for _ in range(4))


def zstandard(dice: random.Random) -> bytes:
    raw = bytearray(warcs.frames(warcs.reference(), dice.choice((None, b"dictionary" * 50))))
    for _ in range(dice.randint(1, 3)):
        raw[dice.randrange(len(raw))] = dice.randrange(256)
    return bytes(raw)


def arc(dice: random.Random) -> bytes:
    raw = warcs.ArcFile([(f"http://e.example/{n}", warcs.http()) for n in range(3)]).raw()
    return mutated(raw.replace(b" ", b": ", 1) if dice.random() < 0.1 else raw, dice)


MAKERS: dict[str, Callable[[random.Random], bytes]] = {
    "warc.gz": gzipped,
    "warc": plain,
    "warc.zst": zstandard,
    "arc": arc,
}


def run(place: Path, seed: int, files: dict[str, int]) -> None:
    dice = random.Random(seed)
    taken = 0
    with Collection.create_or_open(place / "c") as collection:
        for suffix, number in files.items():
            for n in range(number):
                path = place / f"{n}.{suffix}"
                path.write_bytes(MAKERS[suffix](dice))
                with suppress(BadInput):
                    import_file(collection, path)
                    taken += 1
        before = collection.index.captures("ORDER BY filename, offset")
    layout = Layout(place / "c")
    assert taken > sum(files.values()) / 2
    recovery.rebuild(layout, lambda: Index(layout.database), lambda what: None)
    with Collection.open(place / "c") as collection:
        assert before == collection.index.captures("ORDER BY filename, offset")
    noted = layout.logs / "failures.jsonl"
    assert "" == (noted.read_text() if noted.exists() else "")
    failed = [one for one in verify_collection(place / "c") if "itself failed" in one.message]
    assert [] == failed


def test_no_file_stops_import_rebuild_or_verify(tmp_path: Path) -> None:
    run(tmp_path, 1, {"warc.gz": 30, "warc": 15, "warc.zst": 10, "arc": 10})


@pytest.mark.torture
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(2, 22))
def test_no_file_of_very_many_does(tmp_path: Path, seed: int) -> None:
    run(tmp_path, seed, {"warc.gz": 150, "warc": 100, "warc.zst": 100, "arc": 100})
