"""A comparison for a terminal: what matters most first, changed words in red and green.

Rules
- Events stand in groups (text, pictures, comments, …), the group with the weightiest event first;
  within the text they stand in the order of the page, elsewhere by weight.
- Of a kind that hardly matters a few are printed and the rest are counted.
- Our own words and archived text never share a line, but for the reason of an event and its places.
- Archived text is neutralised first (archive.printable); rich's markup is never parsed from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from archive.diff.events import Comparison, Event
from archive.diff.headings import (
    BESIDE,
    address,
    count,
    ends,
    evidence,
    observed,
    place,
    title,
    way,
)
from archive.diff.marking import Ink, cut, marked
from archive.diff.printing import Part, print_parts
from archive.diff.ranking import MINOR, kind, mark, ranked, told
from archive.printable import one_line

_GROUPS = {
    "body": "Text",
    "image": "Pictures",
    "live_blog_update": "Posts",
    "comments": "Comments",
    **dict.fromkeys(("headline", "alternative_headline"), "Headline"),
    **dict.fromkeys(("byline", "author", "source_organization", "dateline"), "Byline"),
}
_REST = "About the page"
_MOST_MINOR = 8
"""Events of one minor kind that are printed; the rest are counted."""


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Write a comparison for reading. Colour where the console has it."""
    colour = console.is_terminal and not console.no_color
    print_parts(console, _parts(comparison, Ink(colour, console.is_terminal)))


def _parts(comparison: Comparison, ink: Ink) -> Iterator[Part]:
    url = one_line(address(comparison.url, comparison.canonical_url))
    yield Text(one_line(comparison.headline or url), style="bold")
    yield Text(url, style="dim")
    old, new = ends(comparison)
    yield Text(f"from {old}")
    yield Text(f"  to {new}")
    yield Text(observed(comparison.observed))
    for note in comparison.notes:
        yield Text(f"Note: {one_line(note)}", style="yellow")
    yield from _summary(comparison)
    for name, events in _groups(comparison.events):
        yield Text(f"\n{name}", style="bold underline")
        yield from _group(events, ink)
    yield Text("\nRead from", style="dim")
    for side in (comparison.from_side, comparison.to_side):
        yield Text(f"  {one_line(evidence(side))}", style="dim")


def _summary(comparison: Comparison) -> Iterator[Part]:
    if not comparison.events:
        yield Text(f"\n{count(comparison)}.", style="bold")
        return
    yield Text(f"\n{count(comparison)}: {told(comparison.events)}.", style="bold")
    first = ranked(comparison.events)[0]
    if len(comparison.events) > 1:
        yield Text(f"Most significant: {place(first)}: {one_line(first.reason)}")


def _groups(events: Sequence[Event]) -> list[tuple[str, list[Event]]]:
    """The groups, the one with the weightiest event first."""
    groups: dict[str, list[Event]] = {}
    for event in events:
        groups.setdefault(_group_of(event), []).append(event)
    ordered = (
        (name, members if name == "Text" else _by_weight(members))
        for name, members in groups.items()
    )
    return sorted(ordered, key=lambda one: -max(event.significance for event in one[1]))


def _by_weight(events: Sequence[Event]) -> list[Event]:
    """The weightiest first; what stands beside an event stays behind it."""
    weights: dict[str, float] = {}
    for event in events:
        weights[event.path] = max(weights.get(event.path, 0.0), event.significance)
    return sorted(events, key=lambda event: -weights[event.path])


def _group_of(event: Event) -> str:
    if event.type.startswith("correction_"):
        return "Corrections"
    first = event.path.strip("/").partition("/")[0]
    return _GROUPS.get(first, "Corrections" if first == "correction" else _REST)


def _group(events: Sequence[Event], ink: Ink) -> Iterator[Part]:
    printed: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for event in events:
        minor = event.significance < MINOR and event.type not in BESIDE
        if minor and printed[event.type] >= _MOST_MINOR:
            left[event.type] += 1
            continue
        printed[event.type] += 1
        yield from _event_parts(event, ink)
    for name, number in left.items():
        yield Padding(Text(f"\n… and {kind(name, number)} more", style="dim"), (0, 0, 0, 2))


def _event_parts(event: Event, ink: Ink) -> Iterator[Part]:
    if event.type in BESIDE:
        yield Padding(_fact(event), (0, 0, 0, 4), expand=False)
        return
    yield _heading(event)
    yield Padding(marked(event.spans, ink), (0, 0, 0, 4), expand=False)


def _heading(event: Event) -> Text:
    moved = f" {way(event)}" if event.type == "block_moved" else ""
    heading = Text("\n")
    heading.append(f"{place(event)}: {title(event)}{moved}", style="bold cyan")
    _append_signs(heading, event)
    heading.append(f"\n  {one_line(cut(event.reason))}", style="dim")
    return heading


def _fact(event: Event) -> Text:
    fact = Text(f"! {one_line(cut(event.reason))}", style="bold magenta")
    _append_signs(fact, event)
    return fact


def _append_signs(text: Text, event: Event) -> None:
    """That it is silent, and what its mark says."""
    if event.silent:
        text.append("  silent", style="bold yellow")
    if event.mark is not None:
        text.append(f"  {mark(event)}", style="dim")
