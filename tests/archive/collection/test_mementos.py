"""Captures found and loaded: revisits resolved, other programs' too, and nothing large held."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest

from archive.collection import Collection, mementos, recovery
from archive.collection.mementos import MAX_ENTITY
from archive.errors import BrokenWarc, NotInCollection, UndecodableBody
from archive.times import parse_warc_date
from archive.warc.exchange import MAX_BODY, WireExchange
from archive.warc.indexing import rows_of
from archive.warc.rows import CaptureRow
from tests.archive import warcs
from tests.archive.collection.kept import URL, Kept, day, not_modified, put, wire

COPY = "https://ledger.example/copy"


def filed(kept: Kept, *records: warcs.Record, name: str = "other.warc.gz") -> list[CaptureRow]:
    """The captures of another program's file."""
    (kept.collection.layout.warc / name).write_bytes(warcs.members(records))
    recovery.catch_up(kept.collection.layout, kept.collection.index, recovery.Report())
    return [row for row in mementos.all_captures(kept.collection.index) if row.filename == name]


def bodies(kept: Kept, rows: Iterable[CaptureRow]) -> list[bytes]:
    return [kept.collection.load(row).body for row in rows]


# -- our own revisits ------------------------------------------------------------------------------


def test_a_revisit_has_its_own_head_and_the_first_body(kept: Kept) -> None:
    put(kept.writer, wire(headers=(("X", "first"),)))
    row = put(kept.writer, wire(COPY, at=day(2), headers=(("X", "second"),)))
    found = kept.collection.load(row)
    assert ("revisit", "second", b"<p>The quay is closed.</p>", COPY, day(2)) == (
        row.rec_type,
        found.header("X"),
        found.body,
        found.url,
        found.fetched_at,
    )


def test_an_empty_or_cut_answer_is_never_what_a_revisit_refers_to(kept: Kept) -> None:
    put(kept.writer, wire(body=b""))
    put(kept.writer, wire(truncated="length"))
    kinds = [
        put(kept.writer, wire(COPY, body)).rec_type for body in (b"", b"<p>The quay is closed.</p>")
    ]
    assert ["response", "response"] == kinds


def test_a_304_after_a_revisit_refers_to_the_response(kept: Kept) -> None:
    first = put(kept.writer, wire(COPY))
    put(kept.writer, wire(URL, at=day(2)))
    row = put(kept.writer, not_modified(URL, day(3)))
    found = kept.collection.load(row)
    assert (first.url, first.date, 200, b"<p>The quay is closed.</p>", URL, day(3)) == (
        row.refers_to_url,
        row.refers_to_date,
        found.status,
        found.body,
        found.url,
        found.fetched_at,
    )


def test_a_304_after_a_304_refers_to_the_response(kept: Kept) -> None:
    first = put(kept.writer, wire())
    put(kept.writer, not_modified(at=day(2)))
    assert first.date == put(kept.writer, not_modified(at=day(3))).refers_to_date


def test_a_304_refers_to_the_latest_state_not_the_first(kept: Kept) -> None:
    put(kept.writer, wire())
    second = put(kept.writer, wire(body=b"<p>Open.</p>", at=day(2)))
    assert second.date == put(kept.writer, not_modified(at=day(3))).refers_to_date


def test_a_304_to_the_validators_of_another_state_is_a_response(kept: Kept) -> None:
    """Another crawl captured the page anew between the question and its answer."""
    put(kept.writer, wire())
    renewed = (("Content-Type", "text/html"), ("ETag", '"2"'))
    put(kept.writer, wire(body=b"<p>Open.</p>", at=day(2), headers=renewed))
    assert "response" == put(kept.writer, not_modified(at=day(3))).rec_type


def test_nothing_refers_to_what_is_not_durable_yet(kept: Kept) -> None:
    rows = [kept.writer.write(wire(at=day(n))).row for n in (1, 2)]
    kept.writer.sync()
    rows.append(kept.writer.write(wire(at=day(3))).row)
    assert ["response", "response", "revisit"] == [row.rec_type for row in rows if row]


