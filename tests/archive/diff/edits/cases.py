"""Cases: an article, its edited state, and what must be found between them."""

from __future__ import annotations

import dataclasses
import random
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.records import Article, Body
from tests.archive.diff.edits.around import ALONE, AROUND
from tests.archive.diff.edits.blocks import PLANTINGS
from tests.archive.diff.edits.draft import TEXTUAL, Draft, Label, hold_out, labels_of, unique_order
from tests.archive.diff.edits.texts import Donor

_MIRRORED = {
    "block_added": "block_removed",
    "block_removed": "block_added",
    "block_split": "block_merged",
    "block_merged": "block_split",
    "correction_added": "correction_removed",
    "correction_removed": "correction_added",
    "image_added": "image_removed",
    "image_removed": "image_added",
}
_DONORS = 12
_MOST_BLOCKS = 400


@dataclass(frozen=True, slots=True)
class Case:
    """Two states and their labels. `planted` names the edits, for a report."""

    name: str
    old: Article
    new: Article
    planted: tuple[str, ...]
    pairs: frozenset[tuple[int, int]]
    heavy: frozenset[tuple[int, int]]
    """Those of the pairs that are heavy rewrites."""
    uncertain: frozenset[int]
    """Places of the earlier body whose text stands there twice: their pairs are not scored."""
    must: frozenset[Label]
    may: frozenset[Label]


def cases_of(articles: Sequence[tuple[str, Article]], seed: int, most: int = 3) -> Iterator[Case]:
    """Cases of each article: with one edit, and with several at once. `most` per article."""
    shelves = _shelves([article for _, article in articles])
    for name, article in articles:
        chance = random.Random(zlib.crc32(f"{seed} {name}".encode()))
        donor = _donor(chance, article, shelves)
        kinds = [*PLANTINGS, *AROUND]
        chance.shuffle(kinds)
        for number in range(most):
            wanted = (
                kinds[number : number + 1]
                if number % 3
                else chance.choices(kinds, k=_many(article))
            )
            case = _case(f"{name} {seed}.{number}", article, wanted, chance, donor)
            if case is not None:
                yield _mirrored(case) if chance.random() < 0.4 else case


def _many(article: Article) -> int:
    return max(2, min(12, len(article.body.blocks) // 4))


Shelves = Mapping[str, Sequence[Article]]


def language_of(article: Article) -> str:
    return (article.in_language or "").lower().partition("-")[0]


def _shelves(articles: Sequence[Article]) -> Shelves:
    shelves: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        shelves[language_of(article)].append(article)
    return shelves


def _donor(chance: random.Random, article: Article, shelves: Shelves) -> Donor:
    language = language_of(article)
    others = [
        one
        for one in shelves[language]
        if one.url.split("/")[2:3] != article.url.split("/")[2:3] or "example" in one.url
    ]
    others = [one for one in others if one is not article]
    chosen = chance.sample(others, min(len(others), _DONORS))
    own = [block.text or "" for block in article.body.blocks]
    known = {sentence for text in own for sentence in [text]}
    given = [
        block.text
        for one in chosen
        for block in one.body.blocks
        if block.type == "paragraph" and block.text and block.text not in known
    ]
    return Donor(language, given, own)


def _case(
    name: str, article: Article, wanted: Sequence[str], chance: random.Random, donor: Donor
) -> Case | None:
    if sum(block.type in TEXTUAL for block in article.body.blocks) < 3:
        return None
    blocks, held_out = hold_out(
        article.body.blocks[:_MOST_BLOCKS], chance, chance.choice([0, 2, 4])
    )
    article = dataclasses.replace(article, body=Body(blocks=tuple(blocks)))
    draft = Draft(blocks, chance, held_out=held_out)
    planted = [kind for kind in wanted if kind in PLANTINGS and PLANTINGS[kind](draft, donor)]
    edited, around, done = _around(
        article, [kind for kind in wanted if kind in AROUND], chance, donor
    )
    planted += done
    if not planted or not unique_order(draft):
        return None
    pairs, must, may = labels_of(draft)
    new = dataclasses.replace(
        edited, body=Body(blocks=tuple(piece.block for piece in draft.pieces))
    )
    uncertain = frozenset(
        place for place, block in enumerate(draft.old) if draft.is_repeated(block)
    )
    heavy = {(piece.origins[0], place) for place, piece in enumerate(draft.pieces) if piece.heavy}
    return Case(
        name, article, new, tuple(planted), frozenset(pairs), frozenset(heavy), uncertain,
        frozenset(must | around), frozenset(may),
    )  # fmt: skip


def _around(
    article: Article, wanted: Sequence[str], chance: random.Random, donor: Donor
) -> tuple[Article, set[Label], list[str]]:
    """(the article, labels, kinds) with the edits around the body; each stands for itself."""
    labels: set[Label] = set()
    done: list[str] = []
    for kind in dict.fromkeys(wanted):
        made = AROUND[kind](chance, article, donor)
        if made is None or not _apart(labels, made[1], kind in ALONE or bool(ALONE & set(done))):
            continue
        article = made[0]
        labels |= made[1]
        done.append(kind)
    return article, labels, done


def _apart(before: set[Label], now: set[Label], alone: bool) -> bool:
    """Whether labels touch other places; with `alone`, other streams."""
    if alone:
        return not {one.stream for one in before} & {one.stream for one in now}
    return not {(one.stream, one.new) for one in before} & {(one.stream, one.new) for one in now}


def _mirrored(case: Case) -> Case:
    """The case seen the other way: what came goes, what was split is merged."""
    uncertain = {j for i, j in _text_places(case)}
    return Case(
        f"{case.name} mirrored",
        case.new,
        case.old,
        case.planted,
        frozenset((j, i) for i, j in case.pairs),
        frozenset((j, i) for i, j in case.heavy),
        frozenset(uncertain),
        frozenset(map(_turned, case.must)),
        frozenset(map(_turned, case.may)),
    )


def _text_places(case: Case) -> Iterator[tuple[int, int]]:
    """Places of both states with a text that stands twice in the earlier one."""
    texts = {case.old.body.blocks[i].text: i for i in case.uncertain}
    for j, block in enumerate(case.new.body.blocks):
        if block.text in texts:
            yield texts[block.text], j


def _turned(label: Label) -> Label:
    return Label(_MIRRORED.get(label.kind, label.kind), label.stream, label.new, label.old)
