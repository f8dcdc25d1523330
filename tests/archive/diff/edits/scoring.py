"""How much of what was planted is found, and how much of what is found was planted."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.diff import Event, compare
from archive.diff.body import match, passages_of
from archive.records import Article, Block, Body
from tests.archive.diff.edits.cases import Case
from tests.archive.diff.edits.draft import Label

_SAME = {"block_rewritten": "block_edited"}
"""How much was rewritten is a matter of degree: both count as the edit of a text."""
_NUMBERED = frozenset({"body", "image"})


@dataclass
class Scores:
    """Counts by kind: `pairing`, `pairing, heavy`, and every type of event."""

    right: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    """(case, kind, what): those missed and those wrong."""

    def precision(self, kind: str) -> float:
        """1.0 where nothing was found at all."""
        found = self.right[kind] + self.wrong[kind]
        return self.right[kind] / found if found else 1.0

    def recall(self, kind: str) -> float:
        """1.0 where there was nothing to find."""
        planted = self.right[kind] + self.missed[kind]
        return self.right[kind] / planted if planted else 1.0

    def planted(self, kind: str) -> int:
        return self.right[kind] + self.missed[kind]

    def kinds(self) -> list[str]:
        return sorted(self.right.keys() | self.missed.keys() | self.wrong.keys())


def score(cases: Iterable[Case]) -> Scores:
    """The comparison scored on the cases."""
    scores = Scores()
    for case in cases:
        _score_pairs(case, scores)
        _score_events(case, scores)
    return scores


def found_pairs(old: Article, new: Article) -> set[tuple[int, int]]:
    """The places of both bodies that the comparison takes for one text, parts of a split too."""
    found = match(passages_of(old.body.blocks), passages_of(new.body.blocks))
    indexes = {(pair.old, pair.new) for pair in found.pairs}
    indexes |= {(one.one, part) for one in found.split for part in one.parts}
    indexes |= {(part, one.one) for one in found.merged for part in one.parts}
    return {(found.old[i].position, found.new[j].position) for i, j in indexes}


def strangers(articles: Iterable[Article]) -> tuple[int, int]:
    """(paragraphs, pairs found) of articles whose every other paragraph is the earlier state and
    whose others are the later one: they share a subject and no text, so that every pair is wrong."""
    paragraphs = pairs = 0
    for article in articles:
        texts: dict[str, Block] = {}
        for block in article.body.blocks:
            if block.type in ("paragraph", "heading", "list", "quote") and block.text:
                texts.setdefault(" ".join(block.text.lower().split()), block)
        blocks = tuple(texts.values())
        old = dataclasses.replace(article, body=Body(blocks=blocks[::2]))
        new = dataclasses.replace(article, body=Body(blocks=blocks[1::2]))
        paragraphs, pairs = paragraphs + len(blocks) // 2, pairs + len(found_pairs(old, new))
    return paragraphs, pairs


def _score_pairs(case: Case, scores: Scores) -> None:
    found = found_pairs(case.old, case.new)
    uncertain_new = {block.text for i in case.uncertain for block in (case.old.body.blocks[i],)}
    found = {
        (i, j)
        for i, j in found
        if case.old.body.blocks[i].text not in uncertain_new
        and case.old.body.blocks[i].type != "embed"
    }
    wanted = {(i, j) for i, j in case.pairs if case.old.body.blocks[i].text not in uncertain_new}
    _count(scores, case, "pairing", wanted, found)
    heavy_old = {i for i, _ in case.heavy}
    _count(scores, case, "pairing, heavy", set(case.heavy), {p for p in found if p[0] in heavy_old})


def _score_events(case: Case, scores: Scores) -> None:
    found = {label_of(event) for event in compare(case.old, case.new).events}
    for kind in {label.kind for label in case.must | found}:
        wanted = {label for label in case.must if label.kind == kind}
        got = {label for label in found if label.kind == kind}
        _count(scores, case, kind, wanted, got - (case.may - wanted))


def _count(scores: Scores, case: Case, kind: str, wanted: set, found: set) -> None:  # type: ignore[type-arg]
    scores.right[kind] += len(wanted & found)
    scores.missed[kind] += len(wanted - found)
    scores.wrong[kind] += len(found - wanted)
    scores.faults += [(case.name, kind, f"missed {one}") for one in sorted(wanted - found, key=str)]
    scores.faults += [(case.name, kind, f"wrong {one}") for one in sorted(found - wanted, key=str)]


def label_of(event: Event) -> Label:
    """The event as a label."""
    stream = event.path.strip("/").split("/")[0]
    numbered = stream in _NUMBERED
    return Label(
        _SAME.get(event.type, event.type),
        stream,
        event.position_from if numbered else None,
        event.position_to if numbered else None,
    )