def test_nothing_refers_into_a_file_that_was_moved_away(kept: Kept) -> None:
    first = put(kept.writer, wire())
    kept.writer.close()
    kept.writer = kept.collection.writer()
    (kept.collection.path / "warc" / first.filename).unlink()
    again = put(kept.writer, wire(at=day(2)))
    third = put(kept.writer, wire(at=day(3)))
    assert ("response", "revisit", again.date) == (
        again.rec_type,
        third.rec_type,
        third.refers_to_date,
    )


def test_a_304_of_an_empty_page_is_a_response(kept: Kept) -> None:
    put(kept.writer, wire(body=b""))
    assert "response" == put(kept.writer, not_modified()).rec_type


def test_an_entity_is_decoded_by_the_head_that_came_with_it(kept: Kept) -> None:
    """The same bytes: once as a download, once as a page with a content coding."""
    packed = gzip.compress(b"<p>ferry</p>")
    plain = put(kept.writer, wire(body=packed, headers=(("Content-Type", "application/gzip"),)))
    coded = put(kept.writer, wire(COPY, packed, headers=(("Content-Encoding", "gzip"),)))
    assert "revisit" == coded.rec_type
    assert [packed, b"<p>ferry</p>"] == bodies(kept, (plain, coded))
    raw = kept.collection.load_raw(coded)
    assert (("Content-Encoding", "gzip"),) == raw.headers


def test_a_revisit_of_a_chunked_answer_is_whole(kept: Kept) -> None:
    framed = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nferry\r\n0\r\n\r\n"
    put(kept.writer, wire(raw=framed))
    row = put(kept.writer, wire(COPY, b"ferry"))
    assert ("revisit", b"ferry", b"ferry") == (
        row.rec_type,
        kept.collection.load(row).body,
        kept.collection.load_raw(row).entity,
    )


def test_captures_are_loaded_while_their_file_is_written(kept: Kept) -> None:
    row = put(kept.writer, wire())
    assert not (kept.collection.layout.warc / row.filename).exists()
    with Collection.open(kept.collection.path) as reader:
        (found,) = reader.captures(URL)
        assert b"<p>The quay is closed.</p>" == reader.load(found).body


# -- revisits of other programs --------------------------------------------------------------------


def test_a_revisit_of_a_revisit_is_followed(kept: Kept) -> None:
    first = warcs.response()
    second = warcs.revisit(first)
    third = warcs.revisit(second, "2026-11-24T09:00:00Z").with_header("WARC-Payload-Digest", None)
    rows = filed(kept, first, second, third)
    assert [warcs.PAGE] * 3 == bodies(kept, rows)


def test_revisits_that_refer_to_each_other_are_broken(kept: Kept) -> None:
    first = warcs.revisit(warcs.response(payload=b"?"), "2026-11-24T09:00:00Z")
    second = warcs.revisit(first, "2026-11-25T09:00:00Z")
    first = first.with_header("WARC-Refers-To-Date", "2026-11-25T09:00:00Z")
    (row, _) = filed(kept, first, second)
    with pytest.raises(BrokenWarc, match="not in the collection"):
        kept.collection.load(row)


@pytest.mark.parametrize(
    "date", [None, "yesterday", "2026-11-22T17:35:47Z", "1999-01-01T00:00:00Z"]
)
def test_where_the_date_leads_nowhere_the_digest_does(kept: Kept, date: str | None) -> None:
    first = warcs.response()
    rows = filed(kept, first, warcs.revisit(first).with_header("WARC-Refers-To-Date", date))
    assert [warcs.PAGE] * 2 == bodies(kept, rows)


def test_of_two_captures_of_one_second_the_digest_tells(kept: Kept) -> None:
    date = "2026-11-22T17:35:47Z"
    one = warcs.response(date=date, name="one", block=warcs.http(body=b"one"), payload=b"one")
    two = warcs.response(date=date, name="two", block=warcs.http(body=b"two"), payload=b"two")
    rows = filed(kept, one, two, warcs.revisit(two))
    assert [b"one", b"two", b"two"] == bodies(kept, rows)


def test_a_revisit_without_a_head_has_its_originals(kept: Kept) -> None:
    first = warcs.response()
    (_, row) = filed(kept, first, warcs.revisit(first).with_block(b""))
    found, raw = kept.collection.load(row), kept.collection.load_raw(row)
    assert (200, warcs.PAGE, warcs.PAGE) == (found.status, found.body, raw.entity)


