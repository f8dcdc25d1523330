"""An export is there whole or not at all."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.errors import BadInput, CollectionError, CollectionFull
from archive.export.csv import export_csv
from archive.export.jsonld import export_jsonld
from archive.export.parquet import export_parquet
from archive.export.target import Exported, new_directory, new_file
from archive.export.wacz import export_wacz

EXPORTS = [export_csv, export_jsonld, export_parquet, export_wacz]


@contextmanager
def full_after(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size` bytes: the system answers EFBIG."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("export", EXPORTS)
def test_a_full_device_is_said_and_leaves_nothing_behind(
    export: Callable[[Collection, Path], Exported], opened: Collection, tmp_path: Path
) -> None:
    with full_after(500), pytest.raises(CollectionFull, match="no space left"):
        export(opened, tmp_path / "there")
    assert [] == list(tmp_path.iterdir())


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    target = new_file(tmp_path / "a")
    target.__enter__().write_text("ours")
    (tmp_path / "a").write_text("theirs")
    with pytest.raises(CollectionError, match="exists already"):
        target.__exit__(None, None, None)
    assert ["theirs"] == [path.read_text() for path in tmp_path.iterdir()]


def test_a_link_to_nothing_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "nothing")
    with pytest.raises(BadInput, match="exists already"), new_directory(tmp_path / "a"):
        raise AssertionError("not reached")
