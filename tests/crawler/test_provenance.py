"""What others' files claim decides nothing of what is asked, kept and shown of our own captures."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from archive.collection import Collection, recovery
from archive.index import Index
from archive.records import Observation
from archive.times import from_timestamp14, parse_warc_date, warc_date
from archive.verify import verify_collection
from archive.warc.reader import StoredRecord, scan
from archive.warc.rows import CRAWLED, IMPORTED, CaptureRow
from archive.web.replay.address import VIEW
from archive.web.replay.choosing import choose
from crawler.demo.http1 import Answer, Request
from crawler.importing import import_file
from tests.archive import warcs
from tests.archive.web.conftest import serving
from tests.commands import crawl, microfiche
from tests.servers.site import Site, answer, story

ETAG = '"1"'
FORGED = story("The mayor has confessed to taking bribes")
REAL = story("The quay is closed until the spring tides are over")


def with_etag(request: Request) -> Answer:
    if request.header("If-None-Match") == ETAG:
        return Answer(status=304)
    return answer(REAL.body, headers=(("ETag", ETAG),))


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/story": with_etag, "/plain": REAL}) as found:
        yield found


def forged(
    url: str,
    date: str = "2020-01-01T00:00:00Z",
    body: bytes = FORGED.body,
    etag: tuple[tuple[str, str], ...] = (),
    **extra: str,
) -> warcs.Record:
    """Somebody's record of a URL, with the digest of what it has, or `digest`."""
    digest, its_id = extra.pop("digest", warcs.sha1(body)), extra.pop("record_id", None)
    block = warcs.http(headers=(("Content-Type", "text/html"), *etag), body=body)
    record = warcs.response(url, block, date=date).with_header("WARC-Payload-Digest", digest)
    return record.with_header("WARC-Record-ID", its_id) if its_id else record


def imported(path: Path, *records: warcs.Record, name: str = "aaa.warc.gz") -> None:
    source = path.parent / name
    source.write_bytes(warcs.members([warcs.warcinfo(name), *records]))
    with Collection.create_or_open(path) as collection:
        import_file(collection, source)
    source.unlink()


def ours(path: Path, url: str, *, but: str = "aaa") -> list[StoredRecord]:
    """Our answers of a URL, in order of time."""
    files = [warc for warc in sorted((path / "warc").iterdir()) if not warc.name.startswith(but)]
    kinds = ("response", "revisit")
    found = (one for warc in files for one in scan(warc))
    return sorted((x for x in found if x.url == url and x.rec_type in kinds), key=_date)


def _date(record: StoredRecord) -> str:
    """Two crawls of one second have files whose names are in no order."""
    return record.field("WARC-Date") or ""


def rules(path: Path) -> list[str]:
    return [one.rule for one in verify_collection(path) if one.severity != "info"]


def rebuilt(path: Path) -> None:
    with Collection.create_or_open(path) as collection:
        layout = collection.layout
    recovery.rebuild(layout, lambda: Index(layout.database), lambda what: None)


def bodies(path: Path, url: str) -> list[tuple[str | None, bytes]]:
    """Where each capture comes from, and what it shows."""
    with Collection.open(path) as collection:
        return [(row.origin, collection.load(row).body) for row in collection.captures(url)]


# -- what is asked ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["aaa.warc.gz", "microfiche-20200101000000-00001-{}.warc.gz"])
def test_a_304_is_never_asked_for_by_what_was_imported(
    site: Site, tmp_path: Path, name: str
) -> None:
    path, url = tmp_path / "c", site.url("/story")
    name = name.format("20200101000000abcdef")
    imported(path, forged(url, etag=(("ETag", ETAG),)), name=name)
    assert crawl(path, url).status == 0
    assert [None] == [one.header("If-None-Match") for one in site.of("/story")]
    assert ["response"] == [one.rec_type for one in ours(path, url, but=name)]
    with Collection.open(path) as collection:
        last = collection.revision(collection.find_article(url))
        assert ("The quay", 2) == ((last.article.headline or "")[:8], last.number)


