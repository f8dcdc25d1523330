"""`microfiche new-site`: the files it writes, the test that waits for a person, what it refuses."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.collection import Collection
from archive.errors import BadInput
from archive.warc.exchange import WireExchange
from crawler.cli.new_site import command
from crawler.errors import BadSite
from tests.commands import microfiche
from tests.servers.site import Site, answer, moved

ROOT = Path(__file__).parents[3]
URL = "https://www.harbour-post.example/2026/11/22/ferry-returns"
CASES = Path("tests/crawler/sites/cases/harbour_post")
CASE = CASES / "2026-11-22-ferry-returns"
BODY = "<p>" + "</p><p>".join(
    f"The ferry left the harbour at {hour} o'clock, as it had before the storm of last winter, "
    "and the harbour master said that nobody had expected to see it again so soon."
    for hour in range(6, 14)
)
PAGE = f"""<html lang="en"><head><title>Ferry returns</title>
<meta property="og:type" content="article"></head>
<body><article><h1>Ferry returns to the harbour</h1><p>By Ada Moor</p>
<time datetime="2026-11-22T08:00:00Z">22 November 2026</time>{BODY}</p></article></body></html>"""

STORY = f"""<html lang="en"><head><title>Ferry returns</title>
<meta property="og:type" content="article"></head><body><nav class="byline-nav"></nav>
<div class="standfirst">Another story's summary, which stands above this one on the page.</div>
<article><header class="story-head"><h1 class="story-title">Ferry returns to the harbour</h1>
<p class="standfirst">For the first time since the storm, the old ferry has left its berth.</p>
<p class="byline">By Ada Moor</p><time datetime="2026-11-22">22 November 2026</time></header>
<div itemprop="articleBody">{BODY}</p></div></article><time>1 January 2020</time></body></html>"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The directories of a checkout, so that nothing is written into this one."""
    root = tmp_path / "checkout"
    for directory in ("crawler/sites", "tests/crawler/sites"):
        (root / directory).mkdir(parents=True)
    return root


@pytest.fixture
def whole_checkout(checkout: Path) -> Path:
    """A checkout whose own packages its tests import."""
    for package in ("archive", "crawler"):
        compiled = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, checkout / package, ignore=compiled, dirs_exist_ok=True)
    for name in ("conftest.py", "confirmed.py"):
        shutil.copy(ROOT / "tests/crawler/sites" / name, checkout / "tests/crawler/sites")
    return checkout


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    return path


def begin(checkout, *arguments, name="harbour_post", url=URL):
    whole = [name, url, "--into", str(checkout), *map(str, arguments)]
    return CliRunner().invoke(command, whole, catch_exceptions=False)


def run_its_test(checkout):
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/crawler/sites"],
        cwd=checkout,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_it_writes_a_site_file_a_case_and_a_test(checkout, page):
    begin(checkout, "--file", page)
    for path in ("crawler/sites/harbour_post.py", "tests/crawler/sites/test_harbour_post.py"):
        assert (checkout / path).is_file()
    assert (checkout / CASE / "page.html").read_bytes() == page.read_bytes()


def test_the_case_begins_with_what_is_read_today(checkout, page):
    begin(checkout, "--file", page)
    expected = json.loads((checkout / CASE / "expected.json").read_text())
    assert (expected["confirmed"], expected["page_type"]) == (False, "article")
    assert expected["article"]["headline"] == "Ferry returns to the harbour"


def test_it_says_what_to_do_next(checkout, page):
    output = begin(checkout, "--file", page).stdout
    assert f"in {checkout}:\nwrote crawler/sites/harbour_post.py\n" in output
    assert "run: pytest tests/crawler/sites/test_harbour_post.py" in output


def test_its_test_fails_until_the_case_is_confirmed(whole_checkout, page):
    begin(whole_checkout, "--file", page)
    unconfirmed = run_its_test(whole_checkout)
    assert "1 failed" in unconfirmed.stdout, unconfirmed.stdout
    assert "test_the_case_is_confirmed" in unconfirmed.stdout
    path = whole_checkout / CASE / "expected.json"
    path.write_text(path.read_text().replace('"confirmed": false', '"confirmed": true'))
    confirmed = run_its_test(whole_checkout)
    assert confirmed.returncode == 0, confirmed.stdout


