"""What is printed beside a date and says of what it is, in the languages of news.

Three kinds of labels: of the publication, of a change, and of something else (when a reader joined,
when an offer ends). A label stands before its date, in some languages after it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal, NamedTuple

from crawler.extraction.relative_words import around_count, days_back

Kind = Literal["published", "modified", "other", "plain"]

_PUBLISHED = (
    r"publi[sckée]|posted\b|written\b|created\b|issued\b|released\b|first\s(?:seen|aired)"
    r"|veröffentlicht|erstellt|erschienen|publiziert|geschrieben|gepostet|eingestellt"
    r"|creado|emitido|escrito|pubblicat|creato|criado|postado|mis en ligne|paru\b|posté|rédigé"
    r"|gepubliceerd|geplaatst|publicerad|publisert|offentliggjort|oprettet|julkaistu"
    r"|opublikowan|dodan[oay]\b|zveřejn|vydáno|publikov|zverejn|megjelen|közzé|objavljen|objavio"
    r"|publicat|postat|опубликован|размещен|создан[оа]?\b|опубліковано|публикуван|објављено"
    r"|δημοσ|yayın|eklenme|oluşturma|diterbitkan|dipublikasikan|đăng|ngày tạo"
    r"|公開日?|掲載|投稿日?|配信|发布|發布|发表|發表|입력|등록|작성|เผยแพร่|โพสต์"
    r"|نشر|تاریخ انتشار|انتشار|فורסם|प्रकाशित|প্রকাশ"
)
_MODIFIED = (
    r"modif|updat|\bedited|\bchanged|\brevised|\breviewed|\bcorrected"
    r"|aktuali|actuali|atualiz|aggiorn|bijgewerkt|gewijzigd|uppdat|oppdat|opdat|päivi|muokat"
    r"|geändert|überarbeitet|\bstand\b|mise? à jour|\bmaj\s?(?::|le\b|à\b)|révisé"
    r"|zmien|zmian|zmodyf|změn|upraven|frissít|módosít"
    r"|изм|обновл|оновлен|редактир|ажурир|ενημ|τροπ|güncel|düzenle|diperbarui|diubah|cập nhật"
    r"|更新|修正|수정|업데이트|แก้ไข|อัปเดต|تحديث|تعديل|بروزرسانی|به‌روز|ویرایش|עודכן|अपडेट|আপডেট"
)
_OTHER = (
    r"\bjoined|\bregist|member since|mitglied seit|dabei seit|beigetreten|\bborn\b|\bgeboren|\*\s?\d"
    r"|verfügbar bis|noch bis|available until|expires|deadline|valid until|gültig|läuft ab|closes"
    r"|inscrit|miembro desde|membre depuis"
    r"|зарегистрирован|\bevents?\b|\btermine?\b|veranstaltung|aktuelle zeit|it is currently"
    r"|current time|heute ist|today is|copyright|©|\(c\)|all rights|isbn|issn|lid sinds|medlem"
)
_LABEL = re.compile(
    rf"(?P<other>{_OTHER})|(?P<modified>{_MODIFIED}|\blast\b)|(?P<published>{_PUBLISHED})",
    re.IGNORECASE,
)
_SMALL_LABEL = re.compile(_LABEL.pattern)
"""The same for a line in small letters, which costs a fraction."""
_LONGEST_COUNTED = 48
_PIECE = re.compile(r"[|·•]|\s[–—-]\s")
_LABEL_WORD = re.compile(rf"(?:{_PUBLISHED}|{_MODIFIED})\w*")
_MOST_BESIDE_LABEL = 8
"""Letters beside a label, as in `Zuletzt aktualisiert`."""
_CLOCK_BESIDE = re.compile(
    r"\W*(?:[^\W\d]{1,4}\s){0,2}(?:klockan\s)?\d{1,2}(?:\s?[:.h時时시点點]\s?\d\d\s?[分분]?)?"
    r"(?::\d\d)?\s?(?:uhr|h[rs]?|[ap]\.?m|-?kor|[時时시点點])?[\W]*"
    r"(?:utc|gmt|[ecmpwjk][eds]?s?t|bst|mesz|mez|msk|мск|ist)?\W*"
)
"""The clock before or behind a day: `um 15:00 Uhr`, `at 3 pm EST`."""
_DIGIT = re.compile(r"\d")
_MODIFIED_NAMES = re.compile(r"modif|updat|edited|changed|revis|aktuali|actuali|aggiorn")
_HAS_DATE = re.compile(
    r"\d{1,4}\s?[./\-年년]\s?\d{1,2}|\d{1,2}\D{1,24}(?:19|20|25|1[34])\d\d|(?:19|20)\d\d\D{1,20}\d"
    r"|[۰-۹٠-٩]{1,4}\D{1,24}[۰-۹٠-٩]{2,4}|(?:令和|平成|民國)"
)


class Part(NamedTuple):
    """A piece of a line that holds a date, and what the words beside it say it is of."""

    kind: Kind
    text: str


def holds_date(text: str) -> bool:
    """Whether a text may hold a date: a cheap look, which takes more than it should."""
    return _DIGIT.search(text) is not None and _HAS_DATE.search(text) is not None


def is_counted_back(text: str) -> bool:
    """Whether a short line counts back from the reader's day: `3時間前`, `Updated 2 hours ago`."""
    if len(text) > _LONGEST_COUNTED:
        return False
    if not _DIGIT.search(text) and (days_back(text) or (0,))[0] == 0:
        return False  # without a clock "today" is a rubric as well
    return counts_back_alone(text)


