"""Which named field may stand in a record of which type, and segments (WARC/1.1, clauses 5 and 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from archive.verify.record import Record

_FORBIDDEN: Mapping[str, frozenset[str]] = {
    "warcinfo": frozenset(
        {"WARC-Concurrent-To", "WARC-IP-Address", "WARC-Refers-To", "WARC-Warcinfo-ID"}
    ),
    "response": frozenset({"WARC-Refers-To"}),
    "resource": frozenset({"WARC-Refers-To"}),
    "request": frozenset({"WARC-Refers-To"}),
    "metadata": frozenset(),
    "revisit": frozenset(),
    "conversion": frozenset({"WARC-Concurrent-To", "WARC-IP-Address"}),
    "continuation": frozenset({"WARC-Concurrent-To", "WARC-IP-Address", "WARC-Refers-To"}),
}
"""Sections 5.7, 5.10, 5.11 and 5.16; WARC-Target-URI (5.14) has a rule of its own."""

_ONLY_IN = {
    "WARC-Refers-To-Target-URI": "revisit",
    "WARC-Refers-To-Date": "revisit",
    "WARC-Filename": "warcinfo",
    "WARC-Profile": "revisit",
    "WARC-Segment-Origin-ID": "continuation",
    "WARC-Segment-Total-Length": "continuation",
}
"""Sections 5.12, 5.13, 5.17, 5.18, 5.21 and 5.22."""

_WITHOUT_PAYLOAD = frozenset({"warcinfo", "metadata"})
_OF_A_PAYLOAD = frozenset({"WARC-Payload-Digest", "WARC-Identified-Payload-Type"})
_NUMBER = re.compile(r"[0-9]{1,18}\Z")

_BOUND = {
    kind: forbidden | {name for name, only in _ONLY_IN.items() if only != kind}
    for kind, forbidden in _FORBIDDEN.items()
}
_UNDEFINED = frozenset[str]()


def place(record: Record) -> Iterator[tuple[str, str]]:
    """Fields that a record of this type shall not have."""
    for name in sorted(_BOUND.get(record.rec_type, _UNDEFINED) & record.values.keys()):
        yield "field-place", f"{name} stands in a {record.rec_type} record"
    if record.rec_type in _WITHOUT_PAYLOAD:
        for name in sorted(_OF_A_PAYLOAD & record.values.keys()):
            yield "payload-field", f"{name}: a {record.rec_type} record has no payload"


def segment(record: Record) -> Iterator[tuple[str, str]]:
    """The fields of a segmented record: where they must stand, and that they are numbers."""
    number = record.get("WARC-Segment-Number")
    if record.rec_type == "continuation":
        for name in ("WARC-Segment-Number", "WARC-Segment-Origin-ID"):
            if not record.get(name):
                yield "segment", f"a continuation without {name}"
    if number is not None and not _NUMBER.match(number):
        yield "segment", f"WARC-Segment-Number is no number: {number[:40]!r}"
    elif number is not None and (int(number) >= 2) != (record.rec_type == "continuation"):
        yield "segment", f"WARC-Segment-Number is {int(number)} in a {record.rec_type} record"
    total = record.get("WARC-Segment-Total-Length")
    if total is not None and not _NUMBER.match(total):
        yield "segment", f"WARC-Segment-Total-Length is no number: {total[:40]!r}"


class Segments:
    """The segments of a file that belong together, in the order in which they stand."""

    def __init__(self) -> None:
        self._series: dict[str, tuple[int, int, str]] = {}
        """Record id of the first segment to number and total length so far, and target URI."""

    def add(self, record: Record) -> Iterator[tuple[str, str]]:
        """What does not follow from the segments before; those of other files are not known."""
        number = record.get("WARC-Segment-Number") or ""
        if not _NUMBER.match(number):
            return
        if record.rec_type != "continuation":
            self._series[record.record_id or ""] = (1, record.length, record.url)
            if int(number) == 1:
                yield (
                    "segmented",
                    "the first of several segments: readers show it as if it were all",
                )
            return
        origin = record.get("WARC-Segment-Origin-ID") or ""
        if origin not in self._series:
            return
        last, length, url = self._series[origin]
        if int(number) != last + 1:
            yield "segment", f"segment {int(number)} follows segment {last}"
        if record.url != url:
            yield "segment", f"a segment of {record.url!r}, the first one is of {url!r}"
        self._series[origin] = (int(number), length + record.length, url)
        total = record.get("WARC-Segment-Total-Length") or ""
        if _NUMBER.match(total) and int(total) != length + record.length:
            text = f"WARC-Segment-Total-Length is {int(total)}, not {length + record.length}"
            yield "segment", text
