"""Which encoding a document declares: enough to read its links. The bytes are never recoded, except
where markup cannot be found in them (UTF-16, ISO-2022-JP)."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,500}?charset\s{0,9}=\s{0,9}[\"']?([\w:.-]{2,40})", re.IGNORECASE)
_SHEET = re.compile(rb'@charset "([\w:.-]{2,40})";')
_PRESCAN = 4096

# Encoding standard, 4.2: labels that mean a wider encoding than Python's codec of that name
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf-16": "utf-16-le",
}
NOT_ASCII = frozenset({"utf-16-le", "utf-16-be", "iso2022_jp"})
"""Encodings in which the bytes of `<` and `"` may mean something else."""


def declared(body: bytes, header: str | None) -> str | None:
    """Python's name of the encoding by mark, header or declaration; None without."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return name
    return _codec(header) or _declared_within(body)


def _declared_within(body: bytes) -> str | None:
    """By declaration, or by the escapes of ISO-2022-JP, which browsers look for."""
    name = _codec(_within(body))
    if name is None:
        return "iso2022_jp" if b"\x1b$" in body or b"\x1b(" in body else None
    return "utf-8" if name.startswith("utf-16") else name  # it was read as ASCII (13.2.3.2)


def _within(body: bytes) -> str | None:
    match = _SHEET.match(body) or _META.search(body, 0, _PRESCAN)
    return match[1].decode("ascii", "replace") if match else None


def _codec(label: str | None) -> str | None:
    if not label:
        return None
    try:
        info = codecs.lookup(label.strip())
    except (LookupError, ValueError):  # a label that nobody knows
        return None
    return _WIDER.get(info.name, info.name) if info._is_text_encoding else None
