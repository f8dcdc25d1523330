"""Edits that are easily taken for none: a sign, a letter of a name, a whole quotation.

Each gives the edited text, or None where it cannot be made honestly, as those of texts.py do.
"""

from __future__ import annotations

import random
import re

from tests.archive.diff.edits.language import NEGATORS, quotations, tokens
from tests.archive.diff.edits.texts import Donor

_AMOUNT = re.compile(r"(?<![\w$€£])([$€£])(?=\d)")
_PERCENT = re.compile(r"(?<=\d)%(?![\w%])")
_BELOW = re.compile(r"(?<=[a-zà-ÿ] )(?=\d+(?:[.,]\d+)?%)")
_ENDS = re.compile(
    r"(?<=[a-zà-ÿ] )[A-ZÀ-Ý][a-zà-ÿ]{3,} ([A-ZÀ-Ý][a-zà-ÿ]{3,})(?=[ ,.;])(?! [A-ZÀ-Ý]| d[aeiou])"
)
_ALONE = re.compile(r"(?<=[a-zà-ÿ] )[A-ZÀ-Ý][a-zà-ÿ]{3,}(?=[,.;]| [a-zà-ÿ]{4})")
_PLAIN_NAMES = frozenset({"en", "fr", "es", "it", "pt"})
"""Languages whose names have no case endings and whose nouns no capitals."""
_MONTHS = re.compile(
    "(?i)monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|"
    "june|july|august|september|october|november|december"
)


def sign(chance: random.Random, text: str, donor: Donor) -> str | None:
    """Another currency, no percent sign, or a minus: no word changes."""
    found = [
        *(
            (one.start(), one.end(), "€" if one[1] != "€" else "$")
            for one in _AMOUNT.finditer(text)
        ),
        *((one.start(), one.end(), "") for one in _PERCENT.finditer(text)),
        *((one.start(), one.end(), "-") for one in _BELOW.finditer(text)),
    ]
    if not found or len(tokens(text)) < 12:
        return None
    begin, end, instead = chance.choice(found)
    edited = f"{text[:begin]}{instead}{text[end:]}"
    return edited if len(re.findall(r"\d+", text)) == 1 else None


def name_within(chance: random.Random, text: str, donor: Donor) -> str | None:
    """A last name that is the beginning of another: Brown, Browne."""
    found = list(_ENDS.finditer(text))
    if not found or donor.language not in _PLAIN_NAMES or len(tokens(text)) < 16:
        return None
    match = chance.choice(found)
    last = match[1]
    if text.count(last) > 1 or NEGATORS & {last.lower()}:
        return None
    longer = last + chance.choice(["son", "ton", "ey", "er"])
    shorter = last[:-1] if len(last) > 5 and not text.count(last[:-1]) > 1 else longer
    other = chance.choice([longer, shorter])
    return f"{text[: match.start(1)]}{other}{text[match.end(1) :]}"


def name_alone(chance: random.Random, text: str, donor: Donor) -> str | None:
    """Another name of one word inside a sentence."""
    found = [one for one in _ALONE.finditer(text) if not _MONTHS.fullmatch(one.group())]
    if not found or donor.language != "en" or not donor.names or len(tokens(text)) < 16:
        return None
    match = chance.choice(found)
    other = chance.choice(donor.names).split()[-1]
    if text.count(match.group()) > 1 or other in text or _MONTHS.fullmatch(other):
        return None
    return f"{text[: match.start()]}{other}{text[match.end() :]}"


def quote_wholly(chance: random.Random, text: str, donor: Donor) -> str | None:
    """Every word of a short quotation is another; the marks stay."""
    found = [(a, b) for a, b in quotations(text) if 2 <= b - a <= len(text) * 0.4]
    if not found or len(donor.words) < 12:
        return None
    begin, end = chance.choice(found)
    if re.search(r"\d", text[begin:end]) or NEGATORS & set(text[begin:end].lower().split()):
        return None
    if re.search("[A-ZÀ-ÝА-Я]", text[begin:end][1:]):
        return None
    count = max(1, len(text[begin:end].split()))
    other = " ".join(chance.sample(donor.words, min(count, 12)))
    return f"{text[:begin]}{other}{text[end:]}"
