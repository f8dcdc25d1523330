"""The archive does not depend on what is made of it: the blocks are equal whatever the reader does."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from crawler.settings import ITEM_PIPELINES
from tests.commands import ROOT, microfiche
from tests.crawler.wire_records import check_exact
from tests.servers.bad import TEXT, article
from tests.servers.odd import ANSWERS, Answer, OddServer

FAULTS = "tests.crawler.spiders.faults"
NEEDED = ("/chunk-extensions", "/not-found", "/numbered?n=1", "/numbered?n=2", "/numbered?n=15")
"""No two of the same payload, which would make one of them a revisit."""


def pipeline(name: str) -> str:
    return "ITEM_PIPELINES=" + json.dumps({f"{FAULTS}.{name}": 100, **ITEM_PIPELINES})


def page() -> Answer:
    """An article, chunked and gzipped, with odd headers, that needs odd answers."""
    pictures = "".join(f'<img src="{path}">' for path in NEEDED)
    entity = gzip.compress(article(*TEXT, pictures), mtime=0)
    head = b"HTTP/1.1 200 Oll Korrect\r\ncOnTeNt-TyPe:text/html\r\nX-Latin: caf\xe9\r\n"
    framing = b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    return Answer((head + framing, b"%x;odd\r\n%s\r\n0\r\n\r\n" % (len(entity), entity)))


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("-s", pipeline("InPipeline")),
        ("-s", pipeline("DropsAll")),
        ("--archive-only", "--requisites"),
    ],
    ids=["read", "a pipeline fails", "a pipeline drops it", "archive-only"],
)
def test_every_block_is_equal_whatever_becomes_of_the_page(
    options: tuple[str, ...], tmp_path: Path
) -> None:
    server = OddServer(answers={**ANSWERS, "/story": page()})
    server.start()
    microfiche(
        *("crawl", server.url("/story"), "--collection", tmp_path / "c", "--delay", 0, "--json"),
        *options,
        PYTHONPATH=str(ROOT),
    )
    server.stop()
    check_exact(server, tmp_path / "c" / "warc")
    asked = {each.path for each in server.exchanges}
    assert asked == {"/robots.txt", "/story", *NEEDED}
