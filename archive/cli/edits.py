"""`microfiche edits`: what editors changed in the whole collection, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
from rapidfuzz import fuzz, process
from rich.table import Table
from rich.text import Text

from archive.cli.options import collection_option, json_option, out, print_json, print_json_lines
from archive.cli.tables import print_table, when
from archive.collection import Collection
from archive.diff import EVENT_TYPES
from archive.export.filters import Filters
from archive.history import Asked, Edit, Step, edit_of, edits_between
from archive.printable import one_line

if TYPE_CHECKING:
    from archive.feeds import Feed

_COLUMNS = ("observed (UTC)", "site", "headline", "what changed", "weight", "said")
_NEAREST = 3
_FEED = 100
"""Entries of a feed, unless another number is asked for."""
_SAID = {"silent": "silent", "declared": "declared", "none": "-"}


class Kind(click.ParamType[str]):
    """An event type; a wrong one is answered with those that are spelt most like it."""

    name = "kind"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        kind = str(value).strip().replace("-", "_")
        if kind not in EVENT_TYPES:
            self._fail(kind, param, ctx)
        return kind

    def _fail(self, kind: str, param: Any, ctx: Any) -> NoReturn:
        near = process.extract(kind, EVENT_TYPES, scorer=fuzz.WRatio, limit=_NEAREST)
        names = ", ".join(name for name, score, _ in near if score > 50)
        hint = f"did you mean {names}?" if names else "docs/edits.md lists them"
        self.fail(f"{kind!r} is no kind of event; {hint}", param, ctx)


@click.command("edits")
@click.option("--since", metavar="DATE", help="Only what was first observed from then on.")
@click.option("--until", metavar="DATE", help="Only what was observed up to then, that day too.")
@click.option(
    "--site", "sites", metavar="HOST", multiple=True, help="Only this host and those below."
)
@click.option("--kind", "kinds", multiple=True, type=Kind(), help="Only edits with such an event.")
@click.option(
    "--min-significance",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Only edits that weigh so much, 0 to 1.",
)
@click.option("--silent", is_flag=True, help="Only what was changed without saying so.")
@click.option("--noise", is_flag=True, help="Also what is no edit: noise, texts shown again.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many; of a feed, 100.")
@click.option(
    "--atom", "form", flag_value="atom", help="Print an Atom feed, the diff in each entry."
)
@click.option("--json-feed", "form", flag_value="json-feed", help="Print a JSON Feed.")
@json_option
@collection_option
def command(
    *,
    since: str | None,
    until: str | None,
    sites: tuple[str, ...],
    kinds: tuple[str, ...],
    min_significance: float,
    silent: bool,
    noise: bool,
    limit: int | None,
    form: str | None,
    as_json: bool,
    collection_dir: Path,
) -> None:
    """List what editors changed in all articles, the latest first.

    An edit is observed between two captures; when it was made nobody can say. What only goes back to
    a text that was seen before, and what changes on many pages of a site at once, are no edits:
    --noise lists them too.
    """
    if form is not None and as_json:
        raise click.UsageError(f"--{form} and --json are two forms: name one")
    if form is not None and noise:
        raise click.UsageError(f"--{form} has edits alone: --noise is for the list and --json")
    filters = Filters(sites=sites, since=since, until=until)
    asked = Asked(
        has_site=filters.has_site,
        has_time=filters.has_time,
        kinds=frozenset(kinds),
        min_significance=min_significance,
        silent=silent,
        marked=noise or (as_json and not (kinds or min_significance or silent)),
    )
    with Collection.open(collection_dir) as collection:
        steps = islice(edits_between(collection, asked), limit or (_FEED if form else None))
        if form is not None:
            from archive.feeds import feed_of

            question = filters.asked() | {
                "site": sorted(set(filters.sites)),
                "kind": sorted(set(kinds)),
                "min_significance": min_significance,
                "silent": silent,
            }
            _print_feed(form, feed_of(collection, question), steps)
        elif as_json:
            _print_lines(steps)
        else:
            _print_table(edit_of(step) for step in steps)


def _print_lines(steps: Iterator[Step]) -> None:
    from archive.history.lines import line_of

    print_json_lines(line_of(step) for step in steps)


def _print_feed(form: str, feed: Feed, steps: Iterator[Step]) -> None:
    from archive.feeds import atom, entry_of, json_feed

    entries = [entry_of(step) for step in steps]
    if form == "atom":
        click.echo(atom(feed, entries).decode(), nl=False)
    else:
        print_json(json_feed(feed, entries))


def _print_table(edits: Iterator[Edit]) -> None:
    first = next(edits, None)
    if first is None:
        click.echo("No edits.", err=True)
        return
    console, listed = out(), chain([first], edits)
    if console.is_terminal:
        console.print(_table(listed))
    else:
        print_table(console, _COLUMNS, map(_row, listed))


def _table(edits: Iterator[Edit]) -> Table:
    """For a terminal of 80 columns: both times below each other, the site below the headline."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("observed (UTC)", no_wrap=True)
    table.add_column("article", overflow="fold")
    table.add_column("what changed", overflow="fold")
    table.add_column("weight", justify="right")
    table.add_column("said")
    for edit in edits:
        after, site = when(edit.observed.after), one_line(edit.site)
        table.add_row(
            Text(f"{after} –\n{when(edit.observed.before)}"),
            Text.assemble(one_line(edit.headline or edit.url), "\n", (site, "dim")),
            Text(one_line(what(edit))),
            f"{edit.significance:.2f}",
            Text(_SAID[edit.said], style="yellow" if edit.silent else ""),
        )
    return table


def _row(edit: Edit) -> tuple[str, ...]:
    return (
        f"{when(edit.observed.after)} – {when(edit.observed.before)}",
        edit.site,
        edit.headline or edit.url,
        what(edit),
        f"{edit.significance:.2f}",
        _SAID[edit.said],
    )


def what(edit: Edit) -> str:
    """What changed, in words: the kinds of events, how often it was seen again, what is no edit."""
    said = [_counted(kind.replace("_", " "), count) for kind, count in edit.events.items()]
    said += [f"({_counted(kind.replace('_', ' '), count)})" for kind, count in edit.marked.items()]
    if edit.again is not None:
        often = "once" if edit.again.count == 1 else f"{edit.again.count} times"
        said.append(f"back and forth {often} more, last {when(edit.again.last)}")
    return ", ".join(said)


def _counted(name: str, count: int) -> str:
    return f"{name} x{count}" if count > 1 else name
