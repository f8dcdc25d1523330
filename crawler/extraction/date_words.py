"""What is printed beside a date and says of what it is, in the languages of news.

Three kinds of labels: of the publication, of a change, and of something else (when a reader joined,
when an offer ends). A label stands before its date, in some languages after it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal, NamedTuple

from crawler.extraction.relative_words import days_back, time_ago

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
    r"modif|updat|\bedited|\bchanged|\brevised|\breviewed|\bcorrected|\blast\b"
    r"|aktuali|actuali|atualiz|aggiorn|bijgewerkt|gewijzigd|uppdat|oppdat|opdat|päivi|muokat"
    r"|geändert|überarbeitet|\bstand\b|mis à jour|maj\b|révisé|zmien|zmian|zmodyf|změn|upraven"
    r"|frissít|módosít"
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
    rf"(?P<other>{_OTHER})|(?P<modified>{_MODIFIED})|(?P<published>{_PUBLISHED})", re.IGNORECASE
)
_SMALL_LABEL = re.compile(_LABEL.pattern)
"""The same for a line in small letters, which costs a fraction."""
_LONGEST_COUNTED = 48
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
    if _DIGIT.search(text):
        return time_ago(text) is not None or days_back(text) is not None
    back = days_back(text)  # without a clock "today" is a rubric as well
    return back is not None and back[0] > 0 and not any(map(str.isalpha, back[1]))


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
    found = _LABEL.search(text)
    return found is not None and found.lastgroup == "modified"


def named_changed(names: str) -> bool:
    """Whether the class or id of an element says that its date is of a change."""
    return _MODIFIED_NAMES.search(names) is not None


def _kind_of(label: re.Match[str]) -> Kind:
    return label.lastgroup  # type: ignore[return-value]
