"""Statistics of edits as two tables, `cohorts` and `activity`: a new directory of CSV or Parquet."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from archive.export.columns import Column, Row, columns_of, values_of
from archive.export.csv import cell
from archive.export.target import Exported, files_in, new_directory
from archive.history.statistics import Activity, Cohort, Statistics

TABLES = {"cohorts": tuple(columns_of(Cohort)), "activity": tuple(columns_of(Activity))}
"""Quartiles are columns of their own: `first_edit_after_median`."""


def statistics_to_csv(statistics: Statistics, path: Path) -> Exported:
    """Write a CSV file a table, as archive.export.csv does. Raises BadInput where `path` exists."""
    return _export("csv", statistics, path, _to_csv)


def statistics_to_parquet(statistics: Statistics, path: Path) -> Exported:
    """Write a Parquet file a table. Raises BadInput where `path` exists."""
    return _export("parquet", statistics, path, _to_parquet)


def rows_of(
    records: Sequence[Cohort] | Sequence[Activity], columns: tuple[Column, ...]
) -> list[Row]:
    """The rows of a table, by column names."""
    return [values_of(msgspec.to_builtins(one), columns) for one in records]


def _export(
    form: str,
    statistics: Statistics,
    path: Path,
    write: Callable[[Path, tuple[Column, ...], list[Row]], None],
) -> Exported:
    tables: dict[str, Sequence[Cohort] | Sequence[Activity]] = {
        "cohorts": statistics.cohorts,
        "activity": statistics.activity,
    }
    with new_directory(path) as directory:
        for name, columns in TABLES.items():
            write(directory / f"{name}.{form}", columns, rows_of(tables[name], columns))
        files = files_in(directory, {f"{name}.{form}": len(tables[name]) for name in TABLES})
    return Exported(format=form, path=path, files=files)


def _to_csv(path: Path, columns: tuple[Column, ...], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, quoting=csv.QUOTE_ALL)
        lines.writerow([column.name for column in columns])
        lines.writerows([cell(row[column.name]) for column in columns] for row in rows)


def _to_parquet(path: Path, columns: tuple[Column, ...], rows: list[Row]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from archive.export.parquet import arrow_type

    schema: Any = pa.schema([pa.field(one.name, arrow_type(one.type)) for one in columns])
    typed = [{name: _listed(value) for name, value in row.items()} for row in rows]
    pq.write_table(pa.Table.from_pylist(typed, schema=schema), path, compression="zstd")


def _listed(value: Any) -> Any:
    """A mapping as pairs, as Arrow's maps are given."""
    return list(value.items()) if isinstance(value, dict) else value
