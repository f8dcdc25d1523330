"""What the writer writes is read back by others; what it cannot finish it takes back."""

from __future__ import annotations

import dataclasses
import gzip
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from archive.digest import sha1_base32, sha256_hex
from archive.errors import CollectionError, CollectionFull
from archive.files import Appender
from archive.verify import verify_warc
from archive.warc.indexing import rows_of
from archive.warc.reader import scan
from archive.warc.revisits import IDENTICAL, NOT_MODIFIED
from archive.warc.rows import CaptureRow
from archive.warc.writer import WarcWriter
from tests.archive.collection.kept import URL, day, not_modified, wire

COPY = "https://ledger.example/copy"


class Seen:
    """Every response that was written, as the originals of those that follow."""

    def __init__(self) -> None:
        self.rows: list[CaptureRow] = []

    def by_payload(self, payload_sha256: str) -> CaptureRow | None:
        return next((row for row in self.rows if row.payload_sha256 == payload_sha256), None)

    def by_url(self, url: str, asked: tuple[str | None, str | None]) -> CaptureRow | None:
        return next((row for row in reversed(self.rows) if row.url == url), None)


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def writer(tmp_path: Path, seen: Seen) -> Iterator[WarcWriter]:
    made = WarcWriter(tmp_path, "w1", {"software": "test"}, originals=seen)
    yield made
    made.close()


def closed(writer: WarcWriter, path: Path) -> Path:
    writer.close()
    (found,) = path.glob("*.warc.gz")
    return found


def fields(path: Path, kind: str) -> list[dict[str, str]]:
    return [dict(record.headers) for record in scan(path) if record.rec_type == kind]


BODY = b"<p>The quay is closed.</p>"
CHUNKED = b"1a\r\n" + BODY + b"\r\n0\r\n\r\n"
ODD = [
    b"HTTP/1.1 200 Oll Korrect\r\nx-ODD:  caf\xe9 \r\nSet-Cookie: a\r\nSet-Cookie: b\r\n\r\n"
    + BODY,
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED,
    b"HTTP/1.1 103 Early\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + BODY + b"3",
    b"HTTP/1.1 204 No Content\r\n\r\n",
    b"HTTP/1.0 200 OK\nNo-CR: yes\n\nbare LF",
    b"HTTP/1.1 200 OK\r\nA: b\r\n c\r\ngarbage\r\nD : e\r\n\r\nfolded",
    b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\ngone",
    b"not HTTP at all\x00\xff",
    b"HTTP/1.1 200 OK\r\n\r\n" + bytes(range(256)) * 4096,
]


def test_every_block_is_the_bytes_of_the_wire(writer: WarcWriter, tmp_path: Path) -> None:
    for number, raw in enumerate(ODD):
        writer.write(wire(f"{URL}/{number}", raw=raw))
    path = closed(writer, tmp_path)
    with path.open("rb") as file:
        found = [
            record.reader.read()
            for record in ArchiveIterator(file, parse_http=False)
            if record.record_type == WarcRecordType.response
        ]
    assert found == ODD


def test_others_find_nothing_wrong(writer: WarcWriter, seen: Seen, tmp_path: Path) -> None:
    for number, raw in enumerate(ODD[:3] + ODD[3:4] + ODD[6:7]):
        row = writer.write(wire(f"{URL}/{number}", raw=raw)).row
        assert row is not None
        seen.rows.append(row)
    writer.write(wire(COPY, raw=ODD[1]))
    path = closed(writer, tmp_path)
    subprocess.run(["gunzip", "-t", path], check=True)
    fastwarc = Path(sys.executable).with_name("fastwarc")
    checked = subprocess.run([fastwarc, "check", path], capture_output=True, text=True, check=False)
    assert (0, []) == (checked.returncode, list(verify_warc(path))), checked.stdout + checked.stderr


def test_the_payload_digest_is_of_the_entity_without_its_chunks(
    writer: WarcWriter, tmp_path: Path
) -> None:
    writer.write(wire(raw=ODD[1]))
    (response,) = fields(closed(writer, tmp_path), "response")
    assert sha1_base32([BODY]) == response["WARC-Payload-Digest"]
    assert sha256_hex([ODD[1]]) == response["WARC-Block-Digest"]


