"""Headers of records are lines of their own, whatever the values say."""

from __future__ import annotations

import uuid

import pytest

from archive.warc.headers import record_header, record_id, warc_fields


def test_a_header_is_the_version_the_fields_and_a_blank_line() -> None:
    fields = [("WARC-Type", "response"), ("Content-Length", "0")]
    expected = b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n"
    assert expected == record_header(fields)


@pytest.mark.parametrize("value", ["a\r\nWARC-Type: x", "a\nWARC-Type: x", "a\rWARC-Type: x"])
def test_a_line_break_in_a_value_begins_no_field(value: str) -> None:
    expected = b"WARC/1.1\r\nWARC-Target-URI: a WARC-Type: x\r\nContent-Length: 0\r\n\r\n"
    assert expected == record_header([("WARC-Target-URI", value), ("Content-Length", "0")])


def test_a_value_is_utf_8_and_a_lone_surrogate_loses_no_record() -> None:
    assert "WARC/1.1\r\nA: é?\r\n\r\n".encode() == record_header([("A", "é\udc80")])


def test_fields_are_lines() -> None:
    assert b"via: a b\r\nerror: c\r\n" == warc_fields([("via", "a\r\n b"), ("error", " c ")])


def test_an_id_is_a_random_uuid() -> None:
    ids = {record_id() for _ in range(1000)}
    parsed = [uuid.UUID(one.removeprefix("<").removesuffix(">")) for one in ids]
    assert 1000 == len(ids)
    assert {(4, uuid.RFC_4122)} == {(one.version, one.variant) for one in parsed}
    assert {f"<urn:uuid:{one}>" for one in parsed} == ids
