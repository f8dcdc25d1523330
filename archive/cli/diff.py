"""`microfiche diff URL`: what differs between two revisions of an article."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.options import collection_option, json_option, out, print_json
from archive.collection import Collection, Revision
from archive.diff import Comparison, document
from archive.errors import BadInput
from archive.history import comments_since, compared, unchanged


@click.command("diff")
@click.argument("url")
@click.option("--from", "from_", metavar="N|REVISION_ID", help="The earlier revision.")
@click.option("--to", "to", metavar="N|REVISION_ID", help="The later revision; else the latest.")
@click.option(
    "--html",
    "html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a page that needs nothing else to FILE.",
)
@click.option("--unified", "as_unified", is_flag=True, help="Print plain lines with - and +.")
@json_option
@collection_option
def command(
    *,
    url: str,
    from_: str | None,
    to: str | None,
    html: Path | None,
    as_unified: bool,
    as_json: bool,
    collection_dir: Path,
) -> None:
    """Show what changed between two revisions of an article, word by word.

    URL is the article's address or id. Without --from and --to the last two revisions are compared.
    A change is observed between two captures; when it was made nobody can say.
    """
    with Collection.open(collection_dir) as collection:
        comparison, remark = _comparison(collection, url, from_, to)
    if html is not None:
        _write_page(comparison, html)
    if as_json:
        print_json(document(comparison))
    elif as_unified:
        _print_unified(comparison)
    elif html is None:
        _print_for_reading(comparison, remark)


def _comparison(
    collection: Collection, url: str, from_: str | None, to: str | None
) -> tuple[Comparison, str | None]:
    """The comparison asked for, and a remark where there are no two revisions to compare."""
    article_id = collection.find_article(url)
    new = collection.revision(article_id, _which(to))
    old = collection.revision(article_id, _which(from_) if from_ else max(new.number - 1, 1))
    if old.number > new.number:
        raise BadInput(f"--from names revision {old.number}, later than {new.number}: swap them")
    if old.number == new.number:
        return _alone(collection, new)
    return compared(collection, old, new), None


def _alone(collection: Collection, revision: Revision) -> tuple[Comparison, str]:
    known = len(collection.revisions(revision.article_id))
    one = f"Both sides are revision {revision.number} of {known}"
    remark = f"{'This article has only one revision' if known == 1 else one}: nothing to compare."
    found = comments_since(collection, revision)
    if found is None:
        return unchanged(revision), remark
    return found, f"{remark} Its comments changed."


def _which(text: str | None) -> int | str | None:
    """A revision's number, or its id."""
    if text is None or not (text.isascii() and text.isdigit() and len(text) < 10):
        return text
    return int(text)


def _write_page(comparison: Comparison, path: Path) -> None:
    from archive.diff.page import page

    try:
        path.write_text(page(comparison), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{path}: cannot be written: {error.strerror}") from error
    click.echo(f"Wrote {path}", err=True)


def _print_unified(comparison: Comparison) -> None:
    from archive.diff.unified import unified

    click.echo(unified(comparison), nl=False)


def _print_for_reading(comparison: Comparison, remark: str | None) -> None:
    from archive.diff.terminal import print_comparison

    if remark is not None:
        click.echo(remark)
    if remark is None or comparison.events:
        print_comparison(comparison, out())
