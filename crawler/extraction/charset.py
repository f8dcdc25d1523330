"""The text of a page's bytes: which encoding it is in, whatever it says of itself.

The order is that of the HTML standard (13.2.3.2, determining the character encoding): byte-order
mark, Content-Type header, `<meta>` in the first 1,024 bytes (here 4,096: pages put it late), then a
guess. Each answer is checked against the bytes, because pages lie:
- bytes that are well-formed UTF-8 beyond ASCII are UTF-8, whatever is declared, and so are bytes
  that are but for a few of them;
- a declared UTF-8 that the bytes break in more than a few places is not believed;
- a declared Latin encoding under which a text has hardly a plain letter is not believed either.
What was encoded twice before it was sent is undone where that is certain (`mojibake`).
"""

from __future__ import annotations

import codecs
import re
import string
from dataclasses import dataclass

from charset_normalizer import from_bytes

from crawler.extraction.mojibake import is_suspect, mended
from crawler.extraction.text import words

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE_STARTS = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
"""How a page in UTF-16 begins that has no byte-order mark."""

# Encoding standard, 4.2: the labels that mean another encoding than Python's name for them
_LABELS = {
    **dict.fromkeys(
        ["ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "latin-1"], "cp1252"
    ),
    **dict.fromkeys(["iso-8859-9", "latin5"], "cp1254"),
    **dict.fromkeys(["gb2312", "gbk", "gb_2312-80", "x-gbk", "chinese"], "gb18030"),
    **dict.fromkeys(["shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"], "cp932"),
    **dict.fromkeys(["euc-kr", "ks_c_5601-1987", "korean"], "cp949"),
    **dict.fromkeys(["big5", "big5-hkscs", "x-x-big5"], "big5hkscs"),
    **dict.fromkeys(["tis-620", "iso-8859-11", "windows-874"], "cp874"),
    **dict.fromkeys(["utf-16", "utf-16le", "ucs-2", "unicode"], "utf-16-le"),
    **dict.fromkeys(["utf8", "utf-8", "unicode-1-1-utf-8"], "utf-8"),
    "x-mac-cyrillic": "mac-cyrillic",
    "macintosh": "mac-roman",
    "utf-16be": "utf-16-be",
}
_PLAIN_LABEL = re.compile(
    r"(?:windows-125[0-8]|cp125[0-8]|iso-8859-(?:[2-8]|1[03456])|koi8-[ru]|ibm866|cp866"
    r"|euc-jp|iso-2022-jp|gb18030|x-mac-cyrillic)"
)
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,500}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w:.-]{2,40})", re.I
)
_XML_ENCODING = re.compile(
    rb"^\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}[\"']([\w:.-]{2,40})"
)
_SINGLE_BYTE_LATIN = words("cp1252 cp1254 iso-8859-15 windows-1252 windows-1254")
_GUESSES = words(
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 cp932 cp949 "
    "koi8_r iso8859_2 iso8859_5 mac_cyrillic gb18030 big5hkscs euc_jp"
)
_PRESCAN = 4096
_SAMPLE = 65_536
_DENSE = 8192
_ASCII = bytes(range(0x80))
_LETTERS = string.ascii_letters.encode()
_ODD = re.compile(rb"[\x80-\xff]")
_MARKUP = re.compile(rb"[<>\x00-\x1f]")
_RUN = re.compile(rb"[^<>\x00-\x1f]{0,80}[\x80-\xff][^<>\x00-\x1f]{0,200}")
_BEFORE_ODD = 80
_BROKEN_SHARE = 0.02
_REPLACEMENT = "\ufffd".encode()
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_LEAST_WHOLE, _WHOLE_A_BROKEN = 10, 20


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, the Python name of its encoding, and what had to be doubted."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(body: bytes, declared: str | None) -> Decoded:
    """The text of a body whose Content-Type header says `declared`; never raises."""
    found = _decoded(body, declared)
    if found.encoding != "utf-8" or not is_suspect(body):
        return found
    text, places = mended(found.text)
    if not places:
        return found
    told = f"text that was encoded twice was put right in {places} places"
    return Decoded(text, found.encoding, (*found.warnings, told))


def _decoded(body: bytes, declared: str | None) -> Decoded:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(encoding, "replace"), encoding)
    for start, encoding in _WIDE_STARTS:
        if body.startswith(start):
            return Decoded(body.decode(encoding, "replace"), encoding)
    believed = [name for name in (codec_of(declared), declared_in(body)) if name]
    if body.isascii() and not believed:
        return Decoded(body.decode("ascii"), "ascii")
    return _checked(body, believed)


