"""Edits of a body: each plants one into a draft, and says whether it could."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping

from archive.records import Block
from tests.archive.diff.edits import close, texts
from tests.archive.diff.edits.draft import TEXTUAL, Draft, Piece, unique_order, with_text
from tests.archive.diff.edits.language import NEGATORS, joiner, outside, quoted, sentences
from tests.archive.diff.edits.texts import Donor

Planting = Callable[[Draft, Donor], bool]
_FACTS = ("number_changed", "name_changed", "quote_changed", "negation_changed")


def _edited(edit: texts.Edit, *kinds: str, least: int = 1) -> Planting:
    """Plants an edit of one block's text."""

    def plant(draft: Draft, donor: Donor) -> bool:
        for piece in draft.free(least)[:12]:
            text = _of_part(edit, draft, piece.block, donor)
            if text is not None and not _is_there(draft, text) and _is_clear(text):
                piece.block = with_text(piece.block, text)
                piece.touched = True
                piece.kinds = (*kinds, *_also_quoted(draft.old[piece.origins[0]], text, kinds))
                return True
        return False

    return plant


def _is_clear(text: str) -> bool:
    """Whether it can be told what of the text is quoted."""
    return outside(text) is not None


def _also_quoted(old: Block, new: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """quote_changed, where the words that an edit changed stand in quotation marks."""
    if {"quote_changed", "typographic_changed"} & set(kinds):
        return ()
    changed = old.type == "quote" or quoted(old.text or "") != quoted(new)
    return ("quote_changed",) if changed else ()


def _of_part(edit: texts.Edit, draft: Draft, block: Block, donor: Donor) -> str | None:
    """The edited text of a block; of a list or a table one line of it is edited."""
    text = block.text or ""
    if block.items is None and block.rows is None:
        return edit(draft.chance, text, donor)
    lines = text.split("\n")
    if (len(lines), text) != (len(block.items or block.rows or ()), "\n".join(lines)):
        return None
    place = draft.chance.randrange(len(lines))
    edited = edit(draft.chance, lines[place], donor)
    if edited is None or "\n" in edited:
        return None
    return "\n".join([*lines[:place], edited, *lines[place + 1 :]])


def _is_there(draft: Draft, text: str) -> bool:
    return any(one.block.text == text for one in draft.pieces)


def insert(draft: Draft, donor: Donor) -> bool:
    """A paragraph that is not in the article."""
    block = _new_block(draft, donor)
    places = [at for at in range(len(draft.pieces) + 1) if not _inside_split(draft, at)]
    if block is None:
        return False
    place = draft.chance.choice(places)
    draft.pieces.insert(place, Piece(block, (), ("block_added",), touched=True))
    return True


def _new_block(draft: Draft, donor: Donor) -> Block | None:
    """One that was held out of the article, so that it has its subject, or one of other articles."""
    if draft.held_out:
        return draft.held_out.pop()
    if len(donor.sentences) < 3:
        return None
    chosen = draft.chance.sample(donor.sentences, draft.chance.randint(1, 3))
    return Block(type="paragraph", text=joiner(chosen[0]).join(chosen))


def _inside_split(draft: Draft, at: int) -> bool:
    if not 0 < at < len(draft.pieces):
        return False
    return bool(set(draft.pieces[at - 1].origins) & set(draft.pieces[at].origins))


def delete(draft: Draft, donor: Donor) -> bool:
    """A block goes; one is left."""
    free = draft.free()
    if len(free) < 3:
        return False
    piece = free[0]
    draft.gone.append(piece.origins[0])
    draft.pieces.pop(draft.index(piece))
    return True


def heavy(draft: Draft, donor: Donor) -> bool:
    for piece in draft.free(60, ("paragraph",))[:12]:
        old = piece.block.text or ""
        text = texts.heavy(draft.chance, old, donor)
        if text is not None:
            piece.block = with_text(piece.block, text)
            piece.kinds, piece.touched, piece.heavy = ("block_edited",), True, True
            piece.may = tuple(_carried(old, text))
            return True
    return False


def _carried(old: str, new: str) -> list[str]:
    """Kinds of facts that a rewrite took away or put in another place."""
    found = []
    if re.findall(r"\d+", old) != re.findall(r"\d+", new) or _spelled(old) != _spelled(new):
        found.append("number_changed")
    if re.findall(r"[A-ZА-Я]\w+", old) != re.findall(r"[A-ZА-Я]\w+", new):
        found.append("name_changed")
    if re.search("[“”„«»\"‘’'「」]", old + new):
        found.append("quote_changed")
    if _negators(old) != _negators(new) or re.search("[不没ない]", old + new):
        found.append("negation_changed")
    return found


def _spelled(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.lower()) if not texts.is_plain(word)]


