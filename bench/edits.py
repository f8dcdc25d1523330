"""The stream of edits over a whole collection: revisions a second, beside reading alone.

Run: python bench/edits.py [REVISIONS] [--keep DIR]      (default 10000)

A collection of invented articles is made (or found in DIR, where it was made before): three sites, one
to eight revisions an article of 20 paragraphs, with edits, headlines that flap, a line that changes on
every page of a site, and pages that go and come back. Three things are timed in CPU seconds, in turn,
the least of three:

    reading       every revision's record read from the index and decoded: what any comparison costs
    difflib       and the words of each two revisions compared with difflib (a plain diff)
    edits         archive.history.stream: typed events, evidence, flapping and noise, newest first
"""

from __future__ import annotations

import argparse
import dataclasses
import difflib
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise
from pathlib import Path

from archive.collection import Collection, Writer
from archive.history import edits_between
from archive.records import (
    Article,
    Author,
    Block,
    Body,
    Capture,
    Image,
    PageRecords,
    Provenance,
    ReadBy,
    decode,
)
from archive.times import warc_date

SITES = ("courier.example", "ledger.example", "beacon.example")
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
ROUNDS = 3
PARAGRAPHS = 20
WORDS = 35


def vocabulary() -> list[str]:
    chance = random.Random(1)
    syllables = ["ka", "lo", "min", "tar", "ve", "sol", "ri", "bun", "da", "ne", "osh", "pel", "i"]
    return sorted({"".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(9000)})


class Press:
    """Invented articles, the same for the same seed."""

    def __init__(self, seed: int = 7) -> None:
        self.chance = random.Random(seed)
        self.words = vocabulary()[:4000]

    def text(self, count: int) -> str:
        words = [
            self.chance.choice(("the", "of", "and", "in", "to", "a", "said", "that"))
            if self.chance.random() < 0.4
            else self.chance.choice(self.words)
            for _ in range(count)
        ]
        words[self.chance.randrange(count)] = str(self.chance.randint(2, 9999))
        return " ".join(words).capitalize() + "."

    def article(self, number: int) -> Article:
        site = SITES[number % len(SITES)]
        texts = [self.text(WORDS) for _ in range(PARAGRAPHS)]
        image = Image(
            id="img-1",
            content_url=f"https://{site}/img/{number}.jpg",
            caption=self.text(14),
            credit_text="A. Photographer",
        )
        found = {"/headline": "meta", "/author": "json_ld", "/body": "heuristic"}
        return Article(
            reading=ReadBy(reader="1", layout="generic"),
            url=f"https://{site}/news/{number}",
            headline=self.text(9),
            alternative_headline=self.text(20),
            author=(Author(name="Jo Writer", name_raw="By Jo Writer"),),
            byline="By Jo Writer",
            date_published="2026-03-01T08:00:00Z",
            in_language="en",
            article_section=("News",),
            body=Body(blocks=tuple(Block(type="paragraph", text=text) for text in texts)),
            article_body="\n\n".join(texts),
            image=(image,),
            provenance={
                path: Provenance(source=source, locator="x", raw=self.text(9))  # type: ignore[arg-type]
                for path, source in found.items()
            },
        )

    def edited(self, article: Article) -> Article:
        """One to three things changed."""
        for _ in range(self.chance.randint(1, 3)):
            article = self.chance.choice((self._word, self._word, self._added, self._headline))(
                article
            )
        return article

    def _word(self, article: Article) -> Article:
        blocks = list(article.body.blocks)
        place = self.chance.randrange(len(blocks))
        words = (blocks[place].text or "").split(" ")
        words[self.chance.randrange(len(words))] = self.chance.choice(self.words)
        blocks[place] = dataclasses.replace(blocks[place], text=" ".join(words))
        return dataclasses.replace(article, body=Body(blocks=tuple(blocks)))

    def _added(self, article: Article) -> Article:
        blocks = list(article.body.blocks)
        added = Block(type="paragraph", text=self.text(WORDS))
        blocks.insert(self.chance.randrange(len(blocks)), added)
        return dataclasses.replace(article, body=Body(blocks=tuple(blocks)))

    def _headline(self, article: Article) -> Article:
        return dataclasses.replace(article, headline=self.text(9))


