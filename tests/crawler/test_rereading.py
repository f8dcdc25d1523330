"""What is archived is read by the same code as what is fetched, and recorded in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.collection import recovery
from archive.warc.exchange import Truncated
from crawler.rereading import append_rows, read_page, rereader, roll_forward
from tests.archive import warcs
from tests.archive.collection.kept import URL, Kept, day, never, not_modified, put, wire
from tests.archive.collection.test_recovery import died


def story(text: str) -> bytes:
    """A page that any reader takes for an article."""
    paragraphs = "".join(
        f"<p>{text} The harbour office said on day {n} that boats may use the western pier.</p>"
        for n in range(6)
    )
    meta = '<meta property="og:type" content="article"><title>The quay</title>'
    return (
        f"<html><head>{meta}</head><body><article><h1>The quay</h1>{paragraphs}</article>".encode()
    )


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    made = Kept(tmp_path / "collection")
    yield made
    made.close()


def append(kept: Kept) -> int:
    return append_rows(
        kept.collection, kept.writer, kept.collection.index.captures("ORDER BY date")
    )


def test_captures_are_read_and_recorded(kept: Kept) -> None:
    put(kept.writer, wire(body=story("Closed.")))
    put(kept.writer, wire(body=story("Open."), at=day(2)))
    assert 2 == append(kept)
    assert 2 == len(kept.collection.revisions(kept.article_id))


def test_twice_adds_nothing(kept: Kept) -> None:
    put(kept.writer, wire(body=story("Closed.")))
    append(kept)
    assert 0 == append(kept)


def test_a_304_is_a_visit_of_the_page_before(kept: Kept) -> None:
    put(kept.writer, wire(body=story("Closed.")))
    put(kept.writer, not_modified())
    append(kept)
    found = kept.collection.observations(kept.article_id)
    assert ["read", "not_modified"] == [one.outcome for one in found]
    assert 1 == len({one.revision_id for one in found})


def test_a_304_that_refers_to_nothing_is_a_visit_too(kept: Kept) -> None:
    put(kept.writer, wire(body=story("Closed.")))
    put(kept.writer, wire(body=b"", at=day(2), status="304 Not Modified"))
    append(kept)
    _, bare = kept.collection.observations(kept.article_id)
    assert ("error", None) == (bare.outcome, bare.revision_id)  # of which state is not known


@pytest.mark.parametrize("reason", ["length", "time", "disconnect", "unspecified"])
def test_a_truncated_answer_is_never_compared(kept: Kept, reason: Truncated) -> None:
    for number, length, cut in ((1, None, None), (2, -200, reason), (3, None, None)):
        put(kept.writer, wire(body=story("Closed.")[:length], at=day(number), truncated=cut))
    append(kept)
    told = [(one.outcome, one.reason) for one in kept.collection.observations(kept.article_id)]
    assert ("error", f"the answer broke off ({reason})") == told[1]
    assert ["read", "read"] == [told[0][0], told[2][0]]
    assert 1 == len(kept.collection.revisions(kept.article_id))


def test_a_truncated_answer_alone_is_no_article(kept: Kept) -> None:
    put(kept.writer, wire(body=story("Closed.")[:-200], truncated="length"))
    assert 0 == append(kept)
    assert [] == list(kept.collection.articles())


def test_a_revisit_is_read_by_its_originals_body(kept: Kept) -> None:
    put(kept.writer, wire(body=story("Closed.")))
    put(kept.writer, wire(body=story("Closed."), at=day(2)))
    append(kept)
    assert (2, 1) == (
        len(kept.collection.observations(kept.article_id)),
        len(kept.collection.revisions(kept.article_id)),
    )


def test_a_failure_before_the_first_success_counts(kept: Kept) -> None:
    put(kept.writer, wire(body=b"oops", status="500 Oops"))
    put(kept.writer, wire(body=story("Closed."), at=day(2)))
    append(kept)
    assert ["error", "read"] == [o.outcome for o in kept.collection.observations(kept.article_id)]


GUARD = (
    b"<html><head><title>Just a moment</title></head><body><script>_cf_chl_opt={}</script></body>"
)


def test_a_block_page_seen_before_anybody_knew_the_article_counts(kept: Kept) -> None:
    """In another file, of status 200, and told a second time by a revisit record alone."""
    for number in (1, 2):
        put(kept.writer, wire(body=GUARD, at=day(number)))
    assert 0 == append(kept)
    row = put(kept.writer, wire(body=story("Closed."), at=day(3)))
    assert 3 == append_rows(kept.collection, kept.writer, [row])
    assert ["error", "error", "read"] == [
        one.outcome for one in kept.collection.observations(kept.article_id)
    ]


def test_another_page_seen_before_it_became_an_article_is_no_visit_of_it(kept: Kept) -> None:
    put(kept.writer, wire(body=b"<p>Soon: the quay.</p>"))
    row = put(kept.writer, wire(body=story("Closed."), at=day(3)))
    assert 1 == append_rows(kept.collection, kept.writer, [row])


def test_the_redirects_before_a_page_are_known_from_its_metadata(kept: Kept) -> None:
    kept.writer.write(
        wire(body=story("Closed.")),
        {
            "via": "https://ledger.example/feed",
            "redirectedFrom": "https://a.example/x https://b.example/y",
        },
    )
    kept.writer.sync()
    append(kept)
    capture = kept.collection.revision(kept.article_id).capture
    assert ("https://ledger.example/feed", "https://a.example/x", ("https://b.example/y",)) == (
        capture.via,
        capture.request_url,
        capture.redirects,
    )


def test_odd_metadata_of_another_program_is_passed_over(kept: Kept) -> None:
    answer = warcs.response(url=URL, block=warcs.http(body=story("Closed.")))
    odd = warcs.metadata(answer, b"redirectedFrom: \r\nvia:\r\n\xff\xfe\r\n")
    path = kept.collection.layout.warc / "other.warc.gz"
    path.write_bytes(warcs.members([answer, odd]))
    recovery.catch_up(kept.collection.layout, kept.collection.index, recovery.Report())
    assert 1 == append(kept)


def test_a_capture_is_read_again_as_it_was_read(kept: Kept) -> None:
    capture = kept.capture(day(1))
    put(kept.writer, wire(body=story("Closed."), at=day(2)))
    append(kept)
    revision = kept.collection.revision(kept.article_id)
    again = rereader(kept.collection)(revision.capture)
    assert again is not None
    assert again.article is not None
    assert revision.article.body == again.article.body
    assert revision.capture != capture


def test_a_capture_that_is_gone_is_none(kept: Kept) -> None:
    kept.writer.append(
        read_page(kept.collection.load(put(kept.writer, wire(body=story("Closed.")))), None),
        capture := kept.capture(day(2)),
        never,
    )
    kept.writer.close()
    for path in kept.collection.layout.warc.iterdir():
        path.unlink()
    assert rereader(kept.collection)(capture) is None
    kept.writer = kept.collection.writer()


def test_a_dead_writers_captures_are_recorded_and_it_is_forgotten(tmp_path: Path) -> None:
    died(
        tmp_path / "collection",
        "from tests.crawler.test_rereading import story\n"
        "kept.writer.write(wire(body=story('Closed.')))",
    )
    kept = Kept(tmp_path / "collection")
    (dead,) = recovery.repair(kept.collection.layout, kept.collection.index).dead_writers
    assert (1, 0) == (roll_forward(kept.collection, dead), roll_forward(kept.collection, dead))
    assert [] == recovery.dead_writers(kept.collection.layout)
    assert "read" == kept.collection.observations(kept.article_id)[0].outcome
    kept.close()


def test_a_fault_of_the_reader_is_told_and_stops_nothing(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*arguments: object) -> None:
        raise RecursionError("too deep")

    row = put(kept.writer, wire(URL, story("Closed."), day(1)))
    monkeypatch.setattr("crawler.rereading.read", failing)
    page = read_page(kept.collection.load(row), None)
    assert page.outcome == "extraction_failed"
    assert page.reason == "the reader failed: RecursionError: too deep"
