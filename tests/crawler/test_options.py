"""What a crawl was asked to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.options import CrawlOptions, one_line


def options(**said: object) -> CrawlOptions:
    known: dict[str, object] = {"collection": Path("c"), "targets": ("https://a.example/",), **said}
    return CrawlOptions(**known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a@example.org\r\nX-Forged: 1", "a@example.org X-Forged: 1"),
        ("a@example.org\x00\x1b[31m", "a@example.org [31m"),
        ("  https://example.org/bot \n", "https://example.org/bot"),
        ("Jürgen, Köln", "Jürgen, Köln"),
    ],
)
def test_a_contact_is_one_line(text: str, shown: str) -> None:
    assert shown == one_line(text)
    assert shown == options(contact=text).contact


def test_an_empty_contact_is_none() -> None:
    assert options(contact=" \n").contact is None


def test_the_order_of_targets_does_not_make_another_run() -> None:
    one = options(targets=("https://a.example/", "https://b.example/"))
    other = options(targets=("https://b.example/", "https://a.example/"))
    assert one.run_key == other.run_key


def test_watching_is_another_run_than_crawling() -> None:
    assert options().run_key != options(watch=True).run_key


def test_a_delay_of_0_is_not_polite() -> None:
    assert [options(delay=delay).is_polite for delay in (0, 0.1, 2)] == [False, True, True]
