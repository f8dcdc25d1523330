"""`microfiche extract`: what the reader sees in one file. Always JSON."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archive.cli.named import no_such
from archive.cli.options import err, print_json, web_address
from archive.errors import BadInput
from archive.records import as_json
from archive.times import parse_warc_date, warc_date
from archive.warc.exchange import MAX_BODY, Exchange
from crawler.cli.cases import Saved, checkout, save
from crawler.cli.ftr import ftr_option


def _moment(context: click.Context, option: click.Parameter, text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return warc_date(parse_warc_date(text))
    except ValueError as error:
        message = f"{text!r} is not an ISO 8601 time such as 2026-11-22T10:00:00Z"
        raise click.BadParameter(message, context, option) from error


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--url", callback=web_address, help="The page's URL; without it the file's own path.")
@click.option(
    "--fetched-at",
    metavar="TIME",
    callback=_moment,
    help="When it was fetched, ISO 8601: relative dates count from it.",
)
@click.option(
    "--content-type", metavar="TYPE", default="text/html", help="As sent, with its charset."
)
@ftr_option
@click.option("--generic", is_flag=True, help="Ignore site files.")
@click.option(
    "--save-case",
    "case_of",
    metavar="NAME",
    help="Keep the page as a case of the site NAME, to be confirmed by a person. Where the case is "
    "there, the same page is left as it is, and of one that has changed a person's corrections stay.",
)
@click.option(
    "--into",
    metavar="CHECKOUT",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The checkout to save the case in; without it, the one that this command runs from.",
)
def command(
    file: str,
    url: str | None,
    fetched_at: str | None,
    content_type: str,
    generic: bool,
    case_of: str | None,
    into: Path | None,
) -> None:
    """Read one page from FILE or standard input and print its article and comments as JSON."""
    from crawler.reading import normalize, read
    from crawler.sites import site_for

    exchange = _exchange(file, url, fetched_at, content_type)
    site = None if generic else site_for(exchange.url)
    records = normalize(read(exchange, site), exchange, None, site)
    article = as_json(records.article) if records.article is not None else None
    print_json(
        {
            "page_type": records.page_type,
            "reason": records.reason,
            "article": article,
            "comments": [as_json(comment) for comment in records.comments],
        }
    )
    if case_of is not None:
        _save(case_of, exchange, into)
    if article is None:
        raise SystemExit(1)


def _save(name: str, exchange: Exchange, into: Path | None) -> None:
    """Write the page as a case of a site, and say what is to be done. Raises BadSite."""
    from crawler.sites import named

    site = named(name)
    if not site.owns(exchange.url):
        raise BadInput(f"--save-case {name}: {exchange.url} is not of its domains; name its --url")
    saved = save(checkout(into), site, exchange)
    err().print(f"{saved.case}: {_told(saved)}", markup=False)


def _told(saved: Saved) -> str:
    """What became of a case, and what is to be done."""
    differs = f"left as it is; read otherwise today: {', '.join(saved.differs)}"
    waiting = "" if saved.confirmed else "compare expected.json with page.html, and confirm it"
    return "; ".join(filter(None, (differs if saved.differs else "", waiting))) or "reads as before"


def _exchange(file: str, url: str | None, fetched_at: str | None, content_type: str) -> Exchange:
    """The bare file as an answered request."""
    address = url or (Path(file).resolve().as_uri() if file != "-" else "about:blank")
    return Exchange(
        request_url=address,
        url=address,
        fetched_at=fetched_at,
        status=200,
        headers=(("Content-Type", content_type),),
        body=_body(file),
    )


def _body(file: str) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(MAX_BODY)
        with Path(file).open("rb") as stream:
            return stream.read(MAX_BODY)
    except FileNotFoundError as error:
        raise BadInput(no_such(file)) from error
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from error
