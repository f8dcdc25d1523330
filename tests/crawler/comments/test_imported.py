"""A thread whose page and answers stand in several files, as they are imported one after another."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.index.store import IN_TIME
from archive.times import parse_warc_date, warc_date
from archive.warc.rows import CaptureRow
from crawler import importing
from crawler.importing import import_file
from crawler.reextracting import reextract
from tests.crawler.comments.visited import Visited, open_site
from tests.servers.threads import ThreadSite, WordPressSite


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visited]:
    """A page and the three answers of its thread, every one in a file of its own."""
    with ThreadSite() as site:
        known = Visited(tmp_path_factory.mktemp("split") / "c", open_site(site))
        thread = WordPressSite(site, 250)
        known.publish("bridge", thread.head, thread.body)
        known.crawl("-s", "MICROFICHE_WARC_SIZE=1500")
        yield known


def files(known: Visited) -> list[Path]:
    return sorted((known.path / "warc").glob("*.warc.gz"))


def imported(known: Visited, path: Path, order: Iterable[Path]) -> list[str]:
    """The texts of the comments when all files are imported in an order."""
    with Collection.create_or_open(path) as collection:
        for file in order:
            import_file(collection, file)
    return [each.text for each in known.comments("bridge", path=path)]


def records_of(known: Visited) -> list[bytes]:
    """Every record of every file."""
    raw = b"".join(gzip.decompress(file.read_bytes()) for file in files(known))
    return [b"WARC/1.1\r\n" + each for each in raw.split(b"WARC/1.1\r\n")[1:]]


def is_answer(record: bytes) -> bool:
    return b"Comments-Of" in record.partition(b"\r\n\r\n")[0]


def of_another(known: Visited, path: Path, begin: bytes = b"") -> Path:
    """Somebody else's file, which says other things of the same page's thread."""
    answers = filter(is_answer, records_of(known))
    said = begin + b"".join(answers).replace(b"Word number 2.", b"It is FALSE 2.")
    path.write_bytes(re.sub(rb"(WARC-Record-ID: <urn:uuid:)\w{8}", rb"\1deadbeef", said))
    assert b"It is FALSE 2." in said
    return path


@pytest.mark.parametrize("step", [1, -1])
def test_whichever_file_comes_first_every_comment_is_there(
    crawled: Visited, tmp_path: Path, step: int
) -> None:
    assert 2 < len(files(crawled))
    found = imported(crawled, tmp_path / "c", files(crawled)[::step])
    assert found == [f"Word number {number}." for number in range(1, 251)]
    thread = crawled.thread("bridge", path=tmp_path / "c")
    assert (thread.stop_reason, thread.captured_count) == ("end", 250)


@pytest.mark.parametrize("name", ["z.warc", "microfiche-20991231000000-00001-x.warc"])
@pytest.mark.parametrize("step", [1, -1])
def test_somebody_elses_file_says_nothing_of_a_page_of_another(
    crawled: Visited, tmp_path: Path, step: int, name: str
) -> None:
    files_of_both = [*files(crawled), of_another(crawled, tmp_path / name)][::step]
    found = imported(crawled, tmp_path / "c", files_of_both)
    assert found == [f"Word number {number}." for number in range(1, 251)]


def test_a_file_with_the_name_of_the_pages_own_writer_is_not_believed_for_it(
    crawled: Visited, tmp_path: Path
) -> None:
    name = re.sub(r"-\d{5}-", "-00009-", files(crawled)[0].name.removesuffix(".gz"))
    order = [*files(crawled), of_another(crawled, tmp_path / name)]
    found = imported(crawled, tmp_path / "c", order)
    assert found == [f"Word number {number}." for number in range(1, 251)]


@pytest.mark.parametrize(("step", "captured"), [(1, 250), (-1, 0)])
def test_of_files_that_all_say_that_they_are_ours_no_answer_is_believed_that_contradicts_another(
    crawled: Visited, tmp_path: Path, step: int, captured: int
) -> None:
    """What was read before the contradiction came stands."""
    name = re.sub(r"-\d{5}-", "-00009-", files(crawled)[0].name.removesuffix(".gz"))
    warcinfo = records_of(crawled)[0]
    begin = re.sub(rb"WARC-Filename: [^\r]*", b"WARC-Filename: " + name.encode(), warcinfo)
    forged = of_another(crawled, tmp_path / name, begin)
    found = imported(crawled, tmp_path / "c", [*files(crawled), forged][::step])
    assert captured == len(found)
    assert not [text for text in found if "FALSE" in text]


def test_what_an_older_version_imported_without_comments_is_read_on_by_reextract(
    crawled: Visited, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_file(collection: Collection, name: str) -> list[CaptureRow]:
        where = f"WHERE filename = ? AND part IS NULL ORDER BY {IN_TIME}"
        return collection.index.captures(where, (name,))

    monkeypatch.setattr(importing, "pages_of", of_file)
    path = tmp_path / "c"
    assert 250 > len(imported(crawled, path, files(crawled)))
    with Collection.create_or_open(path) as collection:
        assert 1 == reextract(collection).read_on
        assert 0 == reextract(collection).read_on
    assert 250 == len(crawled.comments("bridge", path=path))
    assert "end" == crawled.thread("bridge", path=path).stop_reason


@pytest.mark.parametrize(("hours", "captured"), [(-1, 0), (23, 250), (25, 0)])
def test_an_answer_is_a_pages_for_a_day(
    crawled: Visited, tmp_path: Path, hours: int, captured: int
) -> None:
    page = crawled.observations("bridge")[0].capture
    assert page is not None
    moment = warc_date(parse_warc_date(page.fetched_at) + timedelta(hours=hours)).encode()
    dated = [
        re.sub(rb"WARC-Date: [^\r]*", b"WARC-Date: " + moment, each, count=1)
        if is_answer(each)
        else each
        for each in records_of(crawled)
    ]
    (tmp_path / "all.warc").write_bytes(b"".join(dated))
    assert captured == len(imported(crawled, tmp_path / "c", [tmp_path / "all.warc"]))


def test_why_a_thread_ended_is_read_where_a_later_file_says_it(tmp_path: Path) -> None:
    with ThreadSite() as site:
        known = Visited(tmp_path / "c", open_site(site))
        thread = WordPressSite(site, 250)
        known.publish("bridge", thread.head, thread.body)
        known.crawl("-s", "MICROFICHE_WARC_SIZE=1500", "-s", "MICROFICHE_COMMENT_REQUESTS=2")
    assert 2 < len(files(known))
    assert 200 == len(imported(known, tmp_path / "other", files(known)[::-1]))
    there = known.thread("bridge", path=tmp_path / "other")
    assert ("limit", known.thread("bridge")) == (there.stop_reason, there)
