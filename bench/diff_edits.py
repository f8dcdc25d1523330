"""Part of bench/diff.py: what the comparison finds of planted edits, and what of none."""

from __future__ import annotations

from collections import Counter

from archive.diff import compare
from archive.records import Article
from tests.archive.diff.edits import Scores, cases_of, score, strangers
from tests.archive.diff.edits.recaptured import recaptured
from tests.archive.diff.edits.sources import (
    article_of,
    corpus,
    corpus_pages,
    own,
    own_pages,
)

_OWN_SEEDS = 4
_FAULTS = 3

Articles = list[tuple[str, Article]]


def print_edits(seed: int, cases: int, every: int) -> None:
    """A table: for each type of event precision, recall and how many were planted."""
    groups: dict[str, Articles] = {"own": own()}
    for half in ("tune", "check"):
        groups[half] = corpus(half, every)
    groups = {name: articles for name, articles in groups.items() if articles}
    scores = {name: _scores(name, articles, seed, cases) for name, articles in groups.items()}
    print(f"\nplanted edits, seed {seed} (precision, recall, planted)")
    print(" " * 22 + "".join(f"{name + f' ({len(groups[name])})':>24}" for name in scores))
    for kind in sorted({kind for found in scores.values() for kind in found.kinds()}):
        print(f"{kind:22}" + "".join(f"{_cell(found, kind):>24}" for found in scores.values()))
    for name, articles in groups.items():
        paragraphs, pairs = strangers(article for _, article in articles)
        print(f"{name}: {pairs} of {paragraphs} paragraphs paired with another of the same article")
    for name, found in scores.items():
        _print_faults(name, found)


def _scores(name: str, articles: Articles, seed: int, cases: int) -> Scores:
    seeds = range(seed, seed + (_OWN_SEEDS if name == "own" else 1))
    return score(case for one in seeds for case in cases_of(articles, one, cases))


def _cell(found: Scores, kind: str) -> str:
    if not found.planted(kind) and not found.wrong[kind]:
        return "-"
    return f"{found.precision(kind):.3f} {found.recall(kind):.3f} {found.planted(kind):6}"


def _print_faults(name: str, found: Scores) -> None:
    shown: Counter[str] = Counter()
    for case, kind, what in found.faults:
        shown[kind] += 1
        if shown[kind] <= _FAULTS:
            print(f"  {name}: {case}: {what}")


def print_same(seed: int, every: int) -> None:
    """Events of articles beside themselves, and of pages captured again with other bytes."""
    pages = [(page.url, page) for page in own_pages()]
    pages += list(corpus_pages(every=every))
    read = [(name, page, article_of(page)) for name, page in pages]
    known = [(name, page, article) for name, page, article in read if article is not None]
    same = sum(len(compare(article, article).events) for _, _, article in known)
    print(f"\nnothing edited: {same} events of {len(known)} articles beside themselves")
    differ = []
    for number, (name, page, article) in enumerate(known):
        again = article_of(recaptured(page, seed + number))
        events = compare(article, again).events if again is not None else ()
        if again is None or events:
            differ.append((name, Counter(event.type for event in events)))
    print(f"{len(differ)} of {len(known)} pages captured again with other bytes have events")
    for name, kinds in differ:
        print(f"  {name}: {dict(kinds) or 'no article'}")
