"""Sites from a checkout of ftr-site-config that the user names: one file `HOST.txt` a site.

The files stay where they are and are read when a page of their host is. `example.com.txt` is for
example.com and www.example.com, `.example.com.txt` for all hosts below it, and a host's own file
goes before that of a domain above it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from crawler.errors import BadSite
from crawler.extraction.ftr import FtrRules, ftr_rules

VARIABLE = "MICROFICHE_FTR"
"""The environment's name for the checkout: every process of a command reads alike."""
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+")
_LARGEST = 1 << 20


@dataclass(frozen=True)
class FtrFile:
    """A file of the checkout and its rules."""

    name: str
    host: str
    rules: FtrRules


def directory() -> Path | None:
    """The checkout, where one is named. Raises BadSite where it is not there."""
    named = os.environ.get(VARIABLE)
    if not named:
        return None
    path = Path(named)
    if not path.is_dir():
        raise BadSite(f"{path}: no directory (a checkout of ftr-site-config is wanted)")
    return path


def file_for(url: str) -> FtrFile | None:
    """The file of a URL's host; None without a checkout, or where it has none."""
    checkout = directory()
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    if checkout is None or not _HOST.fullmatch(host):
        return None
    for name in _names(host):
        found = read_file(checkout / name)
        if found is not None:
            return found
    return None


def _names(host: str) -> Iterator[str]:
    """The names of the files that can be for a host, the nearest first."""
    yield f"{host}.txt"
    labels = host.split(".")
    for depth in range(1, len(labels) - 1):
        yield f".{'.'.join(labels[depth:])}.txt"


@cache
def read_file(path: Path) -> FtrFile | None:
    """A file of the checkout; None where it is not there or cannot be read."""
    try:
        with path.open("rb") as stream:
            text = stream.read(_LARGEST).decode("utf-8", "replace")
    except OSError:
        return None
    return FtrFile(path.name, path.name.removesuffix(".txt").lstrip("."), ftr_rules(text))


def every_file(checkout: Path) -> Iterator[FtrFile]:
    """Every site's file of a checkout, by name."""
    for path in sorted(checkout.glob("*.txt")):
        found = read_file(path)
        if found is not None and _HOST.fullmatch(found.host):
            yield found
