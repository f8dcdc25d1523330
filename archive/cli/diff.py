"""`microfiche diff`: what differs between two states of an article, two articles, or two files."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.asked import Asked, Found, found
from archive.cli.options import collection_option, json_option, out, print_json, web_address
from archive.diff import document
from archive.errors import BadInput

_WHICH = "N|REVISION_ID|RECORD_ID|TIME"


@click.command("diff")
@click.argument("named", nargs=-1, required=True, metavar="URL|FILE [URL|FILE]")
@click.option("--from", "from_", metavar=_WHICH, help="The earlier state; else the one before.")
@click.option("--to", "to", metavar=_WHICH, help="The later state; else the latest revision.")
@click.option(
    "--html",
    "html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a page that needs nothing else to FILE.",
)
@click.option("--unified", "as_unified", is_flag=True, help="Print a unified diff of plain lines.")
@click.option(
    "--url", metavar="URL", callback=web_address, help="The address that the pages in FILEs had."
)
@json_option
@collection_option
@click.pass_context
def command(
    context: click.Context,
    *,
    named: tuple[str, ...],
    from_: str | None,
    to: str | None,
    html: Path | None,
    as_unified: bool,
    url: str | None,
    as_json: bool,
    collection_dir: Path,
) -> None:
    """Show what changed between two states of an article, word by word.

    URL is the article's address or id. Without --from and --to the last two revisions are compared.
    They take a revision's number or id; or a capture, by its WARC record id or by a time
    (2026-11-22T10:00Z, 20261122100000): what the last visit up to then showed.

    Two URLs compare two articles, --from choosing of the first, --to of the second. Two FILEs, of
    HTML or of records as JSON, need no collection; `-` is standard input.

    A change is observed between two captures; when it was made nobody can say.
    """
    what = found(Asked(named, from_, to, url, collection_dir), context)
    if html is not None:
        _write_page(what, html)
    if as_json:
        print_json(document(what.comparison))
    elif as_unified:
        _print_unified(what)
    elif html is None:
        _print_for_reading(what)


def _write_page(what: Found, path: Path) -> None:
    from archive.diff.page import page

    try:
        path.write_text(page(what.comparison, what.old, what.new), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{path}: cannot be written: {error.strerror}") from error
    click.echo(f"Wrote {path}", err=True)


def _print_unified(what: Found) -> None:
    from archive.diff.unified import unified

    click.echo(unified(what.comparison, what.old, what.new), nl=False)


def _print_for_reading(what: Found) -> None:
    from archive.diff.terminal import print_comparison

    comments_only = " Its comments changed." if what.comparison.events else ""
    if what.remark is not None:
        click.echo(f"{what.remark}{comments_only}")
    if what.remark is None or what.comparison.events:
        print_comparison(what.comparison, out())
