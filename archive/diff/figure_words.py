"""The words beside figures, by language: scales, units and currencies, small numbers in words, and
words for a rough number ("dozens").

A word stands by its stem; the endings that it may have are in `ENDINGS`. "One" is no figure: it is
an article in many languages, and counts only where a figure took its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

SIGNS: Mapping[str, str] = {
    "$": "usd", "€": "eur", "£": "gbp", "¥": "jpy", "₽": "rub", "₴": "uah", "₸": "kzt", "₹": "inr",
}  # fmt: skip
_THOUSAND, _MILLION, _BILLION, _TRILLION = (Decimal(10) ** n for n in (3, 6, 9, 12))
SCALE_STEMS: Mapping[str, Decimal] = {
    "thousand": _THOUSAND, "tausend": _THOUSAND, "тыс": _THOUSAND, "тысяч": _THOUSAND,
    "mille": _THOUSAND, "tysięc": _THOUSAND, "тис": _THOUSAND,
    "million": _MILLION, "millionen": _MILLION, "mio": _MILLION, "mln": _MILLION, "млн": _MILLION,
    "миллион": _MILLION, "мільйон": _MILLION, "millón": _MILLION, "millones": _MILLION,
    "millions": _MILLION, "milhões": _MILLION, "milioni": _MILLION, "milion": _MILLION,
    "billion": _BILLION, "billions": _BILLION, "bn": _BILLION, "milliarde": _BILLION,
    "milliarden": _BILLION, "mrd": _BILLION, "milliard": _BILLION, "milliards": _BILLION,
    "млрд": _BILLION, "миллиард": _BILLION, "мільярд": _BILLION, "miliard": _BILLION,
    "trillion": _TRILLION, "трлн": _TRILLION, "триллион": _TRILLION,
    "千": _THOUSAND, "万": Decimal(10) ** 4, "萬": Decimal(10) ** 4, "億": Decimal(10) ** 8,
    "亿": Decimal(10) ** 8, "兆": _TRILLION,
}  # fmt: skip
UNIT_STEMS: Mapping[str, str] = {
    "%": "%", "percent": "%", "per": "%", "pct": "%", "prozent": "%", "процент": "%",
    "відсот": "%", "pour": "%", "por": "%", "procent": "%", "пайыз": "%",
    "dollar": "usd", "usd": "usd", "доллар": "usd", "долар": "usd", "dólar": "usd",
    "euro": "eur", "eur": "eur", "евро": "eur", "євро": "eur",
    "pound": "gbp", "gbp": "gbp", "yen": "jpy", "rouble": "rub", "ruble": "rub", "rubel": "rub",
    "рубл": "rub", "руб": "rub", "гривн": "uah", "тенге": "kzt", "tenge": "kzt",
    "km": "km", "kilometre": "km", "kilometer": "km", "kilometr": "km", "chilometr": "km",
    "kilómetro": "km", "quilómetro": "km", "quilômetro": "km", "километр": "km", "км": "km",
    "кілометр": "km", "mile": "mi", "meile": "mi", "миль": "mi",
    "metre": "metre", "meter": "metre", "mètre": "metre", "metro": "metre", "метр": "metre",
    "cm": "cm", "centimetre": "cm", "centimeter": "cm", "zentimeter": "cm", "сантиметр": "cm",
    "feet": "ft", "foot": "ft", "ft": "ft", "inch": "in", "yard": "yd", "acre": "acre",
    "ha": "ha", "hectare": "ha", "hektar": "ha", "гектар": "ha",
    "kg": "kg", "kilo": "kg", "kilogram": "kg", "kilogramm": "kg", "кг": "kg", "килограмм": "kg",
    "tonne": "t", "ton": "t", "tonnellat": "t", "tonelada": "t", "тонн": "t",
    "litre": "l", "liter": "l", "litro": "l", "литр": "l", "gallon": "gal",
    "second": "s", "sekunde": "s", "секунд": "s", "minute": "min", "minuto": "min", "минут": "min",
    "hour": "h", "stunde": "h", "heure": "h", "hora": "h", "час": "h",
    "day": "d", "tag": "d", "jour": "d", "día": "d", "дней": "d", "дня": "d", "день": "d", "дни": "d",
    "week": "w", "woche": "w", "semaine": "w", "semana": "w", "недел": "w", "недель": "w",
    "month": "mo", "monat": "mo", "mois": "mo", "месяц": "mo",
    "year": "y", "jahr": "y", "année": "y", "año": "y", "лет": "y", "год": "y",
    **SIGNS,
}  # fmt: skip
ENDINGS = ("", "s", "e", "es", "en", "n", "а", "я", "и", "ы", "ов", "ей", "ам", "ами", "ах", "ях",
            "ом", "ль", "ля", "лей", "у", "ю", "е", "а", "ів", "і", "y", "ów")  # fmt: skip
SPELLED: Mapping[str, Mapping[str, int]] = {
    language: {word: int(number) for number, word in (pair.split(":") for pair in words.split())}
    for language, words in {
        "en": "2:two 3:three 4:four 5:five 6:six 7:seven 8:eight 9:nine 10:ten 11:eleven 12:twelve "
        "13:thirteen 14:fourteen 15:fifteen 16:sixteen 17:seventeen 18:eighteen 19:nineteen "
        "20:twenty 30:thirty 40:forty 50:fifty 60:sixty 70:seventy 80:eighty 90:ninety",
        "de": "2:zwei 3:drei 4:vier 5:fünf 6:sechs 7:sieben 8:acht 9:neun 10:zehn 11:elf 12:zwölf "
        "20:zwanzig 30:dreißig 40:vierzig 50:fünfzig",
        "ru": "2:два 2:две 2:двух 2:двое 3:три 3:трех 3:трёх 3:трое 4:четыре 4:четырех 4:четырёх "
        "4:четверо 5:пять 5:пяти 5:пятеро 6:шесть 6:шести 7:семь 7:семи 8:восемь 8:восьми "
        "9:девять 9:девяти 10:десять 10:десяти",
        "fr": "2:deux 3:trois 4:quatre 5:cinq 6:six 7:sept 8:huit 10:dix 11:onze 12:douze",
        "it": "2:due 3:tre 4:quattro 5:cinque 6:sei 7:sette 8:otto 9:nove 10:dieci 11:undici "
        "12:dodici 20:venti 30:trenta",
        "pt": "2:dois 2:duas 3:três 4:quatro 5:cinco 6:seis 7:sete 8:oito 9:nove 10:dez 11:onze "
        "12:doze 20:vinte 30:trinta",
        "nl": "2:twee 3:drie 4:vier 5:vijf 6:zes 7:zeven 8:acht 9:negen 10:tien 11:elf 12:twaalf "
        "20:twintig 30:dertig",
        "pl": "2:dwa 2:dwie 2:dwóch 3:trzy 3:trzech 4:cztery 4:czterech 5:pięć 5:pięciu 6:sześć "
        "6:sześciu 7:siedem 7:siedmiu 8:osiem 8:ośmiu 9:dziewięć 10:dziesięć 10:dziesięciu",
        "uk": "2:два 2:дві 2:двох 3:три 3:трьох 4:чотири 4:чотирьох 5:п'ять 5:п’ять 5:п'яти 5:п’яти "
        "6:шість 6:шести 7:сім 7:семи 8:вісім 8:восьми 10:десять 10:десяти",
        "sv": "2:två 3:tre 4:fyra 5:fem 6:sex 7:sju 8:åtta 9:nio 10:tio 11:elva 12:tolv",
        "es": "2:dos 3:tres 4:cuatro 5:cinco 6:seis 7:siete 8:ocho 9:nueve 10:diez",
    }.items()
}
ONES: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "one",
        "de": "ein eine einen einem einer eins",
        "fr": "un une",
        "es": "un una uno",
        "it": "un uno una",
        "pt": "um uma",
        "nl": "een één",
        "sv": "en ett",
        "pl": "jeden jedna jedną jednego jednej",
        "ru": "один одна одно одного одной одну",
        "uk": "один одна одне одного однієї одну",
    }.items()
}
ROUGH: Mapping[str, tuple[str, ...]] = {
    "en": ("dozens", "scores", "hundreds", "thousands", "millions", "billions"),
    "de": ("dutzende", "hunderte", "tausende", "zehntausende", "hunderttausende"),
    "fr": ("dizaines", "centaines", "milliers"),
}
