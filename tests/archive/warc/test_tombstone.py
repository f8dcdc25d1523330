"""A tombstone has exactly the bytes that it is to have, and every reader takes it for a record."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastWarc
from warcio.archiveiterator import ArchiveIterator

from archive.verify import verify_file
from archive.warc.reader import scan
from archive.warc.tombstone import Form, Tombstone, tombstone

SAID = Tombstone(
    removed_id="<urn:uuid:00000000-0000-4000-8000-000000000001>",
    withdrawal_id="0123456789abcdef01234567",
    date="2026-03-01T09:00:00.000000Z",
)
LENGTHS = [
    *range(430, 560),
    *range(1370, 1400),
    1000,
    9999,
    10_351,
    10_352,
    65_535,
    65_553,
    65_558,
    65_563,
    131_100,
    1_000_003,
]
SUFFIX: dict[Form, str] = {"plain": ".warc", "gzip": ".warc.gz", "zstd": ".warc.zst"}


@pytest.mark.parametrize("form", SUFFIX)
def test_it_has_the_length_that_is_asked_for(form: Form) -> None:
    for length in LENGTHS:
        made = tombstone(form, length, SAID)
        assert made is not None
        assert length == len(made)


@pytest.mark.parametrize("form", SUFFIX)
def test_what_is_too_short_is_refused(form: Form) -> None:
    assert tombstone(form, 60, SAID) is None


def test_a_gzipped_one_fits_where_a_compressed_request_stood() -> None:
    assert tombstone("gzip", 330, SAID) is not None


@pytest.mark.parametrize("form", SUFFIX)
@pytest.mark.parametrize("length", [460, 3001, 70_000, 200_000])
def test_two_of_them_are_two_conformant_records(tmp_path: Path, form: Form, length: int) -> None:
    other = Tombstone(removed_id=SAID.removed_id[:-2] + "2>", withdrawal_id="x", date=SAID.date)
    made = [tombstone(form, length, one) for one in (SAID, other)]
    path = tmp_path / f"two{SUFFIX[form]}"
    path.write_bytes(b"".join(one for one in made if one))
    records = list(scan(path))
    assert [SAID.removed_id, other.removed_id] == [r.field("WARC-Refers-To") for r in records]
    assert [0, length] == [record.offset for record in records]
    found = {one.rule for one in verify_file(path)}
    assert set() == found - {"warcinfo-first", "purged"}


@pytest.mark.parametrize("form", ["plain", "gzip"])
def test_other_programs_read_it(form: Form) -> None:
    made = (tombstone(form, 70_000, SAID) or b"") * 2
    assert 2 == len([record.rec_type for record in ArchiveIterator(io.BytesIO(made))])
    fast = [record.headers["WARC-Type"] for record in FastWarc(io.BytesIO(made), parse_http=False)]
    assert ["metadata", "metadata"] == fast


def test_a_gzipped_one_is_one_member() -> None:
    made = tombstone("gzip", 70_000, SAID) or b""
    plain = gzip.decompress(made)
    assert plain.startswith(b"WARC/1.1\r\n")
    assert plain.endswith(b"\r\n\r\n")
