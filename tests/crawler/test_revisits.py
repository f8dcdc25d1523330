"""Two crawls of a changing server: what is a revisit, what it says, and that it can be resolved."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.warc.reader import StoredRecord, scan
from archive.warc.revisits import IDENTICAL, NOT_MODIFIED
from crawler.demo.http1 import Answer, Request
from tests.commands import crawl, microfiche
from tests.servers.site import Site, answer, story

SAME = b"PNG the very same picture"
PATHS = (
    "/etag.png",
    "/dated.png",
    "/plain.png",
    "/copy.png",
    "/empty.png",
    "/part.png",
    "/new.png",
)
DATED = "Sun, 22 Nov 2026 10:00:00 GMT"


def picture(body: bytes, *headers: tuple[str, str], status: int = 200) -> Answer:
    return answer(body, kind="image/png", headers=headers, status=status)


def by_etag(request: Request) -> Answer:
    if request.header("If-None-Match") == '"one"':
        return Answer(status=304)
    return picture(b"PNG with an etag", ("ETag", '"one"'))


def by_date(request: Request) -> Answer:
    if request.header("If-Modified-Since") == DATED:
        return Answer(status=304, headers=(("Last-Modified", DATED),))
    return picture(b"PNG with a date", ("Last-Modified", DATED))


class Kept:
    """A collection of two crawls, its records by id, and those of a path in order of time."""

    def __init__(self, path: Path, site: Site) -> None:
        self.path, self.site = path, site
        self.records: dict[str, StoredRecord] = {}
        self.blocks: dict[str, bytes] = {}
        for warc in sorted((path / "warc").glob("*.warc.gz")):
            for record in scan(warc):
                self.blocks[record.record_id] = record.block.read()
                self.records[record.record_id] = record

    def of(self, path: str) -> list[StoredRecord]:
        kinds = ("response", "revisit")
        found = [r for r in self.records.values() if r.rec_type in kinds]
        its = [record for record in found if record.url == self.site.url(path)]
        # files of one second have names that are in no order
        return sorted(its, key=lambda record: record.field("WARC-Date") or "")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """The story, its pictures, and the same again when one picture has changed."""
    path = tmp_path_factory.mktemp("revisits") / "c"
    page = story(body="".join(f'<img src="{each}">' for each in PATHS))
    pages = {
        "/story": page,
        "/etag.png": by_etag,
        "/dated.png": by_date,
        "/plain.png": picture(SAME),
        "/empty.png": picture(b""),
        "/part.png": picture(b"PNG in part", status=206),
        "/new.png": picture(b"PNG before"),
    }
    with Site(pages) as site:
        assert crawl(path, site.url("/story")).status == 0
        site.pages |= {"/copy.png": picture(SAME), "/new.png": picture(b"PNG after")}
        assert crawl(path, site.url("/story")).status == 0
        assert crawl(path, site.url("/story")).status == 0
    return Kept(path, site)


def kinds(kept: Kept, path: str) -> list[str | None]:
    profile = {IDENTICAL: "identical", NOT_MODIFIED: "not modified", None: "response"}
    return [profile[record.field("WARC-Profile")] for record in kept.of(path)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/story", ["response", "identical", "identical"]),
        ("/plain.png", ["response", "identical", "identical"]),
        ("/etag.png", ["response", "not modified", "not modified"]),
        ("/dated.png", ["response", "not modified", "not modified"]),
        ("/copy.png", ["response", "identical", "identical"]),
        ("/empty.png", ["response", "response", "response"]),
        ("/part.png", ["response", "response", "response"]),
        ("/new.png", ["response", "response", "identical"]),
    ],
)
def test_only_what_repeats_a_whole_answer_is_a_revisit(
    kept: Kept, path: str, expected: list[str]
) -> None:
    assert kinds(kept, path) == expected


def test_the_same_bytes_of_another_url_are_a_revisit_of_the_first(kept: Kept) -> None:
    [_, copy, _] = kept.of("/copy.png")
    [first, *_] = kept.of("/plain.png")
    assert copy.field("WARC-Refers-To-Target-URI") == kept.site.url("/plain.png")
    assert copy.field("WARC-Refers-To") == first.record_id


def test_every_revisit_names_a_response_that_is_here_to_the_last_digit(kept: Kept) -> None:
    revisits = [r for r in kept.records.values() if r.rec_type == "revisit"]
    for revisit in revisits:
        original = kept.records[str(revisit.field("WARC-Refers-To"))]
        assert original.rec_type == "response"
        assert revisit.field("WARC-Refers-To-Date") == original.field("WARC-Date")
        assert revisit.field("WARC-Refers-To-Target-URI") == original.url
        for digest in ("WARC-Payload-Digest", "Payload-Digest-SHA256"):
            assert revisit.field(digest) == original.field(digest)
        assert len(str(original.field("WARC-Date"))) == len("2026-11-22T10:00:00.000000Z")
    assert len(revisits) > 8


def test_a_revisit_keeps_its_head_and_the_digest_of_it(kept: Kept) -> None:
    for revisit in (r for r in kept.records.values() if r.rec_type == "revisit"):
        block = kept.blocks[revisit.record_id]
        assert block.endswith(b"\r\n\r\n")
        digest = f"sha256:{hashlib.sha256(block).hexdigest()}"
        assert str(revisit.field("WARC-Block-Digest")).lower() == digest


def test_a_304_stands_beside_the_request_that_asked_with_the_earlier_validators(
    kept: Kept,
) -> None:
    [_, etag, _] = kept.of("/etag.png")
    [_, dated, _] = kept.of("/dated.png")
    assert b'If-None-Match: "one"\r\n' in kept.blocks[str(etag.field("WARC-Concurrent-To"))]
    asked = kept.blocks[str(dated.field("WARC-Concurrent-To"))]
    assert f"If-Modified-Since: {DATED}\r\n".encode() in asked


def test_every_revisit_gives_the_bytes_that_were_served(kept: Kept) -> None:
    served = {"/plain.png": SAME, "/etag.png": b"PNG with an etag", "/new.png": b"PNG after"}
    with Collection.open(kept.path) as collection:
        for path, body in served.items():
            last = collection.captures(kept.site.url(path))[-1]
            assert (last.rec_type, collection.load(last).body) == ("revisit", body)


def test_verify_finds_nothing_wrong_with_it(kept: Kept) -> None:
    checked = microfiche("verify", "--collection", kept.path, "--json")
    assert [line for line in checked.lines if line["severity"] == "error"] == []


def by_language(request: Request) -> Answer:
    """As many servers have it: every language was changed on the same day, and has no entity tag."""
    headers = (("Last-Modified", DATED), ("Vary", "Accept-Language"))
    if request.header("If-Modified-Since") == DATED:
        return Answer(status=304, headers=headers)
    said = b"PNG " + (request.header("Accept-Language") or "").encode()
    return picture(said, *headers)


def test_another_language_is_asked_for_plainly_and_kept(tmp_path: Path) -> None:
    german = ["-s", 'DEFAULT_REQUEST_HEADERS={"Accept-Language":"de"}']
    page = story(body='<img src="/sign.png">')
    with Site({"/story": page, "/sign.png": by_language}) as site:
        for options in ((), german, german):
            assert 0 == crawl(tmp_path / "c", site.url("/story"), options=tuple(options)).status
        asked = [each.header("If-Modified-Since") for each in site.of("/sign.png")]
        kept = Kept(tmp_path / "c", site)
    assert [None, None, DATED] == asked
    first, second, third = kept.of("/sign.png")
    assert ["response", "response", "revisit"] == [x.rec_type for x in (first, second, third)]
    assert second.record_id == third.field("WARC-Refers-To")


def test_what_varies_by_its_host_only_is_asked_for_conditionally(tmp_path: Path) -> None:
    varied = picture(b"PNG", ("ETag", '"1"'), ("Vary", "Host, Connection, Accept-Encoding"))
    page = story(body='<img src="/sign.png">')
    with Site({"/story": page, "/sign.png": varied}) as site:
        for _ in range(2):
            assert 0 == crawl(tmp_path / "c", site.url("/story")).status
        asked = [each.header("If-None-Match") for each in site.of("/sign.png")]
    assert [None, '"1"'] == asked
