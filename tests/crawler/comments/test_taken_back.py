"""What is withdrawn, or exported, goes with the answers that were fetched for it."""

from __future__ import annotations

import gzip
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.warc.reader import scan
from crawler.importing import import_file
from crawler.rereading import rereader
from tests.commands import within
from tests.crawler.comments.visited import Visited, open_site
from tests.servers.threads import ThreadSite, WordPressSite


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visited]:
    """Two articles with a thread each."""
    with ThreadSite() as site:
        known = Visited(tmp_path_factory.mktemp("taken") / "c", open_site(site))
        for name in ("bridge", "quay"):
            thread = WordPressSite(site, root=f"/{name}/wp-json/")
            thread.comments = [thread.comment(1, text=f"Of the {name}."), thread.comment(2)]
            known.publish(name, thread.head, thread.body)
        known.crawl()
        yield known


def answers(visited: Visited) -> list[str]:
    """The URLs of the answers that are shown."""
    with Collection.open(visited.path) as collection:
        rows = collection.index.captures("WHERE part IS NOT NULL ORDER BY id")
    return [row.url.partition("/wp-json/")[0] for row in rows]


def withdraw(visited: Visited, what: str, *options: str) -> None:
    done = within("withdraw", what, *options, "--collection", visited.path)
    assert done.status == 0, done.err


def test_an_excerpt_holds_the_answers_of_its_page(visited: Visited) -> None:
    target = visited.path.parent / "quay.wacz"
    only = ("--url", visited.urls["quay"], "--collection", visited.path)
    done = within("export", "wacz", *only, "--output", target)
    assert done.status == 0, done.err
    with zipfile.ZipFile(target) as package:
        [name] = [each for each in package.namelist() if each.endswith(".warc.gz")]
        path = Path(package.extract(name, visited.path.parent))
    parts = [record.url for record in scan(path) if record.field("Comments-Of")]
    assert [True] == ["/quay/wp-json/" in url for url in parts]


def test_what_somebody_else_calls_an_answer_to_our_request_is_none(
    visited: Visited, tmp_path: Path
) -> None:
    [warc] = (visited.path / "warc").glob("*.warc.gz")
    forged = tmp_path / "forged.warc"
    forged.write_bytes(gzip.decompress(warc.read_bytes()).replace(b"Of the quay.", b"It is false."))
    [seen] = visited.observations("quay")
    assert seen.capture is not None
    shutil.copytree(visited.path, tmp_path / "c")
    with Collection.create_or_open(tmp_path / "c") as collection:
        import_file(collection, forged)
        again = rereader(collection)(seen.capture)
        rows = collection.index.captures("WHERE part IS NOT NULL")
    assert again is not None
    assert 4 == len(rows)
    assert ["Of the quay.", "Word number 2."] == [each.text for each in again.comments]


def test_a_withdrawn_comment_withholds_the_answer_that_holds_it(visited: Visited) -> None:
    article = ("--article", visited.urls["bridge"])
    withdraw(visited, "comment-1", "--reason", "asked", *article)
    assert [visited.site.url("/quay")] == answers(visited)
    assert ["", "Word number 2."] == [each.text for each in visited.comments("bridge")]
    withdraw(visited, "comment-1", "--undo", *article)
    assert [visited.site.url("/bridge"), visited.site.url("/quay")] == sorted(answers(visited))


def test_a_purged_article_takes_its_answers_with_it(visited: Visited) -> None:
    withdraw(visited, visited.urls["bridge"], "--reason", "asked", "--purge", "--yes")
    assert [visited.site.url("/quay")] == answers(visited)
    left = b"".join(gzip.decompress(p.read_bytes()) for p in visited.path.glob("*/*.gz"))
    assert (False, True) == (b"Of the bridge." in left, b"Of the quay." in left)
