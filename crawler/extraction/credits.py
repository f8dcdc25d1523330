"""Which part of a caption is the credit: `split_credit`.

Rules:
- nothing is lost: caption and credit_raw together hold every printed character but blanks;
- a credit stands at the end (or is all there is); a bracket in mid-caption is none;
- each rule looks at one way of printing credits, the surest first; the first that finds one wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from crawler.extraction.credit_words import (
    AGENCIES,
    LABELS,
    LABELS_AFTER_A_NAME,
    LABELS_BEFORE_A_NAME,
    UNMISTAKABLE,
    folded,
)
from crawler.extraction.text import single_spaced

LONGEST_CREDIT = 160
_LONGEST_NAME = 80
_LONGEST_END = 4
"""Signs that end a sentence: what may stand right before the longest credit."""
_PERSON = re.compile(r"(?:[^\W\d_a-z][^\W\d_]{0,15}[.']?[\s-]){1,3}[^\W\d_a-z][^\W\d_]{1,20}$")
"""Two to four words with capitals."""
_RIGHTS = re.compile(
    r"(?<=\S)\s?[/|,;.]?\s?(?:(?:©|Copyright)\s?\d{4}\b.*|All rights reserved\.?)$", re.I
)
_SLASHED_MAKER = re.compile(r"\s/\s[^/]{2,40}(?:\s/\s[^/]{1,30})?\snuotr\.?$")
_MOST_WORDS = 12
_LEAST_BLANKS = 2
_MADE = frozenset(
    {"video", "graphic", "illustration", "grafik", "infographie", "collage", "montage"}
)
_YEAR = re.compile(r"^(?:19|20)\d\d\s(?=\D)")


@dataclass(frozen=True, slots=True)
class SplitCaption:
    """A caption and the credit that was printed with it; None where there is none."""

    caption: str | None
    credit_text: str | None
    """The credit without label, brackets and closing marks."""
    credit_raw: str | None
    """As printed."""


@lru_cache(maxsize=1024)
def split_credit(text: str) -> SplitCaption:
    """Caption and credit of a text in which both may stand, in whitespace normal form."""
    text = single_spaced(text)
    if not text:
        return SplitCaption(None, None, None)
    for rule in _RULES:
        start = rule(text)
        if start is not None and len(text) - start <= LONGEST_CREDIT:
            return _split_at(text, start)
    return SplitCaption(text, None, None)


def credit_text_of(credit_raw: str) -> str | None:
    """What a credit names: `A. Name/dpa` of `(Foto: A. Name/dpa)`; None for a bare label."""
    text = single_spaced(credit_raw).strip(_EDGES)
    for _ in range(3):
        bare = _RIGHTS.sub("", _unlabelled(_unbracketed(text))).strip(_EDGES)
        if bare == text:
            break
        text = bare
    return None if folded(text) in LABELS else _closed(text) or None


def _split_at(text: str, start: int) -> SplitCaption:
    raw = text[start:].strip()
    caption = text[:start].strip()
    # a mark that only parted the two belongs to the credit
    mark = _PARTING.search(caption)
    if mark is not None:
        raw = f"{caption[mark.start() :].strip()} {raw}"
        caption = caption[: mark.start()].rstrip()
    return SplitCaption(caption or None, credit_text_of(raw), raw)


_EDGES = " \t|/,;:·•–—-=＝"
_PARTING = re.compile(r"\s*[|/·•–—＝=]$|\s-$|(?<=[^\s])[,;]$")
_BRACKETS = {"(": ")", "[": "]", "（": "）", "［": "］", "【": "】", "〔": "〕"}
_OPENING = {closing: opening for opening, closing in _BRACKETS.items()}
_SENTENCE_END = re.compile(
    r"(?:(?<!\b\w)\.|[!?…。！？])[\"'”’»)\]]{0,2}\s|[.!?][\"”»](?=\()|[。！？]|\s[|·•–—]\s|\s--?\s"
)


def _alternatives(words: tuple[str, ...]) -> str:
    longest_first = sorted(dict.fromkeys(words), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s?") for word in longest_first)


_COLONS = ":：=＝"
_COLON = rf"\s?[{_COLONS}]\s?"
_LABELLED = re.compile(rf"(?:{_alternatives(LABELS)})\.?{_COLON}(?=\S)", re.IGNORECASE)
_LABELLED_AT_START = re.compile(
    rf"(?:{_alternatives(LABELS)})\.?{_COLON}|(?:{_alternatives(LABELS_BEFORE_A_NAME)})\s?",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"(?:{_alternatives(LABELS_BEFORE_A_NAME[:-6])})\s", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:©|[(（][cCｃＣ][)）]|Ⓒ|\bCopyright\b:?)\s?(?=\S)")
_POLISH_STYLE = re.compile(r"\b[Ff]ot\.\s?(?=[^\s])")
_SUFFIX = re.compile(
    rf"(?:\s|(?<=[^\x00-\x7f]))(?:{_alternatives(LABELS_AFTER_A_NAME)})\.?$", re.IGNORECASE
)
_EQUALS = re.compile(r"[＝=]\s?([^＝=]{1,40})$")
_TAKEN_BY = re.compile(
    r"(?:^|[\s、，。＝=])((?:\w{0,4}(?:记者|記者)\s?)?[^\s、，。＝=]{1,16}\s?(?:撮影|提供|摄|攝|供图|供圖))$"
)
_PARTS = re.compile(
    r"\s?[/|,;·•()\[\]:]\s?|\s[–—-]\s|\bvia\b|\bfor\b|\bthrough\b|\bpool\b", re.IGNORECASE
)
_MAKER = re.compile(r"^[^.!?。]{2,40}(?:撮影|提供|摄|攝|供图|供圖|\snuotr\.?)$")
_MAKER_WORD = re.compile(r"(?<=\S)\s?(?:撮影|提供|摄|攝|供图|供圖|\snuotr\.?)$")
_UNMISTAKABLE = re.compile(
    rf"(?:^|\s)(?:\S+/)?(?:{'|'.join(map(re.escape, UNMISTAKABLE))})(?:/\S.{{0,60}})?\.?$"
)


def _bracket_at_end(text: str) -> int | None:
    """`… in March. [Ministry of Defence]`, `… (Foto: X)`, `… (AP Photo/X)`."""
    body = text.rstrip(".")
    opening = _last_bracket(body)
    if opening is None:
        return None
    inside = body[opening + 1 : -1].strip()
    before = body[:opening].rstrip()
    if _is_labelled(inside) or _is_agency_line(inside):
        return opening
    apart = not before or before[-1] in '.!?…。"”»'
    if body[opening] in "[［【" and apart and _is_name(inside):
        return opening
    if apart and (_PERSON.match(inside) or (not before and _is_name(inside))):
        return opening
    return None


def _last_bracket(text: str) -> int | None:
    """Where the bracket opens that closes at the very end; brackets inside it are counted."""
    if not text or text[-1] not in _OPENING:
        return None
    depth = 0
    for index in range(len(text) - 1, max(-1, len(text) - LONGEST_CREDIT), -1):
        if text[index] in _OPENING:
            depth += 1
        elif text[index] in _BRACKETS:
            depth -= 1
            if depth == 0:
                return index
    return None


def _last_label(text: str) -> int | None:
    """`… am Montag. Foto: X/dpa`, `… Photo by X`: the first label of the last sentence."""
    if not any(sign in text for sign in _COLONS):
        return None
    for match in _LABELLED.finditer(text, max(0, len(text) - LONGEST_CREDIT)):
        if _stands_alone(text, match) and _is_short(text[match.end() :]):
            return None if _tells_of(text, match) else match.start()
    return None


def _tells_of(text: str, match: re.Match[str]) -> bool:
    """Whether a line says of what its film or drawing is: `Video: how the bridge was built`."""
    rest = text[match.end() :]
    drawn = folded(match[0].strip(_COLONS + " .")) in _MADE and match.start() == 0
    return drawn and rest[:1].islower() and rest.count(" ") >= _LEAST_BLANKS


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether a label is a word of its own, and printed as one begins a credit."""
    before = text[: match.start()]
    if not before:
        return True
    if before[-1].isalpha() and before[-1].isascii():
        return False
    ended = before.rstrip()[-1:] in '.!?…。|/–—-,;)]"”»・'
    first = match[0][:1]
    return ended or first.isupper() or not first.isascii()


