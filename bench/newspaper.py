"""An invented newspaper for benchmarks, and nginx that serves it on loopback.

A page has 60 KB, 18 KB as gzip, as at many outlets: navigation and teasers around one
article of 24 paragraphs. Its words are drawn from a made-up language, so that it compresses as
prose does, and every number gives the same page in every run.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import accumulate
from pathlib import Path

_PATH = "2026/11/22"


def vocabulary() -> list[str]:
    """12,000 words of a made-up language."""
    drawn = random.Random(20261122)
    letters = "eeeeaaaoooiiiuuttnnssrrhhlddcmfgpbvkw"
    return ["".join(drawn.choices(letters, k=drawn.randint(2, 11))) for _ in range(12_000)]


_WORDS = vocabulary()
_CUMULATED = list(accumulate(1 / (rank + 40) for rank in range(len(_WORDS))))


def page(number: int) -> str:
    """An article page, HTML."""
    drawn = random.Random(number)

    def prose(length: int) -> str:
        return " ".join(drawn.choices(_WORDS, cum_weights=_CUMULATED, k=length)).capitalize()

    paragraphs = "".join(f"<p>{prose(100)}.</p>\n" for _ in range(24))
    teasers = "".join(
        f'<li class="teaser teaser--small"><a class="teaser__link" href="/section/{k}/">'
        f'<span class="teaser__title">{prose(9)}</span></a></li>\n'
        for k in range(215)
    )
    headline = f"{prose(6)} {number}"
    facts = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": headline,
            "datePublished": "2026-11-22T08:00:00Z",
            "author": {"@type": "Person", "name": "Ada Writer"},
        }
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{headline}</title>'
        f'<script type="application/ld+json">{facts}</script></head><body><nav><ul>{teasers}</ul>'
        f'</nav><article><h1>{headline}</h1><p class="byline">By Ada Writer</p>'
        f'<time datetime="2026-11-22T08:00:00Z">22 November 2026</time>{paragraphs}</article>'
        "</body></html>"
    )


def front_page(pages: int) -> str:
    """A front page that links to every article."""
    links = "".join(
        f'<li><a href="/{name(n)}">A story of the day {n}</a></li>' for n in range(pages)
    )
    return f"<!doctype html><title>Front</title><h1>Front</h1><ul>{links}</ul>"


def name(number: int) -> str:
    """The path of an article page, without the first slash."""
    return f"{_PATH}/a-story-of-the-day-{number}.html"


@contextmanager
def served(directory: Path, pages: int) -> Iterator[str]:
    """The newspaper behind nginx; the URL of its front page. SystemExit where nginx is missing."""
    if shutil.which("nginx") is None:
        raise SystemExit("nginx is not installed: apt-get install nginx-light")
    root = directory / "www"
    (root / _PATH).mkdir(parents=True)
    for number in range(pages):
        (root / name(number)).write_text(page(number), encoding="utf-8")
    (root / "index.html").write_text(front_page(pages), encoding="utf-8")
    port = _free_port()
    config = directory / "nginx.conf"
    config.write_text(_config(directory, port))
    nginx = subprocess.Popen(["nginx", "-c", str(config)])
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        nginx.terminate()
        nginx.wait()


def _config(directory: Path, port: int) -> str:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = " ".join(f"{kind}_temp_path {directory}/{kind};" for kind in kinds)
    return (
        f"{'user root; ' if os.getuid() == 0 else ''}daemon off; worker_processes 1;\n"
        f"pid {directory}/pid; error_log {directory}/error.log; events {{}}\n"
        f"http {{ types {{ text/html html; }} access_log off; gzip on; gzip_comp_level 6;\n"
        f"{places}\nserver {{ listen 127.0.0.1:{port}; root {directory}/www; }} }}\n"
    )


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port: int = taken.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise SystemExit(f"nginx does not answer on port {port}")
