"""A whole crawl against named peers, in one run: `make bench`, or `python bench/crawl.py [PAGES]`.

nginx serves an invented newspaper on loopback (bench/newspaper.py). Each program fetches all of it,
one after another, in interleaved rounds; the round that cost least CPU counts, because whatever else
runs on the machine only adds. Printed are CPU seconds a thousand pages (start-up included), pages a
second, peak memory, and the ratio of CPU to stock Scrapy's. Peers that are not installed are named
and left out. Ours run with their default settings, but for the delay and the ceiling on pages.

    scrapy                     Scrapy's defaults, parsel: title and paragraphs as JSONL; no archive
    microfiche --archive-only  every exchange to WARC, synced before it is acknowledged
      … --requisites           the same, and every page looked through for what it embeds
    microfiche                 every page read into records, and looked through for what it embeds
    … without fsync            the same with os.fsync replaced by nothing, to tell what it costs
    wget --warc-file           WARC; nothing is read, nothing is synced
    scrapy-webarchive          WACZ by an extension of Scrapy; its own environment, see the Makefile

    --rounds N     how often each runs (3)
    --only TITLE   only the program of this title; may be given again
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import newspaper

HERE = Path(__file__).resolve().parent
WEBARCHIVE = HERE.parent / ".venv-webarchive" / "bin" / "python"

SPIDER = """
import scrapy
class Plain(scrapy.Spider):
    name = "plain"
    start_urls = ["{front}"]
    custom_settings = {{"ROBOTSTXT_OBEY": True, "LOG_LEVEL": "INFO", {more}}}
    def parse(self, response):
        yield from response.follow_all(css="li a", callback=self.parse_article)
    def parse_article(self, response):
        yield {{"title": response.css("h1::text").get(),
                "text": [" ".join(p.css("::text").getall()) for p in response.css("article p")]}}
"""
WEBARCHIVE_SETTINGS = """
    "EXTENSIONS": {"scrapy_webarchive.extensions.WaczExporter": 543}, "SW_EXPORT_URI": "archive/",
"""
UNSYNCED = "import os; os.fsync = lambda descriptor: None; from crawler.cli import main; main()"
"""A microfiche that believes every write to be durable at once."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run cost."""

    seconds: float
    cpu: float
    megabytes: float


def cost_of(command: list[str], directory: Path) -> Cost:
    """Run a command in a directory; its own time and memory, as the system accounts for them."""
    begun = time.monotonic()
    with (directory / "output").open("wb") as output:
        process = subprocess.Popen(command, cwd=directory, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 8):  # wget's 8: robots.txt answered 404
        told = (directory / "output").read_text(errors="replace")[-2000:]
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{told}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def commands(place: Path, front: str, pages: int) -> dict[str, list[str]]:
    """What is compared, each with a command that works in `place`."""
    (place / "plain.py").write_text(SPIDER.format(front=front, more=""))
    (place / "kept.py").write_text(SPIDER.format(front=front, more=WEBARCHIVE_SETTINGS))
    (place / "urls").write_text("\n".join(front + newspaper.name(n) for n in range(pages)))
    ours = [sys.executable, "-m", "crawler.cli", "crawl", front, *_OURS]
    unsynced = [sys.executable, "-c", UNSYNCED, "crawl", front, *_OURS]
    scrapy = ["-m", "scrapy", "runspider", "-o", "items.jsonl"]
    wget = ["wget", "-q", "-i", "urls", "--warc-file=w", "--no-warc-keep-log", "-O", os.devnull]
    return {
        "scrapy": [sys.executable, *scrapy, "plain.py"],
        "microfiche --archive-only": [*ours, "--archive-only"],
        "microfiche --archive-only, without fsync": [*unsynced, "--archive-only"],
        "microfiche --archive-only --requisites": [*ours, "--archive-only", "--requisites"],
        "microfiche": ours,
        "microfiche, without fsync": unsynced,
        "wget --warc-file": [*wget, "--compression=gzip"],
        "scrapy-webarchive": [str(WEBARCHIVE), *scrapy, "kept.py"],
    }


_OURS = ["--delay", "0", "--contact", "bench", "--max-pages", "1000000"]


def _has_webarchive() -> bool:
    asked = [str(WEBARCHIVE), "-c", "import scrapy_webarchive.extensions"]
    if not WEBARCHIVE.exists():
        return False
    return subprocess.run(asked, check=False, stderr=subprocess.DEVNULL).returncode == 0


_MISSING = {
    "wget --warc-file": (lambda: shutil.which("wget") is not None, "apt-get install wget"),
    "scrapy-webarchive": (_has_webarchive, "make bench-peers"),
}


def wanted(titles: list[str], words: list[str]) -> list[str]:
    """The titles that are asked for and can run; what cannot is told."""
    asked = [title for title in titles if not words or any(word == title for word in words)]
    missing = {title for title in asked if title in _MISSING and not _MISSING[title][0]()}
    for title in missing:
        print(f"{title} is not installed and left out: {_MISSING[title][1]}")
    return [title for title in asked if title not in missing]


def measured(titles: list[str], pages: int, rounds: int, root: Path) -> dict[str, list[Cost]]:
    """What every program cost, round for round."""
    costs: dict[str, list[Cost]] = {title: [] for title in titles}
    with newspaper.served(root, pages) as front:
        for turn in range(rounds):
            for title in titles:
                place = root / f"{turn}-{titles.index(title)}"
                place.mkdir()
                costs[title].append(cost_of(commands(place, front, pages)[title], place))
                shutil.rmtree(place)
    return costs


def show(costs: dict[str, list[Cost]], pages: int) -> None:
    """A line a program: the round that cost least, and its ratio to stock Scrapy."""
    stock = min((cost.cpu for cost in costs.get("scrapy", [])), default=None)
    print(f"{'':42}{'CPU-s/1000':>11}{'to scrapy':>11}{'pages/s':>9}{'MB':>6}")
    for title, runs in costs.items():
        cpu = min(cost.cpu for cost in runs)
        ratio = f"{cpu / stock:.2f}" if stock else "-"
        rate = max(pages / cost.seconds for cost in runs)
        memory = min(cost.megabytes for cost in runs)
        print(f"{title:42}{cpu / pages * 1000:11.2f}{ratio:>11}{rate:9.0f}{memory:6.0f}")
    for title in ("microfiche --archive-only", "microfiche"):
        without = costs.get(f"{title}, without fsync")
        if title in costs and without:
            quickest = [min(cost.seconds for cost in runs) for runs in (without, costs[title])]
            print(f"{title}: {quickest[0] / quickest[1]:.2f} of the throughput without fsync")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="A whole crawl against named peers.")
    parser.add_argument("pages", nargs="?", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", default=[], metavar="TITLE")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        titles = wanted(list(commands(Path(name), "", 0)), asked.only)
        show(measured(titles, asked.pages, asked.rounds, Path(name)), asked.pages)


if __name__ == "__main__":
    main()
