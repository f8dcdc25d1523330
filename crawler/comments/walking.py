"""A thread from its first request to its end: the same steps over the wire and over a WARC.

    walk = Walk(provider, ref)
    while (request := walk.next()) is not None:
        walk.answered(request, exchange, source)     or     walk.unanswered(request, "robots")
    read = walk.read()

Rules: a part is asked for once, so that cursors that lead in a circle end; what a provider's parser
meets never raises; a thread is complete when its paging ended, as many comments were read as the
provider declares, and it declared as many all along: where comments come or go while pages are
counted off, others slip from one page to another unseen. Without a count only a thread that one answer
holds is complete. A visit that asks only for what is new is never complete.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from archive.records import CommentThread, Provenance
from archive.warc.exchange import Exchange
from crawler.comments.base import (
    Answer,
    CommentProvider,
    Post,
    Stop,
    ThreadRead,
    ThreadRef,
    ThreadRequest,
)
from crawler.comments.trees import in_thread_order
from crawler.comments.values import FAULTS

MOST_COMMENTS = 50_000
"""Beyond any bound that a user may set: what a hostile provider can make one thread hold."""
_MOST_PARTS = 5_000
_WORST: tuple[Stop, ...] = ("error", "auth", "robots", "limit", "unsupported", "end")
"""Of several reasons the one that is told is the first of these."""


class Walk:
    """One thread being read."""

    def __init__(self, provider: CommentProvider, ref: ThreadRef) -> None:
        self.provider = provider
        self.ref = ref
        self._waiting: deque[ThreadRequest] = deque()
        self._later: deque[ThreadRequest] = deque()
        """What the thread is whole without."""
        self._asked: set[str] = set()
        self._posts: dict[str, Post] = {}
        self._authors: dict[str, str] = {}
        self._declared = ref.declared_count
        self._counted: int | None = None
        """What the provider declared, not the page."""
        self._is_doubtful = False
        """Comments may be missing that nobody counts."""
        self._stop: Stop | None = None
        self._want(self._first())
        if not self._waiting:
            self._stop = "unsupported"

    @property
    def is_asked(self) -> bool:
        """Whether there is anything to ask for: the page says enough for that."""
        return bool(self._asked)

    @property
    def comments(self) -> int:
        """How many comments were read."""
        return len(self._posts)

    def name_of(self, request: ThreadRequest) -> str:
        """What a request is called in a WARC: the provider, then the part."""
        return f"{self.provider.name} {request.part}"

    def next(self) -> ThreadRequest | None:
        """What to ask for next; None at the end."""
        waiting = self._waiting or self._later
        return waiting.popleft() if waiting else None

    def answered(self, request: ThreadRequest, exchange: Exchange, source: str) -> Stop | None:
        """Take an answer; `source` is the id of the record that holds it.

        Returns why it gives nothing, or not everything; None where it does.
        """
        stop = _refusal(exchange)
        answer = Answer(stop=stop) if stop else self._parsed(request, exchange)
        self._count(answer.declared_count)
        self._is_doubtful |= answer.is_short
        self._authors |= answer.authors
        for post in answer.posts:
            self._take(post, source)
        if answer.stop is not None and not request.optional:
            self._stopped(answer.stop)
        self._want(answer.following)
        return answer.stop

    def unanswered(self, request: ThreadRequest, stop: Stop) -> None:
        """Note that a part was not to be had, and why."""
        if not request.optional:
            self._stopped(stop)

    def read(self) -> ThreadRead:
        """The thread as far as it was read by now."""
        items = in_thread_order(self._posts.values(), self._authors)
        stop = self._stop or "end"
        thread = CommentThread(
            provider=self.provider.name,
            declared_count=self._declared,
            captured_count=len(items),
            complete=stop == "end" and self._is_whole(len(items)),
            stop_reason=stop,
            since=self.ref.since,
        )
        return ThreadRead(items=items, thread=thread)

    def _count(self, declared: int | None) -> None:
        """Note how many comments an answer says that there are."""
        if declared is None or self.ref.since is not None:
            return
        self._is_doubtful |= self._counted not in (None, declared)
        self._counted = self._declared = declared

    def _is_whole(self, captured: int) -> bool:
        """Whether a thread whose paging ended is all there is."""
        if self._is_doubtful or self.ref.since is not None:
            return False
        if self._counted is None and not self.provider.capabilities.in_one:
            return False
        return self._declared is None or captured >= self._declared

    def _first(self) -> Sequence[ThreadRequest]:
        try:
            return self.provider.first_requests(self.ref)
        except FAULTS:
            return ()  # the page names a place that cannot be asked

    def _parsed(self, request: ThreadRequest, exchange: Exchange) -> Answer:
        try:
            return self.provider.parse(request, exchange, self.ref)
        except FAULTS:
            return Answer(stop="error")  # of another shape than any that is known

    def _take(self, post: Post, source: str) -> None:
        """The first sight of a comment counts; a hostile provider's flood is cut."""
        name = post.item.id
        if not name or name in self._posts:
            return
        if len(self._posts) >= MOST_COMMENTS:
            self._stopped("limit")
            return
        locator = f"{source} {post.item.locator}"
        post.item.provider = self.provider.name
        post.item.provenance["/text"] = Provenance(source="api", locator=locator)
        self._posts[name] = post

    def _want(self, requests: Iterable[ThreadRequest]) -> None:
        for request in requests:
            if request.part in self._asked or len(self._asked) >= _MOST_PARTS:
                if not request.optional:
                    self._stopped("error")  # it leads back to what was read, or to no end
                continue
            self._asked.add(request.part)
            (self._later if request.optional else self._waiting).append(request)

    def _stopped(self, stop: Stop) -> None:
        known = self._stop
        if known is None or _WORST.index(stop) < _WORST.index(known):
            self._stop = stop


def _refusal(exchange: Exchange) -> Stop | None:
    """Why an answer is not parsed."""
    if exchange.status in (401, 403):
        return "auth"
    if exchange.status != 200 or exchange.truncated or exchange.undecoded:
        return "error"
    return None
