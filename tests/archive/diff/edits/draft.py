"""A body under edit: which block of the earlier state each block of the later one came from."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.records import Block
from tests.archive.diff.edits.language import tokens

TEXTUAL = ("paragraph", "heading", "quote", "list", "table")


@dataclass(frozen=True, slots=True)
class Label:
    """An event that must be found: its type, the stream its path begins with, its two places."""

    kind: str
    stream: str
    old: int | None
    new: int | None


@dataclass(slots=True)
class Piece:
    """A block of the later state; `origins` are the places that it came from."""

    block: Block
    origins: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    """Events that it must give, before places are known."""
    may: tuple[str, ...] = ()
    moved: bool = False
    touched: bool = False
    heavy: bool = False


@dataclass
class Draft:
    """The body in work."""

    old: Sequence[Block]
    chance: random.Random
    pieces: list[Piece] = field(init=False)
    gone: list[int] = field(default_factory=list)
    held_out: list[Block] = field(default_factory=list)
    """Blocks of the article that neither state has yet."""
    repeated: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.pieces = [Piece(block, (place,)) for place, block in enumerate(self.old)]
        counted = Counter(" ".join((block.text or "").split()) for block in self.old)
        self.repeated = frozenset(text for text, count in counted.items() if count > 1)

    def free(self, least: int = 1, kinds: Sequence[str] = TEXTUAL) -> list[Piece]:
        """Blocks that nothing was done to yet, whose text stands once, in a chance order."""
        found = [
            piece
            for piece in self.pieces
            if not piece.touched
            and piece.block.type in kinds
            and len(piece.block.text or "") >= least
            and not self.is_repeated(piece.block)
        ]
        self.chance.shuffle(found)
        return found

    def is_repeated(self, block: Block) -> bool:
        return " ".join((block.text or "").split()) in self.repeated

    def index(self, piece: Piece) -> int:
        return next(at for at, one in enumerate(self.pieces) if one is piece)


def hold_out(
    blocks: Sequence[Block], chance: random.Random, most: int
) -> tuple[list[Block], list[Block]]:
    """(blocks that stay, paragraphs taken out): none that is nearly another one's text."""
    words = [set(tokens((block.text or "").lower())) - {" "} for block in blocks]
    places = [
        place
        for place, block in enumerate(blocks)
        if block.type == "paragraph" and len(block.text or "") >= 40
        and all(place == other or _shared(words[place], words[other]) < 0.5
                for other in range(len(blocks)))
    ]  # fmt: skip
    taken = set(chance.sample(places, min(most, len(places) // 4)))
    stays = [block for place, block in enumerate(blocks) if place not in taken]
    return stays, [blocks[place] for place in sorted(taken)]


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def with_text(block: Block, text: str) -> Block:
    """The block with another text; a list or a table keeps its shape."""
    if block.items is not None:
        return dataclasses.replace(block, text=text, items=tuple(text.split("\n")))
    if block.rows is not None:
        rows = tuple(tuple(line.split(" | ")) for line in text.split("\n"))
        return dataclasses.replace(block, text=text, rows=rows)
    return dataclasses.replace(block, text=text)


def labels_of(draft: Draft) -> tuple[set[tuple[int, int]], set[Label], set[Label]]:
    """Pairs of places, events that must be there, events that may."""
    pairs: set[tuple[int, int]] = set()
    must: set[Label] = set()
    may: set[Label] = set()
    for place, piece in enumerate(draft.pieces):
        textual = piece.block.type in (*TEXTUAL, "correction")
        if textual and not (piece.origins and draft.is_repeated(draft.old[piece.origins[0]])):
            pairs.update((origin, place) for origin in piece.origins)
        old = min(piece.origins) if piece.origins else None
        must.update(Label(kind, "body", old, place) for kind in piece.kinds)
        may.update(Label(kind, "body", old, place) for kind in piece.may)
    must.update(Label(_gone(draft.old[place]), "body", place, None) for place in draft.gone)
    return pairs, must, may


def _gone(block: Block) -> str:
    return "correction_removed" if block.type == "correction" else "block_removed"


def unique_order(draft: Draft) -> bool:
    """Whether the planted moves are the one smallest set of moves that explains the order."""
    placed = [piece for piece in draft.pieces if piece.origins and piece.block.type != "image"]
    everything = _once([min(piece.origins) for piece in placed])
    staying = _once([min(piece.origins) for piece in placed if not piece.moved])
    return staying == sorted(staying) and _longest(everything) == (len(staying), 1)


def _once(places: Sequence[int]) -> list[int]:
    """The parts of a split as one."""
    return list(dict.fromkeys(places))


def _longest(places: Sequence[int]) -> tuple[int, int]:
    """Length of the longest increasing subsequence, and how many there are (two at most)."""
    best: list[tuple[int, int]] = []
    for index, place in enumerate(places):
        before = [best[k] for k in range(index) if places[k] < place]
        length = max((one for one, _ in before), default=0)
        ways = sum(count for one, count in before if one == length) if before else 1
        best.append((length + 1, min(max(ways, 1), 2)))
    length = max((one for one, _ in best), default=0)
    return length, min(sum(count for one, count in best if one == length), 2)
