"""`microfiche rebuild`: index/ anew from warc/ and records/."""

from __future__ import annotations

from pathlib import Path

import click
from rich.progress import Progress, SpinnerColumn, TextColumn

from archive.cli.options import collection_option, err, json_option, out, print_json
from archive.collection import recovery
from archive.collection.layout import Layout, check
from archive.index import Index


@click.command()
@collection_option
@json_option
def command(collection_dir: Path, as_json: bool) -> None:
    """Delete index/ and build it anew from warc/ and records/, with the same answers."""
    layout = check(Layout(collection_dir))
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=err(), transient=True, disable=not err().is_terminal) as bar:
        task = bar.add_task("rebuilding", total=None)
        report = recovery.rebuild(
            layout,
            lambda: Index(layout.database),
            lambda what: bar.update(task, description=f"indexing {what}"),
        )
    if as_json:
        print_json({"done": report.done, "damaged": report.damaged})
    else:
        for line in report.done:
            out().print(line, markup=False)
        for line in report.damaged:
            out().print(f"damaged: {line}", style="red", markup=False)
        out().print("index rebuilt")
    if report.dead_writers:
        err().print("A crawl died here: run `microfiche repair` to record what it captured.")
    if report.damaged:
        raise SystemExit(1)
