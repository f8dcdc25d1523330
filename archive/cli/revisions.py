"""`microfiche revisions URL`: the distinct states of an article and when each was seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from archive.cli.lineage import Member, lineage
from archive.cli.options import collection_option, json_option, out, print_json_lines
from archive.cli.tables import print_table, when
from archive.collection import Collection
from archive.diff import Comparison
from archive.diff.headings import moment
from archive.diff.ranking import told
from archive.diff.size import size_of
from archive.history import NOISE_NOT_SOUGHT, Step, edit_of
from archive.printable import one_line
from archive.records import as_json

_COLUMNS = (
    "rev.",
    "first seen (UTC)",
    "last seen (UTC)",
    "captures",
    "what changed",
    "words",
    "weight",
    "said",
    "revision id",
)
_WIDE = 110
"""Columns of a terminal from which on there is room for ids."""


@click.command("revisions")
@click.argument("url")
@json_option
@collection_option
def command(url: str, as_json: bool, collection_dir: Path) -> None:
    """List an article's revisions, oldest first, with what changed in each.

    URL is the article's address or id. A row says when a state was first and last seen and in how many
    captures, what changed in it and how many words, how much the weightiest change weighs (0 to 1),
    and whether the outlet declared it. Rows without a number say when the page was gone, and back.
    Visits that found only the comments changed are named below the table; they make no revision.
    """
    with Collection.open(collection_dir) as collection:
        members = lineage(collection, collection.find_article(url))
        if as_json:
            print_json_lines(map(_line, members))
        else:
            _print(members)


def _print(members: Iterable[Member]) -> None:
    console = out()
    notes: list[str] = []
    rows = _rows(members, notes)
    if console.is_terminal:
        console.print(_table(rows, console.width >= _WIDE))
    else:
        print_table(console, _COLUMNS, rows)
    for note in notes:
        click.echo(note)


def _table(rows: Iterable[tuple[str, ...]], wide: bool) -> Table:
    """For a terminal of 80 columns: both times below each other."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("rev.", justify="right")
    table.add_column("seen (UTC)", no_wrap=True)
    table.add_column("captures", justify="right")
    table.add_column("what changed", overflow="fold")
    for name in _COLUMNS[5:] if wide else _COLUMNS[5:-1]:
        table.add_column(name, no_wrap=True)
    for number, first, last, *fields in rows:
        seen = first if first == last else f"{first} –\n{last}"
        shown = fields if wide else fields[:-1]
        table.add_row(*map(Text, (number, seen, *shown)))
    return table


def _rows(members: Iterable[Member], notes: list[str]) -> Iterator[tuple[str, ...]]:
    """A row a revision, and one for each time the page went or came back between them."""
    comments: list[str] = []
    for member in members:
        yield _row(member)
        if member.step and NOISE_NOT_SOUGHT in member.step.comparison.notes:
            notes[:] = [NOISE_NOT_SOUGHT, *(one for one in notes if one != NOISE_NOT_SOUGHT)]
        yield from map(_presence_row, member.presence)
        comments += map(moment, member.comments_changed_at)
        if member.origin.is_imported:
            name = one_line(member.revision.capture.warc_filename)
            number = member.revision.number
            notes.append(f"Revision {number} was imported ({name}), not crawled here.")
    if comments:
        notes.insert(0, f"Only the comments changed: {', '.join(comments)}.")


def _row(member: Member) -> tuple[str, ...]:
    revision = member.revision
    return (
        str(revision.number),
        when(revision.first_observed),
        when(revision.last_observed),
        str(member.captures),
        *(_changed(member.step) if revision.number > 1 else ("first seen", "-", "-", "-")),
        revision.revision_id,
    )


def _changed(step: Step | None) -> tuple[str, str, str, str]:
    if step is None:
        return "nothing told", "-", "0.00", "-"
    edit, size = edit_of(step), size_of(step.edits)
    words = f"+{size.added} -{size.removed}" if size.added or size.removed else "-"
    said = "-" if edit.said == "none" else edit.said
    return _what(step), words, f"{edit.significance:.2f}", said


def _what(step: Step) -> str:
    """The kinds of change; of one that went back and forth afterwards, how often."""
    again = step.again
    if again is None:
        return told(step.comparison.events)
    often = "once" if again.count == 1 else f"{again.count} times"
    return f"{told(step.comparison.events)}; back and forth {often} more"


def _presence_row(change: Comparison) -> tuple[str, ...]:
    """The two visits between which the page went or came back."""
    what = "taken down" if change.events[0].type == "article_taken_down" else "returned"
    between = when(change.observed.after), when(change.observed.before)
    return "-", *between, "-", f"{what}, observed between the two", "-", "-", "-", "-"


def _line(member: Member) -> dict[str, Any]:
    revision = member.revision
    return {
        "article_id": revision.article_id,
        "number": revision.number,
        "revision_id": revision.revision_id,
        "first_observed": revision.first_observed,
        "last_observed": revision.last_observed,
        "captures": member.captures,
        "digests": as_json(revision.digests),
        "changed": list(revision.changed),
        **_line_of_step(member),
        "presence": [_line_of_presence(change) for change in member.presence],
        "comments_changed_at": list(member.comments_changed_at),
        "capture": as_json(revision.capture),
        **member.origin.told,
    }


_OF_STEP = (
    "events",
    "marked",
    "words_added",
    "words_removed",
    "significance",
    "said",
    "returns_to",
    "same_reading",
)


def _line_of_step(member: Member) -> dict[str, Any]:
    """What it changed; null for the first, which is compared with nothing."""
    if member.revision.number == 1:
        return dict.fromkeys(_OF_STEP)
    step = member.step
    edit = edit_of(step) if step else None
    size = size_of(step.edits if step else ())
    return {
        "events": dict(edit.events) if edit else {},
        "marked": dict(edit.marked) if edit else {},
        "words_added": size.added,
        "words_removed": size.removed,
        "significance": edit.significance if edit else 0.0,
        "said": edit.said if edit else "none",
        "returns_to": edit.returns_to if edit else None,
        "same_reading": member.same_reading,
    }


def _line_of_presence(change: Comparison) -> dict[str, Any]:
    observed = change.observed
    return {
        "type": change.events[0].type,
        "after": observed.after,
        "before": observed.before,
        "evidence": [
            as_json(side.capture) for side in (change.from_side, change.to_side) if side.capture
        ],
    }
