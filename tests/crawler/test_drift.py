"""Drift in a crawl: counted in its summary and in Scrapy's stats, an alarm is status 1; and later
in the collection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands import Done, crawl, microfiche
from tests.servers.site import Site, answer, story

SECTION = '<meta property="article:section" content="Harbour">'
LIMITS = ("--alarm", "headline=1", "--alarm", "section=0.6", "--alarm", "pages=2")


@dataclass(frozen=True)
class Crawled:
    path: Path
    site: Site
    done: Done


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """Two stories, one of them without a section."""
    path = tmp_path_factory.mktemp("drift") / "c"
    with Site({"/story-one": story("Rain", head=SECTION), "/story-two": story("Sun")}) as site:
        urls = [site.url("/story-one"), site.url("/story-two")]
        yield Crawled(path, site, crawl(path, *urls, options=LIMITS))


def counts(lines: list[dict[str, object]], field: str) -> list[tuple[object, object]]:
    return [(each["pages"], each["filled"]) for each in lines if each["field"] == field]


def test_an_alarm_names_field_and_url_and_is_status_1(crawled: Crawled) -> None:
    assert 1 == crawled.done.status
    url = crawled.site.url("/story-two")
    alarm = f"section is on 1 of 2 pages (50 %), not at least 60 %: {url}"
    assert f"alarm: 127.0.0.1: {alarm}" in crawled.done.err
    assert [f"127.0.0.1: {alarm}"] == crawled.done.json["alarms"]


def test_the_summary_counts_every_field(crawled: Crawled) -> None:
    told = crawled.done.json["drift"]
    assert [(2, 2)] == counts(told, "headline")
    assert [(2, 1)] == counts(told, "section")


def test_scrapys_stats_have_the_shares(crawled: Crawled) -> None:
    [log] = (crawled.path / "logs").glob("crawl-*.jsonl")
    text = log.read_text("utf-8")
    assert "'microfiche/127.0.0.1/section/fill': 0.5" in text
    assert "'microfiche/127.0.0.1/headline/fill': 1.0" in text


def test_scrapys_stats_tell_of_what_is_no_field(crawled: Crawled) -> None:
    [log] = (crawled.path / "logs").glob("crawl-*.jsonl")
    text = log.read_text("utf-8")
    assert "'microfiche/127.0.0.1/not_article': 0.0" in text
    assert "'microfiche/127.0.0.1/articles': 2" in text


def test_scrapys_stats_tell_of_rules_layouts_and_sources(tmp_path: Path) -> None:
    (tmp_path / "127.0.0.1.txt").write_text("title: //h5\n")
    dated = """<meta property="article:published_time" content="2024-03-01T08:00:00Z">
    <script type="application/ld+json">{"@type": "NewsArticle", "headline": "Sun",
    "datePublished": "2024-05-05T08:00:00Z"}</script>"""
    with Site({"/story-two": story("Sun", head=dated)}) as site:
        crawl(tmp_path / "c", site.url("/story-two"), options=("--ftr", str(tmp_path)))
    [log] = (tmp_path / "c/logs").glob("crawl-*.jsonl")
    text = log.read_text("utf-8")
    for name, share in (
        ("headline/rule_missed", 1.0),
        ("body/rule_missed", 0.0),
        ("date_published/disagreement", 1.0),
        ("body/disagreement", 0.0),
        ("unknown_layout", 0.0),
    ):
        assert f"'microfiche/ftr_127_0_0_1/{name}': {share}" in text
    for name in ("ftr_127_0_0_1", "127.0.0.1"):  # by its name, by its host
        told = microfiche("drift", "--collection", tmp_path / "c", "--site", name, "--json")
        assert [(1, 1)] == counts(told.lines, "headline")


def test_the_collection_tells_the_same_later(crawled: Crawled) -> None:
    told = microfiche("drift", "--collection", crawled.path, "--json")
    assert (0, [(2, 1)]) == (told.status, counts(told.lines, "section"))


def test_a_collection_has_alarms_too(crawled: Crawled) -> None:
    told = microfiche("drift", "--collection", crawled.path, *LIMITS, "--field", "section")
    assert 1 == told.status
    assert "127.0.0.1\tsection\t2\t50 %\t0 %\t0 %" in told.out
    assert crawled.site.url("/story-two") in told.err


def test_it_can_be_told_by_month(crawled: Crawled) -> None:
    told = microfiche("drift", "--collection", crawled.path, "--by", "month", "--json").lines
    assert {7} == {len(each["period"]) for each in told}


@pytest.mark.parametrize("name", ["127.0.0.1", "nobody"])
def test_a_site_is_asked_for_by_name(crawled: Crawled, name: str) -> None:
    told = microfiche("drift", "--collection", crawled.path, "--site", name, "--json")
    if name == "nobody":
        assert (1, "") == (told.status, told.out)
        assert "no article of the site 'nobody' is recorded; of others: 127.0.0.1" in told.err
    else:
        assert (0, [(2, 1)]) == (told.status, counts(told.lines, "section"))


def test_a_limit_that_is_none_is_a_wrong_call(tmp_path: Path) -> None:
    done = microfiche("crawl", "https://paper.example/", "--alarm", "x=1", "--collection", tmp_path)
    assert 2 == done.status
    assert "not NAME=SHARE" in done.err


def test_scrapys_setting_is_a_limit(tmp_path: Path) -> None:
    with Site({"/story-two": story("Sun")}) as site:
        limit = ("-s", "MICROFICHE_ALARM=section=0.5,pages=1")
        done = crawl(tmp_path / "c", site.url("/story-two"), options=limit)
    assert 1 == done.status


def test_a_page_that_was_an_article_and_is_none_is_an_alarm(tmp_path: Path) -> None:
    limit = ("--alarm", "not_article=0.2", "--alarm", "pages=1")
    path = tmp_path / "c"
    with Site({"/story-two": story("Sun")}) as site:
        url = site.url("/story-two")
        assert 0 == crawl(path, url, options=limit).status
        site.pages["/story-two"] = answer(b"<h1>Hello</h1><p>Soon.</p>")
        done = crawl(path, url, options=limit)
    assert 1 == done.status
    alarm = "127.0.0.1: what was an article is read as none on 1 of 1 pages (100 %), not at most"
    assert done.json["alarms"][0].startswith(alarm)
    later = microfiche("drift", "--collection", path, *limit)
    assert 1 == later.status
    assert "what was an article is read as none on 1 of 2 pages" in later.err
