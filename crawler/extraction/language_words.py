"""The language of a text by its script and its commonest words, where that leaves no doubt.

Pages declare none, or the one that their template came with. Nothing is guessed here: neighbours
that share script and words (Danish and Norwegian, Serbian and Croatian in Latin letters, Indonesian
and Malay) stay unknown.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from crawler.extraction.text import words

_SAMPLE, _FIRST = 1200, 600
"""Characters that are read, and those of them that tell the script."""
_LEAST_LETTERS = 60
_LEAST_SHARE = 0.7
"""Of a text's letters, those of one script."""
_LEAST_KNOWN, _KNOWN_SHARE = 5, 0.07
"""Common words that a text must have, and their share of all its words: a word that several
languages have counts for each of them by its part."""
_LEAD = 2
"""How many times as many as of any other language."""


class _Script(NamedTuple):
    signs: re.Pattern[str]
    languages: frozenset[str]
    """Those that are written in it; where there is but one of news, that is the text's."""
    only: str | None


def _script(ranges: str, languages: str, only: str | None = None) -> _Script:
    return _Script(re.compile(f"[{ranges}]"), words(languages), only)


_SCRIPTS = (
    _script("\u3040-\u30ff", "ja ain ryu", "ja"),
    _script("\uac00-\ud7af\u1100-\u11ff", "ko", "ko"),
    _script("\u3400-\u9fff", "zh yue wuu nan hak ja ko lzh", "zh"),
    _script("\u0e00-\u0e7f", "th", "th"),
    _script("\u0590-\u05ff", "he yi iw lad", "he"),
    _script("\u0370-\u03ff\u1f00-\u1fff", "el grc", "el"),
    _script("\u0530-\u058f", "hy", "hy"),
    _script("\u10a0-\u10ff", "ka xmf", "ka"),
    _script("\u1780-\u17ff", "km", "km"),
    _script("\u0e80-\u0eff", "lo", "lo"),
    _script("\u1000-\u109f", "my shn mnw kar", "my"),
    _script("\u0b80-\u0bff", "ta", "ta"),
    _script("\u0c00-\u0c7f", "te", "te"),
    _script("\u0a80-\u0aff", "gu", "gu"),
    _script("\u0a00-\u0a7f", "pa", "pa"),
    _script("\u0c80-\u0cff", "kn tcy", "kn"),
    _script("\u0d00-\u0d7f", "ml", "ml"),
    _script("\u0d80-\u0dff", "si", "si"),
    _script("\u0980-\u09ff", "bn as mni bpy"),
    _script("\u0900-\u097f", "hi mr ne mai bho sa kok doi"),
    _script("\u0600-\u06ff\u0750-\u077f", "ar fa ur ps ckb ku ug sd ks az pnb arz prs bal"),
    _script(
        "\u0400-\u04ff",
        "ru uk be bg sr mk kk ky tg mn uz az tt ba cv os ce ab sah bs tk ro mo cnr sh udm kv crh",
    ),
)
_KANA_SHARE = 0.1
"""Japanese is written in both kana and Chinese characters."""

