"""Text that was meant to be JSON, read as far as it is certain: `lenient_values`.

Pages write JSON by hand and by template: with comments, trailing and missing commas, unquoted keys,
raw line ends, quotes inside texts that nobody escaped, brackets too many, an end cut off. The reader
walks over the text once, without recursion; what it cannot place it leaves out, and says so.

A quote ends a text only where something may follow that JSON allows there: another quote belongs to
the text. A text, or a member without a value, that the end cuts off is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

LONGEST = 512 * 1024
DEEPEST = 100
_MOST_QUOTES = 2000
"""Quotes inside texts that are looked behind, a script."""

_SKIP = re.compile(
    r"(?:[\s,;\ufeff\x00-\x1f\x7f]+|//[^\n]*|/\*.*?(?:\*/|\Z)|<!--|-->|<!\[CDATA\[|\]\]>)*",
    re.DOTALL,
)
_CHUNK = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*', re.DOTALL)
_WORD = re.compile(r'[^\s,:;{}\[\]"]+')
_COLON = re.compile(r"\s{0,200}:")
_KEY = r'"(?:[^"\\\n]|\\.){0,120}"'
_AFTER_VALUE = re.compile(
    rf"\s{{0,200}}(?:,\s{{0,200}})?(?:[}}\]]|;?\s{{0,99}}\Z|{_KEY}\s{{0,20}}:|/[/*])"
)
_AFTER_BARE = re.compile(
    r"\s{0,200}(?:[}\]]|\Z|,\s{0,200}(?:[}\w$@-]{1,60}\s{0,20}[:}]|[}\"]|/[/*]))"
)
_AFTER_ITEM = re.compile(
    r'\s{0,200}(?:[}\]]|\Z|,\s{0,200}(?:["\[{}\]]|-?\d|(?:true|false|null)\b|/[/*]|\Z))'
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None}


@dataclass(slots=True)
class Lenient:
    """What was read: the objects and lists at the top, and whether anything was left out."""

    values: list[object] = field(default_factory=list)
    broken: bool = False


def lenient_values(text: str) -> Lenient:
    """Every object and list at the top of a text that is nearly JSON; never raises."""
    reader = _Reader(text[:LONGEST])
    reader.read()
    reader.found.broken = reader.found.broken or len(text) > LONGEST
    return reader.found


@dataclass(slots=True)
class _Open:
    """An object or list that is being read, and the key that waits for its value."""

    value: dict[str, object] | list[object]
    key: str | None = None
    is_bare: bool = False
    """Whether its keys stand without quotes."""


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.stack: list[_Open] = []
        self.quotes = 0
        self.found = Lenient()

    def read(self) -> None:
        while (sign := self._next()) is not None:
            if sign in "{[":
                self._open(sign)
            elif sign in "}]":
                self._close(sign)
            elif sign == '"':
                self._quoted()
            else:
                self._bare()
        self.found.broken = self.found.broken or bool(self.stack)

    def _next(self) -> str | None:
        """The next sign that means something; None at the end."""
        skipped = _SKIP.match(self.text, self.at)
        self.at = skipped.end() if skipped else self.at
        return self.text[self.at] if self.at < len(self.text) else None

    def _open(self, sign: str) -> None:
        self.at += 1
        value: dict[str, object] | list[object] = {} if sign == "{" else []
        if not self.stack:
            self.found.values.append(value)
        elif len(self.stack) < DEEPEST:
            self._put(value)
        else:
            self.found.broken = True
        self.stack.append(_Open(value))

    def _close(self, sign: str) -> None:
        """Close the object or list that this bracket is of; one that is of none is left out."""
        self.at += 1
        kind = dict if sign == "}" else list
        if self.stack and isinstance(self.stack[-1].value, kind):
            self.stack.pop()
            return
        self.found.broken = True
        if len(self.stack) > 1 and isinstance(self.stack[-2].value, kind):
            del self.stack[-2:]  # the bracket of the inner one is missing

    def _quoted(self) -> None:
        is_key = self._wants_key()
        read = self._string(is_key=is_key)
        if read is None:
            self.found.broken = True
            self.at = len(self.text)
        elif not is_key:
            self._put(read)
        else:
            self._take_key(read)

    def _string(self, *, is_key: bool) -> str | None:
        """The text between quotes; None where it has no end."""
        begin = end = self.at + 1
        while True:
            chunk = _CHUNK.match(self.text, end)
            end = chunk.end() if chunk else end
            if end >= len(self.text) or self.text[end] != '"':
                return None
            if self._ends(end + 1, is_key=is_key):
                self.at = end + 1
                return _unescaped(self.text[begin:end])
            end += 1

    def _ends(self, after: int, *, is_key: bool) -> bool:
        """Whether a quote is the closing one, by what follows it."""
        if is_key or not self.stack or self.quotes > _MOST_QUOTES:
            return True
        in_object = _AFTER_BARE if self.stack[-1].is_bare else _AFTER_VALUE
        follows = (in_object if self._is_object() else _AFTER_ITEM).match(self.text, after)
        if follows is None:
            self.quotes += 1
            self.found.broken = True
        return follows is not None

    def _bare(self) -> None:
        """A number, `true`, `null` …, an unquoted key, or something that has no place."""
        match = _WORD.match(self.text, self.at)
        if match is None:
            self.at += 1  # a colon that stands alone
            self.found.broken = True
            return
        self.at = match.end()
        if self._wants_key():
            self.stack[-1].is_bare = True
            self._take_key(match[0])
        elif self.stack:
            self._put(self._value_of(match[0]))
        else:
            self.found.broken = True

    def _wants_key(self) -> bool:
        return bool(self.stack) and self._is_object() and self.stack[-1].key is None

    def _is_object(self) -> bool:
        return isinstance(self.stack[-1].value, dict)

    def _take_key(self, key: str) -> None:
        colon = _COLON.match(self.text, self.at)
        if colon is None:
            self.found.broken = True
            return
        self.at = colon.end()
        self.stack[-1].key = key

    def _put(self, value: object) -> None:
        """Give a value to the object or list that is open."""
        if not self.stack:
            self.found.broken = True
            return
        around = self.stack[-1]
        if isinstance(around.value, list):
            around.value.append(value)
        elif around.key is not None:
            around.value.setdefault(around.key, value)
            around.key = None

    def _value_of(self, word: str) -> object:
        if word in _WORDS:
            return _WORDS[word]
        try:
            return int(word) if word.lstrip("-").isdigit() and len(word) < 19 else float(word)
        except ValueError:
            self.found.broken = True
            return None


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(_escaped, text)
    if any("\ud800" <= sign <= "\udfff" for sign in plain):
        return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return plain


def _escaped(match: re.Match[str]) -> str:
    sign = match[1]
    return chr(int(sign[1:], 16)) if len(sign) == 5 else _ESCAPED.get(sign, sign)
