"""The tables as Parquet: real types, nested lists, a schema that does not depend on what is there.

A time stays the text that the record has; beside it `NAME_utc` is the moment, and null where the
text has no time of day. Rows are collected into row groups of bounded size.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, get_args, get_origin

import pyarrow as pa
import pyarrow.parquet as pq

from archive.collection import Collection
from archive.export.columns import Column, Row, fields_of, plain_type
from archive.export.contents import stories
from archive.export.filters import EVERYTHING, Filters
from archive.export.tables import TABLES, Table
from archive.export.target import Advance, Exported, files_in, new_directory, silent

_BATCH_ROWS = 128
_GROUP_BYTES = 16 << 20
_MOMENT = pa.timestamp("us", tz="UTC")
_SIMPLE = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


def export_parquet(
    collection: Collection,
    path: Path,
    advance: Advance = silent,
    filters: Filters = EVERYTHING,
) -> Exported:
    """Write one Parquet file a table into a new directory. Raises BadInput where `path` exists."""
    with new_directory(path) as directory:
        with ExitStack() as opened:
            groups = {
                name: opened.enter_context(_RowGroups(directory / f"{name}.parquet", table))
                for name, table in TABLES.items()
            }
            for story in stories(collection, advance, filters):
                for name, table in TABLES.items():
                    for row in table.rows(story):
                        groups[name].add(row)
        files = files_in(directory, {f"{name}.parquet": groups[name].rows for name in TABLES})
    return Exported(format="parquet", path=path, files=files)


class _RowGroups:
    """One Parquet file, written a row group at a time."""

    def __init__(self, path: Path, table: Table) -> None:
        self.rows = 0
        self._columns = table.columns
        self._schema = schema_of(table)
        self._file = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._pending: list[Row] = []
        self._batches: list[Any] = []

    def add(self, row: Row) -> None:
        self.rows += 1
        self._pending.append(_typed(row, self._columns))
        if len(self._pending) >= _BATCH_ROWS:
            self._to_batch()

    def _to_batch(self) -> None:
        self._batches.append(pa.RecordBatch.from_pylist(self._pending, schema=self._schema))
        self._pending = []
        if sum(batch.nbytes for batch in self._batches) >= _GROUP_BYTES:
            self._write()

    def _write(self) -> None:
        if self._batches:
            self._file.write_table(pa.Table.from_batches(self._batches, schema=self._schema))
            self._batches = []

    def __enter__(self) -> _RowGroups:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None and self._pending:
            self._to_batch()
        if error is None:
            self._write()
        self._file.close()


def schema_of(table: Table) -> Any:
    """The Arrow schema of a table."""
    found = []
    for column in table.columns:
        found.append(pa.field(column.name, arrow_type(column.type)))
        if column.is_time:
            found.append(pa.field(f"{column.name}_utc", _MOMENT))
    return pa.schema(found, metadata={"schema": table.schema})


def arrow_type(kind: Any) -> Any:
    """The Arrow type of a column's type."""
    kind = plain_type(kind)
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if dataclasses.is_dataclass(kind):
        assert isinstance(kind, type)
        return pa.struct([(name, arrow_type(hint)) for name, hint in fields_of(kind)])
    if get_origin(kind) in (dict, Mapping):
        return pa.map_(pa.string(), arrow_type(get_args(kind)[1]))
    assert get_origin(kind) is tuple
    return pa.list_(arrow_type(get_args(kind)[0]))


def _typed(row: Row, columns: tuple[Column, ...]) -> Row:
    typed = dict(row)
    for column in columns:
        value = row[column.name]
        if isinstance(value, dict):
            typed[column.name] = list(value.items())
        if column.is_time:
            typed[f"{column.name}_utc"] = moment_of(value)
    return typed


def moment_of(text: str | None) -> datetime | None:
    """The moment of a text with a time of day and a zone; None for any other."""
    if text is None or "T" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
