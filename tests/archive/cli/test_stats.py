"""`microfiche stats`, run on a collection as a user runs it."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from archive.errors import BadInput
from archive.export.statistics import TABLES
from archive.report.drawing import NoPlots
from crawler.cli import cli
from tests.archive.history.newsroom import TEXTS, Newsroom, article, at
from tests.commands import ROOT

PAGE = (ROOT / "docs/statistics.md").read_text("utf-8")


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of two sites: one silent edit, one declared, one article seen once, one taken down."""
    room = Newsroom(tmp_path_factory.mktemp("stats") / "collection")
    figure = article(TEXTS[0], TEXTS[1].replace("1,500", "1,800"), *TEXTS[2:])
    room.read(at(1), article(), "silent")
    room.read(at(1, 6), figure, "silent")
    room.read(at(2), article(), "same")
    room.read(at(3), article(), "same")
    room.read(at(3), article(), "once")
    room.read(at(4), article(), "gone", site="ledger.example")
    room.answer(at(5), 404, name="gone", url="https://ledger.example/news/gone")
    room.close()
    return room.path


def run(*words: object, collection: Path) -> Result:
    options = ["stats", *map(str, words), "--collection", str(collection)]
    return CliRunner().invoke(cli, options)


def document(*words: str, collection: Path) -> dict[str, Any]:
    found = run(*words, "--json", collection=collection)
    assert (0, "") == (found.exit_code, found.stderr)
    told: dict[str, Any] = json.loads(found.stdout)
    return told


def test_the_table_has_shares_of_what_was_seen_again(collection: Path) -> None:
    _, courier, ledger = run(collection=collection).stdout.splitlines()
    edited = ["1 (50.0 %)", "1 (50.0 %)", "1", "1", "0", "100.0 %"]
    assert ["courier.example", "-", "3", "2", *edited] == courier.split("\t")[:10]
    assert "0 s - 2 h" == courier.split("\t")[10]
    assert ["ledger.example", "1", "0", "0 (-)"] == [ledger.split("\t")[i] for i in (0, 2, 3, 4)]
    assert "1" == ledger.split("\t")[-1]


def test_a_site_and_a_range_narrow_it(collection: Path) -> None:
    told = document("--site", "courier.example", collection=collection)
    assert ["courier.example"] == [one["site"] for one in told["cohorts"]]
    told = document("--since", "2026-03-02", collection=collection)
    assert {"courier.example": (2, 0), "ledger.example": (1, 0)} == {
        one["site"]: (one["articles"], one["edits"]) for one in told["cohorts"]
    }


def test_visits_after_the_range_are_not_below_the_line(collection: Path) -> None:
    for until, counted in (("2026-03-02", (2, 1, 1)), ("2026-03-01T07:00:00Z", (1, 0, 0))):
        told = document("--until", until, collection=collection)
        [one] = told["cohorts"]
        assert counted == (one["articles"], one["recaptured"], one["edited"])


def test_a_site_is_a_host_and_those_below_it(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "c")
    for site in ("www.ledger.example", "sport.ledger.example"):
        room.read(at(1), article(), "one", site=site)
        room.read(at(2), article(headline=f"News of {site}"), "one", site=site)
    room.close()
    for site, edits in (("ledger.example", 2), ("sport.ledger.example", 1), ("other.example", 0)):
        told = document("--site", site, collection=room.path)
        assert edits == sum(one["edits"] for one in told["activity"])
        assert edits == sum(one["articles"] for one in told["cohorts"])


def test_periods_are_told_apart(collection: Path) -> None:
    told = document("--by", "week", collection=collection)
    periods = [(one["period"], one["articles"]) for one in told["cohorts"]]
    assert [("2026-W09", 1), ("2026-W10", 2), ("2026-W10", 1)] == periods


def test_nothing_seen_is_said(tmp_path: Path) -> None:
    Newsroom(tmp_path / "c").close()
    found = run(collection=tmp_path / "c")
    assert (0, "", "No article was seen.\n") == (found.exit_code, found.stdout, found.stderr)


def test_csv_and_parquet_have_what_json_has(collection: Path, tmp_path: Path) -> None:
    told = document(collection=collection)
    done = run("--csv", tmp_path / "a", "--parquet", tmp_path / "b", collection=collection)
    assert (0, "") == (done.exit_code, done.stdout)
    for name in ("cohorts", "activity"):
        with (tmp_path / "a" / f"{name}.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        table = pq.read_table(tmp_path / "b" / f"{name}.parquet").to_pylist()
        assert [one["site"] for one in told[name]] == [row["site"] for row in rows]
        for plain, row, typed in zip(told[name], rows, table, strict=True):
            assert plain["edits"] == int(row["edits"]) == typed["edits"]
            assert plain["kinds"] == json.loads(row["kinds"]) == dict(typed["kinds"])
            assert plain["silent_share"] == typed["silent_share"]
            assert ("" == row["silent_share"]) == (plain["silent_share"] is None)


def test_what_is_there_is_not_overwritten(collection: Path, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert isinstance(run("--csv", tmp_path / "a", collection=collection).exception, BadInput)


def test_the_page_has_its_plots_and_needs_nothing_else(collection: Path, tmp_path: Path) -> None:
    done = run("--html", tmp_path / "stats.html", collection=collection)
    text = (tmp_path / "stats.html").read_text("utf-8")
    assert (0, "") == (done.exit_code, done.stdout)
    assert [
        "Articles seen to be edited",
        "Time to the first material edit (median, as an interval)",
        "What was changed",
    ] == re.findall(r"<figcaption>(.*?)</figcaption>", text)
    assert 'alt="courier.example: 1 of 2 materially, 1 at all"' in text
    assert set(re.findall(r'(?:src|href)="(.{10})', text)) == {"data:image"}
    assert "<script" not in text


def test_the_page_replaces_an_older_one_as_a_whole(collection: Path, tmp_path: Path) -> None:
    path = tmp_path / "stats.html"
    path.write_text("older")
    held = path.open()
    assert 0 == run("--html", path, collection=collection).exit_code
    assert held.read() == "older"
    assert path.read_text("utf-8").startswith("<!doctype html>")
    assert [path] == list(tmp_path.iterdir())
    held.close()


def test_nothing_is_written_where_a_table_cannot_be(collection: Path, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for form in ("--csv", "--parquet"):
        done = run("--html", tmp_path / "b", form, tmp_path / "a", collection=collection)
        assert isinstance(done.exception, BadInput)
    assert not (tmp_path / "b").exists()


def test_without_matplotlib_it_is_said_what_to_do(
    collection: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)
    done = run("--html", tmp_path / "stats.html", collection=collection)
    assert isinstance(done.exception, NoPlots)
    assert "microfiche[plots]" in str(done.exception)
    assert not (tmp_path / "stats.html").exists()


@pytest.mark.parametrize("name", TABLES)
def test_the_documentation_names_every_column(name: str) -> None:
    table = PAGE.partition(f"`{name}`: ")[2].partition("|---|---|\n")[2].partition("\n\n")[0]
    named = [word for row in table.splitlines() for word in row.split("|")[1].split("`")[1::2]]
    assert sorted(column.name for column in TABLES[name]) == sorted(named)
