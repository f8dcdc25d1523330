"""Whether a piece of a byline names a person or an organisation, by its words and its form.

Rules: an agency, an outlet, a desk and letters in capitals are organisations; a person has a
capital in every word but particles, where the script has capitals, and no digits but an account's;
what a title or a phrase in small letters stands before (`our correspondent …`, `Das Interview
führte …`) is the name after it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.extraction.byline_labels import BY, ONLY_WRITING, PICTURED
from crawler.extraction.byline_words import (
    NO_NAME_PHRASES,
    NO_NAMES,
    PARTICLES,
    PLACE_PREPOSITIONS,
    is_name_like,
)
from crawler.extraction.organization_words import (
    AGENCIES,
    ORGANIZATION_WORDS,
    SURNAMES_TOO,
    UNNAMED_AGENCIES,
)
from crawler.extraction.place_words import CITIES
from crawler.extraction.text import words
from crawler.normalize.roles import is_role, is_role_word

HANDLE = re.compile(r"[a-z][a-z0-9_]{2,24}|[a-z]{2,5}/[a-z]{2,5}")
"""A pen name in small letters, where it is all that is said, or the sign of a desk and a writer."""
_URLISH = re.compile(r"https?:|www\.|://|\.(?:com|org|net|html?|php)\b|@", re.IGNORECASE)
_ABBREVIATION = re.compile(r"[A-ZА-ЯЁІЇЄҐΑ-Ω]{3,5}(?:-[A-ZΑ-Ω]{2,4})?")
"""An agency's letters: initials of a person are two, or printed small."""
_HOST = re.compile(r"(?:[\w-]+\.)+(?:[a-z]{2,3}|info|news|online)")
"""An outlet called by its host."""
_NAME_SIGNS = re.compile(r"^[^\W\d_]")
_ACCOUNT = re.compile(r"(?=\D*\d{1,4}\D*$)[A-Za-z]{2}\w{1,22}", re.ASCII)
"""A pen name with a number in it: `Mill2man`."""
_BY_WORDS = frozenset(BY.split("|"))
_BEGINS_A_PHRASE = frozenset(PLACE_PREPOSITIONS.split("|")) | {"with", "mit", "avec", "con"}
_WITH = words("with mit avec con com met med cu")
_LONGEST_SMALL_WORD = 3
_MOST_WORDS = 6


def is_person(name: str) -> bool:
    """Whether a piece has the form of a person's name."""
    words = name.split()
    if not 1 <= len(words) <= _MOST_WORDS or not 2 <= len(name) <= 60 or _URLISH.search(name):
        return False
    folded = name.casefold()
    if folded in NO_NAMES or folded in CITIES or name in PARTICLES or NO_NAME_PHRASES.search(name):
        return False
    if words[0].casefold() in _WITH and all(_is_of_pictures(word) for word in words[1:]):
        return False
    if ONLY_WRITING.match(name) or not _NAME_SIGNS.match(name) or is_role(name):
        return False
    if _has_a_word_amid(words) or (any(map(str.isdigit, name)) and not _ACCOUNT.fullmatch(name)):
        return False
    return len(words) > 1 or name[0].isupper() or not name.isascii()


def _is_of_pictures(word: str) -> bool:
    return PICTURED.search(word) is not None


def _has_a_word_amid(words: list[str]) -> bool:
    """Whether words in small letters that are no particles stand among words with capitals.

    Of two words alone the second may be small in an account's name.
    """
    small = [word for word in words if _is_small(word)]
    return (
        len(words) > 2
        and len(small) < len(words)
        and any(len(word) > _LONGEST_SMALL_WORD and word not in PARTICLES for word in small)
    )


def _is_small(word: str) -> bool:
    return word[:1].islower() and word.islower()


def is_lone(name: str) -> bool:
    """A single word with a capital: scripts without capitals, and initials, are not told by it."""
    return " " not in name and "." not in name and name[:1].isupper()


