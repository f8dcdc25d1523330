"""What reads a page's HTML, for commands of the archive that are given files.

The archive never imports the reader: the `microfiche` command hands it over as click's object.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.records import PageRecords


@dataclass(frozen=True, slots=True)
class PageReader:
    """Reads a bare file as the crawler would have read the page."""

    read: Callable[[bytes, str], PageRecords]
    """From the page's bytes and its URL to its records."""