def test_a_revisit_of_what_is_not_here_is_broken(kept: Kept) -> None:
    (row,) = filed(kept, warcs.revisit(warcs.response()))
    for load in (kept.collection.load, kept.collection.load_raw):
        with pytest.raises(BrokenWarc, match="which is not in the collection"):
            load(row)


def test_a_resource_is_loaded(kept: Kept) -> None:
    (row,) = filed(kept, warcs.resource())
    assert (b"{}", b"{}") == (kept.collection.load(row).body, kept.collection.load_raw(row).entity)


def test_what_is_no_answer_is_broken(kept: Kept) -> None:
    row = put(kept.writer, wire(raw=b"not HTTP"))
    for load in (kept.collection.load, kept.collection.load_raw):
        with pytest.raises(BrokenWarc, match="no HTTP answer"):
            load(row)


def test_another_record_in_its_place_is_never_taken_for_it(kept: Kept) -> None:
    first, second = filed(kept, warcs.response(), warcs.response(url="https://e.example/other"))
    (kept.collection.layout.warc / first.filename).write_bytes(
        warcs.members([warcs.response(name="another")])
    )
    with pytest.raises(BrokenWarc, match="rebuild"):
        kept.collection.load(first)
    with pytest.raises(BrokenWarc):
        kept.collection.load(second)


# -- large ones ------------------------------------------------------------------------------------


def test_a_body_over_the_limit_is_not_read(kept: Kept) -> None:
    row = put(kept.writer, wire(body=bytes(MAX_BODY + 1)))
    found = kept.collection.load(row)
    assert (b"", True) == (found.body, "larger than" in (found.undecoded or ""))
    assert MAX_BODY + 1 == len(kept.collection.load_raw(row).entity)


def test_an_entity_over_the_limit_is_not_replayed(kept: Kept) -> None:
    row = put(kept.writer, wire(body=bytes(MAX_ENTITY + 1)))
    with pytest.raises(UndecodableBody, match=r"larger than 64 MiB; it stands in .*warc.gz"):
        kept.collection.load_raw(row)


# -- asking ----------------------------------------------------------------------------------------


def test_captures_of_a_url_stand_in_order_of_time(kept: Kept) -> None:
    dates = ["2026-11-22T17:35:47.5Z", "2026-11-22T17:35:47Z", "2026-11-22T17:35:46.9Z"]
    filed(kept, *(warcs.response(date=date) for date in dates))
    url = "https://www.example.com/a?b=1"
    assert dates[::-1] == [row.date for row in kept.collection.captures(url)]


def test_the_nearest_capture_is_an_answer_rather_than_an_error(kept: Kept) -> None:
    put(kept.writer, wire(at=day(1), status="500 Oops"))
    put(kept.writer, wire(at=day(3)))
    found = kept.collection.closest(URL, parse_warc_date(day(2)))
    assert found is not None
    assert 200 == found.status


@pytest.mark.parametrize(
    ("match", "url", "count"),
    [
        ("exact", "https://ledger.example/news/quay", 1),
        ("prefix", "https://ledger.example/news/", 2),
        ("host", "https://ledger.example/", 3),
        ("domain", "https://ledger.example/", 4),
    ],
)
def test_captures_are_matched(kept: Kept, match: mementos.Match, url: str, count: int) -> None:
    for one in (
        URL,
        URL + "2",
        COPY,
        "https://live.ledger.example/",
        "https://ledger.example.org/",
    ):
        put(kept.writer, wire(one, one.encode()))
    put(kept.writer, wire("https://ledgerx.example/", b"another host"))
    assert count == len(kept.collection.captures_matching(url, match))


def test_validators_are_of_the_latest_whole_capture(kept: Kept) -> None:
    put(kept.writer, wire(headers=(("ETag", '"1"'), ("Last-Modified", "Sun"))))
    put(kept.writer, wire(body=b"cut", at=day(2), headers=(("ETag", '"2"'),), truncated="time"))
    put(kept.writer, wire(body=b"oops", at=day(3), headers=(("ETag", '"3"'),), status="500 Oops"))
    assert ('"1"', "Sun") == kept.collection.validators(URL)


