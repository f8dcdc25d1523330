"""Rules for a record's named fields (WARC/1.1 section 5): each a function of the record alone."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping, Set
from functools import lru_cache

from archive.times import parse_warc_date
from archive.verify.places import place, segment
from archive.verify.record import Record
from archive.warc.rows import WITHDRAWAL_ID

Found = Iterator[tuple[str, str]]
"""Rule and message."""

MANDATORY = ("WARC-Record-ID", "WARC-Type", "WARC-Date", "Content-Length")
TYPES = frozenset(
    {"warcinfo", "response", "resource", "request"}
    | {"metadata", "revisit", "conversion", "continuation"}
)
_OF_A_TARGET = TYPES - {"warcinfo", "metadata"}
_ONCE = frozenset(
    {name.lower() for name in MANDATORY}
    | {"content-type", "warc-block-digest", "warc-payload-digest", "warc-ip-address"}
    | {"warc-refers-to", "warc-refers-to-target-uri", "warc-refers-to-date", "warc-target-uri"}
    | {"warc-truncated", "warc-warcinfo-id", "warc-filename", "warc-profile"}
    | {"warc-identified-payload-type", "warc-segment-number", "warc-segment-origin-id"}
    | {"warc-segment-total-length"}
)
_IDS = (
    *("WARC-Record-ID", "WARC-Warcinfo-ID", "WARC-Concurrent-To", "WARC-Refers-To"),
    "WARC-Segment-Origin-ID",
)
_RECORD_ID = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>]+>\Z")
_BARE_ID = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>]+\Z")
_DATE = {
    "1.1": re.compile(
        r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z)?)?)?\Z", re.ASCII
    ),
    "1.0": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z", re.ASCII),
}
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[!-;=?-~]*\Z")
_PROFILE = re.compile(
    r"<?http://netpreserve\.org/warc/(1\.[01])/(?:revisit/)?"
    r"(?:identical-payload-digest|server-not-modified)/?>?\Z"
)
_REASONS = frozenset({"length", "time", "disconnect", "unspecified"})
_MEDIA_TYPE = re.compile(r"[\w!#$%&'*+.^`|~-]+/[\w!#$%&'*+.^`|~-]+[ \t]*(?:;|\Z)", re.ASCII)
_EMPTY_DIGESTS = frozenset(
    {
        "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
        "sha1:DA39A3EE5E6B4B0D3255BFEF95601890AFD80709",
        "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
        "sha256:4OYMIQUY7QOBJGX36TEJS35ZEQT24QPEMSNZGTFESWMRW6CSXBKQ====",
        "md5:D41D8CD98F00B204E9800998ECF8427E",
    }
)


def mandatory(record: Record) -> Found:
    for name in MANDATORY:
        if not record.get(name):
            yield "mandatory-field", f"{name} is missing"


def repeated(record: Record) -> Found:
    if len(record.values) == len(record.fields):
        return
    names = [name.lower() for name, _ in record.fields]
    for name in sorted({name for name in names if name in _ONCE and names.count(name) > 1}):
        yield "repeated-field", f"{name} is given {names.count(name)} times"


def record_id(record: Record) -> Found:
    for name in _IDS:
        value = record.get(name)
        if value and not _RECORD_ID.match(value):
            hint = ": without angle brackets" if _BARE_ID.match(value) else ""
            yield "record-id", f"{name} is no URI in angle brackets{hint}: {value[:80]!r}"


def date(record: Record) -> Found:
    for name in ("WARC-Date", "WARC-Refers-To-Date"):
        value = record.get(name)
        if value and (text := _date_fault(value, record.version)):
            yield "date", f"{name} {text}: {value[:60]!r}"


@lru_cache(256)
def _date_fault(value: str, version: str) -> str | None:
    if not _DATE.get(version, _DATE["1.1"]).match(value):
        return "is not of the form 2026-11-22T17:35:47Z"
    try:
        parse_warc_date(value)
    except ValueError:
        return "names no moment"
    return None


def record_type(record: Record) -> Found:
    if record.rec_type and record.rec_type not in TYPES:
        yield "record-type", f"WARC-Type {record.rec_type[:40]!r} is unknown"


def content_type(record: Record) -> Found:
    if record.length and not record.get("Content-Type") and record.rec_type != "continuation":
        yield "content-type", "the block's Content-Type is not given"


def target_uri(record: Record) -> Found:
    value = record.get("WARC-Target-URI")
    if value is None:
        if record.rec_type in _OF_A_TARGET:
            yield "target-uri", "WARC-Target-URI is missing"
    elif record.rec_type == "warcinfo":
        yield "target-uri", "a warcinfo has no WARC-Target-URI"
    elif value.startswith("<") and value.endswith(">") and _URI.match(value[1:-1]):
        yield "target-uri-brackets", f"WARC-Target-URI stands in angle brackets: {value[:120]!r}"
    elif not _URI.match(value):
        yield "target-uri", f"WARC-Target-URI is not an escaped URI: {value[:120]!r}"


def ip_address(record: Record) -> Found:
    value = record.get("WARC-IP-Address")
    if value is not None and not _is_ip_address(value):
        yield "ip-address", f"WARC-IP-Address is none: {value!r}"


@lru_cache(256)
def _is_ip_address(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


def profile(record: Record) -> Found:
    if record.rec_type != "revisit":
        return
    value = record.get("WARC-Profile")
    if not value:
        yield "profile", "a revisit without WARC-Profile"
        return
    match = _PROFILE.match(value)
    if match is None:
        yield "profile-unknown", f"WARC-Profile {value!r} is not one of the standard's"
    elif record.version in _DATE and match[1] != record.version:
        yield "profile", f"a profile of WARC/{match[1]} in a record of WARC/{record.version}"


def refers_to(record: Record) -> Found:
    if record.rec_type != "revisit" or record.version == "1.0":
        return  # WARC/1.0 has no such fields
    for name in ("WARC-Refers-To-Target-URI", "WARC-Refers-To-Date"):
        if not record.get(name):
            yield "refers-to", f"a revisit without {name}"


def revisit_payload(record: Record) -> Found:
    if record.rec_type != "revisit":
        return
    digest = record.get("WARC-Payload-Digest")
    if not digest and (record.get("WARC-Profile") or "").endswith("identical-payload-digest"):
        yield "payload-digest", "a revisit by payload digest without WARC-Payload-Digest"
    elif digest and digest.upper().replace("SHA", "sha").replace("MD5", "md5") in _EMPTY_DIGESTS:
        yield "revisit-empty", "a revisit of an empty payload"


def truncated(record: Record) -> Found:
    value = record.get("WARC-Truncated")
    if value is not None and value not in _REASONS:
        yield "truncated", f"WARC-Truncated {value[:40]!r} is not one of the standard's reasons"


def http_type(record: Record) -> Found:
    if record.rec_type not in ("response", "request") or not record.url.startswith("http"):
        return
    value = record.get("Content-Type")
    if value and record.length and not value.lower().startswith("application/http"):
        yield "http-type", f"Content-Type of a {record.rec_type} is {value[:60]!r}"


def warcinfo_type(record: Record) -> Found:
    value = record.get("Content-Type")
    if record.rec_type == "warcinfo" and value and not value.startswith("application/warc-fields"):
        yield "warcinfo-type", f"Content-Type of a warcinfo is {value[:60]!r}"


def identified_type(record: Record) -> Found:
    value = record.get("WARC-Identified-Payload-Type")
    if value is not None and not _MEDIA_TYPE.match(value):
        yield "identified-type", f"WARC-Identified-Payload-Type is no media type: {value[:60]!r}"


def purged(record: Record) -> Found:
    withdrawal = record.get(WITHDRAWAL_ID)
    if withdrawal:
        removed = record.get("WARC-Refers-To")
        said = f"{removed} was removed on {record.get('WARC-Date')}: {withdrawal}"
        yield "purged", f"{said}; only its collection can tell whether that is so"


FIELD_RULES: tuple[Callable[[Record], Found], ...] = (
    mandatory,
    repeated,
    record_id,
    date,
    record_type,
    content_type,
    target_uri,
    ip_address,
    profile,
    refers_to,
    revisit_payload,
    truncated,
    http_type,
    warcinfo_type,
    identified_type,
    place,
    segment,
    purged,
)

_ONLY_OF: Mapping[Callable[[Record], Found], Set[str]] = {
    profile: {"revisit"},
    refers_to: {"revisit"},
    revisit_payload: {"revisit"},
    http_type: {"response", "request"},
    warcinfo_type: {"warcinfo"},
}
FIELD_RULES_OF = {
    kind: tuple(rule for rule in FIELD_RULES if kind in _ONLY_OF.get(rule, TYPES)) for kind in TYPES
}
"""The rules that can say something of a record of a type."""
