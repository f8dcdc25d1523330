"""The headline that a reader sees, and the variant that is made for search engines.

The visible h1 that agrees with what the page declares is the headline. Declared titles carry the
site's name at their end, and may be another wording altogether: that one is `headline_seo`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from archive.records import Provenance
from crawler.extraction.candidates import chosen, folded
from crawler.extraction.document import css_path
from crawler.extraction.json_ld import plain_text
from crawler.extraction.outline import Box, Outline, Unit
from crawler.extraction.page import Page
from crawler.items import Candidate

_OTHER = "not the page's headline"
_SEPARATORS = re.compile(r"\s+[|\-–—·•»«:/~]+\s+|\s*[|»]\s*")
_AGREES = 78.0
_SHORTEST = 4
"""Shorter titles are alike only where they are the same."""
_LONGEST = 400
_HEADING_TAGS = ("h1", "h2", "h3")
_TITLE_CLASS = re.compile(
    r"head-?line|(?:article|post|entry|story|news|page|content|detail)[-_]{0,2}(?:title|heading|header)"
    r"|^title\b|titulo|titre|titel|titolo",
    re.IGNORECASE,
)


@dataclass(slots=True)
class HeadlineReading:
    """The headline, where it stands, and what else the page calls the article."""

    candidate: Candidate | None = None
    provenance: Provenance | None = None
    unit: Unit | None = None
    seo: Candidate | None = None
    kicker: str | None = None


def read_headline(page: Page, layout: Iterable[Candidate] = ()) -> HeadlineReading:
    """The headline of a page; a layout's candidates come first."""
    names = [*page.site_names]
    declared = _declared(page, names)
    visible = _visible(page.outline, declared, names)
    offered = [*layout, *visible[:1], *declared, *visible[1:]]
    if not offered:
        return HeadlineReading()
    candidate, provenance = chosen(offered[0], offered[1:], otherwise=_OTHER)
    whole = candidate
    candidate, label = _without_kicker(candidate, declared)
    if candidate is not whole:
        candidate, provenance = chosen(candidate, [*offered, whole], otherwise=_OTHER)
    unit = _unit_with(page.outline, whole.value)
    reading = HeadlineReading(candidate, provenance, unit, kicker=label)
    reading.seo = _variant(candidate, declared)
    return reading


def _without_kicker(headline: Candidate, declared: list[Candidate]) -> tuple[Candidate, str | None]:
    """The headline as declared, where the visible one has only a kicker more, or its colon less."""
    if headline.source != "dom":
        return headline, None
    seen = _letters(headline.value)
    for each in declared:
        said = _letters(each.value)
        if said == seen and each.value != headline.value and ": " in each.value:
            return Candidate(each.value, "dom", headline.locator, raw=headline.value), None
        before = len(seen) - len(said)
        if len(said) > 15 and 3 < before <= 60 and seen.endswith(said):
            label = _leading_letters(headline.value, before)
            value = headline.value[len(label) :].strip(" :|-–—")
            return Candidate(value, "dom", headline.locator, raw=headline.value), label.strip(" :|")
    return headline, None


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", folded(text))


def _leading_letters(text: str, count: int) -> str:
    """The beginning of a text that holds so many letters and digits."""
    for end in range(count, len(text)):
        if len(_letters(text[:end])) >= count:
            return text[:end]
    return text


def without_site(title: str, names: Iterable[str]) -> str:
    """A title without the site's name at its end or beginning: `Rain falls - The Paper`."""
    for name in names:
        title = _cut(title, folded(name))
    return title


def _cut(title: str, name: str) -> str:
    marks = list(_SEPARATORS.finditer(title))
    for mark in marks:
        rest = folded(title[mark.end() :])
        if rest and mark.start() > 0 and _same_name(rest, name):
            return title[: mark.start()].strip()
    if marks and _same_name(folded(title[: marks[0].start()]), name):
        return title[marks[0].end() :].strip() or title
    return title


def _same_name(text: str, name: str) -> bool:
    bare, known = re.sub(r"\W+", "", text), re.sub(r"\W+", "", name)
    if len(known) < 2 or not bare:
        return False
    return bare == known or (
        len(known) > 4 and len(bare) < 40 and (known in bare or (len(bare) > 4 and bare in known))
    )


def _declared(page: Page, names: list[str]) -> list[Candidate]:
    """JSON-LD, Open Graph, microdata, Twitter and `<title>`, without the site's name."""
    offered: list[Candidate] = []
    article, meta = page.article, page.meta
    if article is not None:
        headline = plain_text(article.get("headline")) or plain_text(article.get("name"))
        offered += [Candidate(headline, "json_ld", "$.headline")] if headline else []
    offered += meta.candidates("og:title")
    offered += [each for each in meta.microdata("headline") if len(each.value) < _LONGEST]
    offered += meta.candidates(
        "twitter:title", "parsely-title", "dc.title", "sailthru.title", "title"
    )
    title = page.document.first("head title")
    text = " ".join(title.text(deep=True).split()) if title is not None else ""
    if text:
        offered.append(Candidate(_title_alone(text, names), "meta", "title", raw=text))
    return [_bare(each, names) for each in offered if each.value.strip() and len(each.value) < 1000]


def _bare(candidate: Candidate, names: list[str]) -> Candidate:
    value = without_site(candidate.value, names)
    if value == candidate.value:
        return candidate
    return Candidate(value, candidate.source, candidate.locator, raw=candidate.value)


