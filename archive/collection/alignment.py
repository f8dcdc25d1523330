"""Which of the comments now seen are those that were seen before: `align`.

Rules:
- comments with a platform's id are the same where the id is the same;
- without ids, comments are aligned by order and text: first equal (author, text) in sequence, then,
  between two that are aligned, the most similar text by the same author, as edited;
- what was shown before and is not shown now is `no_longer_shown` only where both threads were
  complete; `deleted` only where the page says so;
- an author's name that was not to be had at one of two visits is as it was at the other: that it
  becomes known is worth a line, and is no edit;
- counts of votes, depth, position and the wording of a relative date are no change worth a line;
  the text, the author's name and the state are;
- identical texts stay distinct, and the same page seen twice gives nothing.
Pure and deterministic.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from archive.digest import short_id
from archive.records import Comment

LEAST_SIMILAR = 60.0
"""Percent of likeness from which a text by the same author counts as edited."""
_MOST_PAIRS = 40_000
_GONE = ("no_longer_shown", "deleted")


def align(
    previous: Sequence[Comment],
    seen: Sequence[Comment],
    *,
    article_id: str,
    previous_complete: bool,
    seen_complete: bool,
) -> list[Comment]:
    """The lines to append: comments that are new, changed, returned or no longer shown.

    `previous` are the comments as they stood, in thread order, gone ones included (the last line of
    each). `seen` are those of the page, in thread order, with provisional ids; parents and roots
    name ids of `seen`. New and changed lines come first, in thread order, then those of comments
    that are gone, which keep their last capture: the caller knows better.
    """
    pairs = _pairs(previous, seen)
    ids = _lasting_ids(previous, seen, pairs, article_id)
    lines = []
    for index, comment in enumerate(seen):
        known = pairs.get(index)
        line = _line(comment, previous[known] if known is not None else None, ids, article_id)
        if line is not None:
            lines.append(line)
    if previous_complete and seen_complete:
        shown = set(pairs.values())
        lines += [
            dataclasses.replace(comment, state="no_longer_shown")
            for index, comment in enumerate(previous)
            if index not in shown and comment.state not in _GONE
        ]
    return lines


def placed_behind(known: Sequence[Comment], seen: Sequence[Comment]) -> list[Comment]:
    """The comments of a visit that asked only for newer ones, in their place in the whole thread:
    behind those that are known, and below the one that each of them answers."""
    by_id = {comment.comment_id: comment for comment in known}
    begin = max((comment.position for comment in known), default=-1) + 1
    placed: dict[str, Comment] = {}
    for comment in seen:
        parent = placed.get(comment.parent_id or "") or by_id.get(comment.parent_id or "")
        root = (parent.root_id or parent.comment_id) if parent else comment.root_id
        again = by_id.get(comment.comment_id)
        placed[comment.comment_id] = dataclasses.replace(
            comment,
            depth=parent.depth + 1 if parent else comment.depth,
            root_id=root,
            position=again.position if again else begin + comment.position,
        )
    return list(placed.values())


def derived_id(article_id: str, comment: Comment, occurrence: int) -> str:
    """The lasting id of a comment without a platform's; `occurrence` counts its equals from 0."""
    name, text = _key(comment)
    return "derived-" + short_id(
        article_id, name, text, comment.date_created_raw or "", str(occurrence)
    )


# --- which is which -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Gap:
    """A run of `previous` and a run of `seen` that stand between the same aligned comments."""

    previous: list[int]
    seen: list[int]


def _pairs(previous: Sequence[Comment], seen: Sequence[Comment]) -> dict[int, int]:
    """Index in `seen` -> index in `previous` of the same comment."""
    pairs = _by_platform_id(previous, seen)
    known = [index for index, comment in enumerate(previous) if comment.identity == "derived"]
    shown = [index for index in known if previous[index].state != "no_longer_shown"]
    gone = [index for index in known if previous[index].state == "no_longer_shown"]
    new = [index for index, comment in enumerate(seen) if comment.identity == "derived"]
    gaps = _by_sequence(previous, seen, shown, new, pairs)
    # equal texts first, wherever they stand: a likeness must not pull one away
    _by_equality(previous, seen, [*shown, *gone], new, pairs)
    for gap in gaps:
        _by_likeness(previous, seen, gap, pairs)
    return pairs


def _by_platform_id(previous: Sequence[Comment], seen: Sequence[Comment]) -> dict[int, int]:
    known = {
        _named(comment): index
        for index, comment in enumerate(previous)
        if comment.identity == "platform"
    }
    return {
        index: known[_named(comment)]
        for index, comment in enumerate(seen)
        if comment.identity == "platform" and _named(comment) in known
    }


def _named(comment: Comment) -> tuple[str, str]:
    """A comment's id at its platform; WordPress gives the same in its pages and by its API."""
    platform = "inline" if comment.provider == "wordpress" else comment.provider
    return platform, comment.comment_id


def _by_sequence(
    previous: Sequence[Comment],
    seen: Sequence[Comment],
    known: list[int],
    new: list[int],
    pairs: dict[int, int],
) -> list[_Gap]:
    """Pair equal comments in order; the gaps between them."""
    operations = LCSseq.opcodes(
        [_key(previous[index]) for index in known], [_key(seen[index]) for index in new]
    )
    gaps = [_Gap([], [])]
    for operation in operations:
        old = known[operation.src_start : operation.src_end]
        now = new[operation.dest_start : operation.dest_end]
        if operation.tag == "equal":
            pairs.update(zip(now, old, strict=True))
            gaps.append(_Gap([], []))
        else:
            gaps[-1].previous.extend(old)
            gaps[-1].seen.extend(now)
    return [gap for gap in gaps if gap.previous and gap.seen]


