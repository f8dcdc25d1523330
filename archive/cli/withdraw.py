"""`microfiche withdraw URL|COMMENT_ID`: an article, any URL or a comment is taken back."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from pathlib import Path

import click
from rich.text import Text

from archive.cli.options import (
    collection_option,
    json_option,
    out,
    print_json,
    print_json_lines,
)
from archive.collection import Collection
from archive.collection.layout import Layout, check
from archive.collection.purging import purge_all
from archive.collection.withdrawals import (
    Outcome,
    Reach,
    find,
    leading_to,
    restore,
    withdraw,
    withdrawals,
)
from archive.errors import ArchiveError
from archive.printable import one_line
from archive.records import Withdrawal, as_json


@click.command("withdraw")
@click.argument("what", metavar="URL|COMMENT_ID", required=False)
@click.option("--reason", metavar="TEXT", help="Why; kept, and shown by --list only.")
@click.option(
    "--article", metavar="URL", help="The article of the comment, where ids are not unique."
)
@click.option("--with-images", is_flag=True, help="Withdraw the article's captured pictures, too.")
@click.option("--undo", is_flag=True, help="Show again what was withdrawn and not purged.")
@click.option("--purge", "purging", is_flag=True, help="Remove the content itself; for good.")
@click.option("--yes", is_flag=True, help="Purge without being asked.")
@click.option("--list", "listing", is_flag=True, help="Print what is withdrawn, and why.")
@json_option
@collection_option
def command(
    what: str | None,
    reason: str | None,
    article: str | None,
    with_images: bool,
    undo: bool,
    purging: bool,
    yes: bool,
    listing: bool,
    as_json: bool,
    collection_dir: Path,
) -> None:
    """Withhold an article, a URL or a comment from every view, export and replay.

    Nothing is deleted but by --purge, and then for good. A URL that is not in the collection is
    withdrawn in advance. docs/withdraw.md says how far it reaches.
    """
    check(Layout(collection_dir))
    if listing:
        _print_list(collection_dir, as_json)
        return
    if what is None:
        raise click.UsageError("say what: a URL or a comment's id; or --list")
    if purging and undo:
        raise click.UsageError("what is purged cannot be restored: --purge or --undo")
    if purging and not yes and not sys.stdin.isatty():
        raise click.UsageError("--purge removes for good; say --yes where nobody can be asked")
    with Collection.create_or_open(collection_dir) as collection:
        if purging:
            _warn(leading_to(collection, what, article, with_images=with_images))
            _ask(what, yes)
        outcomes = [_outcome(collection, what, reason, article, undo)]
        if with_images and not undo:
            pictures = outcomes[0].reach.pictures
            outcomes += [withdraw(collection, url, _why(outcomes[0])) for url in pictures]
        refused: ArchiveError | None = None
        if purging:
            try:
                outcomes = _purged(collection, outcomes)
            except ArchiveError as error:  # what was withdrawn stays so, and is told
                refused = error
    if as_json:
        print_json(_document(outcomes))
    for outcome in outcomes if not as_json else ():
        _print(outcome, named_pictures=not with_images)
    if refused is not None:
        raise refused


def _warn(leading: list[str]) -> None:
    """Name the pages of other URLs that go, too, before anything is asked or removed."""
    if leading:
        click.echo(f"{len(leading)} pages of other URLs only lead there, and go with it:", err=True)
    for url in leading:
        click.echo(f"  {one_line(url)}", err=True)


def _ask(what: str, yes: bool) -> None:
    """A purge is asked for twice: on the terminal, or with --yes."""
    if yes:
        return
    text = f"Remove {what} from the collection's files? It cannot be brought back"
    click.confirm(text, abort=True, err=True)


def _purged(collection: Collection, outcomes: list[Outcome]) -> list[Outcome]:
    purged = purge_all(collection, [one.withdrawal for one in outcomes])
    return [
        replace(outcome, withdrawal=one, is_new=True)
        for outcome, one in zip(outcomes, purged, strict=True)
    ]


def _outcome(
    collection: Collection, what: str, reason: str | None, article: str | None, undo: bool
) -> Outcome:
    if undo:
        return restore(collection, what, article)
    if reason is None:  # what is withdrawn already has its reason
        reason = find(collection, what, article).reason if _is_known(collection, what) else ""
    return withdraw(collection, what, reason, article)


def _is_known(collection: Collection, what: str) -> bool:
    return any(
        what in (w.url, w.comment_id, w.article_id, *w.urls) for w in withdrawals(collection)
    )


def _why(outcome: Outcome) -> str:
    return outcome.withdrawal.reason


def _document(outcomes: list[Outcome]) -> dict[str, object]:
    first = outcomes[0]
    return {
        "withdrawal": as_json(first.withdrawal),
        "new": first.is_new,
        "reach": asdict(first.reach),
        "images": [as_json(one.withdrawal) for one in outcomes[1:]],
    }


def _print(outcome: Outcome, *, named_pictures: bool) -> None:
    one = outcome.withdrawal
    what = one_line(one.url or "")
    if one.comment_id is not None:
        what = one_line(f"comment {one.comment_id} of {what}")
    said = "withdrawn" if one.state in ("withdrawn", "purging") else one.state
    already = "" if outcome.is_new else f" already, on {one.recorded_at[:10]}"
    console = out()
    console.print(Text(f"{what}: {said}{already}"))
    if one.state == "restored":
        return
    removed = one.removed
    if removed is not None:
        text = f"removed: {removed.warc_records} WARC records and {removed.lines} lines of records"
        console.print(Text(f"  {text} in {len(removed.files)} files", style="dim"))
    else:
        console.print(Text(f"  {_counted(outcome.reach)}", style="dim"))
        if outcome.reach.leading_urls:
            console.print("  Among them are pages of other URLs that only lead there:")
            _list(outcome.reach.leading_urls)
    if outcome.reach.pictures and named_pictures:
        console.print("  Still shown are its pictures; --with-images withdraws them, or name them:")
        _list(outcome.reach.pictures)
    if outcome.reach.same_bytes:
        console.print("  The very same bytes are still shown under other URLs:")
        _list(outcome.reach.same_bytes)


def _list(urls: tuple[str, ...]) -> None:
    for url in urls:
        out().print(Text(f"    {one_line(url)}", style="dim"))


def _counted(reach: Reach) -> str:
    names = ("articles", "revisions", "observations", "comments", "captures")
    counts = [f"{getattr(reach, name)} {name}" for name in names if getattr(reach, name)]
    if not counts:
        return "nothing of it is in the collection; what comes later is withheld"
    return f"withheld: {', '.join(counts)}"


def _print_list(collection_dir: Path, as_json_lines: bool) -> None:
    with Collection.open(collection_dir) as collection:
        found = withdrawals(collection)
    if as_json_lines:
        print_json_lines(as_json(one) for one in found)
    elif not found:
        click.echo("Nothing is withdrawn.", err=True)
    for one in found if not as_json_lines else ():
        _print_listed(one)


def _print_listed(one: Withdrawal) -> None:
    what = one.url if one.comment_id is None else f"comment {one.comment_id} of {one.url}"
    out().print(Text(f"{one.recorded_at[:10]}  {one.state}  {one_line(what or '')}"))
    out().print(Text(f"    {one_line(one.reason)}", style="dim"))
