"""`withdraw --purge`: the content is in no byte of the collection; all else is as and where it was."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
import zstandard
from cdxj_indexer.main import CDXJIndexer
from fastwarc.warc import ArchiveIterator as FastWarc

from archive.collection import Collection, purging
from archive.collection.withdrawals import withdraw, withdrawals
from archive.errors import BadInput
from archive.verify import verify_collection
from archive.warc.members import members_of
from archive.warc.reader import scan
from archive.warc.tombstone import Tombstone, tombstone
from tests.archive.collection.kept import Kept, day, put, wire
from tests.commands import Done, microfiche, within
from tests.purged import STORY, body_of, files_with, records_of, severities, tombstones, url_of

COMMENT = "comment-5112"
REPLY = "comment-5113"
SAID = b"My daughter was on board"


def purge(path: Path, what: str, *arguments: object) -> Done:
    options = ("--reason", "asked", "--purge", "--yes", "--collection", path)
    return within("withdraw", what, *options, *arguments)


# --- an article -------------------------------------------------------------------------------------


def test_no_byte_of_a_purged_article_is_left(copied: Path) -> None:
    text, story = body_of(copied), url_of(copied)
    assert 4 <= len(files_with(copied, text))  # two WARCs, two segments, the index
    done = purge(copied, story)
    assert done.status == 0, done.err
    assert set() == files_with(copied, text)
    assert set() == files_with(copied, SAID)
    named = {name for name in files_with(copied, STORY.encode()) if "frontier" in name}
    assert set() == named | {n for n in files_with(copied, STORY.encode()) if "crawl-" in n}


def test_every_other_record_keeps_its_bytes_and_its_place(copied: Path) -> None:
    before = records_of(copied)
    sizes = {file.name: file.stat().st_size for file in (copied / "warc").iterdir()}
    assert purge(copied, url_of(copied)).status == 0
    after = records_of(copied)
    assert sizes == {file.name: file.stat().st_size for file in (copied / "warc").iterdir()}
    assert after == {place: raw for place, raw in before.items() if place in after}
    assert tombstones(copied) == len(before) - len(after) > 10


def test_every_other_article_is_as_it_was(copied: Path) -> None:
    story = url_of(copied)
    before = within("articles", "--json", "--collection", copied).lines
    assert purge(copied, story).status == 0
    expected = [one for one in before if one["url"] != story]
    assert expected == within("articles", "--json", "--collection", copied).lines
    assert within("rebuild", "--collection", copied).status == 0
    assert expected == within("articles", "--json", "--collection", copied).lines
    assert set() == set(severities(copied)) - {"info"}


def test_verify_accepts_a_purge_and_says_so(copied: Path) -> None:
    assert purge(copied, url_of(copied)).status == 0
    found = severities(copied)
    assert {"info"} == set(found)
    assert "purged" in found["info"]
    assert within("verify", "--collection", copied).status == 0


def test_the_log_says_how_much_was_removed_and_never_what(copied: Path) -> None:
    text, story = body_of(copied), url_of(copied)
    done = purge(copied, story, "--json")
    last = done.json["withdrawal"]
    assert "purged" == last["state"]
    assert tombstones(copied) == last["removed"]["warc_records"]
    assert all((copied / name).exists() for name in last["removed"]["files"])
    assert text.decode() not in done.out


def _warcio_check(file: Path) -> set[bytes]:
    """The records that `warcio check` names."""
    command = [sys.executable, "-m", "warcio.cli", "check", file]
    said = subprocess.run(command, capture_output=True, check=False).stdout
    return {line.strip() for line in said.splitlines() if b"WARC-Record-ID" in line}


def test_other_programs_read_a_purged_file(copied: Path) -> None:
    before = {file.name: _warcio_check(file) for file in (copied / "warc").iterdir()}
    assert purge(copied, url_of(copied)).status == 0
    for file in sorted((copied / "warc").iterdir()):
        assert set() == _warcio_check(file) - before[file.name]  # it rejects chunked bodies
        with file.open("rb") as opened:
            digests = [
                record.verify_block_digest()
                for record in FastWarc(opened, parse_http=False)
                if "WARC-Block-Digest" in record.headers
            ]
        assert digests
        assert all(digests)
        listing = io.StringIO()
        CDXJIndexer(output=listing, inputs=[str(file)], sort=True).process_all()
        ours = (copied / "index/cdxj" / f"{file.name}.cdxj").read_text()
        assert sorted(ours.splitlines()) == sorted(listing.getvalue().splitlines())
        assert STORY not in ours


def test_to_purge_again_removes_nothing_more(copied: Path) -> None:
    story = url_of(copied)
    first = purge(copied, story, "--json").json["withdrawal"]["removed"]
    before = records_of(copied)
    again = purge(copied, story, "--json")
    assert (0, first) == (again.status, again.json["withdrawal"]["removed"])
    assert first["warc_records"]
    assert before == records_of(copied)


def test_what_is_purged_cannot_be_restored(copied: Path) -> None:
    story = url_of(copied)
    purge(copied, story)
    done = within("withdraw", story, "--undo", "--collection", copied)
    assert (2, True) == (done.status, "nothing to restore" in done.err)


def test_a_purge_is_asked_for_twice(copied: Path) -> None:
    text, story = body_of(copied), url_of(copied)
    arguments = ("--reason", "asked", "--purge", "--collection", copied)
    done = within("withdraw", story, *arguments)
    assert (2, True) == (done.status, "--yes" in done.err)
    assert files_with(copied, text)


def test_nothing_is_purged_while_a_crawl_writes(copied: Path) -> None:
    text, story = body_of(copied), url_of(copied)
    with Collection.create_or_open(copied) as collection, collection.writer():
        done = purge(copied, story)
    assert (3, True) == (done.status, "a crawl is writing" in done.err)
    assert files_with(copied, text)


@pytest.mark.parametrize("step", ["record_purge", "sync_directory", "clean", "_forget"])
def test_a_purge_that_a_crash_cut_short_is_finished_by_repair(
    copied: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    text, story = body_of(copied), url_of(copied)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(purging, step, crash)
    with Collection.create_or_open(copied) as collection:
        outcome = withdraw(collection, story, "asked")
        with pytest.raises(KeyboardInterrupt):
            purging.purge(collection, outcome.withdrawal)
    done = microfiche("repair", "--collection", copied)  # in this one it would crash again
    assert (0, True) == (done.status, "cut short is finished" in done.out)
    assert set() == files_with(copied, text)
    assert {"info"} == set(severities(copied))
    with Collection.open(copied) as collection:
        assert ["purged"] == [one.state for one in withdrawals(collection)]


# --- a comment --------------------------------------------------------------------------------------


def test_no_byte_of_a_purged_comment_is_left_and_the_article_stays(copied: Path) -> None:
    text, story = body_of(copied), url_of(copied)
    before = within("show", story, "--json", "--collection", copied).json
    done = purge(copied, COMMENT)
    assert done.status == 0, done.err
    assert set() == files_with(copied, SAID)
    assert files_with(copied, text)
    after = within("show", story, "--json", "--collection", copied).json
    assert before["article"] == after["article"]
    comments = {one["comment_id"]: one for one in after["comments"]}
    assert ("withdrawn", "") == (comments[COMMENT]["state"], comments[COMMENT]["text"])
    assert COMMENT == comments[REPLY]["parent_id"]
    assert [] == [one for one in verify_collection(copied) if one.severity != "info"]
    assert within("rebuild", "--collection", copied).status == 0
    assert after == within("show", story, "--json", "--collection", copied).json


# --- files of any kind ------------------------------------------------------------------------------

WITHDRAWN = "https://ledger.example/news/quay"
OTHER = "https://ledger.example/news/other"
SITE = "https://ledger.example"
STAYS = f"{SITE}/news/third"


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    """An empty collection with a writer."""
    made = Kept(tmp_path / "collection")
    yield made
    made.collection.close()


def _imported(kept: Kept, tmp_path: Path, suffix: str) -> Path:
    """A collection with an imported file of that kind: two pages, one of them to be withdrawn."""
    put(kept.writer, wire(WITHDRAWN, b"<p>" + b"the quay, withdrawn " * 50, day(1)))
    put(kept.writer, wire(OTHER, b"<p>" + b"another page " * 50, day(2)))
    kept.writer.close()
    (packed,) = (kept.collection.path / "warc").iterdir()
    with packed.open("rb") as file:
        records = [member.stream.read() for member in members_of(file)]
    compress = zstandard.ZstdCompressor().compress if suffix == ".zst" else bytes
    foreign = tmp_path / f"foreign.warc{suffix}"
    foreign.write_bytes(b"".join(compress(record) for record in records))
    path = tmp_path / "new"
    assert within("import", foreign, "--collection", path).status == 0
    return path


@pytest.mark.parametrize("suffix", ["", ".zst"])
def test_a_plain_and_a_zstandard_file_are_purged_in_place(
    kept: Kept, tmp_path: Path, suffix: str
) -> None:
    path = _imported(kept, tmp_path, suffix)
    before = records_of(path)
    done = purge(path, WITHDRAWN)
    assert done.status == 0, done.err
    assert set() == files_with(path, b"the quay, withdrawn")
    assert files_with(path, b"another page")
    after = records_of(path)
    assert after == {place: raw for place, raw in before.items() if place in after}
    assert 2 == len(before) - len(after) == tombstones(path)  # the answer and its request
    assert "error" not in severities(path)


def test_a_purge_that_would_take_the_content_of_another_url_is_refused(kept: Kept) -> None:
    body = b"<p>" + b"the very same words " * 50
    put(kept.writer, wire(WITHDRAWN, body, day(1)))
    copy = put(kept.writer, wire(OTHER, body, day(2)))
    assert "revisit" == copy.rec_type
    kept.writer.close()
    path = kept.collection.path
    done = purge(path, WITHDRAWN)
    assert (2, True) == (done.status, OTHER in done.err)
    assert files_with(path, b"the very same words")
    with Collection.open(path) as collection:
        assert [] == collection.captures(WITHDRAWN)
        assert body == collection.load(collection.captures(OTHER)[0]).body
    assert purge(path, OTHER).status == 0
    assert purge(path, WITHDRAWN).status == 0
    assert set() == files_with(path, b"the very same words")
    assert {"info"} == set(severities(path))


def test_a_purge_takes_no_page_of_its_own_and_names_those_that_only_lead_there(kept: Kept) -> None:
    own, stub = "https://ledger.example/own", "https://ledger.example/stub"
    put(kept.writer, wire(WITHDRAWN, b"<p>the quay, withdrawn", day(1)))
    canonical = b"<link rel=canonical href='%s'>" % WITHDRAWN.encode()
    put(kept.writer, wire(own, canonical + b"<p>words of its own " * 60, day(2)))
    refresh = b"<meta http-equiv=refresh content='0; url=%s'>a stub" % WITHDRAWN.encode()
    put(kept.writer, wire(stub, refresh, day(3)))
    kept.writer.close()
    path = kept.collection.path
    done = purge(path, WITHDRAWN, "--json")
    assert done.status == 0, done.err
    assert (True, False) == (stub in done.err, own in done.err)
    assert (1, [stub]) == (done.json["reach"]["leading"], done.json["reach"]["leading_urls"])
    assert set() == files_with(path, b"the quay, withdrawn") | files_with(path, b"a stub")
    assert files_with(path, b"words of its own")
    with Collection.open(path) as collection:
        assert collection.load(collection.captures(own)[0]).body.endswith(b"words of its own ")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_leads_there_is_named_before_a_purge_is_asked_for(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = (("Location", WITHDRAWN),)
    put(kept.writer, wire(OTHER, b"", day(1), status="302 Found", headers=headers))
    kept.writer.close()
    monkeypatch.setattr("sys.stdin", _Terminal("n\n"))
    options = ("--reason", "asked", "--purge", "--collection", kept.collection.path)
    done = within("withdraw", WITHDRAWN, *options)
    assert done.status != 0
    assert OTHER in done.err
    assert [] == within("withdraw", "--list", "--json", *options[3:]).lines
    with Collection.open(kept.collection.path) as collection:
        assert collection.captures(OTHER)


def test_what_rests_on_it_and_is_only_withdrawn_can_be_shown_again(kept: Kept) -> None:
    body = b"<p>" + b"the very same words " * 50
    put(kept.writer, wire(WITHDRAWN, body, day(1)))
    put(kept.writer, wire(OTHER, body, day(2)))
    kept.writer.close()
    path = kept.collection.path
    assert within("withdraw", OTHER, "--reason", "x", "--collection", path).status == 0
    done = purge(path, WITHDRAWN, "--json")
    assert (2, True) == (done.status, OTHER in done.err)
    assert "withdrawn" == done.json["withdrawal"]["state"]
    assert within("withdraw", OTHER, "--undo", "--collection", path).status == 0
    with Collection.open(path) as collection:
        assert body == collection.load(collection.captures(OTHER)[0]).body


def test_an_export_says_which_content_a_withdrawal_takes_from_another_url(
    kept: Kept, tmp_path: Path
) -> None:
    body = b"<p>" + b"the very same words " * 50
    put(kept.writer, wire(WITHDRAWN, body, day(1)))
    put(kept.writer, wire(OTHER, body, day(2)))
    kept.writer.close()
    path = kept.collection.path
    assert within("withdraw", WITHDRAWN, "--reason", "x", "--collection", path).status == 0
    for number, part in enumerate(((), ("--site", SITE))):
        options = ("--output", tmp_path / f"{number}.wacz", "--json", "--collection", path)
        done = within("export", "wacz", *options, *part)
        assert done.status == 0, done.err
        assert any(OTHER in one["reason"] for one in done.json["left_out"])
        assert done.json.get("chosen") is None or done.json["chosen"]["originals"] == 0


def test_several_are_purged_together_or_none(kept: Kept) -> None:
    body = b"<p>" + b"the very same words " * 50
    for number, url in enumerate((WITHDRAWN, OTHER, STAYS), start=1):
        put(kept.writer, wire(url, body, day(number)))
    kept.writer.close()
    path = kept.collection.path
    with Collection.create_or_open(path) as collection:
        both = [withdraw(collection, url, "x").withdrawal for url in (OTHER, WITHDRAWN)]
        with pytest.raises(BadInput, match=STAYS):
            purging.purge_all(collection, both)
        assert {"withdrawn"} == {one.state for one in withdrawals(collection)}
        assert 0 == tombstones(path)
        both.append(withdraw(collection, STAYS, "x").withdrawal)
        purging.purge_all(collection, both)
        assert {"purged"} == {one.state for one in withdrawals(collection)}
    assert set() == files_with(path, b"the very same words")


def test_a_purge_that_cannot_be_finished_stops_nobody(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(kept.writer, wire(WITHDRAWN, b"<p>" + b"the quay, withdrawn " * 50, day(1)))
    kept.writer.close()
    path = kept.collection.path

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, Collection.create_or_open(path) as collection:
        patched.setattr(purging, "_replace_files", crash)
        withdrawal = withdraw(collection, WITHDRAWN, "x").withdrawal
        with pytest.raises(KeyboardInterrupt):
            purging.purge(collection, withdrawal)
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>from an ARC"
    head = b"1 0 Someone\nURL IP-address Archive-date Content-type Archive-length\n"
    arc = tmp_path / "x.arc"
    arc.write_bytes(
        b"filedesc://x.arc 0.0.0.0 20240501000000 text/plain %d\n%s\n" % (len(head), head)
        + b"%s 192.0.2.1 20240502000000 text/html %d\n%s\n" % (WITHDRAWN.encode(), len(http), http)
    )
    assert within("import", arc, "--collection", path).status == 0
    for _ in range(2):
        done = within("repair", "--json", "--collection", path)
        assert 1 == done.status, done.err
        assert "purge-unfinished" in severities(path)["warning"]
        (left,) = done.json["damaged"]
        assert "x.arc" in left
        assert "still not finished" in left
        assert set() == files_with(path, b"the quay, withdrawn")
        with Collection.open(path) as collection:
            assert [] == collection.captures(WITHDRAWN)
    (path / "warc/x.arc").unlink()
    assert 0 == within("repair", "--collection", path).status
    with Collection.open(path) as collection:
        assert ["purged"] == [one.state for one in withdrawals(collection)]
    assert "warning" not in severities(path)


def test_a_cut_off_tail_that_holds_it_is_removed(kept: Kept, tmp_path: Path) -> None:
    put(kept.writer, wire(WITHDRAWN, b"<p>" + b"the quay, withdrawn " * 50, day(1)))
    kept.writer.close()
    path = kept.collection.path
    (packed,) = (path / "warc").iterdir()
    torn = path / "crawl/torn/x.warc.gz.open@0"
    torn.parent.mkdir(exist_ok=True)
    torn.write_bytes(packed.read_bytes()[:-40])
    other = shutil.copyfile(path / "collection.json", torn.with_name("y@0"))
    assert purge(path, WITHDRAWN).status == 0
    assert (False, True) == (torn.exists(), Path(other).exists())


# --- what other writers keep of a page --------------------------------------------------------------


def _record(kind: str, url: str, block: bytes, number: int, fields: str = "") -> bytes:
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{UUID(int=number)}>\r\n"
        f"WARC-Target-URI: {url}\r\nContent-Length: {len(block)}\r\n{fields}"
    )
    if "WARC-Date" not in fields:
        head += "WARC-Date: 2026-03-01T09:00:00Z\r\n"
    if "Content-Type" not in fields:
        head += "Content-Type: text/plain\r\n"
    return gzip.compress(f"{head}\r\n".encode() + block + b"\r\n\r\n")


def _answer(url: str, body: bytes, number: int, status: str = "200 OK", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n"
    fields = "Content-Type: application/http; msgtype=response\r\n"
    return _record("response", url, f"{head}{more}\r\n".encode() + body, number, fields)


def _foreign(path: Path, first: int) -> Path:
    """A WARC as other programs write it: a page's text and picture, tied records, redirects."""
    secret, page = b"the kumquat sentence", f"<urn:uuid:{UUID(int=first)}>"
    around = ("urn:text:", "urn:pageinfo:", "urn:view:", "screenshot:")
    moved = "301 Moved"
    records = [
        _answer(WITHDRAWN, b"<p>" + secret, first),
        *(
            _record("resource", name + WITHDRAWN, name.encode() + secret, first + number)
            for number, name in enumerate(around, start=1)
        ),
        _record("metadata", "urn:x:1", secret, first + 5, f"WARC-Concurrent-To: {page}\r\n"),
        _record("resource", "urn:x:2", secret + b"!", first + 6, f"WARC-Refers-To: {page}\r\n"),
        _record("conversion", WITHDRAWN, secret, first + 7, "WARC-Date: 2026-05-05T00:00:00Z\r\n"),
        _answer(f"{SITE}/abc", b"", first + 8, moved, "Location: /hop-kumquat\r\n"),
        _answer(f"{SITE}/hop-kumquat", b"", first + 9, moved, f"Location: {WITHDRAWN}\r\n"),
        _answer(STAYS, b"<p>another page stays", first + 10),
        _record("metadata", STAYS, b"other facts stay", first + 11),
    ]
    path.write_bytes(b"".join(records))
    return path


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    path = tmp_path / "collection"
    for number, name in enumerate(("one.warc.gz", "two.warc.gz")):
        file = _foreign(tmp_path / name, 1 + number * 100)
        assert within("import", file, "--collection", path).status == 0
    return path


