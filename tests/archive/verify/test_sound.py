"""The short way finds nothing less and nothing else than the long one."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.verify import shapes, verify_warc
from archive.verify.record import Record as ReadRecord
from archive.verify.shapes import Shapes
from archive.verify.sound import Sound
from archive.verify.walk import walk
from archive.verify.warc import verify_stream
from tests.archive import warcs
from tests.archive.verify.test_warc import MUTANTS

CORPORA = Path(os.environ.get("MICROFICHE_CORPORA", Path(__file__).parents[4] / "shared/corpora"))
SAMPLES = sorted(CORPORA.glob("warcs/**/*.warc.gz"))

Found = list[tuple[str, str, int | None, str | None]]


def told(raw: bytes) -> Found:
    found = verify_stream(io.BytesIO(raw), "test.warc.gz", "test.warc.gz")
    return [(one.rule, one.message, one.offset, one.record_id) for one in found]


def known() -> list[bytes]:
    """The reference's records under other ids: their shapes are known when the next ones come."""
    other = [
        gzip.decompress(warcs.members([record])).replace(b"<urn:uuid:", b"<urn:uuid:0")
        for record in warcs.reference()
    ]
    return [gzip.compress(record, 1) for record in other]


@pytest.fixture
def alike(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Asserts that both ways find the same in a file."""

    def checked(raw: bytes) -> None:
        short = told(raw)
        with monkeypatch.context() as long:
            long.setattr(shapes, "_MOST", 0)
            assert short == told(raw)

    return checked


def test_most_records_go_the_short_way() -> None:
    raw = b"".join(known()) + warcs.members(warcs.reference())
    items = list(walk(io.BytesIO(raw), learned()))
    kinds = [item.rec_type for item in items if isinstance(item, Sound)]
    assert {"response": 6, "request": 8, "metadata": 2} == {
        kind: kinds.count(kind) for kind in sorted(set(kinds), reverse=True)
    }


def test_a_header_of_very_many_fields_is_no_shape() -> None:
    many = tuple((f"X-{number}", "x") for number in range(5_000))
    plain = warcs.response()
    raw = warcs.members([warcs.Record((*plain.headers, *many), plain.block)])
    learning = Shapes()
    for item in walk(io.BytesIO(raw), learning):
        assert isinstance(item, ReadRecord)
        learning.learn(item)
    assert [] == learning.known


def learned() -> Shapes:
    """The shapes of the reference's records."""
    known_shapes = Shapes()
    for item in walk(io.BytesIO(warcs.members(warcs.reference())), known_shapes):
        if isinstance(item, ReadRecord):
            known_shapes.learn(item)
    return known_shapes


@pytest.mark.parametrize("name", MUTANTS)
def test_each_single_fault_is_found_in_a_record_of_a_known_shape(
    name: str, alike: Callable[[bytes], None]
) -> None:
    alike(b"".join(known()) + MUTANTS[name][0])


def test_any_other_byte_is_judged_alike(alike: Callable[[bytes], None]) -> None:
    chance = random.Random(3)
    records = [gzip.decompress(warcs.members([record])) for record in warcs.reference()]
    for _ in range(600):
        changed = list(records)
        place = chance.randrange(len(records))
        raw = bytearray(records[place])
        for _ in range(chance.choice((1, 1, 2))):
            at = chance.randrange(len(raw) if chance.random() < 0.5 else min(len(raw), 600))
            raw[at] = chance.choice((raw[at] ^ (1 << chance.randrange(8)), *b"\r\n \t:09<>;aZ\xff"))
        changed[place] = bytes(raw)
        alike(b"".join(known()) + b"".join(gzip.compress(one, 1) for one in changed))


def test_a_header_that_is_left_out_or_twice_is_judged_alike(alike: Callable[[bytes], None]) -> None:
    for place, record in enumerate(warcs.reference()):
        for at in range(len(record.headers)):
            for lines in (record.headers[:at], (*record.headers[: at + 1], record.headers[at])):
                changed = warcs.reference()
                changed[place] = warcs.Record((*lines, *record.headers[at + 1 :]), record.block)
                alike(b"".join(known()) + warcs.members(changed))


HEADS = [
    b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\ncontent-length:\t4 \r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nX: y\r\n Content-Length: 9\r\n\r\nbody",
    b"HTTP/1.1 200 OK\nContent-Length: 9\n\nbody",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbody",
    b"HTTP/1.1 204 None\r\nContent-Length: 9\r\n\r\n",
    b"HTTP/1.1 200\r\n\r\nbody",
    b"HTTP/1.1 2000 OK\r\n\r\nbody",
    b"HTTP/2 200\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n4;x=y\r\nbody\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\nmore",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbody\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: none\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\n\r\nbody",
    b"\r\nHTTP/1.1 200 OK\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nwithout a colon\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nX: no end\r\n",
]


@pytest.mark.parametrize("raw", HEADS)
def test_an_answer_of_any_form_is_judged_alike(raw: bytes, alike: Callable[[bytes], None]) -> None:
    record = warcs.reference()[1]
    for payload in (b"body", raw.partition(b"\r\n\r\n")[2], b""):
        alike(b"".join(known()) + warcs.members([record.with_block(raw, payload)]))


ASKED = [
    (b"GET /other HTTP/1.1\r\nHost: www.example.com\r\n\r\n"),
    (b"GET /news HTTP/1.1\r\nHost: other.example\r\n\r\n"),
    (b"GET /news HTTP/1.1\r\nhost:www.example.com:443\r\n\r\n"),
    (b"GET /news\r\n\r\n"),
    (b"HEAD /news HTTP/1.1\r\n\r\n"),
    (b"POST /news HTTP/1.1\r\nContent-Encoding: gzip\r\n\r\nno"),
    (b"POST /news HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nno"),
    (b"get /news HTTP/1.1\r\n\r\n"),
]


@pytest.mark.parametrize("raw", ASKED)
def test_a_request_of_any_form_is_judged_alike(raw: bytes, alike: Callable[[bytes], None]) -> None:
    record = warcs.reference()[2]
    alike(b"".join(known()) + warcs.members([record.with_block(raw)]))


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://u:p@a.example/x", "u:p@a.example"),
        ("http://u:p@a.example/x", "a.example"),
        ("http://a.example?q/x", "a.example?q"),
        ("http://a.example/x?u@b", "a.example"),
        ("http:/a/x", "tp:"),
        ("http://A.example/x", "A.example"),
    ],
)
def test_a_host_is_held_against_any_url_alike(
    url: str, host: str, alike: Callable[[bytes], None]
) -> None:
    record = warcs.reference()[2].with_header("WARC-Target-URI", url)
    target = "/" + url.partition("//")[2].partition("/")[2] if "//" in url else "/a/x"
    for path in (target, "/x"):
        raw = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
        alike(b"".join(known()) + warcs.members([record.with_block(raw)]))


