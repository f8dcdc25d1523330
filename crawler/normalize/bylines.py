"""A byline taken apart: persons with their roles, and the organisations it names.

Rules: a URL or an address is no name; an agency or outlet is an organisation, never a person; a
name printed family first ("Okafor, Ngozi") is not cut at its comma; what follows a name in small
letters ("…, our correspondent in Oslo") is its role, as is what a contributor is said to have done
("Photographs by …"); beside names of several words a single word is a place or a rubric.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from crawler.extraction.byline_labels import (
    CONTRIBUTION,
    EASTERN_BYLINE,
    LABEL,
    LABEL_AMID,
    LABELLED_TWICE,
    LEADING,
    PICTURED,
    SOURCE,
    TEXT_AND_PICTURES,
)
from crawler.extraction.byline_words import (
    CLOCKS,
    CONJUNCTIONS,
    DATE_TAIL,
    NO_NAMES,
    NO_WRITERS_LABEL,
    OTHERS_OF,
    PARTICLES,
    PLACE_PREPOSITIONS,
)
from crawler.extraction.organization_words import AGENCIES, ROLE_WORDS
from crawler.normalize.eastern_bylines import Piece, eastern_pieces, is_eastern
from crawler.normalize.names import (
    HANDLE,
    agencies_alone,
    agencies_among,
    bare,
    is_lone,
    is_organization,
    is_person,
    may_be_a_surname,
    name_after_phrase,
    name_after_title,
    once,
    organization,
)
from crawler.normalize.roles import (
    has_role,
    is_role,
    is_suffix,
    is_titled,
    is_unnamed_staff,
    title_apart,
)

_LONGEST = 600
_MOST_NAMES = 40
_GLUED_BY = re.compile(r"\b([Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or)(?=[A-ZÀ-Þ][a-zà-ž.])")
_GLUED_DAY = re.compile(r"(?<=[^\W\d_a-zA-Z])(?:19|20)\d\d[-/.年]\d{1,2}[-/.月].*$")
_SPLIT = re.compile(
    rf"\s*[|;•·∙/／、，\n]\s*|\s+(?:{CONJUNCTIONS})\s+|\s+[–—]\s+|\s+-\s+", re.IGNORECASE
)
_SIGN = re.compile(r"(?<![\w/])([a-z]{2,5})/([a-z]{2,5})(?![\w/])")
_AND_GLUED = re.compile(
    r"([\u0590-\u06ff]+ [\u0590-\u06ff]+) [وו](?!(?:ليد|ائل|سام|فاء|جدي|حيد|سيم|لاء|ليام|هيب|ضاح)\b)"
    r"(?=[\u0590-\u06ff]+ [\u0590-\u06ff]+)"
)
"""`and` as Arabic and Hebrew print it, glued to the second of two full names."""
_JOINT = "\u2044"
"""Stands for the stroke inside a sign while the line is split."""
_COMMA = re.compile(r"\s*[,،]\s*")
_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]{0,60})[)\]）]")
_TAIL = re.compile(rf"\s+(?:{PLACE_PREPOSITIONS})\s+[A-ZÀ-ÞА-Я].*$")
_FOR = re.compile(r"\s(?:for|für|pour|para|per|voor|för)\s+([^,()]{2,60})$")
_RUBRICS = re.compile(r",? (?:in|under|en|dans|unter) [A-ZÀ-Þ][\w ]{1,30}, .*$")
"""What a page's line says after the name: where the article is filed."""
_ADDRESS = re.compile(r"(?:https?:|www\.)\S*|\S+@\S+|(?<!\w)@\w+|\S+/\S+/\S+")
_MOST_LONE = 2
_NO_HANDLES = NO_NAMES | ROLE_WORDS | PARTICLES
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Name:
    """A person as named; `raw` is the piece of the byline that named them."""

    name: str
    raw: str
    role: str | None = None


@dataclass(slots=True)
class Parties:
    """Whom a byline names."""

    persons: list[Name] = field(default_factory=list)
    organizations: list[str] = field(default_factory=list)

    def add(self, other: Parties) -> None:
        """Take in what another line names, each once."""
        known = {folded_name(name.name) for name in self.persons}
        self.persons += [name for name in other.persons if folded_name(name.name) not in known]
        heard = {each.casefold() for each in self.organizations}
        self.organizations += [each for each in other.organizations if each.casefold() not in heard]

    def call_persons(self, known: Iterable[str]) -> None:
        """Take for persons whom markup calls so (folded names), where their names may well be."""
        called = [each for each in self.organizations if folded_name(each) in known]
        for each in called:
            if may_be_a_surname(each):
                self.organizations.remove(each)
                self.persons.append(Name(each, each))

    def drop_lone_words(self) -> None:
        """Leave out single words beside names of several: places, days, rubrics."""
        lone = [name for name in self.persons if is_lone(name.name)]
        if len(lone) < len(self.persons) or len(lone) > _MOST_LONE:
            self.persons = [name for name in self.persons if not is_lone(name.name)]


