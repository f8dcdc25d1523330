"""Which source of an item's authors is believed: `fullest`.

Rules: the most trusted source goes first; one that names the same persons and more, or more fully,
goes before it, and so do places that agree with one another and not with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.extraction.candidates import LONGEST_REJECTED, witnesses
from crawler.items import AuthorsItem
from crawler.normalize.bylines import Parties, folded_name
from crawler.normalize.roles import is_contribution


@dataclass(frozen=True, slots=True)
class Offer:
    """A source, and whom it names."""

    source: AuthorsItem
    parties: Parties

    @property
    def place(self) -> str:
        return f"{self.source.source}:{self.source.locator}"

    @property
    def said(self) -> str:
        return "; ".join(author.name for author in self.source.authors)[:LONGEST_REJECTED]

    @property
    def has_writer(self) -> bool:
        """Whether it names a person who did not only take the pictures, translate or review."""
        return any(not is_contribution(name.role) for name in self.parties.persons)

    @property
    def names(self) -> set[str]:
        return {folded_name(name.name) for name in self.parties.persons}


def fullest(named: Sequence[Offer], said: Sequence[Offer]) -> Offer:
    """The first source, unless a later one names the same persons and more, or more fully.

    A source that nobody agrees with gives way to what two kinds of places say alike, and a login
    to the full name that readers see. `said` are all sources, the mere guesses among them.
    """
    best = _outvoted_by(named, said) or named[0]
    for each in named[1:]:
        of_rule = (best.source.source, each.source.source) == ("layout", "json_ld")
        adds = of_rule or each.source.source in ("dom", "layout")
        more = adds and each.names > best.names
        printed = each.source.source in _PRINTED and _is_login_beside(best.parties, each.parties)
        if more or printed or _more_fully(best.parties, each.parties):
            best = each
    return best


_PRINTED = ("dom", "layout", "heuristic")


def _outvoted_by(named: Sequence[Offer], said: Sequence[Offer]) -> Offer | None:
    """The first of two sources at different places, one of them printed, that say the same of
    others than the first source names, where nobody shares a name with that one.

    JSON-LD and `<meta>` are filled from one field, often with the editor who put the text in: where
    only they name somebody, two printed places that name another go before them, one of them in the
    article: below it others are named as well, and in boxes of the outlet's columnists.
    """
    first, *others = named
    sharing = [each for each in others if each.names & first.names]
    if any(each.source.source in _PRINTED for each in (*sharing, *([first] if sharing else ()))):
        return None
    for at, each in enumerate(others):
        if each in sharing:
            continue
        alike = [other for other in others[at + 1 :] if other.names == each.names]
        if sharing:
            seen = [one for one in said if _is_printed(one) and one.names == each.names]
            outvotes = bool(seen and witnesses(seen[0].place, (one.place for one in seen[1:])))
            outvotes = outvotes and any(not one.source.below for one in seen)
        else:
            places = witnesses(each.place, (other.place for other in alike))
            kinds = {each.source.source, *(other.source.source for other in alike)}
            outvotes = bool(places) and len(kinds) > 1
            outvotes = outvotes and any(
                _is_printed(one) and not one.source.below for one in (each, *alike)
            )
        if outvotes:
            return each
    return None


def _is_printed(offer: Offer) -> bool:
    return offer.source.source in _PRINTED


def _is_login_beside(login: Parties, printed: Parties) -> bool:
    """Whether one is an account alone, in small letters, and the other a name of several words."""
    if len(login.persons) != 1 or not printed.persons:
        return False
    name = login.persons[0].name
    return name.isascii() and name.islower() and " " not in name and " " in printed.persons[0].name


def _more_fully(short: Parties, full: Parties) -> bool:
    """Whether one names by first name or account the single person that the other names in full."""
    if len(short.persons) != 1 or len(full.persons) != 1:
        return False
    first, whole = (folded_name(each.persons[0].name) for each in (short, full))
    if " " in first or not 1 <= whole.count(" ") < 4:
        return False
    return whole.startswith(f"{first} ")
