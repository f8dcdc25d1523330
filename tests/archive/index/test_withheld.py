"""How far a withdrawal reaches, and that every query hides it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.collection.withdrawals import restore, withdraw
from archive.collection.writer import captured
from archive.errors import BadInput, Withdrawn
from archive.warc.indexing import rows_of
from tests.archive.collection.kept import URL, Kept, day, never, page, put, wire

SITE = "https://ledger.example"


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    made = Kept(tmp_path / "collection")
    yield made
    made.close()


def shown(kept: Kept) -> set[str]:
    return {row.url for row in kept.collection.index.captures("")}


@pytest.mark.parametrize(
    "url",
    [
        f"{URL}?utm_source=mail",
        f"{URL}/amp",
        f"{URL}?page=2",
        f"{URL}/page/3",
        "http://www.ledger.example/news/quay/",
    ],
)
def test_other_addresses_of_a_withdrawn_url_are_withheld(kept: Kept, url: str) -> None:
    withdraw(kept.collection, URL, "asked")
    put(kept.writer, wire(url, b"<p>later</p>"))
    assert set() == shown(kept)


@pytest.mark.parametrize("url", [f"{SITE}/", f"{URL}-two", f"{SITE}/news", f"{URL}?id=2"])
def test_other_pages_are_shown(kept: Kept, url: str) -> None:
    withdraw(kept.collection, URL, "asked")
    put(kept.writer, wire(url, b"<p>another</p>"))
    assert {url} == shown(kept)


def test_a_redirect_is_withheld_while_it_leads_there(kept: Kept) -> None:
    latest = f"{SITE}/latest"
    for number, target in enumerate(("/news/quay", "/news/other"), start=1):
        headers = (("Location", target),)
        put(kept.writer, wire(latest, b"", day(number), status="302 Found", headers=headers))
    withdraw(kept.collection, URL, "asked")
    assert ["/news/other"] == [row.location for row in kept.collection.captures(latest)]


def test_a_redirect_in_raw_utf8_is_withheld_with_its_target(kept: Kept) -> None:
    target = "/news/störung"
    headers = (("Location", target.encode().decode("latin-1")),)
    put(kept.writer, wire(f"{SITE}/go", b"", status="302 Found", headers=headers))
    withdraw(kept.collection, f"{SITE}/news/st%C3%B6rung", "asked")
    assert set() == shown(kept)


STUBS = {
    "a refresh": b"<title>Quay closed</title><META content=\"0; URL='/news/quay?x&amp;y'\" "
    b"http-equiv=Refresh>",
    "a refresh without url=": b"<meta http-equiv='refresh' content='3;/news/quay'>",
}


def leading_on(body: bytes) -> bytes:
    return body.replace(b"?x&amp;y", b"?utm_source=x&amp;utm_medium=y")


@pytest.mark.parametrize("name", STUBS)
@pytest.mark.parametrize("coding", ["", "gzip"])
def test_a_small_page_that_only_leads_there_is_withheld(kept: Kept, name: str, coding: str) -> None:
    stub = f"{SITE}/go/1"
    body = leading_on(STUBS[name])
    headers = (("Content-Type", "text/html"), *((("Content-Encoding", coding),) if coding else ()))
    sent = gzip.compress(body) if coding else body
    first = put(kept.writer, wire(stub, sent, day(1), headers=headers))
    again = put(kept.writer, wire(stub, sent, day(2), headers=headers))
    put(
        kept.writer,
        wire(f"{SITE}/go/0", b"", day(3), status="302 Found", headers=(("Location", stub),)),
    )
    put(kept.writer, wire(f"{SITE}/go/2", b"<meta http-equiv=refresh content='0;/other'>", day(3)))
    assert ("response", "revisit") == (first.rec_type, again.rec_type)
    withdraw(kept.collection, URL, "asked")
    assert {f"{SITE}/go/2"} == shown(kept)
    kept.writer.close()
    rows = [
        row
        for path in sorted((kept.collection.path / "warc").glob("*.warc.gz"))
        for row in rows_of(path, path.name)
    ]
    assert kept.collection.index.all_captures("ORDER BY filename, offset") == rows


def test_a_refresh_in_the_head_is_withheld_and_a_page_that_reloads_is_not(kept: Kept) -> None:
    headers = (("Content-Type", "text/html"), ("Refresh", "0; url=/news/quay"))
    put(kept.writer, wire(f"{SITE}/go", b"<p>on</p>", headers=headers))
    page = b"<meta http-equiv=refresh content=300><h1>Front</h1><a href=/news/quay>Quay</a>"
    put(kept.writer, wire(f"{SITE}/", page))
    long = b"<meta http-equiv=refresh content='0;/news/quay'>" + b"<p>of its own</p>" * 400
    put(kept.writer, wire(f"{SITE}/long", long))
    withdraw(kept.collection, URL, "asked")
    assert {f"{SITE}/", f"{SITE}/long"} == shown(kept)


CANONICAL = b'<link rel=canonical href="https://ledger.example/news/quay">'
REFRESH = b"<meta http-equiv=refresh content='0;/news/quay'>"


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_a_page_with_a_canonical_url_elsewhere_is_shown(kept: Kept, coding: str) -> None:
    headers = (("Content-Type", "text/html"), *((("Content-Encoding", coding),) if coding else ()))
    story = CANONICAL + b"<p>The harbour has a text of its own.</p>" * 60
    for name, body in (("own", story), ("brief", CANONICAL + b"<h1>Quay closed</h1>")):
        sent = gzip.compress(body) if coding else body
        assert len(sent) < 4096
        put(kept.writer, wire(f"{SITE}/{name}", sent, headers=headers))
    withdraw(kept.collection, URL, "asked")
    assert {f"{SITE}/own", f"{SITE}/brief"} == shown(kept)


def test_another_article_is_shown_wherever_it_leads(kept: Kept) -> None:
    other = f"{SITE}/news/other"
    row = put(kept.writer, wire(other, REFRESH + b"<p>The pier is open.", day(1)))
    kept.writer.append(page("The pier is open."), captured(row), never)
    put(kept.writer, wire(other, b"", day(2), status="302 Found", headers=(("Location", URL),)))
    to_other = (("Location", other),)
    put(kept.writer, wire(f"{SITE}/go", b"", day(1), status="302 Found", headers=to_other))
    put(kept.writer, wire(f"{SITE}/stub", REFRESH, day(1)))
    made = withdraw(kept.collection, URL, "asked")
    assert {other, f"{SITE}/go"} == shown(kept)
    assert 2 == len(kept.collection.captures(other))
    assert (1, (f"{SITE}/stub",)) == (made.reach.leading, made.reach.leading_urls)
    withdraw(kept.collection, other, "asked")
    assert set() == shown(kept)


def test_a_url_that_joins_a_withdrawn_article_is_withheld(kept: Kept) -> None:
    kept.read(day(1), "The quay is closed.")
    withdraw(kept.collection, URL, "asked")
    other = f"{SITE}/short"
    capture = kept.capture(day(2), "again", url=f"{URL}?utm_source=x", request_url=other)
    assert capture.request_url == other
    assert [] == kept.collection.articles()
    with pytest.raises(Withdrawn):
        kept.collection.find_article(URL)


def test_a_connection_that_is_open_sees_a_withdrawal_by_another(kept: Kept) -> None:
    kept.read(day(1), "The quay is closed.")
    kept.writer.sync()
    with Collection.open(kept.collection.path) as reader:
        assert 1 == len(reader.articles())
        withdraw(kept.collection, URL, "asked")
        assert [] == reader.articles()
        assert [] == reader.search("quay")
        restore(kept.collection, URL)
        assert 1 == len(reader.articles())


def test_a_transaction_that_is_rolled_back_shows_nothing(kept: Kept) -> None:
    kept.read(day(1), "The quay is closed.")
    withdraw(kept.collection, URL, "asked")
    with Collection.create_or_open(kept.collection.path) as other:

        def fail() -> None:
            with other.index.change():
                assert [] == other.articles()  # its views are made inside the transaction
                raise RuntimeError("no")

        with pytest.raises(RuntimeError, match="no"):
            fail()
        assert [] == other.articles()


def test_comments_of_one_id_under_two_articles_are_not_guessed(kept: Kept) -> None:
    kept.read(day(1), "The quay is closed.", "c1 said here")
    other = f"{SITE}/news/other"
    capture = kept.capture(day(2), "other", url=other)
    kept.writer.append(page("Another.", "c1 said there"), capture, never)
    with pytest.raises(BadInput, match="--article"):
        withdraw(kept.collection, "c1", "asked")
    withdraw(kept.collection, "c1", "asked", other)
    texts = {
        url: [one.text for one in kept.collection.comments(kept.collection.find_article(url))]
        for url in (URL, other)
    }
    assert {URL: ["c1 said here"], other: [""]} == texts


def test_a_comment_without_an_id_stays_withdrawn_when_it_is_seen_again(kept: Kept) -> None:
    def seen(number: int, *said: str) -> None:
        made = page(f"The quay is closed {number}.", *said)
        derived = tuple(replace(one, identity="derived") for one in made.comments)
        capture = kept.capture(day(number), str(number))
        kept.writer.append(replace(made, comments=derived), capture, never)

    seen(1, "one is here", "two is here")
    article = kept.article_id
    first = kept.collection.comments(article)[0]
    withdraw(kept.collection, first.comment_id, "asked")
    seen(2, "one is here", "two is here")
    seen(3, "one was here", "two is here")
    assert ["", "two is here"] == [one.text for one in kept.collection.comments(article)]
    lines = kept.collection.index.rows("SELECT record FROM main.comments")
    assert 1 == sum(b"one is here" in row["record"] for row in lines)
    assert not any(b"one was here" in row["record"] for row in lines)
    assert [] == kept.collection.captures(URL)
    seen(4, "two is here")
    assert [day(4)] == [row.date for row in kept.collection.captures(URL)]
