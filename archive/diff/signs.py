"""Characters that cannot be seen, shown where they are what changed.

A reader of a comparison must see why a text is marked: a no-break space for a blank, a soft hyphen;
and words that went must not stick to those before them.
"""

from __future__ import annotations

import unicodedata

from archive.diff.events import Span

_NAMES = {
    " ": "␣",
    "\n": "↵",
    "\t": "⇥",
    "\u00a0": "[no-break space]",
    "\u202f": "[narrow no-break space]",
    "\u00ad": "[soft hyphen]",
    "\u200b": "[zero-width space]",
    "\ufeff": "[zero-width no-break space]",
}
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""General categories: controls, format characters, spaces and separators."""
_MOST = 40
"""Characters of a changed text that are looked at for being all unseen."""


def visible(text: str) -> str:
    """The text as it is, or the names of its characters where none of them can be seen."""
    if not text or len(text) > _MOST or any(map(_is_seen, text)):
        return text
    return "".join(map(_name, text))


def shared(span: Span) -> str:
    """The text of an equal span where both texts are shown as one: the later one, and a blank that
    only the earlier one has before what went."""
    if span.old[-1:].isspace() and not span.new[-1:].isspace():
        return f"{span.new} "
    return span.new


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in _UNSEEN


def _name(character: str) -> str:
    return _NAMES.get(character) or f"[U+{ord(character):04X}]"
