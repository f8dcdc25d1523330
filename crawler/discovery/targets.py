"""The URL that a page's, feed's or sitemap's reference leads to."""

from __future__ import annotations

from urllib.parse import urljoin

from archive.urls import fetchable

MAX_URL = 2000
"""Characters beyond which a reference is taken for a mistake or a trap."""


def target_of(reference: str | None, base: str) -> str | None:
    """The fetchable URL of a reference that stands on `base`; None where it leads nowhere.

    `mailto:`, `javascript:` and `data:` lead nowhere, and so does what is no URL at all.
    """
    plain = (reference or "").strip()
    if not plain or len(plain) > MAX_URL:
        return None
    try:
        return fetchable(urljoin(base, plain))
    except ValueError:
        return None
