"""The changed words of an event as a text for a terminal, what did not change shortened.

Where there is no colour, what went stands in [-…-] and what came in {+…+}. On a terminal, stretches of
a text that runs from right to left are set apart by marks (Unicode TR 9, 2.4), so that the terminal
keeps them in their order; archived marks of direction are shown, never sent (archive.printable).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from archive.diff.events import Span
from archive.diff.signs import shared, visible
from archive.printable import printable

_CONTEXT = 8
"""Words of unchanged text kept on each side of a change."""
_NEAR = 72
"""Characters of it at most: Chinese has no blanks to count words by."""
_LONGEST = 600
"""Characters shown of a text that was added, removed or moved as a whole."""
_ISOLATE, _POP = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Ink:
    """What a console can show."""

    colour: bool
    terminal: bool


def marked(spans: Sequence[Span], ink: Ink) -> Text:
    """The spans as one text."""
    shown = Text()
    turns = ink.terminal and any(_runs_left(span.old) or _runs_left(span.new) for span in spans)
    last = len(spans) - 1
    for index, span in enumerate(spans):
        if span.op == "equal":
            text = span.new if index == last else shared(span)
            shown.append(_shortened(text, index == 0, index == last))
        else:
            _append_change(shown, span, ink, turns)
    return shown


def cut(text: str, longest: int = _LONGEST) -> str:
    """The text, or its beginning."""
    return text if len(text) <= longest else text[:longest].rstrip() + " …"


def _runs_left(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text[:_LONGEST])


def _append_change(shown: Text, span: Span, ink: Ink, turns: bool) -> None:
    old, new = _changed(span.old), _changed(span.new)
    if old:
        _append_marked(shown, old, ("[-", "-]"), "red strike", ink, turns)
    if old and new and ink.colour and not old[-1].isspace():
        shown.append(" ")
    if new:
        _append_marked(shown, new, ("{+", "+}"), "green underline", ink, turns)


def _changed(text: str) -> str:
    return cut(_plain(visible(text)))


def _plain(text: str) -> str:
    """Safe to be sent; the cells of a table with bars between."""
    return printable(text).replace("\t", " | ")


def _append_marked(
    shown: Text, text: str, marks: tuple[str, str], style: str, ink: Ink, turns: bool
) -> None:
    body = text.rstrip()
    blank = text[len(body) :]
    if turns:
        body = f"{_ISOLATE}{body}{_POP}"
    shown.append(body if ink.colour else f"{marks[0]}{body}{marks[1]}", style=style)
    shown.append(blank)


def _shortened(text: str, first: bool, last: bool) -> str:
    """Unchanged text with its middle, or its far end, left out."""
    safe = _plain(text)
    if first and last:
        return cut(safe)
    head, tail = _head(safe), _tail(safe)
    if first:
        return safe if len(tail) + 20 >= len(safe) else f"… {tail}"
    if last:
        return safe if len(head) + 20 >= len(safe) else f"{head} …"
    return safe if len(head) + len(tail) + 20 >= len(safe) else f"{head} … {tail}"


def _head(text: str) -> str:
    return " ".join(text.split(" ", _CONTEXT)[:_CONTEXT])[:_NEAR]


def _tail(text: str) -> str:
    return " ".join(text.rsplit(" ", _CONTEXT)[-_CONTEXT:])[-_NEAR:]
