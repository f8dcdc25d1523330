"""Which request headers an answer was chosen by (Vary: RFC 9110 section 12.5.5, RFC 9111 section 4.1).

A 304 says that what the server would choose for this request has not changed. Where another request
had got another language, that is not what is kept.
"""

from __future__ import annotations

from archive.warc.http import Headers, all_values, headers_of

ANYTHING = "*"
"""By what no request shows: its address, the hour, chance."""
_SAME = frozenset({"host", "connection"})
"""What cannot differ or decides nothing: Host is in the URL (RFC 9110 section 7.2), Connection is for
the next hop only (section 7.6.1). Neither is known before the request is sent."""


def request_headers(request: bytes) -> Headers:
    """The headers of a request as it was sent."""
    return headers_of(request.partition(b"\r\n\r\n")[0].splitlines(keepends=True)[1:])


def chosen_by(answer: Headers, request: Headers) -> str | None:
    """The headers that Vary names with the values that were sent, a line each; None without Vary."""
    names = sorted({name.lower() for name in all_values(answer, "Vary")})
    if ANYTHING in names:
        return ANYTHING
    return "\n".join(f"{name}: {_sent(request, name)}" for name in names) or None


def would_choose(chosen: str | None, request: Headers) -> bool:
    """Whether a server would choose for this request what it chose by these headers."""
    if chosen is None:
        return True
    if chosen == ANYTHING:
        return False
    lines = (line.partition(":") for line in chosen.split("\n"))
    return all(name in _SAME or _sent(request, name) == value.strip() for name, _, value in lines)


def _sent(request: Headers, name: str) -> str:
    return ", ".join(all_values(request, name))
