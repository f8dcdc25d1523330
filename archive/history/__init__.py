"""An article's history: what changed from revision to revision, and when it was gone."""

from archive.history.comparing import comments_since, compared, observed_interval, unchanged
from archive.history.edits import Edit, edit_of
from archive.history.presence import presence_changes
from archive.history.steps import edits_of, latest_edits

__all__ = [
    "Edit",
    "comments_since",
    "compared",
    "edit_of",
    "edits_of",
    "latest_edits",
    "observed_interval",
    "presence_changes",
    "unchanged",
]
