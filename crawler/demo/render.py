"""The outlet's HTML: templates filled with stories, and with what changes at every visit.

Clock, view counters, the order of "most read" and the ages of wire items differ from request to
request, as on any news site; the rest of a page follows from its edition alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import jinja2
from markupsafe import Markup, escape

from crawler.demo.charsets import CHARSETS
from crawler.demo.edition import Edition
from crawler.demo.page import Visit
from crawler.demo.schema_org import json_ld
from crawler.demo.story import Comment, Language, Photo, Story, before
from crawler.demo.words import NAMES, SECTIONS, WIRE, WORDS, printed_date

_LINK = re.compile(r"\[([^\]]{1,200})\]\(([a-z-]{1,80})\)")
_UTM = "?utm_source=front&utm_medium=teaser"

Thread = tuple[Comment, datetime, Sequence["Thread"]]
"""A comment, its time, and the threads of its replies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    path: str
    link: str
    """The path, with tracking parameters on the front page."""
    headline: str
    standfirst: str
    printed: str
    photo: Photo | None


class Renderer:
    """Fills the templates for one edition."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._paths = {story.slug: story.path(edition.now) for story in edition.stories}
        self._templates = jinja2.Environment(
            loader=jinja2.PackageLoader("crawler.demo", "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        self._templates.filters["inline"] = self._inline
        self._templates.filters["printed"] = printed_date

    def article(self, story: Story, visit: Visit) -> str:
        """An article's page in its markup."""
        return self._filled("article.html", story, visit)

    def amp(self, story: Story, visit: Visit) -> str:
        """The AMP variant of an article's page."""
        return self._filled("amp.html", story, visit)

    def front(self, language: Language, visit: Visit) -> str:
        """The front page; its teasers carry tracking parameters."""
        stories = self._edition.current(language)
        return self._list(language, NAMES[language], stories, visit, tracking=_UTM)

    def section(self, language: Language, name: str, visit: Visit) -> str:
        """A section's page, with links that lead nowhere and to where an article once stood."""
        stories = [story for story in self._edition.current(language) if story.section == name]
        more = {"en": (("/en/weather-archive", WORDS["en"].archive), OLD_LINK), "ru": ()}[language]
        return self._list(language, SECTIONS[language][name], stories, visit, more=more)

    def _list(
        self,
        language: Language,
        heading: str,
        stories: Iterable[Story],
        visit: Visit,
        *,
        tracking: str = "",
        more: Sequence[tuple[str, str]] = (),
    ) -> str:
        teasers = [self._teaser(story, tracking) for story in stories]
        values = {"title": heading, "heading": heading, "teasers": teasers, "more": more}
        template = self._templates.get_template("list.html")
        return template.render(**values, meta_charset="utf-8", **self._around(language, visit))

    def _filled(self, template: str, story: Story, visit: Visit) -> str:
        values = {**self._around(story.language, visit), **self._of_story(story, visit)}
        return self._templates.get_template(template).render(values)

    def _around(self, language: Language, visit: Visit) -> dict[str, object]:
        """What every page of a language shows around its contents."""
        stories = self._edition.current(language)[:5]
        turn = visit.count % len(stories)
        ages = [(visit.count * 7 + at * 11) % 58 + 2 for at in range(len(WIRE[language]))]
        return {
            "language": language,
            "outlet_name": NAMES[language],
            "words": WORDS[language],
            "sections": SECTIONS[language],
            "base_url": self._edition.base_url,
            "visit": visit,
            "most_read": [self._teaser(story) for story in (*stories[turn:], *stories[:turn])],
            "wire": list(zip(WIRE[language], ages, strict=True)),
        }

    def _of_story(self, story: Story, visit: Visit) -> dict[str, object]:
        edition = self._edition
        return {
            "story": story,
            "title": story.headline,
            "path": story.path(edition.now),
            "url": edition.url(story),
            "amp_url": f"{edition.url(story)}/amp" if story.amp else None,
            "translations": self._translations(story),
            "meta_charset": CHARSETS[story.charset].meta,
            "published": story.published(edition.now),
            "modified": story.modified(edition.now),
            "section": SECTIONS[story.language][story.section],
            "views": 1200 + story.number % 977 + 3 * visit.count,
            "marked_byline": _marked(story),
            "json_ld": Markup(json_ld(story, edition) or ""),
            "blocks": story.blocks(),
            "posts": [(post, before(edition.now, minutes=post.minutes)) for post in story.posts],
            "related": [self._teaser(other) for other in self._related(story)],
            "threads": self._threads(story.comments, None),
            "flat": [(c, before(edition.now, minutes=c.minutes)) for c in story.comments],
        }

    def _translations(self, story: Story) -> list[tuple[str, str]]:
        if story.translation is None:
            return []
        other = self._edition.named(story.translation)
        return [(each.language, self._edition.url(each)) for each in (story, other)]

    def _related(self, story: Story) -> list[Story]:
        same = [other for other in self._edition.current(story.language) if other != story]
        return sorted(same, key=lambda other: other.section != story.section)[:3]

    def _threads(self, comments: Sequence[Comment], parent: int | None) -> Sequence[Thread]:
        """The replies to `parent`, each with its own; the outlet's threads are three deep."""
        now = self._edition.now
        return [
            (each, before(now, minutes=each.minutes), self._threads(comments, each.id))
            for each in comments
            if each.id and each.parent == parent
        ]

    def _teaser(self, story: Story, tracking: str = "") -> Teaser:
        path = self._paths[story.slug]
        return Teaser(
            path=path,
            link=path + tracking,
            headline=story.headline,
            standfirst=story.standfirst,
            printed=printed_date(story.published(self._edition.now), story.language),
            photo=next(iter(story.photos), None),
        )

    def _inline(self, text: str) -> Markup:
        """Escaped text with its links and dashes."""
        words = str(escape(text)).replace(" -- ", " — ")
        return Markup(_LINK.sub(self._anchor, words))

    def _anchor(self, match: re.Match[str]) -> str:
        return f'<a href="{self._paths[match[2]]}">{match[1]}</a>'


OLD_LINK = ("/en/old/20398.html", "The fire on the Anemone: all articles")
"""A URL that an article once had, and the words of the link to it."""


def _marked(story: Story) -> Markup:
    """The byline with each author as a schema.org Person in microdata."""
    byline = str(escape(story.byline))
    for name in story.authors:
        person = (
            '<span itemprop="author" itemscope itemtype="https://schema.org/Person">'
            f'<span itemprop="name">{escape(name)}</span></span>'
        )
        byline = byline.replace(str(escape(name)), person)
    return Markup(byline)
