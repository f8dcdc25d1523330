"""Texts as words: what counts as the same word, and where each stands in its text.

Rules
- Punctuation marks and figures are words; white space never is.
- A word's key folds Unicode form (NFC), ligatures, full width, soft hyphens, marks of direction and
  the style of quotation marks, dashes and ellipses, and nothing else (an override of direction is
  a word of its own). Texts with the same words (`same_words`) differ in typography at most; any
  other difference is a change.
- A dash with spaces around it and one without are of two styles; a dash that comes or goes ("-5",
  "56" for "5-6") is a change.
- Scripts written without spaces (Han, Kana, Thai, Lao, Khmer, Myanmar) are taken by character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from archive.stream_safe import normalized

_MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09d7\u0a01-\u0a03"
    "\u0a3c-\u0a51\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd"
    "\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u200c\u200d"
)
HAN_KANA = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_LETTER = rf"(?:[^\W{HAN_KANA}{_SPACELESS}]|[{_MARKS}])"
_BLANK = r"\s\u200b\u2060\ufeff\u200e\u200f\u061c\u202a-\u202c\u2066-\u2069\ufe0e\ufe0f"
"""White space, and characters that have no form of their own; not the two that override direction,
which show a figure the other way round."""
_APOSTROPHES = "'\u2018\u2019\u02bc\u02bb\u00b4"
_HYPHENS = "\u2010\u2011\u2013-"
_THIN = "\u00a0\u2009\u202f "

_WORD = re.compile(
    r"[A-Za-z]+(?=[ ,.;])"  # most words of many languages, and the quickest
    rf"|(?<!\d)\d{{1,3}}(?:[{_THIN}]\d{{3}})+(?!\w)"  # 1 500
    r"|\d+(?:[.,:/]\d+)+(?!\w)"  # 1,500.25 12:30 1/2
    rf"|[{_SPACELESS}][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u102b-\u103e\u17b4-\u17d3]*"
    rf"|[{HAN_KANA}][\u3099\u309a]?"
    rf"|{_LETTER}+(?:[{_APOSTROPHES}{_HYPHENS}]{_LETTER}+)*"
    r"|\.{3}|-{2,3}"
    rf"|[^{_BLANK}]"
)
_RAW = re.compile(rf"[{_BLANK}]+|{_WORD.pattern}")

_LINE_WORD = re.compile(rf"\n|{_WORD.pattern}")
_LINE_END = "\u00b6"

_MOST_BLANKS = 2_000
"""Characters by which two texts of the same words may differ in length."""

_FOLDED = str.maketrans(
    dict.fromkeys("“”„‟«»″〝〞＂", '"')
    | dict.fromkeys("‘’‚‛‹›′ʼʻ＇`´", "'")
    | dict.fromkeys("\u00a0\u2009\u202f", " ")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u00ad\u200b\u2060\ufeff\u200e\u200f\u061c\u0640\ufe0e\ufe0f")
    | dict.fromkeys([*map(chr, range(0x202A, 0x202D)), *map(chr, range(0x2066, 0x206A))])
    | {"\u2026": "...", "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi",
       "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code not in (0xFF02, 0xFF07)}
)  # fmt: skip


class Words:
    """A text and the keys of its words."""

    def __init__(self, text: str, keys: tuple[str, ...], pattern: re.Pattern[str] = _WORD) -> None:
        self.text = text
        self.keys = keys
        self._pattern = pattern

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each word begins (characters)."""
        return tuple([match.start() for match in self._pattern.finditer(self.text)])

    @cached_property
    def lowered(self) -> tuple[str, ...]:
        """The keys in lower case."""
        return tuple(map(str.casefold, self.keys))

    @cached_property
    def spoken(self) -> tuple[str, ...]:
        """The keys in lower case that are more than punctuation."""
        marks = {key for key in self.vocabulary if not is_word(key)}
        return tuple([key for key in self.lowered if key not in marks])

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The different keys in lower case."""
        return frozenset(self.lowered)

    def cut(self, index: int) -> int:
        """Where word `index` begins; 0 for the first, the text's end past the last."""
        if index <= 0:
            return 0
        return self.starts[index] if index < len(self.starts) else len(self.text)

    def slice(self, begin: int, end: int) -> str:
        """The text of words begin..end with the white space after them."""
        return self.text[self.cut(begin) : self.cut(end)] if begin < end else ""


def words_of(text: str) -> Words:
    """The words of a text, keys folded."""
    keys = _WORD.findall(text)
    if not _is_plain(text):
        keys = [fold(key) for key in keys]
    return Words(text, tuple(keys))


def line_words_of(text: str) -> Words:
    """As `words_of`, with the ends of lines as words of their own (their key is a pilcrow)."""
    keys = (_LINE_END if key == "\n" else fold(key) for key in _LINE_WORD.findall(text))
    return Words(text, tuple(keys), _LINE_WORD)


def same_words(one: Words, other: Words) -> bool:
    """Whether two texts differ in typography at most."""
    if one.keys == other.keys:
        return True
    return abs(len(one.text) - len(other.text)) <= _MOST_BLANKS and (
        _spread(one.keys) == _spread(other.keys)
    )


def _spread(keys: Iterable[str]) -> list[str]:
    """The keys with every dash and every blank of a figure between words of their own."""
    return " ".join(keys).replace("-", " - ").split()


def raw_words_of(text: str) -> Words:
    """The words and the white space of a text as they stand: for typographic differences."""
    return Words(text, tuple(_RAW.findall(text)), _RAW)


def fold(text: str) -> str:
    """The text with NFC and in one style: see the rules above."""
    if _is_plain(text):
        return text
    folded = normalized("NFC", text).translate(_FOLDED)
    return "-" if folded in ("--", "---") else folded


def _is_plain(text: str) -> bool:
    return text.isascii() and "`" not in text and "--" not in text


def is_word(key: str) -> bool:
    """Whether a key has a letter or a digit, so that it is more than punctuation."""
    return key[:1].isalnum() or any(character.isalnum() for character in key)


def word_count(keys: Sequence[str]) -> int:
    """How many of the keys are more than punctuation."""
    return sum(1 for key in keys if is_word(key))
