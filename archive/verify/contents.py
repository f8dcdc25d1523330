"""Rules for what stands in a record's block: digests, and HTTP messages (WARC/1.1 sections 5.8 to
6.5). Each is a function of the record and of what was seen of its block."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from urllib.parse import unquote_to_bytes, urlsplit

from archive.verify.blocks import Facts, is_http
from archive.verify.digests import Hashers, labelled
from archive.verify.fields import TYPES, Found
from archive.verify.record import Record
from archive.warc.http import all_values, content_length, first
from archive.warc.rows import PAYLOAD_SHA256

_STATUS_LINE = re.compile(rb"HTTP/1\.[01] \d{3}(?: |\Z)")
_FIRST_HTTP = re.compile(rb"HTTP/1\.[01](?!\d)")
_LATER_HTTP = re.compile(rb"HTTP/(?:[2-9]|\d\d)", re.IGNORECASE)
_BODILESS = frozenset({204, 304})
OVER_CHUNKS = "WARC-Payload-Digest is taken over the chunks, not over what they carry"
_WITH_PAYLOAD = frozenset({"response", "resource", "request", "conversion"})


def block_digest(record: Record, facts: Facts) -> Found:
    value = record.get("WARC-Block-Digest")
    if value and not facts.is_torn:
        yield from _compared("block-digest", "WARC-Block-Digest", value, facts.block)


def payload_digest(record: Record, facts: Facts) -> Found:
    """Against the payload; a peer's habit to take it over the chunks is only a warning."""
    value = record.get("WARC-Payload-Digest")
    if not value or not _has_payload(record, facts) or facts.payload.says(value):
        return
    found = list(_compared("payload-digest", "WARC-Payload-Digest", value, facts.payload))
    digest = labelled(value)
    if found and facts.framed.is_equal(digest):
        found = [("payload-digest-framed", OVER_CHUNKS)]
    elif found and record.rec_type == "request" and facts.block.is_equal(digest):
        text = "WARC-Payload-Digest of a request is taken over the whole block"
        found = [("payload-digest-framed", text)]
    elif found and facts.promised is not None and facts.promised.is_equal(digest):
        found = [_bounded("WARC-Payload-Digest", facts)]
    yield from found


def payload_sha256(record: Record, facts: Facts) -> Found:
    value = record.get(PAYLOAD_SHA256)
    if not value or not _has_payload(record, facts):
        return
    if facts.promised is not None and facts.promised.says(value):
        yield _bounded(PAYLOAD_SHA256, facts)
    else:
        yield from _compared("payload-digest", PAYLOAD_SHA256, value, facts.payload)


def _bounded(name: str, facts: Facts) -> tuple[str, str]:
    length = facts.promised.length if facts.promised else 0
    more = facts.payload.length - length
    text = f"{name} is taken over the {length} bytes of Content-Length; {more} more stand behind"
    return "payload-digest-bounded", text


def _has_payload(record: Record, facts: Facts) -> bool:
    """Whether the payload is all here, and where it begins is known."""
    if facts.is_torn or record.rec_type not in _WITH_PAYLOAD:
        return False
    if record.get("WARC-Segment-Number"):
        return False  # the digest of the logical record, of which this is a part (section 5.9)
    return facts.head is not None or not record.length or not is_http(record, "response")


def _compared(rule: str, name: str, value: str, hashers: Hashers) -> Found:
    if hashers.says(value):
        return
    digest = labelled(value)
    if digest.algorithm not in hashers.known:
        yield "digest-unknown", f"{name} is not a digest that is known here: {value[:80]!r}"
    elif digest.value is None:
        yield rule, f"{name} is no {digest.algorithm} digest: {value[:80]!r}"
    else:
        yield rule, f"{name} is {value}, found {hashers.shown(digest.algorithm)}"


def http_head(record: Record, facts: Facts) -> Found:
    if not is_http(record, "response") or facts.is_torn or not record.length:
        return
    line = facts.kept.partition(b"\n")[0].rstrip(b"\r")
    if facts.head is not None:
        line = facts.head.start_line
    if _LATER_HTTP.match(line):
        yield "http2", f"status line {line[:60]!r}: readers such as pywb replay it as 503"
    elif facts.head is None:
        yield "http-head", f"no HTTP answer can be read, the block begins {line[:60]!r}"
    elif not _STATUS_LINE.match(line):
        yield "http-head", f"status line {line[:60]!r} {_line_fault(line)}"
    elif facts.kept[:1] in (b"\r", b"\n"):
        yield "http-head", "a blank line stands ahead of the status line"


def _line_fault(line: bytes) -> str:
    if not _FIRST_HTTP.match(line):
        return "is neither of HTTP/1.0 nor HTTP/1.1"
    return "is not version, blank, three digits, blank (RFC 9112 section 4)"


