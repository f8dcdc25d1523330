"""Lines that are bylines by their form: a label or a verb and a name, a name and an agency.

Rules: a label with a colon and `by` with a name are certain; a title, a verb or a possessive needs a
name with capitals behind it, and a place in an article's head; where there are no capitals the
reporter's title tells; a name beside nothing but agencies, roles and kinds of work is a byline in the
head, where no other is.
"""

from __future__ import annotations

import re

from crawler.extraction.byline_labels import (
    CONTRIBUTION,
    EASTERN_BYLINE,
    EASTERN_LABELLED,
    LABELLED,
    LABELLED_TWICE,
    LONE_LABEL,
    MEETING,
    PICTURED,
    STARTS_AS_BYLINE,
    TEXT_AND_PICTURES,
    THING,
    TITLED,
)
from crawler.extraction.byline_words import (
    CLOCKS,
    CONJUNCTIONS,
    DATE_TAIL,
    NO_WRITERS_PHRASE,
    PARTICLES,
    PLACE_PREPOSITIONS,
    is_name_like,
)
from crawler.extraction.candidates import folded
from crawler.extraction.eastern_names import may_name_reporters
from crawler.extraction.organization_words import AGENCIES, ORGANIZATION_WORDS, ROLE_WORDS
from crawler.extraction.place_words import CITIES
from crawler.extraction.text import words

_LONGEST = 90
_HAN = r"\u3400-\u9fff々"
_HANGUL = r"\uac00-\ud7a3"
_TITLED = re.compile(
    # 홍길동·김영희 기자, 뉴욕=홍길동 특파원, (서울=연합뉴스) 홍길동 기자, 글·사진 홍길동, 기자 홍길동
    rf"(?:[(\[][^()\[\]=]{{1,12}}=[^()\[\]]{{2,12}}[)\]]\s?)?[(\[]?(?:[{_HANGUL}]{{2,6}}=)?"
    rf"(?:글[·ㆍ]?(?:사진)?\s|사진\s|취재\s)?[{_HANGUL}]{{2,4}}(?:\s?[·ㆍ,]?\s?[{_HANGUL}]{{2,4}}){{0,4}}?\s?"
    r"(?:객원|인턴|선임|전문|수습|시민)?(?:기자|특파원|논설위원|통신원|편집위원|칼럼니스트)[)\]]?(?:\s\S+@\S+)?"
    rf"|(?:글|글[·ㆍ]사진|기자)\s[{_HANGUL}]{{2,4}}"
    # 山田太郎記者, 編集委員・山田太郎, 論説委員　山田太郎
    rf"|[【（(]?[{_HAN}\u3041-\u30ff]{{2,8}}(?:[、\s][{_HAN}\u3041-\u30ff]{{2,8}}){{0,4}}(?:記者|特派員)[】）)]?"
    rf"|[【（(]?(?:編集委員|論説委員|記者|特派員|解説委員)[・\s][{_HAN}\u3041-\u30ff\s]{{2,9}}[】）)]?"
    # 新华社记者李明、王芳, （记者李明）, 〔記者李明／台北報導〕
    rf"|[（(〔]?[{_HAN}]{{0,8}}(?:记者|記者)\s?[{_HAN}]{{2,4}}(?:[、\s／/]\s?[{_HAN}]{{2,8}}){{0,5}}[）)〕]?"
)
_IN_DATELINES = (
    re.compile(r"[电電]\s?[（(](?:记者|記者)\s?([^（）()]{2,24})[）)]"),
    re.compile(
        rf"^[(\[][^()\[\]=]{{1,12}}=[^()\[\]]{{2,20}}[)\]]\s?((?:[{_HANGUL}]{{2,4}}[·,\s]{{0,2}}){{1,4}}"
        r"(?:기자|특파원))\s?="
    ),
    re.compile(rf"^【[^【】=＝]{{1,10}}[=＝]([{_HAN}\u3041-\u30ff]{{2,10}})】"),
)
"""Reporters named in the dateline: `12日电（记者李明）`, `【北京＝山田太郎】`."""
_LONGEST_DATELINE = 160
_PARTS = re.compile(rf"\s*[,/|()（）·]\s*|\s+(?:{CONJUNCTIONS})\s+", re.IGNORECASE)
_KINDS = words(
    "text texte texto testo tekst teksti words story fotos foto photos photo photographs bilder bild "
    "kuvat kuva images video videos illustrationen illustrations grafik текст фото mit dpa avec with"
)
_POSSESSIVE = re.compile(
    r"(?:(?:von|vom|par|por|door|av|af|by|de|do|da|del|dal|dalla|van)\s)?(?:our|unser\w{0,2}|notre|nuestr[oa]"
    r"|noss[oa]|nostr[oa]|onze|vår|vores|naš\w?|nasz\w?|наш\w{0,2})\s",
    re.IGNORECASE,
)
_WITH_AN_AGENCY = re.compile(
    r"\(?(?:(?:la\s)?(?:rédaction|redaktion|redazione|redacción|redacția)\s)?(?:mit|avec|con|com|with|met|med|cu)"
    r"\s(?:l[’']|(?:\w{4,14}\s)?(?:von|der|de|da|di|from)\s)?(?=[A-ZÀ-Þa-z]{2,12}\)?$)",
    re.IGNORECASE,
)
"""`(avec AFP)`, `La rédaction avec AFP`, `Con información de EFE`."""
_PLACED = re.compile(rf"\s(?:{PLACE_PREPOSITIONS}|for|für|pour|para)\s(?=[^\W\d_])")
"""Where the writer is, or for whom they write."""
_EDGES = " ,|•·–—-:."
_TWO = 2
_LONGEST_SIGN = 3
"""`dpa`, `afp`."""
_PHRASED = re.compile(
    r"(?:das|die)\s(?:interview|gespräch|fragen)\s(?:führte|stellte)n?\s|aus\s\S{3,20}\sberichten?t?\s",
    re.IGNORECASE,
)
_EDITED = re.compile(
    r"(?:opracowanie|oprac\.|editör|szerkesztő|ترجمة|مترجم|เรียบเรียง)\s?:", re.IGNORECASE
)
_JOURNEY = re.compile(
    r"(?:von\s\S+\s(?:zu|zum|zur|nach|bis)|(?:de|di|da)\s\S+\s(?:a|al|à|au|ao|alla)|od\s\S+\s(?:do|k|ke)"
    r"|(?:от|від)\s\S+\s(?:до|к|ко))\s",
    re.IGNORECASE,
)
"""`Von Köln nach Bonn`: from one to another, not by anybody."""


