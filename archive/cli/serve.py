"""`microfiche serve`: the reading room and its replay port."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.options import collection_option


@click.command(name="serve")
@collection_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="Port of the room; 0 takes a free one.",
)
@click.option(
    "--replay-port",
    type=click.IntRange(0, 65535),
    default=8081,
    show_default=True,
    help="Port of the archived pages; 0 takes a free one.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
def command(collection_dir: Path, port: int, replay_port: int, host: str) -> None:
    """Read the collection in a browser: articles, edits, search and the archived pages.

    Prints the room's URL, then the replay port's, and serves until interrupted.
    """
    from archive.collection import Collection
    from archive.web.server import ReadingRoom, run

    Collection.open(collection_dir).close()
    room = ReadingRoom(collection_dir, host=host, port=port, replay_port=replay_port)
    for url in room.urls:
        click.echo(url)
    run(room)
