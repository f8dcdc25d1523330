"""What `diff` was asked to compare: states of an article, of two articles, or of two files."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

import click

from archive.cli.from_file import state_of_file
from archive.cli.named import is_there
from archive.collection import Collection
from archive.diff import Comparison
from archive.diff.apart import compare_apart, translated
from archive.diff.state import State
from archive.errors import BadInput
from archive.printable import one_line
from archive.records import Capture
from archive.sights import Sight, between, sight, sights


@dataclass(frozen=True, slots=True)
class Asked:
    """The command's words."""

    named: tuple[str, ...]
    """One or two of: an article's URL or id, a file."""
    from_: str | None
    to: str | None
    url: str | None
    """The address that the pages in files had."""
    collection: Path


@dataclass(frozen=True, slots=True)
class Found:
    """A comparison and the two states it is of."""

    comparison: Comparison
    old: State
    new: State
    remark: str | None = None
    """Why there is nothing to compare."""


def found(asked: Asked, context: click.Context) -> Found:
    """The comparison asked for. Raises ArchiveError."""
    files = [is_file(name) for name in asked.named]
    _check(asked, files)
    if all(files):
        return _apart(*(_of_file(name, asked, context) for name in asked.named))
    with Collection.open(asked.collection) as collection:
        if any(files):
            return _apart(*_mixed(collection, asked, files, context))
        return _of_collection(collection, asked)


def _check(asked: Asked, files: list[bool]) -> None:
    """Raises BadInput for words that do not go together."""
    if len(asked.named) > 2:
        raise BadInput("at most two articles or files can be compared")
    if files == [True]:
        raise BadInput(f"{asked.named[0]}: compared with what? Name another file, or a URL")
    if asked.named.count("-") > 1:
        raise BadInput("standard input can be read once only: name a file for the other side")
    if all(files) and (asked.from_ or asked.to):
        raise BadInput("--from and --to choose revisions of a collection; a file has none")
    if asked.url and not any(files):
        raise BadInput("--url is the address of a page in a file; no file is named")


def is_file(name: str) -> bool:
    """Whether a name is that of a file: what has a scheme never is, an id only where there is one."""
    return name == "-" or (
        "://" not in name and (is_there(name) or name.lower().endswith(_ENDINGS))
    )


_ENDINGS = (".html", ".htm", ".xhtml", ".json", ".jsonl")
"""Of names that were meant as files, though there are none of that name."""


@dataclass(frozen=True, slots=True)
class _Side:
    state: State
    number: int | None = None
    file: str | None = None


def _of_file(name: str, asked: Asked, context: click.Context) -> _Side:
    named = [each for each in asked.named if each != "-" and is_file(each)]
    base = asked.url or (Path(named[0]).resolve().as_uri() if named else "about:blank")
    return _Side(state_of_file(name, base, context), file="standard input" if name == "-" else name)


def _mixed(
    collection: Collection, asked: Asked, files: list[bool], context: click.Context
) -> list[_Side]:
    return [
        _of_file(name, asked, context) if file else _of_article(collection, name, which)
        for name, file, which in zip(asked.named, files, (asked.from_, asked.to), strict=True)
    ]


def _of_article(collection: Collection, url: str, which: str | None) -> _Side:
    one = sight(collection, collection.find_article(url), which)
    return _Side(_state(collection, one), number=one.revision.number)


def _of_collection(collection: Collection, asked: Asked) -> Found:
    ids = [collection.find_article(url) for url in asked.named]
    if len(set(ids)) > 1:
        sides = zip(asked.named, (asked.from_, asked.to), strict=True)
        return _apart(*(_of_article(collection, url, which) for url, which in sides))
    old, new = sights(collection, ids[0], asked.from_, asked.to)
    comparison = between(collection, old, new)
    before = _state(collection, old, comparison.from_side.capture)
    after = _state(collection, new, comparison.to_side.capture)
    return Found(comparison, before, after, _remark(collection, old, new))


def _state(collection: Collection, one: Sight, capture: Capture | None = None) -> State:
    """The state with the comments as they stood at the capture, else at its own."""
    seen = one.seen
    moment = (capture or seen.capture).fetched_at
    return State(seen.article, tuple(collection.comments(seen.article_id, moment)))


def _remark(collection: Collection, old: Sight, new: Sight) -> str | None:
    if old.revision.number != new.revision.number:
        return None
    known = len(collection.revisions(new.revision.article_id))
    if known == 1:
        one = "This article has only one revision"
    else:
        one = f"Both sides are revision {new.revision.number} of {known}"
    return f"{one}: nothing to compare."


def _apart(old: _Side, new: _Side) -> Found:
    """Two records that may be of one article or of two. Raises BadInput for translations."""
    languages = translated(old.state.article, new.state.article)
    if languages is not None:
        raise BadInput(
            "these are translations, not editions of one text "
            f"({one_line(languages)}): a comparison word by word says nothing; "
            "`microfiche show` prints each"
        )
    comparison = compare_apart(old.state, new.state)
    sides = (
        dataclasses.replace(told, number=side.number, file=side.file)
        for told, side in ((comparison.from_side, old), (comparison.to_side, new))
    )
    from_side, to_side = sides
    comparison = dataclasses.replace(comparison, from_side=from_side, to_side=to_side)
    return Found(comparison, old.state, new.state)
