"""CDXJ: our index of a file is, line by line, the one that cdxj-indexer makes of it."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive import cdxj
from archive.errors import BrokenRecord, BrokenWarc
from archive.warc.indexing import rows_of
from archive.warc.members import members_of
from tests.archive import warcs

INDEXER = Path(sys.executable).with_name("cdxj-indexer")
CORPORA = Path(os.environ.get("MICROFICHE_CORPORA", Path(__file__).parents[4] / "shared/corpora"))
SAMPLES = sorted(
    path for path in CORPORA.glob("warcs/**/*") if path.name.endswith((".warc", ".arc", "arc.gz"))
)

PEER_STOPS = {
    "ipwb/broken.warc": "a wrong Content-Length: both say so; the peer has sorted nothing yet",
    "warcio/example-wrong-chunks.warc.gz": "a wrong Content-Length: as above",
    "warcio/example-bad-non-chunked.warc.gz": "one gzip member: neither of us indexes it",
    "ipwb/variableSizedDates.warc": "dates without a day: the peer knows none; we have every line",
}
"""Files that the peer leaves with a traceback and without a line."""

NO_CAPTURES = "bad.arc"
"""Of several programs: two of its records have a length that is none. The peer lists empty captures."""


def peer_lines(path: Path) -> list[str]:
    run = subprocess.run([INDEXER, "-s", path], capture_output=True, check=True)
    return run.stdout.decode("utf-8").splitlines()


def our_lines(path: Path) -> list[str]:
    return sorted({cdxj.format_line(line) for line in cdxj.lines_of(path)})


@pytest.fixture(scope="module")
def every_kind() -> list[warcs.Record]:
    """The reference file's records and those that an index treats each in its own way."""
    plain = warcs.response("https://example.com/")
    not_http = warcs.Record(
        headers=(
            ("WARC-Type", "response"),
            ("WARC-Record-ID", warcs.record_id("dns")),
            ("WARC-Date", "2026-11-22T17:35:47Z"),
            ("WARC-Target-URI", "dns:example.com"),
            ("Content-Type", "text/dns"),
        ),
        block=b"20261122173547\nexample.com. 1 IN A 127.0.0.1\n",
    )
    html_metadata = warcs.metadata(plain).with_header("Content-Type", "text/html")
    return [
        *warcs.reference(),
        plain.with_header("WARC-Payload-Digest", None),
        warcs.response("http://example.com/404", warcs.http("HTTP/1.1 404 Not Found", [], b"")),
        warcs.response("http://example.com/type", warcs.http(headers=[("Content-Type", "a/B ;c")])),
        warcs.response("http://example.com/ru/Привет"),
        warcs.response("http://example.com/bare", b""),
        warcs.revisit(plain).with_block(b""),
        warcs.resource(),
        warcs.resource("urn:text:http://example.com/", b"text").with_header("Content-Type", None),
        html_metadata,
        not_http,
    ]


@pytest.mark.parametrize("packed", [warcs.uncompressed, warcs.members])
def test_every_kind_of_record_is_indexed_as_the_peer_does(
    tmp_path: Path, every_kind: list[warcs.Record], packed: object
) -> None:
    path = tmp_path / ("a.warc" if packed is warcs.uncompressed else "a.warc.gz")
    path.write_bytes(packed(every_kind))  # type: ignore[operator]
    assert peer_lines(path) == our_lines(path)


def test_an_arc_file_is_indexed_as_the_peer_does(tmp_path: Path) -> None:
    path = tmp_path / "a.arc"
    path.write_bytes(warcs.ArcFile([("http://example.com/", warcs.http())]).raw())
    assert peer_lines(path) == our_lines(path)


@pytest.mark.skipif(not SAMPLES, reason="the corpora are not on this machine")
@pytest.mark.filterwarnings("default")
def test_other_programs_files_are_indexed_as_the_peer_does() -> None:
    told = [path for path in SAMPLES if f"{path.parent.name}/{path.name}" not in PEER_STOPS]
    read = [path for path in told if path.name != NO_CAPTURES]
    run = subprocess.run([INDEXER, *read], capture_output=True, check=True)
    ours = {cdxj.format_line(line) for path in read for line in cdxj.lines_of(path)}
    assert set(run.stdout.decode("utf-8").splitlines()) == ours


@pytest.mark.skipif(not SAMPLES, reason="the corpora are not on this machine")
def test_a_record_whose_length_is_none_is_no_capture() -> None:
    lines = cdxj.lines_of(CORPORA / "warcs/cdxj-indexer" / NO_CAPTURES)
    assert ["20140102000000"] == [line.timestamp for line in lines]


@pytest.mark.skipif(not SAMPLES, reason="the corpora are not on this machine")
@pytest.mark.parametrize("name", ["ipwb/broken.warc", "warcio/example-wrong-chunks.warc.gz"])
def test_a_file_that_breaks_off_gives_the_lines_before_the_break(name: str) -> None:
    lines = cdxj.lines_of(CORPORA / "warcs" / name)
    assert next(lines).offset
    with pytest.raises(BrokenWarc, match="not readable"):
        list(lines)


def test_a_missing_digest_is_computed_without_the_chunks(tmp_path: Path) -> None:
    block = warcs.http(headers=[("Transfer-Encoding", "chunked")], body=warcs.chunked(warcs.PAGE))
    record = warcs.response("http://example.com/", block).with_header("WARC-Payload-Digest", None)
    path = tmp_path / "a.warc"
    path.write_bytes(record.raw())
    (line,) = cdxj.lines_of(path)
    assert warcs.sha1(warcs.PAGE) == line.digest