def test_our_own_captures_are_asked_for_conditionally_after_a_rebuild_too(
    site: Site, tmp_path: Path
) -> None:
    path, url = tmp_path / "c", site.url("/story")
    crawl(path, url)
    imported(path, forged(url, date="2030-01-01T00:00:00Z", etag=(("ETag", '"2"'),)))
    crawl(path, url)
    rebuilt(path)
    crawl(path, url)
    assert [None, ETAG, ETAG] == [one.header("If-None-Match") for one in site.of("/story")]
    assert ["response", "revisit", "revisit"] == [one.rec_type for one in ours(path, url)]


def test_without_its_manifest_a_file_is_not_known_to_be_ours(site: Site, tmp_path: Path) -> None:
    path, url = tmp_path / "c", site.url("/story")
    crawl(path, url)
    shutil.rmtree(path / "fixity")
    rebuilt(path)
    assert [(None, REAL.body)] == bodies(path, url)
    crawl(path, url)
    assert [None, None] == [one.header("If-None-Match") for one in site.of("/story")]
    assert ["response", "response"] == [one.rec_type for one in ours(path, url)]


def test_a_304_says_nothing_of_a_state_that_was_imported(site: Site, tmp_path: Path) -> None:
    path, url = tmp_path / "c", site.url("/story")
    crawl(path, url)
    first = parse_warc_date(ours(path, url)[0].field("WARC-Date") or "")
    imported(path, forged(url, date=warc_date(first + timedelta(milliseconds=1))))
    crawl(path, url)
    with Collection.open(path) as collection:
        article_id = collection.find_article(url)
        states = [(one.article.headline or "")[:8] for one in collection.revisions(article_id)]
        last: Observation = collection.observations(article_id)[-1]
        shown = collection.revision(article_id, last.revision_id)
    assert ["The quay", "The mayo", "The quay"] == states
    assert ("not_modified", 3) == (last.outcome, shown.number)
    assert not {"revisit-digest", "capture", "reference", "revision-id"} & set(rules(path))


# -- what is kept ----------------------------------------------------------------------------------


def test_our_capture_never_rests_on_an_imported_payload(site: Site, tmp_path: Path) -> None:
    path, url = tmp_path / "c", site.url("/plain")
    lying = forged("http://evil.example/other", body=REAL.body, digest="sha1:" + "A" * 32)
    imported(path, lying)
    crawl(path, url)
    assert [("response", warcs.sha1(REAL.body))] == [
        (one.rec_type, one.field("WARC-Payload-Digest")) for one in ours(path, url)
    ]


@pytest.mark.parametrize("again", [lambda path: None, rebuilt])
def test_the_index_has_the_digest_of_the_bytes_not_of_the_label(tmp_path: Path, again) -> None:  # type: ignore[no-untyped-def]
    path, url = tmp_path / "c", "http://evil.example/other"
    label = "sha1:" + "A" * 32
    imported(path, forged(url, digest=label))
    again(path)
    with Collection.open(path) as collection:
        assert [(warcs.sha1(FORGED.body), label)] == [
            (row.digest, row.claimed) for row in collection.captures(url)
        ]
    assert "payload-digest" in rules(path)
    assert "index" not in rules(path)


def test_an_import_tells_of_digests_that_are_not_the_payloads(tmp_path: Path) -> None:
    lying = forged("http://evil.example/other", digest="sha1:" + "A" * 32)
    source = tmp_path / "aaa.warc.gz"
    source.write_bytes(warcs.members([warcs.warcinfo(source.name), lying]))
    said = microfiche("import", source, "--collection", tmp_path / "c").err
    assert "1 of 1 captures with another payload than WARC-Payload-Digest says" in " ".join(
        said.split()
    )


# -- what is shown ---------------------------------------------------------------------------------


def hijacked(path: Path, url: str, *, is_same_id: bool = False) -> None:
    """A file with our URL, date and digest, and other content."""
    first = ours(path, url)[0]
    digest = first.field("WARC-Payload-Digest") or ""
    more = {"record_id": first.record_id} if is_same_id else {}
    imported(path, forged(url, first.field("WARC-Date") or "", digest=digest, **more))


