"""A heading that holds more than the headline: a kicker, a subtitle, a link, a count of comments.

Which part is the headline is told by what the page declares: a run of the heading's pieces that is
a declared title, or the whole of it where that is declared (`Kicker: headline` is one headline to
its publisher). Where nothing declared decides, the names of the pieces do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from crawler.extraction.document import Node
from crawler.extraction.likeness import letters
from crawler.extraction.text import one_line
from crawler.items import Candidate

KICKER_NAMES = re.compile(
    r"kicker|eyebrow|over-?line|dach-?zeile|roof-?line|spitzmarke|top-?line|(?:top|pre|over)-?title"
    r"|surtitre|sur-?title|antetitulo|(?:article|post|entry|story)[-_]{1,2}"
    r"(?:category|section|label|topic|tag)"
    r"|(?:^|[-_\s])(?:category|rubric|rubrik|label|topline|occhiello|vignette)(?:$|[-_\s])",
    re.IGNORECASE,
)
SUBTITLE_NAMES = re.compile(r"sub-?(?:title|head(?:ing|line)?|line|titulo)", re.IGNORECASE)
_TELLING = frozenset({"class", "id", "itemprop"})
_MOST_PIECES = 12
_SHORTEST = 4
_LONGEST_LABEL = 80
_LEAST_SUBTITLE = 25
_EDGE = " \t\n:|/-–—·•»,"
_OPEN = _EDGE + "(["


@dataclass(frozen=True, slots=True)
class Parted:
    """The headline of a heading, and what stands before and after it."""

    headline: str
    kicker: str | None = None
    subtitle: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A text node of a heading, and the class and other names of the elements around it."""

    text: str
    names: str

    @property
    def is_label(self) -> bool:
        return _is_label(self.names)


@lru_cache(maxsize=4096)
def _is_label(names: str) -> bool:
    return bool(KICKER_NAMES.search(names) or SUBTITLE_NAMES.search(names))


def pieces_of(heading: Node, nodes: Iterable[Node]) -> list[Piece]:
    """The pieces of a heading's text nodes; signs without a letter are none."""
    found = []
    for node in nodes:
        text = one_line(node.text_content or "")
        if letters(text):
            found.append(Piece(text, _names_around(node, heading)))
    return found


def _names_around(node: Node, heading: Node) -> str:
    """The names of the elements between a text and its heading."""
    names: list[str] = []
    around = node.parent
    while around is not None and around.mem_id != heading.mem_id and len(names) < 20:
        if around.tag == "small":
            names.append("label")
        for key, value in around.attributes.items():
            if value and (key in _TELLING or key.startswith("data-")) and len(value) < 100:
                names.append(value)
        around = around.parent
    return " ".join(names)


def parted(whole: str, pieces: list[Piece], declared: list[Candidate]) -> Parted:
    """The headline in a heading of this text and these pieces."""
    if not 1 < len(pieces) <= _MOST_PIECES:
        return Parted(whole)
    votes = _votes(declared)
    told = _told_by_names(pieces)
    said = letters(whole)
    best = _best_run(pieces, votes, told)
    if best is not None:
        ahead = votes[_run_letters(pieces, best)] - votes.get(said, 0)
        if best == told or ahead > 0 or (ahead == 0 and best[1] == len(pieces)):
            return _split(whole, pieces, best)
    if said in votes:
        return Parted(_spelling(whole, said, declared))
    return _split(whole, pieces, told) if told is not None else Parted(whole)


_Run = tuple[int, int]
"""The places of the first piece of a run and of the one after its last."""


def _votes(declared: list[Candidate]) -> dict[str, int]:
    """How many sources declare each title, by its letters; the heading itself is no witness."""
    sources: dict[str, set[str]] = {}
    for each in declared:
        if each.source != "microdata" or each.locator.rpartition(" ")[2].startswith("meta"):
            for text in {each.value, each.raw or each.value}:
                sources.setdefault(letters(text), set()).add(each.locator)
    return {said: len(found) for said, found in sources.items() if len(said) >= _SHORTEST}


def _told_by_names(pieces: list[Piece]) -> _Run | None:
    """The run of pieces that are not called kicker or subtitle, where the others are."""
    plain = [place for place, piece in enumerate(pieces) if not piece.is_label]
    if not plain or len(plain) == len(pieces) or plain[-1] - plain[0] >= len(plain):
        return None
    return plain[0], plain[-1] + 1


def _best_run(pieces: list[Piece], votes: dict[str, int], told: _Run | None) -> _Run | None:
    """The declared run of pieces, not of all: as names tell it, else of most sources and longest."""
    count = len(pieces)
    runs = [
        (begin, end)
        for begin in range(count)
        for end in range(begin + 1, count + 1)
        if end - begin < count and _run_letters(pieces, (begin, end)) in votes
    ]
    return max(
        runs,
        key=lambda run: (run == told, votes[_run_letters(pieces, run)], run[1] - run[0]),
        default=None,
    )


def _run_letters(pieces: list[Piece], run: _Run) -> str:
    return "".join(letters(piece.text) for piece in pieces[run[0] : run[1]])


def _split(whole: str, pieces: list[Piece], run: _Run) -> Parted:
    """The parts of a heading whose headline is this run of pieces."""
    begin, end = _places(whole, pieces, run)
    before, after = whole[:begin].strip(_EDGE), whole[end:].strip(_EDGE)
    last = run[1] == len(pieces)
    return Parted(
        (whole[begin:end] if last else whole[begin:end].rstrip(_OPEN)).lstrip(_EDGE),
        before if 1 < len(before) <= _LONGEST_LABEL else None,
        after if len(after) >= _LEAST_SUBTITLE else None,
    )


def _places(whole: str, pieces: list[Piece], run: _Run) -> tuple[int, int]:
    """Where a run of pieces begins and ends in the heading's text."""
    begin, position = 0, 0
    for place, piece in enumerate(pieces[: run[1]]):
        found = whole.find(piece.text, position)
        start = found if found >= 0 else position
        position = start + len(piece.text)
        if place == run[0]:
            begin = start
    following = whole.find(pieces[run[1]].text, position) if run[1] < len(pieces) else len(whole)
    return begin, following if following >= 0 else position


def _spelling(whole: str, said: str, declared: list[Candidate]) -> str:
    """The heading as declared where that has more signs: a kicker's colon is often only styled."""
    spelt = [each.value for each in declared if letters(each.value) == said]
    marked = [text for text in spelt if ": " in text]
    fuller = [text for text in (*marked, *spelt) if len(text) > len(whole)]
    return next(iter(fuller), whole)


__all__ = ["KICKER_NAMES", "SUBTITLE_NAMES", "Parted", "Piece", "parted", "pieces_of"]
