"""Every rule for WARC files catches its fault, and one conformant file passes them all."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import shutil
import tracemalloc
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from archive.verify import RULES, Finding, verify_file, verify_files, verify_warc, warc
from archive.verify.findings import bounded
from archive.verify.warc import verify_stream
from tests.archive import warcs
from tests.archive.warcs import Record

CORPORA = Path(os.environ.get("MICROFICHE_CORPORA", Path(__file__).parents[4] / "shared/corpora"))

INFO, PLAIN, ASKED, FRAMED, FRAMED_ASKED, PACKED, PACKED_ASKED, AGAIN, LOST, WHY = range(10)


def findings(raw: bytes, name: str = "test.warc.gz") -> list[Finding]:
    return list(verify_stream(io.BytesIO(raw), name, name))


def rules(raw: bytes, name: str = "test.warc.gz") -> set[str]:
    return {found.rule for found in findings(raw, name)}


def changed(place: int, change: Callable[[Record], Record]) -> bytes:
    records = warcs.reference()
    records[place] = change(records[place])
    return warcs.members(records)


def header(place: int, name: str, value: str | None) -> bytes:
    return changed(place, lambda record: record.with_header(name, value))


def block(place: int, raw: bytes, payload: bytes | None = None) -> bytes:
    return changed(place, lambda record: record.with_block(raw, payload))


def without(*places: int) -> bytes:
    kept = [record for place, record in enumerate(warcs.reference()) if place not in places]
    return warcs.members(kept)


def packed_without_content(body: bytes) -> bytes:
    fields = [("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
    return block(PACKED, warcs.http(headers=fields, body=body), body)


def unchunked() -> bytes:
    return warcs.http(headers=[("Transfer-Encoding", "chunked")], body=warcs.PAGE)


CHUNKED = [("Transfer-Encoding", "chunked")]


def plain(body: bytes) -> bytes:
    return body


def foreign(*framed: Callable[[bytes], bytes], software: bytes = b"another/1") -> bytes:
    """A file of answers that say that they are chunked, their bodies framed so."""
    info = warcs.warcinfo()
    block = info.block.replace(b"reference/1", software)
    info = replace(info, block=block).with_header("WARC-Block-Digest", warcs.sha256(block))
    records = [info]
    for number, frame in enumerate(framed):
        raw = warcs.http(headers=CHUNKED, body=frame(warcs.PAGE))
        records.append(warcs.response(f"https://www.example.com/{number}", raw))
    return warcs.members(records)


def cut_chunks() -> bytes:
    body = warcs.chunked(warcs.PAGE)[:40]
    return warcs.http(headers=[("Transfer-Encoding", "chunked")], body=body)


def torn_between() -> bytes:
    """What is left when a program went on writing behind a torn record."""
    records = warcs.reference()
    torn = warcs.members(records[FRAMED : FRAMED + 1])[:-20]
    return warcs.members(records[:FRAMED]) + torn + warcs.members(records[FRAMED_ASKED:])


def continued(
    number: str = "2",
    origin: str | None = "first",
    total: str | None = None,
    url: str = "https://www.example.com/long",
) -> bytes:
    """A file with a record in two segments."""
    first = warcs.resource("https://www.example.com/long", b"The first half, ")
    first = first.with_header("WARC-Segment-Number", "1")
    first = first.with_header("WARC-Payload-Digest", warcs.sha1(b"The first half, the second."))
    rest = b"the second."
    fields = [
        ("WARC-Type", "continuation"),
        ("WARC-Record-ID", warcs.record_id("second")),
        ("WARC-Date", warcs.DATE),
        ("WARC-Target-URI", url),
        ("WARC-Segment-Number", number),
        ("WARC-Segment-Total-Length", total or str(len(first.block) + len(rest))),
        ("WARC-Block-Digest", warcs.sha256(rest)),
    ]
    if origin:
        fields.append(("WARC-Segment-Origin-ID", first.header("WARC-Record-ID") or ""))
    return warcs.members([warcs.warcinfo(), first, Record(tuple(fields), rest)])


LONGER = warcs.PAGE[:60].ljust(60) + b"HTTP/1.1 200 OK\r\n"

REFERENCE = warcs.members(warcs.reference())

MUTANTS: dict[str, tuple[bytes, set[str]]] = {
    "a digest over the raw chunks": (
        header(FRAMED, "WARC-Payload-Digest", warcs.sha1(warcs.chunked(warcs.PAGE))),
        {"payload-digest-framed"},
    ),
    "a status line of HTTP/2": (block(PLAIN, warcs.http("HTTP/2 200")), {"http2"}),
    "a status line that is not HTTP": (block(PLAIN, b"ICY 200 OK\r\n\r\n"), {"http-head"}),
    "a de-chunked body": (block(FRAMED, unchunked()), {"transfer-encoding"}),
    "bodies that a program has taken out of their chunks": (
        foreign(plain, plain),
        {"transfer-encoding", "chunks-removed"},
    ),
    "two bodies that are in no chunks, and one that is": (
        foreign(plain, plain, warcs.chunked),
        {"transfer-encoding"},
    ),
    "two bodies in no chunks that our own writer recorded": (
        foreign(plain, plain, software=b"microfiche/0"),
        {"transfer-encoding", "own-digest"},  # they have no SHA-256
    ),
    "a chunked body that breaks off": (
        block(FRAMED, cut_chunks(), warcs.PAGE[:30]),
        {"chunks-cut"},
    ),
    "a revisit that does not say why its payload is not there": (
        block(AGAIN, warcs.http(headers=[("Content-Length", "99")], body=b"")),
        {"revisit-truncated"},
    ),
    "a chunked body with bytes behind its end": (
        block(
            FRAMED,
            warcs.http(headers=CHUNKED, body=warcs.chunked(warcs.PAGE) + b"JUNK"),
            warcs.PAGE,
        ),
        {"chunks-behind"},
    ),
    "a digest over as many bytes as Content-Length says": (
        block(PLAIN, warcs.http(headers=[("Content-Length", "60")], body=LONGER), LONGER[:60]),
        {"payload-digest-bounded", "http-length"},
    ),
    "a body that is not what it is said to be": (
        packed_without_content(warcs.PAGE),
        {"content-encoding"},
    ),
    "a decoded body": (
        block(
            PACKED,
            warcs.http(
                headers=[("Content-Encoding", "gzip"), ("Content-Length", "40")], body=warcs.PAGE
            ),
            warcs.PAGE,
        ),
        {"content-decoded", "http-length"},
    ),
    "an address of a warcinfo": (header(INFO, "WARC-IP-Address", "192.0.2.1"), {"field-place"}),
    "a response that refers to another": (
        header(PLAIN, "WARC-Refers-To", warcs.record_id("x")),
        {"field-place"},
    ),
    "a profile of a response": (header(PLAIN, "WARC-Profile", warcs.REVISIT), {"field-place"}),
    "a file name of a response": (header(PLAIN, "WARC-Filename", "a"), {"field-place"}),
    "a digest of no payload": (
        header(WHY, "WARC-Payload-Digest", warcs.sha1(b"")),
        {"payload-field"},
    ),
    "a truncation for no known reason": (
        header(PLAIN, "WARC-Truncated", "boredom"),
        {"truncated"},
    ),
    "a payload type that is none": (
        header(PLAIN, "WARC-Identified-Payload-Type", "web page"),
        {"identified-type"},
    ),
    "a warcinfo of another type": (
        header(INFO, "Content-Type", "application/json"),
        {"warcinfo-type"},
    ),
    "a response that is no message": (
        header(PLAIN, "Content-Type", "text/html"),
        {"http-type", "payload-digest"},
    ),
    "a first segment with a second's number": (
        header(PLAIN, "WARC-Segment-Number", "2"),
        {"segment"},
    ),
    "a record in two segments": (continued(), {"segmented"}),
    "a continuation without an origin": (continued(origin=None), {"segment", "segmented"}),
    "a segment that is missing": (continued(number="3"), {"segment", "segmented"}),
    "segments that do not add up": (continued(total="99"), {"segment", "segmented"}),
    "a segment of another page": (
        continued(url="https://www.example.com/c"),
        {"segment", "segmented"},
    ),
    "a body shorter than promised": (
        block(PLAIN, warcs.http(headers=[("Content-Length", "500")])),
        {"http-length"},
    ),
    "an empty body that was promised": (
        block(PLAIN, warcs.http(headers=[("Content-Length", "500")], body=b""), b""),
        {"http-length"},
    ),
    "no record id": (
        header(PACKED, "WARC-Record-ID", None),
        {"mandatory-field", "concurrent-to"},
    ),
    "a record id without brackets": (header(AGAIN, "WARC-Record-ID", "urn:x:y"), {"record-id"}),
    "no type": (header(AGAIN, "WARC-Type", None), {"mandatory-field"}),
    "no date": (header(AGAIN, "WARC-Date", None), {"mandatory-field"}),
    "no length": (
        changed(AGAIN, lambda record: replace(record, length=-1)),
        {"mandatory-field", "block-digest"},
    ),
    "a length that is no number": (
        header(AGAIN, "Content-Length", "many"),
        {"content-length", "block-digest"},
    ),
    "a date with an offset": (header(AGAIN, "WARC-Date", "2026-11-22T17:35:47+00:00"), {"date"}),
    "a date of the future": (header(AGAIN, "WARC-Date", "2926-11-22T17:35:47Z"), {"date-future"}),
    "a Date of another day": (
        block(PLAIN, warcs.http(headers=[("Date", "Tue, 24 Nov 2026 17:35:47 GMT")])),
        {"date-apart"},
    ),
    "a date that is none": (header(AGAIN, "WARC-Date", "2026-02-31T17:35:47Z"), {"date"}),
    "a field given twice": (
        changed(
            AGAIN,
            lambda record: replace(record, headers=(*record.headers, ("WARC-Date", warcs.DATE))),
        ),
        {"repeated-field"},
    ),
    "an unknown type": (header(AGAIN, "WARC-Type", "postcard"), {"record-type"}),
    "no content type": (
        header(WHY, "Content-Type", None),
        {"content-type"},
    ),
    "a revisit without a profile": (header(AGAIN, "WARC-Profile", None), {"profile"}),
    "a profile of WARC/1.0": (
        header(AGAIN, "WARC-Profile", warcs.REVISIT.replace("1.1", "1.0")),
        {"profile"},
    ),
    "a profile of one's own": (header(AGAIN, "WARC-Profile", "urn:mine"), {"profile-unknown"}),
    "a revisit without the original's URI": (
        header(AGAIN, "WARC-Refers-To-Target-URI", None),
        {"refers-to"},
    ),
    "a revisit without the original's date": (
        header(AGAIN, "WARC-Refers-To-Date", None),
        {"refers-to"},
    ),
    "a revisit without a digest": (
        header(AGAIN, "WARC-Payload-Digest", None),
        {"payload-digest"},
    ),
    "a revisit of nothing": (
        header(AGAIN, "WARC-Payload-Digest", warcs.sha1(b"")),
        {"revisit-empty"},
    ),
    "a record id used twice": (
        header(AGAIN, "WARC-Record-ID", warcs.response().header("WARC-Record-ID")),
        {"duplicate-id"},
    ),
    "one CRLF behind a record": (
        changed(AGAIN, lambda record: replace(record, end=b"\r\n")),
        {"record-end"},
    ),
    "three CRLFs behind a record": (
        changed(AGAIN, lambda record: replace(record, end=b"\r\n\r\n\r\n")),
        {"record-end"},
    ),
    "a blank line too many in front of the block": (
        changed(PLAIN, lambda record: replace(record, extra=b"\r\n")),
        {"content-length", "block-digest", "payload-digest", "http-head"},
    ),
    "lines that end with LF": (
        warcs.members(warcs.reference()[:1])
        + gzip.compress(warcs.reference()[AGAIN].raw().replace(b"\r\n", b"\n", 3))
        + without(INFO, AGAIN),
        {"header-line"},
    ),
    "a header line without a colon": (
        changed(AGAIN, lambda record: replace(record, version="WARC/1.1\r\nnonsense")),
        {"header-line"},
    ),
    "a header that is not UTF-8": (
        REFERENCE
        + gzip.compress(warcs.resource().raw().replace(b"urn:pageinfo", b"urn:p\xe4geinfo")),
        {"header-line", "target-uri"},
    ),
    "a version that nobody knows": (
        changed(AGAIN, lambda record: replace(record, version="WARC/9.0")),
        {"version-line"},
    ),
    "a length too small": (
        changed(WHY, lambda record: replace(record, length=len(record.block) - 9)),
        {"content-length", "block-digest"},
    ),
    "a length too large": (
        changed(WHY, lambda record: replace(record, length=len(record.block) + 900)),
        {"content-length"},
    ),
    "a torn last member": (REFERENCE[:-30], {"torn", "unanswered"}),
    "a torn member in the middle": (torn_between(), {"member-broken", "concurrent-to"}),
    "a flipped bit": (
        REFERENCE[:500] + bytes([REFERENCE[500] ^ 0x10]) + REFERENCE[501:],
        {"member-broken", "concurrent-to"},
    ),
    "bytes between the members": (
        warcs.members(warcs.reference()[:3]) + b"\0" * 100 + warcs.members(warcs.reference()[3:]),
        {"stray-bytes"},
    ),
    "the whole file in one member": (
        gzip.compress(warcs.uncompressed(warcs.reference())),
        {"one-member-file"},
    ),
    "two records in one member": (
        warcs.members(warcs.reference()[:1])
        + gzip.compress(warcs.uncompressed(warcs.reference()[1:3]))
        + warcs.members(warcs.reference()[3:]),
        {"one-record-per-member"},
    ),
    "a file without a warcinfo": (without(INFO), {"warcinfo-first", "warcinfo-id"}),
    "a warcinfo that is not there": (
        header(AGAIN, "WARC-Warcinfo-ID", "<urn:uuid:0>"),
        {"warcinfo-id"},
    ),
    "a warcinfo that names another file": (
        header(INFO, "WARC-Filename", "other.warc.gz"),
        {"filename"},
    ),
    "a warcinfo that names an unfinished file": (
        header(INFO, "WARC-Filename", "test.warc.gz.open"),
        {"filename-open"},
    ),
    "a wrong block digest": (
        header(AGAIN, "WARC-Block-Digest", warcs.sha256(b"")),
        {"block-digest"},
    ),
    "a wrong payload digest": (
        header(PLAIN, "WARC-Payload-Digest", warcs.sha1(b"other")),
        {"payload-digest"},
    ),
    "a wrong SHA-256 of the payload": (
        header(PLAIN, "Payload-Digest-SHA256", warcs.sha256(b"other")),
        {"payload-digest"},
    ),
    "a digest that is none": (header(PLAIN, "WARC-Payload-Digest", "sha1:xyz"), {"payload-digest"}),
    "a digest of an unknown kind": (
        header(PLAIN, "WARC-Payload-Digest", "crc:1"),
        {"digest-unknown"},
    ),
    "an address that is none": (header(PLAIN, "WARC-IP-Address", "localhost"), {"ip-address"}),
    "a request without its query": (
        block(ASKED, b"GET /a HTTP/1.1\r\nHost: www.example.com\r\n\r\n"),
        {"request-target"},
    ),
    "a request that is none": (block(ASKED, b"200 HTTP/1.1 OK GET\r\n\r\n"), {"request-target"}),
    "a request to another host": (
        block(ASKED, b"GET /a?b=1 HTTP/1.1\r\nHost: www.example.org\r\n\r\n"),
        {"request-host"},
    ),
    "a target URI in angle brackets": (
        header(PLAIN, "WARC-Target-URI", "<https://www.example.com/a?b=1>"),
        {"target-uri-brackets"},
    ),
    "a target URI with a blank": (
        header(AGAIN, "WARC-Target-URI", "https://www.example.com/a b"),
        {"target-uri"},
    ),
    "a target URI that is not escaped": (
        header(AGAIN, "WARC-Target-URI", "https://www.example.com/ä"),
        {"target-uri"},
    ),
    "a response without a target URI": (
        header(AGAIN, "WARC-Target-URI", None),
        {"target-uri"},
    ),
    "a warcinfo with a target URI": (
        header(INFO, "WARC-Target-URI", "urn:x"),
        {"target-uri"},
    ),
    "a record that is concurrent to none": (
        header(WHY, "WARC-Concurrent-To", "<urn:uuid:0>"),
        {"concurrent-to", "unanswered"},
    ),
    "a request without an answer": (without(WHY), {"unanswered"}),
    "a failure that is not explained": (block(WHY, b"via: https://e.com/\r\n"), {"unanswered"}),
    "an empty file": (b"", {"no-records"}),
    "a file of something else": (b"%PDF-1.4 and so on", {"version-line"}),
}


@pytest.mark.parametrize(("raw", "expected"), MUTANTS.values(), ids=MUTANTS.keys())
def test_a_single_fault_is_found_and_nothing_else(raw: bytes, expected: set[str]) -> None:
    assert expected == rules(raw)


OF_MEMBERS = {"torn", "member-broken", "stray-bytes", "one-member-file", "one-record-per-member"}
STREAMED = {
    name: mutant
    for name, mutant in MUTANTS.items()
    if mutant[0].startswith(b"\x1f\x8b")
    and not mutant[1] & OF_MEMBERS
    and name != "a length too large"  # without members nothing tells it from a file cut off
}


@pytest.mark.parametrize(("raw", "expected"), STREAMED.values(), ids=STREAMED.keys())
def test_a_block_that_is_streamed_is_told_the_same(raw: bytes, expected: set[str]) -> None:
    assert expected == rules(gzip.decompress(raw))  # small members are read in one go


def test_the_mutants_break_every_rule_for_warc_files() -> None:
    elsewhere = {"unreadable", "revisit-unresolved", "shared-id", "links-unasked"}
    elsewhere |= {"revisit-digest", "revisit-ambiguous"}  # of a collection: test_revisits
    ours = [
        rule
        for rule, (_, section, *_) in RULES.items()
        if section[:1].isdigit() or "Annex" in section
    ]
    caught = set().union(*(expected for _, expected in MUTANTS.values()))
    assert set(ours) - elsewhere == caught


@pytest.mark.parametrize("packed", [warcs.members, warcs.uncompressed, warcs.frames])
def test_a_conformant_file_has_no_finding(packed: Callable[[list[Record]], bytes]) -> None:
    assert [] == findings(packed(warcs.reference()))


def test_a_frame_with_a_dictionary_can_be_checked() -> None:
    dictionary = warcs.uncompressed(warcs.reference())[:2000]
    assert [] == findings(warcs.frames(warcs.reference(), dictionary), "test.warc.gz")


def test_a_record_in_segments_has_no_finding() -> None:
    assert [("segmented", "info")] == [(one.rule, one.severity) for one in findings(continued())]


def test_a_torn_frame_is_found() -> None:
    raw = warcs.frames(warcs.reference())
    assert "torn" in rules(raw[:-10])


def test_a_torn_file_that_is_not_compressed_is_found() -> None:
    raw = warcs.uncompressed(warcs.reference())
    assert "torn" in rules(raw[:-20])


def test_an_uncompressed_file_goes_on_after_a_wrong_length() -> None:
    records = warcs.reference()
    records[PLAIN] = replace(records[PLAIN], length=40)
    records[WHY] = records[WHY].with_header("WARC-Block-Digest", warcs.sha256(b""))
    found = findings(warcs.uncompressed(records))
    assert records[WHY].header("WARC-Record-ID") in {one.record_id for one in found}


def test_a_finding_says_where_and_what() -> None:
    raw = header(PLAIN, "WARC-Payload-Digest", warcs.sha1(b"other"))
    (found,) = findings(raw)
    expected = Finding(
        file="test.warc.gz",
        offset=len(warcs.members(warcs.reference()[:1])),
        record_id=warcs.response().header("WARC-Record-ID"),
        rule="payload-digest",
        severity="error",
        message=f"WARC-Payload-Digest is {warcs.sha1(b'other')}, found {warcs.sha1(warcs.PAGE)}",
        url="https://www.example.com/a?b=1",
    )
    assert expected == found


@pytest.mark.parametrize(
    "digest",
    [
        "sha1:" + hashlib.sha1(warcs.PAGE).hexdigest(),
        "SHA-1:" + warcs.sha1(warcs.PAGE)[5:].lower(),
        "md5:" + hashlib.md5(warcs.PAGE).hexdigest(),
        "sha256:" + hashlib.sha256(warcs.PAGE).hexdigest().upper(),
    ],
)
def test_a_digest_may_be_written_in_many_ways(digest: str) -> None:
    assert set() == rules(header(PLAIN, "WARC-Payload-Digest", digest))


def test_a_truncated_answer_may_be_shorter_than_promised() -> None:
    raw = changed(
        PLAIN,
        lambda record: record.with_block(
            warcs.http(headers=[("Content-Length", "500")])
        ).with_header("WARC-Truncated", "disconnect"),
    )
    assert set() == rules(raw)


def test_the_answer_to_head_has_no_body() -> None:
    records = warcs.reference()
    records[PLAIN] = records[PLAIN].with_block(
        warcs.http(headers=[("Content-Length", "500")], body=b""), b""
    )
    records[ASKED] = records[ASKED].with_block(
        b"HEAD /a?b=1 HTTP/1.1\r\nHost: www.example.com\r\n\r\n"
    )
    assert set() == rules(warcs.members(records))


def test_a_request_through_a_proxy_names_the_whole_uri() -> None:
    raw = block(
        ASKED, b"GET https://www.example.com/a?b=1 HTTP/1.1\r\nHost: www.example.com:443\r\n\r\n"
    )
    assert set() == rules(raw)


def test_a_file_that_is_still_written_has_its_final_name_inside() -> None:
    assert [] == findings(REFERENCE, "test.warc.gz.open")


def test_a_large_body_is_not_held_in_memory() -> None:
    body = bytes(1 << 20) * 64
    record = warcs.response(block=warcs.http(body=body), payload=body)
    raw = warcs.members([warcs.warcinfo(), record, warcs.request(record)])
    del body, record
    tracemalloc.start()
    found = findings(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [] == found
    assert peak < 8 << 20


def test_a_decompression_bomb_in_a_body_is_not_unpacked() -> None:
    bomb = gzip.compress(gzip.compress(bytes(1 << 20) * 64))
    fields = [("Content-Encoding", "gzip, gzip")]
    record = warcs.response(block=warcs.http(headers=fields, body=bomb), payload=bomb)
    raw = warcs.members([warcs.warcinfo(), record, warcs.request(record)])
    tracemalloc.start()
    found = findings(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [] == found
    assert peak < 160 << 20


def test_a_file_that_cannot_be_opened_is_a_finding(tmp_path: Path) -> None:
    (found,) = verify_warc(tmp_path / "nowhere.warc.gz")
    assert ("unreadable", "error") == (found.rule, found.severity)


@pytest.mark.parametrize("cut", range(0, len(REFERENCE), 97))
def test_a_file_cut_anywhere_is_told_without_an_error(cut: int) -> None:
    expected = "torn" if cut else "no-records"
    whole = {len(warcs.members(warcs.reference()[:count])) for count in range(10)}
    assert cut in whole or expected in rules(REFERENCE[:cut])


@pytest.mark.parametrize("at", range(0, len(REFERENCE), 131))
def test_any_flipped_byte_is_told_without_an_error(at: int) -> None:
    assert rules(REFERENCE[:at] + bytes([REFERENCE[at] ^ 0xFF]) + REFERENCE[at + 1 :])


ARC = warcs.ArcFile([("http://example.com/a b", warcs.http()), ("http://e.com/", warcs.http())])
ARC_MUTANTS = {
    "whole": (ARC.raw(), set()),
    "compressed": (gzip.compress(ARC.raw()), set()),
    "no version block": (ARC.raw().partition(b"\n\n\n")[2], {"arc-version"}),
    "a length too small": (ARC.raw().replace(b"text/html 1", b"text/html 0", 1), {"arc-length"}),
    "cut off": (ARC.raw()[:-20], {"torn"}),
    "not a header": (ARC.raw().replace(b" 20200101000000 text/html", b" x", 1), {"arc-header"}),
}


@pytest.mark.parametrize(("raw", "expected"), ARC_MUTANTS.values(), ids=ARC_MUTANTS.keys())
def test_the_structure_of_an_arc_file_is_checked(raw: bytes, expected: set[str]) -> None:
    assert expected == rules(raw, "test.arc")


SAMPLES = sorted(
    path
    for path in CORPORA.glob("warcs/**/*")
    if (".warc" in path.name or ".arc" in path.name) and not path.name.endswith(".cdx")
)
CLEAN = {
    "IAH-20080430204825-00000-blackbook.warc.gz",
    "cc.warc.gz",
    "dupes.warc.gz",
    "embed-test.warc",
    "example-collection-with-lists.warc",
    "example-collection.warc",
    "example-resource.warc.gz",
    "example.arc",
    "example.arc.gz",
    "example2.warc.gz",
    "gzip_extra_sl.warc.gz",
    "httpbin-resource.warc.gz",
    "mkelly1.warc",
    "mkelly2.warc",
    "frogTest.warc",
    "baconIpsum.warc.gz",
    "example-iana.org-chunked.warc",
    "post-test-more.warc",
    "post-test.warc.gz",
    "salam-home.warc",
    "sample-1.warc.gz",
    "transfer_compression_gzip_chunked.warc.gz",
    "froggie.warc.gz",
    "transfer_compression_brotli.warc",
    "transfer_compression_brotli.warc.gz",
    "transfer_compression_gzip.warc",
    "transfer_compression_gzip.warc.gz",
    "transfer_compression_none.warc",
    "transfer_compression_none.warc.gz",
    "example-wget-bad-target-uri.warc.gz",
    "whirlwind.warc",
    "whirlwind.warc.gz",
}
"""Files of other programs without an error; they may have warnings."""
SOMETIMES = {"example.warc", "example.warc.gz"}
"""Names that several programs use, for good files and for bad ones."""


@pytest.mark.skipif(not SAMPLES, reason="the corpora are not on this machine")
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_other_programs_files_are_told_good_from_bad(path: Path) -> None:
    errors = [found for found in verify_warc(path) if found.severity == "error"]
    assert path.name in SOMETIMES or (path.name in CLEAN) == (errors == [])


@pytest.mark.skipif(not SAMPLES, reason="the corpora are not on this machine")
def test_a_real_file_cut_in_the_middle_is_torn(tmp_path: Path) -> None:
    real = next(path for path in SAMPLES if path.name == "sample-1.warc.gz")
    copy = tmp_path / "sample-1.warc.gz"
    shutil.copyfile(real, copy)
    with copy.open("r+b") as file:
        file.truncate(real.stat().st_size // 2)
    assert "torn" in {found.rule for found in verify_warc(copy)}


def test_magic_numbers_behind_a_member_are_looked_at_once() -> None:
    record = warcs.members(warcs.reference())
    for magic in (b"\x28\xb5\x2f\xfd", b"\x1f\x8b\x08"):
        raw = record + b"X" + magic * 20_000 + record
        read = CountingReads(raw)
        found = [one.rule for one in verify_stream(read, "test.warc.gz", "test.warc.gz")]
        assert 1 == found.count("stray-bytes")
        assert "duplicate-id" in found  # the records behind were found
        assert read.given < 5_000 * 20_000  # a look of 4 KiB at each


class CountingReads(io.BytesIO):
    """Counts the bytes that it gives."""

    given = 0

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        self.given += len(piece)
        return piece


def test_frames_behind_damage_are_found() -> None:
    frames = warcs.frames(warcs.reference())
    found = [one.rule for one in findings(frames + b"XXXX" + frames, "test.warc.zst")]
    assert "stray-bytes" in found
    assert "duplicate-id" in found


def test_what_is_no_regular_file_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "directory.warc.gz").mkdir()
    os.mkfifo(tmp_path / "fifo.warc.gz")
    for path in sorted(tmp_path.iterdir()):
        assert [("unreadable", "is no regular file")] == [
            (one.rule, one.message) for one in verify_file(path)
        ]


def test_a_check_that_fails_is_a_finding_and_the_next_file_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not foreseen cannot be made from bytes: the rule itself is broken here."""

    def unforeseen(record: object) -> list[tuple[str, str]]:
        raise RuntimeError("unforeseen")

    paths = [tmp_path / "a.warc.gz", tmp_path / "b.warc.gz"]
    for path in paths:
        path.write_bytes(warcs.members(warcs.reference()))
    monkeypatch.setattr(warc, "FIELD_RULES_OF", {"response": (unforeseen,)})
    found = list(verify_files(paths))
    failed = [one for one in found if one.rule == "unreadable"]
    assert [str(path) for path in paths] == [one.file for one in failed]
    assert {"the check itself failed: RuntimeError: unforeseen"} == {one.message for one in failed}
    assert {"error"} == {one.severity for one in failed}


