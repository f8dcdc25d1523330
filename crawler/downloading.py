"""Fetches a WARC that the user named by its URL, so that it can be imported.

The one request outside a crawl, made because the user asked for exactly this URL. The file is
streamed to disk; nothing of it is looked at here.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from archive.errors import ArchiveError, BadInput

_PIECE = 1 << 20
_SECONDS = 60


class NotFetched(ArchiveError):
    """A URL that was to be imported could not be fetched."""


def download(url: str, directory: Path, progress: Callable[[int], None]) -> Path:
    """The file behind an http(s) URL, under its own name in `directory`.

    Raises BadInput for another scheme or a URL without a file name, NotFetched where it fails.
    """
    parts = urlsplit(url)
    name = Path(unquote(parts.path)).name
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput(f"{url}: only http and https URLs can be imported")
    if not name:
        raise BadInput(f"{url}: names no file")
    target = directory / name
    try:
        with urllib.request.urlopen(url, timeout=_SECONDS) as answer, target.open("wb") as file:
            _copy(answer, file, progress)
    except (urllib.error.URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise NotFetched(f"{url}: could not be fetched: {reason}") from error
    return target


def _copy(answer: IO[bytes], file: IO[bytes], progress: Callable[[int], None]) -> None:
    done = 0
    while piece := answer.read(_PIECE):
        file.write(piece)
        done += len(piece)
        progress(done)
