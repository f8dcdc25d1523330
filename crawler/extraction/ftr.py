"""Rules of ftr-site-config (Full-Text RSS's site patterns) as a layout: `ftr_layout`.

A file is lines `directive: value` and `directive(argument): value`; `#` begins a comment. Values of
title, author, date, body and strip are XPath. Every line is accounted for: it serves as a rule, it
is needless here, or it is not served, and why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, NamedTuple

from crawler.extraction.layout import Layout
from crawler.extraction.selectors import XPATH, check
from crawler.extraction.xpath import BadXPath, parsed
from crawler.extraction.xpath.syntax import Expression, Path, Union

_LINE = re.compile(r"([a-z_]{2,40})(?:\(([^\n]*?)\))?\s*:(?!//[a-z0-9-]+\.)\s*([^\n]*)")
_FIELDS = {
    "title": "headline",
    "author": "byline",
    "date": "date_published",
    "body": "body",
    "strip": "exclude",
    "strip_id_or_class": "exclude",
    "strip_image_src": "exclude",
}
_NEEDLESS: Mapping[str, str] = {
    **dict.fromkeys(("test_url", "test_contains"), "a test of the rules"),
    **dict.fromkeys(
        ("tidy", "prune", "parser", "convert_double_br_tags", "strip_comments", "strip_attr"),
        "about the cleaning of markup, which is not changed here",
    ),
    **dict.fromkeys(
        ("autodetect_on_failure", "autodetect_next_page", "skip_json_ld"),
        "the generic reader stands behind every rule",
    ),
    **dict.fromkeys(
        ("src_lazy_load_attr", "insert_detected_image", "dissolve", "wrap_in", "move_into"),
        "images and blocks are read as they stand",
    ),
}
_UNSERVED: Mapping[str, str] = {
    **dict.fromkeys(
        ("next_page_link", "single_page_link", "single_page_link_in_feed", "if_page_contains"),
        "an article is read from one page",
    ),
    **dict.fromkeys(
        ("find_string", "replace_string"), "what was archived is not changed before it is read"
    ),
    **dict.fromkeys(
        (
            *("http_header", "requires_login", "login_uri", "login_username_field"),
            *("login_password_field", "login_extra_fields", "not_logged_in_xpath"),
        ),
        "requests are the crawl's own, without a login",
    ),
    "native_ad_clue": "nothing is told apart as an advertisement",
    "footnotes": "footnotes are text",
}
DIRECTIVES = (*_FIELDS, *_NEEDLESS, *_UNSERVED)
"""Every directive that is known here."""

Fate = Literal["served", "needless", "not_served"]


class Line(NamedTuple):
    """A line of a file, and what becomes of it."""

    number: int
    directive: str
    value: str
    fate: Fate
    why: str | None = None
    selector: str | None = None


@dataclass(frozen=True)
class FtrRules:
    """A file's lines, and the layout that those make which are served."""

    lines: tuple[Line, ...]
    layout: Layout | None
    """None where no line serves."""
    next_page: tuple[str, ...] = ()
    """What leads to further pages of an article, which are not read but told of."""


def ftr_rules(text: str) -> FtrRules:
    """What a file's text says. Never raises: a line that cannot be read is told as not served."""
    lines = tuple(_lines(text))
    fields: dict[str, tuple[str, ...]] = {}
    for line in lines:
        if line.selector is not None:
            name = _FIELDS[line.directive]
            fields[name] = (*fields.get(name, ()), line.selector)
    layout = Layout(name="ftr", fingerprint=("html",), **fields) if fields else None  # type: ignore[arg-type]
    return FtrRules(lines, layout, tuple(_next_pages(lines)))


def _next_pages(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        if line.directive == "next_page_link":
            with suppress(ValueError):
                yield _selector(line.directive, line.value)


def _lines(text: str) -> Iterator[Line]:
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip().lstrip("\ufeff")
        if not line or line.startswith("#"):
            continue
        match = _LINE.match(line)
        if match is None:
            yield Line(number, "", line[:200], "not_served", "no directive")
            continue
        yield _line(number, match[1], match[3].strip())


def _line(number: int, directive: str, value: str) -> Line:
    if directive in _NEEDLESS:
        return Line(number, directive, value, "needless", _NEEDLESS[directive])
    if directive not in _FIELDS:
        why = _UNSERVED.get(directive, "an unknown directive")
        return Line(number, directive, value, "not_served", why)
    try:
        selector = _selector(directive, value)
    except ValueError as error:
        return Line(number, directive, value, "not_served", str(error))
    return Line(number, directive, value, "served", None, selector)


def _selector(directive: str, value: str) -> str:
    """The selector of a value. Raises ValueError for what cannot be served."""
    if not value:
        raise BadXPath("no value")
    if directive in ("strip_id_or_class", "strip_image_src"):
        bare = value.strip("'\"")
        if not bare or any(mark in bare for mark in "'\\\n"):
            raise ValueError(f"not a part of an attribute: {value!r}")
        if directive == "strip_image_src":
            return f"img[src*='{bare}']"
        return f"[class*='{bare}'], [id*='{bare}']"
    if directive in ("strip", "body") and _is_of_texts(parsed(value)):
        raise ValueError("a piece of a text is neither a box nor left out")
    selector = f"{XPATH}{value}"
    check(selector)
    return selector


def _is_of_texts(expression: Expression) -> bool:
    if isinstance(expression, Union):
        return any(map(_is_of_texts, expression.parts))
    steps = expression.steps if isinstance(expression, Path) else ()
    return bool(steps) and steps[-1].test == "text()"
