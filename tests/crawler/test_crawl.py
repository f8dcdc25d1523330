"""The main path on the sample outlet: crawl, archive, read, crawl again, compare."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from archive.collection import Collection
from archive.warc.reader import scan
from crawler.demo import CHANGES, Outlet, changed_slugs, events_of
from crawler.sites import all_sites
from tests.commands import crawl, microfiche
from tests.crawler.conftest import Edited
from tests.servers.odd import OddServer


def records(path: Path) -> list[tuple[str, str]]:
    """(type, target URL) of every WARC record of a collection."""
    return [
        (record.rec_type, record.url)
        for warc in sorted((path / "warc").glob("*.warc.gz"))
        for record in scan(warc)
    ]


def events(edited: Edited, slug: str) -> list[str]:
    """The types of the events between the last two revisions of a story, and of its history."""
    told = microfiche("diff", edited.outlet.url(slug), "--json", "--collection", edited.path)
    assert told.status == 0, told.err
    return sorted(event["type"] for event in told.json["events"])


def test_every_story_of_the_outlet_is_an_article(edited: Edited) -> None:
    with Collection.open(edited.path) as collection:
        found = {collection.find_article(edited.outlet.url(slug)) for slug in edited.outlet.slugs()}
    assert len(found) == len(edited.outlet.slugs())


def test_the_first_crawl_tells_what_it_captured(edited: Edited) -> None:
    told = {name: edited.first[name] for name in ("articles_new", "failed")}
    assert told == {"articles_new": 16, "failed": []}


def test_what_robots_txt_disallows_is_skipped_and_never_asked_for(edited: Edited) -> None:
    skipped = {each["url"]: each["reason"] for each in edited.first["skipped"]}
    private = f"{edited.outlet.base_url}/private/drafts"
    assert "robots.txt" in skipped[private]
    assert edited.outlet.requests("/private/drafts") == []


def test_every_request_of_the_outlets_log_is_in_the_warc(edited: Edited) -> None:
    asked = Counter(edited.outlet.base_url + entry.target for entry in edited.outlet.log)
    kept = Counter(url for kind, url in records(edited.path) if kind == "request")
    assert kept == asked


def test_robots_redirects_and_requisites_are_captured(edited: Edited) -> None:
    answered = {url for kind, url in records(edited.path) if kind == "response"}
    base = edited.outlet.base_url
    wanted = {f"{base}/robots.txt", f"{base}/en/old/20398.html", f"{base}/static/site.css"}
    assert wanted <= answered


def test_an_answer_of_500_is_captured_and_asked_for_again(edited: Edited) -> None:
    [path] = {e.path for e in edited.outlet.log if "sneg-na-perevale" in e.path}
    assert [entry.status for entry in edited.outlet.requests(path)][:2] == [500, 200]


@pytest.mark.parametrize("slug", [s for s in changed_slugs() if s != "deputy-mayor-flat"])
def test_the_diff_finds_exactly_what_the_second_edition_changed(edited: Edited, slug: str) -> None:
    with Collection.open(edited.path) as collection:
        article_id = collection.find_article(edited.outlet.url(slug))
        revisions = len(collection.revisions(article_id))
    if revisions == 1:  # only the comments changed
        assert {event.split("_")[0] for event in events_of(slug)} == {"comment"}
        return
    assert events(edited, slug) == sorted(events_of(slug))


def test_no_story_that_was_not_edited_has_a_second_revision(edited: Edited) -> None:
    changed = set(changed_slugs())
    with Collection.open(edited.path) as collection:
        counts = {
            slug: len(collection.revisions(collection.find_article(edited.outlet.url(slug))))
            for slug in edited.outlet.slugs()
            if slug not in changed
        }
    assert set(counts.values()) == {1}


def test_an_article_that_was_taken_down_is_said_to_be(edited: Edited) -> None:
    with Collection.open(edited.path) as collection:
        article_id = collection.find_article(edited.outlet.url("deputy-mayor-flat"))
        assert collection.summary(article_id).state == "taken_down"


def test_comments_that_vanished_are_no_longer_shown_and_not_deleted(edited: Edited) -> None:
    gone = [change for change in CHANGES if change.kind == "comment_removed"]
    with Collection.open(edited.path) as collection:
        for change in gone:
            article_id = collection.find_article(edited.outlet.url(change.slug))
            states = {c.text: c.state for c in collection.comments(article_id)}
            assert [s for text, s in states.items() if text == change.old] == ["no_longer_shown"]


def test_a_second_crawl_makes_revisit_records(edited: Edited) -> None:
    kinds = Counter(kind for kind, _ in records(edited.path))
    assert kinds["revisit"] > 10


def test_conditional_requests_are_made(edited: Edited) -> None:
    assert any(entry.status == 304 for entry in edited.outlet.log)


def test_crawling_again_without_a_change_adds_observations_only(
    edited: Edited, copied: Path
) -> None:
    again = crawl(copied, edited.outlet.base_url).json
    told = {name: again[name] for name in ("articles_new", "revisions_new", "comments_new")}
    assert told == {"articles_new": 0, "revisions_new": 0, "comments_new": 0}
    assert again["unchanged"] >= 15


def test_an_article_target_is_captured_with_requisites_and_nothing_else(
    outlet: Outlet, tmp_path: Path
) -> None:
    told = crawl(tmp_path / "c", outlet.url("ferry-fire-inquiry")).json
    pages = {e.path for e in outlet.log if not e.path.startswith(("/static", "/images"))}
    assert told["articles_new"] == 1
    assert pages == {"/robots.txt", outlet.url("ferry-fire-inquiry").removeprefix(outlet.base_url)}


@pytest.mark.parametrize(
    ("path", "articles"), [("/en/rss.xml", 10), ("/sitemap.xml", 15), ("/en/section/city", 8)]
)
def test_feed_sitemap_and_section_are_told_apart_by_what_they_answer(
    outlet: Outlet, tmp_path: Path, path: str, articles: int
) -> None:
    told = crawl(tmp_path / "c", outlet.base_url + path, options=("--no-requisites",)).json
    assert told["articles_new"] >= articles


def test_max_articles_bounds_a_crawl_and_says_what_was_left_out(
    outlet: Outlet, tmp_path: Path
) -> None:
    options = ("--max-articles", 3, "--no-requisites")
    told = crawl(tmp_path / "c", outlet.base_url, options=options).json
    assert told["articles_new"] == 3
    assert any("--max-articles 3" in each["reason"] for each in told["skipped"])


def test_archive_only_keeps_the_warc_and_reextract_reads_it_later(
    outlet: Outlet, tmp_path: Path
) -> None:
    kept = crawl(tmp_path / "c", outlet.base_url, options=("--archive-only",)).json
    read = microfiche("reextract", "--json", "--collection", tmp_path / "c").json
    listed = microfiche("articles", "--json", "--collection", tmp_path / "c").lines
    assert (kept["articles_new"], len(listed)) == (0, 16)
    assert read["recorded"] >= 16


def test_rebuild_gives_the_same_answers(edited: Edited, copied: Path) -> None:
    before = microfiche("articles", "--json", "--collection", copied).out
    for path in (copied / "index").glob("index.sqlite*"):
        path.unlink()
    assert microfiche("rebuild", "--collection", copied).status == 0
    assert microfiche("articles", "--json", "--collection", copied).out == before


def test_importing_the_warcs_gives_the_same_articles(edited: Edited, tmp_path: Path) -> None:
    warcs = sorted((edited.path / "warc").glob("*.warc.gz"))
    told = microfiche("import", *warcs, "--collection", tmp_path / "c", "--json")
    assert told.status == 0, told.err
    assert summary_of(tmp_path / "c") == summary_of(edited.path)


def summary_of(path: Path) -> list[tuple[Any, ...]]:
    """What counts of every article, in an order of its own."""
    listed = microfiche("articles", "--json", "--collection", path).lines
    keys = ("article_id", "headline", "state", "revisions", "first_observed")
    return sorted(tuple(each[key] for key in keys) for each in listed)


def test_importing_the_same_file_twice_does_nothing(edited: Edited, tmp_path: Path) -> None:
    [warc, *_] = sorted((edited.path / "warc").glob("*.warc.gz"))
    microfiche("import", warc, "--collection", tmp_path / "c")
    before = summary_of(tmp_path / "c")
    again = microfiche("import", warc, "--collection", tmp_path / "c", "--json").lines
    assert (again[0]["known"], again[0]["observations"]) == (True, 0)
    assert summary_of(tmp_path / "c") == before


def test_an_older_warc_inserts_history_without_rewriting_it(edited: Edited, tmp_path: Path) -> None:
    older, newer = sorted((edited.path / "warc").glob("*.warc.gz"))
    for warc in (newer, older):
        assert microfiche("import", warc, "--collection", tmp_path / "c").status == 0
    url = edited.outlet.url("flood-barrier-contract")
    numbers = [
        (line["number"], line["changed"])
        for line in microfiche("revisions", url, "--json", "--collection", tmp_path / "c").lines
    ]
    assert numbers == [(1, []), (2, ["text"])]


def test_scrapy_lists_and_runs_the_same_spider(outlet: Outlet, tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    scrapy = [sys.executable, "-m", "scrapy"]
    listed = subprocess.run([*scrapy, "list"], capture_output=True, text=True, cwd=root, check=True)
    settings = [f"MICROFICHE_COLLECTION={tmp_path / 'c'}", "MICROFICHE_DELAY=0"]
    feed = tmp_path / "pages.jsonl"
    command = [*scrapy, "crawl", "news", "-a", f"url={outlet.url('ferry-fire-inquiry')}"]
    for setting in settings:
        command += ["-s", setting]
    subprocess.run([*command, "-o", feed], capture_output=True, cwd=root, check=True)
    [page] = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
    assert listed.stdout.split() == sorted(["news", *(site.name for site in all_sites())])
    assert page["article"]["headline"].startswith("Ferry fire")
    assert summary_of(tmp_path / "c")[0][1] == page["article"]["headline"]


def test_a_dry_run_names_the_articles_and_asks_for_none(outlet: Outlet, tmp_path: Path) -> None:
    options = ("--dry-run",)
    told = crawl(tmp_path / "c", outlet.base_url, options=options).json
    stories = {outlet.url(slug).removeprefix(outlet.base_url) for slug in outlet.slugs()}
    assert len(told["would_fetch"]) >= len(stories)
    assert {entry.path for entry in outlet.log} & stories == set()
    assert not (tmp_path / "c").exists()


def test_a_certificate_that_nobody_vouches_for_is_refused(
    odd_server_tls: OddServer, tmp_path: Path
) -> None:
    done = crawl(tmp_path / "c", odd_server_tls.url("/plain"))
    assert done.status == 1
    assert "TLS certificate cannot be verified" in done.json["failed"][0]["reason"]


def section_like_site(outlet: Outlet) -> None:
    """Articles whose URLs do not look like articles': only their answers tell."""
    for slug in ("harbour-bridge-tolls", "ferry-fire-inquiry", "flood-barrier-contract"):
        page = urllib.request.urlopen(outlet.url(slug)).read()
        outlet.set(f"/{slug[:7]}", page)
    links = "".join(f'<li><a href="/{s}">More</a></li>' for s in ("harbour", "ferry-f", "flood-b"))
    outlet.set("/", f"<!doctype html><title>Front</title><h1>F</h1><ul>{links}</ul>".encode())