def transfer_encoding(record: Record, facts: Facts) -> Found:
    if record.rec_type == "revisit" or facts.is_torn or facts.is_chunked is None:
        return
    if record.get("WARC-Truncated"):
        return
    if not facts.is_chunked:
        yield "transfer-encoding", f"the {record.rec_type} says that it is chunked, and is not"
    elif facts.behind:
        yield "chunks-behind", f"{facts.behind} bytes stand behind the end of the chunked body"
    elif not facts.is_whole:
        yield "chunks-cut", "the chunked body has no end and is not marked WARC-Truncated"


def content_encoding(record: Record, facts: Facts) -> Found:
    """A server may send nonsense; but behind Content-Length no client reads on, so that a body which
    is longer, and not encoded, was decoded by who wrote the file."""
    if record.rec_type == "revisit" or not facts.undecodable or facts.is_torn:
        return
    promised = _content_length(facts)
    if promised is not None and facts.framed.length > promised:
        yield "content-decoded", f"{facts.framed.length} bytes for {promised}: {facts.undecodable}"
    else:
        yield "content-encoding", f"the body cannot be decoded: {facts.undecodable}"


def http_length(record: Record, facts: Facts) -> Found:
    """A body of no bytes may answer HEAD: archive.verify.links knows the request."""
    head = facts.head
    if head is None or record.rec_type != "response" or facts.is_torn:
        return
    if head.status in _BODILESS or record.get("WARC-Truncated"):
        return
    promised = _content_length(facts)
    if promised is not None and facts.framed.length != promised:
        yield "http-length", f"Content-Length {promised}, but {facts.framed.length} bytes of body"


def _content_length(facts: Facts) -> int | None:
    """The length that an answer promises of its body (RFC 9112 section 6.3)."""
    if facts.head is None or all_values(facts.head.headers, "Transfer-Encoding"):
        return None
    return content_length(facts.head.headers)


def revisit_truncated(record: Record, facts: Facts) -> Found:
    """ "WARC-Truncated: length" says of an identical payload that it is left out on purpose."""
    head, profile = facts.head, record.get("WARC-Profile") or ""
    if head is None or facts.is_torn or facts.framed.length or record.get("WARC-Truncated"):
        return
    is_identical = profile.rstrip("/>").endswith("identical-payload-digest")
    promised = _content_length(facts) or all_values(head.headers, "Transfer-Encoding")
    if is_identical and promised:
        yield "revisit-truncated", "the payload is left out, and WARC-Truncated does not say so"


def request_target(record: Record, facts: Facts) -> Found:
    if not is_http(record, "request") or facts.is_torn or not record.url.startswith("http"):
        return
    parts = (facts.request_line or b"").split(b" ")
    if len(parts) != 3:
        yield "request-target", f"not a request line: {(facts.request_line or b'')[:80]!r}"
    elif parts[0] not in (b"CONNECT", b"OPTIONS") and not _asks_for(parts[1], record.url):
        yield "request-target", f"asks for {parts[1][:120]!r}, WARC-Target-URI is {record.url!r}"


def _asks_for(target: bytes, url: str) -> bool:
    begin = url.find("/", url.find("://") + 3)
    if begin > 0 and "#" not in url and url[begin:].encode("utf-8") == target:
        return True
    try:
        wanted = urlsplit(url)
    except ValueError:
        return False
    path = (wanted.path or "/") + (f"?{wanted.query}" if "?" in url else "")
    if not target.startswith(b"/"):
        target = target.rstrip(b"/") if not wanted.path else target
        path = f"{wanted.scheme}://{wanted.netloc}{path if wanted.path else ''}"
    # one and the same octets may be escaped in one place and not in the other
    return unquote_to_bytes(target) == unquote_to_bytes(path)


def request_host(record: Record, facts: Facts) -> Found:
    if not facts.request_headers:
        return
    host = first(facts.request_headers, "Host")
    if facts.is_torn or not host or not record.url.startswith("http"):
        return
    wanted = record.url.partition("://")[2].partition("/")[0].partition("?")[0]
    wanted = wanted.rpartition("@")[2].lower()
    if host != wanted and _without_port(host.lower()) != _without_port(wanted):
        yield "request-host", f"Host is {host!r}, WARC-Target-URI's is {wanted!r}"


def _without_port(host: str) -> str:
    return re.sub(r":(?:80|443)?\Z", "", host)


CONTENT_RULES: tuple[Callable[[Record, Facts], Found], ...] = (
    block_digest,
    payload_digest,
    payload_sha256,
    http_head,
    transfer_encoding,
    content_encoding,
    http_length,
    revisit_truncated,
    request_target,
    request_host,
)

_ONLY_OF: Mapping[Callable[[Record, Facts], Found], Set[str]] = {
    payload_digest: _WITH_PAYLOAD,
    payload_sha256: _WITH_PAYLOAD,
    http_head: {"response", "revisit"},
    transfer_encoding: {"response", "request"},
    content_encoding: {"response", "request"},
    http_length: {"response"},
    revisit_truncated: {"revisit"},
    request_target: {"request"},
    request_host: {"request"},
}
CONTENT_RULES_OF = {
    kind: tuple(rule for rule in CONTENT_RULES if kind in _ONLY_OF.get(rule, TYPES))
    for kind in TYPES
}
"""The rules that can say something of a record of a type."""
