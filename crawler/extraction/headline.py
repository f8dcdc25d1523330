"""The headline that a reader sees, and the variant that is made for search engines.

The visible heading that agrees with what the page declares is the headline. Declared titles carry
the site's name at their end, and may be another wording altogether: that one is `headline_seo`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from archive.records import Provenance, Rejected
from crawler.extraction.candidates import chosen, folded
from crawler.extraction.heading_parts import Parted, parted, pieces_of
from crawler.extraction.headings import HEADING_TAGS, Heading, headings_of, said_by, unit_of
from crawler.extraction.likeness import AGREES, all_alike, letters, likeness, may_be_like
from crawler.extraction.outline import Outline, Unit
from crawler.extraction.page import Page
from crawler.extraction.titles import declared_titles
from crawler.items import Candidate

_OTHER = "not the page's headline"
_VARIANT = "another wording, as for search or sharing"
_ALIKE = 50.0


@dataclass(slots=True)
class HeadlineReading:
    """The headline, where it stands, and what else the page calls the article."""

    candidate: Candidate | None = None
    provenance: Provenance | None = None
    unit: Unit | None = None
    seo: Candidate | None = None
    kicker: str | None = None
    subtitle: str | None = None


def read_headline(page: Page, layout: Iterable[Candidate] = ()) -> HeadlineReading:
    """The headline of a page; a layout's candidates come first."""
    declared = declared_titles(page)
    headings = headings_of(page, said_by(page, declared))
    seen = [each.candidate for each in headings]
    offered = [*layout, *seen[:1], *declared, *seen[1:]]
    if not offered:
        return HeadlineReading()
    first = offered[0]
    heading = headings[0] if headings and first is seen[0] else None
    whole = Parted(first.value) if heading is None else _parted(heading, declared)
    candidate = first
    if whole.headline != first.value:
        candidate = Candidate(whole.headline, first.source, first.locator, raw=first.value)
        offered.insert(1, first)
    candidate, provenance = chosen(candidate, offered[1:], otherwise=_OTHER)
    return HeadlineReading(
        candidate,
        _explained(provenance, candidate, headings),
        _place(page.outline, headings, heading, first.value),
        _variant(candidate, declared),
        whole.kicker,
        whole.subtitle,
    )


def _parted(heading: Heading, declared: list[Candidate]) -> Parted:
    nodes = [node for unit in heading.units for node in unit.nodes]
    return parted(heading.text, pieces_of(heading.box.node, nodes), declared)


def _explained(provenance: Provenance, headline: Candidate, headings: list[Heading]) -> Provenance:
    """The provenance with the reasons why other headings and wordings were rejected."""
    demoted = {each.text: each.why_demoted for each in headings if each.why_demoted}

    def explained(each: Rejected) -> Rejected:
        if each.why != _OTHER:
            return each
        why = demoted.get(each.value) if each.source == "dom" else None
        if why is None and likeness(each.value, headline.value) >= _ALIKE:
            why = _VARIANT
        return dataclasses.replace(each, why=why or _OTHER)

    return dataclasses.replace(provenance, rejected=tuple(map(explained, provenance.rejected)))


def _place(
    found: Outline, headings: list[Heading], chosen_one: Heading | None, headline: str
) -> Unit | None:
    """Where the headline stands: its heading, else the one that says it where it should stand."""
    good = [each for each in headings if each.why_demoted is None and each.agreement >= AGREES]
    if chosen_one is not None and chosen_one.why_demoted is None:
        return unit_of(chosen_one)
    alike = next((each for each in good if likeness(each.text, headline) >= AGREES), None)
    return unit_of(alike) if alike is not None else _unit_with(found, headline)


def _unit_with(found: Outline, headline: str) -> Unit | None:
    near = [unit for unit in found.units if unit.text and may_be_like(unit.text, headline)]
    wanted = folded(headline)
    for tags in (*((tag,) for tag in HEADING_TAGS), None):
        units = [unit for unit in near if tags is None or unit.box.tag in tags]
        alike = all_alike([folded(unit.text) for unit in units], wanted)
        if alike:
            return units[alike[0]]
    return None


def _variant(headline: Candidate, declared: list[Candidate]) -> Candidate | None:
    """A declared title that is worded otherwise than the headline."""
    if headline.source not in ("dom", "layout"):
        return None
    for each in declared:
        if letters(each.value) != letters(headline.value) and each.locator != "title":
            return each
    return None