def _by_likeness(
    previous: Sequence[Comment], seen: Sequence[Comment], gap: _Gap, pairs: dict[int, int]
) -> None:
    """In a gap, pair texts of the same author by likeness, the most alike first."""
    taken = set(pairs.values())
    old = [index for index in gap.previous if index not in taken]
    now = [index for index in gap.seen if index not in pairs]
    if len(old) * len(now) > _MOST_PAIRS:
        return
    scored = [
        (-likeness, new, known)
        for new in now
        for known in old
        if (likeness := _likeness(previous[known], seen[new])) >= LEAST_SIMILAR
    ]
    for _, new, known in sorted(scored):
        if new not in pairs and known not in taken:
            pairs[new] = known
            taken.add(known)


def _by_equality(
    previous: Sequence[Comment],
    seen: Sequence[Comment],
    known: list[int],
    new: list[int],
    pairs: dict[int, int],
) -> None:
    """Pair equal comments that stand elsewhere now, or come back after being gone."""
    taken = set(pairs.values())
    places: dict[tuple[str, str], list[int]] = {}
    for index in known:
        if index not in taken:
            places.setdefault(_key(previous[index]), []).append(index)
    for index in new:
        if index not in pairs and (free := places.get(_key(seen[index]))):
            pairs[index] = free.pop(0)


def _key(comment: Comment) -> tuple[str, str]:
    return _name(comment), " ".join(comment.text.split())


def _name(comment: Comment) -> str:
    return (comment.author.name or "") if comment.author is not None else ""


def _likeness(one: Comment, other: Comment) -> float:
    """0 to 100 for texts of one author; a placeholder is least like anything."""
    if "deleted" in (one.state, other.state):
        return LEAST_SIMILAR
    if _name(one) != _name(other):
        return 0.0
    return fuzz.ratio(one.text, other.text)


# --- ids ----------------------------------------------------------------------------------------


def _lasting_ids(
    previous: Sequence[Comment],
    seen: Sequence[Comment],
    pairs: dict[int, int],
    article_id: str,
) -> dict[str, str]:
    """The provisional id of every comment of the page -> its lasting id."""
    taken = {comment.comment_id for comment in previous}
    occurrences: Counter[tuple[str, str, str]] = Counter()
    ids: dict[str, str] = {}
    for index, comment in enumerate(seen):
        known = pairs.get(index)
        if known is not None:
            ids[comment.comment_id] = previous[known].comment_id
        elif comment.identity == "platform":
            ids[comment.comment_id] = comment.comment_id
        else:
            same = (*_key(comment), comment.date_created_raw or "")
            ids[comment.comment_id] = _free_id(article_id, comment, occurrences, same, taken)
    return ids


def _free_id(
    article_id: str,
    comment: Comment,
    occurrences: Counter[tuple[str, str, str]],
    same: tuple[str, str, str],
    taken: set[str],
) -> str:
    while True:
        made = derived_id(article_id, comment, occurrences[same])
        occurrences[same] += 1
        if made not in taken:
            taken.add(made)
            return made


# --- lines --------------------------------------------------------------------------------------


def _line(
    comment: Comment, known: Comment | None, ids: dict[str, str], article_id: str
) -> Comment | None:
    """The line of a comment of the page; None where nothing of it changed."""
    line = dataclasses.replace(
        comment,
        article_id=article_id,
        comment_id=ids[comment.comment_id],
        parent_id=_mapped(comment.parent_id, ids),
        root_id=_mapped(comment.root_id, ids),
    )
    if known is None:
        return line
    if line.state == "deleted":
        if known.state == "deleted":
            return None
        # what it said and who said it stays in the record; the page only shows that it is gone
        return dataclasses.replace(
            line,
            text=known.text,
            html=known.html,
            author=known.author,
            date_created=known.date_created,
            date_created_raw=known.date_created_raw,
        )
    is_named = _is_unnamed(known, line)
    if _is_unnamed(line, known):
        line = dataclasses.replace(line, author=known.author)
    # read in another way, the same words may read otherwise: that is no edit
    changed = _said(line, is_named) != _said(known, is_named) and line.provider == known.provider
    is_same = not changed and not is_named
    if is_same and known.state not in _GONE and line.state in ("visible", known.state):
        return None
    edited = changed or "edited" in (line.state, known.state)
    # a date counted back from the first capture is nearer to the truth than a later one
    return dataclasses.replace(
        line,
        state="edited" if edited else "visible",
        date_created=known.date_created or line.date_created,
    )


def _is_unnamed(one: Comment, other: Comment) -> bool:
    """Whether both are of one author, whose name only the other has."""
    if one.author is None or other.author is None or one.author.id is None:
        return False
    return one.author.id == other.author.id and not _name(one) and bool(_name(other))


def _said(comment: Comment, but_name: bool) -> tuple[str, str]:
    """What is compared: who said what; `but_name`: only what."""
    name, text = _key(comment)
    return ("" if but_name else name), text


def _mapped(provisional: str | None, ids: dict[str, str]) -> str | None:
    return ids.get(provisional, provisional) if provisional is not None else None
