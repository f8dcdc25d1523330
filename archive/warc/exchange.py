"""The two forms of an exchange: `WireExchange`, the bytes as they crossed the wire, which the writer
keeps; and `Exchange`, one answered request as a reader sees it, the same from the wire and from any
WARC."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import BinaryIO, Literal

from archive.errors import UndecodableBody
from archive.warc.http import (
    Head,
    Headers,
    Stream,
    content_codings,
    decode_body,
    entity_chunks,
    first,
    read_head,
    transfer_codings,
)

MAX_BODY = 16 << 20
"""Bytes of a decoded body beyond which nothing is read: such an answer is kept, not parsed."""

MOST_BEHIND = 4096
"""Bytes behind the end of an answer that are kept: enough to know what they are."""

_BEGIN = 64
_MAGIC = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
"""The first bytes of what is coded so; Zstandard's skippable frames do not occur on the web."""
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,60}<(?:!doctype|html|head|\?xml|!--)", re.IGNORECASE)
"""What no coding begins with; br and deflate have no first bytes of their own."""

Truncated = Literal["length", "time", "disconnect", "unspecified"]


@dataclass(slots=True, kw_only=True)
class WireExchange:
    """What crossed one connection for one request."""

    url: str
    """Target URI: what was asked for."""
    started: datetime
    """UTC, when the request was about to be written."""
    ip: str | None
    request: bytes
    response: BinaryIO
    """Every byte received, interim answers too; at position 0. Empty where none came."""
    response_length: int
    truncated: Truncated | None = None
    error: str | None = None
    """Why no whole answer came, in one line."""
    behind: bytes = b""
    """What came behind the end of the answer, and is not part of it (RFC 9112 section 6.3)."""
    behind_more: int = 0
    """How many more bytes had come by then; `behind` has at most MOST_BEHIND."""
    protocols: tuple[str, ...] = ("http/1.1",)
    """As WARC-Protocol names them: `http/1.1`, `tls/1.3`."""
    cipher: str | None = None
    certificate: str | None = None
    """Of the server: `sha256:` and the hexadecimal fingerprint of its DER form; None without TLS."""
    verified: str | None = None
    """Whether the certificate was verified, and by what; None without TLS."""
    chain: Callable[[], Sequence[bytes]] = tuple
    """The certificates that the server showed, its own first, in DER form."""
    seconds: float = 0.0
    """From the request to the last byte."""
    comments_of: str | None = None
    """Of an answer of a comment provider: the id of the record of the article's page."""
    part: str | None = None
    """Beside it, which part of the thread this is; one line."""
    _heads: list[Head | None] = field(default_factory=list, init=False, repr=False)

    @property
    def head(self) -> Head | None:
        """The head of the answer, read once; None where it is no HTTP."""
        if not self._heads:
            self.response.seek(0)
            self._heads.append(read_head(self.response))
        return self._heads[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One answered request as a reader sees it."""

    request_url: str
    """First asked for, before redirects."""
    url: str
    """The URL that answered."""
    fetched_at: str | None
    """Equal to WARC-Date; None for a bare file."""
    status: int
    headers: Headers
    body: bytes
    """The entity without transfer- and content-encoding; empty where `undecoded` says why."""
    truncated: str | None = None
    undecoded: str | None = None
    mislabelled: str | None = None
    """Where the body was stored decoded under its Content-Encoding: what the header says."""
    redirects: tuple[str, ...] = field(default=())

    def header(self, name: str) -> str | None:
        """The first value of a header."""
        return first(self.headers, name)

    @property
    def content_type(self) -> str:
        """The media type in lower case without parameters; empty where none is given."""
        return (self.header("Content-Type") or "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset parameter of Content-Type."""
        for parameter in (self.header("Content-Type") or "").split(";")[1:]:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip("\"'") or None
        return None


def exchange_of(
    block: Stream,
    *,
    request_url: str,
    url: str,
    fetched_at: str | None,
    truncated: str | None = None,
    redirects: Iterable[str] = (),
    own: Head | None = None,
    framed: Head | None = None,
) -> Exchange | None:
    """The exchange in a raw response block; None where the block is no HTTP answer.

    `framed` is the block's head, where it was read already: the block then stands behind it.
    `own` is a revisit's head, which stands for the block's: its status, headers and codings count,
    only the framing of the body is the block's.
    """
    framed = framed or read_head(block)
    if framed is None:
        return None
    head = own or framed
    body, undecoded, mislabelled = _content(block, framed.headers, head.headers)
    return Exchange(
        request_url=request_url,
        url=url,
        fetched_at=fetched_at,
        status=head.status,
        headers=head.headers,
        body=body,
        truncated=truncated,
        undecoded=undecoded,
        mislabelled=mislabelled,
        redirects=tuple(redirects),
    )


def _content(
    block: Stream, framing: Headers, headers: Headers
) -> tuple[bytes, str | None, str | None]:
    """The content, why there is none, and what its label says wrongly."""
    entity = entity_chunks(block, framing)
    if codings := transfer_codings(framing):
        begin, entity = _begun(entity)
        if begin.startswith(_MAGIC.get(codings[-1], b"")):  # others may have stored it undone
            try:
                entity = iter([decode_body(entity, codings, MAX_BODY)])
            except UndecodableBody as error:
                return b"", f"transfer coding: {error}", None
    entity, mislabelled = _labelled(entity, headers)
    body, undecoded = content_of(entity, () if mislabelled else headers)
    return body, undecoded, mislabelled


def _labelled(entity: Iterator[bytes], headers: Headers) -> tuple[Iterator[bytes], str | None]:
    """The same entity, and what its label says wrongly, where it is plain under Content-Encoding.

    Browser-based crawlers store what the browser decoded, and keep the header.
    """
    codings = content_codings(headers)
    if not codings:
        return entity, None
    begin, whole = _begun(entity)
    magic = _MAGIC.get(codings[-1])
    is_other = magic is not None and bool(begin) and not begin.startswith(magic)
    if is_other or _MARKUP.match(begin):
        return whole, f"Content-Encoding says {', '.join(codings)}, and the body is not: read as is"
    return whole, None


def _begun(entity: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes, some 64 at least where there are so many, and the same entity."""
    begin = b""
    while len(begin) < _BEGIN and (piece := next(entity, b"")):
        begin += piece
    return begin, chain([begin], entity)


def content_of(entity: Iterable[bytes], headers: Headers) -> tuple[bytes, str | None]:
    """The content of an entity, at most MAX_BODY, or why there is none."""
    try:
        return decode_body(entity, content_codings(headers), MAX_BODY), None
    except UndecodableBody as error:
        return b"", str(error)