def test_its_test_names_the_field_that_differs(whole_checkout, page):
    begin(whole_checkout, "--file", page)
    path = whole_checkout / CASE / "expected.json"
    path.write_text(path.read_text().replace("Ferry returns to the harbour", "Another headline"))
    output = run_its_test(whole_checkout).stdout
    assert "test_a_field_is_read_as_the_case_says[2026-11-22-ferry-returns-headline]" in output


def keep(path, url, head, body="", at=datetime(2026, 11, 22, 12, tzinfo=UTC)):
    """Put an answer into a collection."""
    answered = f"HTTP/1.1 {head}\r\n\r\n{body}".encode()
    wire = WireExchange(
        url=url,
        started=at,
        ip="192.0.2.1",
        request=b"GET / HTTP/1.1\r\nHost: www.harbour-post.example\r\n\r\n",
        response=io.BytesIO(answered),
        response_length=len(answered),
    )
    with Collection.create_or_open(path) as opened, opened.writer() as writer:
        writer.write(wire, {})


OK = "200 OK\r\nContent-Type: text/html; charset=utf-8"


def test_the_page_comes_from_the_collection(checkout, tmp_path):
    keep(tmp_path / "c", URL, OK, PAGE)
    begin(checkout, "--collection", tmp_path / "c")
    assert (checkout / CASE / "page.html").read_bytes() == PAGE.encode()
    answered = json.loads((checkout / CASE / "exchange.json").read_text())
    assert answered["headers"] == [["Content-Type", "text/html; charset=utf-8"]]


def test_of_several_captures_it_is_the_latest_good_one(checkout, tmp_path):
    for day, head, body in ((20, OK, STORY), (21, OK, PAGE), (22, "404 Not Found", "Gone.")):
        keep(tmp_path / "c", URL, head, body, datetime(2026, 11, day, tzinfo=UTC))
    begin(checkout, "--collection", tmp_path / "c")
    assert (checkout / CASE / "page.html").read_bytes() == PAGE.encode()


def test_a_captured_redirect_is_followed_and_both_urls_are_named(checkout, tmp_path):
    short = "https://harbour.example/x1"
    keep(tmp_path / "c", short, f"301 Moved\r\nLocation: {URL}")
    keep(tmp_path / "c", URL, OK, PAGE)
    done = begin(checkout, "--collection", tmp_path / "c", url=short)
    assert f"{short} leads to {URL}" in done.stderr
    assert (checkout / CASE / "page.html").read_bytes() == PAGE.encode()
    text = (checkout / "crawler/sites/harbour_post.py").read_text()
    assert 'domains=("harbour-post.example",)' in text


def test_a_redirect_to_a_front_page_is_refused(checkout, tmp_path):
    keep(tmp_path / "c", URL, "302 Found\r\nLocation: /")
    keep(tmp_path / "c", "https://www.harbour-post.example/", OK, PAGE)
    with pytest.raises(BadInput, match="a front page"):
        begin(checkout, "--collection", tmp_path / "c")


def test_a_url_that_redirects_is_fetched_where_it_leads(checkout, tmp_path):
    with Site(
        {"/old": moved("/2026/ferry-returns"), "/2026/ferry-returns": answer(PAGE.encode())}
    ) as site:
        done = microfiche(
            *("new-site", "harbour_post", site.url("/old"), "--into", checkout),
            *("--collection", tmp_path / "c"),
        )
        told = f"{site.url('/old')} leads to {site.url('/2026/ferry-returns')}"
    assert (0, True) == (done.status, told in done.err)
    assert (checkout / CASES / "2026-ferry-returns/page.html").read_bytes() == PAGE.encode()


def test_a_page_that_is_not_captured_is_fetched_into_the_collection(checkout, tmp_path):
    with Site({"/2026/ferry-returns": answer(PAGE.encode())}) as site:
        url = site.url("/2026/ferry-returns")
        done = microfiche(
            *("new-site", "harbour_post", url, "--into", checkout, "--collection", tmp_path / "c")
        )
    assert (0, ["/robots.txt", "/2026/ferry-returns"]) == (done.status, site.paths())
    case = checkout / "tests/crawler/sites/cases/harbour_post/2026-ferry-returns"
    assert PAGE.encode() == (case / "page.html").read_bytes()
    with Collection.open(tmp_path / "c") as collection:
        assert [200] == [row.status for row in collection.captures(url)]


