"""`microfiche import`: WARC and ARC files that other programs wrote."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
from rich.progress import Progress, SpinnerColumn, TextColumn

from archive.cli.named import WRONG_CALL, present, tell
from archive.cli.options import collection_option, err, json_option, out, print_json_lines
from archive.collection import Collection, recovery
from archive.collection.arrivals import SCRATCH
from archive.errors import ArchiveError, CollectionError
from archive.files import taken
from archive.urls import redacted, without_userinfo
from crawler.cli.ftr import ftr_option
from crawler.downloading import download
from crawler.importing import Imported, import_any
from crawler.rereading import roll_forward

_ARCHIVES = (*recovery.WARC_SUFFIXES, ".wacz")


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|URL...")
@ftr_option
@collection_option
@json_option
def command(files: tuple[str, ...], collection_dir: Path, as_json: bool) -> None:
    """Take WARC, ARC and WACZ files of other programs into the collection, as they came.

    Of a directory, the files in it. Their articles are read and recorded in order of time; history is
    inserted, none is rewritten. Exit status 1 where something could not be read, 2 where a FILE is
    not there.
    """
    named, missing = present(files)
    results: list[Imported] = []
    refused: list[str] = []
    with Collection.create_or_open(collection_dir) as collection:
        report = recovery.repair(collection.layout, collection.index)
        for writer_id in report.dead_writers:
            roll_forward(collection, writer_id)
        for file in _named(named):
            try:
                for result in _imported(collection, file):
                    results.append(result)
            except CollectionError:
                _tell(results, refused, as_json)
                raise
            except ArchiveError as error:
                refused.append(str(error))
            except (OSError, ValueError) as error:  # a name or a file that the system does not take
                refused.append(f"{_kept_of(file)}: {error}")
    _tell(results, refused, as_json)
    tell(missing)
    if missing:
        raise SystemExit(WRONG_CALL)
    if refused or any(result.broken for result in results):
        raise SystemExit(1)


def _named(files: list[str]) -> Iterator[str]:
    """What was named; of a directory the archive files in it, by name."""
    for file in files:
        if "://" in file or not _is_directory(file):
            yield file
            continue
        inside = [path for path in sorted(Path(file).iterdir()) if path.name.endswith(_ARCHIVES)]
        yield from [str(path) for path in inside] or [file]


def _is_directory(file: str) -> bool:
    try:
        return Path(file).is_dir()
    except (OSError, ValueError):  # a name that the system does not take: told when it is opened
        return False


def _kept_of(file: str) -> str:
    """How a file is named in the log and the report: a URL without its secrets."""
    return redacted(file) if "://" in file else file


def _imported(collection: Collection, file: str) -> Iterator[Imported]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description} {task.completed:,} {task.fields[of]}"),
    )
    hidden = not err().is_terminal
    layout = collection.layout
    with (
        Progress(*columns, console=err(), transient=True, disable=hidden) as bar,
        # where there is room for what is imported: /tmp may be small
        tempfile.TemporaryDirectory(prefix=SCRATCH, dir=layout.crawl) as place,
        taken(Path(place)),  # while it is held no repair takes it for left over
    ):
        path, url = Path(file), None
        task = bar.add_task(f"importing {path.name}", total=None, of="pages read")

        def advance(done: int) -> None:
            bar.update(task, completed=done)

        if "://" in file:
            if without_userinfo(file) != file:
                err().print(f"{_kept_of(file)}: name and password of a URL are not used")
            bar.update(task, description=f"fetching {_kept_of(file)}", of="bytes")
            fetched = download(file, Path(place), advance)
            path, url = fetched.path, fetched.url
            bar.update(task, description=f"importing {path.name}", of="pages read")
        inside = Path(place, "inside")
        inside.mkdir()
        yield from import_any(collection, path, inside, advance, given=_kept_of(file), url=url)


def _tell(results: list[Imported], refused: list[str], as_json: bool) -> None:
    if as_json:
        print_json_lines(dataclasses.asdict(result) for result in results)
    else:
        for result in results:
            what = result.name
            if result.known:
                what = f"{result.inside or result.file}: already imported as {what}"
            out().print(
                f"{what}: {result.captures} captures, "
                f"{result.observations} observations of articles",
                markup=False,
            )
            if result.waiting:
                out().print(
                    f"{result.name}: {result.waiting} revisits wait for the file that has what they "
                    "refer to",
                    markup=False,
                )
            if result.note:
                err().print(f"{result.name}: {result.note}", markup=False)
            if result.broken:
                err().print(f"broken: {result.broken}", style="red", markup=False)
    for message in refused:
        err().print(f"not imported: {message}", style="red", markup=False)
