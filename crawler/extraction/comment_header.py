"""The line above a comment that holds its author and date and that no markup names.

`<p><b>Ann</b>, 22 November 2026, 01:39</p>`: a box that begins with a name in an element of its
own, and goes on with a date and hardly a word more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.extraction.document import Node
from crawler.extraction.text import any_of, line_of

_TAGS = frozenset({"p", "div", "header", "h3", "h4", "h5", "h6", "dt"})
_DATE = any_of(
    r"""
    \d{4}-\d\d-\d\d(?:t[\d:.z+-]{4,20})? ; \d{1,2}[./-]\d{1,2}[./-]\d{2,4}
    \d{1,2}\.?(?:st|nd|rd|th)? (?:de )?[^\W\d_]{3,12}\.?,? (?:de )?\d{4}
    [^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}
    \d{1,3} [^\W\d_]{1,10} (?:ago|назад|тому)\b ; (?:vor|il y a|hace|há) \d{1,3} [^\W\d_]{1,10}
    """
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_EDGES = " ,;|·•:()[]–—-\n"
_LONGEST_NAME, _LONGEST, _MOST_WORDS = 60, 140, 3


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """A line of author and date."""

    box: Node
    author: Node
    date: str


def header_line(name: Node) -> HeaderLine | None:
    """The line that a node which may be an author's name begins; None where it begins none."""
    box = name.parent
    if box is None or box.tag not in _TAGS:
        return None
    line, author = line_of(box), line_of(name)
    if not 0 < len(author) <= _LONGEST_NAME or len(line) > _LONGEST or not line.startswith(author):
        return None
    date = line[len(author) :].strip(_EDGES)
    return HeaderLine(box, name, date) if is_date(date) else None


def has_date(text: str) -> bool:
    """Whether a date stands anywhere in a text."""
    return _DATE.search(text) is not None


def is_date(text: str) -> bool:
    """Whether a text is a date and, beside a time of day, at most a few words more."""
    rest, dates = _DATE.subn(" ", text, count=1)
    return bool(dates) and len(_WORD.findall(_CLOCK.sub(" ", rest, count=1))) <= _MOST_WORDS
