"""What the WARC says of a page's requisites: which are there, which are not, and why."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from archive.warc.reader import StoredRecord, scan
from crawler.requisites import ENDED, MOST_PAGES, MOST_RESULTS, PageRequisites, Told
from tests.commands import crawl, microfiche
from tests.servers.site import Site, answer, moved, robots, story

PAGE, OTHER = "https://a.example/1", "https://a.example/2"
ONE, TWO = "<urn:uuid:1>", "<urn:uuid:2>"


def lines(told: Told) -> list[str]:
    return [value for name, value in told.fields if name == "requisite"]


def test_a_page_is_told_when_its_last_requisite_is_settled() -> None:
    pages = PageRequisites()
    assert pages.page(PAGE, ONE, {"a.jpg": "image", "b.jpg": "other_image"}) == []
    assert pages.settled("a.jpg", "200 <a>") == []
    [told] = pages.settled("b.jpg", "failed the connection was refused")
    assert (told.url, told.record_id) == (PAGE, ONE)
    assert told.fields[:2] == (("requisites", "2"), ("requisitesMissing", "1"))
    assert lines(told) == [
        "a.jpg image 200 <a>",
        "b.jpg other_image failed the connection was refused",
    ]
    assert pages.rest() == []


def test_a_page_that_names_nothing_says_so_at_once() -> None:
    [told] = PageRequisites().page(PAGE, ONE, {})
    assert told.fields == (("requisites", "0"), ("requisitesMissing", "0"))


def test_what_a_stylesheet_names_is_awaited_too_and_known_to_the_next_page() -> None:
    pages = PageRequisites()
    pages.page(PAGE, ONE, {"a.css": "stylesheet"})
    pages.names("a.css", {"font": "css"})
    assert pages.settled("a.css", "200 <a>") == []
    [first] = pages.settled("font", "404 <f>")
    [second] = pages.page(OTHER, TWO, {"a.css": "stylesheet"})
    assert lines(first) == lines(second) == ["a.css stylesheet 200 <a>", "font css 404 <f>"]


def test_a_stylesheet_that_names_itself_ends() -> None:
    pages = PageRequisites()
    pages.page(PAGE, ONE, {"a.css": "stylesheet"})
    pages.names("a.css", {"a.css": "css", "b.css": "css"})
    pages.settled("a.css", "200 <a>")
    pages.names("b.css", {"a.css": "css"})
    [told] = pages.settled("b.css", "200 <b>")
    assert lines(told) == ["a.css stylesheet 200 <a>", "b.css css 200 <b>"]


def test_what_the_crawl_has_fetched_before_is_not_awaited() -> None:
    pages = PageRequisites(earlier={"a.jpg": "200 <a>"}.get)
    [told] = pages.page(PAGE, ONE, {"a.jpg": "image"})
    assert lines(told) == ["a.jpg image 200 <a>"]


def test_at_the_end_what_was_not_settled_is_said_to_be_pending() -> None:
    pages = PageRequisites()
    pages.page(PAGE, ONE, {"a.jpg": "image", "b.jpg": "image"})
    pages.settled("a.jpg", "200 <a>")
    [told] = pages.rest()
    assert lines(told) == ["a.jpg image 200 <a>", f"b.jpg image {ENDED}"]
    assert pages.settled("b.jpg", "200 <b>") == []


def test_memory_is_bounded_by_pages_and_by_results() -> None:
    pages = PageRequisites()
    told = [
        each for n in range(MOST_PAGES + 3) for each in pages.page(PAGE, f"<{n}>", {"x": "css"})
    ]
    assert [each.record_id for each in told] == ["<0>", "<1>", "<2>"]
    for n in range(MOST_RESULTS + 3):
        pages.settled(f"{n}.jpg", "200 <a>")
    assert len(pages._results) == MOST_RESULTS


def fields_of(record: StoredRecord) -> list[tuple[str, str]]:
    text = record.block.read().decode()
    return [(n, v) for n, _, v in (line.partition(": ") for line in text.splitlines())]


def described(collection: Path) -> dict[str, list[tuple[str, str]]]:
    """Page URL to the fields of its record on requisites, which must name the page's own record."""
    kept, found = {}, {}
    for path in sorted(
        (collection / "warc").glob("*.warc.gz"), key=lambda each: each.stat().st_mtime_ns
    ):
        for record in scan(path):
            kept[record.record_id] = (record.rec_type, record.url)
            about = record.field("WARC-Refers-To") if record.rec_type == "metadata" else None
            if about:
                assert kept[about][0] in ("response", "revisit")
                assert kept[about][1] == record.url
                found[record.url] = fields_of(record)
    return found


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_which_pictures_were_not_captured_and_why_is_in_the_warc(
    tmp_path: Path, closed_port: int
) -> None:
    pictures = (
        '<p><img src="/ok.png"><img src="/gone.png"><img src="/moved.png"><img src="/private/x.png">'
        f'<img src="http://127.0.0.1:{closed_port}/down.png">'
        '<img src="http://nowhere.invalid/a.png"></p>'
    )
    head = '<link rel="stylesheet" href="/a.css">'
    pages = {
        "/one": story("One bridge is open", head=head, body=pictures),
        "/two": story("Two bridges are open", head=head),
        "/a.css": answer(b"body{background:url(bg.png)}", kind="text/css"),
        "/bg.png": answer(b"PNG bg", kind="image/png"),
        "/ok.png": answer(b"PNG ok", kind="image/png"),
        "/moved.png": moved("/there.png"),
        "/there.png": answer(b"PNG there", kind="image/png"),
        "/robots.txt": robots("User-agent: *\nDisallow: /private/\n"),
    }
    with Site(pages) as site:
        down = f"http://127.0.0.1:{closed_port}"
        collection = tmp_path / "c"
        options = ("-s", "RETRY_TIMES=0")
        crawl(collection, site.url("/one"), f"{down}/", options=options)
        found = described(collection)
        told = [value for name, value in found[site.url("/one")] if name == "requisite"]
        one = {url: why.removeprefix("other_") for url, _, why in (v.partition(" ") for v in told)}
        assert found[site.url("/one")][:2] == [("requisites", "8"), ("requisitesMissing", "4")]
        assert one[site.url("/ok.png")].startswith("image 200 <urn:uuid:")
        assert one[site.url("/gone.png")].startswith("image 404 <urn:uuid:")
        assert one[site.url("/moved.png")].endswith(f" redirected to {site.url('/there.png')}")
        assert "robots.txt" in one[site.url("/private/x.png")]
        assert one[f"{down}/down.png"].startswith("image failed no robots.txt could be had")
        assert one["http://nowhere.invalid/a.png"].startswith("image failed")
        assert one[site.url("/a.css")].startswith("stylesheet 200 <urn:uuid:")
        assert one[site.url("/bg.png")].startswith("css 200 <urn:uuid:")
        crawl(collection, site.url("/one"), site.url("/two"), f"{down}/", options=options)
        again = described(collection)
    assert again[site.url("/two")][:2] == [("requisites", "2"), ("requisitesMissing", "0")]
    assert again[site.url("/one")][:2] == [("requisites", "8"), ("requisitesMissing", "4")]
    checked = microfiche("verify", "--collection", collection, "--json")
    assert [line for line in checked.lines if line["severity"] == "error"] == []


