"""`microfiche crawl`: targets in, captures, records and a summary out."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

import click
import msgspec

from archive.cli.named import File
from archive.cli.options import collection_option, err, json_option, out, print_json
from archive.drift_alarms import limits
from crawler.cli.alarm import alarm_option
from crawler.cli.contact import contact_for
from crawler.cli.ftr import ftr_option
from crawler.cli.targets import targets_in
from crawler.errors import BadTarget
from crawler.options import CrawlOptions

if TYPE_CHECKING:
    from crawler.session import Session
    from crawler.webhook import Webhook


class Day(click.ParamType[datetime]):
    """A date, `2026-11-22`."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").replace(tzinfo=UTC)
        except ValueError:
            self.fail(f"{value!r} is not a date such as 2026-11-22", param, ctx)


@click.command()
@click.argument("targets", nargs=-1, metavar="TARGET...")
@click.option(
    "--input",
    "input_file",
    type=File(),
    help="A file with one TARGET a line, or OPML.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be fetched, and keep nothing.")
@click.option(
    "--delay",
    type=click.FloatRange(min=0),
    default=2.0,
    show_default=True,
    help="Least seconds between two pages of a host; 0, for your own servers, waits never.",
)
@click.option("--contact", help="Whom a site's owner can ask; goes into the User-Agent.")
@click.option("--max-articles", type=click.IntRange(min=1), help="Stop after so many articles.")
@click.option("--max-pages", type=click.IntRange(min=1), default=1000, show_default=True)
@click.option("--max-time", type=click.FloatRange(min=0, min_open=True), help="Seconds.")
@click.option("--since", type=Day(), help="Older sitemaps back to this date too.")
@click.option("--until", type=Day(), help="Nothing published after this date.")
@click.option(
    "--requisites/--no-requisites",
    default=None,
    help="Keep the images, stylesheets and scripts of articles; without --archive-only the default.",
)
@click.option(
    "--comments/--no-comments",
    default=None,
    help="Fetch the comments that an article's page would load (docs/comments.md); without "
    "--archive-only the default.",
)
@click.option(
    "--max-comments",
    type=click.IntRange(min=1),
    default=5000,
    show_default=True,
    help="Of a thread; beyond so many no more of it is asked for.",
)
@click.option(
    "--archive-only",
    is_flag=True,
    help="Keep the WARC and read nothing. `reextract` reads it later, but cannot get pictures and "
    "styles then: --requisites has the crawl look for them now.",
)
@alarm_option
@click.option("-s", "settings", multiple=True, metavar="NAME=VALUE", help="A setting of Scrapy.")
@ftr_option
@collection_option
@json_option
def command(
    targets: tuple[str, ...],
    input_file: Path | None,
    dry_run: bool,
    delay: float,
    contact: str | None,
    max_articles: int | None,
    max_pages: int,
    max_time: float | None,
    since: datetime | None,
    until: datetime | None,
    requisites: bool | None,
    comments: bool | None,
    max_comments: int,
    archive_only: bool,
    limit_texts: tuple[str, ...],
    settings: tuple[str, ...],
    collection_dir: Path,
    as_json: bool,
) -> None:
    """Crawl sites, sections, feeds, sitemaps or articles into the collection.

    TARGET is a site's name or any URL; what it is, is told by what it answers.
    """
    known = scrapy_settings(settings)
    named = (*targets, *(targets_in(input_file) if input_file else ()))
    if not named:
        raise BadTarget("name a TARGET: a URL, a site's name, or --input FILE")
    options = CrawlOptions(
        collection=collection_dir,
        targets=named,
        delay=delay,
        contact=contact_for(contact),
        max_articles=max_articles,
        max_pages=max_pages,
        max_seconds=max_time,
        since=since,
        until=until,
        requisites=not archive_only if requisites is None else requisites,
        comments=not archive_only if comments is None else comments,
        max_comments=max_comments,
        archive_only=archive_only,
        hosts=mapped_hosts(known),
        limits=limits(limit_texts),
    )
    if dry_run:
        plan(options, known, as_json)
    else:
        run(options, known, as_json)


