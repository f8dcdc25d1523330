"""The words that negate, by language.

The table holds words of their own ("not", "никто", "kein"); negation by prefix ("illegal") is a
change of word like any other. Without a language the script decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from archive.diff.found import Found
from archive.diff.words import Words

_WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "not no never none nobody nothing neither nor cannot without nowhere hardly",
        "de": "nicht nichts nie niemals niemand niemanden niemandem nirgends ohne weder noch kein "
        "keine keinen keinem keiner keines keinerlei",
        "ru": "не нет ни никогда никто никого никому ничто ничего ничем нигде никак никакой "
        "никакая никакие никаких без нельзя невозможно",
        "uk": "не ні немає нема ніколи ніхто нікого ніщо нічого ніде жоден жодна жодного без",
        "be": "не няма ніколі ніхто нічога без",
        "bg": "не няма никога никой нищо без",
        "sr": "не није нису нема никада нико ништа без ne nije nisu nema nikada niko ništa bez",
        "pl": "nie nigdy nikt nikogo nic żaden żadna żadnego bez ani",
        "cs": "ne není nejsou nikdy nikdo nic žádný žádná bez ani",
        "fr": "ne pas jamais rien aucun aucune personne sans ni nul nulle",
        "es": "no nunca jamás ningún ninguno ninguna nadie nada sin ni tampoco",
        "it": "non mai nessuno nessuna nessun niente nulla senza né",
        "ca": "no mai cap res ningú sense ni tampoc gens",
        "sq": "nuk s'ka mos pa asnjë askush asgjë kurrë",
        "pt": "não nunca jamais nenhum nenhuma ninguém nada sem nem tampouco",
        "ro": "nu niciodată nimeni nimic fără niciun nicio",
        "nl": "niet geen nooit niemand niets zonder noch nergens",
        "sv": "inte ej aldrig ingen inget inga utan",
        "da": "ikke aldrig ingen intet uden",
        "no": "ikke aldri ingen intet uten",
        "fi": "ei en et emme ette eivät älä ilman",
        "hu": "nem ne nincs sem soha senki semmi nélkül",
        "el": "δεν δε μη μην ποτέ κανένας κανείς καμία τίποτα χωρίς",
        "tr": "değil yok hiç asla kimse ne",
        "az": "deyil yox heç",
        "uz": "emas yo'q hech эмас йўқ ҳеч",
        "kk": "емес жоқ ешқашан ешкім ештеңе",
        "ky": "эмес жок эч",
        "tg": "не нест ҳеҷ бе на",
        "ar": "لا لم لن ليس ليست ليسوا غير بدون دون ما",
        "fa": "نه نیست نبود بدون هیچ هرگز",
        "ur": "نہیں نہ مت بغیر",
        "he": "לא אין בלי אף מעולם",
        "hi": "नहीं न मत बिना कभी",
        "id": "tidak bukan tak belum tanpa jangan",
        "vi": "không chưa chẳng đừng",
    }.items()
}
_PARTS: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile(
        "不(?![过過仅僅但断斷久])|(?<![淹沉埋])[没沒](?!收)|[無无勿]|未(?![来來])|非(?![常洲])"
    ),
    "ja": re.compile("ない|なかった|ません|(?<![必まはわ])ず(?![つっ])|無|未(?!来)|非(?!常)|不"),
    "ko": re.compile("않|못|아니|없"),
    "th": re.compile("ไม่|มิ|ไร้"),
}
_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_BY_PREFIX: Mapping[str, str] = {"cs": "ne", "lt": "ne", "lv": "ne", "fa": "ن"}
"""Languages that negate a verb by what they put before it."""
_TURKIC = ("ma", "me", "mı", "mi", "mu", "mü")
_BY_INFIX: Mapping[str, tuple[str, ...]] = {"tr": _TURKIC, "az": _TURKIC}
"""Languages that negate a verb by what they put into it."""
_SPOKEN = {"nb": "no", "nn": "no", "hr": "sr", "bs": "sr", "sk": "cs"}
_SAMPLE = 200
"""Characters of a text that tell its script."""


def negations_in(words: Words, language: str | None) -> list[Found]:
    """The negating words of a text in its order; all have one value, so that they count alike."""
    text = words.text
    primary = _language(text, language)
    parts = _PARTS.get(primary)
    if parts is not None:
        return [_found(match.start(), match.group()) for match in parts.finditer(text)]
    return list(_in_words(words, _WORDS.get(primary, frozenset())))


def is_negated(word: str, of: str, language: str | None) -> bool:
    """Whether a word is the other one negated by a prefix, as Czech verbs are ("bude", "nebude"), or
    by an infix, as Turkish ones are ("imzaladı", "imzalamadı")."""
    if language is None or not 0 < len(word) - len(of) <= 2:
        return False
    primary, long, short = _language("", language), word.casefold(), of.casefold()
    if long == _BY_PREFIX.get(primary, "") + short:
        return True
    infixes = _BY_INFIX.get(primary, ())
    return any(
        long == short[:at] + infix + short[at:] for infix in infixes for at in range(2, len(short))
    )


def _language(text: str, language: str | None) -> str:
    if language:
        primary = language.lower().partition("-")[0]
        return _SPOKEN.get(primary, primary)
    sample = text[:_SAMPLE]
    return next((name for name, script in _SCRIPTS if script.search(sample)), "en")


def _in_words(words: Words, negating: frozenset[str]) -> Iterator[Found]:
    said = set(negating & words.vocabulary)
    said.update(key for key in words.vocabulary if "'" in key and _is_contracted(key))
    if "not" in negating:
        said.update(key for key in words.vocabulary if key == "no-one" or key.startswith("not-"))
    if said:
        for at, plain in enumerate(words.lowered):
            if plain in said and not _is_numero(words.keys, at):
                yield _found(words.starts[at], words.keys[at])


def _is_numero(keys: Sequence[str], at: int) -> bool:
    """Whether it is the "No" of a number: "No 10", "No. 7"."""
    if keys[at] != "No" or at + 1 == len(keys):
        return False
    after = keys[at + 2] if keys[at + 1] == "." and at + 2 < len(keys) else keys[at + 1]
    return after[:1].isdecimal()


def _is_contracted(key: str) -> bool:
    return key.endswith("n't") or key.startswith("n'")


def _found(begin: int, text: str) -> Found:
    return Found(begin, begin + len(text), "negation", text)