def test_rows_of_the_writer_are_the_rows_of_a_scan(
    writer: WarcWriter, seen: Seen, tmp_path: Path
) -> None:
    made = []
    for exchange in (
        *(wire(f"{URL}/{number}", raw=raw) for number, raw in enumerate(ODD)),
        wire(COPY, raw=ODD[1]),
        wire(COPY, BODY[:5], truncated="length"),
    ):
        row = writer.write(exchange).row
        assert row is not None
        made.append(row)
        seen.rows.append(row)
    path = closed(writer, tmp_path)
    assert made == list(rows_of(path, path.name))


# -- revisits --------------------------------------------------------------------------------------


def original(writer: WarcWriter, seen: Seen, at: str = day(1)) -> CaptureRow:
    row = writer.write(wire(at=at, headers=(("ETag", '"1"'),))).row
    assert row is not None
    seen.rows.append(row)
    return row


def test_the_same_payload_elsewhere_is_a_revisit(
    writer: WarcWriter, seen: Seen, tmp_path: Path
) -> None:
    first = original(writer, seen, "2026-03-01T09:00:00.000001Z")
    row = writer.write(wire(COPY, at=day(2), headers=(("X-Other", "head"),))).row
    (revisit,) = fields(closed(writer, tmp_path), "revisit")
    assert row is not None
    assert ("revisit", IDENTICAL, URL, "2026-03-01T09:00:00.000001Z", first.record_id) == (
        row.rec_type,
        revisit["WARC-Profile"],
        revisit["WARC-Refers-To-Target-URI"],
        revisit["WARC-Refers-To-Date"],
        revisit["WARC-Refers-To"],
    )
    assert first.digest == revisit["WARC-Payload-Digest"]


def test_a_revisit_by_digest_says_that_its_payload_is_left_out(
    writer: WarcWriter, seen: Seen, tmp_path: Path
) -> None:
    original(writer, seen)
    row = writer.write(wire(COPY)).row
    writer.write(not_modified())
    path = closed(writer, tmp_path)
    reasons = [revisit.get("WARC-Truncated") for revisit in fields(path, "revisit")]
    assert ["length", None] == reasons
    assert row is not None
    assert [None, None, None] == [each.truncated for each in rows_of(path, path.name)]


def test_a_revisit_keeps_its_own_head(writer: WarcWriter, seen: Seen, tmp_path: Path) -> None:
    original(writer, seen)
    writer.write(wire(COPY, headers=(("X-Other", "head"),)))
    blocks = [r.block.read() for r in scan(closed(writer, tmp_path)) if r.rec_type == "revisit"]
    assert [b"HTTP/1.1 200 OK\r\nX-Other: head\r\n\r\n"] == blocks


def test_a_304_is_a_revisit_of_what_the_url_was(
    writer: WarcWriter, seen: Seen, tmp_path: Path
) -> None:
    first = original(writer, seen)
    writer.write(not_modified())
    (revisit,) = fields(closed(writer, tmp_path), "revisit")
    assert (NOT_MODIFIED, first.date, first.digest) == (
        revisit["WARC-Profile"],
        revisit["WARC-Refers-To-Date"],
        revisit["WARC-Payload-Digest"],
    )


@pytest.mark.parametrize(
    ("tag", "kind"),
    [('"1"', "revisit"), ('W/"1"', "revisit"), ('"2"', "response"), ('W/"2"', "response")],
)
def test_a_304_with_another_tag_is_of_another_state(
    writer: WarcWriter, seen: Seen, tag: str, kind: str
) -> None:
    """Compared weakly: RFC 9110, section 8.8.3.2."""
    original(writer, seen)
    status, asked = "304 Not Modified", 'If-None-Match: "1"\r\n'
    exchange = wire(URL, b"", day(2), status=status, headers=(("ETag", tag),), condition=asked)
    row = writer.write(exchange).row
    assert row is not None
    assert kind == row.rec_type


