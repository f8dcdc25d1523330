"""The reader measured on pages with gold: scores by field, and pages per CPU-second.

    python bench/corpora.py [FOLDER] [--dataset NAME …] [--half tune|check] [--keep PRED.jsonl]
                            [--worst FIELD N] [--against PRED.jsonl] [--sites]

FOLDER (default ../shared/corpora beside the checkout) has pages/DATASET/ID.html.gz with their gold
and score.py, which defines every metric. Nothing of it is part of this project; where it is absent
the benchmark says so and ends. The pages are read by the generic reader alone, without site files
(`--sites` reads with them, and says on how many pages one served), by the same path as the crawl
takes; the capture date is the gold's crawl date where it has one.

A rule is made on the publishers of `--half tune` and believed when those of `--half check`, at
whose pages nobody looked, gain by it too: what is fitted to pages helps on no other page. `--worst`
names the pages with the lowest scores of a field, `--against` those whose scores differ from an
earlier run's.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import re
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from archive.records import Article, Comment, PageRecords
from archive.times import warc_date
from archive.warc.exchange import Exchange
from crawler.normalize.dates import parse_date
from crawler.reading import normalize, read
from crawler.sites import site_for

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "corpora"
_TEXTS = ("paragraph", "heading", "quote", "list", "table", "correction")


@dataclass(frozen=True, slots=True)
class GoldPage:
    """One page of the corpora."""

    dataset: str
    id: str
    body: bytes
    gold: dict[str, Any]


def main() -> int:
    """Score the reader; 0 also where the corpora are not there."""
    options = _options()
    if not (options.folder / "score.py").is_file():
        print(f"no corpora at {options.folder}: nothing is measured")
        return 0
    score = module(options.folder / "score.py")
    keep = options.keep or Path(tempfile.mkdtemp()) / "predictions.jsonl"
    seconds, slowest, pages = _predict(options, keep)
    results, scores = score.run(str(keep), options.dataset, _names_of(options))
    for name in sorted(results):
        fields = "  ".join(f"{key} {value:.3f}" for key, (value, _) in results[name].items())
        print(f"{name:16} {fields}")
    took, name = slowest
    print(f"{pages} pages, {pages / seconds:.1f} a CPU-second; slowest {took:.2f} s ({name})")
    if options.worst:
        _print_worst(scores, options.worst[0], int(options.worst[1]), score.LOWER_IS_BETTER)
    if options.against:
        _, before = score.run(str(options.against), options.dataset, _names_of(options))
        _print_changed(before, scores)
    return 0


Scores = dict[str, dict[str, float]]


def _print_worst(scores: Scores, field: str, most: int, lower_is_better: set[str]) -> None:
    sign = -1 if field in lower_is_better else 1
    scored = [(page[field], name) for name, page in scores.items() if field in page]
    for value, name in sorted(scored, key=lambda each: (sign * each[0], each[1]))[:most]:
        print(f"{value:.3f} {name}")


def _print_changed(before: Scores, after: Scores) -> None:
    for name in sorted(after):
        for field, value in after[name].items():
            was = before.get(name, {}).get(field)
            if was is not None and abs(was - value) > 0.0005:
                print(f"{field:14} {was:.3f} -> {value:.3f}  {name}")


def _names_of(options: argparse.Namespace) -> set[str]:
    """`DATASET/ID` of every page that is measured."""
    pages = pages_of(options.folder, options.dataset, options.half)
    return {f"{page.dataset}/{page.id}" for page in pages}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", nargs="?", type=Path, default=BESIDE)
    parser.add_argument("--dataset", nargs="*")
    parser.add_argument("--half", choices=("tune", "check"), help="one half of the publishers")
    parser.add_argument("--worst", nargs=2, metavar=("FIELD", "N"))
    parser.add_argument("--against", type=Path, help="an earlier run's predictions")
    parser.add_argument("--sites", action="store_true", help="with the site files")
    parser.add_argument("--keep", type=Path, help="where the predictions are written")
    return parser.parse_args()


def module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpora_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _predict(options: argparse.Namespace, path: Path) -> tuple[float, tuple[float, str], int]:
    """Write a line a page; CPU seconds of reading alone, the slowest page, the number of pages."""
    spent, slowest, pages = 0.0, (0.0, ""), 0
    served: Counter[str] = Counter()
    with path.open("w", encoding="utf-8") as out:
        for page in pages_of(options.folder, options.dataset, options.half):
            begun = time.process_time()
            records = records_of(page, options.sites)
            took = time.process_time() - begun
            spent, pages = spent + took, pages + 1
            slowest = max(slowest, (took, f"{page.dataset}/{page.id}"))
            if records.article and records.article.extraction:
                served[records.article.extraction.profile] += 1
            print(json.dumps(prediction(page, records), ensure_ascii=False), file=out)
    if options.sites:
        counts = ", ".join(f"{name} {count}" for name, count in sorted(served.items()))
        print(f"articles read by site file: {counts or '-'}")
    return spent, slowest, pages


def pages_of(
    folder: Path, datasets: list[str] | None = None, half: str | None = None
) -> Iterator[GoldPage]:
    """The pages of some datasets, of all without; `half` keeps those of half of the publishers."""
    for path in sorted((folder / "pages").glob("*/*.html.gz")):
        dataset, name = path.parent.name, path.name.removesuffix(".html.gz")
        if datasets and dataset not in datasets:
            continue
        gold = json.loads(path.with_name(f"{name}.json").read_text(encoding="utf-8"))
        if half is not None and half != _half_of(gold["publisher"]):
            continue
        yield GoldPage(dataset, name, gzip.decompress(path.read_bytes()), gold)


def records_of(page: GoldPage, with_sites: bool = False) -> PageRecords:
    """A page read, by the generic reader alone or with the site files too."""
    exchange = exchange_of(page)
    site = site_for(exchange.url) if with_sites else None
    return normalize(read(exchange, site), exchange, None, site)


def _half_of(publisher: str) -> str:
    return ("tune", "check")[zlib.crc32(publisher.encode()) % 2]


def exchange_of(page: GoldPage) -> Exchange:
    url = page.gold.get("url") or "http://page.invalid/article"
    return Exchange(
        request_url=url,
        url=url,
        fetched_at=_capture_date(page.gold.get("crawl_date")),
        status=200,
        headers=(("Content-Type", "text/html"),),
        body=page.body,
    )


def _capture_date(text: str | None) -> str | None:
    from datetime import UTC, datetime

    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return warc_date(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def prediction(page: GoldPage, records: PageRecords) -> dict[str, Any]:
    line: dict[str, Any] = {"dataset": page.dataset, "id": page.id, "type": records.page_type}
    article = records.article
    if article is None:
        return line | {"reason": records.reason}
    return line | {
        "title": article.headline,
        # the gold lists agencies and outlets among the authors
        "authors": [each.name for each in (*article.author, *article.source_organization)],
        "date_published": _as_printed(
            article.date_published, article.date_published_raw, article.in_language
        ),
        "date_modified": _as_printed(
            article.date_modified, article.date_modified_raw, article.in_language
        ),
        "body": _body(article),
        "images": [
            {"url": image.content_url, "caption": image.caption, "credit": image.credit_text}
            for image in article.image
        ],
        "comments": [_comment(comment) for comment in records.comments],
    }


def _as_printed(value: str | None, raw: str | None, language: str | None) -> str | None:
    """The date with the offset or the day it was printed with: the gold's day is the printed one."""
    if not value or not raw:
        return value
    if re.match(r"\d{4}-\d\d-\d\dT.*[+-]\d\d:?\d\d$", raw):
        return raw
    printed = parse_date(raw, fetched_at=None, zone=None, languages=[language] if language else [])
    return printed.value if printed is not None and printed.precision == "day" else value


def _body(article: Article) -> list[str]:
    # the gold counts the standfirst as text, and the posts that a live-blog's page shows
    texts = []
    if article.alternative_headline:
        texts.append(article.alternative_headline)
    for block in article.body.blocks:
        if block.type in _TEXTS and block.text:
            texts += list(block.items) if block.items else [block.text]
    for place, post in enumerate(article.live_blog_update or ()):
        if f"/live_blog_update/{place}" in article.provenance:
            continue  # told by JSON-LD alone
        texts += [text for text in (post.headline, *post.text.split("\n")) if text]
    return texts


def _comment(comment: Comment) -> dict[str, Any]:
    author = comment.author.name if comment.author else None
    return {"author": author, "text": comment.text, "date": comment.date_created}


if __name__ == "__main__":
    sys.exit(main())
