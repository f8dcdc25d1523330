"""URLs as they may be told: in a message, a log, or the name of a run, without their secrets.

What was asked of a server stands in the WARC as it was asked (WARC-Target-URI): it is evidence.
"""

from __future__ import annotations

from urllib.parse import urlsplit

HIDDEN = "***"


def without_userinfo(url: str) -> str:
    """The URL without a name and password; what is no URL, as it is."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def redacted(url: str) -> str:
    """The URL without name, password and fragment, and with the query's names alone.

    Where a file is fetched by URL, what stands behind `?` is as a rule what lets somebody in: a
    token, a signature.
    """
    try:
        parts = urlsplit(without_userinfo(url))
    except ValueError:
        return url.partition("?")[0]
    query = "&".join(_hidden(pair) for pair in parts.query.split("&")) if parts.query else ""
    return parts._replace(query=query, fragment="").geturl()


def _hidden(pair: str) -> str:
    name, equals, _ = pair.partition("=")
    return f"{name}={HIDDEN}" if equals else HIDDEN
