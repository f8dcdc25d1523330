"""What the generator knows of languages: plain words, sentences, quotations, negations.

All of it is narrow on purpose: where a text might be read in two ways, it is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_CJK = re.compile(f"[{HAN}]")
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e\u200c\u200d"
_LETTER = rf"(?:[^\W{HAN}]|[{_MARKS}])"
_TOKEN = re.compile(rf"[{HAN}]|{_LETTER}+(?:['’\-‐‑]{_LETTER}+)*|[^\w\s]|\s+")
_SENTENCE = re.compile(
    r"[^\W\d_]{3}[.!?][”»\"]?(\s+)(?=[^\W\d_]|[“„«\"])|[。！？](?![」』”。！？])()"
)
_QUOTED = re.compile(
    r"“[^“”„«»\"]*”|„[^“”„«»\"]*[“”]|«[^“”„«»\"]*»|「[^「」『』]*」|\"[^\"“”„«»]*\""
)
_ANY_MARK = re.compile("[“”„«»\"‘‚‹›「」『』＂`´]|(?<!\\w)['’]")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


NEGATORS = _listed(
    """not no never none nobody nothing neither nor cannot without nowhere hardly barely scarcely nicht
    nichts nie niemals niemand niemanden niemandem kein keine keinen keinem keiner keines ohne
    weder nirgends noch не нет ни никогда никто ничего ничто нельзя без никакой нигде немає
    ніколи ніхто нічого жоден ne pas jamais rien aucun aucune personne sans ni nul plus guère no
    nunca jamás ningún ninguno ninguna nadie nada sin tampoco non mai nessuno nessuna niente
    senza né não nenhum nenhuma ninguém sem nem nie nigdy nikt nic żaden bez ani není nejsou
    nikdy nikdo žádný niet geen nooit niemand niets zonder inte ej aldrig ingen inget inga utan
    ikke ikkje aldri ingen intet uten uden ei en et emme ette eivät ilman nem sem soha senki
    semmi nélkül nincs nu niciun fără nimeni nimic değil yok hiç asla kimse olmayan без няма
    никога никой нищо није нису нема nuk nëse s'ka pa δεν μη μην χωρίς κανένας τίποτα ποτέ لا لم
    لن ليس ليست غير بدون دون ما نه نیست بدون هیچ هرگز नहीं न मत बिना कभी ना tidak bukan tak
    belum tanpa jangan cap ni sense mai res nėra be kaum fast wenig few little less fewer lack
    lacks lacking fail fails failed deny denied"""
)
"""Words that no plain edit takes away or brings: they negate, or nearly."""

NUMBERS = _listed(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
    hundreds thousand thousands million millions billion billions trillion trillions dozen
    dozens half third quarter percent per cent first second double twice once both zero ein eine
    zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig
    sechzig siebzig achtzig neunzig hundert tausend prozent millionen milliarden halb hälfte un
    une deux trois quatre cinq six sept huit neuf dix onze douze vingt trente cent mille pour
    dos tres cuatro cinco seis siete ocho nueve diez once doce veinte cien ciento mil por mitad
    due tre quattro cinque sei sette otto nove dieci cento mila dois duas três quatro sete oito
    dez два две двух три трех трёх четыре четырех пять пяти шесть шести семь семи восемь восьми
    девять девяти десять десяти двое трое сто тысяч тысячи тысяча миллион миллиона миллионов
    миллиардов процент процента процентов рублей рубля долларов доллара евро тонн dwa trzy
    cztery pięć sześć siedem osiem dziewięć dziesięć sto tysiąc tysięcy milion milionów twee
    drie vier vijf zes zeven acht negen tien två fyra fem sex sju åtta nio tio iki üç dört beş
    altı yedi sekiz dokuz yüz yüzde bin milyon milyar euro euros dollar dollars pounds pound yen
    tausende dutzend mehrere bn mln mrd mio tsd"""
)
_CJK_UNSAFE = frozenset(
    "一二三四五六七八九十百千万億亿兆零两双半多少几不没無无未非别勿否莫ないずぬん年月日時时分円元人個个割％"
    "「」『』・ー々〇"
)


def is_cjk(text: str) -> bool:
    """Whether most of a text is written without spaces."""
    return len(_CJK.findall(text)) > len(text) / 3


def tokens(text: str) -> list[str]:
    """Words, marks and white space; joined they are the text."""
    found = _TOKEN.findall(text)
    return found if "".join(found) == text else [text]


def is_plain(token: str) -> bool:
    """Whether a token is an ordinary word: no name, figure, number word or negation."""
    if _CJK.fullmatch(token):
        return token not in _CJK_UNSAFE and not "\u3040" <= token <= "\u30ff"
    low = token.lower()
    return (
        len(token) >= 4
        and token.isalpha()
        and token == low
        and low not in NEGATORS
        and low not in NUMBERS
        and not low.startswith(("un", "in", "mill", "bill", "mrd", "тысяч", "милл", "процент"))
    )


