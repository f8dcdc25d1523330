"""`microfiche repair`: what every start of a crawl does, on its own."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.options import collection_option, json_option, out, print_json
from archive.collection import Collection, purging, recovery
from archive.collection.layout import Layout, check
from archive.collection.lock import exclusive
from crawler.rereading import roll_forward


@click.command()
@collection_option
@json_option
def command(collection_dir: Path, as_json: bool) -> None:
    """Cut torn tails, take back what the index claims too much, record captures left unrecorded.

    Nothing is lost by it: bytes that are cut off are kept aside in crawl/torn/.
    """
    layout = check(Layout(collection_dir))
    with exclusive(layout.root / "collection.lock", "repair"):
        pass  # a rebuild or another repair under way is named; crawls may go on
    with Collection.create_or_open(collection_dir) as collection:
        report = recovery.repair(collection.layout, collection.index)
        purging.finish(collection, report)
        rolled = {writer: roll_forward(collection, writer) for writer in report.dead_writers}
    done = [*report.done, *(f"{w}: {n} captures rolled forward" for w, n in rolled.items() if n)]
    if as_json:
        print_json({"done": done, "damaged": report.damaged})
    else:
        for line in done or ["nothing to repair"]:
            out().print(line, markup=False)
        for line in report.damaged:
            out().print(f"damaged: {line}", style="red", markup=False)
    if report.damaged:
        raise SystemExit(1)
