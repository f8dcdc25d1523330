"""Headers in which nothing is wrong, recognised in one go.

The records of a file have a few shapes: the same named fields in the same order. Once every rule for
fields (archive.verify.fields) was asked of a record and found nothing, a pattern of its shape says
the same of each record that it matches: the names are those, so is every value on which a rule
decides by its text, and the others are of the form that the rules demand, or of a narrower one.
Whatever matches none is read field by field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from archive.verify.record import Record, spelled
from archive.warc.rows import WITHDRAWAL_ID

_MOST = 12
"""Shapes of one file."""
_MOST_FIELDS = 40
_TYPES = frozenset({"response", "request", "resource", "metadata"})
_UNUSUAL = frozenset(
    {"WARC-Segment-Number", "WARC-Segment-Origin-ID", "WARC-Segment-Total-Length", WITHDRAWAL_ID}
)
"""Fields about which more is asked than a pattern can tell."""
_WANTED = frozenset({"WARC-Record-ID", "WARC-Date", "Content-Length", "Content-Type"})
_LITERAL = frozenset({"WARC-Type", "WARC-Truncated", "WARC-Identified-Payload-Type"})

_DAY = (
    r"[12]\d{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))"
)
_TIME = r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d"
_DATES = {"1.0": rf"{_DAY}{_TIME}Z", "1.1": rf"{_DAY}{_TIME}(?:\.\d{{1,9}})?Z"}
_ID = r"<[A-Za-z][A-Za-z0-9+.\-]*:[!-;=?-~]+>"
_BYTE = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_FORMS: Mapping[str, str] = {
    "WARC-Record-ID": _ID,
    "WARC-Warcinfo-ID": _ID,
    "WARC-Concurrent-To": _ID,
    "WARC-Refers-To": _ID,
    "Content-Length": r"\d{1,18}",
    "WARC-Target-URI": r"[A-Za-z][A-Za-z0-9+.\-]*:[!-;=?-~]*",
    "WARC-IP-Address": rf"{_BYTE}(?:\.{_BYTE}){{3}}",
}
_SOME = r"[!-~](?:[^\r\n]*[!-~])?"
"""A text without blanks at its ends."""


class Shape:
    """The header of a record in which no rule found anything; see the module."""

    def __init__(self, record: Record) -> None:
        self.rec_type = record.rec_type
        self.version = record.version
        names = [spelled(name) for name, _ in record.fields]
        self.places = {name: place for place, name in reversed(list(enumerate(names)))}
        """Each field's first place."""
        self.related = [at for at, name in enumerate(names) if name == "WARC-Concurrent-To"]
        lines = "".join(
            rf"{re.escape(name)}: ({self._form(record, name)})\r\n" for name, _ in record.fields
        )
        version = re.escape(record.version)
        self.match = re.compile(rf"WARC/{version}\r\n{lines}\r\n", re.ASCII).fullmatch

    def _form(self, record: Record, name: str) -> str:
        """The pattern of a field's value."""
        name = spelled(name)
        literal = _literal(record, name)
        if literal is not None:
            return re.escape(literal)
        if name in ("WARC-Date", "WARC-Refers-To-Date"):
            return _DATES[record.version]
        return _FORMS.get(name) or (_SOME if name == "Content-Type" else f"(?:{_SOME})?")


def _literal(record: Record, name: str) -> str | None:
    """The value of a field on which a rule decides by its text; None of others."""
    name = spelled(name)
    is_http = name == "Content-Type" and record.rec_type in ("request", "response")
    return record.values[name] if is_http or name in _LITERAL else None


class Shapes:
    """The shapes that were seen in a file."""

    def __init__(self) -> None:
        self.known: list[Shape] = []
        self._keys: set[object] = set()

    def learn(self, record: Record) -> None:
        """Take the shape of a record in whose fields nothing is wrong."""
        if len(self.known) >= _MOST or not _is_usual(record):
            return
        key = (record.version, tuple((name, _literal(record, name)) for name, _ in record.fields))
        if key not in self._keys:
            self._keys.add(key)
            self.known.append(Shape(record))


def _is_usual(record: Record) -> bool:
    """Whether all that the rules for fields ask of such a record is asked by a pattern too."""
    names = record.values.keys()
    if len(record.fields) > _MOST_FIELDS:
        return False
    if record.rec_type not in _TYPES or record.version not in _DATES:
        return False
    if not (names >= _WANTED and names.isdisjoint(_UNUSUAL) and record.values["Content-Type"]):
        return False
    if record.rec_type in ("resource", "metadata"):
        return True
    return record.values["Content-Type"].lower().startswith("application/http")
