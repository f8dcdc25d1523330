"""What an index needs to know of a WARC record: the same row from the writer and from a scan."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.warc.http import Headers, first

PAYLOAD_SHA256 = "Payload-Digest-SHA256"
"""Extension field: revisit decisions must not rest on SHA-1 (WARC/1.1 section 4 allows others)."""
WITHDRAWAL_ID = "Withdrawal-ID"
"""Extension field of what stands in place of a record that was purged."""

COMMENTS_OF = "Comments-Of"
"""Extension field of an answer of a comment provider: the id of the record of the article's page."""
COMMENTS_PART = "Comments-Part"
"""Extension field beside it: the provider, and which part of the thread the answer is."""

CRAWLED = "crawled"
"""The origin of what this collection's own crawls wrote: alone it decides what is asked and kept."""
IMPORTED = "imported"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRow:
    """One response, revisit or resource record."""

    urlkey: str
    timestamp: str
    """14 digits."""
    date: str
    """WARC-Date as written."""
    url: str
    mime: str
    """Media type without parameters; `warc/revisit` for revisits, `-` where none is given."""
    status: int | None
    digest: str | None
    """`sha1:` base32 of the entity as it stands, never what the record says of itself; None for an
    empty one. Of a revisit, which has none: its WARC-Payload-Digest, in the usual form."""
    length: int
    """Of the record in the file, compressed."""
    offset: int
    filename: str
    """Final name below warc/, without `.open`."""
    record_id: str
    rec_type: str
    """response | revisit | resource."""
    payload_sha256: str | None = None
    """`sha256:` hex of the entity; what revisit decisions go by. None for an empty one."""
    etag: str | None = None
    last_modified: str | None = None
    location: str | None = None
    """Where it leads, if anywhere; see archive.warc.leading."""
    refers_to_url: str | None = None
    refers_to_date: str | None = None
    truncated: str | None = None
    method: str | None = None
    """By which it was asked for, where that was not GET: then it is no state of the URL."""
    vary: str | None = None
    """By which request headers the answer was chosen; see archive.warc.varying."""
    tied_to: str | None = None
    """Ids of the records that it names as its own, in blanks; of what has no address on the web
    (`urn:x:2`), and of comments that were fetched for a page, so that it goes where they go."""
    part: str | None = None
    """Which part of a page's comments it is (COMMENTS_PART), `wordpress comments page=2`; the page's
    record is `tied_to`. None for what is a capture of its own."""
    refers_to: str | None = None
    """WARC-Refers-To: the id of the record that a revisit repeats."""
    claimed: str | None = None
    """WARC-Payload-Digest where it is not `digest`: a lie, a slip, or a digest over the chunks."""
    origin: str | None = field(default=None, compare=False)
    """Of its file: `crawled` by this collection, `imported`, or not known. Told by the index."""


def mime_of(rec_type: str, content_type: str | None, headers: Headers) -> str:
    """A row's `mime`, of a record's Content-Type and its HTTP answer's headers."""
    if rec_type == "revisit":
        return "warc/revisit"
    name = content_type if rec_type == "resource" else first(headers, "Content-Type")
    return (name or "").partition(";")[0].strip().lower() or "-"


SEGMENTED = "segmented"


def cut_reason(rec_type: str, truncated: str | None, segment: str | None) -> str | None:
    """Why an answer was cut, of its record's WARC-Truncated. SEGMENTED for what has a
    WARC-Segment-Number: the rest stands in continuation records (WARC/1.1, 7), which are not put
    together here.

    On a revisit `length` says that the payload is left out because it is known (WARC/1.1, 6.7.2).
    """
    if truncated is None and segment is not None:
        return SEGMENTED
    return None if rec_type == "revisit" and truncated == "length" else truncated
