"""The frontier: which URLs are to be fetched, when, and who is at it.

`base` states the interface and its values; `sqlite` keeps it in a file of the collection.
"""

from crawler.frontier.base import (
    Ceiling,
    Counts,
    Frontier,
    Kind,
    Lead,
    Lease,
    Outcome,
    Put,
    Run,
    Verdict,
)
from crawler.frontier.sqlite import SqliteFrontier

__all__ = [
    "Ceiling",
    "Counts",
    "Frontier",
    "Kind",
    "Lead",
    "Lease",
    "Outcome",
    "Put",
    "Run",
    "SqliteFrontier",
    "Verdict",
]
