"""Targets from a file: one a line, or OPML as feed readers write it."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from crawler.errors import BadTarget


def targets_in(path: Path) -> tuple[str, ...]:
    """The targets of a file. Raises BadTarget naming it where it cannot be read."""
    content = path.read_bytes()
    if content.lstrip().startswith(b"<"):
        return _opml(path, content)
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise BadTarget(f"{path}: is not UTF-8 text: {error}") from error
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _opml(path: Path, content: bytes) -> tuple[str, ...]:
    try:
        root = fromstring(content)
    except (ParseError, DefusedXmlException) as error:
        raise BadTarget(f"{path}: is not readable as OPML: {error}") from error
    outlines = root.iter("outline")
    found = [each.get("xmlUrl") or each.get("htmlUrl") for each in outlines]
    targets = tuple(url for url in found if url)
    if not targets:
        raise BadTarget(f"{path}: OPML without any outline that has an xmlUrl")
    return targets
