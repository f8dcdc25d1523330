"""WACZ packages: every fault in the packing is found, and those of the WARC files inside."""

from __future__ import annotations

import copy
import gzip
import hashlib
import io
import json
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from archive import cdxj
from archive.verify import verify_file, verify_wacz
from tests.archive import warcs

CORPORA = Path(os.environ.get("MICROFICHE_CORPORA", Path(__file__).parents[4] / "shared/corpora"))
SAMPLES = sorted(CORPORA.glob("warcs/**/*.wacz"))

Entries = dict[str, bytes]
WARC = "archive/test.warc.gz"
PAGES = "pages/pages.jsonl"
INDEX = "indexes/index.cdx"


@pytest.fixture
def entries(tmp_path: Path) -> Entries:
    warc = tmp_path / "test.warc.gz"
    warc.write_bytes(warcs.members(warcs.reference()))
    lines = sorted(cdxj.format_line(line) for line in cdxj.lines_of(warc))
    pages = [
        {"format": "json-pages-1.0", "id": "pages", "title": "All pages"},
        {"id": "1", "url": "https://www.example.com/a?b=1", "ts": "2026-11-22T17:35:47Z"},
    ]
    return {
        WARC: warc.read_bytes(),
        PAGES: "".join(json.dumps(page) + "\n" for page in pages).encode(),
        INDEX: "".join(line + "\n" for line in lines).encode(),
    }


def described(entries: Entries) -> Entries:
    """With the datapackage.json and its digest that are right for the entries."""
    resources = [
        {
            "name": name.rpartition("/")[2],
            "path": name,
            "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}",
            "bytes": len(raw),
        }
        for name, raw in entries.items()
    ]
    package = json.dumps({"profile": "data-package", "resources": resources}).encode()
    return {**entries, "datapackage.json": package, **digest(package)}


def digest(package: bytes) -> Entries:
    said = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
    return {"datapackage-digest.json": json.dumps(said).encode()}


