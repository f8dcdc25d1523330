"""The sample outlet answers like a news site: lists, conditions, codings, changes by themselves."""

from __future__ import annotations

import gzip
import html
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import defusedxml.ElementTree as ElementTree
import feedparser
import httpx
import pytest
from protego import Protego

from crawler.demo import Outlet
from crawler.demo.charsets import CHARSETS
from crawler.demo.story import Story, first_edition

STORIES = first_edition()


@pytest.fixture
def client(outlet: Outlet) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=outlet.base_url) as running:
        yield running


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.slug)
def test_every_article_shows_its_headline_and_whole_text(
    outlet: Outlet, client: httpx.Client, story: Story
) -> None:
    for _ in range(1 + story.fails_once):
        answer = client.get(outlet.url(story.slug))
    page = html.unescape(answer.content.decode(CHARSETS[story.charset].encoding))
    assert f"{story.headline}</h1>" in page
    texts = [block.text.replace(" -- ", " — ") for block in story.blocks()]
    assert [] == [text for text in texts if "](" not in text and text not in page]


def test_the_same_moment_gives_the_same_addresses() -> None:
    moment = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    paths = []
    for _ in range(2):
        with Outlet(now=moment) as outlet:
            paths.append(
                [outlet.url(slug).removeprefix(outlet.base_url) for slug in outlet.slugs()]
            )
    assert paths[0] == paths[1]
    assert "/en/2026/03/01/harbour-bridge-tolls" in paths[0]


def test_there_are_twelve_articles_or_more_in_two_languages(outlet: Outlet) -> None:
    urls = [outlet.url(slug) for slug in outlet.slugs()]
    assert ({"en", "ru"}, True) == ({url.split("/")[3] for url in urls}, len(urls) >= 12)


def test_robots_disallows_what_every_page_links_to(outlet: Outlet, client: httpx.Client) -> None:
    rules = Protego.parse(client.get("/robots.txt").text)
    assert not rules.can_fetch(f"{outlet.base_url}/private/drafts", "microfiche")
    assert rules.can_fetch(outlet.url("orchard-frost"), "microfiche")
    assert "/private/drafts" in client.get("/").text


@pytest.mark.parametrize(("path", "language"), [("/en/rss.xml", "en"), ("/ru/atom.xml", "ru")])
def test_feeds_name_the_current_articles_of_their_language(
    outlet: Outlet, client: httpx.Client, path: str, language: str
) -> None:
    feed = feedparser.parse(client.get(path).content)
    named = {entry.link.partition("?")[0] for entry in feed.entries}
    urls = {outlet.url(slug) for slug in outlet.slugs()}
    assert not feed.bozo
    assert {url for url in urls if f"/{language}/" in url} == named


def test_the_news_sitemap_holds_what_is_at_most_48_hours_old(
    outlet: Outlet, client: httpx.Client
) -> None:
    root = ElementTree.fromstring(client.get("/sitemap-news.xml").content)
    dates = [element.text for element in root.iter() if element.tag.endswith("publication_date")]
    oldest = min(datetime.fromisoformat(date) for date in dates)
    assert len(outlet.slugs()) == len(dates)
    assert outlet.now - oldest < timedelta(hours=48)


def test_older_articles_stand_in_the_archive_sitemap_alone(
    outlet: Outlet, client: httpx.Client
) -> None:
    index = client.get("/sitemap.xml").text
    archive = gzip.decompress(client.get("/sitemap-archive.xml.gz").content).decode()
    assert f"{outlet.base_url}/sitemap-archive.xml.gz" in index
    assert [outlet.url("salt-harvest-archive"), outlet.url("mayak-arkhiv")] == re.findall(
        "<loc>(.*?)</loc>", archive
    )


@pytest.mark.parametrize("slug", ["ferry-fire-inquiry", "orchard-frost", "weather-station-hollin"])
def test_a_page_changes_by_itself_at_every_visit(
    outlet: Outlet, client: httpx.Client, slug: str
) -> None:
    first, second = (client.get(outlet.url(slug)).text for _ in range(2))
    lists = [re.search(r"most-read.*?</section>", page, re.S) for page in (first, second)]
    counters = [re.findall(r"\d+ views", page) for page in (first, second)]
    assert counters[0] != counters[1]
    assert lists[0] is not None
    assert lists[1] is not None
    assert lists[0][0] != lists[1][0]


def test_one_page_fails_once_and_then_answers(outlet: Outlet, client: httpx.Client) -> None:
    url = outlet.url("sneg-na-perevale")
    assert [500, 200, 200] == [client.get(url).status_code for _ in range(3)]


def test_the_section_links_to_a_redirect_and_to_a_missing_page(
    outlet: Outlet, client: httpx.Client
) -> None:
    page = client.get("/en/section/city").text
    moved = client.get("/en/old/20398.html")
    assert ('href="/en/old/20398.html"' in page, 'href="/en/weather-archive"' in page) == (
        True,
        True,
    )
    assert 404 == client.get("/en/weather-archive").status_code
    assert (301, outlet.url("ferry-fire-inquiry")) == (
        moved.status_code,
        outlet.base_url + moved.headers["Location"],
    )


