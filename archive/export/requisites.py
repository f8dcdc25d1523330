"""What an archived page or stylesheet needs to be shown: the URLs that the replay would ask for.

Found by the replay's own rewriting, so that a package has what our replay shows: pictures with all
their candidates, stylesheets and what they name, fonts, scripts, frames. What a script would load is
not known.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.warc.exchange import Exchange
from archive.web.replay import address
from archive.web.replay.html import rewrite_html, rewrite_stylesheet
from archive.web.replay.links import Base
from archive.web.replay.viewing import ascii_based

SHEET = "text/css"
PAGES = ("text/html", "application/xhtml+xml")
MAX_REQUISITES = 2000
"""URLs of one page beyond which none is looked up: only a hostile page has more."""


@dataclass(frozen=True, slots=True)
class _Noted(Base):
    """A base that notes what is linked as a requisite."""

    found: dict[str, None] = field(default_factory=dict)

    def link(self, written: str, modifier: str) -> str:
        if modifier != address.VIEW:
            self.note(written)
        return written

    def note(self, written: str) -> None:
        absolute = self.absolute(written)
        if absolute is not None and len(self.found) < MAX_REQUISITES:
            self.found[absolute.partition("#")[0]] = None


def requisites_of(exchange: Exchange) -> tuple[str, ...]:
    """The URLs, each once, in the order in which they stand; none for what is no page or sheet."""
    kind = exchange.content_type
    if kind not in (SHEET, *PAGES):
        return ()
    body, charset = ascii_based(exchange)
    base = _Noted(exchange.url, "00000000000000", charset or "utf-8")
    if kind == SHEET:
        rewrite_stylesheet(body, base)
    else:
        rewrite_html(body, _with_candidates(base))
    return tuple(base.found)


def _with_candidates(base: _Noted) -> _Noted:
    """The same, told of a picture's candidates too, which the replay asks about one by one."""

    def asked(absolute: str) -> bool:
        base.note(absolute)
        return True

    return _Noted(base.url, base.timestamp, base.charset, asked, base.found)