def _negators(text: str) -> int:
    words = re.findall(r"\w+(?:['’]\w+)*", text.lower())
    return sum(1 for w in words if w in NEGATORS or w.endswith(("n't", "n’t")) or w[:2] == "n’")


def split(draft: Draft, donor: Donor) -> bool:
    """A paragraph in two or three, cut between sentences; sometimes a word of it is edited too."""
    for piece in draft.free(80, ("paragraph",))[:12]:
        parts = sentences(piece.block.text or "")
        if len(parts) < 2 or any(len(part) < 20 for part in parts):
            continue
        count = min(len(parts), draft.chance.choice([2, 2, 3]))
        cuts = sorted(draft.chance.sample(range(1, len(parts)), count - 1))
        glue = joiner(piece.block.text or "")
        runs = [glue.join(parts[a:b]) for a, b in zip([0, *cuts], [*cuts, len(parts)], strict=True)]
        if draft.chance.random() < 0.3:
            runs[0] = texts.light(draft.chance, runs[0], donor) or runs[0]
        at = draft.index(piece)
        blocks = [dataclasses.replace(piece.block, text=run, links=()) for run in runs]
        whole = piece.block.links
        blocks[0] = dataclasses.replace(blocks[0], links=whole)
        made = [Piece(block, piece.origins, touched=True) for block in blocks]
        made[0].kinds = ("block_split",)
        draft.pieces[at : at + 1] = made
        return True
    return False


def merge(draft: Draft, donor: Donor) -> bool:
    """Two neighbouring paragraphs in one."""
    for piece in draft.free(30, ("paragraph",)):
        at = draft.index(piece)
        after = draft.pieces[at + 1] if at + 1 < len(draft.pieces) else None
        if after is None or after.touched or after.block.type != "paragraph":
            continue
        if after.origins[0] != piece.origins[0] + 1:
            continue
        if len(after.block.text or "") < 30 or draft.is_repeated(after.block):
            continue
        first, second = piece.block.text or "", after.block.text or ""
        if draft.chance.random() < 0.3:
            second = texts.light(draft.chance, second, donor) or second
        links = (*piece.block.links, *after.block.links)
        block = Block(type="paragraph", text=f"{first}{joiner(first)}{second}", links=links)
        origins = (*piece.origins, *after.origins)
        draft.pieces[at : at + 2] = [Piece(block, origins, ("block_merged",), touched=True)]
        return True
    return False


def move(draft: Draft, donor: Donor) -> bool:
    """A block at least three texts away from where it stood."""
    for piece in draft.free(25)[:6]:
        if piece.block.type == "heading":
            continue
        before = list(draft.pieces)
        places = _far_from(draft, draft.index(piece))
        if not places:
            continue
        draft.pieces.remove(piece)
        draft.pieces.insert(draft.chance.choice(places), piece)
        piece.moved = True
        if unique_order(draft):
            piece.kinds, piece.touched = (*piece.kinds, "block_moved"), True
            return True
        draft.pieces, piece.moved = before, False
    return False


def _far_from(draft: Draft, at: int) -> list[int]:
    """Places at which the piece would have passed three others of text that stayed."""
    stays = [
        index
        for index, one in enumerate(draft.pieces)
        if index != at and one.origins and not one.moved and one.block.type in TEXTUAL
    ]
    places = []
    for target in range(len(draft.pieces)):
        low, high = min(at, target), max(at, target)
        passed = sum(1 for index in stays if low <= index <= high)
        if passed >= 3 and not _inside_split(draft, target if target < at else target + 1):
            places.append(target)
    return places


