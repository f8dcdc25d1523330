"""Whitespace normal form, and texts folded for comparing: plain texts take a shorter way to it."""

from __future__ import annotations

import pytest

from crawler.extraction.candidates import folded
from crawler.extraction.text import blanks_folded, joined, one_line


@pytest.mark.parametrize(
    ("text", "line", "piece"),
    [
        ("a b", "a b", "a b"),
        ("  a   b ", "a b", " a b "),
        ("\n\ta\u00a0 b\r\n", "a b", " a b "),
        ("a\u2009\u3000b\v", "a b", "a b "),
        ("a\u00adb\u200bc \x07d", "abc d", "a\u00adb\u200bc \x07d"),
        ("می\u200cخواهم  x", "می\u200cخواهم x", "می\u200cخواهم x"),
        ("", "", ""),
        ("\u00a0", "", " "),
    ],
)
def test_runs_of_blanks_are_one_space(text: str, line: str, piece: str) -> None:
    assert (line, piece) == (one_line(text), blanks_folded(text))


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([" a ", " b "], "a b"),
        (["a ", "\n", " \n b"], "a\nb"),
        (["a\u00ad", "b"], "ab"),
        (["\n", " "], ""),
    ],
)
def test_pieces_keep_the_breaks_of_the_page(pieces: list[str], expected: str) -> None:
    assert expected == joined(pieces)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The  `Paper`", "the 'paper'"),
        ("“Straße” – ‘ＡＰ’", "\"strasse\" - 'ap'"),
        ("„" + "é " * 300 + "»", '"' + " ".join("é" * 300) + ' "'),
    ],
)
def test_signs_case_and_width_are_folded(text: str, expected: str) -> None:
    assert expected == folded(text)
