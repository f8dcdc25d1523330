"""A comparison as a unified diff (POSIX diff -u) of the two states' plain lines.

`patch`, `git apply` and viewers read it. The events stand before it as lines that begin with `#`,
which such tools pass over; each hunk names its own behind the second `@@`. Equal input gives equal
output, to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from archive.diff.events import Comparison, Event, Side
from archive.diff.headings import address, count, ends, evidence, observed
from archive.diff.plain import Line, lines_of
from archive.diff.state import State
from archive.printable import one_line

_CONTEXT = 3
_MOST_CELLS = 100_000_000
"""Pairs of lines compared; of longer texts all that differs between the ends is one change."""
_UNSAFE = re.compile(r"[^A-Za-z0-9._~-]+")
_LONGEST_NAME = 120
_MOST_NAMED = 3
"""Events that a hunk names."""


@dataclass(frozen=True, slots=True)
class _Change:
    """Lines old_begin..old_end were replaced by new_begin..new_end; either may be empty."""

    old_begin: int
    old_end: int
    new_begin: int
    new_end: int


def unified(comparison: Comparison, old: State, new: State) -> str:
    """The comparison as lines, each ended by a newline."""
    before, after = lines_of(old), lines_of(new)
    lines = [*_head(comparison), *_files(comparison, before, after)]
    return "".join(f"{line}\n" for line in lines)


def _head(comparison: Comparison) -> Iterator[str]:
    yield f"# {one_line(address(comparison.url, comparison.canonical_url))}"
    old, new = ends(comparison)
    yield f"# from {old}: {one_line(evidence(comparison.from_side))}"
    yield f"#   to {new}: {one_line(evidence(comparison.to_side))}"
    yield f"# {observed(comparison.observed)}"
    yield from (f"# Note: {one_line(note)}" for note in comparison.notes)
    yield f"# {count(comparison)}."
    for event in comparison.events:
        yield f"# {_named(event)} {event.significance:.2f} {one_line(event.reason)}"


def _named(event: Event) -> str:
    signs = [" silent"] if event.silent else []
    signs += [f" {event.mark.kind}"] if event.mark is not None else []
    return f"{event.type} {one_line(event.path)}{''.join(signs)}"


def _files(comparison: Comparison, old: Sequence[Line], new: Sequence[Line]) -> Iterator[str]:
    changes = list(_changes([line.text for line in old], [line.text for line in new]))
    if not changes:
        return
    name = _file_name(comparison)
    yield f"--- a/{name}{_time(comparison.from_side)}"
    yield f"+++ b/{name}{_time(comparison.to_side)}"
    for hunk in _hunks(changes):
        yield from _hunk(hunk, old, new, comparison.events)


def _file_name(comparison: Comparison) -> str:
    """A name that any tool takes, from the address."""
    url = address(comparison.url, comparison.canonical_url).partition("://")[2]
    safe = _UNSAFE.sub("-", url).strip("-.")[:_LONGEST_NAME].rstrip("-.")
    return f"{safe or comparison.article_id or 'article'}.txt"


def _time(side: Side) -> str:
    """A capture's time as diff writes it."""
    if side.capture is None:
        return ""
    date, _, clock = side.capture.fetched_at.removesuffix("Z").partition("T")
    return f"\t{date} {clock} +0000"


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[_Change]:
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    core, other = old[head : len(old) - tail], new[head : len(new) - tail]
    i = j = 0
    for begin, other_begin, length in _matches(core, other):
        if begin > i or other_begin > j:
            yield _Change(head + i, head + begin, head + j, head + other_begin)
        i, j = begin + length, other_begin + length


def _matches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Runs of equal lines in order, and an empty one at the end."""
    if len(old) * len(new) <= _MOST_CELLS:
        for code in Indel.opcodes(old, new):
            if code.tag == "equal":
                yield code.src_start, code.dest_start, code.src_end - code.src_start
    yield len(old), len(new), 0


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(old), len(new)))


def _hunks(changes: Sequence[_Change]) -> Iterator[list[_Change]]:
    """Changes in groups whose contexts touch."""
    group: list[_Change] = []
    for change in changes:
        if group and change.old_begin - group[-1].old_end > 2 * _CONTEXT:
            yield group
            group = []
        group.append(change)
    yield group


def _hunk(
    changes: Sequence[_Change], old: Sequence[Line], new: Sequence[Line], events: Sequence[Event]
) -> Iterator[str]:
    lead = min(_CONTEXT, changes[0].old_begin)
    trail = min(_CONTEXT, len(old) - changes[-1].old_end)
    begin, end = changes[0].old_begin - lead, changes[-1].old_end + trail
    new_begin, new_end = changes[0].new_begin - lead, changes[-1].new_end + trail
    ranges = f"-{_range(begin, end)} +{_range(new_begin, new_end)}"
    yield f"@@ {ranges} @@ {_events_of(changes, old, new, events)}".rstrip()
    at = begin
    for change in changes:
        yield from (f" {line.text}" for line in old[at : change.old_begin])
        yield from (f"-{line.text}" for line in old[change.old_begin : change.old_end])
        yield from (f"+{line.text}" for line in new[change.new_begin : change.new_end])
        at = change.old_end
    yield from (f" {line.text}" for line in old[at:end])


def _range(begin: int, end: int) -> str:
    """`first,count`; of an empty range the line before it."""
    return f"{begin + 1 if end > begin else begin},{end - begin}"


def _events_of(
    changes: Sequence[_Change], old: Sequence[Line], new: Sequence[Line], events: Sequence[Event]
) -> str:
    """The events of the hunk's changed lines, in short."""
    came = {line.path for one in changes for line in new[one.new_begin : one.new_end]}
    went = {line.path for one in changes for line in old[one.old_begin : one.old_end]}
    own = [event for event in events if event.path in (went if _is_gone(event) else came)]
    more = f", {len(own) - _MOST_NAMED} more" if len(own) > _MOST_NAMED else ""
    return ", ".join(map(_named, own[:_MOST_NAMED])) + more


def _is_gone(event: Event) -> bool:
    return event.new is None
