"""Pages damaged by chance are read, and their records can be kept: nothing raises.

The project's own pages always, those of the corpora (MICROFICHE_CORPORA) where they are there.
"""

from __future__ import annotations

import gzip
import os
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.records import Article, Comment, decode, encode, storable
from crawler.reading import normalize, read
from tests.crawler.mutations import damaged

from .pages import answer

ROOT = Path(__file__).resolve().parents[3]
CORPORA = Path(os.environ.get("MICROFICHE_CORPORA", ROOT.parent / "shared/corpora")) / "pages"
OWN = sorted((ROOT / "tests/crawler/sites/cases").rglob("page.html"))
OTHERS = sorted(CORPORA.glob("*/*.html.gz"))
TYPES = ("text/html; charset=utf-8", "text/html", "", "text/html; charset=utf-16", "text/html;\0=")
absent = pytest.mark.skipif(not OTHERS, reason=f"no corpora at {CORPORA}")


def body_of(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def kept(body: bytes, content_type: str, fetched_at: str | None) -> str:
    """The type of a page that was read, made a record, and written as one; or AssertionError."""
    exchange = answer(body, content_type=content_type, fetched_at=fetched_at)
    reading = read(exchange, None)
    records = normalize(reading, exchange, None, None)
    if records.article is not None:
        article = storable(records.article)
        assert decode(encode(article), Article) == article
    for comment in map(storable, records.comments):
        assert decode(encode(comment), Comment) == comment
    return reading.page_type


def read_damaged(paths: list[Path], seed: int, number: int, costly: float) -> Counter[str]:
    """How many of the damaged pages were what."""
    types: Counter[str] = Counter()
    for at in range(number):
        dice = random.Random(f"{seed} {at}")
        page, other = (body_of(dice.choice(paths)) for _ in range(2))
        body = damaged(page, dice, other, costly)
        at_some_time = dice.choice(("2024-05-14T10:00:00Z", None))
        types[kept(body, dice.choice(TYPES), at_some_time)] += 1
    return types


def test_no_damaged_page_raises() -> None:
    types = read_damaged(OWN, 1, 80, costly=0)
    assert types["article"] > 40  # they are not damaged so much that nothing is left to be read
    assert len(types) > 1


@absent
def test_no_damaged_page_of_the_corpora_raises() -> None:
    assert read_damaged(OTHERS, 2, 16, costly=0)["article"] > 5


@absent
@pytest.mark.torture
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(3, 9))
def test_none_of_thousands_of_damaged_pages_does(seed: int) -> None:
    assert read_damaged(OTHERS, seed, 2000, costly=0.05)["article"] > 500


def grown(change: Callable[[bytes], bytes]) -> bytes:
    return change(body_of(max(OWN, key=lambda path: path.stat().st_size)))


@pytest.mark.torture
def test_a_page_repeated_to_the_longest_that_is_read_does_not() -> None:
    longest = 20 * 1024 * 1024
    assert kept(grown(lambda body: (body * (longest // len(body) + 1))[:longest]), "", None)


@pytest.mark.torture
def test_a_page_in_10_000_boxes_does_not() -> None:
    assert kept(grown(lambda body: b"<div>" * 10_000 + body), TYPES[0], None)
