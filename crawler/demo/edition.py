"""One edition of the outlet: its stories, when they came out, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.demo.changes import second_edition
from crawler.demo.story import Language, Story, first_edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The stories at one time. Every date counts from `now`, when the first edition came out."""

    number: int
    now: datetime
    issued: datetime
    """When this edition came out, to the second."""
    base_url: str
    """Scheme, host and port, without a closing slash."""
    stories: tuple[Story, ...]
    """The newest first."""
    changed: frozenset[str]
    """Slugs of the stories that are not as in the first edition."""
    withdrawn: tuple[Story, ...]
    """Stories of the first edition that are gone."""

    def current(self, language: Language) -> tuple[Story, ...]:
        """The stories that front page, sections, feeds and news sitemap name."""
        return tuple(s for s in self.stories if s.language == language and not s.archived)

    def named(self, slug: str) -> Story:
        """The story of this name. KeyError where there is none, or none any more."""
        return {story.slug: story for story in self.stories}[slug]

    def url(self, story: Story) -> str:
        """The story's canonical URL."""
        return self.base_url + story.path(self.now)

    def last_modified(self, story: Story) -> datetime:
        """For the header: the silent changes count as well."""
        return self.issued if story.slug in self.changed else story.modified(self.now)


def edition(number: int, *, now: datetime, issued: datetime, base_url: str) -> Edition:
    """Edition 1 or 2. ValueError for any other number."""
    first = first_edition()
    if number not in (1, 2):
        raise ValueError(f"the outlet has editions 1 and 2, not {number}")
    stories = first if number == 1 else second_edition(first)
    left = {story.slug for story in stories}
    return Edition(
        number=number,
        now=now,
        issued=issued.replace(microsecond=0),
        base_url=base_url,
        stories=stories,
        changed=frozenset(story.slug for story in stories if story not in first),
        withdrawn=tuple(story for story in first if story.slug not in left),
    )
