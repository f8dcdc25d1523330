"""Writes what is generated from the records: the schemas, or docs/records.md (`--markdown`)."""

from __future__ import annotations

from pathlib import Path

import click

from archive.schemas.generated import NAMES, as_text, path_of, schema_of
from archive.schemas.markdown import markdown

PAGE = Path("docs/records.md")
"""Relative to the checkout, where the command is run."""


@click.command()
@click.option("--markdown", "page", is_flag=True, help=f"Write {PAGE}, not the schemas.")
def command(page: bool) -> None:
    """Write the JSON Schemas of the records beside this module."""
    if page:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(markdown(), "utf-8")
        click.echo(PAGE)
        return
    for name in NAMES:
        path_of(name).write_text(as_text(schema_of(name)), "utf-8")
        click.echo(path_of(name))


if __name__ == "__main__":
    command()