def _named_label(text: str) -> int | None:
    for match in _NAMED.finditer(text, max(0, len(text) - LONGEST_CREDIT)):
        before = text[: match.start()].rstrip()
        boundary = not before or before[-1] in '.!?…|/–—-)]"”»,;'
        if (boundary or match[0][0].isupper()) and _is_short(text[match.end() :]):
            return match.start()
    return None


def _copyright(text: str) -> int | None:
    start = max(0, len(text) - LONGEST_CREDIT)
    for match in (*_COPYRIGHT.finditer(text, start), *_POLISH_STYLE.finditer(text, start)):
        if _is_short(text[match.end() :]):
            return match.start()
    return None


def _after_equals(text: str) -> int | None:
    """`…国民（ソウルで、３日）＝ＡＰ`: an agency after the last sign of equality."""
    match = _EQUALS.search(text)
    if match is not None and _is_agency_line(match[1]):
        return match.start()
    match = _TAKEN_BY.search(text)
    return match.start(1) if match is not None else None


def _last_fragment(text: str) -> int | None:
    """`… on Monday. REUTERS/A. Name`: after the last sentence, a line that names an agency."""
    if match := _SLASHED_MAKER.search(text, max(0, len(text) - LONGEST_CREDIT)):
        return match.start()
    begin = max(0, len(text) - LONGEST_CREDIT - _LONGEST_END)
    starts = [match.end() for match in _SENTENCE_END.finditer(text, begin)]
    for start in (*reversed(starts[-3:]), 0):
        if _is_agency_line(text[start:]) or _MAKER.search(text[start : start + _LONGEST_NAME]):
            return start
    return None