_COMMON = {
    "en": "the of and to in that is was for on with as it by at from his her have has an are this be",
    "de": "der die das und den von zu mit dem ist auf nicht ein eine im des sich für auch als es",
    "fr": "le la les des et en du une est que dans qui pour pas sur au par plus avec ce il sont",
    "es": "el la los las de y en que del una por con para se un su al no es lo más como",
    "it": "il di che la e in un per non una del con della sono dei le si da alla nel è più gli",
    "pt": "o a de que e do da em um para com não uma os no se na por mais as dos como ao foi",
    "nl": "de het een van en in is dat op te zijn voor met die niet aan er om ook bij naar wordt",
    "sv": "och att det som en på är av för med den till inte har om ett men var från han också",
    "nb": "og i det på er som en til å at av for med har ikke om den var et han sier etter også fra",
    "da": "og i det på er som en til at af for med har ikke om den var et han siger efter også fra",
    "pl": "w i na z się że do nie jest to o od przez po jak za oraz dla był są które został",
    "cs": "a v se na že je s z do o k i ve jako pro podle by ale po jsem byl která které jsou",
    "sk": "a v sa na že je s z do o k aj vo ako pre podľa by ale po som bol ktorá ktoré sú",
    "hu": "a az és hogy nem is egy volt meg de már csak ez el még szerint azt kell lesz vagy",
    "ro": "și în de la a cu pe nu că din este un o pentru care au fost mai prin sunt după",
    "fi": "ja on ei että se oli hän ovat mutta kun myös ole mukaan sekä joka tai kuin olla",
    "tr": "ve bir bu da de için ile olarak çok olan daha gibi sonra kadar ancak en ne göre oldu",
    "ca": "de la i que el a els en un les per amb una del és al va més no ha són aquest",
    "hr": "i u je se na da su za od s što iz kao koji nije o ali te do bi po prema kako koja",
    "sl": "in je v na da se za so ki z pa ne tudi bi po ter s kot iz bo od ob še pri",
    "id": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga ke karena saat oleh",
    "ms": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga ke kerana ketika oleh",
    "sq": "të dhe në e i për me që nga një është më ka se do u nuk si janë ky",
    "af": "die en van in is dat het te nie wat vir met op sy was om aan hy ook deur sal",
    "sw": "ya na wa kwa ni katika za la kuwa hiyo huo cha alisema baada watu mwaka kama",
    "tl": "ang ng sa na mga at ay si ni para kay hindi ito niya nang ang mga",
    "et": "ja on ei et see ka oli kui mis ning ta aga siis või oma pärast olnud mida",
    "lv": "un ir ka par no ar uz kas to arī bet tā nav tika vai gan pēc",
    "lt": "ir kad į su iš yra tai buvo bet ne kaip apie už jau tik nuo dar pagal",
    "vi": "của và là các có được trong cho không với một này người những để đã từ khi",
    "ru": "и в не на что с по он к из это как его но за от для года было который также",
    "uk": "і в не на що з та до у за про це як від він але для було який також під року",
    "bg": "и на да се в за от е са че по не с това като ще си към беше който",
    "be": "і ў на не з што да як за па гэта ад але для быў была пра якія",
    "sr": "и у је да се на за су од са не што као из који али до би није",
    "kk": "және мен бұл бойынша үшін деп бір болып осы де да деді туралы",
    "ar": "في من على إلى أن عن التي الذي هذا مع ما بعد كما لم قال بين كان",
    "fa": "در به از که این را با است برای آن می‌شود های کرد شد یک تا بود",
    "ur": "کے کی میں کا اور سے کو نے ہے کہ پر یہ بھی ہیں تھا گیا",
    "hi": "के में की है को और से का ने पर यह कि नहीं भी हैं लिए था",
    "mr": "आहे या आणि ते असे च्या तर हे होते मध्ये केली नाही",
    "ne": "छ र को मा ले का पनि भएको गरेको हुन् भन्ने छन् गर्ने",
}
_CYRILLIC = re.compile("[\u0400-\u052f]")
_RUSSIAN = re.compile("[а-яё]", re.IGNORECASE)
_ONLY_RUSSIAN = re.compile("[ыэ]", re.IGNORECASE)
_NEIGHBOURS = tuple(
    words(group)
    for group in (
        "nb no nn da sv is fo",
        "hr sr bs sh sl cnr",
        "id ms",
        "es ca gl ast an oc",
        "nl af fy",
    )
)
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[\u0900-\u097f\u200c])*")


def language_of(text: str) -> str | None:
    """The language of a text (BCP 47, without region); None where it is not certain."""
    sample = text[:_SAMPLE]
    script = _script_of(sample)
    if script is not None and script.only is not None:
        return script.only
    if script is not None and "ru" in script.languages and _is_russian(sample):
        return "ru"
    return _by_words(sample, script.languages if script is not None else None)


def _is_russian(sample: str) -> bool:
    """Whether Cyrillic letters are Russia's alone: only it has both `и` and `ы` and no others."""
    cyrillic = len(_CYRILLIC.findall(sample))
    foreign = cyrillic - len(_RUSSIAN.findall(sample))
    return foreign * 100 < cyrillic < len(_ONLY_RUSSIAN.findall(sample)) * 100


def are_neighbours(one: str, other: str) -> bool:
    """Whether two languages are so near that common words tell them hardly apart."""
    return any(one in group and other in group for group in _NEIGHBOURS)


def scripts_languages(text: str) -> frozenset[str] | None:
    """The languages that are written in a text's script; None for Latin and for mixed ones."""
    script = _script_of(text[:_SAMPLE])
    return script.languages if script is not None else None


def _script_of(text: str) -> _Script | None:
    sample = text[:_FIRST]
    if sample.isascii():
        return None
    letters = sum(1 for sign in sample if sign.isalpha())
    if letters < _LEAST_LETTERS:
        return None
    for place, script in enumerate(_SCRIPTS):
        share = len(script.signs.findall(sample)) / letters
        if share > (_LEAST_SHARE if place else _KANA_SHARE):
            return script
    return None


def _by_words(sample: str, among: frozenset[str] | None) -> str | None:
    found = [word.lower() for word in _WORD.findall(sample)]
    counts: dict[str, float] = {}
    for word in found:
        speakers = _speakers().get(word, ())
        for language in speakers:
            counts[language] = counts.get(language, 0) + 1 / len(speakers)
    ranked = sorted(((number, code) for code, number in counts.items()), reverse=True)
    if not ranked or (among is not None and ranked[0][1] not in among):
        return None
    best, code = ranked[0]
    second = ranked[1][0] if len(ranked) > 1 else 0
    enough = best >= max(_LEAST_KNOWN, len(found) * _KNOWN_SHARE)
    return code if enough and best >= second * _LEAD else None


@lru_cache(maxsize=1)
def _speakers() -> dict[str, list[str]]:
    """The languages in which a word is common."""
    speakers: dict[str, list[str]] = {}
    for language, common in _COMMON.items():
        for word in common.split():
            speakers.setdefault(word, []).append(language)
    return speakers
