"""`microfiche import`: WARC and ARC files that other programs wrote."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path

import click
from rich.progress import Progress, SpinnerColumn, TextColumn

from archive.cli.options import collection_option, err, json_option, out, print_json_lines
from archive.collection import Collection, recovery
from archive.errors import ArchiveError, CollectionError
from crawler.downloading import download
from crawler.importing import Imported, import_file


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|URL...")
@collection_option
@json_option
def command(files: tuple[str, ...], collection_dir: Path, as_json: bool) -> None:
    """Take WARC or ARC files of other programs into the collection, as they came.

    Their articles are read and recorded in order of time; history is inserted, none is rewritten.
    """
    results: list[Imported] = []
    refused: list[str] = []
    with Collection.create_or_open(collection_dir) as collection:
        recovery.repair(collection.layout, collection.index)
        for file in files:
            try:
                results.append(_imported(collection, file))
            except CollectionError:
                raise
            except ArchiveError as error:
                refused.append(str(error))
    _tell(results, refused, as_json)
    if refused or any(result.broken for result in results):
        raise SystemExit(1)


def _imported(collection: Collection, file: str) -> Imported:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description} {task.completed:,} {task.fields[of]}"),
    )
    hidden = not err().is_terminal
    with (
        Progress(*columns, console=err(), transient=True, disable=hidden) as bar,
        tempfile.TemporaryDirectory(prefix="microfiche-import-") as place,
    ):
        path = Path(file)
        task = bar.add_task(f"importing {path.name}", total=None, of="pages read")
        if "://" in file:
            bar.update(task, description=f"fetching {file}", of="bytes")
            path = download(file, Path(place), lambda done: bar.update(task, completed=done))
            bar.update(task, description=f"importing {path.name}", of="pages read")
        return import_file(collection, path, lambda done: bar.update(task, completed=done))


def _tell(results: list[Imported], refused: list[str], as_json: bool) -> None:
    if as_json:
        print_json_lines(dataclasses.asdict(result) for result in results)
    else:
        for result in results:
            again = ", was here before" if result.known else ""
            out().print(
                f"{result.name}: {result.captures} captures, "
                f"{result.observations} observations of articles{again}",
                markup=False,
            )
            if result.broken:
                err().print(f"broken: {result.broken}", style="red", markup=False)
    for message in refused:
        err().print(f"not imported: {message}", style="red", markup=False)
