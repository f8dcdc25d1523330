"""Cases of sites: a page and what must come out of it, as `expected.json` says in plain keys."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.records import PageRecords
from archive.warc.exchange import Exchange
from crawler.reading import normalize, read
from crawler.sites import site_for
from tests.crawler.sites.confirmed import cases_of, expected


@dataclass(frozen=True)
class Case:
    """What was read from a case's page, beside what is expected."""

    records: PageRecords
    expected: dict[str, Any]

    def got(self, field: str) -> Any:
        """The value that stands for a key of expected.json."""
        article = self.records.article
        assert article is not None
        plain = {
            "author": lambda: [each.name for each in article.author],
            "source_organization": lambda: [each.name for each in article.source_organization],
            "publisher": lambda: article.publisher.name if article.publisher else None,
            "image": lambda: [
                {"caption": each.caption, "credit_text": each.credit_text} for each in article.image
            ],
            "work_translation": lambda: [
                {"in_language": each.in_language, "url": each.url}
                for each in article.work_translation
            ],
            "block_types": lambda: [block.type for block in article.body.blocks],
            "headings": lambda: self._texts("heading"),
            "paragraphs": lambda: self._texts("paragraph"),
            "comment_count_declared": lambda: article.comment_count,
            "comments": lambda: [comment.text for comment in self.records.comments],
        }
        return plain[field]() if field in plain else getattr(article, field)

    def body_texts(self) -> str:
        """Every text of the body."""
        assert self.records.article is not None
        return "\n".join(block.text or "" for block in self.records.article.body.blocks)

    def _texts(self, kind: str) -> list[str | None]:
        assert self.records.article is not None
        return [block.text for block in self.records.article.body.blocks if block.type == kind]


@pytest.fixture(scope="session")
def read_case() -> Callable[[Path, bool], Case]:
    """Reads a case's folder: with the site file, or with the generic reader alone."""

    def reading_of(folder: Path, generic: bool) -> Case:
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        exchange = Exchange(
            request_url=expected["url"],
            url=expected["url"],
            fetched_at=None,
            status=200,
            headers=(("Content-Type", "text/html; charset=utf-8"),),
            body=(folder / "page.html").read_bytes(),
        )
        site = None if generic else site_for(expected["url"])
        return Case(normalize(read(exchange, site), exchange, None, site), expected)

    return reading_of


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Gives a subclass of Confirmed its site's cases, and each of their fields; and `real` pages."""
    if "real" in metafunc.fixturenames:
        metafunc.parametrize("real", metafunc.cls.pages)
    site = getattr(metafunc.cls, "site", None)
    if site is None or "case" not in metafunc.fixturenames:
        return
    cases = cases_of(site)
    if "field" in metafunc.fixturenames:
        pairs = [(case, field) for case in cases for field in expected(case)["article"]]
        ids = [f"{case.name}-{field}" for case, field in pairs]
        metafunc.parametrize(("case", "field"), pairs, ids=ids)
    else:
        metafunc.parametrize("case", cases, ids=[case.name for case in cases])