def parties_of(line: str, outlets: Iterable[str] = ()) -> Parties:
    """Persons and organisations of a byline; `outlets` are the publisher's own names."""
    own = frozenset(map(bare, outlets))
    unlabelled = LEADING.sub("", line[:_LONGEST].strip(), count=1)
    if own and bare(unlabelled) in own:
        return Parties(organizations=[organization(unlabelled)])
    found = Parties()
    for piece in _pieces_of(line[:_LONGEST]):
        parties = _one(piece, own)
        if found.organizations and not found.persons:
            parties = _without_its_place(parties)
        pictured = piece.role is not None and PICTURED.search(piece.role)
        found.add(Parties(parties.persons) if pictured else parties)
    found.drop_lone_words()
    return found


def _without_its_place(parties: Parties) -> Parties:
    """What follows an organisation, without single words: where it sits."""
    persons = [name for name in parties.persons if not is_lone(name.name)]
    return Parties(persons, parties.organizations)


@lru_cache(maxsize=4096)
def _pieces_of(line: str) -> tuple[Piece, ...]:
    """The pieces that may name somebody, each with what they are said to have done.

    Kept: a site has few authors, each page several bylines.
    """
    if NO_WRITERS_LABEL.match(line):
        return ()
    bare = _stripped(line)
    if is_eastern(bare):
        return tuple(eastern_pieces(bare)[:_MOST_NAMES])
    bare, *sources = SOURCE.split(bare)
    found = [Piece(role, piece) for role, part in _contributions(bare) for piece in _pieces(part)]
    found += [piece for part in sources for piece in _source_and_others(part)]
    return tuple(found[:_MOST_NAMES])


def _source_and_others(part: str) -> Iterator[Piece]:
    """What follows a label of sources: they are no persons; what has a label of its own may be."""
    source, *others = part.split(" | ")
    yield from (Piece(None, piece, organization=True) for piece in _pieces(source))
    for other in others:
        yield from (
            Piece(role, piece) for role, of in _contributions(other) for piece in _pieces(of)
        )


def printed_byline(line: str) -> str | None:
    """The line as printed, without the dates, clocks and reading times that stand behind it."""
    bare = CLOCKS.sub("", DATE_TAIL.sub("", " ".join(line[:_LONGEST].split())))
    return bare.strip(" ,|•·∙–—-") or None


def folded_name(name: str) -> str:
    """A name for comparing."""
    return " ".join(re.sub(r"[.,]", " ", name.casefold()).split())


def _stripped(line: str) -> str:
    line = _GLUED_DAY.sub("", LABELLED_TWICE.sub("", line, count=1))
    line = DATE_TAIL.sub("", " ".join(_ADDRESS.sub(" ", line).split()))
    line = TEXT_AND_PICTURES.sub("Text", _RUBRICS.sub("", _GLUED_BY.sub(r"\1 ", line)))
    line = LABEL_AMID.sub(_cut_at_label, _AND_GLUED.sub(r"\1 | ", line))
    return line.strip(" ,:;|•·∙-–—©")


def _cut_at_label(label: re.Match[str]) -> str:
    """A bar for a label, but a contribution's, which is its role, a source's, and a small word's."""
    word = label[1]
    if SOURCE.search(label[0]):
        return label[0]
    kept = word and (word[0].islower() or CONTRIBUTION.match(f"{word}:"))
    return label[0] if kept else " | "


def _contributions(line: str) -> Iterator[tuple[str | None, str]]:
    """The line at its contributions (`Text: …, Fotos: …`): each part with its role."""
    role, start = None, 0
    for match in CONTRIBUTION.finditer(line):
        yield role, line[start : match.start()]
        role, start = match[1].strip(" :"), match.end()
    yield role, line[start:]


def _pieces(part: str) -> list[str]:
    """A part at its conjunctions, bars and commas; a name printed family first stays whole."""
    bare = part.strip(" ,:;|•·∙-–—").rstrip("([ ")
    line = OTHERS_OF.sub("", _unwrapped(bare), count=1)
    line = line[label.end() :] if (label := EASTERN_BYLINE.match(line)) else line
    for _ in range(2):
        line = LEADING.sub("", line, count=1)
    line = _unlabelled(line).strip(" ,:;|•·∙-–—")
    inverted = _inverted(line)
    if inverted:
        return [inverted]
    pieces: list[str] = []
    for each in _SPLIT.split(_SIGN.sub(_joined, line)):
        pieces += _at_commas(each)
    return [piece.replace(_JOINT, "/") for piece in pieces if piece]


