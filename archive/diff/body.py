"""Events of the body's blocks: added, removed, edited, rewritten, moved, split, merged.

Rules
- A changed block has exactly one block_* event, or typographic_changed; what changed in it stands
  beside that with the same path.
- A correction notice is its own kind: it pairs with notices only, and comes as correction_added.
- A block moved only if the order of the blocks that stayed says so: see archive.diff.order.
- Image blocks only hold places; images are compared by archive.diff.images.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.diff.carried import with_carried
from archive.diff.change import UNCHANGED, Change
from archive.diff.events import Event, EventType, Op, Span
from archive.diff.facts import among, fact_events
from archive.diff.making import built, change_event, typographic_event, whole_event
from archive.diff.order import staying
from archive.diff.pairing import Pair, pairs_of
from archive.diff.parts import compared_words, lines_of, shifted
from archive.diff.passages import Passage, joined, passage
from archive.diff.regroup import Regrouping, splits, swapped
from archive.diff.significance import Extent
from archive.diff.spans import typographic_spans
from archive.diff.touching import Changed
from archive.diff.words import same_words
from archive.records import Block
from archive.urls import without_tracking

_REWRITTEN = 0.5
"""Below this share of kept words an edited block is a rewritten one."""
_LEAST_LIKE_MOVED = 0.6
"""A pair out of order that is less alike is a removal and an addition."""
_GROUPS = {"correction": "correction", "embed": "embed"}
_ADDED: dict[str, EventType] = {"correction": "correction_added"}
_REMOVED: dict[str, EventType] = {"correction": "correction_removed"}


@dataclass(frozen=True, slots=True)
class Matched:
    """How the passages of two bodies stand to each other. Indexes are those of the passages."""

    old: Sequence[Passage]
    new: Sequence[Passage]
    pairs: tuple[Pair, ...]
    moved: frozenset[Pair]
    split: tuple[Regrouping, ...]
    merged: tuple[Regrouping, ...]


def body_events(old: Sequence[Block], new: Sequence[Block], language: str | None) -> list[Event]:
    """The events of two bodies, in the order of the later one; what is gone stands where it was."""
    matched = match(passages_of(old), passages_of(new))
    placed = [
        *_pair_events(matched, old, new, language),
        *_regroup_events(matched, language),
        *_added_and_removed(matched),
    ]
    placed.sort(key=lambda one: one[0])
    return with_carried([event for _, event in placed], language)


def passages_of(blocks: Sequence[Block]) -> list[Passage]:
    """The blocks that carry text, with their places among all blocks."""
    texts = ((place, block, text_of(block)) for place, block in enumerate(blocks))
    return [
        passage(place, _GROUPS.get(block.type, "text"), text)
        for place, block, text in texts
        if text is not None
    ]


def text_of(block: Block) -> str | None:
    """A block's whole text: a list and a table by lines, a quotation with its source."""
    if block.type == "image":
        return None
    if block.type == "embed":
        return block.url or block.provider or ""
    text = lines_of(block) or block.text or ""
    cite = block.cite if block.cite and block.cite not in text else None
    return f"{text}\n{cite}" if cite else text


def match(old: Sequence[Passage], new: Sequence[Passage]) -> Matched:
    """Pairs, moves, splits and merges of two sequences of passages."""
    pairs = pairs_of(old, new)
    split = splits(old, new, pairs)
    used = {one.one for one in split}
    pairs = [pair for pair in pairs if pair.old not in used]
    merged = splits(new, old, swapped(pairs))
    used = {one.one for one in merged}
    pairs = [pair for pair in pairs if pair.new not in used]
    off = _out_of_order(pairs, [*_places(split), *_swapped_places(merged)], old)
    weak = {pair for pair in off if pair.likeness < _LEAST_LIKE_MOVED}
    kept = tuple(pair for pair in pairs if pair not in weak)
    return Matched(old, new, kept, frozenset(off - weak), tuple(split), tuple(merged))


def _places(split: Sequence[Regrouping]) -> list[Pair]:
    return [Pair(one.one, one.parts[0], 1.0) for one in split]


def _swapped_places(merged: Sequence[Regrouping]) -> list[Pair]:
    return [Pair(one.parts[0], one.one, 1.0) for one in merged]


def _out_of_order(
    pairs: Sequence[Pair], regrouped: Sequence[Pair], old: Sequence[Passage]
) -> set[Pair]:
    """The pairs that moved; what was split or merged keeps the order with the others."""
    listed = sorted([*pairs, *regrouped])
    weights = [len(old[pair.old].text) for pair in listed]
    kept = staying([pair.new for pair in listed], weights)
    moved = {pair for index, pair in enumerate(listed) if index not in kept}
    return moved.intersection(pairs)


_Placed = tuple[tuple[float, int], Event]


def _pair_events(
    matched: Matched, old: Sequence[Block], new: Sequence[Block], language: str | None
) -> Iterator[_Placed]:
    for pair in matched.pairs:
        before, after = matched.old[pair.old], matched.new[pair.new]
        blocks = old[before.position], new[after.position]
        path, places = _path(after), (before.position, after.position)
        events = _text_events(before, after, blocks, pair in matched.moved, language)
        events += _link_events(blocks, before.text, after.text, path, places)
        yield from (((after.position, number), event) for number, event in enumerate(events))