def test_a_page_that_cannot_be_had_says_why(checkout, tmp_path):
    with Site({}) as site:
        url = site.url("/2026/ferry-returns")
        done = microfiche(
            *("new-site", "harbour_post", url, "--into", checkout, "--collection", tmp_path / "c")
        )
    assert 1 == done.status
    assert "save the page and name it with --file" in done.err
    assert not (checkout / "crawler/sites/harbour_post.py").exists()


def test_a_layout_is_proposed_from_what_the_generic_reader_found(checkout, tmp_path):
    page = tmp_path / "story.html"
    page.write_text(STORY, "utf-8")
    begin(checkout, "--file", page)
    text = (checkout / "crawler/sites/harbour_post.py").read_text()
    assert (
        """        Layout(
            name="2026",
            fingerprint=(".story-title", "[itemprop='articleBody']"),
            headline=(".story-title",),
            standfirst=("p.standfirst",),
            byline=(".byline",),
            date_published=(".story-head time",),
            body=("[itemprop='articleBody']",),
        ),
"""
        in text
    )


def test_names_that_a_build_makes_are_not_proposed(checkout, tmp_path):
    page = tmp_path / "story.html"
    page.write_text(STORY.replace("story-title", "css-1x2yab Title_head__NokVo"), "utf-8")
    begin(checkout, "--file", page)
    assert 'headline=("h1",)' in (checkout / "crawler/sites/harbour_post.py").read_text()


def test_a_page_on_which_nothing_can_be_named_has_no_layout(checkout, tmp_path):
    page = tmp_path / "empty.html"
    page.write_text("<html><body><a href='/'>Home</a></body></html>")
    begin(checkout, "--anyway", "--file", page)
    assert "layouts=(),\n" in (checkout / "crawler/sites/harbour_post.py").read_text()


def test_a_page_that_is_no_article_is_refused_with_the_readers_reason(checkout, tmp_path):
    empty = tmp_path / "empty.html"
    empty.write_text("<html><body><a href='/'>Home</a></body></html>")
    with pytest.raises(
        BadInput, match=r"ferry-returns: no article \(.+: .+\); nothing was written"
    ):
        begin(checkout, "--file", empty)
    assert not (checkout / "crawler/sites/harbour_post.py").exists()


def test_a_page_that_is_read_as_no_article_begins_a_case_where_one_insists(checkout, tmp_path):
    empty = tmp_path / "empty.html"
    empty.write_text("<html><body><a href='/'>Home</a></body></html>")
    begin(checkout, "--anyway", "--file", empty)
    expected = json.loads((checkout / CASE / "expected.json").read_text())
    assert expected["article"] == {"headline": None, "byline": None, "article_body": ""}


@pytest.mark.parametrize("name", ["Harbour", "1st", "../x", "class", "news", "caravanserai", ""])
def test_a_name_that_cannot_be_used_is_refused(checkout, page, name):
    with pytest.raises(BadSite):
        begin(checkout, "--file", page, name=name)


@pytest.mark.parametrize(
    "url", ["https://harbour-post.example/", "ftp://harbour-post.example/a", "harbour"]
)
def test_a_url_that_is_no_articles_is_refused(checkout, page, url):
    with pytest.raises(BadInput):
        begin(checkout, "--file", page, url=url)


def test_a_url_of_a_known_site_is_refused(checkout, page):
    url = "https://central.asia-news.com/en_GB/articles/a/b/2026/11/22/feature-01"
    with pytest.raises(BadSite, match="belongs to the site 'caravanserai' already"):
        begin(checkout, "--file", page, url=url)


def test_nothing_is_ever_written_over(checkout, page):
    test = checkout / "tests/crawler/sites/test_harbour_post.py"
    test.write_text("mine")
    with pytest.raises(BadSite, match=r"test_harbour_post\.py: exists already; nothing"):
        begin(checkout, "--file", page)
    assert test.read_text() == "mine"
    assert not (checkout / "crawler/sites/harbour_post.py").exists()


def test_what_is_no_checkout_is_refused(tmp_path, page):
    with pytest.raises(BadSite, match="not a checkout of microfiche"):
        begin(tmp_path, "--file", page)
