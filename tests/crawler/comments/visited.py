"""Articles whose comments their pages would load, crawled twice: what is asked of the result."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.collection import Collection
from archive.records import Comment, CommentThread, Observation
from tests.commands import crawl
from tests.servers.site import Reply, robots, story
from tests.servers.threads import ThreadSite


@dataclass
class Visited:
    """A collection, and the site of which it was crawled."""

    path: Path
    site: ThreadSite
    urls: dict[str, str] = field(default_factory=dict)
    """Name of an article to its URL."""
    also: list[str] = field(default_factory=list)
    """Other targets: what is private is only reached where the user names it."""
    told: list[dict[str, Any]] = field(default_factory=list)
    """The summary of each crawl."""

    def publish(self, name: str, head: str = "", body: str = "", page: Reply | None = None) -> None:
        """Put an article on the site."""
        self.site.pages[f"/{name}"] = page or story(f"News of {name}", head=head, body=body)
        self.urls[name] = self.site.url(f"/{name}")

    def crawl(self, *options: object, **environment: str) -> None:
        """Visit every article."""
        done = crawl(self.path, *self.urls.values(), *self.also, options=options)
        assert done.status == 0, done.err
        self.told.append(done.json)

    def skipped(self, visit: int) -> dict[str, str]:
        """What the summary of a visit gives a reason for."""
        return {each["url"]: each["reason"] for each in self.told[visit]["skipped"]}

    def observations(self, name: str, path: Path | None = None) -> list[Observation]:
        """The visits to an article."""
        with Collection.open(path or self.path) as collection:
            return collection.observations(collection.find_article(self.urls[name]))

    def thread(self, name: str, visit: int = -1, path: Path | None = None) -> CommentThread:
        """An article's thread as a visit found it."""
        found = self.observations(name, path)[visit].comment_thread
        assert found is not None
        return found

    def comments(self, name: str, visit: int = -1, path: Path | None = None) -> list[Comment]:
        """An article's comments as they stood at a visit."""
        at = self.observations(name, path)[visit].fetched_at
        with Collection.open(path or self.path) as collection:
            return collection.comments(collection.find_article(self.urls[name]), at)

    def states(self, name: str, visit: int = -1) -> dict[str, str]:
        """Text to state."""
        return {each.text: each.state for each in self.comments(name, visit)}


def open_site(site: ThreadSite) -> ThreadSite:
    """The site with a robots.txt that allows everything."""
    site.pages["/robots.txt"] = robots("User-agent: *\nAllow: /\n")
    return site
