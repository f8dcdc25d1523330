"""Writes the JSON Schema of an edit beside this module: `python -m archive.history`."""

from __future__ import annotations

import click

from archive.history.lines import SCHEMA, schema_text


@click.command()
def command() -> None:
    """Write archive/history/edit.schema.json."""
    SCHEMA.write_text(schema_text(), "utf-8")
    click.echo(SCHEMA)


if __name__ == "__main__":
    command()