def _title_alone(title: str, names: list[str]) -> str:
    """`<title>` without what follows the last `|`, which is the site's in nearly every language."""
    bare = without_site(title, names)
    if bare != title:
        return bare
    head, mark, _ = title.rpartition(" | ")
    return head if mark and len(head) >= 15 else title


def _visible(found: Outline, declared: list[Candidate], names: list[str]) -> list[Candidate]:
    """The headings that can be the headline, the likeliest first."""
    ranked: list[tuple[float, int, Candidate]] = []
    said = [folded(each.value) for each in declared]
    own = [folded(name) for name in names]
    for place, unit in enumerate(_headings(found)):
        value = unit.text.replace("\n", " ")
        score = _rank(unit, value, said, own)
        if score > 0:
            ranked.append(
                (
                    -score,
                    place,
                    Candidate(value, "dom", css_path(unit.node.parent or unit.box.node)),
                )
            )
    return [candidate for _, _, candidate in sorted(ranked, key=lambda each: each[:2])[:4]]


def _headings(found: Outline) -> list[Unit]:
    units = [unit for unit in found.units if unit.kind == "text" and len(unit.text) < _LONGEST]
    return [unit for unit in units if _heading_box(unit)][:60]


def _heading_box(unit: Unit) -> bool:
    around = unit.box.parent
    return _is_heading(unit.box) or (around is not None and _is_heading(around))


def _is_heading(box: Box) -> bool:
    return box.tag in _HEADING_TAGS or _is_called_title(box.names)


@lru_cache(maxsize=4096)
def _is_called_title(names: str) -> bool:
    return bool(_TITLE_CLASS.search(names))


def _rank(unit: Unit, value: str, said: list[str], names: list[str]) -> float:
    """How likely a heading is the headline; `said` and `names` are folded titles and site names."""
    plain = folded(value)
    if len(value) < 40 and any(_same_name(plain, name) for name in names):
        return 0
    agreement = max((folded_likeness(plain, each) for each in said), default=0.0)
    tag = next((box.tag for box in unit.box.lineage() if box.tag in _HEADING_TAGS), "")
    base = {"h1": 40.0, "h2": 10.0}.get(tag, 0.0)
    if agreement >= _AGREES:
        return agreement + base
    in_furniture = any(box.furniture or box.comments for box in unit.box.lineage())
    if tag != "h1" or in_furniture:
        return 0.0
    # one word may be the name of a section or of the site
    return base if len(value) >= 12 and " " in value else base / 4


def likeness(one: str, other: str, least: float = 0.0) -> float:
    """0 to 100: how far two titles are the same words; 0 for less than `least`, which costs less."""
    return folded_likeness(folded(one), folded(other), least)


def folded_likeness(first: str, second: str, least: float = 0.0) -> float:
    """`likeness` of titles that are folded already."""
    if len(first) < _SHORTEST or len(second) < _SHORTEST:
        return 100.0 if first == second else 0.0
    if not _comparable(first, second):
        return 0.0
    return max(
        fuzz.ratio(first, second, score_cutoff=least),
        fuzz.token_sort_ratio(first, second, score_cutoff=least),
    )


def _comparable(first: str, second: str) -> bool:
    """Whether two titles are of lengths that can be those of the same words."""
    return len(first) <= 2 * len(second) and len(second) <= 2 * len(first)


def _unit_with(found: Outline, headline: str) -> Unit | None:
    """Where the headline stands: the largest heading that says it."""
    near = [unit for unit in found.units if unit.text and _may_be_like(unit.text, headline)]
    wanted = folded(headline)
    for tags in (*((tag,) for tag in _HEADING_TAGS), None):
        units = [unit for unit in near if tags is None or unit.box.tag in tags]
        alike = _all_alike([folded(unit.text) for unit in units], wanted)
        if alike:
            return units[alike[0]]
    return None


def _all_alike(texts: list[str], wanted: str) -> list[int]:
    """The places of the folded texts whose `likeness` to one is at least _AGREES, ascending.

    All are compared in one call for each measure, which costs less than a call for each text.
    """
    if len(wanted) < _SHORTEST:
        return [place for place, text in enumerate(texts) if text == wanted]
    offered = {
        place: text
        for place, text in enumerate(texts)
        if len(text) >= _SHORTEST and _comparable(text, wanted)
    }
    alike: set[int] = set()
    for measure in (fuzz.ratio, fuzz.token_sort_ratio):
        found = process.extract(wanted, offered, scorer=measure, score_cutoff=_AGREES, limit=None)
        alike.update(place for _, _, place in found)
    return sorted(alike)


def _may_be_like(text: str, headline: str) -> bool:
    """Whether two plain texts in whitespace normal form are of lengths that `likeness` compares."""
    return not (text.isascii() and headline.isascii()) or _comparable(text, headline)


def _variant(headline: Candidate, declared: list[Candidate]) -> Candidate | None:
    """A declared title that is worded otherwise than the headline."""
    if headline.source not in ("dom", "layout"):
        return None
    for each in declared:
        if _bare_words(each.value) != _bare_words(headline.value) and each.locator != "title":
            return each
    return None


def _bare_words(text: str) -> str:
    return re.sub(r"\W+", " ", folded(text)).strip()
