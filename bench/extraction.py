"""The reader and its peers on real pages with gold, field by field: `make bench-extract`.

    python bench/extraction.py [FOLDER] [--peers PYTHON] [--rounds N] [--half tune|check]

FOLDER (default ../shared/corpora beside the checkout) is that of bench/corpora.py; where it is absent
the benchmark says so and ends. Every system reads the same bytes in the same run; the peers do it
in an environment of their own, whose python `--peers` names (bench/extraction_peers.py). Printed is
one line a field and dataset, in Markdown: the figure to reach; ours (bold below it) with the 95 %
interval of a bootstrap over publishers, for pages of one publisher are made alike; ours with the
site files; the peers, `-` where one gives no such field; and for captions, credits and picture
files the ceiling: what a reader could reach that makes no mistake, but gives only what the page
says word for word.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import corpora

from crawler.extraction.document import parse
from crawler.reading import normalize, read

RESAMPLES = 1000
PEERS = ("trafilatura", "newspaper4k", "readability", "resiliparse", "json_ld", "figcaption")
COLLECTOR = (50_000, 20, 20)
"""As `crawl` sets it (crawler/cli/running.py), and bench/extraction_peers.py for the peers."""
TIMED = 5
"""Every fifth page is read again for the speed."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a metric of score.py over the pages of a dataset."""

    name: str
    dataset: str
    metric: str
    bar: float
    only: str | None = None
    """Only pages whose `comments_gold` is this."""

    def reached(self, value: float) -> bool:
        """Whether a figure, as printed, is as good as the bar."""
        value = round(value, 3)
        return value <= self.bar if self.metric == "without" else value >= self.bar


ROWS = (
    Row("body F1", "fundus", "body", 0.970),
    Row("body F1", "fundus-eval", "body", 0.955),
    Row("body F1", "scrapinghub", "body", 0.975),
    Row("body F1", "wcxb", "body", 0.960),
    Row("snippets found", "trafilatura", "with", 0.960),
    Row("boilerplate leaked (lower is better)", "trafilatura", "without", 0.050),
    Row("paragraphs whole", "fundus", "para", 0.965),
    Row("title exact", "fundus", "title", 0.930),
    Row("title exact", "trafilatura", "title", 0.800),
    Row("title exact", "wcxb", "title", 0.780),
    Row("authors F1", "fundus", "authors", 0.900),
    Row("authors F1", "trafilatura", "authors", 0.640),
    Row("authors F1", "wcxb", "authors", 0.700),
    Row("date", "fundus", "date", 0.985),
    Row("date", "mediacloud-date", "date", 0.940),
    Row("date", "trafilatura", "date", 0.900),
    Row("date", "wcxb", "date", 0.890),
    Row("caption F1", "fundus", "caption", 0.880),
    Row("credit F1", "fundus", "credit", 0.780),
    Row("image URL F1", "fundus", "img_url", 0.850),
    Row("comment text F1", "ALL", "comments", 0.930),
    Row("comment text F1, site rule", "ALL", "comments", 0.850, "site rule"),
    Row("comment items F1", "ALL", "comment_items", 0.880),
    Row("comment count right", "ALL", "comment_n", 0.880),
    Row("no comments invented", "ALL", "no_comments", 1.0),
)


@dataclass(slots=True)
class Sums:
    """What the pages of one publisher add to a figure: a mean's, or an F1's over all of them."""

    total: float = 0.0
    pages: int = 0
    counts: list[int] = field(default_factory=lambda: [0, 0, 0])

    def add(self, other: Sums) -> None:
        self.total += other.total
        self.pages += other.pages
        for at in range(3):
            self.counts[at] += other.counts[at]

    @property
    def value(self) -> float | None:
        """None where no page has gold."""
        found, wrong, missed = self.counts
        if any(self.counts):
            return 2 * found / (2 * found + wrong + missed)
        return self.total / self.pages if self.pages else None


Page = corpora.GoldPage
Prediction = Mapping[str, Any]
Predictions = Mapping[tuple[str, str], Prediction]


