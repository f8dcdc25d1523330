"""Tables and lines of archived text for a terminal: neutralised, short times, whole URLs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive.diff.headings import moment
from archive.printable import one_line


def print_table(console: Console, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table on a terminal; a line of tab-separated fields each elsewhere, with a heading."""
    if not console.is_terminal:
        for row in (columns, *rows):
            click.echo("\t".join(one_line(field) for field in row))  # rich would expand the tabs
        return
    table = Table(box=None, pad_edge=False, header_style="bold", expand=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(one_line(field)) for field in row))
    console.print(table)


def when(text: str | None) -> str:
    """A time to the minute, or a date; a dash for what is not known."""
    return "-" if text is None else moment(text).removesuffix(" UTC")[:16]
