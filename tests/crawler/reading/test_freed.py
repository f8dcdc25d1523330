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


def test_the_garbage_collector_waits_until_a_page_is_read_and_runs_again_then() -> None:
    exchange = answer(story(f"<section>{f'<p>{PROSE}</p>' * 500}</section>"))
    ran: list[str] = []

    def note(phase: str, _: dict[str, int]) -> None:
        ran.append(phase)

    gc.callbacks.append(note)
    try:
        read(exchange, None)
    finally:
        gc.callbacks.remove(note)
    assert gc.isenabled()
    assert ran.count("start") <= 1


def test_reading_leaves_a_garbage_collector_off_that_was_off() -> None:
    gc.disable()
    try:
        read(answer(story("")), None)
        assert not gc.isenabled()
    finally:
        gc.enable()
