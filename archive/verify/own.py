"""Records that our own writer made: it gives each its digests, so one without them was changed.

Ours are the records behind a warcinfo that says `software: microfiche/…`, up to the next warcinfo,
unless they name another. What an excerpt copied stands behind the warcinfo of who wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.verify.findings import Problem
from archive.verify.record import Told
from archive.warc.revisits import IDENTICAL
from archive.warc.rows import PAYLOAD_SHA256, WITHDRAWAL_ID

_OURS = re.compile(rb"^software:[ \t]*microfiche/", re.MULTILINE)
_BLOCK = ("WARC-Block-Digest", "sha256:")
_PAYLOAD = ("WARC-Payload-Digest", "sha1:")
_PAYLOAD_TOO = (PAYLOAD_SHA256, "sha256:")


class Own:
    """Whose the records are, in their order."""

    def __init__(self) -> None:
        self.is_ours = False
        """Whether the last warcinfo is our writer's."""
        self._warcinfo: str | None = None

    def faults(self, record: Told, *, has_payload: bool) -> Iterator[Problem]:
        """What a record of ours lacks; `has_payload` is told of answers alone."""
        if record.rec_type == "warcinfo":
            self.is_ours = _OURS.search(record.kept) is not None
            self._warcinfo = record.record_id
        if not self.is_ours or record.get(WITHDRAWAL_ID) or self._is_foreign(record):
            return
        for name, label in _given(record, has_payload):
            value = record.get(name)
            if value is None or not value.startswith(label):
                said = f"is {value[:80]!r}" if value else "is missing"
                text = f"{name} {said}, and our writer gives one of {label.rstrip(':')}"
                yield Problem("own-digest", text, record.offset, record.record_id, record.url)

    def _is_foreign(self, record: Told) -> bool:
        return record.get("WARC-Warcinfo-ID") not in (None, self._warcinfo)


def _given(record: Told, has_payload: bool) -> tuple[tuple[str, str], ...]:
    """The digests that our writer gives such a record, each with its label."""
    if record.rec_type == "revisit" and record.get("WARC-Profile") != IDENTICAL:
        return _BLOCK, _PAYLOAD  # of a 304: what is known of the original
    if has_payload or record.rec_type == "revisit":
        return _BLOCK, _PAYLOAD, _PAYLOAD_TOO
    return (_BLOCK,)
