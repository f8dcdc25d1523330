"""Texts as words: what counts as the same word, and where each stands in its text.

Rules
- Punctuation marks and figures are words; white space never is.
- A word's key folds Unicode form (NFC), soft hyphens and the style of quotation marks, and nothing
  else. Texts with equal keys differ in typography at most; any other difference is a change.
- Scripts written without spaces (Han, Kana, Thai, Lao, Khmer, Myanmar) are taken by character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09d7\u0a01-\u0a03"
    "\u0a3c-\u0a51\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd"
    "\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u200c\u200d"
)
_HAN_KANA = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_LETTER = rf"(?:[^\W{_HAN_KANA}{_SPACELESS}]|[{_MARKS}])"
_THIN = "\u00a0\u2009\u202f "

_WORD = re.compile(
    rf"(?<!\d)\d{{1,3}}(?:[{_THIN}]\d{{3}})+(?!\w)"  # 1 500
    r"|\d+(?:[.,:/]\d+)+(?!\w)"  # 1,500.25 12:30 1/2
    rf"|[{_SPACELESS}][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u102b-\u103e\u17b4-\u17d3]*"
    rf"|[{_HAN_KANA}]"
    rf"|{_LETTER}+(?:['\u2019\u02bc\u02bb\u2010\u2011-]{_LETTER}+)*"
    r"|[^\s\u200b\u2060\ufeff]"
)
_RAW = re.compile(rf"[\s\u200b\u2060\ufeff]+|{_WORD.pattern}")

_FOLDED = str.maketrans(
    dict.fromkeys("“”„‟«»″〝〞＂", '"')
    | dict.fromkeys("‘’‚‛‹›′ʼʻ＇`´", "'")
    | dict.fromkeys("\u00a0\u2009\u202f", " ")
    | {"\u00ad": None, "\u200b": None, "\u2060": None, "\ufeff": None}
)


@dataclass(frozen=True, slots=True)
class Words:
    """A text, the keys of its words, and where each begins (characters)."""

    text: str
    keys: tuple[str, ...]
    starts: tuple[int, ...]

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
    matches = list(_WORD.finditer(text))
    keys = [match.group() for match in matches]
    if not _is_plain(text):
        keys = [fold(key) for key in keys]
    return Words(text, tuple(keys), tuple([match.start() for match in matches]))


def raw_words_of(text: str) -> Words:
    """The words and the white space of a text as they stand: for typographic differences."""
    matches = list(_RAW.finditer(text))
    return Words(
        text, tuple(match.group() for match in matches), tuple(match.start() for match in matches)
    )


def fold(text: str) -> str:
    """The text with NFC, without soft hyphens and zero-width blanks, quotation marks straight."""
    if _is_plain(text):
        return text
    return unicodedata.normalize("NFC", text).translate(_FOLDED)


def _is_plain(text: str) -> bool:
    return text.isascii() and "`" not in text


def is_word(key: str) -> bool:
    """Whether a key has a letter or a digit, so that it is more than punctuation."""
    return key[0].isalnum() or any(character.isalnum() for character in key)


def word_count(keys: Sequence[str]) -> int:
    """How many of the keys are more than punctuation."""
    return sum(1 for key in keys if is_word(key))
