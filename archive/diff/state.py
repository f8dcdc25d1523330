"""A state of an article: its record and the comments under it, as one side of a comparison."""

from __future__ import annotations

from dataclasses import dataclass

from archive.records import Article, Comment


@dataclass(frozen=True, slots=True)
class State:
    """What one side shows."""

    article: Article
    comments: tuple[Comment, ...] = ()
    """In thread order; those gone carry their state."""
