"""Pages damaged by chance: cut, doubled, spliced, nested, with broken bytes, tags, values and JSON.

A change takes the page, a source of chance and another page, and gives the damaged page.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Change = Callable[[bytes, random.Random, bytes], bytes]
_TAG = re.compile(rb"</?[a-zA-Z][^<>]{0,2000}>")
_VALUE = re.compile(rb"=\s*(\"[^\"<>]{0,2000}\"|'[^'<>]{0,2000}')")
_LD = re.compile(
    rb"(<script[^<>]{0,300}ld\+json[^<>]{0,300}>)(.{1,200000}?)(</script)", re.S | re.I
)
_TEXT = re.compile(rb">([^<>]{1,2000})<")
_ODD = (
    *(b"\0", b"\xff", b"\xed\xa0\x80", b"\xc3", b"\xf4\x90\x80\x80", b"\x1a", b"\x85", b"\x0c"),
    *(b"<", b">", b'"', b"'", b"<!--", b"-->", b"<![CDATA[", b"</", b"<p", b"<!", b"<?"),
    *(b"&#0;", b"&#x110000;", b"&#xd800;", b"&#99999999999999999999;", b"&bogus;", b"&", b"&#"),
    *(
        b"<noscript>",
        b"<template>",
        b"<svg>",
        b"<math>",
        b"<select>",
        b"<plaintext>",
        b"<frameset>",
    ),
    *("\u2028\u202e\u200b\ufeff\u00ad".encode(), "٣١٢".encode(), "１２²½".encode(), b"[[[", b"((("),
)
_VALUES = (
    *(b'""', b'"\0"', b'"//["', b'"http://["', b'"javascript:"', b'"data:,"', b'"//\xff:99999/"'),
    *(b'"-1"', b'"99999999999999999999"', b'"1e999"', b'"NaN"', b'"0000-00-00T99:99:99+99:99"'),
    *(b'"9999-12-31T23:59:59-14:00"', b'"0001-01-01T00:00:00+14:00"', b'"P9999999Y"', b'" , ,"'),
    *(b'"&#xd800;"', b'"(0)"', b'"a\nb\tc"', b'"x 1w, y 2x, , ("', b'"en_US-x-\xc3\xbc"'),
)
_JSON = (
    *(b"null", b"true", b"[]", b"{}", b'""', b"[[]]", b"-1e999", b"NaN", b"1" * 5000, b'"\\ud800"'),
    *(
        b'{"@type":[]}',
        b'{"@type":{"@type":1}}',
        b'{"@graph":null}',
        b'{"@id":"#a","author":{"@id":"#a"}}',
    ),
    *(b"[" * 5000, b'{"a":' * 5000, b'{"@value":[1]}', b'"2024-02-30T25:61:61Z"', b'{"url":[{}]}'),
)
_CHARSETS = (
    *(
        b"utf-16",
        b"utf-7",
        b"utf-32",
        b"x-user-defined",
        b"replacement",
        b"iso-2022-jp",
        b"gb18030",
    ),
    *(
        b"shift_jis",
        b"big5",
        b"koi8-r",
        b"rot13",
        b"idna",
        b"punycode",
        b"\0",
        b"undefined",
        b"hex",
    ),
)


def _at(page: bytes, dice: random.Random) -> int:
    return dice.randrange(len(page) + 1)


def cut(page: bytes, dice: random.Random, other: bytes) -> bytes:
    start = _at(page, dice) if dice.random() < 0.3 else 0
    return page[start : max(start + 1, _at(page, dice))]


def doubled(page: bytes, dice: random.Random, other: bytes) -> bytes:
    start = _at(page, dice)
    return page + page if dice.random() < 0.5 else page[: _at(page, dice)] + page[start:]


def spliced(page: bytes, dice: random.Random, other: bytes) -> bytes:
    return page[: _at(page, dice)] + other[_at(other, dice) :]


def nested(page: bytes, dice: random.Random, other: bytes) -> bytes:
    """10,000 boxes around what follows a place in the page."""
    at = page.find(b">", _at(page, dice)) + 1
    tag = dice.choice(
        (b"div", b"b", b"table><tr><td", b"blockquote", b"span", b"ul><li", b"font a=1")
    )
    return page[:at] + b"<" + (tag + b"><") * 10_000 + b"p>" + page[at:]


def odd_bytes(page: bytes, dice: random.Random, other: bytes) -> bytes:
    for _ in range(dice.randint(1, 30)):
        at = _at(page, dice)
        page = page[:at] + dice.choice(_ODD) + page[at + dice.choice((0, 1, 7)) :]
    return page


def _some(found: re.Pattern[bytes], page: bytes, dice: random.Random, new: Change) -> bytes:
    share = dice.choice((0.01, 0.1, 0.6))

    def change(match: re.Match[bytes]) -> bytes:
        return new(match.group(), dice, b"") if dice.random() < share else match.group()

    return found.sub(change, page)


def broken_values(page: bytes, dice: random.Random, other: bytes) -> bytes:
    return _some(_VALUE, page, dice, lambda told, dice, _: b"=" + dice.choice(_VALUES))


def dropped_tags(page: bytes, dice: random.Random, other: bytes) -> bytes:
    return _some(_TAG, page, dice, lambda tag, dice, _: dice.choice((b"", b"", tag[:-1], tag * 2)))


def shuffled_tags(page: bytes, dice: random.Random, other: bytes) -> bytes:
    tags = _TAG.findall(page) or [b"<p>"]
    return _some(_TAG, page, dice, lambda tag, dice, _: dice.choice(tags))


def shuffled_text(page: bytes, dice: random.Random, other: bytes) -> bytes:
    """Texts and values in each other's places: a date where the author stood, and so on."""
    texts = [*_TEXT.findall(page), *(value.strip(b"\"'") for value in _VALUE.findall(page))] or [
        b""
    ]
    return _some(_TEXT, page, dice, lambda text, dice, _: b">" + dice.choice(texts) + b"<")


