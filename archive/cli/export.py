"""`microfiche export FORMAT`: the collection in a form that other programs read."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from archive.cli.keys import key_option, private_key
from archive.cli.options import collection_option, err, json_option, out, print_json
from archive.collection import Collection
from archive.export.filters import Filters
from archive.export.target import Advance, Exported, refuse_existing
from archive.printable import one_line

if TYPE_CHECKING:
    from archive.export.signed import Sign

_F = TypeVar("_F", bound=Callable[..., Any])
_Export = Callable[[Collection, Path, Advance, Filters], Exported]


def _output_option(default: str) -> Callable[[_F], _F]:
    return click.option(
        "--output",
        type=click.Path(path_type=Path),
        show_default=f"beside the collection: {default}",
        help="Where to write; nothing that is there is overwritten.",
    )


def _filter_options(command: _F) -> _F:
    """Which part of the collection; the command gets them as one value, `filters`."""
    options = [
        click.option(
            "--site", "sites", multiple=True, metavar="DOMAIN", help="Only this site; may repeat."
        ),
        click.option("--since", metavar="DATE", help="Only captures from then on."),
        click.option("--until", metavar="DATE", help="Only captures up to then, that day too."),
        click.option(
            "--search", "words", metavar="WORDS", help="Only articles that hold all the words."
        ),
        click.option(
            "--url", "urls", multiple=True, metavar="URL", help="Only this article; may repeat."
        ),
    ]

    @functools.wraps(command)
    def filtered(
        sites: tuple[str, ...],
        since: str | None,
        until: str | None,
        words: str | None,
        urls: tuple[str, ...],
        **others: Any,
    ) -> Any:
        filters = Filters(sites=sites, since=since, until=until, words=words, urls=urls)
        return command(filters=filters, **others)

    for option in reversed(options):
        filtered = option(filtered)
    return cast(_F, filtered)


@click.group("export")
def command() -> None:
    """Write the collection as WACZ for replay, or as tables or JSON-LD for research."""


@command.command("wacz")
@_filter_options
@key_option("--sign", "Sign the package with this EC private key (P-384, PEM).")
@click.option(
    "--signing-url",
    metavar="URL",
    help="Have an authsign server sign it; its token is taken from $MICROFICHE_SIGNING_TOKEN.",
)
@_output_option("NAME.wacz")
@json_option
@collection_option
def _wacz(
    key_file: Path | None,
    signing_url: str | None,
    output: Path | None,
    as_json: bool,
    collection_dir: Path,
    filters: Filters,
) -> None:
    """Pack the captures into one file for replay.

    It holds the WARC files, their index and a list of pages. Files that are still being written are
    left out, and named. Of a part of the collection it holds excerpts of the WARC files: the pages,
    what they need to be shown, and the originals of what was seen again.
    """
    from archive.export.wacz import export_wacz

    path = _target(collection_dir, output, ".wacz")
    export = functools.partial(export_wacz, sign=_signer(key_file, signing_url))
    _export(export, path, as_json, collection_dir, filters)


def _signer(key_file: Path | None, signing_url: str | None) -> Sign | None:
    from archive.export import signed

    if key_file is not None and signing_url is not None:
        raise click.UsageError("a package has one signature: --sign or --signing-url, not both")
    if key_file is not None:
        return signed.by_key(private_key(key_file))
    if signing_url is not None:
        return signed.by_server(signing_url, os.environ.get("MICROFICHE_SIGNING_TOKEN"))
    return None


@command.command("csv")
@_filter_options
@_output_option("NAME-csv/")
@json_option
@collection_option
def _csv(output: Path | None, as_json: bool, collection_dir: Path, filters: Filters) -> None:
    """Write the records as CSV tables.

    Articles, observations, comments and images: a file each, in a new directory. A text that a
    spreadsheet would run as a formula, or that begins with an apostrophe, gets an apostrophe before
    it. Lists are JSON.
    """
    from archive.export.csv import export_csv

    path = _target(collection_dir, output, "-csv")
    _export(export_csv, path, as_json, collection_dir, filters)


@command.command("parquet")
@_filter_options
@_output_option("NAME-parquet/")
@json_option
@collection_option
def _parquet(output: Path | None, as_json: bool, collection_dir: Path, filters: Filters) -> None:
    """Write the records as Parquet tables.

    Articles, observations, comments and images: a file each, in a new directory.
    """
    from archive.export.parquet import export_parquet

    path = _target(collection_dir, output, "-parquet")
    _export(export_parquet, path, as_json, collection_dir, filters)


@command.command("jsonld")
@_filter_options
@click.option("--all-revisions", is_flag=True, help="Every revision, not only the latest.")
@_output_option("NAME-jsonld.jsonl")
@json_option
@collection_option
def _jsonld(
    all_revisions: bool, output: Path | None, as_json: bool, collection_dir: Path, filters: Filters
) -> None:
    """Write a schema.org document for each article, one a line."""
    from archive.export.jsonld import export_jsonld

    export = functools.partial(export_jsonld, all_revisions=all_revisions)
    path = _target(collection_dir, output, "-jsonld.jsonl")
    _export(export, path, as_json, collection_dir, filters)


@command.command("pairs")
@_filter_options
@_output_option("NAME-pairs.jsonl")
@json_option
@collection_option
def _pairs(output: Path | None, as_json: bool, collection_dir: Path, filters: Filters) -> None:
    """Write each revision beside the next, aligned by sentence, a pair a line.

    Every sentence is labelled same, edit, refactor (it stands elsewhere), add or delete: a data set
    of edits. Both captures are named.
    """
    from archive.export.pairs import export_pairs

    path = _target(collection_dir, output, "-pairs.jsonl")
    _export(export_pairs, path, as_json, collection_dir, filters)


def _target(collection_dir: Path, output: Path | None, ending: str) -> Path:
    if output is not None:
        return output
    whole = collection_dir.resolve()
    return (
        collection_dir.parent / f"{whole.name}{ending}" if whole.name else Path(f"export{ending}")
    )


def _export(
    export: _Export, path: Path, as_json: bool, collection_dir: Path, filters: Filters
) -> None:
    with Collection.open(collection_dir) as collection:
        refuse_existing(path)
        with _progress(path.name) as advance:
            done = export(collection, path, advance, filters)
    if as_json:
        print_json(_document(done, filters))
    else:
        _print(done)


@contextmanager
def _progress(name: str) -> Iterator[Advance]:
    """A progress bar on stderr; on a terminal only."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    hidden = not err().is_terminal
    with Progress(*columns, console=err(), transient=True, disable=hidden) as bar:
        task = bar.add_task(one_line(name)[:40], total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _document(done: Exported, filters: Filters) -> dict[str, Any]:
    return {
        "format": done.format,
        "path": str(done.path),
        "bytes": sum(file.bytes for file in done.files),
        "files": [asdict(file) for file in done.files],
        "left_out": [asdict(each) for each in done.left_out],
        "filters": filters.asked(),
        "chosen": done.chosen,
    }


def _print(done: Exported) -> None:
    console = out()
    for file in done.files:
        rows = "" if file.rows is None else f"{file.rows:,} lines, "
        console.print(f"{one_line(file.path)}: {rows}{_size(file.bytes)}", markup=False)
    if done.chosen is not None:
        counted = ", ".join(f"{number:,} {role}" for role, number in done.chosen.items())
        console.print(f"captures: {counted}", markup=False)
    for each in done.left_out:
        console.print(f"left out: {one_line(each.file)} {each.reason}", markup=False)
    console.print(str(done.path), markup=False)


def _size(number: int) -> str:
    return f"{number:,} bytes" if number < 1 << 20 else f"{number / (1 << 20):,.1f} MiB"
