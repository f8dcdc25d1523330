"""How far a withdrawal reaches, and that every query hides it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.collection.withdrawals import restore, withdraw
from archive.errors import BadInput, Withdrawn
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
