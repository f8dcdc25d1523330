"""Archived text made safe for a terminal.

A page may hold escape sequences that move the cursor, set the title or answer for the user
(ECMA-48), and marks that turn the reading direction (Unicode TR 36, 3.3). All of them are shown
instead of sent: control characters as their pictures, the others by their number.
"""

from __future__ import annotations

import hashlib

_PICTURES = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
_DELETE = {0x7F: "\u2421"}
_C1 = {code: f"<U+{code:04X}>" for code in range(0x80, 0xA0)}
_DIRECTION = {
    code: f"<U+{code:04X}>"
    for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
_SEPARATORS = {0x0085: " ", 0x2028: "\n", 0x2029: "\n"}
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_SAFE = _PICTURES | _DELETE | _C1 | _DIRECTION | _SEPARATORS | _SURROGATES


def printable(text: str) -> str:
    """The text with every control and direction character shown; line breaks and tabs stay."""
    return text.translate(_SAFE)


_CONTROLS = {code: picture for code, picture in _PICTURES.items() if code != 0x0D} | {0x0D: None}
_IN_MARKUP = _CONTROLS | _DELETE | _C1 | _SURROGATES


def without_controls(text: str) -> str:
    """The text as HTML may hold it: control characters shown, half surrogate pairs replaced.

    Marks of the reading direction stay: in a page's own element they do their work and no other.
    """
    return text.translate(_IN_MARKUP)


def one_line(text: str) -> str:
    """As `printable`, every run of white space one blank."""
    return " ".join(printable(text).split())


_LONGEST_NAME = 180
"""Bytes; what is made beside a file has a longer name, and a filesystem takes 255."""


def file_name(name: str, ending: str) -> str:
    """A foreign name as one to keep a file under: printable, no path, not hidden, bounded; it keeps
    its ending.

    One that had to be changed gets a part of its SHA-256, so that different names stay apart.
    """
    clean = "".join(one if one.isprintable() and one not in "/\\" else "_" for one in name)
    clean = clean.lstrip(".")
    if clean == name and len(name.encode()) <= _LONGEST_NAME:
        return name
    digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    room = _LONGEST_NAME - len(digest) - len(ending) - 1
    stem = clean.removesuffix(ending).encode("utf-8", "replace")[:room].decode("utf-8", "ignore")
    return f"{stem}-{digest}{ending}"
