"""An article page read: each field from its candidates, those of the layout first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.records import Provenance
from crawler.extraction import about
from crawler.extraction.article_text import LONGEST_STANDFIRST, read_text
from crawler.extraction.author_sources import author_sources, named_persons
from crawler.extraction.body import Scope, body_scope
from crawler.extraction.byline import bylines
from crawler.extraction.byline_guesses import guessed_authors
from crawler.extraction.candidates import choose, folded
from crawler.extraction.dates import modified_candidates, published_candidates
from crawler.extraction.document import css_path
from crawler.extraction.filed import printed_sections, printed_tags
from crawler.extraction.headline import HeadlineReading, read_headline
from crawler.extraction.language import language
from crawler.extraction.layout import Layout
from crawler.extraction.layout_byline import ruled_byline
from crawler.extraction.layout_scope import layout_scope
from crawler.extraction.origins import note_origins
from crawler.extraction.outline import Unit
from crawler.extraction.page import Page
from crawler.extraction.paywall import is_free
from crawler.extraction.rules import Rules
from crawler.extraction.shown_dates import shown_dates
from crawler.extraction.standfirst import kicker, standfirst_units, without_byline
from crawler.extraction.titles import without_site
from crawler.items import ArticleItem, Candidate

_LONGEST_HEADLINE = 500
_SAMPLED = 40
_SOME = 140
"""Units of the body that its language is told by."""


@dataclass(slots=True)
class ArticleReading:
    """The item, and how much of a body was found: page_type decides by it."""

    item: ArticleItem
    scope: Scope | None
    headline: Unit | None

    @property
    def prose(self) -> float:
        """Characters of running text: in the page's markup, or where it has none, in JSON-LD."""
        told = sum(len(block.text or "") for block in self.item.blocks if block.type == "paragraph")
        shown = self.scope.prose if self.scope else 0.0
        return shown if shown >= _SOME else max(shown, float(told))


def read_article(page: Page, layout: Layout | None = None) -> ArticleReading:
    """Whatever the page says as an article; whether it is one is for `page_type` to say."""
    item = ArticleItem(url=page.document.url)
    rules = Rules(page, layout)
    headline = _headline(page, rules, item)
    scope = layout_scope(rules, _scope(page, headline.unit))
    units = list(scope.units) if scope else []
    _names(page, rules, headline, units, item)
    _dates(page, rules, headline, units, item)
    _about(page, rules, headline.unit, units, item)
    above = _above_body(page, rules, headline, units, item)
    read_text(page, rules, scope, headline.unit, above, item)
    note_origins(page, rules, scope.root if scope else None, item)
    item.warnings = list(dict.fromkeys([*page.warnings, *rules.warnings(item)]))
    return ArticleReading(item, scope, headline.unit)


def _scope(page: Page, headline: Unit | None) -> Scope | None:
    declared = page.article is not None
    return body_scope(page.outline, headline, page.document.url, declared=declared)


def _headline(page: Page, rules: Rules, item: ArticleItem) -> HeadlineReading:
    found = rules.candidates("headline")
    given = [_without_site(page, each) for each in found if len(each.value) <= _LONGEST_HEADLINE]
    if found and not given:
        rules.miss("headline", "found a whole text")
    reading = read_headline(page, given)
    if reading.candidate is not None and reading.provenance is not None:
        item.headline = reading.candidate.value
        item.provenance["/headline"] = reading.provenance
    if reading.seo is not None:
        item.headline_seo = reading.seo.value
        item.provenance["/headline_seo"] = _sole(reading.seo)
    if reading.unit is not None:
        page.document.claims.claim(reading.unit.box.node, "headline")
    return reading


def _without_site(page: Page, given: Candidate) -> Candidate:
    """What a rule takes from a title or from metadata may end with the site's name."""
    value = without_site(given.value, page.site_names)
    return given if value == given.value else replace(given, value=value, raw=given.value)


def _sole(candidate: Candidate) -> Provenance:
    return choose([candidate])[1]  # type: ignore[index]


