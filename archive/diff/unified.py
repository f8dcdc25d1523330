"""A comparison as plain lines, in the manner of a unified diff: whole texts, `-` and `+`.

One hunk an event; its heading names the event's type and path. A fact beside a block is a heading
with its sentence, since the block's lines stand above it.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.diff.events import Comparison, Event
from archive.diff.headings import BESIDE, address, evidence, observed, state
from archive.printable import one_line, printable


def unified(comparison: Comparison) -> str:
    """The comparison as lines, each ended by a newline."""
    return "".join(f"{line}\n" for line in _lines(comparison))


def _lines(comparison: Comparison) -> Iterator[str]:
    url = one_line(address(comparison.url, comparison.canonical_url))
    yield f"--- {url}  {state(comparison.from_side)}  {one_line(evidence(comparison.from_side))}"
    yield f"+++ {url}  {state(comparison.to_side)}  {one_line(evidence(comparison.to_side))}"
    yield f"# {observed(comparison.observed)}"
    yield from (f"# {note}" for note in comparison.notes)
    for event in comparison.events:
        yield from _event_lines(event)


def _event_lines(event: Event) -> Iterator[str]:
    silent = " silent" if event.silent else ""
    yield f"@@ {event.type} {one_line(event.path)}{silent} @@ {one_line(event.reason)}"
    if event.type in BESIDE:
        return
    if event.old == event.new and event.old is not None:
        yield from _prefixed(" ", event.old)
        return
    yield from _prefixed("-", event.old)
    yield from _prefixed("+", event.new)


def _prefixed(mark: str, text: str | None) -> Iterator[str]:
    for line in printable(text).split("\n") if text is not None else ():
        yield f"{mark}{line}"
