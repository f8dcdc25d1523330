"""A byline taken apart: persons with their roles, and the organisations it names.

Rules: a URL or an address is no name; an agency or outlet is an organisation, never a person; a
name printed family first ("Okafor, Ngozi") is not cut at its comma; what follows a name in small
letters ("…, our correspondent in Oslo") is its role.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from crawler.extraction.text import any_of, words
from crawler.normalize.agencies import AGENCIES, ORGANIZATION_WORDS, ROLE_WORDS

_LONGEST = 600
_MOST_NAMES = 40
_LEADING = re.compile(
    r"^(?:(?:article|story|words|text|texte|texto|testo|tekst|reporting|report|review|analysis"
    r"|opinion|written|reported|posted|published|edited|escrito|publicado|scritto|geschrieben"
    r"|ein (?:artikel|beitrag|gastbeitrag|kommentar)|eine analyse|interview|kommentar|bericht"
    r"|artikel)\s+)?"
    r"(?:by|von|par|por|di|door|av|af|przez|od|de|da|от|autor(?:en|in|es|i|zy|e)?|auteurs?|authors?"
    r"|автор[ы]?|текст|text|texte|texto|tekst|words|skribent|redaktör|forfatter|kirjoittaja|yazar"
    r"|szerző|съобщи|redakcja|redazione|fonte|source|quelle|fuente|oleh|penulis|reporter"
    r"|journalist|written by|reported by)\s*(?::|\s(?=\S))\s*",
    re.IGNORECASE,
)
_VERB_LEADING = re.compile(
    r"^(?:(?:[a-zà-ž]+ ){1,3}by|(?:erstellt|geschrieben|verfasst|veröffentlicht|pressemitteilung"
    r"|gepostet|eingestellt|präsentiert) von)\s*:?\s*(?=\w)",
    re.IGNORECASE,
)
_GLUED_BY = re.compile(r"^(?:By|BY|Von|Par)(?=[A-ZÀ-Þ][a-zà-ž])")
_POSTNOMINALS = words(
    "md phd ms ma ba bs msc bsc rn rd rdn jd mba mph do dds cpa cfa cfp llm llb esq facp fand pe "
    "obe mbe cbe mp mep qc kc sj op dr prof dvm pharmd edd jr sr ii iii iv"
)
_NO_NAMES = words(
    "login log-in sign-in sign-up more author authors profile follow share email comments comment "
    "contact home subscribe date datum about twitter facebook instagram linkedin bookmark book "
    "posted published updated by von und and guest anonymous unknown hardware software photo image"
)
_NO_NAME_PHRASES = any_of(
    r"""
    create an account ; see full bio ; learn more ; read more ; view (?:all|profile|bio|more)
    full bio ; log in ; sign in ; sign up ; click here ; articles by ; more by ; all posts
    min(?:ute)?s? read ; contact us ; mehr (?:lesen|von) ; follow ; show more ; load more
    """
)
_CONJUNCTIONS = (
    r"and|und|et|y|og|och|en|e|ed|i|a|ve|и|та|і|ja|és|și|si|dan|&|\+|with|mit|avec|con|com"
)
_SPLIT = re.compile(
    rf"\s*[|;•·/／、，\n]\s*|\s+(?:{_CONJUNCTIONS})\s+|\s+[–—]\s+|\s+-\s+", re.IGNORECASE
)
_COMMA = re.compile(r"\s*,\s*")
_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]{0,60})[)\]）]")
_TAIL = re.compile(
    r"\s+(?:in|aus|en|à|w|v|from|for|für|pour|para|special to|reporting from|at)\s+[A-ZÀ-ÞА-Я].*$"
)
_DATE_TAIL = re.compile(
    r"(?:^|[\s,|•·–—-]+)(?:(?:on|am|le|el|il|published|updated|posted|publié|publicado|pubblicato"
    r"|veröffentlicht|aktualisiert|stand|modified|created)\b[\s:]+(?=.{0,12}\d).*"
    r"|(?:published|updated|posted|publié|publicado|veröffentlicht|aktualisiert)\b.*"
    r"|\d{1,2}[.:/]\d{1,2}.*|\d{4}-\d\d.*"
    r"|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,8}"
    r"\.?,?\s\d.*|\d{1,2}\.?\s\w{3,12},?\s\d{4}.*)$",
    re.IGNORECASE,
)
_CLOCKS = re.compile(
    r"[\s,|•·–—-]*\d+\+?\s?(?:sec|min|minute|hour|hr|day|week|month|year|std|stunden?|tagen?|хвилин|минут)"
    r"\w{0,5}\.?(?:\s(?:read|ago|lesezeit|de lecture|de lectura|назад|тому)\b.*)?$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?:|www\.)\S*|\S+@\S+|\S+/\S+/\S+")
_URLISH = re.compile(r"https?:|www\.|://|\.(?:com|org|net|html?|php)\b|@", re.IGNORECASE)
_ABBREVIATION = re.compile(r"[A-ZА-ЯЁІЇЄҐ]{3,5}")
"""An agency's letters: initials of a person are two, or printed small."""
_HANDLE = re.compile(r"[a-z][a-z0-9_]{2,24}")
"""A pen name in small letters, where it is all that is said."""
_NAME_SIGNS = re.compile(r"^[^\W\d_]")
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


