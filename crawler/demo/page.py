"""What stands under a URL of the outlet, before a request is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from crawler.demo.http1 import Headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What differs from request to request."""

    clock: datetime
    """The time of the request, on the outlet's clock."""
    count: int
    """How often the page was asked for before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page and how it is sent. A page with a validator answers 304 to who has it already."""

    render: Callable[[Visit], bytes]
    content_type: str
    status: int = 200
    headers: Headers = ()
    etag: str | None = None
    """With its quotes (RFC 9110 section 8.8.3)."""
    last_modified: datetime | None = None
    gzip: bool = False
    """Whether it is compressed for clients that accept it."""
    chunked: bool = False


def fixed(body: bytes) -> Callable[[Visit], bytes]:
    """A body that is the same at every visit."""
    return lambda _: body