def _names(
    page: Page,
    rules: Rules,
    headline: HeadlineReading,
    body: list[Unit],
    item: ArticleItem,
) -> None:
    item.author = author_sources(page, headline.unit, body)
    lines = bylines(page, headline.unit, body, named_persons(item.author))
    given = ruled_byline(rules)
    if found := choose(
        [*([given.candidate] if given else []), *(each.candidate for each in lines)]
    ):
        item.byline, item.provenance["/byline"] = found[0].value, found[1]
    item.author += [each.authors for each in lines[:1]]
    item.author += guessed_authors(page, headline.unit, body)
    if given:
        item.author.insert(0, given.authors)


def _dates(
    page: Page, rules: Rules, headline: HeadlineReading, body: list[Unit], item: ArticleItem
) -> None:
    published = rules.candidates("date_published")
    modified = rules.candidates("date_modified")
    shown = shown_dates(page, headline.unit, body)
    item.date_published = [*published, *published_candidates(page, shown)]
    item.date_modified = [*modified, *modified_candidates(page, shown)]


def _about(
    page: Page, rules: Rules, headline: Unit | None, body: list[Unit], item: ArticleItem
) -> None:
    if found := language(page, _sample(body, item)):
        item.in_language, item.provenance["/in_language"] = found[0].value, found[1]
    if found := about.canonical_url(page):
        item.canonical_url, item.provenance["/canonical_url"] = found[0].value, found[1]
    if found := about.description(page):
        item.description, item.provenance["/description"] = found[0].value, found[1]
    if found := is_free(page):
        item.is_accessible_for_free = found[0].value == "true"
        item.provenance["/is_accessible_for_free"] = found[1]
    named, item.publisher_url = about.publisher(page)
    if named is not None:
        item.publisher_name, item.provenance["/publisher"] = named[0].value, named[1]
    item.publisher_names = list(page.site_names)
    own = {url.rstrip("/") for url in (page.document.url, item.canonical_url) if url}
    links = rules.nodes("translations")
    item.work_translation = about.linked_translations(page, links, own) or about.translations(
        page, own
    )
    _lists(page, rules, headline, item)


def _sample(body: list[Unit], item: ArticleItem) -> str:
    """As much of the article's text as tells its language."""
    texts = [unit.text for unit in body[:_SAMPLED] if unit.kind == "text"]
    return "\n".join([*texts, item.headline or ""])


def _lists(page: Page, rules: Rules, headline: Unit | None, item: ArticleItem) -> None:
    sections = rules.candidates("section") or about.sections(page)
    sections = sections or printed_sections(page, item.headline)
    keywords = about.listed_keywords(rules.candidates("keywords")) or about.keywords(page)
    keywords = keywords or printed_tags(page, headline)
    item.article_section = list(dict.fromkeys(each.value for each in sections))
    item.keywords = list(dict.fromkeys(each.value for each in keywords))
    if sections:
        item.provenance["/article_section"] = _sole(sections[0])
    if keywords:
        item.provenance["/keywords"] = _sole(keywords[0])


def _above_body(
    page: Page,
    rules: Rules,
    headline: HeadlineReading,
    body: list[Unit],
    item: ArticleItem,
) -> list[str]:
    """Set standfirst and kicker; the lines that the body must not repeat."""
    units = standfirst_units(page, headline.unit, body)
    lines = rules.candidates("standfirst")
    if units:
        text = without_byline("\n".join(unit.text for unit in units), item.byline)
        lines.append(Candidate(text, "dom", css_path(units[0].box.node)))
    if headline.subtitle:
        lines.append(Candidate(headline.subtitle, "dom", "h1"))
    lines = [each for each in lines if len(each.value) <= LONGEST_STANDFIRST]
    if found := choose(lines):
        item.alternative_headline, item.provenance["/alternative_headline"] = (
            found[0].value,
            found[1],
        )
        _claim(page, units)
    given = rules.candidates("kicker")
    glued = [Candidate(headline.kicker, "dom", "h1")] if headline.kicker else []
    labels = [*given, *glued, kicker(page, headline.unit)]
    if found := choose([each for each in labels if each is not None]):
        item.kicker, item.provenance["/kicker"] = found[0].value, found[1]
    whole = headline.candidate.raw if headline.candidate is not None else None
    said = [item.headline, whole, item.alternative_headline, item.byline, item.kicker]
    return [folded(line) for line in said if line]


def _claim(page: Page, units: list[Unit]) -> None:
    """Take the standfirst's nodes: nothing else is read from them."""
    for unit in units:
        for node in unit.nodes:
            page.document.claims.owners.setdefault(node.mem_id, "standfirst")
