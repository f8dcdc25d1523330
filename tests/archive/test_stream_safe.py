"""Texts are normalised as ever, and runs of marks in linear time."""

from __future__ import annotations

import unicodedata

import pytest

from archive.stream_safe import MOST_MARKS, normalized

ACUTE, BELOW = "\u0301", "\u0323"


@pytest.mark.parametrize(
    "text",
    [
        "The quay is open.",
        "Zo\u0308e Mu\u0308ller e\u0301tait la\u0300 " * 20,
        "Причал открыт после двух недель ремонта. " * 20,
        "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd " * 20,
        "港口在维修两周后重新开放。" * 20,
        "\u1112\u1161\u11ab\u1100\u1173\u11af" * 40,
        "ท่าเรือเปิดแล้ว" * 20,
        "a" + (BELOW + ACUTE) * (MOST_MARKS // 2),
    ],
)
def test_what_languages_write_is_normalised_as_the_standard_says(text: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert unicodedata.normalize(form, text) == normalized(form, text)


def test_a_run_of_marks_that_no_language_has_is_cut() -> None:
    found = normalized("NFC", "a" + (ACUTE + BELOW) * 250_000 + "b")
    runs = found.removeprefix("\u1ea1").split("\u034f")
    assert max(map(len, runs)) <= MOST_MARKS + 1
    assert 500_000 // MOST_MARKS <= len(runs)
