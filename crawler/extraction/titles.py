"""What a page declares as its title, with the names of the site and of its sections cut off.

Declared titles come from JSON-LD, Open Graph, microdata, other meta names and `<title>`. A title is
cut at its end part by part, for as long as the last part is a name of the site; what other sources
give as the whole title shows where a suffix begins too. The uncut text stays in `raw`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.extraction.candidates import folded
from crawler.extraction.json_ld import plain_text
from crawler.extraction.page import Page
from crawler.items import Candidate

LONGEST = 400
"""No heading is longer."""
_LONGEST_DECLARED = 1000
_MARKS = r"(?<!\s)\s+[|\-–—·•»«›:/~]+\s+|(?:(?<!\s)\s*)?+[|»›｜]\s*"
"""A run of blanks is looked at from its beginning alone: from each blank, it would cost its square."""
_SEPARATORS = re.compile(_MARKS)
_PARTS = re.compile(rf"{_MARKS}|(?<=[^\x00-\x7f])[-–—_](?=[^\x00-\x7f])")
_LOOSE_END = re.compile(r"(?:(?<!\s)\s*)?+(?<![|»›｜])[|»›｜]+\s*$|(?<!\s)\s+[-–—:/~·•]+\s*$")
_SUFFIX = re.compile(r"(?:\s+[|\-–—·•»›~]+\s|\s*[|»›｜]|\s+[|\-–—·•»›]+$)")
_NAMED = ("twitter:title", "parsely-title", "dc.title", "sailthru.title", "title")
_NO_LETTER = re.compile(r"\W+")
_LEAST_HEAD = 15
_LONGEST_SECTION = 25


def declared_titles(page: Page) -> list[Candidate]:
    """JSON-LD, Open Graph, microdata, Twitter and `<title>`, without the site's name."""
    names = [*page.site_names, *_host_names(page.document.url)]
    given = [each for each in _given(page) if each.value.strip()]
    cut = [_bare(each, names) for each in given if len(each.value) < _LONGEST_DECLARED]
    return _cut_alike(cut)


def _given(page: Page) -> list[Candidate]:
    """Every declared title as it is written."""
    offered: list[Candidate] = []
    article, meta = page.article, page.meta
    if article is not None:
        headline = plain_text(article.get("headline")) or plain_text(article.get("name"))
        offered += [Candidate(headline, "json_ld", "$.headline")] if headline else []
    offered += meta.candidates("og:title")
    offered += _marked(meta.microdata("headline"))
    offered += meta.candidates(*_NAMED)
    title = page.document.first("head title")
    text = " ".join(title.text(deep=True).split()) if title is not None else ""
    return [*offered, Candidate(text, "meta", "title", raw=text)]


def _marked(headlines: list[Candidate]) -> list[Candidate]:
    """The microdata headline; none where there are several, which are those of a list."""
    alike = {each.value for each in headlines}
    return [each for each in headlines if len(alike) == 1 and len(each.value) < LONGEST]


def _host_names(url: str) -> list[str]:
    """The label of a host that is its owner's: `srf` of `www.srf.ch`, however short."""
    labels = (urlsplit(url).hostname or "").removeprefix("www.").split(".")
    return labels[-2:-1]


def _bare(candidate: Candidate, names: list[str]) -> Candidate:
    cut = _title_alone if candidate.locator == "title" else without_site
    value = _LOOSE_END.sub("", cut(candidate.value, names)) or candidate.value
    if value == candidate.value:
        return candidate
    return Candidate(value, candidate.source, candidate.locator, raw=candidate.value)


def without_site(title: str, names: Iterable[str]) -> str:
    """A title without the site's name at its end or beginning: `Rain falls - The Paper`."""
    known = [_plain(name) for name in names]
    cut = _without_last(title, known)
    if cut != title:
        return cut
    mark = _SEPARATORS.search(title)
    if mark and mark.start() > 0 and _is_leading_name(_plain(title[: mark.start()]), known):
        return title[mark.end() :].strip() or title
    return title


def _without_last(title: str, known: list[str]) -> str:
    """A title without the last parts that are names of the site, and the sections before them."""
    marks = list(_SEPARATORS.finditer(title))
    kept = _before_name(title, marks, known)
    if kept == len(marks):
        return title
    site_mark = marks[kept].group().strip()
    while kept and marks[kept - 1].group().strip() == site_mark:
        if not _is_section(title[: marks[kept - 1].start()], _last(title, marks, kept)):
            break
        kept -= 1
    return title[: marks[kept].start()].strip() or title


def _before_name(title: str, marks: list[re.Match[str]], known: list[str]) -> int:
    """How many marks stand before the one that the site's name follows; all where none does."""
    for place in range(len(marks)):
        part = _plain(_last(title, marks, place + 1))
        if marks[place].start() > 0 and _is_leading_name(part, known):
            return place
    place = len(marks)
    while place and marks[place - 1].start() > 0 and _is_any(_last(title, marks, place), known):
        place -= 1
    return place


def _is_section(head: str, part: str) -> bool:
    """Whether a part before the site's name is a section's: short, and below a whole title."""
    return len(part) <= _LONGEST_SECTION and part.count(" ") < 2 <= head.count(" ")


def _last(title: str, marks: list[re.Match[str]], kept: int) -> str:
    """The part of a title after the first so many marks."""
    end = marks[kept].start() if kept < len(marks) else len(title)
    return title[marks[kept - 1].end() : end]


def _is_any(part: str, known: list[str]) -> bool:
    bare = _plain(part)
    return any(is_name(bare, name) for name in known)


def _title_alone(title: str, names: list[str]) -> str:
    """`<title>` without what follows the last `|`, which is the site's in nearly every language."""
    bare = without_site(title, names)
    if bare != title:
        return bare
    head, mark, _ = title.rpartition(" | ")
    return head if mark and len(head) >= _LEAST_HEAD else title


def _cut_alike(titles: list[Candidate]) -> list[Candidate]:
    """The titles, each without what follows the whole of another after a sign that parts them."""
    whole = sorted({each.value for each in titles if len(each.value) >= _LEAST_HEAD}, key=len)
    kept = []
    for each in titles:
        value = next(
            (
                short
                for short in whole
                if each.value.startswith(short) and _SUFFIX.match(each.value, len(short))
            ),
            each.value,
        )
        raw = each.raw or each.value
        kept.append(
            each if value == each.value else Candidate(value, each.source, each.locator, raw=raw)
        )
    return kept


def parts_of(title: str) -> list[str]:
    """The parts of a title between the signs that set a site's or a section's name apart."""
    return [part.strip() for part in _PARTS.split(title) if part.strip()]


def is_site_name(text: str, names: Iterable[str]) -> bool:
    """Whether a heading says hardly more than one of the site's names."""
    bare = _plain(text)
    return _is_leading_name(bare, [_plain(name) for name in names])


def is_name(bare: str, known: str) -> bool:
    """Whether the last part of a title is a name of the site, or holds it or is held by it."""
    if len(known) < 2 or not bare:
        return False
    return bare == known or (
        len(known) > 4 and len(bare) < 40 and (known in bare or (len(bare) > 4 and bare in known))
    )


def _is_leading_name(bare: str, known: list[str]) -> bool:
    """Stricter than `is_name`: a headline may well begin with the name of who published it."""
    return any(is_name(bare, name) and len(bare) < 2 * len(name) for name in known)


def _plain(text: str) -> str:
    return _NO_LETTER.sub("", folded(text))
