"""What became of everything that a page needs: its pictures, stylesheets, scripts, fonts.

A page is told when the last of its requisites is settled, or when the crawl ends; what stylesheets
name counts as the page's. Pure: it keeps no file and asks nobody but `earlier`.

The fields of such a metadata record (application/warc-fields), a line a requisite:

    requisite: URL HOW OUTCOME
    HOW        image | image_size | other_image | stylesheet | script | font | icon | style | css
    OUTCOME    STATUS <record id> [redirected to URL]     what answered, and the record that holds it
               failed REASON | skipped REASON             no answer; not asked for
               pending REASON                             not settled when the record was written
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

MOST_PAGES = 512
"""Pages that wait at a time; beyond them the one that waits longest is told as it stands."""
MOST_RESULTS = 20_000
"""Requisites whose outcome is remembered, because the next page needs them too."""

ENDED = "pending the crawl ended before it was settled"
_CROWDED = f"pending more than {MOST_PAGES} pages waited for their requisites"

Fields = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Result:
    outcome: str
    names: Mapping[str, str]
    """What it names itself, of a stylesheet: URL to how."""


@dataclass(slots=True)
class _Page:
    url: str
    record_id: str
    how: dict[str, str] = field(default_factory=dict)
    """Requisite to how it was found, in the order of the page."""
    outcomes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """A page and what is to be written of it."""

    url: str
    record_id: str
    """Of the page's own record."""
    fields: Fields


class PageRequisites:
    """The pages of a crawl whose requisites are under way."""

    def __init__(self, earlier: Callable[[str], str | None] = lambda url: None) -> None:
        """`earlier` gives the outcome of a requisite that this crawl has fetched already."""
        self._earlier = earlier
        self._pages: dict[str, _Page] = {}
        self._waiting: dict[str, list[str]] = {}
        """Requisite to the record ids of the pages that wait for it."""
        self._results: dict[str, _Result] = {}

    def page(self, url: str, record_id: str, names: Mapping[str, str]) -> list[Told]:
        """A page that was captured, and what it names: URL to how. What is to be written now."""
        page = _Page(url, record_id)
        self._pages[record_id] = page
        self._add(page, names)
        told = self._whole([record_id])
        if len(self._pages) > MOST_PAGES:
            told.append(self._tell(next(iter(self._pages)), _CROWDED))
        return told

    def names(self, url: str, names: Mapping[str, str]) -> None:
        """What a requisite names in turn; to be told before it is settled."""
        for record_id in self._waiting.get(url, ()):
            self._add(self._pages[record_id], names)
        self._remember(url, _Result("", names))

    def settled(self, url: str, outcome: str) -> list[Told]:
        """What became of a requisite. What is to be written of pages that are now whole."""
        known = self._results.get(url)
        self._remember(url, _Result(outcome, known.names if known else {}))
        waiting = self._waiting.pop(url, [])
        for record_id in waiting:
            self._pages[record_id].outcomes[url] = outcome
        return self._whole(waiting)

    def rest(self) -> list[Told]:
        """What is to be written of the pages that still wait when the crawl ends."""
        return [self._tell(record_id, ENDED) for record_id in list(self._pages)]

    def _add(self, page: _Page, names: Mapping[str, str]) -> None:
        """Names of a page, and of its stylesheets that came before."""
        left = list(names.items())
        while left:
            url, how = left.pop(0)
            if url in page.how:
                continue
            page.how[url] = how
            result = self._result(url)
            if result is None:
                self._waiting.setdefault(url, []).append(page.record_id)
            else:
                page.outcomes[url] = result.outcome
                left += result.names.items()

    def _result(self, url: str) -> _Result | None:
        known = self._results.get(url)
        if known is not None and known.outcome:
            return known
        earlier = None if url in self._waiting else self._earlier(url)
        return _Result(earlier, known.names if known else {}) if earlier else None

    def _remember(self, url: str, result: _Result) -> None:
        self._results.pop(url, None)
        self._results[url] = result
        while len(self._results) > MOST_RESULTS:
            del self._results[next(iter(self._results))]

    def _whole(self, record_ids: Iterable[str]) -> list[Told]:
        pages = [self._pages[each] for each in record_ids if each in self._pages]
        return [self._tell(p.record_id, "") for p in pages if len(p.outcomes) == len(p.how)]

    def _tell(self, record_id: str, pending: str) -> Told:
        page = self._pages.pop(record_id)
        for url in page.how.keys() - page.outcomes.keys():
            left = [each for each in self._waiting[url] if each != record_id]
            self._waiting[url] = left
            if not left:
                del self._waiting[url]
        outcomes = [(url, how, page.outcomes.get(url, pending)) for url, how in page.how.items()]
        missing = sum(not _is_captured(outcome) for _, _, outcome in outcomes)
        lines = (("requisite", f"{url} {how} {outcome}") for url, how, outcome in outcomes)
        counts = (("requisites", str(len(outcomes))), ("requisitesMissing", str(missing)))
        return Told(page.url, record_id, (*counts, *lines))


def _is_captured(outcome: str) -> bool:
    """Whether its bytes are in the archive: an answer of 2xx, or 304 to what is there already."""
    return outcome.startswith(("2", "304 "))
