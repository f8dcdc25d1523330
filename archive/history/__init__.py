"""Sequences of comparisons: an article's history, and the stream of edits of a collection.

planning.py    which steps there are, before any record is read
newest.py      the same, from the newest on
presence.py    an article that is gone, and back
said.py        what an article says, as texts in streams
returns.py     texts that come back: shown again, or taken back
noise.py       texts that change on many pages of a site at once
context.py     both of them, learned in one walk over the records
marking.py     what that says of a comparison's events
comparing.py   two revisions of one article
steps.py       a planned step made
edits.py       a step, and the same as a line of a list
stream.py      the steps of a collection, newest first, and of one article
"""

from archive.history.comparing import comments_since, compared, observed_interval, unchanged
from archive.history.edits import Edit, Step, edit_of
from archive.history.presence import presence_changes
from archive.history.statistics import statistics_of
from archive.history.stream import (
    NOISE_NOT_SOUGHT,
    Asked,
    edits_between,
    edits_of,
    latest_edits,
    seen_in,
    steps_of,
)

__all__ = [
    "NOISE_NOT_SOUGHT",
    "Asked",
    "Edit",
    "Step",
    "comments_since",
    "compared",
    "edit_of",
    "edits_between",
    "edits_of",
    "latest_edits",
    "observed_interval",
    "presence_changes",
    "seen_in",
    "statistics_of",
    "steps_of",
    "unchanged",
]
