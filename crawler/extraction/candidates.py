"""Candidates: every value that a page offers for a field, and the choice of one of them.

The order of the candidates is the preference; the first is chosen. What says the same raises the
confidence, what says something else is kept as rejected, cut at 200 characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from archive.records import Provenance, Rejected, Source
from archive.stream_safe import normalized
from crawler.items import Candidate

LONGEST_REJECTED = 200
MOST_REJECTED = 8
_FOLDED_SIGNS = (
    dict.fromkeys("“”„«»‟❝❞＂", '"') | dict.fromkeys("‘’‚`´‛", "'") | dict.fromkeys("–—‑−‒", "-")
)
_SHORT = 400
"""Titles, names and labels, which are compared with one another again and again."""
_SOURCE_TRUST = {
    "layout": 0.95,
    "json_ld": 0.9,
    "microdata": 0.85,
    "meta": 0.85,
    "dom": 0.8,
    "heuristic": 0.5,
}


def folded(text: str) -> str:
    """A text for comparing: case, quotes, dashes and signs of width folded."""
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    return _folded_once(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    text = normalized("NFKC", text)
    for sign, plain in _FOLDED_SIGNS.items():
        text = text.replace(sign, plain)
    return " ".join(text.casefold().split())


_folded_once = lru_cache(maxsize=2048)(_folded)


def choose(
    candidates: Iterable[Candidate], same: Callable[[str], object] = folded
) -> tuple[Candidate, Provenance] | None:
    """The first candidate, with who agrees and who does not; None where there is none."""
    offered = list(candidates)
    return chosen(offered[0], offered[1:], same) if offered else None


def chosen(
    winner: Candidate,
    others: Iterable[Candidate],
    same: Callable[[str], object] = folded,
    otherwise: str | None = None,
) -> tuple[Candidate, Provenance]:
    """A candidate with its provenance beside the others.

    What stands at the winner's own place is nobody's agreement. `otherwise` is why a value is
    rejected that is neither a part of the winner's nor the other way round.
    """
    agree, rejected = [], []
    for other in others:
        if same(other.value) != same(winner.value):
            why = _why(folded(other.value), folded(winner.value)) or otherwise
            value = other.value[:LONGEST_REJECTED]
            rejected.append(Rejected(source=other.source, value=value, why=why))
        else:
            agree.append(place_of(other))
    places = witnesses(place_of(winner), agree)
    return winner, Provenance(
        source=winner.source,
        locator=winner.locator,
        raw=winner.raw,
        agree=places,
        rejected=tuple(dict.fromkeys(rejected))[:MOST_REJECTED],
        confidence=confidence(winner.source, len(places), len(rejected)),
    )


def witnesses(own: str, places: Iterable[str]) -> tuple[str, ...]:
    """The places that stand elsewhere than a value's own, each node of the page once.

    A layout's rule and the generic reader that find one node are one witness; so are a node and the
    box around it, which says nothing of its own.
    """
    seen, found = [_node(own)], []
    for place in places:
        node = _node(place)
        if not any(_is_within(node, known) or _is_within(known, node) for known in seen):
            seen.append(node)
            found.append(place)
    return tuple(found)


def _is_within(place: str, around: str) -> bool:
    """Whether a place is another one, or stands inside it; paths begin at most four steps up."""
    if place == around:
        return True
    if not (place.startswith("dom:") and around.startswith("dom:")):
        return False
    inner, outer = (each.removeprefix("dom:").split(" > ") for each in (place, around))
    cut = range(1 if outer[0] == inner[0] else len(outer) - 1)
    shared = (outer[at:] for at in cut)
    return any(len(each) < len(inner) and inner[: len(each)] == each for each in shared)


def _node(place: str) -> str:
    """The CSS path in a place of the page's markup; any other place as it is."""
    if place.startswith("layout:"):
        return f"dom:{place.rpartition(' (')[2].removesuffix(')')}"
    if place.startswith("heuristic:"):
        path = place.removeprefix("heuristic:").removesuffix(" (below the body)")
        return f"dom:{path}"
    return place


def place_of(candidate: Candidate) -> str:
    """Where a candidate stood, as `agree` lists it: `meta:og:title`."""
    return f"{candidate.source}:{candidate.locator}"


def _why(other: str, winner: str) -> str | None:
    if other in winner:
        return "shorter"
    return "longer" if winner in other else None


def confidence(source: Source, agree: int, rejected: int) -> float:
    """0 to 1: the trust in the source, raised by who agrees and lowered by who does not."""
    doubt = 1 - _SOURCE_TRUST[source]
    doubt *= 0.5 ** min(agree, 4)
    doubt += 0.05 * min(rejected, 4) if not agree else 0
    return round(max(0.1, 1 - doubt), 2)


__all__ = ["Candidate", "choose", "chosen", "confidence", "folded", "place_of", "witnesses"]
