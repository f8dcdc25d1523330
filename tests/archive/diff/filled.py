"""A collection with a history: four days of one article, the fifth and sixth of its page."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from archive.collection import Collection, Writer
from archive.records import Article, Comment, CommentThread, Outcome, PageRecords, Translation
from tests.archive.diff.crafted import HAFEN, HARBOUR, article, capture, changed_in, comment

URL = "https://courier.example/news/harbour"


def fill(path: Path) -> None:
    """Day 1 first seen; 2 the same; 3 a figure changed; 4 only comments; 5 gone; 6 back."""
    edited = changed_in(HARBOUR, 1, "1,500", "1,800")
    with Collection.create_or_open(path) as collection, collection.writer() as writer:
        _read(writer, 1, _article(HARBOUR, 1), [comment("c1", "First!")])
        _read(writer, 2, _article(HARBOUR, 2), [comment("c1", "First!")])
        _read(writer, 3, _article(edited, 3), [comment("c1", "First!")])
        _read(writer, 4, _article(edited, 4), [comment("c2", "Late \x1b[31mred.", position=1)])
        _seen(writer, 5, "error", 404)
        _read(writer, 6, _article(edited, 6), [comment("c2", "Late \x1b[31mred.", position=1)])


def fill_once(path: Path) -> None:
    """One visit only."""
    with Collection.create_or_open(path) as collection, collection.writer() as writer:
        _read(writer, 1, _article(HARBOUR, 1), [])


def fill_three(path: Path, other: str, german: str) -> None:
    """The article in two states, another one on day 3, and on day 4 its German translation."""
    edited = changed_in(HARBOUR, 1, "1,500", "1,800")
    translation = (Translation(in_language="en", url=URL),)
    with Collection.create_or_open(path) as collection, collection.writer() as writer:
        _read(writer, 1, _article(HARBOUR, 1), [])
        _read(writer, 2, _article(edited, 2), [])
        for day, url, found in (
            (3, other, _article(edited[::-1], 3)),
            (4, german, dataclasses.replace(_article(HAFEN, 4), work_translation=translation)),
        ):
            language = "de" if url == german else "en"
            named = dataclasses.replace(found, url=url, article_id="", in_language=language)
            page = PageRecords(outcome="read", page_type="article", reason="", article=named)
            seen = dataclasses.replace(capture(day), url=url, request_url=url)
            writer.append(page, seen, lambda _: None)


def fill_to_and_fro(path: Path) -> None:
    """Four visits, a day apart, of a page that shows one headline and another in turn."""
    with Collection.create_or_open(path) as collection, collection.writer() as writer:
        for day in range(1, 5):
            headline = "Harbour reopens" if day % 2 else "Harbour shut"
            _read(writer, day, dataclasses.replace(_article(HARBOUR, day), headline=headline), [])


def fill_from_feed(path: Path) -> None:
    """Two visits by the address that a feed gives."""
    fed = {"url": f"{URL}?utm_source=feed", "canonical_url": URL}
    with Collection.create_or_open(path) as collection, collection.writer() as writer:
        for day, texts in ((1, HARBOUR), (2, HARBOUR[:3])):
            found = dataclasses.replace(_article(texts, day), **fed)
            page = PageRecords(outcome="read", page_type="article", reason="", article=found)
            seen = dataclasses.replace(capture(day), url=fed["url"], request_url=fed["url"])
            writer.append(page, seen, lambda _: None)


def _article(texts: list, day: int) -> Article:  # type: ignore[type-arg]
    thread = CommentThread(
        provider="inline", declared_count=1, captured_count=1, complete=True, stop_reason="end"
    )
    return dataclasses.replace(article(*texts, day=day), comment_thread=thread)


def _read(writer: Writer, day: int, found: Article, comments: list[Comment]) -> None:
    page = PageRecords(
        outcome="read", page_type="article", reason="", article=found, comments=tuple(comments)
    )
    writer.append(page, capture(day), lambda _: None)


def _seen(writer: Writer, day: int, outcome: Outcome, status: int) -> None:
    page = PageRecords(outcome=outcome, page_type="error", reason=f"status {status}")
    writer.append(page, dataclasses.replace(capture(day), status=status), lambda _: None)
