"""Where on a page its article's date may stand: around headline and text, not in clocks and teasers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extraction.outline import Box, Unit
from crawler.extraction.page import Page

_EMBED = re.compile(r"twitter-tweet|tweet-embed|instagram-media|fb-post|tiktok-embed|bluesky-embed")
_CLOCK = re.compile(r"clock|masthead|today|current-?(?:date|time)|weather")
_LEVELS = 3
_ABOVE, _BELOW, _AFTER = 11, 14, 12
"""Units above the headline, below it, and after the text, among which a date is looked for."""
_GAP = 6
_FARTHEST = 90


class Surroundings:
    """Where headline and text stand, in units of the page."""

    def __init__(self, page: Page, headline: Unit | None, body: list[Unit]) -> None:
        places = page.outline.places
        texts = [places[id(unit)] for unit in body if id(unit) in places]
        title = places.get(id(headline)) if headline is not None else None
        self.units = page.outline.units
        self.headline = headline
        self.begins: int | None = min(texts) if texts else None
        self.ends: int | None = max(texts) if texts else None
        if title is None or (self.ends is not None and title > self.ends):
            title = self.begins or 0  # a headline below the text is of something else
        self.top = title if self.begins is None else min(title, self.begins)
        self.title = title
        self.inside = {id(unit) for unit in body}
        self.own = {
            id(box)
            for unit in (headline, *body[:1])
            if unit is not None
            for box in unit.box.lineage()
        }
        self.near = (
            {
                id(box)
                for box, _ in zip(self._anchor.lineage(), range(_LEVELS), strict=False)
                if box.tag != "body"
            }
            if self.units
            else set()
        )

    @property
    def _anchor(self) -> Box:
        return self.units[self.title].box

    def window(self) -> Iterator[tuple[int, Unit]]:
        """The units among which a date is looked for, with their places."""
        last = max(self.title, self.ends or 0) + _FARTHEST
        first = max(0, self.top - _ABOVE)
        yield from enumerate(self.units[first : last + 1], first)

    def is_above(self, place: int) -> bool:
        return place < self.top

    def is_head(self, place: int) -> bool:
        """Whether a place is between headline and text, or close below the headline."""
        if self.begins is not None and self.top <= place < self.begins:
            return place - self.title < _FARTHEST // 2
        if self.ends is not None and place > self.ends:
            return False
        return self.top <= place < self.title + _BELOW

    def is_foot(self, place: int) -> bool:
        return self.ends is not None and self.ends < place <= self.ends + _AFTER

    def may_be_dated(self, box: Box | None, place: int) -> bool:
        """Whether a box can hold the article's date: no clock, no comment, no other article.

        What stands above the headline must stand with it: a masthead shows today's date.
        """
        if box is None:
            return False
        aside = False
        for each in box.lineage():
            if id(each) in self.own:
                break
            if each.comments or each.tag in ("nav", "article"):
                return False
            if _EMBED.search(each.names) or (each.tag == "blockquote" and self._is_amid(place)):
                return False
            if _CLOCK.search(each.names):
                return False
            aside = aside or each.tag == "aside"
        if aside and not (0 <= place - self.title <= 6):
            return False
        return not self.is_above(place) or self._stands_with_headline(box, place)

    def _is_amid(self, place: int) -> bool:
        """Whether a place is after the text's beginning and before its end."""
        return self.begins is not None and self.begins < place < (self.ends or 0)

    def _stands_with_headline(self, box: Box, place: int) -> bool:
        if any(id(each) in self.near for each in box.lineage()):
            return True
        shared = next((each for each in box.lineage() if id(each) in self.own), None)
        between = self.units[place : self.title]
        if shared is None or shared.tag == "body" or len(between) > _GAP:
            return False
        before = self.units[place - _GAP].box if place >= _GAP else None
        starts_here = before is None or not before.inside(shared)
        return starts_here and not any(_is_of_masthead(unit) for unit in between)


def _is_of_masthead(unit: Unit) -> bool:
    return any(box.tag in ("nav", "header", "footer") for box in unit.box.lineage()) or (
        unit.link_share > 0.5 and len(unit.links) > 2
    )
