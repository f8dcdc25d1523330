"""Cases of sites on disk: a page, what else the reader needs of its answer, and what is expected.

Written by commands only, and reviewed like code: a test never writes one.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
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
    """The last words of the URL's path and query as a directory's name."""
    parts = urlsplit(url)
    words = re.findall(r"[a-z0-9]+", f"{parts.path} {parts.query}".lower())
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
    told = {"confirmed": False, "page_type": page_type, "article": fields}
    return cast("dict[str, Any]", msgspec.json.decode(msgspec.json.encode(told)))


@dataclass(frozen=True, slots=True)
class Saved:
    """A case as it is now on disk."""

    case: Path
    confirmed: bool
    differs: tuple[str, ...] = ()
    """The fields of a case left as it is that are read otherwise today."""


def save(root: Path, site: Site, exchange: Exchange) -> Saved:
    """Write a page as a case of a site.

    Of a page that is there already nothing is written: what a person made of it stands. Of a page
    that has changed since, the case keeps a person's value of each field that is read from both
    pages alike, and must be confirmed again. BadSite where the case is of another URL, or where a
    page that is no article would take the place of one.
    """
    case = PLACE / site.name / case_name(exchange.url)
    if not (root / case / "expected.json").exists():
        write_new(root, case_files(case, exchange, site))
        return Saved(case, confirmed=False)
    before = msgspec.json.decode((root / case / "expected.json").read_bytes())
    old = _exchange_of(root / case)
    if old.url != exchange.url:
        raise BadSite(f"{case}: is the case of {old.url}; nothing was written")
    if old.body == exchange.body:
        return _left(case, before, expectation(old, site))
    new = _completed(exchange, old)
    after = _merged(before, expectation(old, site), expectation(new, site), case)
    for name, content in case_files(case, new, site).items():
        (root / name).write_bytes(content)
    (root / case / "expected.json").write_bytes(_json(after))
    return Saved(case, confirmed=False)


def _left(case: Path, before: Mapping[str, Any], today: Mapping[str, Any]) -> Saved:
    """A case of the same page: as it was, with what is read otherwise today."""
    names = [
        name for name, value in before["article"].items() if today["article"].get(name) != value
    ]
    if before["page_type"] != today["page_type"]:
        names.insert(0, "page_type")
    return Saved(case, bool(before["confirmed"]), tuple(names))


def _merged(
    before: Mapping[str, Any], then: Mapping[str, Any], now: Mapping[str, Any], case: Path
) -> dict[str, Any]:
    """What is expected of a page that has changed: a person's values where the change is elsewhere.

    `then` and `now` are what is read today of the page before and of the page after.
    """
    if now["article"] == _UNREAD:
        raise BadSite(f"{case}: the page is read as no article; nothing was written")
    fields = {
        name: value
        if then["article"].get(name) == now["article"].get(name)
        else now["article"].get(name)
        for name, value in before["article"].items()
    }
    return {**now, "article": fields}


def _exchange_of(case: Path) -> Exchange:
    """The page of a case as it was answered."""
    answer = msgspec.json.decode((case / "exchange.json").read_bytes())
    headers = tuple((name, value) for name, value in answer.pop("headers"))
    body = (case / "page.html").read_bytes()
    return Exchange(**answer, request_url=answer["url"], headers=headers, body=body)


def _completed(exchange: Exchange, old: Exchange) -> Exchange:
    """A page saved again, with what only its earlier answer told: when, and in which charset."""
    headers = exchange.headers if exchange.charset else old.headers
    return dataclasses.replace(
        exchange, fetched_at=exchange.fetched_at or old.fetched_at, headers=headers
    )


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