def main() -> int:
    """Print the table; 0 also where the corpora are not there."""
    options = _options()
    if not (options.folder / "score.py").is_file():
        print(f"no corpora at {options.folder}: nothing is measured")
        return 0
    score = corpora.module(options.folder / "score.py")
    pages = list(corpora.pages_of(options.folder, half=options.half))
    systems = {"ours": _ours(pages, with_sites=False), "with sites": _ours(pages, with_sites=True)}
    peers = _peers(options) if options.peers else {}
    _print_table(score, pages, systems | peers)
    _print_speed(options, pages)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", nargs="?", type=Path, default=corpora.BESIDE)
    parser.add_argument("--peers", type=Path, help="the python of an environment with the peers")
    parser.add_argument("--half", choices=("tune", "check"), help="one half of the publishers")
    parser.add_argument("--rounds", type=int, default=3, help="of the speed; the best counts")
    return parser.parse_args()


def _ours(pages: Iterable[Page], *, with_sites: bool) -> Predictions:
    return {
        (page.dataset, page.id): corpora.prediction(page, corpora.records_of(page, with_sites))
        for page in pages
    }


def _peers(options: argparse.Namespace) -> dict[str, Predictions]:
    """The peers' predictions; one that is not installed is named and left out."""
    found: dict[str, Predictions] = {}
    with tempfile.TemporaryDirectory() as folder:
        for peer in PEERS:
            path = Path(folder) / peer
            ran = _run_peer(options, peer, path, every=1)
            if ran is None:
                continue
            lines = (json.loads(line) for line in path.read_text("utf-8").splitlines())
            found[peer] = {(line["dataset"], line["id"]): line for line in lines}
    return found


def _run_peer(options: argparse.Namespace, peer: str, path: Path, every: int) -> float | None:
    """Seconds of CPU that a peer's reading took; None where it cannot run, which is said."""
    script = Path(__file__).with_name("extraction_peers.py")
    command = [options.peers, script, peer, options.folder, path, str(every)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    if ran.returncode:
        reason = (ran.stderr.strip().splitlines() or ["no reason given"])[-1]
        print(f"{peer} is left out: {reason}", file=sys.stderr)
        return None
    return float(ran.stdout.split()[-1])


def _print_table(score: ModuleType, pages: list[Page], systems: Mapping[str, Predictions]) -> None:
    names = list(systems)
    print(f"| field | pages | to reach | {' | '.join(names)} | ceiling |")
    print("|---" * (len(names) + 4) + "|")
    scored = {name: _scored(score, pages, made) for name, made in systems.items()}
    ceilings = _scored(score, pages, _ceilings(score, pages))
    for row in ROWS:
        told = [
            _figure(scored[name], pages, row, interval=name == "ours")
            if _gives(systems[name], row)
            else "-"
            for name in names
        ]
        count = _over(scored["ours"], pages, row)
        ceiling = _figure(ceilings, pages, row) if row.metric in _CEILED else ""
        total = sum(each.pages for each in count.values())
        label = f"{row.name}, {row.dataset}" if row.dataset != "ALL" else row.name
        print(f"| {label} | {total} | {row.bar:.3f} | {' | '.join(told)} | {ceiling} |")


_KEYS = {
    "title": ("title",),
    "authors": ("authors",),
    "date": ("date_published",),
    "caption": ("images", "caption"),
    "credit": ("images", "credit"),
    "img_url": ("images", "url"),
    "comments": ("comments", "comments_text"),
    "no_comments": ("comments", "comments_text"),
    "comment_items": ("comments",),
    "comment_n": ("comments",),
}
"""Where a prediction has the field that a metric scores; `body` where it is not named here."""


def _gives(made: Predictions, row: Row) -> bool:
    """Whether a system knows of a field at all: no figure is its failure where it does not."""
    key, *more = _KEYS.get(row.metric, ("body",))
    if key == "images":
        return any(image.get(more[0]) for each in made.values() for image in each.get(key) or ())
    return any(name in each for each in made.values() for name in (key, *more))


Scored = Mapping[tuple[str, str], tuple[dict[str, float], dict[str, tuple[int, int, int]]]]


def _scored(score: ModuleType, pages: Iterable[Page], made: Predictions) -> Scored:
    return {
        (page.dataset, page.id): score.score_page(page.gold, made.get((page.dataset, page.id), {}))
        for page in pages
    }


def _over(scored: Scored, pages: Iterable[Page], row: Row) -> dict[str, Sums]:
    """What each publisher's pages add to a row's figure."""
    sums: dict[str, Sums] = {}
    for page in pages:
        if row.dataset not in ("ALL", page.dataset):
            continue
        if row.only is not None and page.gold.get("comments_gold") != row.only:
            continue
        means, counts = scored[page.dataset, page.id]
        if row.metric in means:
            added = Sums(means[row.metric], 1)
        elif row.metric in counts:
            added = Sums(0.0, 1, list(counts[row.metric]))
        else:
            continue
        sums.setdefault(page.gold["publisher"], Sums()).add(added)
    return sums


def _figure(scored: Scored, pages: Iterable[Page], row: Row, *, interval: bool = False) -> str:
    sums = list(_over(scored, pages, row).values())
    value = _pooled(sums)
    if value is None:
        return "-"
    if not interval:
        return f"{value:.3f}"
    low, high = bootstrap(sums)
    mark = "" if row.reached(value) else "**"
    return f"{mark}{value:.3f}{mark} ({low:.3f}-{high:.3f})"


def _pooled(sums: Iterable[Sums]) -> float | None:
    whole = Sums()
    for each in sums:
        whole.add(each)
    return whole.value


def bootstrap(sums: list[Sums], resamples: int = RESAMPLES) -> tuple[float, float]:
    """The 2.5th and 97.5th percentile of a figure over publishers drawn with replacement.

    Percentile bootstrap of clusters: Efron and Tibshirani, An Introduction to the Bootstrap, 13.3.
    """
    drawn = random.Random(20261123)
    values = sorted(
        value
        for _ in range(resamples)
        if (value := _pooled(drawn.choices(sums, k=len(sums)))) is not None
    )
    low, high = (
        values[int(0.025 * len(values))],
        values[min(int(0.975 * len(values)), len(values) - 1)],
    )
    return wilson(low, len(sums)) if low == high else (low, high)


def wilson(share: float, count: int) -> tuple[float, float]:
    """The 95 % interval of a share of so many (Wilson, 1927): where all agree, no resample differs."""
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + (z / count) ** 2 / 4)
    return max(0.0, middle - half), min(1.0, middle + half)


