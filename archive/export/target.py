"""Where an export goes: a new file or directory, whole or not at all, and what is told of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.errors import BadInput
from archive.files import naming, publish, sync_directory

Advance = Callable[[int, int], None]
"""Told of progress: what is done, and of how much."""


def silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of an export."""

    path: str
    """Relative to the export's directory; inside the package for WACZ."""
    bytes: int
    rows: int | None = None
    """Lines or table rows; None for what has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What is in the collection and not in the export."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written."""

    format: str
    path: Path
    files: tuple[File, ...]
    left_out: tuple[LeftOut, ...] = ()
    chosen: Mapping[str, int] | None = None
    """How many captures went in, and for what; None where everything did."""


def refuse_existing(path: Path) -> None:
    """Raises BadInput where something stands at `path`, or nothing can be put there."""
    if path.exists() or path.is_symlink():
        raise BadInput(
            f"{path}: exists already and is not overwritten; name another with --output PATH"
        )
    if not path.absolute().parent.is_dir():
        raise BadInput(f"{path}: the directory {path.parent} is not there")


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`; what is written there becomes `path` at the end."""
    temporary = _temporary(path)
    try:
        with naming(path):
            yield temporary
            _sync(temporary)
        publish(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def new_directory(path: Path) -> Iterator[Path]:
    """A temporary directory beside `path`; it becomes `path` at the end."""
    temporary = _temporary(path)
    try:
        with naming(path):
            temporary.mkdir()
            yield temporary
            for file in temporary.iterdir():
                _sync(file)
        sync_directory(temporary)
        publish(temporary, path)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _temporary(path: Path) -> Path:
    refuse_existing(path)
    return path.absolute().parent / f".{path.name}.{os.getpid()}.tmp"


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def files_in(directory: Path, rows: dict[str, int]) -> tuple[File, ...]:
    """The files of a directory, by name; `rows` by file name."""
    return tuple(
        File(path=path.name, bytes=path.stat().st_size, rows=rows.get(path.name))
        for path in sorted(directory.iterdir())
    )
