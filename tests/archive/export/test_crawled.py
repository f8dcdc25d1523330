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
