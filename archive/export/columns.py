"""The columns of a record type, from its dataclass: a nested record becomes columns of its own.

`publisher: Publisher | None` gives `publisher_name` and `publisher_url`; lists stay lists. Types are
those of the dataclasses, so that a field added to a record is a column without further work.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

TIMES = frozenset(
    {
        "capture_fetched_at",
        "date_created",
        "date_modified",
        "date_published",
        "fetched_at",
        "first_observed",
        "last_observed",
    }
)
"""Columns whose text is a time wherever it has a time of day."""

Row = dict[str, Any]
"""Values by column name, as plain JSON values."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    type: Any
    """str, int, float, bool, tuple[X, ...], dict[str, X] or a dataclass; never optional."""
    path: tuple[str, ...] = ()
    """Where a record's plain values hold it; empty for what the table adds itself."""

    @property
    def is_time(self) -> bool:
        return self.name in TIMES


def columns_of(kind: type, path: tuple[str, ...] = ()) -> Iterator[Column]:
    """The columns of a record type, in the order of its fields."""
    for name, hint in fields_of(kind):
        if dataclasses.is_dataclass(hint):
            assert isinstance(hint, type)
            yield from columns_of(hint, (*path, name))
        else:
            yield Column("_".join((*path, name)), hint, (*path, name))


def fields_of(kind: type) -> list[tuple[str, Any]]:
    """Name and type of each field of a dataclass; Literal is str, and None is taken off."""
    hints = get_type_hints(kind)
    return [(field.name, plain_type(hints[field.name])) for field in dataclasses.fields(kind)]


def plain_type(hint: Any) -> Any:
    """A type hint without None, Literal as str."""
    if get_origin(hint) in (Union, types.UnionType):
        (hint,) = [one for one in get_args(hint) if one is not type(None)]
    return str if get_origin(hint) is Literal else hint


def values_of(plain: Mapping[str, Any], columns: tuple[Column, ...]) -> Row:
    """The row of a record's plain values, for the columns that have a path."""
    return {column.name: _at(plain, column.path) for column in columns if column.path}


def _at(plain: Mapping[str, Any] | None, path: tuple[str, ...]) -> Any:
    value: Any = plain
    for name in path:
        if value is None:
            return None
        value = value[name]
    return value
