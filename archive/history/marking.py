"""What the history and the site say of a comparison's events, set on them as marks.

In this order, the first that holds:

- `other_reading`: the two captures were read by different readers or layouts (or one is an AMP or
  print page), and no comparison of like with like found the event's part changed. The difference is
  the reader's, not the editor's; `microfiche reextract` reads both alike.
- `noise`: every text that the event took or brought changed on many pages of the site (noise.py),
  and no figure, name, quotation or negation changed in it.
- `shown_again`, `taken_back`: every text that it took or brought returned (returns.py).

An event with a mark other than `taken_back` has no weight and is not silent; what it says stays.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Collection as Members

from archive.diff import Comparison, Event, Mark
from archive.diff.making import is_material
from archive.history.noise import Noise
from archive.history.returns import Return
from archive.history.said import Item, Touched, touched
from archive.records import Article
from archive.urls import is_variant

_META = frozenset(
    {
        "date_changed",
        "section_changed",
        "keywords_changed",
        "canonical_changed",
        "translation_changed",
        "language_changed",
        "paywall_changed",
        "link_changed",
    }
)
_TWO_READERS = (
    "The two captures were read by different readers, and like was not compared with like: "
    "whether the page changed is not known."
)
_READERS_WORK = (
    "The two captures were read by different readers; read alike, this part is the same."
)
_TWO_PAGES = (
    "One capture is of an AMP or print page: what differs between the two no editor changed."
)

_FACTS = frozenset({"number_changed", "name_changed", "quote_changed", "negation_changed"})

NoiseOf = Callable[[Item], Noise | None]
Place = tuple[str, int | None, int | None]


def marked(
    comparison: Comparison,
    old: Article,
    new: Article,
    *,
    returned: Mapping[Item, Return],
    noise_of: NoiseOf,
    parts: Iterable[str] | None = None,
) -> Comparison:
    """The comparison with its events marked.

    `parts`: of two readings, those of text, images and meta that differed when like was compared with
    like, none where it was not; None where both sides have one reading.
    """
    known = None if parts is None else frozenset(parts)
    facts = {_place(event) for event in comparison.events if event.type in _FACTS}
    events = tuple(
        _marked(event, old, new, returned, _no_noise if _is_news(event, facts) else noise_of, known)
        for event in comparison.events
    )
    return dataclasses.replace(comparison, events=events)


def _is_news(event: Event, facts: Members[Place]) -> bool:
    """Whether a fact changed in the event's text: no number of pages makes that noise. What a link
    leads to is another matter than what the text says."""
    return event.type != "link_changed" and _place(event) in facts


def _place(event: Event) -> Place:
    return event.path, event.position_from, event.position_to


def _no_noise(item: Item) -> Noise | None:
    return None


def _marked(
    event: Event,
    old: Article,
    new: Article,
    returned: Mapping[Item, Return],
    noise_of: NoiseOf,
    parts: frozenset[str] | None,
) -> Event:
    sides = touched(event, old, new)
    if sides is None:
        return event
    mark = (
        _other_reading(event, old, new, parts)
        or _noise(event, sides, noise_of)
        or _returned(event, sides, returned)
    )
    if mark is not None:
        return with_mark(event, mark)
    # two readers: that something changed is known, but not that it was this
    return dataclasses.replace(event, silent=False) if parts is not None else event


def with_mark(event: Event, mark: Mark) -> Event:
    """The event with its mark, and what follows from that."""
    if mark.kind == "taken_back":
        return dataclasses.replace(event, mark=mark, reason=f"{event.reason} {mark.said}")
    return dataclasses.replace(event, mark=mark, reason=mark.said, significance=0.0, silent=False)


def is_edit(event: Event) -> bool:
    """Whether an event counts as an edit of its own."""
    return event.mark is None or event.mark.kind == "taken_back"


def is_declared(event: Event) -> bool:
    """Whether it is material and the outlet said so."""
    return is_edit(event) and is_material(event) and not event.silent


def _other_reading(
    event: Event, old: Article, new: Article, parts: frozenset[str] | None
) -> Mark | None:
    if _is_variant(old) != _is_variant(new):
        return Mark(kind="other_reading", said=_TWO_PAGES, weight=event.significance)
    if parts is None or part_of(event) in parts:
        return None
    said = _READERS_WORK if parts else _TWO_READERS
    return Mark(kind="other_reading", said=said, weight=event.significance)


def _is_variant(article: Article) -> bool:
    return article.capture is not None and is_variant(article.capture.url)


def part_of(event: Event) -> str:
    """Which of the digests an event's texts belong to: `text`, `images` or `meta`."""
    if event.type in _META:
        return "meta"
    return "images" if event.path.startswith("/image/") else "text"


def _noise(event: Event, sides: Touched, noise_of: NoiseOf) -> Mark | None:
    items = [*sides.came, *sides.went]
    found = [noise_of(item) for item in items]
    known = [one for one in found if one is not None]
    if not items or len(known) < len(items):
        return None
    is_other = not sides.went or event.type == "block_rewritten"
    if is_other and any(one.is_standing for one in known):
        return None
    least = min(known, key=lambda one: (one.changed, one.compared))
    return Mark(kind="noise", said=least.said, weight=event.significance)


def _returned(event: Event, sides: Touched, returned: Mapping[Item, Return]) -> Mark | None:
    items = sides.went ^ sides.came
    found = [returned.get(item) for item in items]
    known = [one for one in found if one is not None]
    if not known or len(known) < len(items):
        return None
    came = [one for item in sides.came - sides.went if (one := returned.get(item))]
    revision = max(one.revision for one in came or known)
    if all(one.kind == "shown_again" for one in known):
        said = f"Shown again: revision {revision} had it so."
        return Mark(kind="shown_again", said=said, revision=revision, weight=event.significance)
    said = f"An earlier edit was taken back: revision {revision} had it so."
    return Mark(kind="taken_back", said=said, revision=revision, weight=event.significance)
