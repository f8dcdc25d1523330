"""Something found in a text: a figure, a name, a quotation, a negation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """Characters begin..end of a text; equal `value` means that it says the same."""

    begin: int
    end: int
    value: str
    text: str
    """As printed."""