@pytest.mark.parametrize(
    "exchange",
    [
        wire(COPY, b""),
        wire(COPY, truncated="length"),
        wire(COPY, status="404 Not Found"),
        wire(COPY, status="206 Partial Content"),
        dataclasses.replace(wire(COPY), error="the answer broke off"),
        wire(URL, b"", status="304 Not Modified"),
        not_modified("https://ledger.example/never-seen"),
        wire(COPY, raw=BODY),
        dataclasses.replace(wire(COPY), request=b"POST /b HTTP/1.1\r\nHost: x\r\n\r\n"),
    ],
    ids=["empty", "cut", "404", "206", "error", "304 unasked", "304 of nothing", "no HTTP", "POST"],
)
def test_anything_else_is_a_response(writer: WarcWriter, seen: Seen, exchange: object) -> None:
    original(writer, seen)
    row = writer.write(exchange).row  # type: ignore[arg-type]
    assert row is not None
    assert "response" == row.rec_type


def test_an_empty_payload_has_no_digest(writer: WarcWriter, tmp_path: Path) -> None:
    writer.write(wire(raw=ODD[3]))
    (response,) = fields(closed(writer, tmp_path), "response")
    assert "WARC-Payload-Digest" not in response


# -- segments --------------------------------------------------------------------------------------


def test_a_segment_begins_anew_by_size(tmp_path: Path, seen: Seen) -> None:
    done: list[Path] = []
    made = WarcWriter(tmp_path, "w1", {}, originals=seen, max_bytes=1500, on_closed=done.append)
    for number in range(6):
        made.write(wire(f"{URL}/{number}"))
    made.close()
    assert len(done) > 1
    assert [] == [found for path in done for found in verify_warc(path)]
    assert ["warcinfo"] * len(done) == [next(scan(path)).rec_type for path in done]


@pytest.mark.parametrize(("at", "date"), [(day(1), day(1)), ("2999-01-01T00:00:00Z", None)])
def test_a_warcinfo_is_not_later_than_the_first_record(
    writer: WarcWriter, tmp_path: Path, at: str, date: str | None
) -> None:
    writer.write(wire(at=at))
    path = closed(writer, tmp_path)
    (said,) = [one["WARC-Date"] for one in fields(path, "warcinfo")]
    (answer,) = [one["WARC-Date"] for one in fields(path, "response")]
    assert said <= answer
    assert said == (date or said)


def test_a_segment_begins_anew_by_age(tmp_path: Path, seen: Seen) -> None:
    made = WarcWriter(tmp_path, "w1", {}, originals=seen, max_seconds=0)
    made.write(wire())
    made.write(wire())
    made.close()
    assert 2 == len(list(tmp_path.glob("*.warc.gz")))


def test_segments_begin_anew_while_a_thread_syncs(tmp_path: Path, seen: Seen) -> None:
    made = WarcWriter(tmp_path, "w1", {}, originals=seen, max_bytes=2000)
    failures: list[Exception] = []
    over = threading.Event()

    def sync() -> None:
        while not over.is_set():
            try:
                made.sync()
            except CollectionError as error:
                failures.append(error)

    thread = threading.Thread(target=sync)
    thread.start()
    for number in range(40):
        made.write(wire(f"{URL}/{number}"))
    over.set()
    thread.join()
    made.close()
    urls = {r.url for p in tmp_path.glob("*.warc.gz") for r in scan(p) if r.rec_type == "response"}
    assert ([], 40) == (failures, len(urls))


def test_while_it_is_written_a_segment_has_its_name_to_come(
    writer: WarcWriter, tmp_path: Path
) -> None:
    row = writer.write(wire()).row
    assert row is not None
    assert [f"{row.filename}.open"] == [path.name for path in tmp_path.iterdir()]


# -- what cannot be finished -----------------------------------------------------------------------


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """[bytes that still fit]: a file object that fails as a full device does, in the middle."""
    room = [1 << 40]
    write = Appender._write_all

    def limited(self: Appender, content: bytes) -> None:
        write(self, content[: room[0]])
        if len(content) > room[0]:
            raise OSError(28, "No space left on device")
        room[0] -= len(content)

    monkeypatch.setattr(Appender, "_write_all", limited)
    yield room
    room[0] = 1 << 40