def _agency_at_end(text: str) -> int | None:
    match = _UNMISTAKABLE.search(text, max(0, len(text) - LONGEST_CREDIT))
    return match.start() if match is not None else None


_RULES: tuple[Callable[[str], int | None], ...] = (
    _bracket_at_end,
    _copyright,
    _last_label,
    _named_label,
    _after_equals,
    _last_fragment,
    _agency_at_end,
)


def _is_labelled(text: str) -> bool:
    return bool(_LABELLED_AT_START.match(text)) or bool(_SUFFIX.search(text) and _is_name(text))


def _is_agency_line(text: str) -> bool:
    """Whether a short text names an agency as one of its parts: `Gleb Name/REUTERS`."""
    text = text.strip(" .")
    if not text or len(text) > LONGEST_CREDIT or len(text.split()) > _MOST_WORDS:
        return False
    parts = (folded(part).strip(" .") for part in _PARTS.split(text))
    return any(part in AGENCIES for part in parts)


def _is_name(text: str) -> bool:
    """Whether a bracket may hold a name: short, begins with a capital or a letter without case."""
    if not text or len(text) > _LONGEST_NAME:
        return False
    return text[0].isupper() or (text[0].isalpha() and text[0].lower() == text[0].upper())


def _is_short(text: str) -> bool:
    """Whether what follows a label can be a credit and no sentence."""
    return len(text) <= LONGEST_CREDIT and len(text.split()) <= _MOST_WORDS + 4


def _unbracketed(text: str) -> str:
    body = text.rstrip(".")
    if body[:1] in _BRACKETS and _last_bracket(body) == 0:
        return body[1:-1].strip()
    return text


def _unlabelled(text: str) -> str:
    match = _LABELLED_AT_START.match(text)
    if match is not None:
        return _YEAR.sub("", text[match.end() :].strip())
    for pattern in (_COPYRIGHT, _POLISH_STYLE):
        match = pattern.match(text)
        if match is not None:
            return _YEAR.sub("", text[match.end() :].strip())
    return _MAKER_WORD.sub("", text)


def _closed(text: str) -> str:
    """Without a closing full stop, unless it belongs to an initial or an abbreviation."""
    return text[:-1] if re.search(r"[^\W\d_]{4}\.$", text) else text