def test_what_other_writers_keep_of_a_page_is_withheld(foreign: Path, tmp_path: Path) -> None:
    assert within("withdraw", WITHDRAWN, "--reason", "asked", "--collection", foreign).status == 0
    with Collection.open(foreign) as collection:
        shown = {row.url for row in collection.index.captures("")}
    assert {STAYS} == shown
    target = tmp_path / "x.wacz"
    assert within("export", "wacz", "--output", target, "--collection", foreign).status == 0
    with zipfile.ZipFile(target) as package:
        package.extractall(tmp_path / "packed")
    assert set() == files_with(tmp_path / "packed", b"kumquat")
    assert files_with(tmp_path / "packed", b"other facts stay")


def test_what_other_writers_keep_of_a_page_is_purged(foreign: Path) -> None:
    before = records_of(foreign)
    assert purge(foreign, WITHDRAWN).status == 0
    assert set() == files_with(foreign, b"kumquat")
    assert files_with(foreign, b"other facts stay")
    after = records_of(foreign)
    assert 2 * 2 == len(after)  # the page that stays and its facts
    assert after == {place: raw for place, raw in before.items() if place in after}
    assert "error" not in severities(foreign)


# --- what only looks like it ------------------------------------------------------------------------


def test_what_no_withdrawal_removed_is_an_error(kept: Kept) -> None:
    put(kept.writer, wire(WITHDRAWN, b"<p>" + b"the quay, withdrawn " * 50, day(1)))
    put(kept.writer, wire(OTHER, b"<p>" + b"another page " * 50, day(2)))
    kept.writer.close()
    path = kept.collection.path
    assert purge(path, WITHDRAWN).status == 0
    assert "error" not in severities(path)
    (file,) = (path / "warc").iterdir()
    row = next(one for one in scan(file) if one.rec_type == "response" and one.url == OTHER)
    before = file.read_bytes()
    end = next(one.offset for one in scan(file) if one.offset > row.offset)
    said = Tombstone(
        removed_id=row.record_id, withdrawal_id="dead" * 6, date="2026-05-01T00:00:00Z"
    )
    filling = tombstone("gzip", end - row.offset, said)
    assert filling is not None
    file.write_bytes(before[: row.offset] + filling + before[end:])
    found = [one for one in verify_collection(path) if one.rule == "purged-forged"]
    assert [("error", row.offset)] == [(one.severity, one.offset) for one in found]