def _moved_with(edit: texts.Edit, *kinds: str) -> Planting:
    """Plants a block in another place with an edit of its text."""
    return lambda draft, donor: _move_and_edit(draft, donor, edit, kinds)


def _move_and_edit(draft: Draft, donor: Donor, edit: texts.Edit, kinds: tuple[str, ...]) -> bool:
    free = draft.free(40, ("paragraph",))
    for piece in free[:6]:
        edited = edit(draft.chance, piece.block.text or "", donor)
        others = [one for one in draft.pieces if one is not piece and not one.touched]
        if edited is None or not _is_clear(edited):
            continue
        for one in others:
            one.touched = True
        moved = move(draft, donor)
        for one in others:
            one.touched = False
        if moved:
            piece.block = with_text(piece.block, edited)
            also = _also_quoted(draft.old[piece.origins[0]], edited, ())
            piece.kinds = ("block_moved", *kinds, *also)
            return True
    return False


def sentence_moved(draft: Draft, donor: Donor) -> bool:
    """A sentence out of one paragraph into another: two edited texts, and no fact changed."""
    free = draft.free(60, ("paragraph",))
    giving = next((one for one in free if len(sentences(one.block.text or "")) >= 3), None)
    taking = next((one for one in free if one is not giving), None)
    if giving is None or taking is None:
        return False
    parts, text = sentences(giving.block.text or ""), taking.block.text or ""
    if any(outside(one) is None for one in (*parts, text)):
        return False
    taken = parts.pop(draft.chance.randrange(len(parts)))
    if not 25 <= len(taken) <= len(text) * 0.6 or len(joiner(text).join(parts)) < len(taken):
        return False
    giving.block = with_text(giving.block, joiner(text).join(parts))
    taking.block = with_text(taking.block, f"{text}{joiner(text)}{taken}")
    for one in (giving, taking):
        one.kinds, one.touched = ("block_edited",), True
    return True


def correction(draft: Draft, donor: Donor) -> bool:
    """A notice comes, at the end or at the top."""
    if len(donor.sentences) < 2:
        return False
    block = Block(type="correction", text=draft.chance.choice(donor.sentences))
    piece = Piece(block, (), ("correction_added",), touched=True)
    draft.pieces.insert(draft.chance.choice([0, len(draft.pieces)]), piece)
    return True


def correction_amended(draft: Draft, donor: Donor) -> bool:
    for piece in draft.pieces:
        if piece.block.type == "correction" and not piece.touched:
            edited = texts.light(draft.chance, piece.block.text or "", donor)
            if edited is not None:
                piece.block = with_text(piece.block, edited)
                piece.kinds, piece.touched = ("block_edited",), True
                return True
    return False


PLANTINGS: Mapping[str, Planting] = {
    "insert": insert,
    "delete": delete,
    "light": _edited(texts.light, "block_edited"),
    "heavy": heavy,
    "split": split,
    "merge": merge,
    "move": move,
    "move and edit": _moved_with(texts.number, "number_changed"),
    "number": _edited(texts.number, "block_edited", "number_changed"),
    "name": _edited(texts.name, "block_edited", "name_changed"),
    "quote": _edited(texts.quote, "block_edited", "quote_changed"),
    "sign": _edited(close.sign, "block_edited", "number_changed"),
    "name within": _edited(close.name_within, "block_edited", "name_changed"),
    "name alone": _edited(close.name_alone, "block_edited", "name_changed"),
    "quote wholly": _edited(close.quote_wholly, "block_edited", "quote_changed"),
    "move and word": _moved_with(texts.light),
    "scare quotes": _edited(texts.scare, "block_edited", "quote_changed"),
    "negation": _edited(texts.negation, "block_edited", "negation_changed"),
    "sentence in": _edited(texts.sentence_in, "block_edited"),
    "sentence moved": sentence_moved,
    "style": _edited(texts.restyled, "typographic_changed"),
    "correction": correction,
    "correction amended": correction_amended,
}
