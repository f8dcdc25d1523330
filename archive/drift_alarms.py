"""Limits of what is counted of sites, as a user writes them, and the alarms beyond them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from archive.drift import ARTICLE, FIELDS, LAYOUT, OF_EVERY_ARTICLE, Tally
from archive.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Shares beyond which there is an alarm."""

    fill: Mapping[str, float] = field(default_factory=dict)
    """Field to the least share of records that must have it."""
    most: Mapping[str, float] = field(default_factory=dict)
    """`disagreement`, `missed`, `unknown_layout` or `not_article` to the largest share of it;
    `headline.missed` where it is for that field alone."""
    pages: int = 10
    """Of fewer records a share says nothing."""

    def most_of(self, field: str, what: str) -> float | None:
        """The largest share of something, of a field: its own limit, else that of all."""
        return self.most.get(f"{field}.{what}", self.most.get(what))

    def __bool__(self) -> bool:
        return bool(self.fill or self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A share beyond its limit."""

    site: str
    field: str
    what: str
    """fill | disagreement | missed | unknown_layout | not_article"""
    count: int
    pages: int
    limit: float
    urls: tuple[str, ...]

    def __str__(self) -> str:
        words = _WORDS[self.what].format(field=self.field)
        share = f"{self.count} of {self.pages} pages ({100 * self.count / self.pages:.0f} %)"
        side = "at least" if self.what == "fill" else "at most"
        told = f"{self.site}: {words} {share}, not {side} {100 * self.limit:.0f} %"
        return f"{told}: {' '.join(self.urls)}" if self.urls else told


_WORDS = {
    "fill": "{field} is on",
    "disagreement": "the sources of {field} disagree on",
    "missed": "the rule for {field} finds nothing on",
    "unknown_layout": "the layout is unknown of",
    "not_article": "what was an article is read as none on",
}
_MOST = ("disagreement", "missed", "unknown_layout", "not_article")
_OF_A_FIELD = frozenset(f"{name}.{what}" for name in FIELDS for what in _MOST[:2])
_OF_PAGES = {LAYOUT: "unknown_layout", ARTICLE: "not_article"}
"""What is no field of a record, and the limit of the pages that lack it."""


def limits(texts: Iterable[str]) -> Limits:
    """The limits that texts such as `fill=0.9` or `pages=20` say. Raises BadInput.

    `fill` is for the fields that every article has; a field's name is for itself, and
    `byline.disagreement` for that share of that field.
    """
    fill: dict[str, float] = {}
    most: dict[str, float] = {}
    pages = Limits().pages
    for text in texts:
        name, mark, number = text.strip().partition("=")
        value = _number(number, text) if mark else _refused(text)
        if name == "pages" and 1 <= value < float("inf"):
            pages = int(value)
        elif not 0 <= value <= 1:
            _refused(text)
        elif name == "fill":
            fill = {**dict.fromkeys(OF_EVERY_ARTICLE, value), **fill}
        elif name in FIELDS:
            fill[name] = value
        elif name in _MOST or name in _OF_A_FIELD:
            most[name] = value
        else:
            _refused(text)
    return Limits(fill=fill, most=most, pages=pages)


def _number(text: str, whole: str) -> float:
    try:
        return float(text)
    except ValueError:
        return _refused(whole)


def _refused(text: str) -> float:
    names = ", ".join(("fill", *FIELDS, *_MOST))
    raise BadInput(
        f"{text!r}: not NAME=SHARE (0 to 1; NAME is one of {names}, FIELD.disagreement or "
        "FIELD.missed), and not pages=N"
    )


def alarms(tally: Tally, beyond: Limits) -> list[Alarm]:
    """What is beyond its limit, of sites of which enough was read."""
    found: list[Alarm] = []
    for site, name, counted in tally.rows():
        if counted.pages < beyond.pages:
            continue
        about = {"site": site, "field": name, "pages": counted.pages}
        checks = [
            ("fill", counted.filled, beyond.fill.get(name), "empty"),
            ("disagreement", counted.disagreed, beyond.most_of(name, "disagreement"), "disagreed"),
            ("missed", counted.missed, beyond.most_of(name, "missed"), "missed"),
        ]
        if name in _OF_PAGES:
            what, lacking = _OF_PAGES[name], counted.pages - counted.filled
            checks = [(what, lacking, beyond.most.get(what), "empty")]
        for what, count, limit, kind in checks:
            if limit is not None and _is_beyond(what, counted.share(count), limit):
                urls = tuple(counted.examples.get(kind, ()))
                found.append(Alarm(what=what, count=count, limit=limit, urls=urls, **about))  # type: ignore[arg-type]
    return found


def _is_beyond(what: str, share: float, limit: float) -> bool:
    return share < limit if what == "fill" else share > limit