def test_more_gaps_than_a_purge_made_are_an_error(kept: Kept) -> None:
    put(kept.writer, wire(WITHDRAWN, b"<p>" + b"the quay, withdrawn " * 50, day(1)))
    put(kept.writer, wire(OTHER, b"<p>" + b"another page " * 50, day(2)))
    kept.writer.close()
    path = kept.collection.path
    assert purge(path, WITHDRAWN).status == 0
    (file,) = (path / "warc").iterdir()
    records = list(scan(file))
    purged = next(one for one in records if one.field("Withdrawal-ID"))
    row = next(one for one in records if one.rec_type == "response" and one.url == OTHER)
    end = next(one.offset for one in records if one.offset > row.offset)
    said = Tombstone(
        removed_id=row.record_id,
        withdrawal_id=purged.field("Withdrawal-ID") or "",
        date="2026-05-01T00:00:00Z",
    )
    filling = tombstone("gzip", end - row.offset, said)
    assert filling is not None
    before = file.read_bytes()
    file.write_bytes(before[: row.offset] + filling + before[end:])
    found = [one for one in verify_collection(path) if one.rule == "purged-forged"]
    assert [("error", str(file))] == [(one.severity, one.file) for one in found]
    assert "3 places say that a purge removed them; that of the withdrawal" in found[0].message