def test_max_articles_counts_what_pages_turn_out_to_be(outlet: Outlet, tmp_path: Path) -> None:
    section_like_site(outlet)
    options = ("--max-articles", 2, "--no-requisites")
    told = crawl(tmp_path / "c", f"{outlet.base_url}/", options=options).json
    assert told["articles_new"] == 2
    with Collection.open(tmp_path / "c") as collection:
        html = collection.index.captures("WHERE mime = 'text/html'")
    pages = {row.url for row in html if row.status == 200} - {f"{outlet.base_url}/"}
    assert len(pages) == 2  # no third is fetched in vain


def test_until_goes_by_what_the_article_says(outlet: Outlet, tmp_path: Path) -> None:
    told = crawl(
        tmp_path / "c", outlet.url("ferry-fire-inquiry"), options=("--until", "2020-01-01")
    )
    assert told.json["articles_new"] == 0
    assert "later than --until 2020-01-01" in told.json["skipped"][0]["reason"]


def test_archive_only_records_no_target_either(outlet: Outlet, tmp_path: Path) -> None:
    told = crawl(tmp_path / "c", outlet.url("ferry-fire-inquiry"), options=("--archive-only",))
    read = microfiche("reextract", "--json", "--collection", tmp_path / "c").json
    assert (told.status, told.json["articles_new"], read["recorded"]) == (0, 0, 1)


