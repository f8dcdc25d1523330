"""Unicode normalisation in linear time: to put a run of combining marks in order takes time that
grows with the square of the run, and pages may hold runs of any length.

Runs of more than MOST_MARKS are cut by a joiner first (Unicode UAX 15, Stream-Safe Text Format);
no language has such runs.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

MOST_MARKS = 30
_LETTERS = r"\x00-\x7f\u0400-\u0482\u048a-\u052f\u30a0-\u30ff\u3400-\u9fff\uac00-\ud7a3"
"""Scripts, or parts of them, without any combining mark."""
_MAY_HOLD_A_RUN = re.compile(rf"[^{_LETTERS}]{{{MOST_MARKS + 1},}}")
_JOINER = "\u034f"

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]


def normalized(form: Form, text: str) -> str:
    """The text in a normalisation form."""
    return unicodedata.normalize(form, _MAY_HOLD_A_RUN.sub(_bounded, text))


def _bounded(match: re.Match[str]) -> str:
    parts: list[str] = []
    run = 0
    for character in match.group():
        run = run + 1 if unicodedata.combining(character) else 0
        if run > MOST_MARKS:
            parts.append(_JOINER)
            run = 1
        parts.append(character)
    return "".join(parts)
