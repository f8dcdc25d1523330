"""The tests of a site's cases: each is read as its expected.json says, once a person confirmed it.

A case is a folder in cases/NAME: page.html, exchange.json (what else the reader needs of the
answer) and expected.json (what a person has read on the page). A subclass names the site.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

from archive.records import encode
from archive.warc.exchange import Exchange
from crawler.reading import normalize, read
from crawler.sites import named

CASES = Path(__file__).parent / "cases"


def cases_of(site: str) -> list[Path]:
    """The folders of a site's cases."""
    return sorted(path.parent for path in (CASES / site).glob("*/expected.json"))


def expected(case: Path) -> dict[str, Any]:
    """What a person expects of a case's page."""
    return json.loads((case / "expected.json").read_text("utf-8"))


def exchange_of(case: Path) -> Exchange:
    """A case's page as it was answered."""
    answer = json.loads((case / "exchange.json").read_text("utf-8"))
    headers = tuple((name, value) for name, value in answer.pop("headers"))
    body = (case / "page.html").read_bytes()
    return Exchange(**answer, request_url=answer["url"], headers=headers, body=body)


def actual(case: Path, site_name: str) -> dict[str, Any]:
    """What is read of a case's page today, with the site file."""
    exchange, site = exchange_of(case), named(site_name)
    records = normalize(read(exchange, site), exchange, None, site)
    article = json.loads(encode(records.article)) if records.article else {}
    return {"page_type": records.page_type, "article": article}


class Confirmed:
    """`class TestHarbourPost(Confirmed): site = "harbour_post"`; conftest.py gives the cases."""

    site: ClassVar[str]

    def test_the_case_is_confirmed(self, case: Path) -> None:
        assert expected(case)["confirmed"], f"compare {case}/expected.json with its page.html"

    def test_the_page_is_what_the_case_says(self, case: Path) -> None:
        assert expected(case)["page_type"] == actual(case, self.site)["page_type"]

    def test_a_field_is_read_as_the_case_says(self, case: Path, field: str) -> None:
        assert expected(case)["article"][field] == actual(case, self.site)["article"].get(field)

    def test_every_rule_of_the_layout_found_something(self, case: Path) -> None:
        told = actual(case, self.site)["article"].get("extraction", {}).get("warnings", [])
        assert [] == [warning for warning in told if warning.startswith("layout:")]
