"""Which article a page is: by the URL that answered, by what it says of itself, by what led there."""

from __future__ import annotations

import dataclasses

import pytest

from archive.errors import NotInCollection
from archive.records import Capture
from archive.urls import article_id
from tests.archive.collection.kept import URL, Kept, day, never, page

OTHER = "https://ledger.example/news/market"


def read(kept: Kept, url: str, at: str, *led: str, canonical: str | None = None) -> str:
    """A page of its own at `url`, to which `led` has led; the article that it is."""
    capture = kept.capture(at, url=url)
    passed = {"request_url": led[0], "redirects": led[1:]} if led else {}
    capture = dataclasses.replace(capture, **passed)  # type: ignore[arg-type]
    found = page(f"Page at {url}.")
    assert found.article is not None
    found = dataclasses.replace(
        found, article=dataclasses.replace(found.article, canonical_url=canonical)
    )
    observation = kept.writer.append(found, capture, never).observation
    assert observation is not None
    return observation.article_id


def relations(kept: Kept) -> set[tuple[str, str]]:
    rows = kept.collection.index.rows("SELECT url, relation FROM aliases")
    return {(row["url"].removeprefix("https://"), row["relation"]) for row in rows}


def test_an_article_has_the_id_of_the_first_url_seen(kept: Kept) -> None:
    assert article_id(URL) == read(kept, URL, day(1))


def test_a_tracking_parameter_makes_no_other_article(kept: Kept) -> None:
    assert read(kept, URL, day(1)) == read(kept, URL + "?utm_source=feed", day(2))


def test_a_url_that_was_an_article_leads_to_it(kept: Kept) -> None:
    first = read(kept, URL, day(1))
    assert first == read(kept, URL + "-is-open", day(2), URL)


def test_a_chain_of_redirects_names_every_step(kept: Kept) -> None:
    read(kept, URL, day(1), "https://short.example/x", "https://ledger.example/?p=7")
    assert {
        ("ledger.example/news/quay", "first_seen"),
        ("short.example/x", "redirect"),
        ("ledger.example/?p=7", "redirect"),
    } == relations(kept)


def test_what_led_there_finds_the_article(kept: Kept) -> None:
    found = read(kept, URL, day(1), "https://short.example/x")
    assert found == kept.collection.find_article("https://short.example/x")


@pytest.mark.parametrize("moving", ["https://ledger.example/latest", "https://short.example/x"])
def test_a_url_that_leads_elsewhere_every_day_joins_no_articles(kept: Kept, moving: str) -> None:
    first = read(kept, URL, day(1), moving)
    assert first != read(kept, OTHER, day(2), moving)


def test_an_article_known_already_is_not_another_because_of_what_led_to_it(kept: Kept) -> None:
    moving = "https://ledger.example/latest"
    read(kept, URL, day(1), moving)
    market = read(kept, OTHER, day(2))
    assert market == read(kept, OTHER, day(3), moving)


def test_a_front_page_that_leads_to_an_article_is_not_the_article(kept: Kept) -> None:
    read(kept, URL, day(1), "https://ledger.example/")
    with pytest.raises(NotInCollection):
        kept.collection.find_article("https://ledger.example/")


@pytest.mark.parametrize(
    "canonical",
    [
        "https://ledger.example/",
        "https://ledger.example/en/",
        "https://other.example/quay",
        "junk",
        "//[",
    ],
)
def test_a_canonical_url_elsewhere_or_of_a_front_page_is_not_believed(
    kept: Kept, canonical: str
) -> None:
    read(kept, URL, day(1), canonical=canonical)
    assert {("ledger.example/news/quay", "first_seen")} == relations(kept)


def test_pages_of_one_canonical_url_are_one_article(kept: Kept) -> None:
    first = read(kept, URL + "/print-version", day(1), canonical=URL)
    assert first == read(kept, URL, day(2))


def test_articles_joined_later_are_the_one_known_longest(kept: Kept) -> None:
    first, second = read(kept, URL, day(1)), read(kept, OTHER, day(2))
    joined = read(kept, OTHER, day(3), canonical=URL)
    assert (first, first) == (joined, kept.collection.find_article(OTHER))
    assert first != second
    assert ("ledger.example/news/market", "join") in relations(kept)


def test_an_article_moved_onto_a_later_one_takes_it_in(kept: Kept) -> None:
    read(kept, OTHER, day(2))
    first = read(kept, URL, day(1))
    assert first == read(kept, OTHER, day(3), URL)


def test_a_known_url_adds_no_line(kept: Kept) -> None:
    for number in (1, 2, 3):
        read(kept, URL, day(number), "https://short.example/x", canonical=URL)
    assert 2 == len(kept.collection.index.rows("SELECT 1 FROM aliases"))


def test_what_is_no_web_address_is_no_article(kept: Kept) -> None:
    capture: Capture = dataclasses.replace(
        kept.capture(day(1)), url="urn:x:1", request_url="urn:x:1"
    )
    added = kept.writer.append(page("Closed."), capture, never)
    assert added.observation is None


@pytest.mark.parametrize("order", [(URL, f"{URL}?page=2"), (f"{URL}?page=2", URL)])
def test_a_further_page_is_an_article_of_its_own_in_either_order(
    kept: Kept, order: tuple[str, str]
) -> None:
    found = {read(kept, url, day(n), canonical=URL) for n, url in enumerate(order, 1)}
    assert {article_id(URL), article_id(f"{URL}?page=2")} == found


def test_an_amp_page_is_seen_and_makes_no_revision(kept: Kept) -> None:
    own = read(kept, URL, day(1))
    variant = read(kept, f"{URL}/amp", day(2), canonical=URL)
    assert own == variant
    assert len(kept.collection.revisions(own)) == 1
    assert len(kept.collection.observations(own)) == 2
