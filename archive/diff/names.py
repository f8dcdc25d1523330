"""Names in a text, by their capitals: few, rather than wrong.

Rules
- A run of capitalised words is a name; a single one only inside a sentence. German writes every
  noun so: there a name has two words at least, or follows a title.
- Days and months are no names. Scripts without capitals have none that this can see.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.diff.found import Found
from archive.diff.words import Words, is_word

_SENTENCE_END = frozenset((*".!?:;", "..."))
_PARTICLES, _NOT_NAMES, _TITLES, _SHORT_TITLES = (
    frozenset(words.split())
    for words in (
        "de del della di da van von der den zu bin ibn al el ter dos la le",
        """monday tuesday wednesday thursday friday saturday sunday january february march april
        may june july august september october november december montag dienstag mittwoch
        donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober dezember i the no
        a an in on at by for from to but and or as if it he she they we you this that these those
        there when while after before his her its their our mr mrs ms dr der die das ein eine im am
        und er sie es wir das zwei drei vier fünf sechs sieben acht neun zehn elf zwölf
        zwanzig alle viele mehrere two three four five six seven eight nine ten
        в на и но по он она они это к с у из для что как за от при после""",
        """herr herrn frau präsident präsidentin kanzler kanzlerin minister ministerin
        bürgermeister bürgermeisterin professor sprecher sprecherin""",
        "mr mrs ms dr prof st sen gov rep gen lt col sgt hr fr m mme sr sra",
    )
)
_INFLECTING = frozenset(
    ["de", "nl", "sv", "da", "no", "nb", "nn", "is", "pl", "cs", "sk", "sl", "hr", "sr", "bs", "uk",
     "ru", "be", "bg", "mk", "et", "fi", "hu", "lt", "lv", "tr", "az", "el", "sq", "ro"]
)  # fmt: skip
_LONG_WORD, _TITLED = 4, 0.7
"""Letters of a word that a title writes with a capital; the share of such words in a title."""
_CAPITAL_NOUNS = frozenset({"de", "lb"})


def names_in(
    words: Words, language: str | None, known: frozenset[str] = frozenset()
) -> list[Found]:
    """The names of a text, in its order; `known` are words that are names where they begin one."""
    primary = (language or "").lower().partition("-")[0]
    return [
        _found(words, begin, end)
        for begin, end in _runs(words)
        if _is_name(words, begin, end, primary, known)
    ]


def is_titled(words: Words) -> bool:
    """Whether most words begin with a capital, as in an English headline: no name stands out."""
    long = [key for key in words.keys if len(key) >= _LONG_WORD and is_word(key)]
    return sum(key[:1].isupper() for key in long) > len(long) * _TITLED


def _runs(words: Words) -> Iterator[tuple[int, int]]:
    begin = 0
    while begin < len(words.keys):
        if not _capital(words.keys[begin]):
            begin += 1
            continue
        end = _run_end(words.keys, begin)
        yield begin, end
        begin = end


def _run_end(keys: tuple[str, ...], begin: int) -> int:
    end = begin + 1
    while end < len(keys):
        if _capital(keys[end]):
            end += 1
        elif _links(keys, end):
            end += 2
        else:
            break
    return end


def _links(keys: tuple[str, ...], at: int) -> bool:
    """A particle, or the point of an initial, with a capitalised word after it."""
    particle = keys[at] in _PARTICLES
    initial = keys[at] == "." and len(keys[at - 1]) == 1
    return (particle or initial) and at + 1 < len(keys) and _capital(keys[at + 1])


def _capital(key: str) -> bool:
    return key[:1].isupper() and key.casefold().removesuffix("'s") not in _NOT_NAMES


def _is_name(words: Words, begin: int, end: int, primary: str, known: frozenset[str]) -> bool:
    if primary in _CAPITAL_NOUNS:
        titled = begin > 0 and words.keys[begin - 1].casefold() in _TITLES
        return end - begin >= 2 or titled
    if end - begin >= 2 or words.keys[begin].removesuffix("'s") in known:
        return True
    return not _starts_sentence(words, begin)


def _starts_sentence(words: Words, begin: int) -> bool:
    at = begin - 1
    while at >= 0 and not is_word(words.keys[at]):
        if words.keys[at] in _SENTENCE_END and not _abbreviates(words, at):
            return True
        at -= 1
    return at < 0


def _abbreviates(words: Words, at: int) -> bool:
    """Whether a point belongs to the title before it: "Mr. Smith"."""
    return at > 0 and words.keys[at] == "." and words.lowered[at - 1] in _SHORT_TITLES


def _found(words: Words, begin: int, end: int) -> Found:
    start = words.starts[begin]
    stop = words.starts[end - 1] + len(words.text[words.starts[end - 1] : words.cut(end)].rstrip())
    name = " ".join(words.keys[begin:end]).removesuffix("'s")
    return Found(start, stop, name, name)


def same_name(one: str, other: str) -> bool:
    """Whether two names differ by case ending at most, as Cyrillic ones do ("Петрова")."""
    mine, theirs = one.split(), other.split()
    return len(mine) == len(theirs) and all(map(_same_cyrillic, mine, theirs))


def inflected(word: str, language: str | None) -> bool:
    """Whether a name may stand with a case ending: in these languages, and in Cyrillic letters."""
    primary = (language or "").lower().partition("-")[0]
    return primary in _INFLECTING or _is_cyrillic(word)


def _is_cyrillic(word: str) -> bool:
    return "\u0400" <= word[:1] <= "\u052f"


def _same_cyrillic(one: str, other: str) -> bool:
    return one == other or (_is_cyrillic(one) and same_word(one, other))


def same_word(one: str, other: str) -> bool:
    """Whether two words of a language that inflects names differ in their ending at most."""
    shared = sum(1 for _ in _common_prefix(one, other))
    return shared >= 3 and shared >= max(len(one), len(other)) - 3


def _common_prefix(one: str, other: str) -> Iterator[str]:
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            return
        yield mine