def begins_as_byline(line: str) -> bool:
    """Whether a line begins as bylines do, wherever it stands, and goes on with a name."""
    line = LABELLED_TWICE.sub("", line, count=1)
    if EASTERN_LABELLED.match(line):
        return not MEETING.search(line)
    if _JOURNEY.match(line):
        return False
    if start := STARTS_AS_BYLINE.match(line) or _EDITED.match(line):
        return _may_name(line[start.end() :], start[0])
    if len(line) > _LONGEST:
        return False
    if TEXT_AND_PICTURES.match(line):
        return is_name_like(_first(line.partition(":")[2]))
    match = _PHRASED.match(line) or LABELLED.match(line)
    return match is not None and is_name_like(_first(line[match.end() :]))


def names_a_word_alone(line: str) -> bool:
    """Whether one word follows `by`, neither an agency nor letters: `Par Amour`, `By Invitation`."""
    label = LONE_LABEL.match(line)
    if label is None:
        return False
    rest = line[label.end() :]
    if rest.rstrip() != CLOCKS.sub("", DATE_TAIL.sub("", rest)).rstrip():
        return False  # a day or a clock tells that it is a byline
    first = _first(rest.strip(_EDGES)).strip(".,:;")
    return " " not in first and not first.isupper() and not _is_of_the_trade(first)


