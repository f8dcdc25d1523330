"""The page reader that the `microfiche` command hands to commands of the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.records import PageRecords


def read_page(body: bytes, url: str) -> PageRecords:
    """The records of a bare HTML file. The reader is imported only when one is read."""
    from archive.warc.exchange import Exchange
    from crawler.reading import normalize, read
    from crawler.sites import site_for

    headers = (("Content-Type", "text/html"),)
    exchange = Exchange(
        request_url=url, url=url, fetched_at=None, status=200, headers=headers, body=body
    )
    site = site_for(url)
    return normalize(read(exchange, site), exchange, None, site)
