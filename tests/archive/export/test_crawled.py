"""The exports of a crawl of the sample outlet."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from archive.verify import verify_wacz
from crawler.demo import Outlet
from tests.commands import crawl, microfiche
from tests.crawler.test_interrupted import SLOWLY, ended, start, stories_asked_for, wait_until


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory that holds a crawled collection and all its exports."""
    path = tmp_path_factory.mktemp("exported")
    with Outlet() as outlet:
        assert 0 == crawl(path / "courier", outlet.base_url).status
    for form in ("wacz", "csv", "parquet", "jsonld"):
        done = microfiche("export", form, "--collection", path / "courier")
        assert 0 == done.status, done.err
    return path


def test_verify_has_no_finding_in_the_package(exported: Path) -> None:
    assert [] == list(verify_wacz(exported / "courier.wacz"))


def test_every_form_has_every_article(exported: Path) -> None:
    listed = microfiche("articles", "--json", "--collection", exported / "courier").lines
    with (exported / "courier-csv/articles.csv").open(encoding="utf-8", newline="") as file:
        in_csv = {row["article_id"] for row in csv.DictReader(file)}
    table = pq.read_table(exported / "courier-parquet/articles.parquet")
    lines = (exported / "courier-jsonld.jsonl").read_text().splitlines()
    in_jsonld = {json.loads(line)["identifier"][0]["value"] for line in lines}
    expected = {article["article_id"] for article in listed}
    assert [expected] * 3 == [in_csv, set(table["article_id"].to_pylist()), in_jsonld]


# -- while a crawl runs ------------------------------------------------------------------------------


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_exports_while_a_crawl_runs_are_whole_and_grow(outlet: Outlet, tmp_path: Path) -> None:
    path = tmp_path / "c"
    few = ("--max-articles", 3, "--no-requisites")
    assert 0 == crawl(path, outlet.base_url, options=few).status
    before = {row["article_id"] for row in rows(exported_csv(path, tmp_path / "before"))}
    outlet.publish(2)
    running = start("crawl", outlet.base_url, "--collection", path, *SLOWLY)
    wait_until(lambda: bool(list((path / "warc").glob("*.open"))))
    wait_until(lambda: len(stories_asked_for(outlet)) >= 5)
    during = exported_csv(path, tmp_path / "during").parent
    package = microfiche("export", "wacz", "--output", tmp_path / "a.wacz", "--collection", path)
    is_running = running.poll() is None
    assert 0 == ended(running).status
    assert is_running, "the crawl had ended before the exports"
    assert (
        "is still being written; export again when the crawl has ended" in package.out + package.err
    )
    assert [] == list(verify_wacz(tmp_path / "a.wacz"))
    known = {row["revision_id"] for row in rows(during / "articles.csv")}
    seen = {row["revision_id"] for row in rows(during / "observations.csv")} - {""}
    assert seen <= known
    there = {row["article_id"] for row in rows(during / "articles.csv")}
    after = {row["article_id"] for row in rows(exported_csv(path, tmp_path / "after"))}
    assert before <= there <= after
    assert len(before) < len(after)


def exported_csv(path: Path, target: Path) -> Path:
    done = microfiche("export", "csv", "--output", target, "--collection", path)
    assert 0 == done.status, done.err
    return target / "articles.csv"
