"""A comparison laid out as the whole article: each block once, changed or not, in the later order.

Events name only what changed. A reader wants it in its place: so the unchanged blocks are put
between, and what is gone stands behind the block that it once followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.diff import Event, Span
from archive.diff.body import passages_of
from archive.diff.headings import BESIDE
from archive.diff.passages import Passage
from archive.records import Article, Block

_BODY = "/body/blocks/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One block of either article, or the two that stand against each other."""

    kind: str
    """`same`, or the event's type."""
    block: str
    """The block's type."""
    spans: tuple[Span, ...]
    event: Event | None = None
    beside: tuple[Event, ...] = ()
    """Events of the same block: a number, a name, a quotation, a link."""


def body_rows(old: Article, new: Article, events: Sequence[Event]) -> list[Row]:
    """The body's rows in the order of the later article."""
    return _Layout(old.body.blocks, new.body.blocks, _of_body(events)).rows()


def other_events(events: Sequence[Event]) -> Mapping[str, list[Event]]:
    """The events outside the body by the first part of their path, in order."""
    groups: dict[str, list[Event]] = {}
    for event in events:
        if not event.path.startswith(_BODY):
            groups.setdefault(event.path.strip("/").partition("/")[0], []).append(event)
    return groups


def _of_body(events: Sequence[Event]) -> list[Event]:
    return [event for event in events if event.path.startswith(_BODY)]


class _Layout:
    def __init__(self, old: Sequence[Block], new: Sequence[Block], events: Sequence[Event]) -> None:
        self.old_blocks, self.new_blocks = old, new
        self.old, self.new = passages_of(old), passages_of(new)
        main = [event for event in events if event.type not in BESIDE]
        self.beside = [event for event in events if event.type in BESIDE]
        self.gone = [event for event in main if event.position_to is None]
        self.changed = {e.position_to: e for e in main if e.position_to is not None}
        self.parts = self._parts_of_splits()

    def rows(self) -> list[Row]:
        gone = self._gone_behind()
        listed = [self._gone_row(event) for event in gone.get(-1, ())]
        for passage in self.new:
            if passage.position not in self.parts:
                listed.append(self._row(passage))
            listed += [self._gone_row(event) for event in gone.get(passage.position, ())]
        return listed

    def _row(self, passage: Passage) -> Row:
        event = self.changed.get(passage.position)
        block = self.new_blocks[passage.position].type
        beside = tuple(one for one in self.beside if one.position_to == passage.position)
        if event is None:
            same = (Span("equal", passage.text, passage.text),)
            return Row(kind="same", block=block, spans=same, beside=beside)
        return Row(kind=event.type, block=block, spans=event.spans, event=event, beside=beside)

    def _gone_row(self, event: Event) -> Row:
        assert event.position_from is not None
        block = self.old_blocks[event.position_from].type
        return Row(kind=event.type, block=block, spans=event.spans, event=event)

    def _parts_of_splits(self) -> set[int]:
        """Later blocks that the row of a split already shows."""
        shown: set[int] = set()
        for place, event in self.changed.items():
            if event.type == "block_split" and place is not None:
                shown.update(_run(self.new, place, event.new or "")[1:])
        return shown

    def _gone_behind(self) -> dict[int, list[Event]]:
        """Removed blocks by the place of the later block that they stand behind; -1 for the top."""
        places = self._place_of_old()
        behind: dict[int, list[Event]] = {}
        for event in sorted(self.gone, key=lambda one: one.position_from or 0):
            earlier = [place for at, place in places.items() if at < (event.position_from or 0)]
            behind.setdefault(max(earlier, default=-1), []).append(event)
        return behind

    def _place_of_old(self) -> dict[int, int]:
        """Where the earlier blocks that stayed in order stand now."""
        found = dict(self._stayed())
        for place, event in self.changed.items():
            if event.position_from is not None and event.type != "block_moved":
                assert place is not None
                found[event.position_from] = place
        return found

    def _stayed(self) -> Iterator[tuple[int, int]]:
        """Unchanged blocks: they are alike on both sides and in the same order."""
        taken = {event.position_from for event in [*self.changed.values(), *self.gone]}
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


def _run(passages: Sequence[Passage], start: int, text: str) -> list[int]:
    """The places of the passages from `start` on that together are the text."""
    places: list[int] = []
    length = 0
    for passage in passages:
        if passage.position >= start and length < len(text):
            places.append(passage.position)
            length += len(passage.text) + 1
    return places
