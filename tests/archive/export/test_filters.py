"""Parts of a collection: what was asked for, what it needs, and nothing else."""

from __future__ import annotations

import csv
import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archive.cdxj import CdxjLine, parse_line
from archive.collection import Collection
from archive.errors import BadInput, NotInCollection
from archive.export.choosing import Role, choose
from archive.export.filters import Filters
from archive.verify import verify_wacz
from archive.warc.reader import scan
from crawler.cli import cli
from tests.archive.export.conftest import FRONT, LIVE, QUAY, STYLE, answered, append, fetched, quay

PICTURE, FONT = "http://ledger.example/quay.jpg", "http://cdn.example/font.woff"
SHEET, LOGO = "http://cdn.example/sheet.css", "http://ledger.example/logo.png"
OTHER = "http://harbour.example/news"
PAGE = (
    b"<title>Quay</title><link rel=stylesheet href=http://cdn.example/moved.css>"
    b"<p>The quay</p><a href=/live>live</a><img srcset='/quay.jpg 2x'>"
)


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two days of a page with a sheet behind a redirect, its font, a picture; and another site."""
    path = tmp_path_factory.mktemp("linked") / "ledger"
    for day in (1, 2):
        with Collection.create_or_open(path) as collection, collection.writer() as writer:
            for second, (url, kind, body) in enumerate(_day(day), 10):
                moment = f"2026-03-0{day}T09:00:{second}.000000Z"
                response = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n%s" % (kind, body)
                if url.endswith("moved.css"):
                    response = b"HTTP/1.1 302 Found\r\nLocation: /sheet.css\r\n\r\n"
                capture = answered(writer, url, response, moment)
                if url == QUAY:
                    append(writer, quay(f"The quay, day {day}.", capture), ())
    return path


def _day(day: int) -> list[tuple[str, bytes, bytes]]:
    return [
        (FRONT, b"text/html", b"<a href=/quay>quay</a>"),
        (QUAY, b"text/html", PAGE + b"%d" % day),
        ("http://cdn.example/moved.css", b"text/plain", b""),
        (SHEET, b"text/css", b"@font-face { src: url(font.woff) }"),
        (FONT, b"font/woff", b"font"),
        (PICTURE, b"image/jpeg", b"a picture"),
        (LOGO, b"image/png", b"of no page"),
        (OTHER, b"text/html", b"other news"),
    ]


def chosen(path: Path, **asked: Any) -> set[tuple[str, str, str]]:
    """URL, day and role of everything chosen."""
    with Collection.open(path) as collection:
        found = choose(collection, Filters(**asked))
        return {
            (row.url, row.date[9:10], role.name.lower())
            for row in collection.index.captures("")
            if (role := found.role(row.filename, row.offset)) is not None
        }


FIRST_DAY = {
    (QUAY, "1", "page"),
    ("http://cdn.example/moved.css", "1", "requisite"),
    (SHEET, "1", "requisite"),
    (FONT, "1", "requisite"),
    (PICTURE, "1", "requisite"),
}


def test_an_article_brings_what_it_needs_to_be_shown(linked: Path) -> None:
    assert FIRST_DAY == chosen(linked, urls=(QUAY,), until="2026-03-01")


def test_revisits_bring_their_originals_from_before_the_range(linked: Path) -> None:
    found = chosen(linked, urls=(QUAY,), since="2026-03-02")
    originals = {(url, "1", "original") for url in (SHEET, FONT, PICTURE)}
    second = {(url, "2", role) for url, _, role in FIRST_DAY}
    assert second | originals == found


def test_a_site_brings_its_front_page_and_nothing_of_others(linked: Path) -> None:
    found = chosen(linked, sites=("ledger.example",), until="2026-03-01")
    assert FIRST_DAY | {(FRONT, "1", "page")} == found


def test_a_time_alone_brings_every_site(linked: Path) -> None:
    found = chosen(linked, since="2026-03-01T09:00:17Z", until="2026-03-01T09:00:17Z")
    assert {(OTHER, "1", "page")} == found


def test_sites_below_a_domain_count(linked: Path) -> None:
    assert chosen(linked, sites=("harbour.example",)) == chosen(
        linked, sites=("HTTP://Harbour.example/x",)
    )
    assert set() == {url for url, *_ in chosen(linked, sites=("harbour.example",))} - {OTHER}


def test_a_host_whose_name_only_begins_so_is_another_site() -> None:
    filters = Filters(sites=("ledger.example",))
    hosts = ("ledger.example", "www.ledger.example", "city.ledger.example:8080")
    others = ("oldledger.example", "ledger.example.org", "example")
    assert [True] * 3 + [False] * 3 == [filters.has_site(f"http://{h}/a") for h in hosts + others]


def test_words_choose_the_articles_that_hold_them(crawled: Path) -> None:
    pages = {url for url, _, role in chosen(crawled, words="ferries port") if role == "page"}
    assert {LIVE} == pages


def test_what_is_asked_for_twice_must_hold_twice(crawled: Path) -> None:
    with pytest.raises(NotInCollection, match="no page that was asked for"):
        chosen(crawled, words="ferries", urls=(QUAY,))


@pytest.mark.parametrize(
    "asked", [{"since": "yesterday"}, {"until": "2026-13-01"}, {"words": "--"}, {"sites": ("",)}]
)
def test_what_cannot_be_asked_for_is_said(asked: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        Filters(**asked)


def test_a_day_ends_with_its_last_second() -> None:
    filters = Filters(since="2026-03-01", until="2026-03-01")
    dates = ("2026-02-28T23:59:59Z", "2026-03-01", "2026-03-01T23:59:59.9Z", "2026-03-02T00:00:00Z")
    assert [False, True, True, False] == [filters.has_time(date) for date in dates]


# -- packages ------------------------------------------------------------------------------------


def run(*words: object, collection: Path) -> Result:
    done = CliRunner().invoke(cli, ["export", *map(str, words), "--collection", str(collection)])
    assert done.exit_code == 0, done.exception
    return done


@pytest.fixture
def package(linked: Path, tmp_path: Path) -> Path:
    target = tmp_path / "a.wacz"
    run("wacz", "--url", QUAY, "--since", "2026-03-02", "--output", target, collection=linked)
    return target


def listed(package: Path) -> list[CdxjLine]:
    with zipfile.ZipFile(package) as opened:
        lines = gzip.decompress(opened.read("indexes/index.cdx.gz")).decode().splitlines()
    return [parse_line(line) for line in lines]


def records(package: Path, scratch: Path) -> list[tuple[str, str, str]]:
    """Type, URL and id of every record of a package but the warcinfos."""
    found = []
    with zipfile.ZipFile(package) as opened:
        for name in opened.namelist():
            if name.startswith("archive/"):
                path = scratch / Path(name).name
                path.write_bytes(opened.read(name))
                found += [(r.rec_type, r.url, r.record_id) for r in scan(path)]
    return [one for one in found if one[0] != "warcinfo"]


def test_verify_finds_no_error_in_a_part(package: Path) -> None:
    assert [] == [one for one in verify_wacz(package) if one.severity == "error"]


def test_requests_come_with_their_answers_and_alone_nothing_comes(
    package: Path, tmp_path: Path
) -> None:
    kinds: dict[str, list[str]] = {}
    for kind, url, _ in records(package, tmp_path):
        kinds.setdefault(url, []).append(kind)
    both = ["request", "request", "response", "revisit"]
    once = ["request", "response"]
    moved = "http://cdn.example/moved.css"
    assert {SHEET: both, FONT: both, PICTURE: both, QUAY: once, moved: once} == {
        url: sorted(found) for url, found in kinds.items()
    }


def test_every_line_of_the_index_leads_to_its_record(package: Path) -> None:
    with zipfile.ZipFile(package) as opened:
        for line in listed(package):
            raw = opened.read(f"archive/{line.filename}")
            member = raw[int(line.offset) :][: int(line.length)]
            assert f"WARC-Target-URI: {line.url}\r\n" in gzip.decompress(member).decode()
    assert 8 == len(listed(package))


def test_only_what_was_asked_for_is_a_page(package: Path) -> None:
    with zipfile.ZipFile(package) as opened:
        lines = opened.read("pages/pages.jsonl").splitlines()[1:]
    assert [(QUAY, "2026-03-02")] == [(p["url"], p["ts"][:10]) for p in map(json.loads, lines)]


def test_the_package_says_what_part_it_is(package: Path) -> None:
    with zipfile.ZipFile(package) as opened:
        said = json.loads(opened.read("datapackage.json"))
    assert f"Excerpt: since 2026-03-02; url {QUAY}" == said["description"]


def test_json_tells_what_went_in(linked: Path, tmp_path: Path) -> None:
    words = ("wacz", "--site", "ledger.example", "--until", "2026-03-01", "--json")
    said = json.loads(run(*words, "--output", tmp_path / "a.wacz", collection=linked).stdout)
    assert {"site": ["ledger.example"], "until": "2026-03-01"} == said["filters"]
    assert {"pages": 2, "requisites": 4, "originals": 0} == said["chosen"]
    files = [file for file in said["files"] if file["path"].startswith("archive/")]
    assert [2 + 2 * 6] == [file["rows"] for file in files]  # two warcinfos; answers with requests


def test_a_request_before_its_response_comes_too(linked: Path, tmp_path: Path) -> None:
    from archive.export.excerpt import excerpt, with_companions
    from tests.archive import warcs

    answer = warcs.response()
    asked = warcs.request(answer).with_header("WARC-Concurrent-To", None)
    named = answer.with_header("WARC-Concurrent-To", asked.header("WARC-Record-ID"))
    other = warcs.request(answer, name="other").with_header("WARC-Concurrent-To", None)
    source = tmp_path / "wget.warc"
    source.write_bytes(warcs.uncompressed([asked, other, named]))
    offset = len(asked.raw() + other.raw())
    excerpt(source, with_companions(source, {offset}), tmp_path / "e.warc.gz")
    kinds = [one.record_id for one in scan(tmp_path / "e.warc.gz")][1:]
    assert [asked.header("WARC-Record-ID"), named.header("WARC-Record-ID")] == kinds


# -- tables and documents ------------------------------------------------------------------------


def test_tables_hold_the_part_that_is_asked_for(crawled: Path, tmp_path: Path) -> None:
    words = ("--until", "2026-03-01", "--output", tmp_path / "t")
    run("csv", *words, collection=crawled)
    rows = {}
    for name in ("articles", "observations", "comments"):
        with (tmp_path / f"t/{name}.csv").open(newline="") as file:
            rows[name] = len(list(csv.reader(file))) - 1
    assert {"articles": 1, "observations": 1, "comments": 2} == rows


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_both_tables_take_the_same_part(form: str, crawled: Path, tmp_path: Path) -> None:
    words = ("--search", "ferries", "--json", "--output", tmp_path / "t")
    said = json.loads(run(form, *words, collection=crawled).stdout)
    rows = {file["path"].partition(".")[0]: file["rows"] for file in said["files"]}
    assert {"articles": 1, "comments": 0, "images": 0, "observations": 1} == rows


def test_a_document_is_the_latest_state_that_was_seen_in_the_range(
    crawled: Path, tmp_path: Path
) -> None:
    for until, text in (("2026-03-01", "closed"), ("2026-03-03", "open")):
        words = ("--url", QUAY, "--until", until, "--output", tmp_path / until)
        run("jsonld", *words, collection=crawled)
        assert f"The quay is {text}." == json.loads((tmp_path / until).read_text())["articleBody"]


def test_a_revisit_met_before_its_original_does_not_hide_the_page(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    for number, moment in enumerate(("2026-03-01T09:00:00Z", "2026-03-02T09:00:00Z")):
        with Collection.create_or_open(path) as collection, collection.writer() as writer:
            fetched(writer, QUAY, PAGE, moment)
            if not number:
                picture = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\nx"
                answered(writer, PICTURE, picture, moment)
    with Collection.create_or_open(path) as collection:
        first, second = collection.captures(QUAY)
        swapped = {first.filename: "z.warc.gz", second.filename: "a.warc.gz"}
        for old, new in swapped.items():
            (path / "warc" / old).rename(path / "warc" / new)
            collection.index.db.execute(
                "UPDATE captures SET filename = ? WHERE filename = ?", (new, old)
            )
        found = choose(collection, Filters(sites=("ledger.example",)))
        roles = {row.url: found.role(row.filename, row.offset) for row in collection.captures(QUAY)}
        shown = collection.captures(PICTURE)[0]
    assert {QUAY: Role.PAGE} == roles
    assert Role.REQUISITE is found.role(shown.filename, shown.offset)


def test_a_stylesheet_that_answered_304_is_shown_by_its_content(
    crawled: Path, tmp_path: Path
) -> None:
    target = tmp_path / "a.wacz"
    run("wacz", "--site", "ledger.example", "--output", target, collection=crawled)
    assert set() == {line.status for line in listed(target) if line.url == STYLE} - {"200"}
