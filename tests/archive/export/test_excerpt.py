"""Excerpts: the chosen records, byte for byte, read back by other programs' readers."""

from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import Path

import pytest
import zstandard
from fastwarc.warc import ArchiveIterator, WarcRecordType

from archive.errors import BadInput, CollectionError
from archive.export.excerpt import Excerpt, excerpt, excerpt_name
from archive.verify import verify_file
from archive.warc.reader import StoredRecord, record_at
from tests.archive import warcs

PACKINGS = {
    "a.warc.gz": warcs.members,
    "a.warc": warcs.uncompressed,
    "a.warc.zst": warcs.frames,
}


def wanted(record: StoredRecord) -> bool:
    return not record.url.endswith("/framed")


def made(tmp_path: Path, name: str, content: bytes) -> tuple[Excerpt, Path]:
    (tmp_path / name).write_bytes(content)
    target = tmp_path / excerpt_name(name)
    return excerpt(tmp_path / name, wanted, target), target


def records_in(path: Path) -> list[bytes]:
    """Each gzip member, decompressed on its own."""
    raw, found = path.read_bytes(), []
    with BytesIO(raw) as file:
        for record in ArchiveIterator(file, WarcRecordType.any_type, parse_http=False):
            found.append(record.stream_pos)
    ends = [*found[1:], len(raw)]
    return [gzip.decompress(raw[start:end]) for start, end in zip(found, ends, strict=True)]


@pytest.mark.parametrize(("name", "pack"), PACKINGS.items())
def test_the_chosen_records_are_copied_byte_for_byte(tmp_path: Path, name: str, pack) -> None:
    _, target = made(tmp_path, name, pack(warcs.reference()))
    expected = [one.raw() for one in warcs.reference() if b"/framed\r\n" not in one.raw()]
    assert expected == records_in(target)[1:]


def test_a_member_is_copied_as_it_is(tmp_path: Path) -> None:
    made_of, target = made(tmp_path, "a.warc.gz", warcs.members(warcs.reference()))
    source, copy = (tmp_path / "a.warc.gz").read_bytes(), target.read_bytes()
    member = warcs.members([warcs.reference()[1]])
    old = source.index(member)
    place = made_of.moved.get(old)
    assert place == (copy.index(member), len(member))


@pytest.mark.parametrize(("name", "pack"), PACKINGS.items())
def test_it_says_of_what_it_is_an_excerpt_and_who_made_it(tmp_path: Path, name: str, pack) -> None:
    _, target = made(tmp_path, name, pack(warcs.reference()))
    with record_at(target, 0) as first:
        said = first.block.read().decode()
        assert ("warcinfo", target.name) == (first.rec_type, first.field("WARC-Filename"))
    assert f"Excerpt of {name}:" in said
    assert "software: microfiche" in said


@pytest.mark.parametrize(("name", "pack"), PACKINGS.items())
def test_verify_finds_no_error_in_it(tmp_path: Path, name: str, pack) -> None:
    _, target = made(tmp_path, name, pack(warcs.reference()))
    assert [] == [one for one in verify_file(target) if one.severity == "error"]


def test_every_record_is_found_at_its_new_place(tmp_path: Path) -> None:
    found, target = made(tmp_path, "a.warc", warcs.uncompressed(warcs.reference()))
    offset = 0
    for record in warcs.reference():
        place = found.moved.get(offset)
        if b"/framed\r\n" in record.raw():
            assert place is None
        else:
            assert place is not None
            with record_at(target, place[0]) as moved:
                assert record.header("WARC-Record-ID") == moved.record_id
        offset += len(record.raw())
    assert (8, 2) == (len(found.moved), found.left_out)


def test_a_file_that_breaks_off_gives_what_is_whole_and_says_so(tmp_path: Path) -> None:
    raw = warcs.members(warcs.reference())
    found, target = made(tmp_path, "a.warc.gz", raw[:-20])
    assert (8, 1) == (len(records_in(target)), len(found.unreadable))
    assert "a.warc.gz: not readable from offset" in found.unreadable[0]


def test_records_that_share_a_zstandard_frame_are_told(tmp_path: Path) -> None:
    first, *others = warcs.reference()
    frames = [zstandard.compress(first.raw() + others[0].raw()), warcs.frames(others[1:])]
    found, _ = made(tmp_path, "a.warc.zst", b"".join(frames))
    assert "shares its Zstandard frame" in found.unreadable[0]


def test_an_arc_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"a\.arc: is ARC"):
        made(tmp_path, "a.arc", warcs.ArcFile().raw())


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    made(tmp_path, "a.warc", warcs.uncompressed(warcs.reference()))
    with pytest.raises(CollectionError, match="is not overwritten"):
        made(tmp_path, "a.warc", warcs.uncompressed(warcs.reference()))
    assert ["a-excerpt.warc.gz", "a.warc"] == sorted(path.name for path in tmp_path.iterdir())


def test_an_excerpt_of_an_excerpt_keeps_both_warcinfos(tmp_path: Path) -> None:
    _, target = made(tmp_path, "a.warc", warcs.uncompressed(warcs.reference()))
    again = tmp_path / excerpt_name(target.name)
    excerpt(target, wanted, again)
    kinds = [raw.split(b"\r\n")[1] for raw in records_in(again)]
    assert 3 == kinds.count(b"WARC-Type: warcinfo")


def test_what_stands_behind_damage_is_copied_too(tmp_path: Path) -> None:
    members = [bytearray(warcs.members([one])) for one in warcs.reference()]
    members[1][40:60] = bytes(20)
    found, target = made(tmp_path, "a.warc.gz", b"".join(members))
    expected = [one.raw() for one in warcs.reference() if wanted_raw(one.raw())]
    del expected[1]
    assert (expected, 1) == (records_in(target)[1:], len(found.unreadable))


def wanted_raw(raw: bytes) -> bool:
    return b"/framed\r\n" not in raw
