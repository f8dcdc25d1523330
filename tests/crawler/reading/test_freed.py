"""A crawl reads pages without end: nothing of one may stay behind."""

from __future__ import annotations

import gc

from crawler.reading import normalize, read
from tests.crawler.reading.pages import MORE, PROSE, answer, story


def test_a_page_that_was_read_is_freed_without_the_garbage_collector() -> None:
    exchange = answer(story(f"<section><p>{PROSE}</p><ul><li>One</li></ul><p>{MORE}</p></section>"))
    normalize(read(exchange, None), exchange, None, None)
    gc.collect()
    gc.disable()
    try:
        normalize(read(exchange, None), exchange, None, None)
        left = gc.collect()
    finally:
        gc.enable()
    assert left == 0
