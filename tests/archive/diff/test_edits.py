"""The comparison on planted edits: what it finds, what it invents, and when it must be silent.

On the project's own articles always, and on a sample of the pages of the corpora where they are;
bench/diff.py scores all of them, the two halves of the publishers apart.
"""

import dataclasses

import pytest

from archive.diff import compare
from tests.archive.diff.edits import cases_of, score, strangers
from tests.archive.diff.edits.recaptured import recaptured
from tests.archive.diff.edits.sources import (
    CORPORA,
    article_of,
    corpus_pages,
    own,
    own_pages,
)

_EVERY, _CASES, _OWN_CASES, _SEEDS = 16, 4, 24, (1, 2, 3)

BARS = {
    "pairing": (0.98, 0.97),
    "pairing, heavy": (0.98, 0.90),
    "block_added": (0.95, 0.95),
    "block_removed": (0.95, 0.95),
    "block_edited": (0.98, 0.98),
    "block_moved": (0.95, 0.95),
    "block_split": (0.85, 0.85),
    "block_merged": (0.85, 0.85),
    "number_changed": (0.98, 0.98),
    "quote_changed": (0.98, 0.98),
    "negation_changed": (0.98, 0.98),
    "name_changed": (0.90, 0.90),
    "caption_changed": (0.98, 0.98),
    "credit_changed": (0.98, 0.98),
    "image_replaced": (0.98, 0.98),
    "image_removed": (0.95, 0.95),
    "image_added": (0.95, 0.95),
    "correction_added": (0.98, 0.98),
    "correction_removed": (0.98, 0.98),
    "headline_changed": (0.98, 0.98),
    "standfirst_changed": (0.98, 0.98),
    "typographic_changed": (0.98, 0.98),
}
"""Precision and recall at least."""


@pytest.fixture(scope="module")
def pages():
    """(name, page, article) of a sample; the corpora's where they are."""
    listed = [*((page.url, page) for page in own_pages()), *corpus_pages(every=_EVERY, offset=3)]
    read = [(name, page, article_of(page)) for name, page in listed]
    return [(name, page, article) for name, page, article in read if article is not None]


@pytest.fixture(scope="module")
def scores(pages):
    theirs = [(name, article) for name, _, article in pages if "courier.example" not in name]
    mine = [case for seed in _SEEDS for case in cases_of(own(), seed, _OWN_CASES)]
    return score([*mine, *cases_of(theirs, _SEEDS[0], _CASES)])


@pytest.mark.parametrize("kind", BARS)
def test_what_is_planted_is_found_and_little_else(scores, kind):
    precision, recall = BARS[kind]
    faults = [fault for fault in scores.faults if fault[1] == kind][:5]
    assert scores.planted(kind) >= 10
    assert precision <= scores.precision(kind), faults
    assert recall <= scores.recall(kind), faults


def test_no_event_of_another_kind_is_invented(scores):
    assert set(BARS) == set(scores.kinds())


def test_an_article_does_not_differ_from_itself(pages):
    again = ((name, article, dataclasses.replace(article)) for name, _, article in pages)
    assert [] == [(name, event) for name, old, new in again for event in compare(old, new).events]


def test_a_page_captured_again_with_other_bytes_does_not_differ(pages):
    found = []
    for number, (name, page, article) in enumerate(pages):
        other = recaptured(page, number)
        assert other.body != page.body
        again = article_of(other)
        assert again is not None
        found += [(name, event.type, event.path) for event in compare(article, again).events]
    assert [] == found


def test_paragraphs_of_one_subject_are_seldom_taken_for_one(pages):
    """Every other paragraph of an article against the others: no two are one text."""
    articles = [article for _, _, article in pages]
    paragraphs, pairs = strangers(articles)
    assert pairs <= 0.1 * paragraphs


@pytest.mark.skipif(
    not CORPORA.is_dir(), reason=f"the pages of other publishers are not at {CORPORA}"
)
def test_the_pages_of_the_corpora_are_in_many_languages(pages):
    languages = {(article.in_language or "").partition("-")[0] for _, _, article in pages}
    assert len(languages) >= 5
