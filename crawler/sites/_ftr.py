"""Sites from a checkout of ftr-site-config that the user names: one file `HOST.txt` a site.

The files stay where they are and are read when a page of their host is. `example.com.txt`, or
`www.example.com.txt`, is for example.com and www.example.com, `.example.com.txt` for all hosts below
it, and a host's own file goes before that of a domain above it. A name may have capitals, or signs
that are no ASCII; what is no ordinary file is not opened.
"""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
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
    host = _host_of(urlsplit(url).hostname or "")
    if checkout is None or host is None:
        return None
    files = _files(checkout, checkout.stat().st_mtime_ns)
    for name in _names(host):
        found = read_file(files[name]) if name in files else None
        if found is not None:
            return found
    return None


def _host_of(name: str) -> str | None:
    """A host as it is asked for: small ASCII letters, without `www.`; None where it is none."""
    try:
        plain = name.lower().encode("idna").decode("ascii")
    except UnicodeError:
        return None
    host = plain.removeprefix("www.")
    return host if _HOST.fullmatch(host) else None


@lru_cache(maxsize=4)
def _files(checkout: Path, changed: int) -> Mapping[str, Path]:
    """The ordinary files of a checkout by what they are for: a host, or `.` and a domain.

    Of two for the same, the one whose name is that of the host.
    """
    found: dict[str, Path] = {}
    for path in sorted(checkout.glob("*.txt"), key=lambda each: (len(each.name), each.name)):
        stem = path.name.removesuffix(".txt")
        host = _host_of(stem.removeprefix("."))
        if host is not None and path.is_file():
            found.setdefault(f".{host}" if stem.startswith(".") else host, path)
    return found


def _names(host: str) -> Iterator[str]:
    """What the files can be for that serve a host, the nearest first."""
    yield host
    labels = host.split(".")
    for depth in range(1, len(labels) - 1):
        yield f".{'.'.join(labels[depth:])}"


@cache
def read_file(path: Path) -> FtrFile | None:
    """A file of the checkout; None where it cannot be read."""
    try:
        with path.open("rb") as stream:
            text = _decoded(stream.read(_LARGEST))
    except OSError:
        return None
    host = _host_of(path.name.removesuffix(".txt").removeprefix("."))
    return FtrFile(path.name, host, ftr_rules(text)) if host is not None else None


def _decoded(content: bytes) -> str:
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return content.decode("utf-16" if is_wide else "utf-8", "replace")


def every_file(checkout: Path) -> Iterator[FtrFile]:
    """Every file of a checkout that serves a host, by name."""
    files = _files(checkout, checkout.stat().st_mtime_ns).values()
    for path in sorted(files, key=lambda each: each.name):
        found = read_file(path)
        if found is not None:
            yield found
