"""Numbers written in Chinese characters: 三百, 二十五人, 十二月.

A lone character below ten counts only before a word that is counted ("五人"), since 一 and 二 stand
in many words; a run of them ("二〇二六") is read digit by digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.diff.found import Found

HAN_SCALES = "千万萬億亿兆"
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "两": 2, "兩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_BEGIN = "".join((*_DIGITS, *_UNITS))
_RUN = re.compile(f"(?<![0-9０-９{HAN_SCALES}])[{_BEGIN}][{_BEGIN}{''.join(_MYRIADS)}]{{0,20}}")
_COUNTED = re.compile("[人名个個年月日号號死伤傷元円歳岁歲回次件台枚票只匹头頭位条條家所处處]")


def han_figures(text: str) -> Iterator[Found]:
    """The numbers of a text, in its order, with the values that digits would give."""
    for match in _RUN.finditer(text):
        run = match.group()
        if len(run) > 1 or (run not in "一十百千" and _COUNTED.match(text, match.end())):
            yield Found(match.start(), match.end(), f"{_value(run)}|", run)


def _value(run: str) -> int:
    if all(character in _DIGITS for character in run):
        return int("".join(str(_DIGITS[character]) for character in run))
    total = section = digit = 0
    for character in run:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[character], 0
        else:
            total, section, digit = total + ((section + digit) or 1) * _MYRIADS[character], 0, 0
    return total + section + digit