@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since"])
def test_who_has_an_article_already_is_told_so(
    outlet: Outlet, client: httpx.Client, header: str
) -> None:
    url = outlet.url("ferry-fire-inquiry")
    first = client.get(url)
    validator = {"If-None-Match": "ETag", "If-Modified-Since": "Last-Modified"}[header]
    second = client.get(url, headers={header: first.headers[validator]})
    assert (304, b"") == (second.status_code, second.content)
    outlet.publish(2)
    assert 200 == client.get(url, headers={header: first.headers[validator]}).status_code


def test_an_unchanged_article_keeps_its_validators_in_the_second_edition(
    outlet: Outlet, client: httpx.Client
) -> None:
    url = outlet.url("museum-night-record")
    before = client.get(url).headers["ETag"]
    outlet.publish(2)
    assert before == client.get(url).headers["ETag"]


def test_no_page_was_last_modified_in_the_future(outlet: Outlet, client: httpx.Client) -> None:
    outlet.publish(2)
    answers = [client.get(outlet.url(slug)) for slug in outlet.slugs()]
    dates = [a.headers["Last-Modified"] for a in answers if "Last-Modified" in a.headers]
    assert max(parsedate_to_datetime(date) for date in dates) <= datetime.now(UTC)


def test_compressed_chunked_and_plain_pages_exist(outlet: Outlet, client: httpx.Client) -> None:
    live = client.get(outlet.url("council-vote-live")).headers
    plain = client.get(outlet.url("orchard-frost"))
    assert ("gzip", "chunked") == (live["Content-Encoding"], live["Transfer-Encoding"])
    assert str(len(plain.content)) == plain.headers["Content-Length"]


def test_pages_are_not_compressed_for_who_does_not_ask(
    outlet: Outlet, client: httpx.Client
) -> None:
    answer = client.get(outlet.url("ferry-fire-inquiry"), headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers


def test_the_encodings_are_as_odd_as_the_table_says(outlet: Outlet, client: httpx.Client) -> None:
    lying = client.get(outlet.url("yarmarka-na-naberezhnoy"))
    with pytest.raises(UnicodeDecodeError):
        lying.content.decode("utf-8")
    assert "text/html; charset=utf-8" == lying.headers["Content-Type"]
    assert "Ярмарка" in lying.content.decode("cp1251")


@pytest.mark.parametrize("path", ["/images/orchard-fires-640.png", "/images/masthead-900.png"])
def test_pictures_are_png_files(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert b"\x89PNG\r\n\x1a\n" == answer.content[:8]
    assert "image/png" == answer.headers["Content-Type"]


def test_every_file_that_an_article_names_is_there(outlet: Outlet, client: httpx.Client) -> None:
    page = (
        client.get(outlet.url("flood-barrier-contract")).text + client.get("/static/site.css").text
    )
    images = set(re.findall(r"/images/[a-z-]+-\d+\.png", page))
    static = {"/static/site.css", "/static/comments.css", "/static/print.css", "/static/site.js"}
    assert {200} == {client.get(path).status_code for path in images | static}
    assert len(images) >= 5


def test_translations_name_each_other(outlet: Outlet, client: httpx.Client) -> None:
    english, russian = outlet.url("harbour-bridge-tolls"), outlet.url("most-bez-poshliny")
    link = '<link rel="alternate" hreflang="{}" href="{}">'
    assert link.format("ru", russian) in client.get(english).text
    assert link.format("en", english) in client.get(russian).text


def test_the_amp_variant_names_its_canonical_page(outlet: Outlet, client: httpx.Client) -> None:
    url = outlet.url("harbour-bridge-tolls")
    assert f'<link rel="canonical" href="{url}">' in client.get(f"{url}/amp").text
    assert f'<link rel="amphtml" href="{url}/amp">' in client.get(url).text


def test_tracking_parameters_lead_to_the_same_article(client: httpx.Client) -> None:
    link = re.search(r'href="(/en/[^"]*\?utm_source=front[^"]*)"', client.get("/").text)
    assert link is not None
    assert 200 == client.get(link[1].replace("&amp;", "&")).status_code


def test_requests_are_logged_with_their_conditions(outlet: Outlet, client: httpx.Client) -> None:
    client.get("/robots.txt?x=1", headers={"If-None-Match": '"old"'})
    entry = outlet.requests("/robots.txt")[0]
    assert ("GET", "/robots.txt?x=1", '"old"', None, 200) == (
        entry.method,
        entry.target,
        entry.if_none_match,
        entry.if_modified_since,
        entry.status,
    )


def test_a_test_can_change_remove_and_restore_a_page(outlet: Outlet, client: httpx.Client) -> None:
    before = client.get("/robots.txt").content
    outlet.set("/robots.txt", b"changed", content_type="text/plain", headers=(("X-New", "yes"),))
    changed = client.get("/robots.txt")
    outlet.remove("/robots.txt", status=410)
    removed = client.get("/robots.txt")
    outlet.reset("/robots.txt")
    assert (b"changed", "yes", 410) == (
        changed.content,
        changed.headers["X-New"],
        removed.status_code,
    )
    assert before == client.get("/robots.txt").content


def test_nothing_is_left_of_a_stopped_outlet() -> None:
    before = set(threading.enumerate())
    outlet = Outlet()
    with httpx.Client(base_url=outlet.start()) as client:
        client.get("/")
        outlet.stop()
        assert before == set(threading.enumerate())
        with pytest.raises(httpx.ConnectError):
            client.get("/")
