"""Which of an item's authors are kept: whom the sources name, weighed against one another.

Rules: a source that names a person goes before every one that names only outlets and agencies; the
first name alone, or an account's, gives way to the full name of the same person; the outlet itself
is an author only where nobody else is. Who agreed and who was refused is said, and also where
nobody is left: then the page was looked at, and names no person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.records import Provenance, Rejected
from crawler.extraction.byline_labels import SOURCE
from crawler.extraction.candidates import MOST_REJECTED, confidence, witnesses
from crawler.extraction.organization_words import AGENCIES, UNNAMED_AGENCIES
from crawler.items import ArticleItem, AuthorItem, AuthorsItem
from crawler.normalize.author_choice import Offer, fullest
from crawler.normalize.bylines import Name, Parties, folded_name, parties_of
from crawler.normalize.roles import is_title

_LONGEST_LINE = 80
"""A line of a byline that is longer tells of a person, and names none."""
_URL = re.compile(r"\s*(?:https?:)?//|\s*www\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ChosenAuthors:
    """The persons and organisations that are kept, with links where markup has them.

    A provenance is None where nothing on the page says who wrote it.
    """

    persons: tuple[Name, ...]
    urls: dict[str, str]
    organizations: tuple[str, ...]
    provenance: Provenance | None
    organizations_provenance: Provenance | None

    def url(self, person: Name) -> str | None:
        """The page of a person, where markup links one."""
        return self.urls.get(folded_name(person.name))


def chosen_authors(item: ArticleItem) -> ChosenAuthors:
    """The persons of the best source that names any, and the organisations beside them."""
    outlets = [name for name in (item.publisher_name, *item.publisher_names) if name]
    known = [*outlets, *_called_organizations(item)]
    said = [Offer(each, _parties(each, known)) for each in _sources(item)]
    persons = _called_persons(item) - {folded_name(name) for name in outlets}
    for each in said:
        each.parties.call_persons(persons)
    offers = _believed(said, item)
    named = [each for each in offers if each.parties.persons]
    named = [each for each in named if each.has_writer] or named
    winner = fullest(named, said) if named else None
    says = _organizations(offers, winner, outlets)
    first = winner or (says[1] if says else next(iter(offers), None))
    return ChosenAuthors(
        tuple(winner.parties.persons) if winner else (),
        _urls(item),
        tuple(says[0]) if says else (),
        _said_by(first, offers) if first else None,
        _organizations_said_by(*says, offers) if says else None,
    )


def _called_organizations(item: ArticleItem) -> list[str]:
    """The names that some markup calls an organisation's: what else names them means no person."""
    given = [each for source in item.author for each in source.authors]
    return [each.name for each in given if each.organization]


def _called_persons(item: ArticleItem) -> set[str]:
    """The folded names that some markup calls a person's, and none an organisation's."""
    given = [each for source in item.author for each in source.authors]
    organized = {folded_name(each.name) for each in given if each.organization}
    return {folded_name(each.name) for each in given if each.person} - organized


def _urls(item: ArticleItem) -> dict[str, str]:
    """The pages of persons, by their folded names; one around a label and a name is the name's."""
    given = [each for source in item.author for each in source.authors if each.url]
    urls: dict[str, str] = {}
    for each in given:
        persons = parties_of(each.name).persons
        names = [each.name, *(name.name for name in persons if len(persons) == 1)]
        for name in names:
            urls.setdefault(folded_name(name), each.url or "")
    return urls


def _sources(item: ArticleItem) -> list[AuthorsItem]:
    """The item's sources: markup, the byline's lines, meta, the byline as one line, then guesses."""
    found = item.provenance.get("/byline")
    place = found.locator if found is not None else None
    ranked = sorted(item.author, key=lambda each: _rank(each, place))
    if not item.byline or found is None:
        return ranked
    line = AuthorItem(name=item.byline)
    below = any(each.below and each.locator.startswith(found.locator) for each in ranked)
    printed = AuthorsItem(source=found.source, locator=found.locator, authors=[line], below=below)
    guesses = sum(_rank(each, place) == _GUESSED for each in ranked)
    ranked.insert(len(ranked) - guesses, printed)
    return ranked


_GUESSED = 3


def _rank(source: AuthorsItem, byline: str | None) -> int:
    if source.source == "heuristic":
        return 1 if source.locator == byline else _GUESSED
    return 2 if source.source == "meta" else 0


def _believed(offers: list[Offer], item: ArticleItem) -> list[Offer]:
    """The offers without guesses, where anybody is named otherwise."""
    found = item.provenance.get("/byline")
    place = found.locator if found is not None else None
    told = [each for each in offers if _rank(each.source, place) != _GUESSED]
    named = any(each.parties.persons or each.parties.organizations for each in told)
    return told if named else offers


