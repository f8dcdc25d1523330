"""The parsers that a page's texts are given to, and the pieces that their patterns are made of."""

from __future__ import annotations

from collections.abc import Callable

from crawler.extraction.charset import codec_of, declared_in, decode
from crawler.extraction.credits import credit_text_of, split_credit
from crawler.extraction.language import language_tag
from crawler.extraction.lenient_json import lenient_values
from crawler.extraction.mojibake import mended
from crawler.extraction.sniff import kind_of
from crawler.extraction.srcset import parse_srcset
from crawler.extraction.text import blanks_folded, lines, one_line
from crawler.extraction.titles import parts_of, without_site
from crawler.normalize.bylines import parties_of, printed_byline
from crawler.normalize.datelines import agency_of, dateline_of
from crawler.normalize.dates import parse_date
from crawler.normalize.roles import has_role, is_role, is_title, title_apart

AT = "2024-05-14T10:00:00Z"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


PARSERS: dict[str, Callable[[str], object]] = {
    "persons of a byline": parties_of,
    "a byline as printed": printed_byline,
    "a dateline": dateline_of,
    "an agency": agency_of,
    "a caption's credit": split_credit,
    "a credit": credit_text_of,
    "srcset": parse_srcset,
    "a language tag": language_tag,
    "lenient JSON": lenient_values,
    "a title without its site": lambda text: without_site(text, ["The Harbour", "A"]),
    "parts of a title": parts_of,
    "a date": lambda text: parse_date(text, fetched_at=AT, zone=None, languages=("en", "ru")),
    "one line": one_line,
    "lines": lines,
    "folded blanks": blanks_folded,
    "mojibake": mended,
    "a declared charset": lambda text: declared_in(_bytes(text)),
    "a charset": lambda text: decode(_bytes(text), None),
    "a charset's name": codec_of,
    "the kind of an answer": lambda text: kind_of("", _bytes(text)),
    "a content type": lambda text: kind_of(text, b"x"),
    "a role": is_role,
    "a role within": has_role,
    "a title": is_title,
    "a name's title": title_apart,
}

PIECES = (
    *(" ", "\u00a0", "\n", "\t", "\u200b", "\u202e", "\0", "\ud800", "\x85", "\ufeff"),
    *(
        ",",
        ", ",
        ".",
        "...",
        ":",
        ";",
        "-",
        " - ",
        "–",
        "— ",
        "|",
        " | ",
        "/",
        " / ",
        "!",
        "?",
        "=",
    ),
    *("(", "[", ")", "]", "（", "「", "{", '"', "'", "“", "«", "\\", '\\"', "/*", "//", "<", "<a>"),
    *("&", "&amp;", "&#", "©", "© 2024 ", "(c) ", "Ã", "Ã©", "â€™", "#", "*", "_", "%", "$", "@"),
    *(
        "0",
        "1",
        "12:",
        "1.",
        "1/",
        "2024-",
        "2024-01-01T",
        "1 May ",
        "May 1, ",
        "+01:",
        "1h",
        "½",
        "๑",
    ),
    *(
        "a",
        "A",
        "A. ",
        "é",
        "Й",
        "日",
        "1月",
        "年",
        "ال ",
        "слово ",
        "от ",
        "Mc",
        "O'",
        "de ",
        "von der ",
    ),
    *(
        "and ",
        "und ",
        "By ",
        "By Ann ",
        "Ann Bee ",
        "Ann Bee, ",
        "Ann-",
        "Staff ",
        "editor ",
        "Jr. ",
    ),
    *("Photo: ", "Foto ", "via ", "AP ", "dpa", "LONDON (AP) ", "(Reuters) - ", "Monday, ", "ago "),
    *("Updated: ", "Published ", "1 hour ", "Uhr ", "UTC", "GMT+", "p.m. ", "T", "Z", "tháng "),
    *("http://", "www.", "@a ", "a@b.c ", "a.jpg 1x, ", "1w, ", "a (", "-a", "en-", "x-"),
    *('{"a":', "[1,", '"a",', "true", "1e", "null,", "charset=", "<meta ", "\x1b$B", "+AGE-"),
)
