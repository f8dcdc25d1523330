"""What it costs to read a page and to record it, stage by stage: `python bench/reading.py [FOLDER]`.

Printed are milliseconds of CPU a page for each stage of the reading path, and pages a CPU-second
beside peers that read the same bytes. Two kinds of pages: the invented ones of bench/newspaper.py,
and the real ones of FOLDER (default ../shared/corpora beside the checkout); where those are absent that
is said. A peer that is not installed is named and left out. Each figure is the best of ROUNDS.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import corpora
import newspaper

from archive.collection import Collection
from archive.collection.writer import Writer
from archive.records import Capture, encode, storable
from archive.states import digests_of
from archive.warc.exchange import Exchange
from crawler.discovery.expand import expand
from crawler.discovery.scope import Scope
from crawler.extraction.article import read_article
from crawler.extraction.comments import read_comments
from crawler.extraction.document import parse
from crawler.extraction.images import figures
from crawler.extraction.json_ld import linked_data
from crawler.extraction.metadata import metadata
from crawler.extraction.outline import outline
from crawler.extraction.page import page_of
from crawler.extraction.page_type import page_type_of
from crawler.frontier.base import Lead
from crawler.reading import normalize, read

ROUNDS = 3
INVENTED = 200
EVERY = 10
"""Of the real pages, each tenth."""


class Costs:
    """CPU seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        begun = time.process_time()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.process_time() - begun


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else corpora.BESIDE
    report("invented pages", list(invented()))
    real = [page for at, page in enumerate(corpora.pages_of(folder, None)) if at % EVERY == 0]
    if not real:
        print(f"no corpora at {folder}: real pages are not measured")
        return
    report("real pages", [corpora.exchange_of(page) for page in real])


def invented() -> Iterator[Exchange]:
    """The pages of bench/newspaper.py as they would be answered."""
    for number in range(INVENTED):
        url = f"http://127.0.0.1/2026/11/22/a-story-of-the-harbour-{number}.html"
        yield Exchange(
            request_url=url,
            url=url,
            fetched_at="2026-11-22T10:00:00Z",
            status=200,
            headers=(("Content-Type", "text/html"),),
            body=newspaper.page(number).encode(),
        )


def report(title: str, pages: list[Exchange]) -> None:
    """Print the table of one kind of pages."""
    kilobytes = sum(len(page.body) for page in pages) / len(pages) / 1000
    print(f"\n{title}: {len(pages)}, of {kilobytes:.0f} KB on average")
    read(pages[0], None)
    rounds = [(stages(pages), recording(pages)) for _ in range(ROUNDS)]
    for costs in (best(each[0] for each in rounds), best(each[1] for each in rounds)):
        for stage, seconds in costs.items():
            print(f"  {stage:44}{seconds / len(pages) * 1000:8.2f} ms a page")
    whole = best(each[1] for each in rounds)
    print(f"  {'read and recorded':44}{len(pages) / sum(whole.values()):8.0f} pages a CPU-second")
    for name, peer in peers():
        seconds = min(spent(peer, pages) for _ in range(ROUNDS))
        print(f"  {name:44}{len(pages) / seconds:8.0f} pages a CPU-second")


def best(rounds: Iterable[dict[str, float]]) -> dict[str, float]:
    """The round that cost least in all."""
    return min(rounds, key=lambda seconds: sum(seconds.values()))


def stages(pages: list[Exchange]) -> dict[str, float]:
    """What `read` is made of. The photos are read once more than the crawl does, on their own."""
    costs = Costs()
    for page in pages:
        with costs.of("read: decode and parse"):
            document = parse(page.body, page.url, page.charset)
            _ = document.tree
        with costs.of("read: outline"):
            outline(document)
        with costs.of("read: meta, microdata, JSON-LD"):
            metadata(document)
            linked_data(document)
        whole = page_of(document, page.fetched_at)
        with costs.of("read: comments"):
            read_comments(whole)
        with costs.of("read: article's fields, photos among them"):
            found = read_article(whole)
        with costs.of("read: page type"):
            page_type_of(whole, found)
        again = page_of(parse(page.body, page.url, page.charset))
        with costs.of("  (the photos alone)"):
            figures(again, found.scope.root if found.scope else None)
    return costs.seconds


def recording(pages: list[Exchange]) -> dict[str, float]:
    """The whole path of a page, as the crawl takes it; what `append` is made of is shown again."""
    costs = Costs()
    with (
        tempfile.TemporaryDirectory() as name,
        Collection.create_or_open(Path(name) / "c") as kept,
        kept.writer() as writer,
    ):
        for number, page in enumerate(pages):
            record(costs, writer, page, captured(page, number))
        with costs.of("sync"):
            writer.sync()
    return costs.seconds


def record(costs: Costs, writer: Writer, page: Exchange, capture: Capture) -> None:
    """One page, read, followed and appended."""
    with costs.of("read"):
        reading = read(page, None)
    with costs.of("follow"):
        lead = Lead(url=page.url, kind="article", via=None, hops=1)
        scope = Scope.of([page.url])
        known = {"scope": scope, "document": reading.document}
        expand(page, lead, reading.page_type, now=datetime.now(UTC), **known)
    with costs.of("normalize"):
        records = normalize(reading, page, capture, None)
    with costs.of("append"):
        writer.append(records, capture, lambda _: None)
    if records.article is not None:
        with costs.of("  (its digests alone)"):
            digests_of(records.article)
        with costs.of("  (its line of JSON alone)"):
            encode(storable(records.article))


def captured(page: Exchange, number: int) -> Capture:
    """A capture as the WARC would give it."""
    return Capture(
        request_url=page.url,
        url=page.url,
        fetched_at=page.fetched_at or "2026-11-22T10:00:00Z",
        status=200,
        warc_filename="pages.warc.gz",
        warc_offset=number,
        warc_record_id=f"<urn:uuid:{number:032x}>",
        payload_digest="sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    )


def peers() -> Iterator[tuple[str, Callable[[Exchange], object]]]:
    """The peers that are installed; the others are named."""
    for name, peer in PEERS.items():
        try:
            module = import_module(name)
        except ImportError:
            print(f"  {name} is not installed: left out")
            continue
        yield name, partial(peer, module)


PEERS: dict[str, Callable[[Any, Exchange], object]] = {
    "trafilatura": lambda module, page: module.bare_extraction(text_of(page), with_metadata=True),
    "readability": lambda module, page: module.Document(text_of(page)).summary(),
    "resiliparse.extract.html2text": lambda module, page: module.extract_plain_text(
        text_of(page), main_content=True
    ),
}


def text_of(page: Exchange) -> str:
    return page.body.decode("utf-8", "replace")


def spent(peer: Callable[[Exchange], object], pages: list[Exchange]) -> float:
    begun = time.process_time()
    for page in pages:
        peer(page)
    return time.process_time() - begun


if __name__ == "__main__":
    main()
