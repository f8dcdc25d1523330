"""An article page read: each field from its candidates, those of the layout first."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from archive.records import Provenance
from crawler.extraction import about
from crawler.extraction.blocks import blocks_of, blocks_of_text, media_of, notice_blocks
from crawler.extraction.body import Scope, body_scope
from crawler.extraction.byline import author_sources, byline_candidates, byline_lines
from crawler.extraction.candidates import choose, folded
from crawler.extraction.corrections import marked_corrections, notices_around
from crawler.extraction.dates import modified_candidates, published_candidates, shown_dates
from crawler.extraction.headline import HeadlineReading, folded_likeness, read_headline
from crawler.extraction.images import Figure, figures, images_of_page
from crawler.extraction.layout import Layout
from crawler.extraction.layout_images import ImageRules
from crawler.extraction.layout_scope import layout_scope
from crawler.extraction.live import is_marked_live, live_posts, outside_posts
from crawler.extraction.outline import Box, Unit
from crawler.extraction.page import Page
from crawler.extraction.rules import Rules
from crawler.extraction.standfirst import kicker, standfirst_unit
from crawler.items import ArticleItem, AuthorItem, AuthorsItem, BlockItem, Candidate

_LONGEST_STANDFIRST = 1500
_LEAST_PROSE = 140


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
        shown = sum(unit.prose for unit in self.scope.units) if self.scope else 0.0
        return shown or float(told)


def read_article(page: Page, layout: Layout | None = None) -> ArticleReading:
    """Whatever the page says as an article; whether it is one is for `page_type` to say."""
    item = ArticleItem(url=page.document.url)
    rules = Rules(page, layout)
    headline = _headline(page, rules, item)
    scope = layout_scope(rules, body_scope(page.outline, headline.unit))
    units = list(scope.units) if scope else []
    _names(page, rules, headline, units, item)
    _dates(page, rules, headline, item)
    _about(page, rules, item)
    above = _above_body(page, rules, headline, units, item)
    _text(page, rules, scope, headline.unit, above, item)
    item.warnings = list(dict.fromkeys([*page.warnings, *rules.warnings(item)]))
    return ArticleReading(item, scope, headline.unit)


def _headline(page: Page, rules: Rules, item: ArticleItem) -> HeadlineReading:
    reading = read_headline(page, rules.candidates("headline"))
    if reading.candidate is not None and reading.provenance is not None:
        item.headline = reading.candidate.value
        item.provenance["/headline"] = reading.provenance
    if reading.seo is not None:
        item.headline_seo = reading.seo.value
        item.provenance["/headline_seo"] = _sole(reading.seo)
    if reading.unit is not None:
        page.document.claims.claim(reading.unit.box.node, "headline")
    return reading


def _sole(candidate: Candidate) -> Provenance:
    return choose([candidate])[1]  # type: ignore[index]


def _names(
    page: Page,
    rules: Rules,
    headline: HeadlineReading,
    body: list[Unit],
    item: ArticleItem,
) -> None:
    lines = byline_candidates(page, headline.unit, body)
    given = rules.candidates("byline")
    if found := choose([*given, *lines]):
        item.byline, item.provenance["/byline"] = found[0].value, found[1]
    item.author = author_sources(page, headline.unit, body)
    if lines and (printed := byline_lines(page, lines[0])) is not None:
        item.author.append(printed)
    if given:
        authors = [AuthorItem(name=each.value) for each in given]
        item.author.insert(
            0, AuthorsItem(source="layout", locator=given[0].locator, authors=authors)
        )


def _dates(page: Page, rules: Rules, headline: HeadlineReading, item: ArticleItem) -> None:
    published = rules.candidates("date_published")
    modified = rules.candidates("date_modified")
    shown = shown_dates(page, headline.unit)
    item.date_published = [*published, *published_candidates(page, shown)]
    item.date_modified = [*modified, *modified_candidates(page, shown)]


def _about(page: Page, rules: Rules, item: ArticleItem) -> None:
    if found := about.language(page):
        item.in_language, item.provenance["/in_language"] = found[0].value, found[1]
    if found := about.canonical_url(page):
        item.canonical_url, item.provenance["/canonical_url"] = found[0].value, found[1]
    if found := about.description(page):
        item.description, item.provenance["/description"] = found[0].value, found[1]
    if found := about.is_free(page):
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
    _lists(page, rules, item)


def _lists(page: Page, rules: Rules, item: ArticleItem) -> None:
    sections = rules.candidates("section") or about.sections(page)
    keywords = rules.candidates("keywords") or about.keywords(page)
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
    unit = standfirst_unit(page, headline.unit, body)
    lines = rules.candidates("standfirst")
    if unit is not None:
        lines.append(Candidate(unit.text, "dom", unit.box.tag))
    lines = [each for each in lines if len(each.value) <= _LONGEST_STANDFIRST]
    if found := choose(lines):
        item.alternative_headline, item.provenance["/alternative_headline"] = (
            found[0].value,
            found[1],
        )
    given = rules.candidates("kicker")
    glued = [Candidate(headline.kicker, "dom", "h1")] if headline.kicker else []
    labels = [*given, *glued, kicker(page, headline.unit)]
    if found := choose([each for each in labels if each is not None]):
        item.kicker, item.provenance["/kicker"] = found[0].value, found[1]
    whole = headline.candidate.raw if headline.candidate is not None else None
    said = [item.headline, whole, item.alternative_headline, item.byline, item.kicker]
    return [folded(line) for line in said if line]


def _text(
    page: Page,
    rules: Rules,
    scope: Scope | None,
    headline: Unit | None,
    above: list[str],
    item: ArticleItem,
) -> None:
    """The body's blocks, the live-blog's posts, the notices, and what the body is told by."""
    units = [unit for unit in scope.units if not _repeats(unit, above)] if scope else []
    held: set[int] = set()
    if is_marked_live(page):
        posts, held = live_posts(page)
        if posts:
            item.type, item.live_blog_update = "live_blog", posts
            units = outside_posts(units, posts, held)
    if sum(unit.prose for unit in units) < _LEAST_PROSE and not item.live_blog_update:
        item.blocks = blocks_of_text(page.article)
        if item.blocks:
            page.warnings.append("the body was taken from JSON-LD: the page's markup has none")
            item.provenance["/body"] = Provenance(
                source="json_ld", locator="$.articleBody", confidence=0.6
            )
    if scope is None or item.blocks:
        item.image = [each.item for each in _figures(page, rules, None)] or images_of_page(page)
        _marked_corrections(page, item)
        return
    shown = _figures(page, rules, scope.root)
    item.image = [figure.item for figure in shown] or images_of_page(page)
    places = {figure.node.mem_id: place for place, figure in enumerate(shown)}
    around = notices_around(page.outline, scope.root, scope.units, headline)
    notices = [
        unit for unit in around if unit.node.mem_id not in held and not _repeats(unit, above)
    ]
    notices = [unit for unit in notices if not _claimed_elsewhere(page, unit)]
    units = [unit for unit in units if not _claimed_elsewhere(page, unit)]
    item.blocks = _blocks_among(page, scope.root, units, notices, places)
    item.video, item.audio = media_of(item.blocks)
    _marked_corrections(page, item)
    for unit in (*units, *notices):
        for node in unit.nodes:
            page.document.claims.owners.setdefault(node.mem_id, "body")


def _figures(page: Page, rules: Rules, root: Box | None) -> list[Figure]:
    """The photos by the layout's rules; by none where they leave no photo."""
    if rules.layout is None:
        return figures(page, root)
    images = ImageRules(rules)
    found = figures(page, root, images)
    images.missed()
    return found or figures(page, root)


