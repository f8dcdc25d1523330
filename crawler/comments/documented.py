"""The table of docs/comments.md, from what the providers say of themselves."""

from __future__ import annotations

from crawler.comments.base import CommentProvider
from crawler.comments.markers import MARKERS
from crawler.comments.providers import BY_NAME, FETCHED, IN_PAGE


def rows() -> list[str]:
    """A line of Markdown for each provider."""
    return [_row(each) for each in (*IN_PAGE, *FETCHED)]


def others() -> str:
    """The systems that are known and not fetched, as a list in a sentence."""
    names = (each.provider for each in MARKERS if each.provider not in BY_NAME)
    return ", ".join(f"`{name}`" for name in sorted(names))


def _row(provider: CommentProvider) -> str:
    able = provider.capabilities
    needs = "; ".join(f"`{name}`: {what}" for name, what in able.needs.items())
    flags = (able.threaded, able.votes, able.deleted, able.incremental)
    cells = [
        f"`{provider.name}`",
        able.fetched or "nothing: it is in the page",
        needs or "–",
        able.unreachable or "–",
        *("yes" if flag else "no" for flag in flags),
    ]
    return f"| {' | '.join(cells)} |"
