"""Cases of sites on disk: a page, what else the reader needs of its answer, and what is expected.

Written by commands only, and reviewed like code: a test never writes one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from archive.records import as_json
from archive.warc.exchange import Exchange
from crawler.errors import BadSite
from crawler.sites import Site

PLACE = Path("tests/crawler/sites/cases")
FIELDS = (
    *("headline", "headline_seo", "kicker", "alternative_headline", "byline", "author"),
    *("source_organization", "dateline", "date_published", "date_modified", "in_language"),
    *("article_section", "keywords", "work_translation", "image", "article_body"),
)
"""What a case expects of an article: what a person can compare with the page."""
_UNREAD: Mapping[str, object] = {"headline": None, "byline": None, "article_body": ""}
"""What a case begins with where the reader does not take the page for an article."""


def checkout(into: Path | None) -> Path:
    """The directory that holds crawler/sites and tests; BadSite where there is none."""
    root = into or Path(__file__).resolve().parents[2]
    if not (root / "crawler/sites").is_dir() or not (root / "tests").is_dir():
        raise BadSite(
            f"{root}: not a checkout of microfiche (no crawler/sites and tests in it); "
            "clone it and `pip install -e .`, or name a checkout with --into"
        )
    return root


def case_name(url: str) -> str:
    """The last words of the URL's path as a directory's name."""
    words = re.findall(r"[a-z0-9]+", urlsplit(url).path.lower())
    return "-".join(words[-8:])[-60:].strip("-") or "article"


def case_files(case: Path, exchange: Exchange, site: Site | None) -> dict[Path, bytes]:
    """The files of a new case, waiting for a person."""
    return {
        case / "page.html": exchange.body,
        case / "exchange.json": _json(_answer(exchange)),
        case / "expected.json": _json(expectation(exchange, site)),
    }


def expectation(exchange: Exchange, site: Site | None) -> dict[str, Any]:
    """What is read today: the beginning of what a person then confirms."""
    from crawler.reading import normalize, read

    records = normalize(read(exchange, site), exchange, None, site)
    article = as_json(records.article) if records.article else dict(_UNREAD)
    fields = {name: article[name] for name in FIELDS if name in article}
    page_type = records.page_type if records.article else "article"
    return {"confirmed": False, "page_type": page_type, "article": fields}


def save(root: Path, site: Site, exchange: Exchange) -> tuple[Path, bool]:
    """Write a page as a case of a site; its folder, and whether it must be confirmed (again).

    A case that is there keeps the fields that it expects; where nothing of them is read otherwise,
    nothing is written.
    """
    case = PLACE / site.name / case_name(exchange.url)
    path = root / case / "expected.json"
    if not path.exists():
        write_new(root, case_files(case, exchange, site))
        return case, True
    before = msgspec.json.decode(path.read_bytes())
    after = expectation(exchange, site)
    kept = {name: after["article"].get(name) for name in before["article"]}
    if (before["page_type"], before["article"]) == (after["page_type"], kept):
        return case, not before["confirmed"]
    for name, content in case_files(case, exchange, site).items():
        (root / name).write_bytes(content)
    path.write_bytes(_json({**after, "article": kept}))
    return case, True


def write_new(root: Path, files: Mapping[Path, bytes]) -> None:
    """Write files of which none is there yet; BadSite, and nothing written, where one is."""
    taken = [str(path) for path in files if (root / path).exists()]
    if taken:
        raise BadSite(f"{', '.join(taken)}: exists already; nothing was written")
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        with (root / path).open("xb") as stream:
            stream.write(content)


def _answer(exchange: Exchange) -> dict[str, object]:
    """What the reader needs of an answer beside its body."""
    kept = [(name, value) for name, value in exchange.headers if name.lower() == "content-type"]
    return {
        "url": exchange.url,
        "fetched_at": exchange.fetched_at,
        "status": exchange.status,
        "headers": kept,
    }


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
