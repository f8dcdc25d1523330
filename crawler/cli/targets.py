"""Targets from a file: one a line, or OPML as feed readers write it."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from crawler.errors import BadTarget


def targets_in(path: Path) -> tuple[str, ...]:
    """The targets of a file. Raises BadTarget naming it where it cannot be read."""
    try:
        content = path.read_bytes().removeprefix(BOM_UTF8)
    except OSError as error:
        raise BadTarget(f"{path}: {error.strerror}") from error
    if content.lstrip().startswith(b"<"):
        return _opml(path, content)
    try:
        lines = [line.strip() for line in content.decode("utf-8").splitlines()]
    except UnicodeDecodeError as error:
        raise BadTarget(f"{path}: is not UTF-8 text: {error}") from error
    return tuple(line for line in lines if line and not line.startswith("#"))


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