@pytest.mark.parametrize("room", [0, 1, 100, 600, 700, 900])
def test_a_full_device_leaves_whole_records(
    writer: WarcWriter, tmp_path: Path, failing: list[int], room: int
) -> None:
    writer.write(wire(f"{URL}/1"))
    before = sum(path.stat().st_size for path in tmp_path.iterdir())
    failing[0] = room
    incompressible = bytes((n * 7919 + n // 256) % 251 for n in range(3000))
    with pytest.raises(CollectionFull):
        writer.write(wire(f"{URL}/2", incompressible))
    failing[0] = 1 << 40
    assert before == sum(path.stat().st_size for path in tmp_path.iterdir())
    writer.write(wire(f"{URL}/3"))
    path = closed(writer, tmp_path)
    assert [] == list(verify_warc(path))
    assert [f"{URL}/1", f"{URL}/3"] == [row.url for row in rows_of(path, path.name)]


def test_a_segment_without_room_for_its_warcinfo_is_none(
    writer: WarcWriter, tmp_path: Path, failing: list[int]
) -> None:
    failing[0] = 50
    with pytest.raises(CollectionFull):
        writer.write(wire())
    assert [] == list(tmp_path.iterdir())
    failing[0] = 1 << 40
    writer.write(wire())
    assert "warcinfo" == next(scan(closed(writer, tmp_path))).rec_type


def test_whatever_fails_leaves_whole_records(writer: WarcWriter, tmp_path: Path) -> None:
    class Broken:
        def read(self, size: int = -1) -> bytes:
            raise MemoryError

        readline = read

        def seek(self, offset: int) -> None:
            pass

    writer.write(wire(f"{URL}/1"))
    with pytest.raises(MemoryError):
        writer.write(dataclasses.replace(wire(), response=Broken()))  # type: ignore[arg-type]
    path = closed(writer, tmp_path)
    assert ([], 1) == (list(verify_warc(path)), len(list(rows_of(path, path.name))))


def test_a_killed_writer_leaves_whole_members(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib\n"
        "from archive.warc.writer import WarcWriter\n"
        "from tests.archive.collection.kept import wire, URL\n"
        "from tests.archive.warc.test_writer import Seen\n"
        "w = WarcWriter(pathlib.Path(sys.argv[1]), 'w1', {}, originals=Seen())\n"
        "n = 0\n"
        "while True:\n"
        "    w.write(wire(f'{URL}/{n}')); n += 1\n"
        "    if n == 20: print('up', flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        child.send_signal(signal.SIGKILL)
    (left,) = tmp_path.glob("*.open")
    raw = left.read_bytes()
    assert raw.startswith(b"\x1f\x8b")
    assert gzip.decompress(raw[: len(raw) - _torn(left)]).startswith(b"WARC/1.1")


def _torn(path: Path) -> int:
    from archive.warc.recovery import whole_length

    return path.stat().st_size - whole_length(path)


def test_a_request_without_an_answer_is_kept_with_its_error(
    writer: WarcWriter, tmp_path: Path
) -> None:
    lost = dataclasses.replace(wire(raw=b""), error="connection\r\nrefused: x")
    assert writer.write(lost).row is None
    path = closed(writer, tmp_path)
    (metadata,) = [r.block.read() for r in scan(path) if r.rec_type == "metadata"]
    assert metadata.startswith(b"error: connection refused: x\r\n")
    assert [] == list(verify_warc(path))


def test_a_connection_that_failed_has_no_request(writer: WarcWriter, tmp_path: Path) -> None:
    lost = dataclasses.replace(wire(raw=b""), request=b"", error="refused", ip=None)
    writer.write(lost)
    kinds = [record.rec_type for record in scan(closed(writer, tmp_path))]
    assert ["warcinfo", "metadata"] == kinds


def test_a_record_says_more_of_one_that_was_written_before(
    writer: WarcWriter, tmp_path: Path
) -> None:
    row = writer.write(wire(URL)).row
    assert row is not None
    writer.describe(URL, row.record_id, [("requisite", "a"), ("requisite", "b")])
    [*_, last] = list(scan(closed(writer, tmp_path)))
    assert (last.rec_type, last.url, last.field("WARC-Refers-To")) == (
        "metadata",
        URL,
        row.record_id,
    )
    assert fields(closed(writer, tmp_path), "metadata")[0]["Content-Length"] == "28"
