"""A whole crawl against named peers, in one run: `python bench/crawl.py [PAGES]`.

nginx serves invented pages (60 KB each, gzip) on loopback. Each program fetches all of them, one
after another, twice in turn; printed are pages a second, CPU seconds a thousand pages, peak memory,
and the ratio of CPU to ours. Peers that are not installed are named and left out.

    microfiche crawl                  every exchange to WARC, synced; every page read into records
    microfiche crawl --archive-only   every exchange to WARC, synced
    scrapy, no archive                Scrapy's defaults, parsel, title and paragraphs; nothing is kept
    wget --warc-file                  WARC, nothing is read, nothing is synced
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PORT = 8499
SENTENCE = "the harbour council said on Tuesday that work would begin before the winter storms"

SPIDER = """
import scrapy
from pathlib import Path
class Plain(scrapy.Spider):
    name = "plain"
    custom_settings = {"ROBOTSTXT_OBEY": True, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False,
                       "REMOTE_CONTROL_ENABLED": False, "COOKIES_ENABLED": False}
    async def start(self):
        for url in Path("urls").read_text().split():
            yield scrapy.Request(url)
    def parse(self, response):
        yield {"title": response.css("h1::text").get(),
               "text": [" ".join(p.css("::text").getall()) for p in response.css("article p")]}
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run cost."""

    seconds: float
    cpu: float
    megabytes: float


def page(number: int) -> str:
    """An invented article of about 60 KB."""
    known = SENTENCE.split()
    words = " ".join(known[(number + k * 7) % len(known)] for k in range(60))
    paragraphs = "".join(f"<p>{k}. {words} {number * k}.</p>\n" for k in range(24))
    furniture = "".join(
        f'<li class="teaser"><a href="/section/{k}">{words[:90]} {k}</a></li>' for k in range(280)
    )
    facts = json.dumps({"@type": "NewsArticle", "headline": f"Story {number} of the harbour"})
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Story {number}</title>'
        f'<script type="application/ld+json">{facts}</script></head><body><nav><ul>{furniture}</ul>'
        f"</nav><article><h1>Story {number} of the harbour</h1><p class='byline'>By A. Writer</p>"
        f'<time datetime="2026-11-22T08:00:00Z">today</time>{paragraphs}</article></body></html>'
    )


@contextmanager
def served(directory: Path, pages: int) -> Iterator[list[str]]:
    """nginx on loopback; the URLs of the pages."""
    root = directory / "www" / "2026" / "11" / "22"
    root.mkdir(parents=True)
    for number in range(pages):
        (root / f"a-story-of-the-harbour-{number}.html").write_text(page(number), encoding="utf-8")
    listed = "".join(
        f'<li><a href="/2026/11/22/a-story-of-the-harbour-{n}.html">A story of the harbour {n}</a></li>'
        for n in range(pages)
    )
    front = f"<!doctype html><title>Front</title><h1>Front</h1><ul>{listed}</ul>"
    (directory / "www" / "index.html").write_text(front)
    config = directory / "nginx.conf"
    config.write_text(
        f"daemon off; pid {directory}/pid; error_log {directory}/error.log; events {{}}\n"
        f"http {{ types {{ text/html html; }} access_log off; gzip on; gzip_comp_level 6;\n"
        f"client_body_temp_path {directory}/b; proxy_temp_path {directory}/p;\n"
        f"fastcgi_temp_path {directory}/f; uwsgi_temp_path {directory}/u;\n"
        f"scgi_temp_path {directory}/s;\n"
        f"server {{ listen 127.0.0.1:{PORT}; root {directory}/www; }} }}\n"
    )
    if os.getuid() == 0:
        config.write_text("user root;\n" + config.read_text())
    nginx = subprocess.Popen(["nginx", "-c", str(config)])
    time.sleep(1)
    base = f"http://127.0.0.1:{PORT}/2026/11/22/a-story-of-the-harbour"
    try:
        yield [f"{base}-{number}.html" for number in range(pages)]
    finally:
        nginx.terminate()
        nginx.wait()


def cost_of(command: list[str], directory: Path) -> Cost:
    """Run a command in a directory; its own time and memory, as the system accounts for them."""
    begun = time.monotonic()
    process = subprocess.Popen(
        command, cwd=directory, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 8):
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def commands(place: Path) -> dict[str, list[str]]:
    """What is compared; a peer that is not installed is left out."""
    ours = [
        sys.executable,
        "-m",
        "crawler.cli",
        "crawl",
        f"http://127.0.0.1:{PORT}/",
        "--delay",
        "0",
    ]
    ours += ["--no-requisites", "--contact", "bench", "--max-pages", "1000000"]
    compared = {
        "microfiche crawl": [*ours, "--collection", "full"],
        "microfiche crawl --archive-only": [*ours, "--archive-only", "--collection", "kept"],
        "scrapy, no archive": [
            sys.executable,
            "-m",
            "scrapy",
            "runspider",
            "plain.py",
            "-o",
            "o.jsonl",
        ],
    }
    if shutil.which("wget"):
        wget = ["wget", "-q", "-i", "urls", "--warc-file=w", "--no-warc-keep-log", "-O", os.devnull]
        compared["wget --warc-file"] = [*wget, "--compression=gzip"]
    else:
        print("wget is not installed: left out")
    (place / "plain.py").write_text(SPIDER)
    return compared


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    if shutil.which("nginx") is None:
        raise SystemExit("nginx is not installed: apt-get install nginx-light")
    costs: dict[str, list[Cost]] = {}
    with tempfile.TemporaryDirectory() as name, served(Path(name), pages) as urls:
        for turn in range(2):
            place = Path(name) / f"turn-{turn}"
            place.mkdir()
            (place / "urls").write_text("\n".join(urls))
            for title, command in commands(place).items():
                costs.setdefault(title, []).append(cost_of(command, place))
    ours = min(cost.cpu for cost in costs["microfiche crawl"])
    print(f"{'':34}{'pages/s':>9}{'CPU-s/1000':>12}{'MB':>7}{'CPU ratio to ours':>19}")
    for title, runs in costs.items():
        best = min(runs, key=lambda cost: cost.cpu)
        print(
            f"{title:34}{pages / best.seconds:9.0f}{best.cpu / pages * 1000:12.2f}"
            f"{best.megabytes:7.0f}{best.cpu / ours:19.2f}"
        )


if __name__ == "__main__":
    main()
