"""Roles in bylines: titles before and behind names, degrees, and what was done beside the writing."""

from __future__ import annotations

from crawler.extraction.byline_labels import CONTRIBUTION
from crawler.extraction.byline_words import POSTNOMINALS
from crawler.extraction.organization_words import ROLE_WORDS, STAFF_WORDS


def is_suffix(text: str) -> bool:
    """A degree or rank behind a name ("PhD", "Jr.", "M.D.")."""
    return text.replace(".", "").casefold() in POSTNOMINALS


def is_role(text: str) -> bool:
    """Whether a piece says what the person before it is, by its small letters or its words."""
    bare = text.strip()
    return bool(bare) and (bare[0].islower() or has_role(bare))


def has_role(text: str) -> bool:
    """Whether a word of it is what persons of the trade are called, and not only whole desks."""
    return any(is_role_word(word) for word in text.split())


def is_role_word(word: str) -> bool:
    """Whether a word is what persons of the trade are called, also with a desk before it."""
    plain = _plain(word)
    return plain in ROLE_WORDS or plain.rpartition("-")[2] in ROLE_WORDS


def is_contribution(role: str | None) -> bool:
    """Whether a role says what was done beside the writing: photographs, translation, review."""
    return role is not None and CONTRIBUTION.match(f"{role} :") is not None


def is_title(line: str) -> bool:
    """Whether a line of its own says what the person above it is, and names nobody."""
    return has_role(line) and not is_titled(line)


def is_unnamed_staff(text: str) -> bool:
    """Whether it says what somebody of the outlet is, not who: `Staff Writers`, `onze verslaggever`."""
    words = [_plain(word) for word in text.split()]
    if len(words) < 2 or words[0] not in STAFF_WORDS:
        return False
    roles = [is_role_word(word) or word.removesuffix("s") in ROLE_WORDS for word in words]
    return any(roles) and all(
        role or word in STAFF_WORDS for role, word in zip(roles, words, strict=True)
    )


def _plain(word: str) -> str:
    return word.strip(".,:()").casefold()


def is_titled(name: str) -> bool:
    """Whether two words or more stand before the first that is a role."""
    return title_apart(name)[1] is not None


def title_apart(name: str) -> tuple[str, str | None]:
    """A name and the title printed behind it without a comma: `Ann Carter Chief Reporter`."""
    words = name.split()
    roles = [at for at, word in enumerate(words) if is_role_word(word)]
    if not roles or _plain(words[0]) in STAFF_WORDS:
        return name, None
    first = next(
        (at for at, word in enumerate(words) if at > 1 and _plain(word) in STAFF_WORDS), 99
    )
    first = min(first, roles[0])
    if first < 2:
        return name, None
    return " ".join(words[:first]), " ".join(words[first:])
