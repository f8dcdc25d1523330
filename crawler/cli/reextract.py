"""`microfiche reextract`: the archive read again with today's reader."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click
from rich.progress import Progress, SpinnerColumn, TextColumn

from archive.cli.options import collection_option, err, json_option, out, print_json
from archive.collection import Collection, recovery
from archive.collection.layout import Layout, check
from crawler.cli.ftr import ftr_option
from crawler.reextracting import reextract


@click.command()
@ftr_option
@collection_option
@json_option
def command(collection_dir: Path, as_json: bool) -> None:
    """Read the archive again with today's reader; older readings stay, views use the newest."""
    check(Layout(collection_dir))
    with Collection.create_or_open(collection_dir) as collection:
        recovery.repair(collection.layout, collection.index)
        columns = (SpinnerColumn(), TextColumn("{task.completed} revisions read again"))
        hidden = not err().is_terminal
        with Progress(*columns, console=err(), transient=True, disable=hidden) as bar:
            task = bar.add_task("reextract", total=None)
            result = reextract(collection, lambda done: bar.update(task, completed=done))
    if as_json:
        print_json(dataclasses.asdict(result))
        return
    out().print(
        f"{result.revisions} revisions: {result.newer} have a newer reading, "
        f"{result.unreadable} could not be read again; "
        f"{result.recorded} captures that were never read are recorded, "
        f"of {result.read_on} visits more comments are read"
    )