def test_a_chunked_body_with_trailers_has_an_end() -> None:
    body = warcs.chunked(warcs.PAGE)[:-2] + b"Expires: 0\r\n\r\n"
    assert set() == rules(block(FRAMED, warcs.http(headers=CHUNKED, body=body), warcs.PAGE))


def test_of_very_many_findings_of_a_rule_the_rest_is_a_number(tmp_path: Path) -> None:
    faulty = warcs.resource().with_header("WARC-IP-Address", "none")
    path = tmp_path / "test.warc.gz"
    path.write_bytes(warcs.members([warcs.warcinfo()]) + warcs.members([faulty]) * 1500)
    found = [one for one in verify_file(path) if one.rule == "ip-address"]
    assert 1001 == len(found)
    assert (500, None, str(path)) == (found[-1].count, found[-1].offset, found[-1].file)
    assert "and 500 more findings of this rule in the file" == found[-1].message


def test_a_dictionary_that_is_broken_does_not_hold_up_the_check() -> None:
    broken = b"\x5d\x2a\x4d\x18" + (60).to_bytes(4, "little") + b"\x28\xb5\x2f\xfd" + b"x" * 56
    raw = broken + warcs.members([warcs.warcinfo(), warcs.response()])
    found = list(islice(verify_stream(io.BytesIO(raw), "a.warc.zst", "a.warc.zst"), 20))
    assert ["member-broken"] * 3 == [one.rule for one in found]


def test_a_file_in_which_nothing_is_linked_right_is_checked_in_bounded_memory() -> None:
    lost = warcs.metadata(warcs.response(), b"via: x\r\n").raw()
    (named,) = re.findall(rb"WARC-Concurrent-To: <([^>]+)>", lost)
    (own,) = re.findall(rb"WARC-Record-ID: <([^>]+)>", lost)
    raw = b"".join(
        lost.replace(named, b"x:%d" % number).replace(own, b"y:%d" % number)
        for number in range(20_010)
    )
    found = bounded(verify_stream(io.BytesIO(raw), "test.warc", "test.warc"))
    counts = Counter[str]()
    for one in found:
        counts[one.rule] += one.count
    assert (20_000, 1) == (counts["concurrent-to"], counts["links-unasked"])