def codec_of(label: str | None) -> str | None:
    """Python's name of the encoding that a label means; None for unknown labels and non-texts."""
    name = (label or "").strip().strip("\"'").lower()
    if name in _LABELS:
        return _LABELS[name]
    return name if _PLAIN_LABEL.fullmatch(name) else None


def declared_in(body: bytes) -> str | None:
    """The encoding that the page's own `<meta>` or XML declaration names."""
    head = body[:_PRESCAN]
    found = _META_CHARSET.search(head) or _XML_ENCODING.search(head)
    name = codec_of(found.group(1).decode("ascii", "replace")) if found else None
    # a page that was read as ASCII cannot be UTF-16 (HTML standard, 13.2.3.3)
    return "utf-8" if name and name.startswith("utf-16") else name


def _checked(body: bytes, believed: list[str]) -> Decoded:
    if "iso-2022-jp" not in believed and _is_utf8(body):
        doubted = believed and believed[0] != "utf-8" and not body.isascii()
        warning = (f"declared {believed[0]}, but the bytes are UTF-8",) if doubted else ()
        return Decoded(body.decode("utf-8", "replace"), "utf-8", warning)
    if "iso-2022-jp" not in believed and (broken := _nearly_utf8(body)):
        lies = _refused([name for name in believed[:1] if name != "utf-8"])
        told = f"{broken} sequences of bytes are not UTF-8, as the others are"
        return Decoded(body.decode("utf-8", "replace"), "utf-8", (*lies, told))
    for name in believed:
        text = body.decode(name, "replace")
        if _plausible(body, text, name):
            return Decoded(text, name, _refused(believed[: believed.index(name)]))
    guess = _guess(body)
    return Decoded(body.decode(guess, "replace"), guess, _refused(believed))


def _refused(names: list[str]) -> tuple[str, ...]:
    return tuple(f"declared {name}, but the bytes are not" for name in dict.fromkeys(names))


def _is_utf8(body: bytes) -> bool:
    """Well-formed UTF-8, of which the last character may be cut."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(body)
    except UnicodeDecodeError:
        return False
    return True


def _nearly_utf8(body: bytes) -> int:
    """How many sequences are broken in bytes that are UTF-8 all the same; 0 where they are not.

    Text in another encoding hardly ever has a well-formed sequence, let alone mostly such.
    """
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd") - body.count(_REPLACEMENT)
    whole = len(_BEYOND_ASCII.findall(text)) - text.count("\ufffd")
    return broken if whole >= _LEAST_WHOLE and whole > broken * _WHOLE_A_BROKEN else 0


def _plausible(body: bytes, text: str, encoding: str) -> bool:
    if encoding in _SINGLE_BYTE_LATIN:
        return not _is_other_script(body)
    broken = text.count("\ufffd")
    return broken <= max(3, broken and _beyond_ascii(text) * _BROKEN_SHARE)


def _beyond_ascii(text: str) -> int:
    return sum(1 for char in text[: _SAMPLE * 4] if char > "\x7f")


def _is_other_script(body: bytes) -> bool:
    """Whether the text around its odd bytes has so few plain letters that it is no Latin one."""
    sample = _dense_sample(body)
    odd = len(sample.translate(None, _ASCII))
    plain = len(sample) - len(sample.translate(None, _LETTERS))
    return odd > 20 and odd > plain * 0.8


def _guess(body: bytes) -> str:
    """The encoding of bytes that nothing believable is said of; Windows-1252 where unclear."""
    sample = _dense_sample(body)
    best = from_bytes(sample, cp_isolation=sorted(_GUESSES), enable_fallback=False).best()
    if best is None or sample.decode(best.encoding, "replace") == sample.decode(
        "cp1252", "replace"
    ):
        return "cp1252"
    return best.encoding


def _dense_sample(body: bytes) -> bytes:
    """The runs of non-ASCII text of a body with their surroundings: markup says nothing."""
    body, at, length = body[: 1 << 20], 0, 0
    runs: list[bytes] = []
    while length < _DENSE and (odd := _ODD.search(body, at)):
        before = _MARKUP.split(body[max(at, odd.start() - _BEFORE_ODD) : odd.start()])[-1]
        run = _RUN.match(body, odd.start() - len(before))
        assert run is not None
        runs.append(run[0])
        at, length = run.end(), length + len(run[0])
    return b"\n".join(runs)[:_DENSE]