def is_organization(name: str, own: frozenset[str] = frozenset()) -> bool:
    """Whether a piece is an agency, an outlet or a desk; `own` are the publisher's bare names."""
    plain = bare(name)
    if not plain or plain.count(" ") > _MOST_WORDS or "http" in plain or plain in NO_NAMES:
        return False
    if _ABBREVIATION.fullmatch(name.strip()):
        return True
    if name.isupper() and plain.partition(" ")[0] in own:
        return True  # a desk that bears the outlet's letters
    if HANDLE.fullmatch(name) and "/" in name:
        return name.partition("/")[0] in AGENCIES
    if plain in own or plain in AGENCIES or _HOST.fullmatch(name.strip()):
        return True
    return any(word in ORGANIZATION_WORDS for word in re.split(r"[\s\-]+", name.casefold()))


def organization(name: str) -> str:
    """An organisation as named, without the signs around it."""
    return name.strip(" .,:")


def agencies_among(text: str) -> list[str]:
    """The agencies that a short text names beside other words: `avec AFP`, `mit Material von dpa`."""
    words = _words_of(text)
    return [word for word in words if _is_agency(word)] if len(words) <= _MOST_WORDS else []


def agencies_alone(text: str) -> list[str]:
    """The agencies of a phrase that names nobody else: its other words are small but one."""
    named = agencies_among(text)
    others = [word for word in _words_of(text) if word not in named]
    plain = [each.casefold() for each in others]
    phrased = any(map(_is_small, others)) or plain in _ACCORDING or plain in _BESIDE
    return named if phrased and sum(word[:1].isupper() for word in others) < 2 else []


_BESIDE = [[word] for word in sorted(_WITH)]
_ACCORDING = [["theo"]]
"""Words that stand before an agency alone, as names may: Vietnamese."""
_LONGEST_GIVEN_NAME = 5
"""Agencies that are called as people are have no more letters: `Petra`, `Sita`."""


def _words_of(text: str) -> list[str]:
    return [word.strip(".,:") for word in re.split(r"[\s’']+", text)]


def _is_agency(word: str) -> bool:
    """Whether a word amid others is an agency's name, and can be no given name."""
    named = bare(word) in AGENCIES - UNNAMED_AGENCIES
    return named and (not word.istitle() or len(word) > _LONGEST_GIVEN_NAME)


def may_be_a_surname(name: str) -> bool:
    """Whether it is two words, of which the last is a surname as well: `Bill Press`."""
    given, _, family = name.casefold().partition(" ")
    return (
        family in SURNAMES_TOO
        and given not in ORGANIZATION_WORDS
        and name.istitle()
        and bare(name) not in AGENCIES
    )


def name_after_title(text: str) -> tuple[str, str | None]:
    """The name that stands behind a title (`unser Redakteur …`), and the title."""
    words = text.split()
    roles = [at for at, word in enumerate(words[:5]) if is_role_word(word)]
    if not roles:
        return text, None
    at = roles[-1] + 1
    name = " ".join(words[at:])
    named = is_name_like(name) and not is_organization(name)
    return (name, " ".join(words[:at])) if named else (text, None)


def name_after_phrase(text: str) -> str:
    """The name that ends a phrase with small words: `Das Interview führte …`, `Une … de …`."""
    words = text.split()
    small = [
        at
        for at, word in enumerate(words)
        if _is_small(word) and (word in _BY_WORDS or word not in PARTICLES)
    ]
    if not small or small[-1] == 0:
        return text
    name, before = " ".join(words[small[-1] + 1 :]), words[: small[-1]]
    begins = before[0].casefold()
    told = begins in _BEGINS_A_PHRASE or not is_name_like(" ".join(before[:2]))
    return name if told and is_name_like(name) and not is_organization(name) else text


def once(name: str) -> str:
    """A name of two words and more that is printed twice, for two widths of a screen, once."""
    parts = name.split()
    half = len(parts) // 2
    return " ".join(parts[:half]) if half > 1 and parts[:half] == parts[half:] else name


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """A name without signs, for looking it up."""
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()