def packed(path: Path, entries: Entries, compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as package:
        for name, raw in entries.items():
            package.writestr(name, raw)
    return path


def rules(path: Path, entries: Entries) -> set[str]:
    return {found.rule for found in verify_wacz(packed(path / "a.wacz", entries))}


def test_a_whole_package_has_no_finding(tmp_path: Path, entries: Entries) -> None:
    assert [] == list(verify_wacz(packed(tmp_path / "a.wacz", described(entries))))


def without(name: str) -> Callable[[Entries], Entries]:
    return lambda entries: described({key: raw for key, raw in entries.items() if key != name})


def undescribed(name: str, raw: bytes | None) -> Callable[[Entries], Entries]:
    """An entry changed, added or (None) left out behind datapackage.json's back."""

    def change(entries: Entries) -> Entries:
        whole = described(entries)
        whole.pop(name, None)
        return whole if raw is None else {**whole, name: raw}

    return change


def replaced(name: str, raw: bytes) -> Callable[[Entries], Entries]:
    return lambda entries: described({**entries, name: raw})


def renamed(entries: Entries) -> Entries:
    return described({**entries, INDEX: entries[INDEX].replace(b"test.warc.gz", b"other.gz")})


def index_with(pattern: bytes, new: bytes) -> Callable[[Entries], Entries]:
    return lambda entries: replaced(INDEX, re.sub(pattern, new, entries[INDEX]))(entries)


def page(url: str, ts: str) -> Callable[[Entries], Entries]:
    return replaced(PAGES, json.dumps({"url": url, "ts": ts}).encode() + b"\n")


def repacked(entries: Entries, more: warcs.Record) -> Entries:
    """With a record more in the WARC, and its line in the index."""
    raw = entries[WARC] + warcs.members([more])
    said = {"url": more.header("WARC-Target-URI"), "filename": "test.warc.gz"}
    line = json.dumps({**said, "offset": len(entries[WARC])})
    return described(
        {
            **entries,
            WARC: raw,
            INDEX: entries[INDEX] + f"com,example)/far 20261122210000 {line}\n".encode(),
        }
    )


def blocks(
    key: bytes | None = None, left_out: int = 0, **change: object
) -> Callable[[Entries], Entries]:
    """A compressed index in blocks of two lines, and the index of its blocks, with a change in each
    line of that."""

    def changed(entries: Entries) -> Entries:
        lines = entries[INDEX].splitlines(keepends=True)
        packed_index, listing = b"", b'!meta 0 {"format": "cdxj-gzip-1.0"}\n'
        for at in range(0, len(lines), 2):
            block = gzip.compress(b"".join(lines[at : at + 2]))
            place = {"offset": len(packed_index), "length": len(block), "filename": "index.cdx.gz"}
            place["digest"] = f"sha256:{hashlib.sha256(block).hexdigest()}"
            begin = key or lines[at].partition(b" {")[0]
            if at // 2 >= left_out:
                listing += begin + b" " + json.dumps({**place, **change}).encode() + b"\n"
            packed_index += block
        kept = {name: raw for name, raw in entries.items() if name != INDEX}
        more = {"indexes/index.cdx.gz": packed_index, "indexes/index.idx": listing}
        return described({**kept, **more})

    return changed


def other_package(package: object) -> Callable[[Entries], Entries]:
    raw = json.dumps(package).encode()
    return lambda entries: {**entries, "datapackage.json": raw, **digest(raw)}


def older(entries: Entries) -> Entries:
    """As packages were described before 1.1."""
    resources = [
        {
            "path": name,
            "hashing": "sha256",
            "stats": {"hash": hashlib.sha256(raw).hexdigest(), "bytes": len(raw)},
        }
        for name, raw in entries.items()
    ]
    return other_package({"resources": resources})(entries)


MUTANTS: dict[str, tuple[Callable[[Entries], Entries], set[str]]] = {
    "described in the older way": (older, set()),
    "no datapackage": (undescribed("datapackage.json", None), {"wacz-datapackage"}),
    "a datapackage that is no JSON": (
        undescribed("datapackage.json", b"{"),
        {"wacz-datapackage"},
    ),
    "a datapackage nested without end": (
        undescribed("datapackage.json", b"[" * 100_000),
        {"wacz-datapackage"},
    ),
    "a datapackage without resources": (
        other_package({"resources": []}),
        {"wacz-datapackage", "wacz-unlisted"},
    ),
    "a hash of no known kind": (
        other_package({"resources": [{"path": WARC, "hash": "crc:1"}]}),
        {"wacz-hash", "wacz-unlisted"},
    ),
    "no digest of the datapackage": (
        undescribed("datapackage-digest.json", None),
        {"wacz-digest"},
    ),
    "a wrong digest of the datapackage": (
        undescribed("datapackage-digest.json", b'{"hash": "sha256:0"}'),
        {"wacz-hash"},
    ),
    "a resource changed": (
        undescribed(PAGES, b'{"url": "x", "ts": "y"}\n'),
        {"wacz-hash", "wacz-page"},
    ),
    "a resource that is gone": (undescribed(INDEX, None), {"wacz-hash", "wacz-index"}),
    "a file more": (undescribed("notes.txt", b"x"), {"wacz-unlisted"}),
    "no pages": (without(PAGES), {"wacz-pages"}),
    "pages that are no JSON": (replaced(PAGES, b"nonsense\n"), {"wacz-pages"}),
    "a page without a time": (replaced(PAGES, b'{"url": "x"}\n'), {"wacz-pages"}),
    "no index": (without(INDEX), {"wacz-index"}),
    "an empty index": (replaced(INDEX, b""), {"wacz-index", "wacz-unindexed"}),
    "an index of other offsets": (
        replaced(INDEX, b'com,e)/ 2026 {"offset": "7", "filename": "test.warc.gz"}\n'),
        {"wacz-index", "wacz-unindexed"},
    ),
    "an index of another file": (renamed, {"wacz-index", "wacz-unindexed"}),
    "an index that is none": (
        replaced(INDEX, b"nonsense\n"),
        {"wacz-index", "wacz-unindexed"},
    ),
    "an index that is no gzip": (
        lambda entries: described(
            {WARC: entries[WARC], PAGES: entries[PAGES], INDEX + ".gz": b"nonsense"}
        ),
        {"wacz-index", "wacz-unindexed"},
    ),
    "a compressed index": (
        lambda entries: described(
            {
                WARC: entries[WARC],
                PAGES: entries[PAGES],
                INDEX + ".gz": gzip.compress(entries[INDEX]),
            }
        ),
        set(),
    ),
    "an index line that names a list": (
        lambda entries: replaced(INDEX, entries[INDEX] + b'com,e)/ 2026 {"filename": []}\n')(
            entries
        ),
        {"wacz-index"},
    ),
    "an index line of an infinite offset": (
        lambda entries: replaced(INDEX, entries[INDEX] + b'com,e)/ 2026 {"offset": Infinity}\n')(
            entries
        ),
        {"wacz-index"},
    ),
    "a WARC in capitals that is none": (
        lambda entries: described({**entries, "archive/EVIL.WARC.GZ": b"not a WARC"}),
        {"unreadable"},
    ),
    "a Zstandard WARC that is none": (
        lambda entries: described({**entries, "archive/evil.warc.zst": b"not a WARC"}),
        {"version-line"},
    ),
    "something else in archive/": (
        lambda entries: described({**entries, "archive/evil.exe": b"not a WARC"}),
        {"wacz-unchecked"},
    ),
    "a resource that is listed twice": (
        lambda entries: other_package(
            {"resources": 2 * json.loads(described(entries)["datapackage.json"])["resources"]}
        )(entries),
        {"wacz-datapackage"},
    ),
    "an index of another URL": (
        index_with(rb'"url": "[^"]*"', b'"url": "http://evil/"'),
        {"wacz-index"},
    ),
    "an index of another time": (index_with(rb" 2026\d{10} ", b" 19990101000000 "), {"wacz-index"}),
    "an index of another digest": (index_with(rb"sha1:\w+", b"sha1:AAAA"), {"wacz-index"}),
    "an index of another status": (index_with(rb'"200"', b'"404"'), {"wacz-index"}),
    "no WARC": (without(WARC), {"wacz-archive", "wacz-index", "wacz-page"}),
    "an index of another type": (
        index_with(rb'"text/html"', b'"text/plain"'),
        {"wacz-index"},
    ),
    "an index of another length": (
        index_with(rb'"length": "\d+"', b'"length": "7"'),
        {"wacz-index"},
    ),
    "an index of another key": (index_with(rb"(?m)^com,example", b"com,evil"), {"wacz-key"}),
    "an index without a line": (index_with(rb"\A.*\n", b""), {"wacz-unindexed"}),
    "a page of another site": (
        page("https://evil.example/", "2026-11-22T17:35:47Z"),
        {"wacz-page"},
    ),
    "a page of another time": (
        page("https://www.example.com/a?b=1", "1999-01-01T00:00:00Z"),
        {"wacz-page-time"},
    ),
    "a page of a place in a page": (
        page("https://www.example.com/a?b=1#below", "2026-11-22T17:35:47.123Z"),
        set(),
    ),
    "a revisit of what is not there": (
        lambda entries: repacked(
            entries,
            warcs.revisit(
                warcs.response("https://www.example.com/far", warcs.http(body=b"far"), b"far")
            ),
        ),
        {"wacz-revisit"},
    ),
    "blocks of an index": (blocks(), set()),
    "blocks of an index, another digest": (blocks(digest="sha256:00"), {"wacz-index"}),
    "blocks of an index, another place": (blocks(offset=1), {"wacz-index"}),
    "blocks of an index, another length": (blocks(length=20), {"wacz-index"}),
    "blocks of an index, another key": (blocks(key=b"com,evil)/ 2026"), {"wacz-index"}),
    "blocks of another index": (blocks(filename="other.gz"), {"wacz-index"}),
    "blocks of an index, not all": (blocks(left_out=1), {"wacz-index"}),
    "a torn WARC": (
        replaced(WARC, warcs.members(warcs.reference())[:-20]),
        {"torn", "unanswered"},
    ),
    "a signature of nothing": (
        lambda entries: {
            **(whole := described(entries)),
            "datapackage-digest.json": whole["datapackage-digest.json"][:-1]
            + b', "signedData": {}}',
        },
        {"wacz-signature"},
    ),
}


@pytest.mark.parametrize(("change", "expected"), MUTANTS.values(), ids=MUTANTS.keys())
def test_a_fault_of_the_packing_is_found_and_nothing_else(
    tmp_path: Path, entries: Entries, change: Callable[[Entries], Entries], expected: set[str]
) -> None:
    assert expected == rules(tmp_path, change(entries))


def test_a_fault_inside_names_the_file_inside(tmp_path: Path, entries: Entries) -> None:
    raw = entries[WARC][:-20]
    path = packed(tmp_path / "a.wacz", described({**entries, WARC: raw}))
    assert {f"{path}!{WARC}"} == {found.file for found in verify_wacz(path)}


def test_a_compressed_warc_is_checked_and_told(tmp_path: Path, entries: Entries) -> None:
    path = packed(tmp_path / "a.wacz", described(entries), zipfile.ZIP_DEFLATED)
    assert ["wacz-stored"] == [found.rule for found in verify_wacz(path)]


def test_a_package_is_known_by_its_content(tmp_path: Path, entries: Entries) -> None:
    assert [] == list(verify_file(packed(tmp_path / "a.bin", described(entries))))


@pytest.mark.parametrize("name", [WARC, "datapackage.json"])
def test_a_broken_lzma_entry_hides_nothing_else(
    tmp_path: Path, entries: Entries, name: str
) -> None:
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w") as package:
        for each, raw in {**described(entries), "notes.txt": b"x"}.items():
            kind = zipfile.ZIP_LZMA if each == name else zipfile.ZIP_STORED
            package.writestr(each, raw, kind)
        start = package.getinfo(name).header_offset + 30 + len(name) + 20
    raw = bytearray(path.read_bytes())
    raw[start : start + 40] = bytes(byte ^ 0xFF for byte in raw[start : start + 40])
    path.write_bytes(raw)
    found = list(verify_wacz(path))
    assert "cannot be read" in " ".join(one.message for one in found)
    assert {"wacz-unlisted" if name == WARC else "wacz-datapackage"} <= {one.rule for one in found}


def test_an_entry_that_is_a_bomb_is_told_and_not_unpacked(tmp_path: Path, entries: Entries) -> None:
    zeros = {"archive/zeros.warc": bytes(65 << 20)}
    path = packed(tmp_path / "a.wacz", described({**entries, **zeros}), zipfile.ZIP_DEFLATED)
    found = [one.message for one in verify_wacz(path) if one.rule == "wacz-zip"]
    assert 2 == len(found)  # neither hashed nor read as a WARC
    assert all("archive/zeros.warc is not unpacked" in message for message in found)


def test_entries_that_lie_over_one_another_are_not_read(tmp_path: Path, entries: Entries) -> None:
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(WARC, entries[WARC])
        one = package.getinfo(WARC)
        for number in range(9):
            again = copy.copy(one)
            again.filename = f"archive/{number}.warc.gz"
            package.filelist.append(again)
    assert ["entries of the ZIP lie over one another"] == [
        found.message for found in verify_wacz(path)
    ]


@pytest.mark.parametrize("size", [0, 10, 500, 2000])
def test_a_zip_that_is_cut_off_is_told(tmp_path: Path, entries: Entries, size: int) -> None:
    path = packed(tmp_path / "a.wacz", described(entries))
    path.write_bytes(path.read_bytes()[:size])
    assert ["wacz-zip"] == [found.rule for found in verify_file(path)]


def test_a_changed_byte_in_the_zip_is_told(tmp_path: Path, entries: Entries) -> None:
    path = packed(tmp_path / "a.wacz", described(entries))
    raw = bytearray(path.read_bytes())
    raw[400] ^= 0xFF
    path.write_bytes(raw)
    assert "wacz-hash" in {found.rule for found in verify_wacz(path)}


@pytest.mark.skipif(not SAMPLES, reason="the corpora are not on this machine")
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_other_programs_packages_are_told_good_from_bad(path: Path) -> None:
    errors = [found for found in verify_wacz(path) if found.severity == "error"]
    # the invalid signed one is invalid by its signature only, which is not checked
    assert path.name.startswith("invalid_example") == (errors != [])


def outside(raw: bytes, path: Path) -> list[tuple[str, int | None]]:
    path.write_bytes(raw)
    return [(one.rule, one.offset) for one in verify_wacz(path)]


def test_bytes_outside_of_the_entries_are_told(tmp_path: Path, entries: Entries) -> None:
    path = packed(tmp_path / "a.wacz", described(entries))
    whole = path.read_bytes()
    assert [("wacz-outside", 0)] == outside(b"#!/bin/sh\n" + whole, path)
    assert [("wacz-outside", len(whole))] == outside(whole + b"more", path)
    with zipfile.ZipFile(path, "a") as package:
        begin = package.start_dir
        package.comment = b"said of it"
    assert ["wacz-outside"] == [one.rule for one in verify_wacz(path)]
    gap = whole[:begin] + b"hidden" + whole[begin:]
    end = gap.rindex(b"PK\x05\x06") + 16
    gap = gap[:end] + (begin + 6).to_bytes(4, "little") + gap[end + 4 :]
    assert [("wacz-outside", begin)] == outside(gap, path)


def test_sizes_that_stand_behind_an_entry_are_part_of_it(tmp_path: Path, entries: Entries) -> None:
    """As programs write that stream into a ZIP."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as package:
        for name, raw in described(entries).items():
            package.writestr(name, raw)
    assert [] == outside(pipe.getvalue(), tmp_path / "a.wacz")
