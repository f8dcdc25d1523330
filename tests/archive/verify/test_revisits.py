"""A revisit leads to one record, and to the payload that it speaks of."""

from __future__ import annotations

from pathlib import Path

from archive.collection import Collection, recovery
from archive.index import Index
from archive.verify import verify_collection
from tests.archive import warcs

OTHER = b"<p>Another page.</p>"
ALL_ZEROS = "sha256:" + "0" * 64


def found(path: Path, *records: warcs.Record) -> list[tuple[str, str]]:
    """Rule and severity of what is said of the revisits of a collection with a file of records."""
    Collection.create_or_open(path).close()
    file = path / "warc" / "test.warc.gz"
    file.write_bytes(warcs.members([warcs.warcinfo(), *records]))
    with Collection.create_or_open(path) as collection:
        layout = collection.layout
    recovery.rebuild(layout, lambda: Index(layout.database), lambda what: None)
    told = verify_collection(path)
    said = [(one.rule, one.severity) for one in told if one.severity != "info"]
    return [each for each in said if each[0].startswith("revisit-")]


def test_a_revisit_of_what_is_there_has_no_finding(tmp_path: Path) -> None:
    original = warcs.response()
    assert [] == found(tmp_path, original, warcs.revisit(original))


def test_a_sha1_that_is_not_the_originals_is_an_error(tmp_path: Path) -> None:
    original = warcs.response()
    lying = warcs.revisit(original).with_header("WARC-Payload-Digest", warcs.sha1(OTHER))
    assert [("revisit-digest", "error")] == found(tmp_path, original, lying)


def test_a_sha256_that_is_not_the_originals_is_an_error(tmp_path: Path) -> None:
    original = warcs.response()
    lying = warcs.revisit(original).with_header("Payload-Digest-SHA256", ALL_ZEROS)
    assert [("revisit-digest", "error")] == found(tmp_path, original, lying)


def test_a_sha1_that_is_not_the_originals_is_an_error_where_the_sha256_is(tmp_path: Path) -> None:
    original = warcs.response()
    mixed = warcs.revisit(original).with_header("WARC-Payload-Digest", warcs.sha1(OTHER))
    mixed = mixed.with_header("Payload-Digest-SHA256", warcs.sha256(warcs.PAGE))
    assert [("revisit-digest", "error")] == found(tmp_path, original, mixed)


def test_two_records_that_it_may_mean_are_a_warning(tmp_path: Path) -> None:
    original = warcs.response()
    other = warcs.response(block=warcs.http(body=OTHER), payload=OTHER, name="other")
    said = found(tmp_path, original, other, warcs.revisit(original))
    assert [("revisit-ambiguous", "warning")] == said


def test_the_same_content_twice_leaves_no_doubt(tmp_path: Path) -> None:
    original = warcs.response()
    again = warcs.response(name="again")
    assert [] == found(tmp_path, original, again, warcs.revisit(original))


def test_a_digest_over_the_chunks_in_both_is_no_finding_of_the_revisit(tmp_path: Path) -> None:
    body = warcs.chunked(warcs.PAGE)
    headers = (("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"))
    original = warcs.response(block=warcs.http(headers=headers, body=body), payload=body)
    assert [] == found(tmp_path, original, warcs.revisit(original))


def test_an_original_that_is_nowhere_is_an_error(tmp_path: Path) -> None:
    assert [("revisit-unresolved", "error")] == found(tmp_path, warcs.revisit(warcs.response()))
