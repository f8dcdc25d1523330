"""The tables as CSV (RFC 4180): UTF-8, a header line, every cell in quotes, CRLF between lines.

A cell that a spreadsheet would take for a formula gets an apostrophe before it. So does one that
begins with an apostrophe; so the exact text is always the cell without one leading apostrophe, if
it has any. Numbers and true/false are written as they are. Lists are JSON. An empty cell is "not
known" or an empty text; the parquet export keeps the two apart.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

from archive.collection import Collection
from archive.export.columns import Row
from archive.export.contents import stories
from archive.export.filters import EVERYTHING, Filters
from archive.export.tables import TABLES, Table
from archive.export.target import Advance, Exported, files_in, new_directory, silent

_FORMULA = tuple("=+-@＝＋－＠")
_MARKED = ("'", "\t", "\r", "\n")


def export_csv(
    collection: Collection,
    path: Path,
    advance: Advance = silent,
    filters: Filters = EVERYTHING,
) -> Exported:
    """Write one CSV file a table into a new directory. Raises BadInput where `path` exists."""
    counts = {f"{name}.csv": 0 for name in TABLES}
    with new_directory(path) as directory:
        with ExitStack() as opened:
            writers = {
                name: _writer(directory / f"{name}.csv", table, opened)
                for name, table in TABLES.items()
            }
            for story in stories(collection, advance, filters):
                for name, table in TABLES.items():
                    for row in table.rows(story):
                        writers[name](row)
                        counts[f"{name}.csv"] += 1
        files = files_in(directory, counts)
    return Exported(format="csv", path=path, files=files)


def _writer(path: Path, table: Table, opened: ExitStack) -> Callable[[Row], object]:
    file = opened.enter_context(path.open("w", encoding="utf-8", newline=""))
    names = [column.name for column in table.columns if column.name not in table.nested]
    lines = csv.writer(file, quoting=csv.QUOTE_ALL)
    lines.writerow(names)
    return lambda row: lines.writerow([cell(row[name]) for name in names])


def cell(value: Any) -> str:
    """The text of a cell."""
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    return msgspec.json.encode(value).decode("utf-8")


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet might run it, or it has one."""
    risky = text.startswith(_MARKED) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if risky else text
