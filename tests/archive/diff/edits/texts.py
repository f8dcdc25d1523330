"""Edits of one text: each gives the edited text, or None where it cannot be made honestly."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

from tests.archive.diff.edits.language import (
    NEGATORS,
    NUMBERS,
    is_cjk,
    is_plain,
    joiner,
    negated,
    outside,
    quotations,
    quoted,
    sentences,
    tokens,
)

Edit = Callable[[random.Random, str, "Donor"], str | None]


class Donor:
    """Words, sentences and names of other articles in the same language."""

    def __init__(self, language: str, texts: Sequence[str], own: Sequence[str]) -> None:
        self.language = language
        mine = {token for text in own for token in tokens(text)}
        found = {token for text in texts for token in tokens(text) if is_plain(token)}
        self.words = sorted(found - mine)
        self.sentences = sorted({one for text in texts for one in _loose_sentences(text)})
        known = " ".join(own)
        self.names = [one for one in _names_of(texts) if not _shares(one, known)]


def _loose_sentences(text: str) -> list[str]:
    found = sentences(text)
    return [one for one in found if 30 <= len(one) <= 200 and outside(one) == [(0, len(one))]]


_CAPITAL, _SMALL = "[A-ZÀ-ÝА-Я]", "[a-zà-ÿа-яё]"
_NAME = re.compile(
    rf"(?<={_SMALL} ){_CAPITAL}{_SMALL}{{2,}} {_CAPITAL}{_SMALL}{{2,}}(?=[ ,.;]|$)(?! {_CAPITAL})"
)


def _names_of(texts: Sequence[str]) -> list[str]:
    counted = Counter(name for text in texts for name in _NAME.findall(text))
    return sorted(name for name in counted if not NEGATORS & set(name.lower().split()))


def _shares(name: str, text: str) -> bool:
    return any(part in text for part in name.split())


def light(chance: random.Random, text: str, donor: Donor) -> str | None:
    """A few words replaced, taken away or put in: at most an eighth of them, at least one."""
    parts = tokens(text)
    places = _plain_places(text, parts)
    spoken = sum(1 for part in parts if part.strip())
    if spoken < 5 or not places or not donor.words:
        return None
    for place in chance.sample(places, min(len(places), chance.randint(1, max(1, spoken // 8)))):
        parts[place] = _instead(chance, parts[place], donor)
    edited = _closed_up("".join(parts))
    return edited if edited != text else None


def _instead(chance: random.Random, word: str, donor: Donor) -> str:
    other = chance.choice(donor.words)
    kind = chance.random()
    if kind < 0.6:
        return other
    if is_cjk(word):
        return other + word
    return f"{other} {word}" if kind < 0.85 else ""


def _closed_up(text: str) -> str:
    return re.sub(r"  +", " ", text).strip(" ")


def _plain_places(text: str, parts: Sequence[str]) -> list[int]:
    """Tokens that may be exchanged: plain, not quoted, no neighbour of a figure or a name."""
    free = outside(text)
    if free is None:
        return []
    begins = _begins(parts)
    return [
        index
        for index, part in enumerate(parts)
        if is_plain(part)
        and any(a <= begins[index] and begins[index] + len(part) <= b for a, b in free)
        and not any(_figure_or_name(one) for one in parts[max(index - 4, 0) : index + 5])
    ]


def _figure_or_name(part: str) -> bool:
    """Whether a token's neighbours may be what is counted, or what counts: no plain edit there."""
    if any(c.isdecimal() for c in part) or part in "$€£%-–—" or part.lower() in NUMBERS:
        return True
    return part in "一二三四五六七八九十百千万億亿不没無无未非"


def _begins(parts: Sequence[str]) -> list[int]:
    begins, at = [], 0
    for part in parts:
        begins.append(at)
        at += len(part)
    return begins


def heavy(chance: random.Random, text: str, donor: Donor) -> str | None:
    """Keeps 40 to 60 % of the words, in pieces of two to five, in another order, among others."""
    parts = [part for part in tokens(text) if part.strip()]
    if len(parts) < 24 or not donor.sentences:
        return None
    pieces = _pieces(chance, parts)
    wanted = chance.uniform(0.4, 0.6) * len(parts)
    chance.shuffle(pieces)
    kept: list[list[str]] = []
    while pieces and sum(map(len, kept)) + len(pieces[-1]) <= wanted + 1:
        kept.append(pieces.pop())
    foreign = _pieces(
        chance, _borrowed(chance, donor, round(len(parts) * chance.uniform(0.3, 0.6)))
    )
    mixed = [*kept, *foreign]
    chance.shuffle(mixed)
    return _spelled([part for piece in mixed for part in piece], is_cjk(text))


def _pieces(chance: random.Random, parts: Sequence[str]) -> list[list[str]]:
    pieces, at = [], 0
    while at < len(parts):
        size = chance.randint(2, 5)
        pieces.append(list(parts[at : at + size]))
        at += size
    return pieces


def _borrowed(chance: random.Random, donor: Donor, count: int) -> list[str]:
    words: list[str] = []
    while len(words) < count:
        words += [part for part in tokens(chance.choice(donor.sentences)) if part.strip()]
    return words[:count]


def _spelled(parts: Sequence[str], together: bool) -> str:
    if together:
        return "".join(parts)
    text = " ".join(parts)
    return re.sub(r" ([,.;:!?…)\]%’”»])", r"\1", text)