def test_without_requisites_nothing_is_said_of_them(tmp_path: Path) -> None:
    with Site({"/one": story(body='<img src="/a.png">')}) as site:
        crawl(tmp_path / "c", site.url("/one"), options=("--no-requisites",))
    assert described(tmp_path / "c") == {}


LISTED = {
    "/": answer(b'<h1>News</h1><p><a href="/2026/11/22/a-long-story">A long story</a>'),
    "/2026/11/22/a-long-story": story(
        head='<link rel="stylesheet" href="/a.css">',
        body='<img src="/s.png" srcset="/s.png 700w, /m.png 1440w, /l.png 2880w">',
    ),
    "/a.css": answer(b"body{}", kind="text/css"),
    **{f"/{each}.png": answer(each.encode(), kind="image/png") for each in "sml"},
}


@pytest.mark.parametrize(
    ("options", "asked", "told"),
    [
        (("--archive-only",), set(), []),
        (("--archive-only", "--requisites"), {"/a.css", "/m.png", "/l.png"}, ["3", "0"]),
    ],
    ids=["pages alone", "with requisites"],
)
def test_what_is_archived_only_has_its_requisites_where_they_are_wanted(
    tmp_path: Path, options: tuple[str, ...], asked: set[str], told: list[str]
) -> None:
    with Site(LISTED) as site:
        assert crawl(tmp_path / "c", site.url("/"), options=options).status == 0
        assert len(site.of("/2026/11/22/a-long-story")) == 1
        assert {path for path in site.paths() if path.endswith(("css", "png"))} == asked
        found = described(tmp_path / "c").get(site.url("/2026/11/22/a-long-story"), [])
    assert [value for _, value in found[:2]] == told
    read = microfiche("reextract", "--json", "--collection", tmp_path / "c").json
    assert read["recorded"] == 1
