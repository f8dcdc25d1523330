"""`microfiche search WORDS`: full text of every revision."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click
from rich.text import Text

from archive.cli.options import collection_option, json_option, out, print_json_lines
from archive.cli.tables import when
from archive.collection import Collection, SearchHit
from archive.errors import BadInput
from archive.printable import one_line


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@json_option
@collection_option
def command(words: tuple[str, ...], limit: int, as_json: bool, collection_dir: Path) -> None:
    """Find articles that hold all the WORDS, in any revision, best first.

    "Quoted words" stand together.
    """
    asked = " ".join(map(_kept_together, words))
    if not any(character.isalnum() for character in asked):
        raise BadInput("nothing to search for: give at least one word")
    with Collection.open(collection_dir) as collection:
        hits = collection.search(asked, limit)
    if as_json:
        print_json_lines(asdict(hit) for hit in hits)
    elif not hits:
        click.echo("Nothing found.", err=True)
    for hit in hits if not as_json else ():
        _print(hit)


def _kept_together(word: str) -> str:
    """An argument that the shell took out of quotation marks, put back into them."""
    return f'"{word}"' if " " in word and '"' not in word else word


def _print(hit: SearchHit) -> None:
    console = out()
    console.print(Text(one_line(hit.headline or "(no headline)"), style="bold"))
    console.print(Text(f"  {when(hit.date_published)}  {one_line(hit.url)}", style="dim"))
    console.print(Text(f"  {one_line(hit.snippet)}"))