def fill(path: Path, revisions: int) -> None:
    """A collection of about so many revisions."""
    press, made = Press(), 0
    with Collection.create_or_open(path) as collection, collection.writer() as writer:
        number = 0
        while made < revisions:
            with collection.index.change():
                for _ in range(100):
                    made += _history(writer, press, number)
                    number += 1
            writer.sync()


def _history(writer: Writer, press: Press, number: int) -> int:
    article = press.article(number)
    first = article.headline
    count = press.chance.randint(1, 8)
    for visit in range(count):
        at = BEGIN + timedelta(hours=visit * 26, minutes=number % 600, seconds=number // 600)
        if visit:
            article = press.edited(article)
            if number % 50 == 0:
                other = first if visit % 2 == 0 else f"{first} Live"
                article = dataclasses.replace(article, headline=other)
        _put(writer, _with_line(article, at), at)
    if number % 97 == 0:
        _gone(writer, article.url, BEGIN + timedelta(days=20, minutes=number % 600))
    return count


def _with_line(article: Article, at: datetime) -> Article:
    """With the line that stands under every article of the site, changed on the fifth day."""
    edition = "spring" if at < BEGIN + timedelta(days=4) else "summer"
    line = Block(type="paragraph", text=f"Read our {edition} newsletter about what matters here.")
    return dataclasses.replace(article, body=Body(blocks=(*article.body.blocks, line)))


def _put(writer: Writer, article: Article, at: datetime) -> None:
    page = PageRecords(outcome="read", page_type="article", reason="", article=article)
    writer.append(page, _capture(article.url, at, 200), lambda _: None)


def _gone(writer: Writer, url: str, at: datetime) -> None:
    page = PageRecords(outcome="error", page_type="error", reason="status 404")
    writer.append(page, _capture(url, at, 404), lambda _: None)


def _capture(url: str, at: datetime, status: int) -> Capture:
    name = f"{url}@{warc_date(at)}"
    return Capture(
        request_url=url,
        url=url,
        fetched_at=warc_date(at),
        status=status,
        warc_filename="invented.warc.gz",
        warc_offset=0,
        warc_record_id=f"<urn:{name}>",
        payload_digest=None,
    )


def reading(collection: Collection) -> int:
    """Every revision's record, decoded; how many."""
    return sum(1 for _ in _articles(collection))


def with_difflib(collection: Collection) -> int:
    """And the words of each two compared."""
    count = 0
    for _, group in groupby(_articles(collection), key=lambda one: one.article_id):
        states = list(group)
        count += len(states)
        for old, new in pairwise(states):
            words = (old.article_body.split(), new.article_body.split())
            difflib.SequenceMatcher(None, *words, autojunk=False).get_opcodes()
    return count


def _articles(collection: Collection) -> Iterator[Article]:
    query = "SELECT record FROM revisions ORDER BY article_id, fetched_at"
    for row in collection.index.db.execute(query):
        yield decode(row["record"], Article)


def edits(collection: Collection) -> int:
    """Every step of every history, newest first."""
    return sum(1 for _ in edits_between(collection))


def timed(work: Callable[[Collection], int], path: Path) -> tuple[float, int]:
    """CPU seconds, and what was counted."""
    with Collection.open(path) as collection:
        begin = time.process_time()
        count = work(collection)
        return time.process_time() - begin, count


def measure(path: Path) -> None:
    candidates = {"reading": reading, "difflib": with_difflib, "edits": edits}
    least: dict[str, float] = {}
    counts: dict[str, int] = {}
    for _ in range(ROUNDS):
        for name, work in candidates.items():
            seconds, counts[name] = timed(work, path)
            least[name] = min(least.get(name, seconds), seconds)
    revisions = counts["reading"]
    print(f"{revisions} revisions, {counts['edits']} steps; least CPU of {ROUNDS}")
    for name, seconds in least.items():
        rate, ratio = revisions / seconds, seconds / least["reading"]
        print(f"{name:10} {seconds:7.2f} s {rate:8.0f} revisions/s {ratio:6.2f} x reading")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("revisions", nargs="?", type=int, default=10_000)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        path = asked.keep or Path(directory) / "collection"
        if not path.exists():
            begin = time.monotonic()
            fill(path, asked.revisions)
            print(f"made in {time.monotonic() - begin:.0f} s", file=sys.stderr)
        measure(path)


if __name__ == "__main__":
    main()