_CEILED = ("caption", "credit", "img_url")


def _ceilings(score: ModuleType, pages: Iterable[Page]) -> Predictions:
    """The gold's images as a prediction, without what the page does not say word for word.

    Captions and credits are looked for in the text that the page shows, file names in its source.
    """
    made: dict[tuple[str, str], Prediction] = {}
    for page in pages:
        images = page.gold.get("images")
        if not images:
            continue
        shown, source = _words(score, _shown(page.body)), page.body.decode("utf-8", "replace")
        made[page.dataset, page.id] = {
            "images": [_verbatim(score, each, shown, source.casefold()) for each in images]
        }
    return made


def _shown(body: bytes) -> str:
    document = parse(body, "http://page.invalid/", None)
    if document.tree is None:
        return ""
    for node in document.tree.css("script, style, noscript, template"):
        node.decompose()
    return document.tree.text(separator=" ")


def _words(score: ModuleType, text: str) -> str:
    return " ".join(("", *score.tokens(text), ""))


def _verbatim(score: ModuleType, image: Prediction, shown: str, source: str) -> Prediction:
    names = [score.fname(url) for url in image.get("urls") or [image.get("url")]]
    told = {key: image[key] for key in ("caption", "credit") if image.get(key)}
    return {"url": next((name for name in names if name and name in source), None)} | {
        key: text for key, text in told.items() if _words(score, text) in shown
    }


def _print_speed(options: argparse.Namespace, pages: list[Page]) -> None:
    """Pages a CPU-second with all fields, ours and trafilatura's in turns, the best of each."""
    chosen = pages[::TIMED]
    ours, theirs = [], []
    gc.freeze()
    gc.set_threshold(*COLLECTOR)
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(options.rounds):
            begun = time.process_time()
            for page in chosen:
                exchange = corpora.exchange_of(page)
                normalize(read(exchange, None), exchange, None, None)
            ours.append(time.process_time() - begun)
            if options.peers and not options.half:
                took = _run_peer(options, "trafilatura", Path(folder) / "timed", every=TIMED)
                theirs += [took] if took else []
    size = sum(len(page.body) for page in chosen) // len(chosen) // 1000
    told = f"\n{len(chosen)} pages of {size} KB: ours {len(chosen) / min(ours):.1f} a CPU-second"
    if theirs:
        told += f", trafilatura {len(chosen) / min(theirs):.1f}"
        told += f": ratio {min(theirs) / min(ours):.2f} (to reach: 3.0)"
    print(told)


if __name__ == "__main__":
    sys.exit(main())