def begins_as_byline_of_head(line: str) -> bool:
    """Whether a line is a byline where one is looked for: by a title, a verb, a possessive.

    Of persons in the news the same is said.
    """
    if EASTERN_BYLINE.match(line):
        return _may_name_eastern(line)
    if len(line) > _LONGEST:
        return False
    if _TITLED.fullmatch(line.strip()):
        return _may_name_eastern(line)
    if match := _POSSESSIVE.match(line):
        title, _, name = line[match.end() :].partition(" ")
        return title.casefold() in ROLE_WORDS and is_name_like(_first(name))
    if match := THING.match(line):
        rest = line[match.end() :]
        return CONTRIBUTION.search(rest, 1) is not None and is_name_like(_first(rest))
    match = TITLED.match(line)
    return match is not None and is_name_like(_first(line[match.end() :]))


def _may_name_eastern(line: str) -> bool:
    reported = _REPORTER.search(line) is not None
    return not MEETING.search(line) and (not reported or may_name_reporters(line))


_REPORTER = re.compile(
    r"记者|記者|特派員|委員|기자|특파원|논설위원|통신원|편집위원|칼럼니스트|글\s"
)


def _may_name(rest: str, label: str) -> bool:
    """Whether what follows a label may be a name, and is no running text: `Von Montag an gilt …`.

    A name has no word in small letters but particles; roles, desks and outlets may have any.
    """
    if NO_WRITERS_PHRASE.match(rest):
        return False
    undated = CLOCKS.sub("", DATE_TAIL.sub("", rest))
    bare = _PLACED.split(undated, maxsplit=1)[0].strip(_EDGES)
    first = _first(bare)
    parts = [part.strip(".,:;") for part in first.split()]
    plain = [part.casefold() for part in parts]
    if len(parts) < _TWO:
        return not any(word.islower() for word in bare.replace(first, "", 1).split())
    if any(map(_is_of_the_trade, parts)):
        return True
    small = [part for part in parts if part.islower() and part not in PARTICLES]
    if len(small) == len(parts):
        by = label.casefold().strip(" :").endswith("by")
        return by and len(parts) == _TWO and plain[0] not in ("the", "a", "an", "no")
    return not small and not CITIES.issuperset(plain)


def _is_of_the_trade(part: str) -> bool:
    """A role, a desk or an agency; an agency's name in small letters may be any word."""
    word = part.casefold()
    if word in ROLE_WORDS or word in ORGANIZATION_WORDS:
        return True
    return word in AGENCIES and (not part.islower() or len(part) <= _LONGEST_SIGN)


def _first(names: str) -> str:
    """The first of some names, without the contribution of another glued behind it."""
    alone = _PARTS.split(names.strip(), maxsplit=1)[0]
    after = CONTRIBUTION.search(alone, 1)
    return alone[: after.start()].strip() if after is not None else alone


def is_signature_of_head(line: str) -> bool:
    """Whether a line names a writer beside agencies, roles and kinds of work, and says no more."""
    if len(line) > _LONGEST:
        return False
    if _WITH_AN_AGENCY.match(line):
        return folded(_WITH_AN_AGENCY.sub("", line)).strip(" ().") in AGENCIES
    bare = line.replace("(", ", ").replace(")", " ").strip()
    parts = [part for part in _PARTS.split(bare) if part]
    if not parts or not is_name_like(parts[0]):
        return False
    others = [part for part in parts[1:] if not is_name_like(part)]
    pictured = all(PICTURED.search(part) for part in others)
    return bool(others) and not pictured and all(map(_tells_of_a_writer, others))


def _tells_of_a_writer(part: str) -> bool:
    plain = folded(part).strip(" .:")
    if plain in AGENCIES or plain in _KINDS or plain in CITIES:
        return True
    parts = plain.split()
    return len(parts) <= 5 and any(
        word in ROLE_WORDS or word in ORGANIZATION_WORDS for word in parts
    )


def reporters_in_dateline(paragraph: str) -> str | None:
    """The reporters whom the dateline of a first paragraph names, as printed."""
    head = paragraph[:_LONGEST_DATELINE]
    matches = (pattern.search(head) for pattern in _IN_DATELINES)
    return next((match[1] for match in matches if match is not None), None)