def _blocks_among(
    page: Page, root: Box, units: list[Unit], notices: list[Unit], places: dict[int, int]
) -> list[BlockItem]:
    """The blocks of a body, and those of the notices around it, in order of the page."""
    apart = {id(unit) for unit in notices}
    wanted = apart | {id(unit) for unit in units}
    ordered = [unit for unit in page.outline.units if id(unit) in wanted]
    blocks: list[BlockItem] = []
    for is_notice, run in groupby(ordered, key=lambda unit: id(unit) in apart):
        if is_notice:
            blocks += notice_blocks(page.document, list(run))
        else:
            blocks += blocks_of(
                page.document, root, list(run), lambda node: places.get(node.mem_id)
            )
    return blocks


def _marked_corrections(page: Page, item: ArticleItem) -> None:
    """Set the notices of JSON-LD where no block is one."""
    if any(block.type == "correction" for block in item.blocks):
        return
    item.correction = marked_corrections(page.article)
    if item.correction:
        item.provenance["/correction"] = Provenance(
            source="json_ld", locator="$.correction", confidence=0.8
        )


def _repeats(unit: Unit, above: list[str]) -> bool:
    """Whether a unit only says again what stands above the body."""
    if unit.kind != "text" or len(unit.text) > _LONGEST_STANDFIRST:
        return False
    text = folded(unit.text)
    return any(
        text == line or (len(line) > 20 and folded_likeness(text, line, 95) > 95) for line in above
    )


def _claimed_elsewhere(page: Page, unit: Unit) -> bool:
    owners = page.document.claims.owners
    return any(owners.get(node.mem_id) not in (None, "body") for node in unit.nodes)