@pytest.mark.parametrize("name", ["WARC-Record-ID", "WARC-Concurrent-To", "WARC-Target-URI"])
def test_a_control_or_mark_in_an_id_or_url_is_judged_alike(
    name: str, alike: Callable[[bytes], None]
) -> None:
    for mark in (*map(chr, range(33)), *"#<>@\x7f"):
        changed = warcs.reference()
        for place, record in enumerate(changed):
            value = dict(record.headers).get(name)
            if value is not None:
                changed[place] = record.with_header(name, f"{value[:12]}{mark}{value[12:]}")
        alike(b"".join(known()) + warcs.members(changed))


def test_digests_in_every_spelling_are_judged_alike(alike: Callable[[bytes], None]) -> None:
    place, records = 1, warcs.reference()
    block = records[place].block
    raw = hashlib.sha1(block).digest()
    for said in (
        f"sha1:{base64.b32encode(raw).decode()}",
        f"sha1:{base64.b32encode(raw).decode().lower()}",
        f"sha1:{raw.hex()}",
        f"sha1:{raw.hex().upper()}",
        f"SHA-1:{base64.b32encode(raw).decode()}",
        f"sha1:{base64.b64encode(raw).decode()}",
        f"md5:{hashlib.md5(block).hexdigest()}",
        f"sha512:{hashlib.sha512(block).hexdigest()}",
        "sha1:",
        "sha1",
        "blake2:00",
        "sha1:AAAA",
    ):
        changed = list(records)
        changed[place] = records[place].with_header("WARC-Block-Digest", said)
        alike(b"".join(known()) + warcs.members(changed))


@pytest.mark.skipif(not SAMPLES, reason="the corpora are not on this machine")
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_other_programs_files_are_judged_alike(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    short = list(verify_warc(path))
    monkeypatch.setattr(shapes, "_MOST", 0)
    assert short == list(verify_warc(path))