def test_a_dry_run_of_an_article_names_it(outlet: Outlet, tmp_path: Path) -> None:
    url = outlet.url("ferry-fire-inquiry")
    told = crawl(tmp_path / "c", url, options=("--dry-run",)).json
    assert told["would_fetch"] == [url]


@pytest.mark.parametrize("setting", ["DOWNLOAD_DELAY=abc", "ITEM_PIPELINES=abc"])
def test_a_setting_of_the_wrong_form_is_told_in_one_line(
    outlet: Outlet, tmp_path: Path, setting: str
) -> None:
    done = crawl(tmp_path / "c", outlet.base_url, options=("-s", setting))
    assert done.status in (2, 3)
    assert "Traceback" not in done.err


def test_a_warc_is_imported_from_its_url(edited: Edited, outlet: Outlet, tmp_path: Path) -> None:
    [warc, *_] = sorted((edited.path / "warc").glob("*.warc.gz"))
    outlet.set("/files/some.warc.gz", warc.read_bytes(), content_type="application/octet-stream")
    url = f"{outlet.base_url}/files/some.warc.gz"
    done = microfiche("import", url, "--collection", tmp_path / "c", "--json")
    assert done.status == 0, done.err
    assert done.lines[0]["observations"] > 10


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x.warc", "ftp://a.example/x.warc"])
def test_a_warc_that_cannot_be_fetched_is_told_in_one_line(tmp_path: Path, url: str) -> None:
    done = microfiche("import", url, "--collection", tmp_path / "c")
    assert done.status == 1
    assert len(done.err.splitlines()) == 1


def test_an_empty_collection_name_is_a_wrong_call() -> None:
    assert microfiche("articles", "--collection", "").status == 2
