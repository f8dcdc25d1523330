"""Digests: what decides whether an article changed must not change by itself."""

from __future__ import annotations

import base64
import hashlib
from io import BytesIO

from archive.digest import (
    chunks_of,
    content_digest,
    payload_digests,
    sha1_base32,
    sha256_hex,
    short_id,
)


def test_sha1_is_base32_as_cdxj_has_it() -> None:
    assert "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ" == sha1_base32([])


def test_both_payload_digests_are_of_the_same_bytes() -> None:
    found = payload_digests(chunks_of(BytesIO(b"ferry"), 2))
    sha1 = base64.b32encode(hashlib.sha1(b"ferry").digest()).decode()
    assert (f"sha1:{sha1}", sha256_hex([b"ferry"]), 5) == (found.sha1, found.sha256, found.length)


def test_a_content_digest_is_of_this_very_text() -> None:
    canonical = '{"a":["x",{"b":"ü"}],"c":0}'.encode()
    assert sha256_hex([canonical]) == content_digest({"c": 0, "a": ("x", {"b": "ü"})})


def test_a_new_empty_field_changes_no_digest() -> None:
    old = {"headline": "A", "blocks": [{"type": "paragraph", "text": "B"}]}
    new = {
        "headline": "A",
        "kicker": None,
        "tags": (),
        "more": {"deep": [], "deeper": {"x": ""}},
        "blocks": [{"type": "paragraph", "text": "B", "cite": None, "rows": ()}],
    }
    assert content_digest(old) == content_digest(new)


def test_zero_and_false_are_values() -> None:
    digests = {content_digest({"free": value}) for value in (None, False, 0, True)}
    assert 4 == len(digests)


def test_the_same_letters_composed_otherwise_are_the_same_text() -> None:
    assert content_digest({"h": "Caf\u00e9"}) == content_digest({"h": "Cafe\u0301"})


def test_the_order_of_keys_does_not_count_and_that_of_lists_does() -> None:
    assert content_digest({"a": "1", "b": "2"}) == content_digest({"b": "2", "a": "1"})
    assert content_digest({"a": ["1", "2"]}) != content_digest({"a": ["2", "1"]})


def test_a_lone_surrogate_is_digested() -> None:
    assert content_digest({"h": "\ud800"}) != content_digest({"h": "?"})


def test_an_id_tells_its_parts_apart() -> None:
    assert short_id("ab", "c") != short_id("a", "bc")
    assert 24 == len(short_id("a"))