@pytest.fixture
def purged_elsewhere(kept: Kept, tmp_path: Path) -> Path:
    """A collection into which a package of one that was purged was imported."""
    put(kept.writer, wire(WITHDRAWN, b"<p>" + b"the quay, withdrawn " * 50, day(1)))
    put(kept.writer, wire(OTHER, b"<p>" + b"another page " * 50, day(2)))
    kept.writer.close()
    package, path = tmp_path / "part.wacz", tmp_path / "elsewhere"
    assert purge(kept.collection.path, WITHDRAWN).status == 0
    exported = within("export", "wacz", "--output", package, "--collection", kept.collection.path)
    assert exported.status == 0, exported.err
    assert within("import", package, "--collection", path).status == 0
    return path


def test_what_was_purged_elsewhere_is_told_and_no_error(purged_elsewhere: Path) -> None:
    assert "purged" in severities(purged_elsewhere)["info"]
    assert "error" not in severities(purged_elsewhere)
    assert purge(purged_elsewhere, OTHER).status == 0  # in the same file
    assert "fixity-purged" in severities(purged_elsewhere)["info"]
    assert "error" not in severities(purged_elsewhere)


def test_a_gap_that_an_imported_file_did_not_have_is_an_error(purged_elsewhere: Path) -> None:
    (file,) = (purged_elsewhere / "warc").iterdir()
    records = list(scan(file))
    row = next(one for one in records if one.rec_type == "response" and one.url == OTHER)
    end = next(one.offset for one in records if one.offset > row.offset)
    gap = next(one.field("Withdrawal-ID") for one in records if one.field("Withdrawal-ID"))
    said = Tombstone(removed_id=row.record_id, withdrawal_id=gap or "", date="2026-05-01T00:00:00Z")
    filling = tombstone("gzip", end - row.offset, said)
    assert filling is not None
    before = file.read_bytes()
    file.write_bytes(before[: row.offset] + filling + before[end:])
    assert "purged-forged" in severities(purged_elsewhere)["error"]


