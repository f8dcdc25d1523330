"""Whether an answer only repeats what is kept already, and what a revisit record then says
(WARC/1.1 section 6.7).

Never for an answer that was cut or failed, never for an empty payload, and only for a GET: any
other answer is one to what was sent, not a state of the URL.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from archive.digest import PayloadDigests
from archive.warc.exchange import WireExchange
from archive.warc.headers import Fields
from archive.warc.http import Head, first
from archive.warc.rows import PAYLOAD_SHA256, CaptureRow
from archive.warc.varying import request_headers, would_choose

IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


class Originals(Protocol):
    """Finds the record that a revisit refers to, among what is durable."""

    def by_payload(self, payload_sha256: str) -> CaptureRow | None:
        """A response record with this payload."""

    def by_url(self, url: str, asked: tuple[str | None, str | None]) -> CaptureRow | None:
        """The latest whole response record of the URL, which a 304 to a request with these
        validators (ETag, Last-Modified) refers to. None where they are another state's."""


@dataclass(frozen=True, slots=True)
class Revisit:
    """What an answer repeats, and by which profile that is known."""

    original: CaptureRow
    profile: str

    def fields(self) -> Fields:
        """What the record says of it, besides what every record of an answer says."""
        original = self.original
        assert original.digest is not None
        sha256 = original.payload_sha256
        left_out = [("WARC-Truncated", "length")] if self.profile == IDENTICAL else []  # 6.7.2
        return [
            *([(PAYLOAD_SHA256, sha256)] if sha256 else []),
            ("WARC-Profile", self.profile),
            ("WARC-Refers-To", original.record_id),
            ("WARC-Refers-To-Target-URI", original.url),
            ("WARC-Refers-To-Date", original.date),
            ("WARC-Payload-Digest", original.digest),
            *left_out,
        ]

    def row(self, row: CaptureRow) -> CaptureRow:
        """The row of the revisit record; `row` is the answer's own."""
        return replace(
            row,
            rec_type="revisit",
            mime="warc/revisit",
            digest=self.original.digest,
            payload_sha256=self.original.payload_sha256,
            refers_to_url=self.original.url,
            refers_to_date=self.original.date,
            refers_to=self.original.record_id,
        )


def revisit_of(
    exchange: WireExchange, head: Head | None, payload: PayloadDigests, originals: Originals
) -> Revisit | None:
    """What an answer repeats; None where it is new, or would be no state of its URL."""
    if head is None or exchange.truncated or exchange.error:
        return None
    if not exchange.request.startswith(b"GET "):
        return None
    if head.status == 304:
        return _not_modified(exchange, head, originals)
    if head.status != 200 or not payload.length:
        return None
    original = originals.by_payload(payload.sha256)
    return Revisit(original, IDENTICAL) if original else None


def _not_modified(exchange: WireExchange, head: Head, originals: Originals) -> Revisit | None:
    asked = _asked_with(exchange.request)
    if asked == (None, None):
        return None  # an answer to a question that was not asked
    if not _is_same_tag(first(head.headers, "ETag"), asked[0]):
        return None  # it speaks of another state than ours
    original = originals.by_url(exchange.url, asked)
    if original is None or not original.digest:
        return None
    is_same = would_choose(original.vary, request_headers(exchange.request))
    return Revisit(original, NOT_MODIFIED) if is_same else None


def _asked_with(request: bytes) -> tuple[str | None, str | None]:
    """If-None-Match and If-Modified-Since of a request (RFC 9110 section 13.1)."""
    fields = request_headers(request)
    return first(fields, "If-None-Match"), first(fields, "If-Modified-Since")


def _is_same_tag(said: str | None, asked: str | None) -> bool:
    """Weak comparison (RFC 9110 section 8.8.3.2) of the ETag of a 304 with the one asked with;
    where one of them is not given, nothing speaks against it."""
    return not said or not asked or said.removeprefix("W/") == asked.removeprefix("W/")
