"""The words by which bylines of many languages are taken apart: tables, lower case."""

from __future__ import annotations

import re

from crawler.extraction.byline_labels import BY, ONLY_WRITING
from crawler.extraction.organization_words import ORGANIZATION_WORDS, ROLE_WORDS
from crawler.extraction.text import any_of, words

CONJUNCTIONS = (
    r"and|und|et|y|og|och|en|e|ed|i|a|ve|va|и|та|і|й|және|ва|ja|és|și|şi|si|dan|ir|un|và|na|και|&|\+"
    r"|with|mit|avec|con|com|med|met|su|ו|و|और|ও|এবং|และ"
)

POSTNOMINALS = words(
    "md phd ms ma ba bs msc bsc rn rd rdn jd mba mph do dds cpa cfa cfp llm llb esq facp fand pe "
    "obe mbe cbe mp mep qc kc sj op dr prof dvm pharmd edd jr sr ii iii iv"
)

NO_NAMES = words(
    """
    login log-in sign-in sign-up more author authors profile follow share email comments comment
    contact home subscribe date datum about twitter facebook instagram linkedin bookmark book
    posted published updated by von und and guest anonymous unknown hardware software photo image
    admin administrator webmaster root user wpadmin superuser default n/a none null undefined
    news nachrichten noticias notícias actualités actualité notizie nieuws nyheter nyheder wiadomości
    новости новини haberler uutiset hírek zprávy blog magazin magazine politik politics sport sports
    wirtschaft business kultur culture opinion meinung world welt panorama international autor
    autorin auteur autore redakteur reporter anonym anonyme anónimo anonimo gast invité menu print
    yourself paid free here today yesterday heute gestern posts articles beiträge schließen close über
    """
)
"""What stands where names stand, and is none."""

NO_NAME_PHRASES = any_of(
    r"""
    create an account ; see full bio ; learn more ; read more ; view (?:all|profile|bio|more)
    full bio ; log in ; sign in ; sign up ; click here ; more by ; all posts ; more from
    min(?:ute)?s? read ; contact us ; mehr (?:lesen|von) ; follow ; show more ; load more
    ^no author ; ^by author ; autor unbekannt ; search for ; contributing(?: writers?)?$ ; ^guest
    rezept von$ ; zum profil ; autorenseite ; über (?:den|die) autor ; about the author ; all rights
    alle rechte ; author(?:'s)? (?:page|profile|archive) ; author name ; ^the author$ ; ^name$
    read aloud ; lire aussi ; en savoir plus ; leer más ; ^special to ; copyright ; newsletter
    share (?:this|on|via)
    """
)

OTHERS_OF = re.compile(
    rf"^(?:zeige |zeig |view |see |show |read |voir |ver |mehr |more |weitere |alle? |alles |all |tous "
    rf"les |todos los |tutti gli |more |other |andere |les |los |zur ){{1,3}}(?:(?:posts?|articles?"
    rf"|stories|beiträge|artikel|publications?|artículos|articoli|entradas|news|autorenseite|seite) )?"
    rf"(?:{BY}|from|d[e’'])\s*",
    re.IGNORECASE,
)
"""A link to the other articles of whom it names: `View all posts by`, `Alle Beiträge von`."""

WEEKDAYS = (
    "(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend"
    "|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado"
    "|domingo|(?:lune|marte|mercole|giove|vener)dì|sabato|domenica|(?:segunda|terça|quarta|quinta|sexta)"
    "(?:-feira)?|(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:mån|tis|ons|tors|fre|lör|sön)dag"
    "|(?:man|tirs|lør|søn)dag|poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela"
    "|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"
)

PLACE_PREPOSITIONS = (
    "in|aus|en|à|w|v|we|ve|from|for|für|pour|para|special to|reporting from|at|bei|em|a|iz|в|из|у|з"
)

_AFTER_MARKS = r"(?:^|(?<![\s,|•·–—-])[\s,|•·–—-]++)"
"""Looked for only where a run of marks begins: a line of nothing else is gone through once."""
DATE_TAIL = re.compile(
    rf"{_AFTER_MARKS}(?:{WEEKDAYS})\b,?(?:\s[^\W\d]{{3,12}})?\s\d.*$|"
    rf"{_AFTER_MARKS}(?:(?:on|am|le|el|il|published|updated|posted|publié|publicado|pubblicato"
    r"|veröffentlicht|aktualisiert|stand|modified|created)\b[\s:]+(?=[^\d]{0,24}\d).*"
    r"|(?:published|updated|posted|publié|publicado|veröffentlicht|aktualisiert|last modified)\b"
    r"(?!\s+(?:by|von|par|por)\b).*"
    r"|\d{1,2}[.:/]\d{1,2}.*|\d{4}-\d\d.*|\d{4}年.*"
    r"|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,8}"
    r"\.?,?\s(?:[a-z]{3,9}\.?\s)?\d.*|\d{1,2}\.?\s[^\W\d]{3,12},?\s\d{4}.*"
    r")$",
    re.IGNORECASE,
)
CLOCKS = re.compile(
    r"[\s,|•·–—-]*\d+\+?\s?(?:sec|min|minute|hour|hr|day|week|month|year|std|stunden?|tagen?|хвилин|минут)"
    r"\w{0,5}\.?(?:\s(?:read|ago|lesezeit|de lecture|de lectura|назад|тому)\b.*)?$",
    re.IGNORECASE,
)

