"""How often edits are looked for, and how often a message is tried."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds."""

    look: float = 2.0
    """Between two looks for what is new."""
    rest: float = 20.0
    """Times the processor time of a round: so long is none made after it."""
    longest_rest: float = 60.0
    first_wait: float = 5.0
    """After a message that was not taken; doubled with each."""
    longest_wait: float = 3600.0
    answer: float = 15.0
    """For one POST."""
    last_tries: float = 10.0
    """In which a watch that ends still tries to send what is owed."""

    def pause(self, worked: float) -> float:
        """After a round that took so much processor time: the crawl's share is not to be eaten."""
        return max(self.look, min(self.rest * worked, self.longest_rest))

    def wait(self, failures: int) -> float:
        """After so many failures in a row, one at least."""
        return min(self.first_wait * 2.0 ** min(failures - 1, 30), self.longest_wait)