def parties_of(line: str, outlets: Iterable[str] = ()) -> Parties:
    """Persons and organisations of a byline; `outlets` are the publisher's own names."""
    own = frozenset(map(_bare, outlets))
    found = Parties()
    for piece in _pieces_of(line[:_LONGEST]):
        found.add(_one(piece, own))
    return found


@lru_cache(maxsize=4096)
def _pieces_of(line: str) -> tuple[str, ...]:
    """The pieces that may name somebody. Kept: a site has few authors, each page several bylines."""
    return tuple(_pieces(_stripped(line))[:_MOST_NAMES])


def printed_byline(line: str) -> str | None:
    """The line as printed, without the dates, clocks and reading times that stand behind it."""
    bare = _CLOCKS.sub("", _DATE_TAIL.sub("", " ".join(line[:_LONGEST].split())))
    return bare.strip(" ,|•·–—-") or None


def folded_name(name: str) -> str:
    """A name for comparing."""
    return " ".join(re.sub(r"[.,]", " ", name.casefold()).split())


def _stripped(line: str) -> str:
    line = _DATE_TAIL.sub("", " ".join(_ADDRESS.sub(" ", line).split()))
    line = _VERB_LEADING.sub("", _GLUED_BY.sub("", line))
    for _ in range(2):
        line = _LEADING.sub("", line, count=1)
    return line.strip(" ,:;|•·-–—")


def _pieces(line: str) -> list[str]:
    """The line at its conjunctions, bars and commas; a name printed family first stays whole."""
    inverted = _inverted(line)
    if inverted:
        return [inverted]
    pieces: list[str] = []
    for part in _SPLIT.split(line):
        pieces += _at_commas(part)
    return [piece for piece in pieces if piece]


def _inverted(line: str) -> str | None:
    """`Okafor, Ngozi` as `Ngozi Okafor`: one word, a comma, one or two words, nothing else."""
    family, comma, given = line.partition(",")
    words = given.split()
    if not comma or "," in given or " " in family.strip() or not 1 <= len(words) <= 2:
        return None
    if (
        _SPLIT.search(line)
        or _is_organization(given.strip(), _NONE)
        or _is_organization(family, _NONE)
    ):
        return None
    whole = all(word[:1].isupper() and word.isalpha() for word in (family.strip(), *words))
    return f"{given.strip()} {family.strip()}" if whole and not _is_role(given.strip()) else None


def _at_commas(part: str) -> list[str]:
    """Names apart, each with the roles that follow it."""
    pieces: list[str] = []
    for each in _COMMA.split(part):
        known = _is_organization(each, _NONE) and not _is_suffix(each)
        if pieces and not known and (_is_role(each) or _is_suffix(each)):
            pieces[-1] += f", {each}"
        else:
            pieces.append(each)
    return pieces


def _is_suffix(text: str) -> bool:
    """A degree or rank behind a name ("PhD", "Jr.", "M.D.")."""
    return text.replace(".", "").casefold() in _POSTNOMINALS


def _is_role(text: str) -> bool:
    bare = text.strip()
    if not bare:
        return False
    if bare[0].islower():
        return True
    return any(word.strip(".,").casefold() in ROLE_WORDS for word in bare.split())


@lru_cache(maxsize=4096)
def _one(piece: str, own: frozenset[str]) -> Parties:
    """Whom one piece names. Not to be changed: it is kept, as `_pieces_of` is."""
    if _HANDLE.fullmatch(piece) and piece not in _NO_NAMES and piece not in ROLE_WORDS:
        is_known = _is_organization(piece, own)
        return Parties(organizations=[piece]) if is_known else Parties([Name(piece, piece)])
    organizations: list[str] = []
    for inside in _BRACKETS.findall(piece):
        if _is_organization(inside, own):
            organizations.append(_organization(inside))
    name, _, role = _BRACKETS.sub("", piece).partition(",")
    name = _LEADING.sub("", _TAIL.sub("", name).strip(" .:*\"'"), count=1).strip(" .:")
    if _is_organization(name, own):
        return Parties(organizations=[_organization(name), *organizations])
    if not _is_person(name):
        return Parties(organizations=organizations)
    return Parties([Name(name, piece.strip(), role.strip() or None)], organizations)


def _is_person(name: str) -> bool:
    words = name.split()
    if not 1 <= len(words) <= 6 or len(name) > 60 or len(name) < 2 or _URLISH.search(name):
        return False
    if name.casefold() in _NO_NAMES or _NO_NAME_PHRASES.search(name):
        return False
    if not _NAME_SIGNS.match(name) or _is_role(name) or any(char.isdigit() for char in name):
        return False
    return len(words) > 1 or name[0].isupper() or not name.isascii()


def _is_organization(name: str, own: frozenset[str]) -> bool:
    bare = _bare(name)
    if not bare or bare.count(" ") > 6 or "http" in bare:
        return False
    if _ABBREVIATION.fullmatch(name.strip()):
        return True
    if bare in own or bare in AGENCIES:
        return True
    return any(word in ORGANIZATION_WORDS for word in re.split(r"[\s\-]+", name.casefold()))


def _organization(name: str) -> str:
    return name.strip(" .,:")


@lru_cache(maxsize=4096)
def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()