_FIGURE = re.compile(r"(?<![\w.,:/$€£+-])([$€£]?)(\d+(?:[.,]\d+)*)(?![\w:/\-–—])(?![.,]\d)")
_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def number(chance: random.Random, text: str, donor: Donor) -> str | None:
    """Another figure: a digit, an order of magnitude, a point moved, a scale word."""
    found = list(_FIGURE.finditer(text))
    if not found:
        return None
    match = chance.choice(found)
    instead = chance.choice([_digit, _digit, _magnitude])(chance, match[2])
    if instead is None or re.search(rf"(?<!\d){re.escape(instead)}(?!\d)", text):
        return None
    return f"{text[: match.start(2)]}{instead}{text[match.end(2) :]}"


def _digit(chance: random.Random, figure: str) -> str:
    places = [index for index, c in enumerate(figure) if c.isdecimal()]
    place = chance.choice(places)
    choices = "123456789" if place == 0 else "0123456789"
    new = chance.choice([digit for digit in choices if digit != chr(48 + int(figure[place]))])
    if "\u0660" <= figure[place] <= "\u0669":
        new = new.translate(_EASTERN)
    return figure[:place] + new + figure[place + 1 :]


def _magnitude(chance: random.Random, figure: str) -> str | None:
    if re.fullmatch(r"\d+[.,]\d", figure):
        return figure.replace(".", "").replace(",", "") if figure[0] != "0" else None
    return f"{figure}0" if figure.isdecimal() and len(figure) <= 3 else None


def name(chance: random.Random, text: str, donor: Donor) -> str | None:
    """Another person or place where a first and a last name stand inside a sentence."""
    found = list(_NAME.finditer(text))
    if not found or not donor.names or donor.language in ("de", "lb") or len(tokens(text)) < 16:
        return None
    match = chance.choice(found)
    rest = text[: match.start()] + text[match.end() :]
    return None if _shares(match.group(), rest) else (
        f"{text[: match.start()]}{chance.choice(donor.names)}{text[match.end() :]}"
    )  # fmt: skip


def quote(chance: random.Random, text: str, donor: Donor) -> str | None:
    """Another word inside quotation marks."""
    parts = tokens(text)
    begins = _begins(parts)
    inner = [(a, b) for a, b in quotations(text) if len(tokens(text[a:b])) >= 9]
    places = [
        index
        for index, part in enumerate(parts)
        if is_plain(part) and any(a <= begins[index] < b for a, b in inner)
        and not any(_figure_or_name(one) for one in parts[max(index - 4, 0) : index + 5])
    ]  # fmt: skip
    if not places or not donor.words:
        return None
    place = chance.choice(places)
    parts[place] = chance.choice(donor.words)
    return "".join(parts)


def scare(chance: random.Random, text: str, donor: Donor) -> str | None:
    """Quotation marks put round one or two words."""
    parts = tokens(text)
    places = _plain_places(text, parts)
    if not places or is_cjk(text):
        return None
    place = chance.choice(places)
    marks = {"de": "„“", "ru": "«»", "fr": "«»", "es": "«»"}.get(donor.language, "“”")
    parts[place] = f"{marks[0]}{parts[place]}{marks[1]}"
    return "".join(parts)


def negation(chance: random.Random, text: str, donor: Donor) -> str | None:
    """A negation comes; outside quotations."""
    free = outside(text) or []
    found = [
        (begin, end, instead)
        for begin, end, instead in negated(text, donor.language)
        if any(a <= begin and end <= b for a, b in free)
    ]
    if not found:
        return None
    begin, end, instead = chance.choice(found)
    return text[:begin] + instead + text[end:]


def sentence_in(chance: random.Random, text: str, donor: Donor) -> str | None:
    """A sentence of another article comes: at the beginning, between two, or at the end."""
    parts = sentences(text)
    if not donor.sentences or outside(text) is None or len(parts) < 2:
        return None
    before = quoted(text)
    parts.insert(chance.randint(0, len(parts)), chance.choice(donor.sentences))
    edited = joiner(text).join(parts)
    return edited if quoted(edited) == before else None


def restyled(chance: random.Random, text: str, donor: Donor) -> str | None:
    """Another style and the same words: marks, dashes, spaces, hyphens, forms of letters."""
    styles = [_quote_style, _apostrophe, _dash, _ellipsis, _no_break, _soft, _apart, _ligature]
    chance.shuffle(styles)
    for style in styles:
        edited = style(chance, text)
        if edited is not None and edited != text:
            return edited
    return None


def _quote_style(chance: random.Random, text: str) -> str | None:
    if not quotations(text):
        return None
    curly = re.sub(r"\"([^\"“”„«»]*)\"", "“\\1”", text)
    return curly if curly != text else re.sub("[“”„]", '"', text)


def _apostrophe(chance: random.Random, text: str) -> str | None:
    if "’" in text:
        return re.sub(r"(?<=\w)’(?=\w)", "'", text)
    return re.sub(r"(?<=[^\W\d_])'(?=[^\W\d_])", "’", text)


def _dash(chance: random.Random, text: str) -> str | None:
    instead = chance.choice([" – ", " — ", " - "])
    return re.sub(r"(?<=[^\W\d_]) [–—-] (?=[^\W\d_])", instead, text)


def _ellipsis(chance: random.Random, text: str) -> str | None:
    return text.replace("…", "...") if "…" in text else text.replace("...", "…")


def _no_break(chance: random.Random, text: str) -> str | None:
    return re.sub(r" (?=[^\W\d_])", "\u00a0", text, count=chance.randint(1, 3))


def _soft(chance: random.Random, text: str) -> str | None:
    return re.sub(r"(?<=[a-zа-я]{4})(?=[a-zа-я]{4})", "\u00ad", text, count=2)


def _apart(chance: random.Random, text: str) -> str | None:
    return unicodedata.normalize("NFD", text)


def _ligature(chance: random.Random, text: str) -> str | None:
    return text.replace("fi", "\ufb01").replace("fl", "\ufb02")
