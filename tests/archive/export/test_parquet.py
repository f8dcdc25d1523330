"""The Parquet tables: types, nested values, moments, and row groups of bounded size."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from archive.collection import Collection
from archive.export import parquet
from archive.export.parquet import export_parquet, moment_of, schema_of
from archive.export.tables import TABLES


@pytest.fixture
def directory(opened: Collection, tmp_path: Path) -> Path:
    export_parquet(opened, tmp_path / "parquet")
    return tmp_path / "parquet"


def rows(directory: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(directory / f"{table}.parquet").to_pylist()
    return found


def quay(directory: Path) -> dict[str, Any]:
    return next(row for row in rows(directory, "articles") if row["url"].endswith("/quay"))


def test_every_table_has_its_rows(directory: Path) -> None:
    expected = {"articles": 3, "observations": 4, "comments": 4, "images": 2}
    assert expected == {name: len(rows(directory, name)) for name in TABLES}


@pytest.mark.parametrize("table", TABLES)
def test_the_schema_is_that_of_the_records(directory: Path, table: str) -> None:
    assert schema_of(TABLES[table]).equals(pq.read_schema(directory / f"{table}.parquet"))


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_collection_has_the_same_schema(
    directory: Path, tmp_path: Path, table: str
) -> None:
    with Collection.create_or_open(tmp_path / "empty") as empty:
        export_parquet(empty, tmp_path / "none")
    full = pq.read_schema(directory / f"{table}.parquet")
    assert full.equals(pq.read_schema(tmp_path / "none" / f"{table}.parquet"))


def test_a_time_is_a_moment_in_utc(directory: Path) -> None:
    moment = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    assert moment == quay(directory)["date_modified_utc"]


def test_a_moment_has_a_zone_in_the_schema(directory: Path) -> None:
    schema = pq.read_schema(directory / "articles.parquet")
    assert pa.timestamp("us", tz="UTC") == schema.field("first_observed_utc").type


def test_a_date_without_a_time_of_day_is_no_moment(directory: Path) -> None:
    found = quay(directory)
    assert ("2026-03-01", None) == (found["date_published"], found["date_published_utc"])


def test_the_printed_date_is_kept(directory: Path) -> None:
    assert "2026-03-01T09:30:00+01:00" == quay(directory)["date_modified_raw"]


def test_texts_are_not_touched(directory: Path) -> None:
    assert '=HYPERLINK("http://evil.example")' == quay(directory)["headline"]


def test_authors_are_a_list(directory: Path) -> None:
    expected = {
        "name": "Ann Berg",
        "name_raw": "ANN BERG",
        "url": None,
        "role": "Port correspondent",
    }
    assert [expected] == quay(directory)["author"]


def test_blocks_keep_their_items(directory: Path) -> None:
    assert [None, ["a", "b"], None] == [block["items"] for block in quay(directory)["body_blocks"]]


def test_what_was_looked_for_and_not_found_is_not_what_is_unknown(directory: Path) -> None:
    found = quay(directory)
    assert ([], None) == (found["video"], found["live_blog_update"])


def test_provenance_is_a_map(directory: Path) -> None:
    ((pointer, source),) = quay(directory)["provenance"]
    assert ("/headline", "$.headline") == (pointer, source["locator"])


def test_rows_are_written_in_groups(
    opened: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "_BATCH_ROWS", 1)
    monkeypatch.setattr(parquet, "_GROUP_BYTES", 1)
    export_parquet(opened, tmp_path / "parquet")
    assert 4 == pq.ParquetFile(tmp_path / "parquet/observations.parquet").num_row_groups


@pytest.mark.parametrize(
    "text",
    [None, "", "2026-03-01", "2026-03", "2026-03-01T08:30:00", "T", "0001-01-01T00:00:00+05:00"],
)
def test_what_is_not_a_full_time_is_no_moment(text: str | None) -> None:
    assert None is moment_of(text)
