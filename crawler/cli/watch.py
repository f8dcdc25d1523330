"""`microfiche watch`: crawls and revisits on schedule until stopped."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import click

from archive.cli.options import collection_option, json_option
from crawler.cli.contact import contact_for
from crawler.cli.crawl import run, scrapy_settings
from crawler.errors import BadTarget
from crawler.options import CrawlOptions

_KNOWN = {"targets", "delay", "contact", "min_revisit", "max_pages", "requisites"}


@click.command()
@click.argument("targets", nargs=-1, metavar="TARGET...")
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="TOML with targets, delay, contact, min_revisit, max_pages, requisites.",
)
@click.option(
    "--min-revisit",
    type=click.FloatRange(min=0.1),
    help="Least seconds between two visits of an article.  [default: 900]",
)
@click.option("--delay", type=click.FloatRange(min=0), help="As for crawl.  [default: 2]")
@click.option("--contact", help="As for crawl.")
@click.option("--max-time", type=click.FloatRange(min=0), help="Stop after so many seconds.")
@click.option("-s", "settings", multiple=True, metavar="NAME=VALUE", help="A setting of Scrapy.")
@collection_option
@json_option
def command(
    targets: tuple[str, ...],
    config: Path | None,
    min_revisit: float | None,
    delay: float | None,
    contact: str | None,
    max_time: float | None,
    settings: tuple[str, ...],
    collection_dir: Path,
    as_json: bool,
) -> None:
    """Crawl targets and visit again what is due, until stopped; killed and restarted it goes on.

    An article is visited again after max(15 minutes, 0.3 x its age).
    """
    said = _config(config) if config else {}
    named = (*targets, *said.get("targets", ()))
    if not named:
        raise BadTarget("name a TARGET, or targets = [...] in --config FILE")
    options = CrawlOptions(
        collection=collection_dir,
        targets=named,
        delay=_first(delay, said.get("delay"), 2.0),
        contact=contact_for(contact or said.get("contact")),
        max_pages=said.get("max_pages"),
        max_seconds=max_time,
        requisites=said.get("requisites", True),
        watch=True,
        min_revisit=_first(min_revisit, said.get("min_revisit"), 900.0),
    )
    run(options, scrapy_settings(settings), as_json)


def _first(*values: Any) -> Any:
    return next(value for value in values if value is not None)


def _config(path: Path) -> dict[str, Any]:
    """The settings of a TOML file. Raises BadTarget naming file and key."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadTarget(f"{path}: {error}") from error
    unknown = sorted(said.keys() - _KNOWN)
    if unknown:
        raise BadTarget(
            f"{path}: {unknown[0]!r} is not known; known are {', '.join(sorted(_KNOWN))}"
        )
    return said
