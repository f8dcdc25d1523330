"""A thread from its first request to its end: the same steps over the wire and over a WARC.

    walk = Walk(provider, ref, shown)
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

from archive.records import CommentThread
from archive.warc.exchange import Exchange
from crawler.comments.base import (
    Answer,
    CommentProvider,
    Stop,
    ThreadRead,
    ThreadRef,
    ThreadRequest,
)
from crawler.comments.gathering import MOST_COMMENTS, ByName, ByPage, Gathered
from crawler.comments.values import FAULTS
from crawler.items import CommentItem

_MOST_PARTS = 5_000
_WORST: tuple[Stop, ...] = ("error", "auth", "robots", "limit", "unsupported", "end")
"""Of several reasons the one that is told is the first of these."""


class Walk:
    """One thread being read."""

    def __init__(
        self, provider: CommentProvider, ref: ThreadRef, shown: Sequence[CommentItem] = ()
    ) -> None:
        """`shown`: the comments of the article's own page, where the thread begins there."""
        in_pages = provider.capabilities.in_pages
        self.provider = provider
        self.ref = ref
        self._waiting: deque[ThreadRequest] = deque()
        self._later: deque[ThreadRequest] = deque()
        """What the thread is whole without."""
        self._asked: set[str] = set()
        self._gathered: Gathered = ByPage(shown) if in_pages else ByName(provider.name)
        self._authors: dict[str, str] = {}
        self._declared = ref.declared_count
        self._counted = ref.declared_count if in_pages else None
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
        return len(self._gathered)

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
        new = self._gathered.take(request, answer.posts, source)
        if len(self._gathered) >= MOST_COMMENTS:
            self._stopped("limit")
        if answer.stop is not None and not request.optional:
            self._stopped(answer.stop)
        if answer.is_lost:
            self._waiting.clear()
            self._later.clear()
        elif new or not request.is_link:  # a page that shows nothing new leads nowhere
            self._want(answer.following)
        return answer.stop

    def unanswered(self, request: ThreadRequest, stop: Stop) -> None:
        """Note that a part was not to be had, and why."""
        if not request.optional:
            self._stopped(stop)

    def read(self) -> ThreadRead:
        """The thread as far as it was read by now."""
        items = self._gathered.ordered(self._authors)
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
        if self._is_doubtful or self._gathered.is_doubtful or self.ref.since is not None:
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

    def _want(self, requests: Iterable[ThreadRequest]) -> None:
        for request in requests:
            is_known = request.part in self._asked
            if is_known or len(self._asked) >= _MOST_PARTS:
                if not (request.optional or (is_known and request.is_link)):
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
