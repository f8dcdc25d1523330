"""A comparison for a terminal: headings by kind of event, changed words in red and green.

Where there is no colour the words stand in [-…-] and {+…+}. Archived text is neutralised first
(archive.printable); rich's markup is never parsed from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from archive.diff.events import Comparison, Event, Span
from archive.diff.headings import BESIDE, address, count, evidence, observed, place, state, title
from archive.diff.printing import Part, print_parts
from archive.printable import one_line, printable

_CONTEXT = 8
"""Words of unchanged text kept on each side of a change."""
_LONGEST = 600
"""Characters shown of a text that was added, removed or moved as a whole."""


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Write a comparison for reading. Colour where the console has it."""
    colour = console.is_terminal and not console.no_color
    print_parts(console, _parts(comparison, colour))


def _parts(comparison: Comparison, colour: bool) -> Iterator[Part]:
    url = one_line(address(comparison.url, comparison.canonical_url))
    yield Text(one_line(comparison.headline or url), style="bold")
    yield Text(url, style="dim")
    yield Text(f"from {state(comparison.from_side)}")
    yield Text(f"  to {state(comparison.to_side)}")
    yield Text(observed(comparison.observed))
    for note in comparison.notes:
        yield Text(f"Note: {note}", style="yellow")
    yield Text(f"\n{count(comparison)}.", style="bold")
    for _, events in groupby(comparison.events, key=lambda event: event.path):
        yield from _event_parts(list(events), colour)
    yield Text("\nRead from", style="dim")
    for side in (comparison.from_side, comparison.to_side):
        yield Text(f"  {one_line(evidence(side))}", style="dim")


def _event_parts(events: Sequence[Event], colour: bool) -> Iterator[Part]:
    """Events of one path: the first with its text, the facts beside it in a line each."""
    first = events[0]
    yield _heading(first)
    yield Padding(_shown(first, colour), (0, 0, 0, 4), expand=False)
    for event in events[1:]:
        if event.type in BESIDE:
            yield Padding(_fact(event), (0, 0, 0, 2), expand=False)
        else:
            yield _heading(event)
            yield Padding(_shown(event, colour), (0, 0, 0, 4), expand=False)


def _heading(event: Event) -> Text:
    heading = Text("\n")
    heading.append(f"{place(event)}: {title(event)}", style="bold cyan")
    if event.silent:
        heading.append("  silent", style="bold yellow")
    heading.append(f"\n  {one_line(event.reason)}", style="dim")
    return heading


def _fact(event: Event) -> Text:
    return Text(f"! {one_line(event.reason)}", style="bold magenta")


def _shown(event: Event, colour: bool) -> Text:
    shown = Text()
    last = len(event.spans) - 1
    for index, span in enumerate(event.spans):
        if span.op == "equal":
            shown.append(_shortened(span.new, index == 0, index == last))
        else:
            _append_change(shown, span, colour)
    return shown


def _append_change(shown: Text, span: Span, colour: bool) -> None:
    old, new = _cut(printable(span.old)), _cut(printable(span.new))
    if old:
        _append_marked(shown, old, ("[-", "-]"), "red strike", colour)
    if old and new and colour and not old[-1].isspace():
        shown.append(" ")
    if new:
        _append_marked(shown, new, ("{+", "+}"), "green", colour)


def _append_marked(
    shown: Text, text: str, marks: tuple[str, str], style: str, colour: bool
) -> None:
    body = text.rstrip()
    blank = text[len(body) :]
    shown.append(body if colour else f"{marks[0]}{body}{marks[1]}", style=style)
    shown.append(blank)


def _shortened(text: str, first: bool, last: bool) -> str:
    """Unchanged text with its middle, or its far end, left out."""
    safe = printable(text)
    words = safe.split(" ")
    if first and last:
        return _cut(safe)
    if first:
        return safe if len(words) <= _CONTEXT + 3 else "… " + " ".join(words[-_CONTEXT:])
    if last:
        return safe if len(words) <= _CONTEXT + 3 else " ".join(words[:_CONTEXT]) + " …"
    if len(words) <= 2 * _CONTEXT + 3:
        return safe
    return " ".join([*words[:_CONTEXT], "…", *words[-_CONTEXT:]])


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + " …"
