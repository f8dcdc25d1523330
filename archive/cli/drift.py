"""`microfiche drift`: per site and field, how often the records have it, and how that changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click

from archive.cli.options import collection_option, err, json_option, out, print_json_lines
from archive.cli.tables import print_table
from archive.collection import Collection, views
from archive.drift import (
    ARTICLE,
    FIELDS,
    LAYOUT,
    FieldDrift,
    Tally,
    is_lost,
    profile_of,
    site_at,
    site_of,
)
from archive.drift_alarms import alarms, limits
from archive.errors import NotInCollection
from archive.records import Article

_COLUMNS = ("site", "field", "records", "filled", "disagree", "rule missed")
_MOST_NAMED = 10
_LENGTHS = {"year": 4, "month": 7, "day": 10}


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftLine:
    """One field of a site, in one period, as `--json` gives it."""

    site: str
    period: str | None
    """`2026-11`; null for the whole collection."""
    field: str
    pages: int
    filled: int
    disagreed: int
    missed: int
    examples: dict[str, list[str]]


@click.command("drift")
@click.option("--site", "only", metavar="NAME", help="One site: its name, or its domain.")
@click.option("--by", type=click.Choice(list(_LENGTHS)), help="Apart for each time of capture.")
@click.option("--field", "fields", multiple=True, type=click.Choice([*FIELDS, ARTICLE, LAYOUT]))
@click.option(
    "--alarm",
    "limit_texts",
    multiple=True,
    metavar="NAME=SHARE",
    help="Status 1 where a share is beyond this: fill=0.9, headline=0.95, disagreement=0.5, "
    "byline.disagreement=0.3, missed=0.1, unknown_layout=0.2, not_article=0.2; pages=N is how many "
    "records it takes (10).",
)
@json_option
@collection_option
def command(
    only: str | None,
    by: str | None,
    fields: tuple[str, ...],
    limit_texts: tuple[str, ...],
    as_json: bool,
    collection_dir: Path,
) -> None:
    """Show whether sites still give what they gave, field by field.

    Counted are the recorded revisions, each in its latest reading.
    """
    beyond = limits(limit_texts)
    with Collection.open(collection_dir) as collection:
        tally = _tally(collection, only, _LENGTHS.get(by or "", 0))
    rows = [row for row in tally.rows() if not fields or row[1] in fields]
    if as_json:
        print_json_lines(_line(*row) for row in rows)
    else:
        print_table(out(), _COLUMNS, (_row(*row) for row in rows))
    found = alarms(tally, beyond)
    for alarm in found:
        err().print(f"alarm: {alarm}", style="red", markup=False)
    if found:
        raise SystemExit(1)


def _tally(collection: Collection, only: str | None, length: int) -> Tally:
    """What is counted; the keys are `SITE`, or `SITE PERIOD` where a period has a length.

    Raises NotInCollection where nothing is of the only site that is asked for.
    """
    tally = Tally()
    designed = views.sites_with_layouts(collection.index)
    others: set[str] = set()
    for summary in collection.articles():
        site = None
        for article in views.lines(collection.index, summary.article_id):
            if only is not None and only.lower() not in _names(article):
                others.add(site_of(article))
                continue
            site = site_of(article)
            at = article.capture.fetched_at if article.capture else ""
            has = profile_of(article) in designed
            tally.add(article, _key(site, at, length), has_layouts=has)
        if site is not None:
            for visit in views.visits_not_read(collection.index, summary.article_id):
                if is_lost(visit.outcome, visit.status):
                    tally.add_lost(visit.url, _key(site, visit.fetched_at, length))
    if only is not None and not tally.sites:
        told = ", ".join(sorted(others)[:_MOST_NAMED]) or "none"
        raise NotInCollection(f"no article of the site {only!r} is recorded; of others: {told}")
    return tally


def _names(article: Article) -> set[str]:
    """What the site of an article may be called: its name, its host, its registrable domain."""
    host = (urlsplit(article.url).hostname or "").removeprefix("www.")
    return {site_of(article), site_at(article.url), host}


def _key(site: str, at: str, length: int) -> str:
    return f"{site} {at[:length] or '-'}" if length else site


def _line(key: str, name: str, counted: FieldDrift) -> DriftLine:
    site, _, period = key.partition(" ")
    return DriftLine(
        site=site,
        period=period or None,
        field=name,
        pages=counted.pages,
        filled=counted.filled,
        disagreed=counted.disagreed,
        missed=counted.missed,
        examples=counted.examples,
    )


def _row(key: str, name: str, counted: FieldDrift) -> tuple[str, ...]:
    counts = (counted.filled, counted.disagreed, counted.missed)
    shares = (f"{100 * counted.share(count):.0f} %" for count in counts)
    return (key, name, str(counted.pages), *shares)