PARTICLES = words(
    "de del della delle di da do dos das du des der den dem van von vom zu zum zur ter ten te la le "
    "el al bin ibn ben bint abu y e i af av dalla dall dello degli dei of o zum auf ap van't dela "
    "dels dall ould qizi kizi kyzy uulu ogli oglu oʻgʻli o‘g‘li ўғли қизи улы кызы"
)
"""Words in small letters inside a name."""


NO_WRITERS_PHRASE = re.compile(
    rf"(?:(?:{WEEKDAYS})\s(?:morning|noon|afternoon|evening|night)|christmas|easter|popular|royal)\b"
    r"|(?:invitation|request|appointment|design|amor|siempre|nuovo|a\sstaff)\b",
    re.IGNORECASE,
)
"""What follows `by` and is nobody: `By Invitation Only`, `By Popular Demand`, `By A Staff Reporter`."""


NO_WRITERS_LABEL = re.compile(
    r"\s*(?:watch|listen|read|see|look|pictured|related|topics?|tags?|filed under|category|section"
    r"|location|where|when|published in|by-election|thema|themen|rubrik|schlagwörter|lesen sie auch"
    r"|mehr zum thema|im bild|lire aussi|à lire|sujet|rubrique|temas?|lea también|lee también"
    r"|leia também|categoría"
    r"|categoria|argomenti|leggi anche|lees ook|läs också|les også|læs også|lue myös|читайте также"
    r"|читайте також|тема|темы|czytaj też|temat|čtěte také|téma|ayrıca okuyun|konu)\s?[:：]",
    re.IGNORECASE,
)
"""A label that names what a text is of, or where it is filed: whoever follows has not written it."""


def is_name_like(text: str) -> bool:
    """Whether a line of its own looks like the name of a person: two to four words with capitals.

    Of scripts that have capitals; words of outlets, roles and rubrics are no names.
    """
    parts = text.split()
    if not 2 <= len(parts) <= 5 or len(text) > 50 or not _NAME_SIGNS.fullmatch(text):
        return False
    if not (parts[0][:1].isupper() and parts[-1][:1].isupper()):
        return False
    if not all(part[:1].isupper() or part in PARTICLES for part in parts):
        return False
    plain = {part.strip(".,").casefold() for part in parts}
    return plain.isdisjoint(_NO_WORDS_OF_NAMES) and not NO_NAME_PHRASES.search(text)


_NAME_SIGNS = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’-])+")
_NO_WORDS_OF_NAMES = (
    NO_NAMES
    | ORGANIZATION_WORDS
    | ROLE_WORDS
    | words(
        "the a an of and or for to on in with from how why what when who das die der ein eine und für "
        "mit les une pour sur dans et los las una para con il lo gli una per este new more read top "
        "latest all world football league cup real estate middle east climate change breaking special "
        "white house south north west east united states kingdom europe asia africa america "
        "live update opinion video videos vidéo vídeo foto fotos photo photos bilder bildergalerie "
        "galerie mit avec met texto texte testo text article interview entrevista intervista wywiad "
        "haber "
        "our unser unsere unserer unserem notre nuestro nuestra nosso nossa nostro nostra onze vår "
        "vores наш наша"
    )
)


def is_dated(line: str) -> bool:
    """Whether a short line gives a day or a time."""
    return len(line) <= 60 and any(char.isdigit() for char in line) and bool(_DAY.search(line))


_DAY = re.compile(
    r"(?:19|20)\d\d|\d{1,2}[./]\d{1,2}\b|\d{1,2}:\d\d|\b(?:ago|vor|hace|fa|read|назад)\b|\d年",
    re.IGNORECASE,
)


def names_somebody(line: str) -> bool:
    """Whether anything is left of a line without its label, its dates and its clocks."""
    bare = CLOCKS.sub("", DATE_TAIL.sub("", line)).strip(" ,|•·–—-:")
    if ONLY_WRITING.match(bare) or bare.casefold().strip(" .:") in NO_NAMES:
        return False
    return sum(char.isalpha() for char in bare) >= 2
