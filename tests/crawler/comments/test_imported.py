"""A thread whose page and answers stand in several files, as they are imported one after another."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from archive.collection import Collection
from crawler.importing import import_file
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


def of_another(known: Visited, path: Path) -> Path:
    """Somebody else's file, which says other things of the same page's thread."""
    raw = b"".join(gzip.decompress(file.read_bytes()) for file in files(known))
    records = [b"WARC/1.1\r\n" + each for each in raw.split(b"WARC/1.1\r\n")[1:]]
    answers = [each for each in records if b"Comments-Of" in each.partition(b"\r\n\r\n")[0]]
    said = b"".join(answers).replace(b"Word number 2.", b"It is FALSE 2.")
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
