"""A comparison's body laid out as the whole article: each block once, changed or not, in the later
order.

Events name only what changed. A reader wants it in its place: so the unchanged blocks are put
between, what is gone stands behind the block that it once followed, and so does a sign where a block
stood that moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from archive.diff.body import passages_of
from archive.diff.events import Event, Span
from archive.diff.headings import BESIDE
from archive.diff.passages import Passage
from archive.records import Block

BODY = "/body/blocks/"
MOVED_AWAY = "moved_away"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One block or field of either article, or the two that stand against each other."""

    kind: str
    """`same`, `moved_away` (where a block stood that moved), or the event's type."""
    block: str
    """The block's type, or the field's name."""
    spans: tuple[Span, ...]
    event: Event | None = None
    beside: tuple[Event, ...] = ()
    """Events of the same block: a number, a name, a quotation, a link."""
    parts: tuple[Row, ...] = ()
    """Of an image: its caption, credit and description."""

    @property
    def is_same(self) -> bool:
        """Whether nothing of it changed."""
        changed = self.event is not None or bool(self.beside)
        return not changed and all(part.is_same for part in self.parts)

    @property
    def events(self) -> Iterator[Event]:
        """The events that stand in it; a sign of a move is not its event."""
        if self.event is not None and self.kind != MOVED_AWAY:
            yield self.event
        yield from self.beside
        for part in self.parts:
            yield from part.events


def same_row(block: str, text: str) -> Row:
    """A text that did not change."""
    return Row(kind="same", block=block, spans=(Span("equal", text, text),))


def event_row(event: Event, block: str, beside: Iterable[Event] = ()) -> Row:
    """A text that changed."""
    return Row(kind=event.type, block=block, spans=event.spans, event=event, beside=tuple(beside))


def behind(gone: Iterable[tuple[int, Row]], stayed: Mapping[int, int]) -> dict[int, list[Row]]:
    """Rows of what is gone, by the later place that each stands behind; -1 for the top.

    `stayed` says where what was at a place stands now.
    """
    earlier = sorted(stayed)
    furthest = list(accumulate((stayed[place] for place in earlier), max))
    placed: dict[int, list[Row]] = defaultdict(list)
    for place, row in sorted(gone, key=lambda one: one[0]):
        index = bisect_left(earlier, place)
        placed[furthest[index - 1] if index else -1].append(row)
    return placed


class BodyRows:
    """The rows of two bodies; images are laid out elsewhere (archive.diff.sheet)."""

    def __init__(self, old: Sequence[Block], new: Sequence[Block], events: Sequence[Event]) -> None:
        self.old_blocks, self.new_blocks = old, new
        self.old, self.new = passages_of(old), passages_of(new)
        main = [event for event in events if event.type not in BESIDE]
        self.beside: dict[int | None, list[Event]] = defaultdict(list)
        for event in events:
            if event.type in BESIDE:
                self.beside[event.position_to].append(event)
        self._gone = [event for event in main if event.position_to is None]
        self.changed = {e.position_to: e for e in main if e.position_to is not None}
        self.parts = self._parts_of_splits()

    def rows(self) -> dict[int, Row]:
        """The later blocks' rows by their places; the parts of a split are one row."""
        return {
            passage.position: self._row(passage)
            for passage in self.new
            if passage.position not in self.parts
        }

    def _row(self, passage: Passage) -> Row:
        event = self.changed.get(passage.position)
        block = self.new_blocks[passage.position].type
        beside = tuple(self.beside.get(passage.position, ()))
        if event is None:
            same = (Span("equal", passage.text, passage.text),)
            return Row(kind="same", block=block, spans=same, beside=beside)
        return event_row(event, block, beside)

    def gone(self) -> Iterator[tuple[int, Row]]:
        """What stands no longer where it was, with its earlier place."""
        for event in self._gone:
            if event.position_from is not None:
                yield event.position_from, event_row(event, self._old_type(event.position_from))
        for event in self.changed.values():
            if event.type == "block_moved" and event.position_from is not None:
                block = self._old_type(event.position_from)
                spans = event.spans
                away = Row(kind=MOVED_AWAY, block=block, spans=spans, event=event)
                yield event.position_from, away

    def _old_type(self, place: int) -> str:
        return self.old_blocks[place].type

    def stayed(self) -> dict[int, int]:
        """Where the earlier blocks that stayed in order stand now."""
        found = dict(self._unchanged())
        for place, event in self.changed.items():
            if event.position_from is not None and event.type != "block_moved":
                assert place is not None
                found[event.position_from] = place
        return found

    def _unchanged(self) -> Iterator[tuple[int, int]]:
        """Unchanged blocks: they are alike on both sides and in the same order."""
        taken = {event.position_from for event in [*self.changed.values(), *self._gone]}
        for event in self.changed.values():
            if event.type == "block_merged" and event.position_from is not None:
                taken.update(_run(self.old, event.position_from, event.old or ""))
        before = [one for one in self.old if one.position not in taken]
        after = [
            one
            for one in self.new
            if one.position not in self.changed and one.position not in self.parts
        ]
        for one, other in zip(before, after, strict=False):
            yield one.position, other.position

    def _parts_of_splits(self) -> set[int]:
        """Later blocks that the row of a split already shows."""
        shown: set[int] = set()
        for place, event in self.changed.items():
            if event.type == "block_split" and place is not None:
                shown.update(_run(self.new, place, event.new or "")[1:])
        return shown


def _run(passages: Sequence[Passage], start: int, text: str) -> list[int]:
    """The places of the passages from `start` on that together are the text."""
    places: list[int] = []
    length = 0
    begin = bisect_left(passages, start, key=lambda one: one.position)
    for passage in passages[begin:]:
        if length >= len(text):
            break
        places.append(passage.position)
        length += len(passage.text) + 1
    return places
