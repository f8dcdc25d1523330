"""Every command on the sample outlet's collection, and on one of real pages that nobody here made.

The real pages are read from ../shared/corpora, beside the checkout; without that folder those tests
skip. Nothing of it is in the project.
"""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.commands import crawl, microfiche
from tests.crawler.conftest import Edited

CORPORA = Path(__file__).parents[3] / "shared" / "corpora" / "pages" / "fundus"
PAGES = 12


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing on stderr."""


@pytest.fixture(scope="module")
def real_pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A collection of real pages, crawled from a front page that links them."""
    if not CORPORA.is_dir():
        pytest.skip("../shared/corpora is not beside this checkout")
    directory = tmp_path_factory.mktemp("real")
    links = []
    for number, page in enumerate(sorted(CORPORA.glob("*.html.gz"))[::11][:PAGES]):
        path = directory / "www" / "2026" / "11" / f"a-story-of-this-day-{number}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.decompress(page.read_bytes()))
        links.append(f'<li><a href="/2026/11/{path.name}">A story of this day {number}</a></li>')
    front = f"<!doctype html><title>Front</title><h1>Front</h1><ul>{''.join(links)}</ul>"
    (directory / "www" / "index.html").write_text(front)
    handler = partial(_Quiet, directory=str(directory / "www"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/"
        done = crawl(directory / "collection", url, options=("--no-requisites",))
        assert done.json["articles_new"] >= PAGES - 1, done.out
        yield directory / "collection"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(params=["outlet", "real pages"])
def collection(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of either collection."""
    if request.param == "outlet":
        edited: Edited = request.getfixturevalue("edited_once")
        source = edited.path
    else:
        source = request.getfixturevalue("real_pages")
    return Path(shutil.copytree(source, tmp_path / "collection"))


def first_article(collection: Path) -> dict[str, object]:
    """The first line of `articles`."""
    article: dict[str, object] = json.loads(
        microfiche("articles", "--json", "--collection", collection).out.splitlines()[0]
    )
    return article


@pytest.mark.parametrize(
    "arguments",
    [
        ("articles",),
        ("show", "URL"),
        ("revisions", "URL"),
        ("diff", "URL"),
        ("search", "the"),
        ("verify",),
        ("verify", "--fixity"),
        ("fixity",),
        ("repair",),
        ("rebuild",),
        ("reextract",),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_a_command_runs(collection: Path, arguments: tuple[str, ...], as_json: bool) -> None:
    url = str(first_article(collection)["url"])
    called = [url if each == "URL" else each for each in arguments]
    option = ["--json"] if as_json else []
    done = microfiche(*called, *option, "--collection", collection)
    assert (done.status, done.err) == (0, "")
    if as_json and done.out.strip():
        assert all(isinstance(each, dict) for each in documents(done.out))


def test_what_was_crawled_is_in_the_manifest(collection: Path) -> None:
    done = microfiche("verify", "--fixity", "--json", "--collection", collection)
    assert (0, "") == (done.status, done.out)
    assert 0 < microfiche("fixity", "--json", "--collection", collection).json["files"]
    for manifest in (collection / "fixity").iterdir():
        manifest.unlink()
    assert "fixity-gone" in microfiche("verify", "--fixity", "--collection", collection).out


def documents(text: str) -> list[object]:
    """One JSON document, or one a line."""
    try:
        return [json.loads(text)]
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("kind", ["wacz", "csv", "parquet", "jsonld"])
def test_an_export_is_written(collection: Path, kind: str, tmp_path: Path) -> None:
    done = microfiche(
        "export", kind, "--output", tmp_path / f"out.{kind}", "--collection", collection
    )
    assert done.status == 0, done.err
    assert (tmp_path / f"out.{kind}").exists()


def test_its_warcs_can_be_imported_elsewhere(collection: Path, tmp_path: Path) -> None:
    warcs = sorted((collection / "warc").iterdir())
    done = microfiche("import", *warcs, "--collection", tmp_path / "elsewhere")
    assert done.status == 0, done.err
    again = microfiche("articles", "--json", "--collection", tmp_path / "elsewhere").lines
    here = microfiche("articles", "--json", "--collection", collection).lines
    assert {each["article_id"] for each in again} == {each["article_id"] for each in here}


def test_an_html_diff_is_a_page_without_scripts(collection: Path, tmp_path: Path) -> None:
    page = tmp_path / "diff.html"
    url = first_article(collection)["url"]
    done = microfiche("diff", url, "--html", page, "--collection", collection)
    assert done.status == 0, done.err
    assert "<script" not in page.read_text(encoding="utf-8")
