"""`microfiche extract`: what the reader sees in one file. Always JSON."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archive.cli.options import print_json
from archive.errors import BadInput
from archive.records import as_json
from archive.times import parse_warc_date, warc_date
from archive.warc.exchange import MAX_BODY, Exchange


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--url", help="The page's URL; without it the file's own path.")
@click.option(
    "--fetched-at",
    metavar="TIME",
    help="When it was fetched, ISO 8601: relative dates count from it.",
)
@click.option(
    "--content-type", metavar="TYPE", default="text/html", help="As sent, with its charset."
)
@click.option("--generic", is_flag=True, help="Ignore site files.")
def command(
    file: str, url: str | None, fetched_at: str | None, content_type: str, generic: bool
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
    if article is None:
        raise SystemExit(1)


def _exchange(file: str, url: str | None, fetched_at: str | None, content_type: str) -> Exchange:
    """The bare file as an answered request."""
    address = url or (Path(file).resolve().as_uri() if file != "-" else "about:blank")
    return Exchange(
        request_url=address,
        url=address,
        fetched_at=_moment(fetched_at) if fetched_at else None,
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
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from error


def _moment(text: str) -> str:
    try:
        return warc_date(parse_warc_date(text))
    except ValueError as error:
        raise BadInput(f"--fetched-at: {error}") from error