def _unlabelled(line: str) -> str:
    """A line without what stands before its colon, where that is a label and no name."""
    label = LABEL.match(line)
    if label is None or is_organization(label[1]):
        return line
    _, *others = label[1].split()
    is_label = len(others) < 3 and not any(word[:1].isupper() for word in others)
    return line[label.end() :] if is_label else line


def _joined(sign: re.Match[str]) -> str:
    """`dpa/lno` is one sign, of an agency's service; `dpa/afp` are two agencies."""
    return sign[0] if sign[2] in AGENCIES else f"{sign[1]}{_JOINT}{sign[2]}"


def _unwrapped(part: str) -> str:
    """A part without the brackets that are around the whole of it, or opened or closed elsewhere."""
    if part.startswith("(") and part.find(")") in (-1, len(part) - 1):
        part = part[1:]
    return part.rstrip(")") if "(" not in part else part


def _inverted(line: str) -> str | None:
    """`Okafor, Ngozi` as `Ngozi Okafor`: one word, a comma, one or two words, nothing else."""
    family, comma, given = line.partition(",")
    words = given.split()
    if not comma or "," in given or " " in family.strip() or not 1 <= len(words) <= 2:
        return None
    if (
        _SPLIT.search(line)
        or is_organization(given.strip(), _NONE)
        or is_organization(family, _NONE)
    ):
        return None
    whole = all(word[:1].isupper() and word.isalpha() for word in (family.strip(), *words))
    return f"{given.strip()} {family.strip()}" if whole and not is_role(given.strip()) else None


def _at_commas(part: str) -> list[str]:
    """Names apart, each with the roles that follow it."""
    pieces: list[str] = []
    for each in _COMMA.split(part):
        known = is_organization(each, _NONE) and not is_suffix(each) and not has_role(each)
        signs = bool(pieces) and _are_initials(each) and _are_initials(pieces[-1])
        if pieces and not known and not signs and (is_role(each) or is_suffix(each)):
            pieces[-1] += f", {each}"
        else:
            pieces.append(each)
    return pieces


def _are_initials(text: str) -> bool:
    """The sign of a desk, an agency or a writer, as stands in brackets: `(dpa, red, abc)`."""
    return text.isalpha() and len(text) <= 4 and not has_role(text)


@lru_cache(maxsize=4096)
def _one(said: Piece, own: frozenset[str]) -> Parties:
    """Whom one piece names. Not to be changed: it is kept, as `_pieces_of` is."""
    role, piece, _ = said
    if said.organization:
        return Parties(organizations=[organization(piece)])
    if HANDLE.fullmatch(piece) and piece not in _NO_HANDLES:
        is_known = is_organization(piece, own)
        return Parties(organizations=[piece]) if is_known else Parties([Name(piece, piece, role)])
    organizations = _organizations_beside(piece, own)
    name, _, title = _unbracketed(piece).partition(",")
    name = LEADING.sub("", _TAIL.sub("", name).strip(_AROUND), count=1).strip(" .:")
    if is_unnamed_staff(name):
        return Parties(organizations=organizations)
    if not is_organization(name, own) and (agencies := agencies_alone(name)):
        return Parties(organizations=[*agencies, *organizations])
    name, before = name_after_title(name)
    if is_organization(name, own) and not is_titled(name):
        return Parties(organizations=[organization(name), *organizations])
    name, glued = title_apart(name)
    name = once(name_after_phrase(name))
    if not is_person(name):
        return Parties(organizations=organizations)
    told = role or title.strip() or glued or before or None
    return Parties([Name(name, piece.strip(), told)], organizations)


_AROUND = " .:*\"'«»“”"


def _organizations_beside(piece: str, own: frozenset[str]) -> list[str]:
    """The organisations in a piece's brackets, and the one that its writer works for."""
    found: list[str] = []
    for inside in _BRACKETS.findall(piece):
        found += [organization(inside)] if is_organization(inside, own) else agencies_among(inside)
    if (worked := _FOR.search(piece)) and is_organization(worked[1], own):
        found.append(organization(worked[1]))
    return found


def _unbracketed(piece: str) -> str:
    """A piece without its brackets; what stands in them amid a name is a part of it."""
    inner = _BRACKETS.search(piece)
    if inner is not None and inner[1].istitle() and inner[1].isalpha():
        amid = inner.start() > 0 and piece[inner.end() :].strip()[:1].isupper()
        if amid:
            return piece
    return " ".join(_BRACKETS.sub(" ", piece).split())