def plan(options: CrawlOptions, settings: dict[str, str], as_json: bool) -> None:
    """Fetch the listings only, into a place that is thrown away; tell the articles they name."""
    from crawler.cli.running import crawl

    with tempfile.TemporaryDirectory(prefix="microfiche-plan-") as place:
        dry = replace(
            options, collection=Path(place), dry_run=True, requisites=False, comments=False
        )
        session = crawl(dry, settings)
    if session.stopping is not None:
        raise session.stopping
    bound = options.max_articles or len(session.planned)
    planned = list(session.planned)[: min(bound, options.max_pages or bound)]
    listings = session.summary.counts["captures"]
    seconds = round((len(planned) + listings) * options.delay)
    failed = session.summary.as_json()["failed"]
    if as_json:
        told = {"would_fetch": planned, "listings": listings, "seconds": seconds, "failed": failed}
        print_json(told)
    else:
        for url in planned:
            out().print(url, markup=False)
        out().print(
            f"{len(planned)} articles, named by {listings} listings; with their images and the "
            f"like, at {options.delay:g} s between pages of a host, at least {seconds} s"
        )
        show_failures(session)
    end(session)


def scrapy_settings(pairs: tuple[str, ...]) -> dict[str, str]:
    """NAME=VALUE pairs as a mapping. Raises BadParameter."""
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise click.BadParameter(f"{wrong[0]!r} is not NAME=VALUE", param_hint="-s")
    return dict(pair.split("=", 1) for pair in pairs)


def mapped_hosts(settings: dict[str, str]) -> dict[str, str]:
    """-s MICROFICHE_HOSTS='{"host": "address"}': instead of DNS. Raises BadParameter."""
    try:
        return msgspec.json.decode(settings.get("MICROFICHE_HOSTS", "{}"), type=dict[str, str])
    except msgspec.DecodeError as error:
        message = f"MICROFICHE_HOSTS is no JSON object of host to address: {error}"
        raise click.BadParameter(message, param_hint="-s") from error


def run(
    options: CrawlOptions,
    settings: dict[str, str],
    as_json: bool,
    webhook: Webhook | None = None,
) -> None:
    """Crawl, then print the summary; SystemExit(1) where a target yielded no page at all."""
    from crawler.cli.running import crawl

    session = crawl(options, settings, webhook)
    if session.stopping is not None:
        raise session.stopping
    if as_json:
        print_json(session.summary.as_json())
    else:
        show(session)
    end(session)


_NO_PROXY = (
    "Nothing answered. The environment names a proxy; a crawl does not use it, because the archive "
    "would hold what the proxy gave; -s HTTPPROXY_ENABLED=1 uses it."
)


def end(session: Session) -> None:
    """SystemExit(1) where a target yielded no page at all, or a capture could not be recorded."""
    if not session.summary.counts["captures"] and getproxies():
        err().print(_NO_PROXY, style="yellow")
    if session.fault is not None:
        err().print(session.fault, style="red", markup=False)
    summary = session.summary
    for alarm in summary.alarms:
        err().print(f"alarm: {alarm}", style="red", markup=False)
    if session.fault or summary.empty_targets or summary.unrecorded or summary.alarms:
        raise SystemExit(1)


def show(session: Session) -> None:
    """The summary for people: what was captured, then every failed and skipped URL and why."""
    summary, console = session.summary, out()
    for line in summary.repaired:
        err().print(f"repaired: {line}", style="yellow", markup=False)
    counts = summary.counts
    console.print(
        f"{counts['captures']} captures, {counts['articles_new']} new articles, "
        f"{counts['revisions_new']} revisions, {counts['comments_new']} new comments, "
        f"{counts['unchanged']} unchanged"
    )
    for line in summary.drift.lines():
        console.print(line, style="dim", markup=False)
    show_failures(session)


def show_failures(session: Session) -> None:
    """Every failed and skipped URL, and why."""
    summary = session.summary
    for title, urls, style in (
        ("failed", summary.failed, "red"),
        ("skipped", summary.skipped, "dim"),
    ):
        for url, reason in urls.items():
            out().print(f"{title}: {url}: {reason}", style=style, markup=False)
