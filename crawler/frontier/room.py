"""How many URLs a run's ceilings still admit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from crawler.frontier.base import Ceiling, Kind


class Room:
    """What is left below the ceilings, counted on while leads are put."""

    def __init__(self, counts: Mapping[str, int], ceilings: Iterable[Ceiling]) -> None:
        """`counts`: the URLs of each kind that the run knows already."""
        self._ceilings = tuple(ceilings)
        self._counts: dict[str, int] = defaultdict(int, counts)

    def refusal(self, kind: Kind) -> str | None:
        """Why no more of this kind is admitted; None where there is room."""
        for ceiling in self._ceilings:
            count = sum(self._counts[each] for each in ceiling.kinds)
            if kind in ceiling.kinds and count >= ceiling.most:
                return ceiling.reason
        return None

    def take(self, kind: Kind) -> None:
        """Counts one more."""
        self._counts[kind] += 1
