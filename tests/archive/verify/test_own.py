"""What our own writer wrote has its digests: a record without one of them was changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.verify import verify_warc
from archive.warc.members import members_of

DIGESTS = re.compile(
    rb"^(WARC-Block-Digest|WARC-Payload-Digest|Payload-Digest-SHA256): ", re.MULTILINE
)


@pytest.fixture(params=[0, 1], ids=["first", "with a revisit"])
def plain(request: pytest.FixtureRequest, pristine: Path, tmp_path: Path) -> Path:
    """A file of the real writer, not compressed, under its name."""
    sources = sorted(pristine.glob("warc/*.warc.gz"), key=_has_revisit)
    source = sources[request.param]
    path = tmp_path / source.name
    path.write_bytes(_unpacked(source))
    return path


def _has_revisit(path: Path) -> bool:
    return b"WARC-Type: revisit" in _unpacked(path)


def _unpacked(path: Path) -> bytes:
    with path.open("rb") as file:
        return b"".join(member.stream.read() for member in members_of(file))


def changes(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Each digest's name damaged, its label damaged, its line taken out."""
    for found in DIGESTS.finditer(raw):
        name = raw[found.start() : found.end() - 2]
        end = raw.index(b"\n", found.end()) + 1
        label = raw[found.end() : found.end() + 3]
        yield "name", raw[: found.start()] + name[:-1] + b"_" + raw[found.end() - 2 :]
        yield "label", raw[: found.end()] + label.upper() + b"x" + raw[found.end() + 3 :]
        yield "line", raw[: found.start()] + raw[end:]


def test_every_digest_of_the_writer_is_asked_for(plain: Path) -> None:
    raw = plain.read_bytes()
    assert [] == list(verify_warc(plain))
    assert 20 < len(list(changes(raw)))
    for what, changed in changes(raw):
        plain.write_bytes(changed)
        found = {(one.rule, one.severity) for one in verify_warc(plain)}
        assert ("own-digest", "error") in found, what


def test_of_other_programs_records_none_is_asked_for(plain: Path) -> None:
    raw = DIGESTS.sub(rb"X-\1: ", plain.read_bytes())
    plain.write_bytes(raw.replace(b"software: microfiche/", b"software: anotherone/"))
    assert "own-digest" not in {one.rule for one in verify_warc(plain)}
    plain.write_bytes(raw)
    assert "own-digest" in {one.rule for one in verify_warc(plain)}
