"""The sentences of two bodies and which is which: for research, where a paragraph is too coarse.

A sentence is paired like a paragraph is (archive.diff.body.match): equal words first, then likeness;
pairs off the longest increasing subsequence moved. Where sentences end is sentencex's to say, by the
rules of the language; a line ends one always, and so does the end of a stretch of LONGEST characters:
what sentencex takes grows with the square of its text and more where quotes are not closed.

The labels are those of the NewsEdits work (Spangher et al., NAACL 2022): add, delete, edit, refactor
(a sentence that stands elsewhere among those that stayed), beside `same` for what did not change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sentencex import segment

from archive.diff.body import Matched, match, text_of
from archive.diff.passages import Passage, joined, passage, similarity
from archive.records import Block

Label = Literal["same", "add", "delete", "edit", "refactor"]

LABELS: tuple[Label, ...] = ("same", "edit", "refactor", "add", "delete")
LONGEST = 4000
"""Characters of a line that are looked at together: more than a paragraph has."""
_ENDS = (". ", "! ", "? ", "。", " ")
_UNKNOWN = "en"
"""Whose rules hold for a page that names no language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence and the place of its block among the body's blocks, 0-based."""

    block: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Sentences of the earlier text that stand against those of the later: places, 0-based.

    One against one; one against several where a sentence was split, several against one where
    sentences were merged; none on the side that does not have it.
    """

    label: Label
    old: tuple[int, ...]
    new: tuple[int, ...]
    similarity: float | None
    """0 to 1: the share of words that stayed, in order; None for an addition or a deletion."""
    edited: bool
    """Whether the words differ: a sentence that moved may have been edited too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """Two bodies sentence by sentence; every sentence is in exactly one alignment."""

    old: tuple[Sentence, ...]
    new: tuple[Sentence, ...]
    alignments: tuple[Alignment, ...]
    """In the order of the later text, what is gone where it was."""


def aligned(old: Sequence[Block], new: Sequence[Block], language: str | None) -> Aligned:
    """The sentences of two bodies, paired. Embeds and images have none."""
    before = tuple(sentences_of_blocks(old, language))
    after = tuple(sentences_of_blocks(new, language))
    matched = match(_passages(before), _passages(after))
    found = [*_pairs(matched), *_regrouped(matched)]
    found += _left(found, len(before), len(after))
    return Aligned(old=before, new=after, alignments=tuple(_in_order(found)))


def sentences_of_blocks(blocks: Sequence[Block], language: str | None) -> Iterator[Sentence]:
    """The sentences of a body, block by block."""
    for place, block in enumerate(blocks):
        text = None if block.type in ("image", "embed") else text_of(block)
        for sentence in sentences_of(text or "", language):
            yield Sentence(block=place, text=sentence)


def sentences_of(text: str, language: str | None) -> list[str]:
    """The sentences of a text, without the white space around them."""
    code = (language or _UNKNOWN).replace("_", "-").partition("-")[0].strip().lower()
    stretches = (each for line in text.splitlines() for each in _stretches(line))
    found = (each.strip() for stretch in stretches for each in segment(code, stretch))
    return [each for each in found if each]


def _stretches(line: str) -> Iterator[str]:
    """A line in parts that are short enough: cut behind a sentence, else a word, else anywhere."""
    begin = 0
    while len(line) - begin > LONGEST:
        end = begin + LONGEST
        cuts = (line.rfind(mark, begin + LONGEST // 2, end) + len(mark) for mark in _ENDS)
        cut = next((cut for mark, cut in zip(_ENDS, cuts, strict=True) if cut >= len(mark)), end)
        yield line[begin:cut]
        begin = cut
    yield line[begin:]


def _passages(sentences: Sequence[Sentence]) -> list[Passage]:
    return [passage(place, "text", one.text) for place, one in enumerate(sentences)]


def _pairs(matched: Matched) -> Iterator[Alignment]:
    for pair in matched.pairs:
        before, after = matched.old[pair.old], matched.new[pair.new]
        yield _alignment((before,), (after,), moved=pair in matched.moved)


def _regrouped(matched: Matched) -> Iterator[Alignment]:
    for one in matched.split:
        yield _alignment((matched.old[one.one],), [matched.new[part] for part in one.parts])
    for one in matched.merged:
        yield _alignment([matched.old[part] for part in one.parts], (matched.new[one.one],))


def _alignment(old: Sequence[Passage], new: Sequence[Passage], *, moved: bool = False) -> Alignment:
    before, after = joined(old).words, joined(new).words
    edited = before.keys != after.keys or len(old) != len(new)
    return Alignment(
        label="refactor" if moved else "edit" if edited else "same",
        old=tuple(one.position for one in old),
        new=tuple(one.position for one in new),
        similarity=round(similarity(before, after), 3),
        edited=edited,
    )


def _left(found: Sequence[Alignment], old: int, new: int) -> list[Alignment]:
    known = {place for one in found for place in one.old}
    gone = [_alone("delete", (place,), ()) for place in range(old) if place not in known]
    known = {place for one in found for place in one.new}
    return gone + [_alone("add", (), (place,)) for place in range(new) if place not in known]


def _alone(label: Label, old: tuple[int, ...], new: tuple[int, ...]) -> Alignment:
    return Alignment(label=label, old=old, new=new, similarity=None, edited=False)


def _in_order(found: Sequence[Alignment]) -> list[Alignment]:
    """By place in the later text; what is gone after the sentence that it followed."""
    follows = {place: one.new[0] for one in found if one.new for place in one.old}
    moved = {place for one in found if one.label == "refactor" for place in one.old}
    gone = {one.old[0] for one in found if not one.new}
    after = -1
    ends: dict[int, int] = {}
    for place in sorted(follows.keys() | gone):
        if place in gone:
            ends[place] = after
        elif place not in moved:
            after = follows[place]
    return sorted(found, key=lambda one: _place(one, ends))


def _place(one: Alignment, ends: Mapping[int, int]) -> tuple[int, int]:
    return (one.new[0], -1) if one.new else (ends[one.old[0]], one.old[0])
