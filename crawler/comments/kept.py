"""A thread read again from the answers that an archive holds: no network, no key, no settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive.warc.exchange import Exchange
from crawler.comments.base import Stop, ThreadRead, ThreadRef
from crawler.comments.providers import BY_NAME
from crawler.comments.walking import Walk
from crawler.items import CommentItem

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
    stops: Mapping[str, Stop] = field(default_factory=dict)
    """Provider to why there are no more answers, where that is known: it has no record of its own."""


def read_kept(
    ref: ThreadRef, kept: KeptThread, shown: Sequence[CommentItem] = ()
) -> ThreadRead | None:
    """The thread as far as its answers are kept; None where it was never asked for.

    `shown`: the comments of the article's own page.
    """
    found = None
    at: ThreadRef | None = ref
    while at is not None:
        found = _read_at(at, kept, shown) or found
        at = next_place(at, found)
    return found


def next_place(ref: ThreadRef, read: ThreadRead | None) -> ThreadRef | None:
    """Where to look for a thread of which a place gave nothing; None where that is all."""
    is_vain = read is None or (not read.items and read.thread.stop_reason not in ("end", "limit"))
    return ref.otherwise if is_vain else None


def _read_at(ref: ThreadRef, kept: KeptThread, shown: Sequence[CommentItem]) -> ThreadRead | None:
    provider, stop = BY_NAME.get(ref.provider), kept.stops.get(ref.provider)
    mine = [name for name in kept.names if name.startswith(f"{ref.provider} ")]
    if provider is None or not (mine or stop):
        return None
    since = next((name.partition(_SINCE)[2] for name in mine if _SINCE in name), None)
    walk = Walk(provider, replace(ref, since=since), shown)
    while (request := walk.next()) is not None:
        name = walk.name_of(request)
        found = kept.load(name) if name in kept.names else None
        if found is not None:
            walk.answered(request, found.exchange, found.source)
        else:
            walk.unanswered(request, stop or "error")
    return walk.read()