def outside(text: str) -> list[tuple[int, int]] | None:
    """Where nothing is quoted; None where that cannot be told."""
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    bare = _QUOTED.sub(lambda match: " " * len(match.group()), text)
    if _ANY_MARK.search(bare):
        return None
    edges = [0, *(edge for span in quoted for edge in span), len(text)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def quotations(text: str) -> list[tuple[int, int]]:
    """Where quotations stand, without their marks; none where that cannot be told."""
    if outside(text) is None:
        return []
    return [(match.start() + 1, match.end() - 1) for match in _QUOTED.finditer(text)]


def quoted(text: str) -> list[str] | None:
    """What is quoted, words only; None where that cannot be told."""
    if outside(text) is None:
        return None
    return [re.sub(r"\s+", " ", text[a:b]) for a, b in quotations(text)]


def sentences(text: str) -> list[str]:
    """The text cut where sentences surely end, without the white space between."""
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    parts = [text[a:b].strip() for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]
    return [part for part in parts if part]


def joiner(text: str) -> str:
    """What stands between two sentences."""
    return "" if is_cjk(text) else " "


_NOT: Mapping[str, tuple[str, str]] = {
    "en": (r"\b(is|was|are|were|will|has|have|had|could|should|would)\b", r"\1 not"),
    "de": (r"\b(ist|war|sind|waren|wird|werden|kann|soll)\b", r"\1 nicht"),
    "fr": (r"\b(peut|doit|sera|sont|va|seront)\b", r"ne \1 pas"),
    "es": (r"\b(está|ha|han|fue|era|será|puede|son|tiene)\b", r"no \1"),
    "ca": (r"\b(està|ha|han|és|són|pot|té)\b", r"no \1"),
    "it": (r"\b(è|ha|sono|può|deve|sarà)\b", r"non \1"),
    "pt": (r"\b(está|foi|tem|será|pode|são)\b", r"não \1"),
    "ru": (r"\b(был|была|были|будет|может|стал|стала|стали|является)\b", r"не \1"),
    "uk": (r"\b(був|була|були|буде|може|стала|став)\b", r"не \1"),
    "bg": (r"\b(беше|бяха|може|има|са)\b", r"не \1"),
    "pl": (r"\b(jest|był|była|będzie|może|mają)\b", r"nie \1"),
    "cs": (r"\b(bude|bylo|byla|byl|může)\b", r"ne\1"),
    "nl": (r"\b(is|was|zijn|wordt|heeft|kan)\b", r"\1 niet"),
    "sv": (r"\b(är|var|har|kan|ska)\b", r"\1 inte"),
    "da": (r"\b(er|var|har|kan|skal|vil)\b", r"\1 ikke"),
    "nb": (r"\b(er|var|har|kan|skal|vil)\b", r"\1 ikke"),
    "fi": (r"\b(voi|saa)\b", r"ei \1"),
    "hu": (r"\b(volt|lesz|lehet|tudja)\b", r"nem \1"),
    "ro": (r"\b(este|sunt|poate|va)\b", r"nu \1"),
    "el": (r"\b(είναι|ήταν|έχει|μπορεί)\b", r"δεν \1"),
    "sq": (r"\b(është|ishte|kishte|mund)\b", r"nuk \1"),
    "id": (r"\b(adalah|akan|bisa|dapat)\b", r"tidak \1"),
    "tr": (r"\b(var)\b(?=[.,])", r"yok"),
    "hi": (r" (है|हैं)(?=[ ।])", r" नहीं \1"),
    "ar": (r"(?<= )(يمكن|يكون|تكون|يجب)(?= )", r"لا \1"),
    "fa": (r"(?<= )(است)(?=[ .،])", "نیست"),
    "zh": (r"(是|会|會|能|可以)(?=[\u4e00-\u9fff])", r"不\1"),
    "ja": (r"(し)た(?=。)", r"\1なかった"),
    "ko": (r"(했)다(?=\.)", r"하지 않았다"),
}
_NO_TRADE = re.compile("有没有|是不是|不是|不会|不會|不能|不可以")


def negated(text: str, language: str) -> list[tuple[int, int, str]]:
    """Where a negation could come: (begin, end, the words instead)."""
    rule = _NOT.get(language)
    if rule is None or _NO_TRADE.search(text):
        return []
    pattern, instead = rule
    return [
        (match.start(), match.end(), match.expand(instead))
        for match in re.finditer(pattern, text)
        if not _negated_near(text, *match.span())
    ]


def _negated_near(text: str, begin: int, end: int) -> bool:
    around = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", text[max(begin - 30, 0) : end + 40])
    return any(word.lower() in NEGATORS or word.lower().endswith("n't") for word in around) or (
        "n’t" in text[max(begin - 30, 0) : end + 40]
    )