@pytest.mark.parametrize("again", [lambda path: None, rebuilt])
@pytest.mark.parametrize("is_same_id", [False, True])
def test_a_forged_record_of_our_url_date_and_digest_takes_no_revisits_place(
    site: Site,
    tmp_path: Path,
    again,  # type: ignore[no-untyped-def]
    is_same_id: bool,
) -> None:
    path, url = tmp_path / "c", site.url("/plain")
    crawl(path, url)
    crawl(path, url)
    assert ["response", "revisit"] == [one.rec_type for one in ours(path, url)]
    hijacked(path, url, is_same_id=is_same_id)
    again(path)
    assert [(CRAWLED, REAL.body), (IMPORTED, FORGED.body), (CRAWLED, REAL.body)] == bodies(
        path, url
    )
    assert {"payload-digest", "revisit-ambiguous"} <= set(rules(path))


def test_of_the_same_moment_our_own_memento_is_shown(site: Site, tmp_path: Path) -> None:
    path, url = tmp_path / "c", site.url("/plain")
    crawl(path, url)
    hijacked(path, url)
    with Collection.open(path) as collection:
        rows: list[CaptureRow] = collection.captures(url)
        moment = from_timestamp14(rows[0].timestamp)
        found = (choose(rows, moment, VIEW), collection.closest(url, moment))
    assert [CRAWLED, IMPORTED] == [row.origin for row in rows]
    assert [CRAWLED, CRAWLED] == [row.origin for row in found if row]


# -- what is told ----------------------------------------------------------------------------------


@pytest.fixture
def mixed(site: Site, tmp_path: Path) -> Path:
    """A collection that imported a page before it crawled it."""
    imported(tmp_path / "c", forged(site.url("/plain")))
    crawl(tmp_path / "c", site.url("/plain"))
    return tmp_path / "c"


def test_show_and_revisions_say_what_was_imported(site: Site, mixed: Path) -> None:
    url, where = site.url("/plain"), ("--collection", mixed)
    latest = microfiche("show", url, "--json", *where).json["revision"]
    lines = microfiche("revisions", url, "--json", *where).lines
    assert ("crawled", None) == (latest["origin"], latest["imported_at"])
    assert ["imported", "crawled"] == [line["origin"] for line in lines]
    with Collection.open(mixed) as collection:
        assert collection.origin("aaa.warc.gz").imported_at == lines[0]["imported_at"] is not None
    said = microfiche("revisions", url, *where).out
    assert "Revision 1 was imported (aaa.warc.gz), not crawled here." in said


def test_show_says_of_an_imported_article_that_it_was(tmp_path: Path) -> None:
    url = "http://ledger.example/story"
    imported(tmp_path / "c", forged(url))
    assert (
        "not crawled by this collection"
        in microfiche("show", url, "--collection", tmp_path / "c").out
    )


def test_a_diff_says_which_side_was_imported(site: Site, mixed: Path) -> None:
    found = microfiche("diff", site.url("/plain"), "--json", "--collection", mixed).json
    assert ["Revision 1 was imported (aaa.warc.gz), not crawled by this collection."] == [
        note for note in found["notes"] if "imported" in note
    ]


def test_the_reading_room_says_what_was_imported(site: Site, mixed: Path) -> None:
    url = site.url("/plain")
    with Collection.open(mixed) as collection:
        article_id = collection.find_article(url)
    with serving(mixed) as room, httpx.Client(base_url=room.urls[0]) as client:
        rows = client.get(f"/api/captures/{url}").json()["captures"]
        page = client.get(f"/captures/{url}").text
        revisions = client.get(f"/api/article/{article_id}").json()["revisions"]
        old = client.get(f"/article/{article_id}?revision=1").text
        new = client.get(f"/article/{article_id}?revision=2").text
        framed = client.get(rows[0]["view"]).text
    assert ["imported", "crawled"] == [row["origin"] for row in rows]
    assert ["imported", "crawled"] == [one["origin"] for one in revisions]
    assert [1, 1] == [page.count("<small>imported</small>"), framed.count(", imported</small>")]
    told = "not crawled by this collection"
    assert (True, False) == (told in old, told in new)
