"""Bytes and what a page says of them: right, or wrong in one of the ways of old news sites.

The text is the same whatever its charset; who believes a wrong declaration cannot read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crawler.demo.story import Charset


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """How the text is encoded, and what header and meta element say (None: nothing)."""

    encoding: str
    header: str | None
    meta: str | None

    @property
    def content_type(self) -> str:
        """The Content-Type header's value."""
        return "text/html" if self.header is None else f"text/html; charset={self.header}"


CHARSETS: Final[dict[Charset, Declared]] = {
    "right": Declared(encoding="utf-8", header="utf-8", meta="utf-8"),
    "declared_1251": Declared(encoding="cp1251", header="windows-1251", meta=None),
    "says_utf8": Declared(encoding="cp1251", header="utf-8", meta="utf-8"),
    "says_latin1": Declared(encoding="cp1251", header=None, meta="iso-8859-1"),
    "wrong_meta": Declared(encoding="utf-8", header="utf-8", meta="windows-1251"),
}