def shuffled_values(page: bytes, dice: random.Random, other: bytes) -> bytes:
    values = _VALUE.findall(page) or [b'""']
    return _some(_VALUE, page, dice, lambda told, dice, _: b"=" + dice.choice(values))


def broken_json(page: bytes, dice: random.Random, other: bytes) -> bytes:
    """JSON-LD with values, quotes or brackets that are not what they should be."""

    def change(match: re.Match[bytes]) -> bytes:
        text = match.group(2)
        for _ in range(dice.randint(1, 8)):
            values = list(re.finditer(rb':\s*("[^"]{0,500}"|[\[{0-9])', text))
            if values and dice.random() < 0.7:
                value = dice.choice(values)
                text = text[: value.start(1)] + dice.choice(_JSON) + text[value.end(1) :]
            else:
                at = _at(text, dice)
                text = (
                    text[:at]
                    + dice.choice((b"", b'"', b",", b"\\", b"}", b"\n", b"/*"))
                    + text[at + 1 :]
                )
        return match.group(1) + text + match.group(3)

    return _LD.sub(change, page)


def other_charset(page: bytes, dice: random.Random, other: bytes) -> bytes:
    name = dice.choice(_CHARSETS)
    if dice.random() < 0.3:
        page = page.decode("utf-8", "replace").encode(
            dice.choice(("utf-16", "utf-8-sig", "utf-16-be"))
        )
    return b"<meta charset='" + name + b"'>" + page


def repeated(page: bytes, dice: random.Random, other: bytes) -> bytes:
    """A piece of the page many times, to half a megabyte."""
    start = page.find(b"<", _at(page, dice))
    piece = page[max(start, 0) : max(start, 0) + dice.randint(1, 4000)] or b"x"
    at = _at(page, dice)
    return page[:at] + piece * (500_000 // len(piece)) + page[at:]


CHANGES: tuple[Change, ...] = (
    *(cut, doubled, spliced, odd_bytes, broken_values, dropped_tags, shuffled_tags),
    *(shuffled_text, shuffled_values, broken_json, other_charset),
)
COSTLY: tuple[Change, ...] = (nested, repeated)


def damaged(page: bytes, dice: random.Random, other: bytes, costly: float = 0.05) -> bytes:
    """A page after one to three changes; `costly` is the share of pages that grow much."""
    for change in dice.choices(CHANGES, k=dice.choice((1, 1, 2, 3))):
        page = change(page, dice, other) or b"x"
    return dice.choice(COSTLY)(page, dice, other) if dice.random() < costly else page
