"""Where a capture is found: `TIMESTAMP[MODIFIER]/URL`, as the web archives of the world write it.

Modifiers: none for a page to look at, `id_` for the archived bytes, and the kinds of requisites
`im_ cs_ js_ if_ fr_ oe_` (image, stylesheet, script, frame, frame, other).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from archive.times import from_timestamp14

VIEW = ""
RAW = "id_"
IMAGE = "im_"
STYLE = "cs_"
SCRIPT = "js_"
FRAME = "if_"
OTHER = "oe_"
MODIFIERS = frozenset({VIEW, RAW, IMAGE, STYLE, SCRIPT, FRAME, OTHER, "fr_", "mp_", "fw_"})

_ADDRESS = re.compile(r"(\d{4,14})([a-z]{2}_)?/(.+)", re.DOTALL)
_SCHEME = re.compile(r"(https?):/+", re.IGNORECASE)
_ENCODED_SCHEME = re.compile(r"https?%3a%2f%2f", re.IGNORECASE)
_SAFE = "%!#$&'()*+,/:;=?@[]~-._"


@dataclass(frozen=True, slots=True)
class Address:
    """A moment, a manner of serving, and the URL as it was archived."""

    timestamp: str
    """4 to 14 digits."""
    modifier: str
    url: str

    @property
    def path(self) -> str:
        """The address as a path on the replay port."""
        return f"/replay/{self.timestamp}{self.modifier}/{in_header(self.url)}"

    def at(self, timestamp: str) -> Address:
        """The same URL and manner at another moment."""
        return Address(timestamp, self.modifier, self.url)


def parse_address(rest: str) -> Address | None:
    """The address behind `/replay/`, query string included; None where it is none."""
    match = _ADDRESS.fullmatch(rest)
    if match is None or (match[2] or VIEW) not in MODIFIERS or not _is_moment(match[1]):
        return None
    return Address(match[1], match[2] or VIEW, archived_url(match[3]))


def _is_moment(digits: str) -> bool:
    try:
        from_timestamp14(digits)
    except ValueError:  # a thirteenth month
        return False
    return True


def archived_url(text: str) -> str:
    """The URL that a path names: percent-encoded whole, or with slashes merged, it is restored."""
    if _ENCODED_SCHEME.match(text):
        text = unquote(text)
    match = _SCHEME.match(text)
    if match is None:
        return f"http://{text}"
    return f"{match[1].lower()}://{text[match.end() :]}"


def in_header(url: str) -> str:
    """The URL in ASCII that is safe in a header, a path and between < and >."""
    return quote(url, safe=_SAFE, errors="surrogatepass")
