"""Lines that stand inside a body and are not of the article: invitations, labels, link lines."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from crawler.extraction.document import Node
from crawler.extraction.outline import Box, Unit, ends_sentence
from crawler.extraction.text import any_of

_LONGEST_LABEL = 240
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CAPTION = re.compile(
    r"(?:^|[\s_\-])(?:(?:img|image|photo|foto|picture|media|figure|video|embed)?[_\-]{0,2}"
    r"(?:captions?|credits?)|legende|cutline|bildunterschrift|bildtext|bildnachweis)(?:$|[\s_\-])",
    re.IGNORECASE,
)
_CAPTION_TAGS = frozenset({"div", "p", "figcaption", "footer", "dd", "section", "ul", "li"})
_LONGEST_CAPTION = 700


def _small(patterns: str) -> re.Pattern[str]:
    """`any_of` some patterns for texts in small letters: that costs a fraction of folding case."""
    return re.compile(any_of(patterns).pattern)


_INVITATIONS = _small(
    r"""
    read (?:more|also|next|the full) ; also read ; see also
    related(?: (?:articles?|stories|posts|content|topics|reading|links))?\b
    more (?:on|from|about|stories)\b ; more: ; sign up ; subscribe ; click here
    follow (?:us|me|our|@) ; share (?:this|on|via) ; advertisement ; advertising ; sponsored
    story continues ; article continues ; continue reading ; scroll (?:down|for)
    join (?:our|the|us) ; download (?:our|the) ; get (?:our|the) (?:best|latest|daily|free)
    watch: ; listen: ; photos?: ; tags?: ; topics?: ; filed under ; posted (?:in|by|on)
    published(?: on)?: ; updated(?: on)?: ; print ; most (?:read|popular|viewed)
    don'?t miss ; recommended ; trending ; copyright ; © ; \(c\) ; all rights
    leave a (?:reply|comment) ; comments?\b.{0,12}$ ; log ?in ; register ; back to
    previous ; next (?:post|article) ; lesen sie (?:auch|mehr|hier)
    mehr (?:zum thema|dazu|lesen) ; lees (?:ook|meer) ; lire aussi ; à lire ; a lire
    lea (?:también|además) ; lee también ; te puede interesar ; leggi anche
    leia (?:também|mais) ; läs (?:också|även|mer) ; les også ; læs også ; lue (?:myös|lisää)
    czytaj (?:też|także|więcej) ; zobacz (?:też|także) ; čtěte ; přečtěte ; čítajte
    читайте ; читать (?:также|ещё) ; подписывайтесь ; подпишитесь ; следите за ; ещё по теме
    по теме ; реклама ; источник ; теги ; olvasta már ; citiți și ; citește și
    devamını oku ; ilgili haber ; werbung ; anzeige ; publicidad ; publicité ; pubblicità
    annonce\b ; anuncio ; newsletter ; 関連記事 ; 続きを読む ; あわせて読みたい
    相关阅读 ; 相关新闻 ; 延伸閱讀 ; 관련기사
    اقرأ ; إقرأ
    """
)
_CALLS = _small(
    r"""
    sign up (?:for|to)\b ; subscribe (?:to|now|today)\b ; download the app\b
    telegram[- ]?(?:канал|channel) ; become a (?:member|subscriber)
    may not be (?:published|reproduced)
    terms of (?:use|service) ; privacy policy ; e-?mail address ; accept cookies
    """
)
"""What calls on a reader where it is said to one."""
_SURE_CALLS = _small(
    r"""
    follow us on ; our newsletter ; newsletter abonnieren ; click here to
    join our (?:whatsapp|telegram|channel) ; download our app ; support our journalism
    already a (?:member|subscriber) ; all rights reserved
    enable javascript ; your browser does not
    extern(?:er|en|e) inhalt ; content provided by ; hosted by a third party
    ce contenu est bloqué ; pour afficher ce contenu ; contenu externe ; contenido externo
    para ver este contenido ; contenuto esterno ; per visualizzare questo contenuto
    externe inhoud ; diesen inhalt anzu ; mit (?:ihrer|deiner) zustimmung ; aus der redaktion$
    """
)


_READER = re.compile(
    r"\b(?:you|your|yours|we|us|our|my|please|sie|ihre?[nmrs]?|dein\w*|uns\w*|wir|vous|votre|vos|nous"
    r"|notre|usted|tu|su|i|du)\b",
    re.IGNORECASE,
)
_SENTENCE_BEFORE = re.compile(r"^.*[.!?…:|•]")
_QUOTES = ('"', "“", "„", "«")
_HEADINGS = frozenset({"h2", "h3", "h4"})
_ALONE = re.compile(
    r"(?:print|trending|copyright|register|previous|werbung|anzeige|publicidad|publicité|pubblicità"
    r"|annonce|anuncio|newsletter|recommended|advertising|sponsored|advertisement|источник|реклама|теги"
    r"|log ?in|back to|comments?|subscribe|sign up)"
    r"(?:\s(?:up|now|today|here|for|you|to|by|top|home|content|reading|links?|the|this|our|us|a|free"
    r"|articles?|stor(?:y|ies)|pages?|posts?|news|newsletters?|videos?|topics?|or|e-?mail|in|me|\d{1,4})){0,6}",
    re.IGNORECASE,
)
"""Invitations that a heading may begin with and mean something else."""

_COUNTER = re.compile(
    r"\W{0,3}\d[\d.,\s]{0,12}[kKmM]?\s?(?:views?|reads?|shares?|likes?|comments?|visits?|hits|votes?"
    r"|aufrufe|kommentare?|mal gelesen|vues|partages|visitas|lecturas|vistas|visualizza\w*|weergaven"
    r"|visningar|visninger|wyświetle\w*|odsłon\w*|zobrazen\w*|просмотр\w*|перегляд\w*|görüntülen\w*"
    r"|okunma|閲覧|次阅读|阅读)\W{0,3}",
    re.IGNORECASE,
)


_SOURCE = any_of(
    r"""
    (?:sources?|quellen?|fuentes?|fontes?|fonti|bron(?:nen)?|källa|källor|kilde[rn]?|lähde)\s?:
    (?:zdroje?|źródło|источник|джерело|forrás|sursa|kaynak|izvor|пише)\s?:
    """
)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright(?=[\s:]{1,2}(?:©|\(c\)|\d{4}|by\b|the\b|[^\W\d_]+$)))[\s:].{0,150}$",
    re.IGNORECASE,
)
_DAY_AND_HOUR = re.compile(
    r"(?:[^\W\d]{1,14}[.,:]?\s){0,4}\d{1,4}(?:[./-]\s?\d{1,2}[./-]\s?\d{2,4}"
    r"|\.?\s[^\W\d]{3,12}\.?\s\d{4})[\s,|–-]{1,4}(?:[^\W\d]{1,4}\s)?\d{1,2}[:.h]\d{2}"
    r"(?:\s?[^\W\d]{1,4}\.?){0,2}",
    re.IGNORECASE,
)
_CELLS = frozenset({"li", "td", "th", "dt", "dd", "caption"})
_LONGEST_STAMP = 60
_TIME = re.compile(r"\d{4}|\d[:.h/]\d")
_LEVELS = 4


def is_boilerplate(unit: Unit) -> bool:
    """Whether a unit of a body is a label or an invitation and not the article's text."""
    if unit.kind != "text":
        return False
    text = unit.text
    length = len(text)
    if unit.link_share > 0.8 and length < 200 and not text.endswith((".", "!", "?", "…", "。")):
        return True
    if length > _LONGEST_LABEL:
        return False
    if length < _LONGEST_STAMP and not unit.prose and _is_stamp(unit):
        return True
    heads = unit.box.tag in _HEADINGS
    if _RIGHTS.match(text) and not heads:
        return True
    small = text.lower()
    if _invites(small, heads) and (_is_label(text) or unit.link_share > 0.25):
        return True
    return length < 200 and not text.startswith(_QUOTES) and _calls(small)