def test_a_line_that_no_withdrawal_removed_is_an_error(copied: Path) -> None:
    segment = next((copied / "records").glob("articles-*"))
    lines = gzip.decompress(segment.read_bytes()).splitlines()
    named = b'{"type":"purged","withdrawal_id":"%s"}' % (b"dead" * 6)
    lines[0] = named.ljust(len(lines[0]))
    segment.write_bytes(gzip.compress(b"\n".join(lines) + b"\n"))
    assert "purged-forged" in severities(copied)["error"]


def test_lines_of_the_log_go_by_the_url_that_they_name(kept: Kept) -> None:
    put(kept.writer, wire(WITHDRAWN, b"<p>" + b"the quay, withdrawn " * 50, day(1)))
    kept.writer.close()
    path = kept.collection.path
    named = (
        f"{WITHDRAWN}-two",
        f"{WITHDRAWN}?utm_source=x",
        "http://www.ledger.example/news/quay/",
    )
    log = path / "logs/crawl-x.jsonl"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text("".join(f'{{"url":"{url}","status":200}}\n' for url in named))
    torn = path / "crawl/torn/x.warc.zst.open@0"
    torn.parent.mkdir(exist_ok=True)
    packed = zstandard.ZstdCompressor().compress(named[2].encode() + bytes(range(256)) * 999)
    torn.write_bytes(packed[:-3])
    assert purge(path, WITHDRAWN).status == 0
    assert [named[0]] == [json.loads(line)["url"] for line in log.read_text().splitlines()]
    assert not torn.exists()
