"""A thread read again from the answers that an archive holds: no network, no key, no settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from archive.warc.exchange import Exchange
from crawler.comments.base import Stop, ThreadRead, ThreadRef
from crawler.comments.providers import BY_NAME
from crawler.comments.walking import Walk

_SINCE = " since="


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """An answer of a provider, and the id of the record that holds it."""

    exchange: Exchange
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptThread:
    """What is kept of the fetching of a thread."""

    names: frozenset[str] = frozenset()
    """What is kept, by `Walk.name_of` the request."""
    load: Callable[[str], KeptAnswer | None] = lambda name: None
    """The answer of a name, read when it is wanted; None where it cannot be."""
    stop: Stop | None = None
    """Why there are no more answers, where that is known: it leaves no record of its own."""


def read_kept(ref: ThreadRef, kept: KeptThread) -> ThreadRead | None:
    """The thread as far as its answers are kept; None where it was never asked for."""
    provider = BY_NAME.get(ref.provider)
    mine = [name for name in kept.names if name.startswith(f"{ref.provider} ")]
    if provider is None or not (mine or kept.stop):
        return None
    since = next((name.partition(_SINCE)[2] for name in mine if _SINCE in name), None)
    walk = Walk(provider, replace(ref, since=since))
    while (request := walk.next()) is not None:
        name = walk.name_of(request)
        found = kept.load(name) if name in kept.names else None
        if found is not None:
            walk.answered(request, found.exchange, found.source)
        else:
            walk.unanswered(request, kept.stop or "error")
    return walk.read()
