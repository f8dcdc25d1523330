"""`microfiche watch`: crawls and revisits on schedule until stopped."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import click
import msgspec

from archive.cli.named import File
from archive.cli.options import collection_option, json_option
from archive.drift_alarms import limits
from crawler.cli.alarm import alarm_option
from crawler.cli.contact import contact_for
from crawler.cli.crawl import mapped_hosts, run, scrapy_settings
from crawler.cli.ftr import ftr_option
from crawler.errors import BadTarget
from crawler.options import CrawlOptions

if TYPE_CHECKING:
    from crawler.webhook import Webhook


class Config(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a TOML file may say; as the options of the same names."""

    targets: list[str] = []
    delay: Annotated[float, msgspec.Meta(ge=0)] | None = None
    contact: str | None = None
    min_revisit: Annotated[float, msgspec.Meta(ge=0.1)] | None = None
    max_pages: Annotated[int, msgspec.Meta(ge=1)] | None = None
    requisites: bool = True
    comments: bool = True
    webhook: str | None = None
    webhook_min_significance: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None


@click.command()
@click.argument("targets", nargs=-1, metavar="TARGET...")
@click.option(
    "--config",
    type=File(),
    help="TOML with targets, delay, contact, min_revisit, max_pages, requisites, comments, webhook, "
    "webhook_min_significance.",
)
@click.option(
    "--min-revisit",
    type=click.FloatRange(min=0.1),
    help="Least seconds between two visits of an article.  [default: 900]",
)
@click.option("--delay", type=click.FloatRange(min=0), help="As for crawl.  [default: 2]")
@click.option("--contact", help="As for crawl.")
@click.option("--max-time", type=click.FloatRange(min=0), help="Stop after so many seconds.")
@click.option(
    "--webhook",
    metavar="URL",
    help="POST every edit there as JSON, once it is recorded; signed with "
    "$MICROFICHE_WEBHOOK_SECRET, if it is set (docs/following.md).",
)
@click.option(
    "--webhook-min-significance",
    type=click.FloatRange(0, 1),
    help="Tell only of edits that weigh so much.  [default: 0]",
)
@alarm_option
@click.option("-s", "settings", multiple=True, metavar="NAME=VALUE", help="A setting of Scrapy.")
@ftr_option
@collection_option
@json_option
def command(
    targets: tuple[str, ...],
    config: Path | None,
    min_revisit: float | None,
    delay: float | None,
    contact: str | None,
    max_time: float | None,
    webhook: str | None,
    webhook_min_significance: float | None,
    limit_texts: tuple[str, ...],
    settings: tuple[str, ...],
    collection_dir: Path,
    as_json: bool,
) -> None:
    """Crawl targets and visit again what is due, until stopped; killed and restarted it goes on.

    An article is visited again after max(15 minutes, 0.3 x its age).
    """
    said = config_in(config) if config else Config()
    known = scrapy_settings(settings)
    named = (*targets, *said.targets)
    if not named:
        raise BadTarget("name a TARGET, or targets = [...] in --config FILE")
    options = CrawlOptions(
        collection=collection_dir,
        targets=named,
        delay=_first(delay, said.delay, 2.0),
        contact=contact_for(contact or said.contact),
        max_pages=said.max_pages,
        max_seconds=max_time,
        requisites=said.requisites,
        comments=said.comments,
        watch=True,
        min_revisit=_first(min_revisit, said.min_revisit, 900.0),
        hosts=mapped_hosts(known),
        limits=limits(limit_texts),
    )
    least = _first(webhook_min_significance, said.webhook_min_significance, 0.0)
    run(options, known, as_json, _webhook(webhook or said.webhook, least))


def _webhook(url: str | None, least: float) -> Webhook | None:
    """Where edits are told. Raises BadTarget for what is no URL or no secret."""
    if url is None:
        return None
    from crawler.webhook import Webhook

    return Webhook(url=url, secret=os.environ.get("MICROFICHE_WEBHOOK_SECRET"), least=least)


def _first(*values: Any) -> Any:
    return next(value for value in values if value is not None)


def config_in(path: Path) -> Config:
    """The settings of a TOML file. Raises BadTarget naming file and key."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Config)
    except (msgspec.DecodeError, UnicodeDecodeError, OSError) as error:
        raise BadTarget(f"{path}: {error}") from error