def _parties(source: AuthorsItem, outlets: list[str]) -> Parties:
    found = Parties()
    seen = source.source in ("dom", "heuristic")
    for author in source.authors:
        if len(source.authors) > 1 and seen and len(author.name) > _LONGEST_LINE:
            continue
        beside = seen or source.source == "layout"
        if beside and found.persons and is_title(author.name):
            _give_title(found, author.name)
            continue
        found.add(_parties_of(author, outlets))
    if seen:
        found.drop_lone_words()
    return found


def _parties_of(author: AuthorItem, outlets: list[str]) -> Parties:
    parties = parties_of(author.name, outlets)
    if author.organization:
        parties.organizations += [name.name for name in parties.persons]
        parties.persons = []
    if author.role and len(parties.persons) == 1:
        only = parties.persons[0]
        parties.persons = [Name(only.name, only.raw, only.role or author.role)]
    return parties


def _give_title(found: Parties, title: str) -> None:
    """The line below a name that says what the person is."""
    last = found.persons[-1]
    found.persons[-1] = Name(last.name, last.raw, last.role or title)


def _organizations(
    offers: Sequence[Offer], winner: Offer | None, outlets: list[str]
) -> tuple[list[str], Offer] | None:
    """The organisations that are kept, and the first source that names them.

    Beside persons: those of the byline, else of the sources that name these persons, the outlet
    left out. Without persons: those of the first source that names agencies alone, with the outlet
    that the markup names as author, else of the first that names any.
    """
    own = [f" {folded_name(name)} " for name in outlets]
    if winner is None or not winner.has_writer:
        named = [each for each in offers if each.parties.organizations]
        others = (
            each
            for each in named
            if all(
                _is_agency(name) and not _is_of(name, own) for name in each.parties.organizations
            )
        )
        first = next(others, next(iter(named), None))
        return (_with_outlet(first, named), first) if first else None
    for each in offers:
        if each.names & winner.names:
            apart = [
                name
                for name in each.parties.organizations
                if not _is_of(name, own) and not _names_a_person(name, winner)
            ]
            if apart:
                return apart, each
    return None


def _with_outlet(first: Offer, named: list[Offer]) -> list[str]:
    """The organisations of a source; after those of a label (`Bron: …`) whom JSON-LD names as author.

    Who gave a text has not always written it.
    """
    own = first.parties.organizations
    if not SOURCE.search(first.said):
        return own
    declared = next((each for each in named if each.source.source == "json_ld"), None)
    if declared is None or declared is first or declared.source.locator == "$.sourceOrganization":
        return own
    heard = {folded_name(name) for name in own}
    others = declared.parties.organizations
    return [*own, *(name for name in others if folded_name(name) not in heard)]


def _is_agency(organization: str) -> bool:
    """Whether it is the name of an agency, and not a word for agencies."""
    name = folded_name(organization)
    return name in AGENCIES and name not in UNNAMED_AGENCIES


def _is_of(organization: str, outlets: list[str]) -> bool:
    """Whether it is the outlet, or a desk of it that bears its name."""
    return any(name in f" {folded_name(organization)} " for name in outlets)


def _names_a_person(organization: str, winner: Offer) -> bool:
    """Whether a piece that looks like an organisation is a person with a title glued on."""
    folded = folded_name(organization)
    return any(name in folded for name in winner.names)


def _said_by(winner: Offer, offers: Sequence[Offer]) -> Provenance:
    others = [each for each in offers if each is not winner]
    agree = [each.place for each in others if _name_the_same(each, winner)]
    wrong = [
        Rejected(source=each.source.source, value=each.said, why=_why_refused(each, winner))
        for each in others
        if not _name_the_same(each, winner)
    ]
    return _provenance(winner, agree, wrong)


def _name_the_same(one: Offer, other: Offer) -> bool:
    """Whether two sources name the same persons, or without any the same organisation."""
    if one.names or other.names:
        return one.names == other.names
    heard = {folded_name(name) for name in one.parties.organizations}
    return any(folded_name(name) in heard for name in other.parties.organizations)


def _organizations_said_by(kept: list[str], winner: Offer, offers: Sequence[Offer]) -> Provenance:
    names = {name.casefold() for name in kept}
    same = [
        each.place
        for each in offers
        if names <= {name.casefold() for name in each.parties.organizations}
    ]
    return _provenance(winner, same, [])


def _provenance(winner: Offer, agree: list[str], wrong: list[Rejected]) -> Provenance:
    places = witnesses(winner.place, agree)
    return Provenance(
        source=winner.source.source,
        locator=winner.source.locator,
        raw=winner.said,
        agree=places,
        rejected=tuple(dict.fromkeys(wrong))[:MOST_REJECTED],
        confidence=confidence(winner.source.source, len(places), len(wrong)),
    )


def _why_refused(refused: Offer, winner: Offer) -> str:
    said, kept = refused.names, winner.names
    if not said:
        return _why_nobody(refused)
    if said < kept:
        return "names fewer"
    return "names more" if said > kept else "other names"


def _why_nobody(refused: Offer) -> str:
    if refused.parties.organizations:
        return "names no person"
    return "a URL" if _URL.match(refused.said) else "no name"
