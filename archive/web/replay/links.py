"""From a URL as a page writes it to its path on the replay port at the same moment."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote, urljoin, urlsplit

from archive.web.replay.address import Address

_BLANKS = re.compile(r"[\t\n\r]")
_LEFT_ALONE = re.compile(r"#|(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SAFE_PATH = "%!$&'()*+,/:;=@[]~-._|"
_SAFE_QUERY = _SAFE_PATH + "?"
_CONTROL_AND_SPACE = "".join(map(chr, range(0x21)))


def always(_url: str) -> bool:
    """Takes every URL for a captured one."""
    return True


@dataclass(frozen=True, slots=True)
class Base:
    """What a document's links are relative to, and the moment that they lead to."""

    url: str
    timestamp: str
    """14 digits: of the capture that the document was read from."""
    charset: str = "utf-8"
    """Python's name of the document's encoding: queries are encoded in it (URL standard, 4.3)."""

    is_captured: Callable[[str], bool] = always
    """Whether the archive has the URL: of a picture's many files a crawl keeps one."""

    def moved(self, href: str) -> Base:
        """The base after `<base href>`."""
        return replace(self, url=self.absolute(href) or self.url)

    def link(self, written: str, modifier: str) -> str:
        """The path of what is written; unchanged for `#…`, `mailto:`, `data:` and their like."""
        if not written.strip() or _LEFT_ALONE.match(written.strip(_CONTROL_AND_SPACE)):
            return written
        absolute = self.absolute(written)
        if absolute is None:
            return written
        url, mark, fragment = absolute.partition("#")
        return Address(self.timestamp, modifier, url).path + mark + fragment

    def absolute(self, written: str) -> str | None:
        """The absolute http(s) URL in ASCII; None where there is none."""
        text = _BLANKS.sub("", written.strip(_CONTROL_AND_SPACE))
        try:
            joined = urljoin(self.url, text)
            parts = urlsplit(joined)
        except ValueError:  # a bracket that is no IPv6 address
            return None
        if parts.scheme not in ("http", "https") or not parts.netloc:
            return None
        head, mark, fragment = joined.partition("#")
        path, question, query = head.partition("?")
        encoded = path_encoded(path) + question + self._query_encoded(query)
        return encoded + mark + quote(fragment, safe=_SAFE_QUERY, errors="replace")

    def _query_encoded(self, query: str) -> str:
        return quote(query.encode(self.charset, "xmlcharrefreplace"), safe=_SAFE_QUERY)


def path_encoded(path: str) -> str:
    """The URL up to its query, in ASCII: path in UTF-8, a host of other letters in IDNA."""
    scheme, separator, rest = path.partition("://")
    host, slash, tail = rest.partition("/")
    return f"{scheme}{separator}{_ascii_host(host)}{slash}{_quoted(tail)}"


def _ascii_host(host: str) -> str:
    if host.isascii():
        return _quoted(host)
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:  # no host that DNS could know
        return _quoted(host)


def _quoted(text: str) -> str:
    return quote(text, safe=_SAFE_PATH, errors="replace")
