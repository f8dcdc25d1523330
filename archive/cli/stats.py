"""`microfiche stats`: how much is edited, how soon, and how often without saying so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from archive.cli.options import collection_option, json_option, out, print_json
from archive.cli.tables import print_table
from archive.collection import Collection
from archive.errors import BadInput
from archive.export.filters import Filters
from archive.export.target import refuse_existing
from archive.files import write_whole
from archive.history import Asked, Edit, edit_of, edits_between, seen_in
from archive.history.periods import Period
from archive.history.statistics import Cohort, Seen, Statistics, statistics_of, together
from archive.printable import one_line
from archive.times import duration

_COLUMNS = (
    "site",
    "since",
    "articles",
    "seen again",
    "edited materially",
    "edited at all",
    "edits",
    "silent",
    "declared",
    "silent share",
    "first material edit after (median)",
    "taken down",
)
_PERIODS = ("all", "year", "month", "week")


@click.command("stats")
@click.option(
    "--site",
    "sites",
    metavar="HOST",
    multiple=True,
    help="Only this host and those below it; may repeat.",
)
@click.option("--since", metavar="DATE", help="Only articles and edits first seen from then on.")
@click.option("--until", metavar="DATE", help="Only what was seen up to then, that day too.")
@click.option(
    "--by",
    type=click.Choice(_PERIODS),
    default="all",
    show_default=True,
    help="The period in which articles were first seen, and edits observed.",
)
@click.option("--csv", "csv", type=click.Path(path_type=Path), help="Write CSV tables into DIR.")
@click.option("--parquet", type=click.Path(path_type=Path), help="Write Parquet tables into DIR.")
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a page with plots to FILE, month by month unless --by says otherwise.",
)
@json_option
@collection_option
def command(
    *,
    sites: tuple[str, ...],
    since: str | None,
    until: str | None,
    by: Period,
    csv: Path | None,
    parquet: Path | None,
    html: Path | None,
    as_json: bool,
    collection_dir: Path,
) -> None:
    """Count edits by site and over time: share of articles edited, how soon, how often silently.

    Shares are of the articles seen more than once: one seen once cannot show an edit. Material is
    what an outlet would be expected to declare; a keyword or a link is an edit too.
    """
    filters = Filters(sites=sites, since=since, until=until)
    for directory in (csv, parquet):
        if directory is not None:
            refuse_existing(directory)
    with Collection.open(collection_dir) as collection:
        seen, edits = _read(collection, filters)
    found = statistics_of(seen, edits, by)
    if html is not None:
        _write_report(html, collection_dir, seen, edits, by, filters)
    _write_tables(found, csv, parquet)
    if as_json:
        print_json(found)
    elif html is None and csv is None and parquet is None:
        _print_table(found)


def _read(collection: Collection, filters: Filters) -> tuple[list[Seen], list[Edit]]:
    """The articles first seen in the range, with their visits up to its end, and its edits."""
    asked = Asked(has_site=filters.has_site, has_time=filters.has_time)
    every = seen_in(collection, has_site=filters.has_site, until=filters.last_moment)
    seen = [one for one in every if filters.has_time(one.first)]
    return seen, [edit_of(step) for step in edits_between(collection, asked)]


def _write_tables(found: Statistics, csv: Path | None, parquet: Path | None) -> None:
    from archive.export.statistics import statistics_to_csv, statistics_to_parquet

    for path, write in ((csv, statistics_to_csv), (parquet, statistics_to_parquet)):
        if path is not None:
            write(found, path)
            click.echo(f"Wrote {path}", err=True)


def _write_report(
    path: Path,
    collection_dir: Path,
    seen: Sequence[Seen],
    edits: Sequence[Edit],
    by: Period,
    filters: Filters,
) -> None:
    from archive.report import Figures, report

    period: Period = "month" if by == "all" else by
    figures = Figures(
        whole=statistics_of(seen, edits),
        periods=statistics_of(seen, edits, period),
        together=statistics_of(*together(seen, edits), period),
    )
    title = f"Edits: {one_line(collection_dir.resolve().name)}"
    text = report(title, figures, _asked(filters)).encode()
    try:
        if path.exists() and not path.is_file():  # a pipe, such as /dev/stdout
            path.write_bytes(text)
        else:
            write_whole(path.resolve(), text)
    except OSError as error:
        raise BadInput(f"{path}: cannot be written: {error.strerror}") from error
    click.echo(f"Wrote {path}", err=True)


def _asked(filters: Filters) -> str:
    parts = [", ".join(filters.sites) or "All sites"]
    if filters.since:
        parts.append(f"since {one_line(filters.since)}")
    if filters.until:
        parts.append(f"until {one_line(filters.until)}")
    return ", ".join(parts) + "."


def _print_table(found: Statistics) -> None:
    if not found.cohorts:
        click.echo("No article was seen.", err=True)
        return
    print_table(out(), _COLUMNS, [_row(one) for one in found.cohorts])


def _row(one: Cohort) -> tuple[str, ...]:
    after, before = one.first_material_edit_after, one.first_material_edit_before
    return (
        one.site,
        one.period or "-",
        str(one.articles),
        str(one.recaptured),
        f"{one.edited_materially} ({_share(one.edited_materially_share)})",
        f"{one.edited} ({_share(one.edited_share)})",
        str(one.edits),
        str(one.silent),
        str(one.declared),
        _share(one.silent_share),
        f"{duration(after.median)} - {duration(before.median)}" if after and before else "-",
        str(one.taken_down),
    )


def _share(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f} %"