@pytest.mark.parametrize("date", ["2026", "2026-01", "2026-01-01", "2026-01-01T00:00Z"])
def test_a_coarse_date_counts_from_its_start_where_the_peer_stops(
    tmp_path: Path, date: str
) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(warcs.response(date=date).raw())
    (line,) = cdxj.lines_of(path)
    assert line.timestamp == "20260101000000"


def test_a_record_without_a_moment_hides_no_other(tmp_path: Path) -> None:
    lost = warcs.response(name="lost").with_header("WARC-Date", None)
    path = tmp_path / "a.warc"
    path.write_bytes(lost.raw() + warcs.response("http://example.com/kept").raw())
    assert ["http://example.com/kept"] == [line.url for line in cdxj.lines_of(path)]


def test_a_response_without_a_url_hides_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    lost = warcs.response().with_header("WARC-Target-URI", None)
    path.write_bytes(lost.raw() + warcs.response("http://example.com/kept").raw())
    assert ["http://example.com/kept"] == [line.url for line in cdxj.lines_of(path)]


@pytest.mark.parametrize("head", [b"a: b\r\n" * 200_000, b"a: " + b"b" * 1_200_000 + b"\r\n"])
def test_a_head_that_is_too_long_is_content(tmp_path: Path, head: bytes) -> None:
    block = b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + warcs.PAGE
    record = warcs.response(block=block).with_header("WARC-Payload-Digest", None)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(warcs.members([record]))
    (line,), (row,) = cdxj.lines_of(path), rows_of(path, path.name)
    assert (None, warcs.sha1(block), row.digest) == (line.status, line.digest, line.digest)


def test_a_date_with_an_offset_is_indexed_in_utc_where_the_peer_stops(tmp_path: Path) -> None:
    record = warcs.response(date="2026-11-22T17:35:47+05:00")
    path = tmp_path / "a.warc"
    path.write_bytes(record.raw())
    (line,) = cdxj.lines_of(path)
    assert line.timestamp == "20261122123547"


@pytest.mark.parametrize("dictionary", [None, b"The ferry runs again. WARC/1.1 WARC-Type: " * 8])
def test_a_zstandard_file_is_indexed_by_its_frames(
    tmp_path: Path, every_kind: list[warcs.Record], dictionary: bytes | None
) -> None:
    plain, packed = tmp_path / "a.warc", tmp_path / "a.warc.zst"
    plain.write_bytes(warcs.uncompressed(every_kind))
    packed.write_bytes(warcs.frames(every_kind, dictionary))
    lines = list(cdxj.lines_of(packed))
    assert [(line.url, line.digest) for line in cdxj.lines_of(plain)] == [
        (line.url, line.digest) for line in lines
    ]
    with packed.open("rb") as file:
        file.seek(int(lines[-1].offset))
        last = next(members_of(file)).stream.read()
    assert every_kind[-1].raw() == last


def test_a_line_read_back_is_the_line(tmp_path: Path, every_kind: list[warcs.Record]) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(warcs.members(every_kind))
    lines = list(cdxj.lines_of(path))
    assert lines == [cdxj.parse_line(cdxj.format_line(line)) for line in lines]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "com,e)/ 2020",
        "com,e)/ 20200101000000 {",
        'com,e)/ 20200101000000 {"url": "http://e"}',
        'com,e)/ 20200101000000 ["a"]',
        "com,e)/ nodate {}",
    ],
)
def test_what_is_no_line_is_said_to_be_none(text: str) -> None:
    with pytest.raises(BrokenRecord, match="CDXJ"):
        cdxj.parse_line(text)


def test_an_index_is_written_sorted_as_bytes_and_without_repeats(
    tmp_path: Path, every_kind: list[warcs.Record]
) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(warcs.members(every_kind))
    index = tmp_path / "a.cdxj"
    cdxj.write(index, [*cdxj.lines_of(path), *cdxj.lines_of(path)])
    sort = subprocess.run(
        ["sort", "-u", index], capture_output=True, check=True, env={"LC_ALL": "C"}
    )
    assert sort.stdout == index.read_bytes()
    assert peer_lines(path) == index.read_text("utf-8").splitlines()


def test_every_key_of_an_index_is_found_and_no_other(tmp_path: Path) -> None:
    lines = [
        cdxj.CdxjLine(
            urlkey=f"com,e)/{'x' * (number % 7)}{number // 3}",
            timestamp=f"2026112217{number % 3:04d}",
            url="http://e.com/",
            length="1",
            offset=str(number),
            filename="a.warc.gz" * (number % 50 + 1),
        )
        for number in range(600)
    ]
    index = tmp_path / "a.cdxj"
    cdxj.write(index, lines)
    for line in lines:
        expected = sorted(other.timestamp for other in lines if other.urlkey == line.urlkey)
        assert expected == [found.timestamp for found in cdxj.find(index, line.urlkey)]
    for absent in ("", "a", "com,e)/0x", "zzz", "com,e)/x"):
        assert [] == list(cdxj.find(index, absent))


def test_nothing_is_found_in_an_empty_index(tmp_path: Path) -> None:
    index = tmp_path / "a.cdxj"
    cdxj.write(index, [])
    assert [] == list(cdxj.find(index, "com,e)/"))


def test_a_member_that_is_torn_says_where(tmp_path: Path) -> None:
    whole = gzip.compress(b"first") + gzip.compress(b"second")
    found = members_of(io.BytesIO(whole[:-4]))
    assert next(found).stream.read() == b"first"
    torn = next(found).stream
    with pytest.raises(BrokenWarc, match="cut off") as caught:
        torn.read()
    assert len(gzip.compress(b"first")) == caught.value.offset
