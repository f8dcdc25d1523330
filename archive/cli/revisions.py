"""`microfiche revisions URL`: the distinct states of an article and when each was seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from archive.cli.options import collection_option, json_option, out, print_json_lines
from archive.cli.tables import print_table, when
from archive.collection import Collection, Revision
from archive.collection.origins import Origin
from archive.diff.headings import moment
from archive.history import presence_changes
from archive.printable import one_line
from archive.records import Observation, as_json

_COLUMNS = ("rev.", "first seen (UTC)", "last seen (UTC)", "changed", "revision id")


@click.command("revisions")
@click.argument("url")
@json_option
@collection_option
def command(url: str, as_json: bool, collection_dir: Path) -> None:
    """List an article's revisions, oldest first, with what changed in each.

    URL is the article's address or id. Visits that found only the comments changed are named below
    the table; they make no revision.
    """
    with Collection.open(collection_dir) as collection:
        article_id = collection.find_article(url)
        revisions = collection.revisions(article_id)
        observations = collection.observations(article_id)
        origins = [collection.origin(each.capture.warc_filename) for each in revisions]
    if as_json:
        print_json_lines(
            _line(revision, observations) | origin.told
            for revision, origin in zip(revisions, origins, strict=True)
        )
        return
    print_table(out(), _COLUMNS, map(_row, revisions))
    for sentence in [*_sentences(revisions, observations), *_imported(revisions, origins)]:
        click.echo(sentence)


def _imported(revisions: Sequence[Revision], origins: Sequence[Origin]) -> Iterator[str]:
    for revision, origin in zip(revisions, origins, strict=True):
        if origin.is_imported:
            name = one_line(revision.capture.warc_filename)
            yield f"Revision {revision.number} was imported ({name}), not crawled here."


def _row(revision: Revision) -> tuple[str, ...]:
    first = "first seen" if revision.number == 1 else "-"
    return (
        str(revision.number),
        when(revision.first_observed),
        when(revision.last_observed),
        ", ".join(revision.changed) or first,
        revision.revision_id,
    )


def _line(revision: Revision, observations: Sequence[Observation]) -> dict[str, Any]:
    return {
        "article_id": revision.article_id,
        "number": revision.number,
        "revision_id": revision.revision_id,
        "first_observed": revision.first_observed,
        "last_observed": revision.last_observed,
        "digests": as_json(revision.digests),
        "changed": list(revision.changed),
        "capture": as_json(revision.capture),
        "comments_changed_at": [
            one.fetched_at
            for one in _comments_only(observations)
            if one.revision_id == revision.revision_id
        ],
    }


def _comments_only(observations: Sequence[Observation]) -> list[Observation]:
    return [one for one in observations if one.changed == ("comments",)]


def _sentences(revisions: Sequence[Revision], observations: Sequence[Observation]) -> list[str]:
    times = [moment(one.fetched_at) for one in _comments_only(observations)]
    said = [f"Only the comments changed: {', '.join(times)}."] if times else []
    for change in presence_changes(observations, revisions):
        event = change.events[0]
        what = "Taken down" if event.type == "article_taken_down" else "Returned"
        between = f"{moment(change.observed.after)} and {moment(change.observed.before)}"
        said.append(f"{what}, observed between {between}.")
    return said