def _text_events(
    before: Passage,
    after: Passage,
    blocks: tuple[Block, Block],
    moved: bool,
    language: str | None,
) -> list[Event]:
    """The block's own event, if any, and those of the facts in it."""
    path, places = _path(after), (before.position, after.position)
    words = compared_words(*blocks, (before.words, after.words))
    if before.text == after.text or same_words(*words):
        event = _same_words_event(before, after, blocks, moved)
        return [event] if event else []
    change = Change(*words)
    kind: EventType = "block_edited" if change.similarity >= _REWRITTEN else "block_rewritten"
    facts = []
    if before.group == "text":
        rewritten = kind == "block_rewritten"
        quoted = blocks[1].type == "quote" and blocks[0].text != blocks[1].text
        facts = fact_events(
            Changed(change, language, quoted=quoted, rewritten=rewritten), path, places
        )
    own = "block_moved" if moved else kind
    found = shifted(*blocks)
    if found is None:
        event = change_event(own, path, change, places=places, detail=among(facts))
    else:
        event = _shifted_event(own, path, change, places, found)
    return [event, *facts]


def _shifted_event(
    kind: EventType, path: str, change: Change, places: tuple[int, int], found: tuple[Extent, str]
) -> Event:
    """The event of a list or table whose words stand in other items or cells."""
    extent, detail = found
    old, new, spans = change.old.text, change.new.text, change.spans
    alike = change.similarity
    return built(
        kind, path, old, new, spans, places=places, alike=alike, extent=extent, detail=detail
    )


def _same_words_event(
    before: Passage, after: Passage, blocks: tuple[Block, Block], moved: bool
) -> Event | None:
    path, places = _path(after), (before.position, after.position)
    form = _form_change(*blocks)
    kind: EventType | None = "block_moved" if moved else "block_edited" if form else None
    if kind is not None:
        spans = typographic_spans(before.text, after.text)
        tells = "quote" in (blocks[0].type, blocks[1].type) and blocks[0].type != blocks[1].type
        return built(
            kind, path, before.text, after.text, spans, places=places, alike=1.0, detail=form,
            extent=None if moved or tells else UNCHANGED,
        )  # fmt: skip
    if before.text != after.text:
        return typographic_event(path, before.text, after.text, places=places)
    return None


def _form_change(old: Block, new: Block) -> str | None:
    """What differs besides the words: paragraph or heading, level, order of a list."""
    if old.type != new.type:
        return f"the words are the same, the {old.type} became a {new.type}"
    if (old.level, old.ordered) != (new.level, new.ordered):
        return f"the words are the same, the {new.type} has another form"
    return None


def _link_events(
    blocks: tuple[Block, Block], old: str, new: str, path: str, places: tuple[int, int]
) -> list[Event]:
    before, after = _addresses(blocks[0]), _addresses(blocks[1])
    lost = [url for key, url in before.items() if key not in after]
    gained = [url for key, url in after.items() if key not in before]
    if not lost and not gained:
        return []
    detail = f"{', '.join(lost[:2]) or '(none)'} → {', '.join(gained[:2]) or '(none)'}"
    spans = (Span(_op(lost, gained), "\n".join(lost), "\n".join(gained)),)
    return [built("link_changed", path, old, new, spans, places=places, detail=detail)]


def _addresses(block: Block) -> dict[str, str]:
    """A block's links, each by the address that stays when tracking parameters are left out."""
    return {without_tracking(link.url): link.url for link in block.links}


def _op(lost: list[str], gained: list[str]) -> Op:
    if lost and gained:
        return "replace"
    return "delete" if lost else "insert"


def _regroup_events(matched: Matched, language: str | None) -> Iterator[_Placed]:
    for one in matched.split:
        parts = joined([matched.new[index] for index in one.parts])
        yield from _regrouped("block_split", matched.old[one.one], parts, language)
    for one in matched.merged:
        parts = joined([matched.old[index] for index in one.parts])
        yield from _regrouped("block_merged", parts, matched.new[one.one], language)


def _regrouped(
    kind: EventType, before: Passage, after: Passage, language: str | None
) -> Iterator[_Placed]:
    path, places = _path(after), (before.position, after.position)
    change = Change(before.words, after.words)
    facts = fact_events(Changed(change, language), path, places) if change.hunks else []
    if same_words(before.words, after.words):
        spans = change.spans
        text = (before.text, after.text)
        same = "the words are the same"
        event = built(kind, path, *text, spans, places=places, alike=change.similarity, detail=same)
    else:
        event = change_event(kind, path, change, places=places, detail=among(facts))
    events = [event, *facts]
    yield from (((after.position, number), event) for number, event in enumerate(events))


def _added_and_removed(matched: Matched) -> Iterator[_Placed]:
    old_known = {pair.old: pair.new for pair in matched.pairs}
    new_known = set(old_known.values())
    for one in matched.split:
        old_known[one.one] = one.parts[0]
        new_known.update(one.parts)
    for one in matched.merged:
        old_known.update(dict.fromkeys(one.parts, one.one))
        new_known.add(one.one)
    for index, added in enumerate(matched.new):
        if index not in new_known:
            kind = _ADDED.get(added.group, "block_added")
            places = (None, added.position)
            event = whole_event(kind, _path(added), None, added.text, places=places)
            yield (added.position, 0), event
    yield from _removed(matched, old_known)


def _removed(matched: Matched, known: dict[int, int]) -> Iterator[_Placed]:
    moved = {pair.old for pair in matched.moved}
    after = -1.0
    for index, gone in enumerate(matched.old):
        if index in known and index not in moved:
            after = matched.new[known[index]].position
        elif index not in known:
            kind = _REMOVED.get(gone.group, "block_removed")
            places = (gone.position, None)
            event = whole_event(kind, _path(gone), gone.text, None, places=places)
            yield (after + 0.5, index), event


def _path(one: Passage) -> str:
    return f"/body/blocks/{one.position}"