def _invites(text: str, heads: bool) -> bool:
    """Whether a line in small letters invites; a heading does that says no more than that."""
    invitation = _INVITATIONS.match(text)
    if invitation is None or not heads or not _ALONE.match(text):
        return invitation is not None
    return _ALONE.fullmatch(text.strip(" :.…!→›»")) is not None


def _calls(text: str) -> bool:
    """Whether a line in small letters calls on its reader, and does not tell of such a call."""
    if _SURE_CALLS.search(text):
        return True
    call = _CALLS.search(text)
    if call is None:
        return False
    begins = not _SENTENCE_BEFORE.sub("", text[: call.start()]).strip()
    return begins or bool(_READER.search(text)) or not ends_sentence(text)


def _is_stamp(unit: Unit) -> bool:
    """A line that is only a counter, a time or the name of a source."""
    text = unit.text
    if _SOURCE.match(text) or _COUNTER.fullmatch(text):
        return True
    if not _TIME.search(text):
        return False
    if any(box.tag in _CELLS for box in islice(unit.box.lineage(), _LEVELS)):
        return False
    return _is_in_time(unit.node) or bool(_DAY_AND_HOUR.fullmatch(text))


def _is_in_time(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.tag == "time"


def _is_label(text: str) -> bool:
    """A few words that are no sentence: "Related articles", "Print"."""
    return len(text) < 60 and text[-1] not in ".!?…。" and text.count(" ") < 7


def is_caption(box: Box) -> bool:
    """Whether a small box is called a caption or a credit: also where its photo is not to be had."""
    return box.tag in _CAPTION_TAGS and box.chars < _LONGEST_CAPTION and _calls_caption(box.names)


@lru_cache(maxsize=4096)
def _calls_caption(names: str) -> bool:
    return bool(_CAPTION.search(_CAMEL.sub("-", names)))