def test_a_304_without_validators_leaves_those_of_its_original(kept: Kept) -> None:
    put(kept.writer, wire(headers=(("ETag", '"1"'), ("Last-Modified", "Sun"))))
    put(kept.writer, not_modified())
    assert ('"1"', "Sun") == kept.collection.validators(URL)


def test_a_304_with_another_etag_is_of_another_state(kept: Kept) -> None:
    put(kept.writer, wire(headers=(("ETag", '"1"'),)))
    put(
        kept.writer,
        wire(
            body=b"",
            at=day(2),
            status="304 Not Modified",
            headers=(("ETag", '"2"'),),
            condition='If-None-Match: "1"\r\n',
        ),
    )
    assert ('"1"', None) == kept.collection.validators(URL)


def test_of_one_record_in_two_files_the_row_is_the_captures(kept: Kept) -> None:
    capture = kept.read(day(1), "Closed.")
    kept.writer.close()
    warc = kept.collection.layout.warc
    (warc / "a-copy.warc.gz").write_bytes((warc / capture.warc_filename).read_bytes())
    recovery.catch_up(kept.collection.layout, kept.collection.index, recovery.Report())
    assert capture.warc_filename == kept.collection.row_of(capture).filename
    kept.writer = kept.collection.writer()


def test_a_capture_that_is_not_here_is_said_so(kept: Kept, tmp_path: Path) -> None:
    capture = kept.capture(day(1))
    with Collection.create_or_open(tmp_path / "other") as other, pytest.raises(NotInCollection):
        other.row_of(capture)


# -- answers that were chosen by what was asked (Vary) -------------------------------------------------

GERMAN, ANY = "Accept-Language: de\r\n", "Accept-Language: *\r\n"
CHOSEN = (("Content-Type", "text/html"), ("Last-Modified", "Sun"))


def in_language(language: str, vary: str = "Accept-Language", at: str = day(1)) -> WireExchange:
    return wire(headers=(*CHOSEN, ("Vary", vary)), condition=language, at=at)


def unchanged(language: str, at: str = day(2)) -> WireExchange:
    condition = f"{language}If-Modified-Since: Sun\r\n"
    return wire(body=b"", status="304 Not Modified", headers=(), condition=condition, at=at)


@pytest.mark.parametrize(
    ("vary", "asked", "kind"),
    [
        ("Accept-Language", ANY, "revisit"),
        ("Accept-Language", GERMAN, "response"),
        ("Accept-Language", "", "response"),
        ("accept-encoding, ACCEPT-LANGUAGE", GERMAN, "response"),
        ("Accept-Encoding", GERMAN, "revisit"),
        ("Host, Connection", "Connection: close\r\n", "revisit"),
        ("Host, Accept-Language", GERMAN, "response"),
        ("*", ANY, "response"),
    ],
)
def test_a_304_is_of_what_was_kept_only_where_the_same_would_be_chosen(
    kept: Kept, vary: str, asked: str, kind: str
) -> None:
    put(kept.writer, in_language(ANY, vary))
    assert kind == put(kept.writer, unchanged(asked)).rec_type


def test_validators_are_of_what_would_be_chosen(kept: Kept) -> None:
    put(kept.writer, in_language(ANY))
    put(kept.writer, unchanged(ANY))
    ask = partial(kept.collection.validators, URL)
    assert [(None, "Sun"), (None, None), (None, None), (None, "Sun")] == [
        ask((("accept-language", "*"),)),
        ask((("Accept-Language", "de"),)),
        ask(()),
        ask(),
    ]


def test_the_files_say_by_what_an_answer_was_chosen(kept: Kept) -> None:
    put(kept.writer, in_language(GERMAN))
    put(kept.writer, wire(URL + "2", b"two", day(2)))
    known = kept.collection.index.all_captures("ORDER BY filename, offset")
    kept.writer.close()
    (file,) = (kept.collection.path / "warc").glob("*.warc.gz")
    assert known == list(rows_of(file, file.name))
    assert ["accept-language: de", None] == [row.vary for row in known]