def counts_back_alone(text: str) -> bool:
    """Whether the words that count back are all that is said beside a label and a clock: `Most read
    1 day ago` and `Today 20:15 on BBC One` tell of something else."""
    pieces = ((piece, around_count(piece)) for piece in _PIECE.split(text))
    around = next((beside for _, beside in pieces if beside), None)
    return around is not None and all(map(_says_no_more, around))


def _says_no_more(small: str) -> bool:
    if not any(map(str.isalpha, small)) or _CLOCK_BESIDE.fullmatch(small):
        return True
    rest, labels = _LABEL_WORD.subn("", small)
    return labels > 0 and sum(map(str.isalpha, rest)) <= _MOST_BESIDE_LABEL


def labelled_parts(line: str) -> list[Part]:
    """A line cut at its labels: `Published 3 May / Updated 4 May` is two dates of two kinds."""
    small = line.lower()
    alike = len(small) == len(line)  # else the places in it are not those in the line
    labels = list(_SMALL_LABEL.finditer(small) if alike else _LABEL.finditer(line))
    if not labels:
        return [Part("plain", line)]
    starts = [0, *(label.start() for label in labels), len(line)]
    kinds: list[Kind] = ["plain", *(_kind_of(label) for label in labels)]
    pieces = [line[begin:end] for begin, end in pairwise(starts)]
    parts: list[Part] = []
    for place, (kind, piece) in enumerate(zip(kinds, pieces, strict=True)):
        if not holds_date(piece) and not is_counted_back(piece):
            continue
        after = pieces[place + 1] if place + 1 < len(pieces) else ""
        said_after = kind == "plain" and after and not _DIGIT.search(after)
        said = kinds[place + 1] if said_after else kind
        parts.append(Part(said, piece.strip(" |/,;·•-–—")))
    return parts


def is_of_change(text: str) -> bool:
    """Whether words before a date, or the names of its element, say that it is of a change."""
    found = _SMALL_LABEL.search(text.lower())
    return found is not None and found.lastgroup == "modified"


def named_changed(names: str) -> bool:
    """Whether the class or id of an element says that its date is of a change."""
    return _MODIFIED_NAMES.search(names) is not None


def _kind_of(label: re.Match[str]) -> Kind:
    return label.lastgroup  # type: ignore[return-value]
