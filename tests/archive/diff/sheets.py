"""Comparisons that are hard to lay out, to be looked at in a browser. All of it is invented."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from archive.diff import Comparison, compare
from archive.diff.state import State
from archive.records import Article, Block, Comment, CommentThread, Digests, Image
from tests.archive.diff.crafted import HARBOUR, article, changed_in, comment

Pair = tuple[Article, Article]

_LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüsselbundanhänger" * 4
_LONG_URL = f"https://courier.example/{'very-long-address/' * 20}index.html?{'q=1&' * 40}"

_ARABIC = [
    "أعلنت بلدية المرفأ يوم الاثنين أن الجسر القديم سيبقى مغلقا حتى نهاية الشهر المقبل.",
    "وقال رئيس البلدية إن كلفة الإصلاح تبلغ 2.5 مليون درهم، وستدفعها الشركة Murra Lines بالكامل.",
    "«لم نكن نتوقع هذا العدد من الزوار»، أضاف المتحدث باسم الميناء في حديث مع الصحيفة.",
    "وتعمل العبارة أربع مرات يوميا في الشتاء، وست مرات في الصيف بحسب الجدول الجديد.",
]
_HEBREW = [
    "עיריית הנמל הודיעה ביום שני כי הגשר הישן יישאר סגור עד סוף החודש הבא.",
    "עלות התיקון היא 2.5 מיליון שקלים, והחברה Murra Lines תשלם אותה במלואה, אמר ראש העיר.",
    "„לא ציפינו לכל כך הרבה מבקרים”, הוסיפה הדוברת בשיחה עם העיתון.",
    "המעבורת תפעל ארבע פעמים ביום בחורף ושש פעמים בקיץ, לפי לוח הזמנים החדש.",
]
_RUSSIAN = [
    "Мэрия Порт-Ансельма сообщила в понедельник, что старый мост закрыт до конца месяца.",
    "Ремонт обойдётся в 2,5 миллиона крон и будет оплачен компанией «Мурра Лайнс» полностью.",
    "«Мы не ожидали столько посетителей», — добавила представительница порта.",
    "Паром ходит четыре раза в день зимой и шесть раз летом, следует из расписания.",
]
_CHINESE = [
    "港口市政府周一宣布，旧桥将关闭到下个月底，渡轮将代替公共汽车运送乘客。",
    "市长表示，维修费用为250万元，全部由穆拉航运公司承担，工程将于春天开始。",
    "发言人补充说：“我们没有想到会有这么多游客。”她没有透露更多细节。",
    "根据新的时间表，渡轮冬季每天四班，夏季每天六班，周末另外增加两班。",
]
_DIGESTS = Digests(
    text=f"sha256:{'a' * 64}", images=f"sha256:{'b' * 64}", meta=f"sha256:{'c' * 64}"
)


def _pair(old: list[str | Block], new: list[str | Block], **both: object) -> Pair:
    before = article(*old, digests=_DIGESTS, **both)
    return before, article(*new, day=2, digests=_DIGESTS, **both)


def _long() -> Pair:
    old: list[str | Block] = [*HARBOUR, f"{_LONG_WORD} is one word.", f"See {_LONG_URL} for more."]
    new = changed_in(changed_in(old, 6, "one word", f"one {_LONG_WORD}"), 7, "index", "other")
    image = Image(id="img-1", content_url=_LONG_URL, caption=f"A caption of {_LONG_WORD}")
    return _pair(old, new, image=(image,), byline=_LONG_WORD, keywords=(_LONG_WORD,))


def _turned(texts: list[str], figure: tuple[str, str], **both: object) -> Pair:
    """A figure changed, the third text moved to the top, the last one gone, another come."""
    edited = texts[1].replace(*figure)
    assert edited != texts[1]
    new: list[str | Block] = [texts[2], texts[0], edited, f"{texts[3]} {texts[0]}"]
    return _pair([*texts], new, headline=texts[0][:40], **both)


def _many() -> Pair:
    old: list[str | Block] = []
    new: list[str | Block] = []
    for place in range(100):
        old += [
            f"Paragraph {place} of the long report names {place * 37} boats in the old harbour."
        ]
        new += [
            f"Paragraph {place} of the long report names {place * 37 + 5} boats in the harbour."
        ]
        old += [f"Between the boats, part {place}: nothing was to be seen but water and some rain."]
        new += [old[-1]]
    return _pair(old, new)


def _everything() -> Pair:
    old: list[str | Block] = [
        HARBOUR[0],
        Block(type="image", ref="img-1"),
        Block(type="heading", text="What it cost", level=2),
        *HARBOUR[1:5],
        Block(type="list", ordered=False, items=("Monday to Friday", "Saturday", "Sunday")),
        Block(type="table", rows=(("Line", "Boats a day"), ("North", "4"), ("South", "6"))),
        Block(type="quote", text="It came too late for us all.", cite="A fisherman"),
        *HARBOUR[5:],
        "A last paragraph that says how the paper was told of all this by its readers in town.",
    ]
    photo = Image(
        id="img-1",
        content_url="https://courier.example/img/quay.jpg",
        caption="The quay on Monday morning.",
        credit_text="Mara Lind",
        alt="A quay with boats",
    )
    second = Image(id="img-2", content_url="https://courier.example/img/ferry.jpg", caption="New.")
    new = [
        HARBOUR[0],
        Block(type="image", ref="img-1"),
        HARBOUR[5],
        Block(type="heading", text="What it will cost", level=2),
        *changed_in(HARBOUR, 1, "1,500", "1,800")[1:4],
        Block(type="list", ordered=False, items=("Monday to Friday", "Sunday")),
        Block(type="table", rows=(("Line", "Boats a day"), ("North", "5"), ("South", "6"))),
        Block(type="image", ref="img-2"),
        Block(type="quote", text="It came too late for us.", cite="A fisherman"),
        old[-1],
        Block(type="correction", text="Correction: the number of visitors was wrong."),
    ]
    edited = Image(
        id="img-1",
        content_url="https://courier.example/img/quay.jpg",
        caption="The old quay on Tuesday morning.",
        credit_text="Mara Lind/Courier",
        alt="A quay with boats",
    )
    before = article(*old, image=(photo,), digests=_DIGESTS, byline="By Ines Falk")
    after = article(
        *new,
        day=2,
        image=(edited, second),
        digests=_DIGESTS,
        byline="By Ines Falk and Oskar Brandt",
        headline="Harbour reopens after a fortnight",
        keywords=("harbour",),
    )
    return before, after


_WHOLE = CommentThread(
    provider="inline", declared_count=2, captured_count=2, complete=True, stop_reason="end"
)
CASES: Mapping[str, Callable[[], Pair]] = {
    "everything": _everything,
    "long": _long,
    "arabic": lambda: _turned(_ARABIC, ("2.5", "3.5"), in_language="ar"),
    "hebrew": lambda: _turned(_HEBREW, ("2.5", "3.5"), in_language="he"),
    "cyrillic": lambda: _turned(_RUSSIAN, ("2,5", "3,5"), in_language="ru"),
    "chinese": lambda: _turned(_CHINESE, ("250", "350"), in_language="zh"),
    "many": _many,
}


def case(name: str) -> tuple[Comparison, State, State]:
    """A comparison and its two states."""
    old, new = CASES[name]()
    comments: tuple[list[Comment], list[Comment]] = (
        [comment("c1", "First!"), comment("c2", "It was not in bad shape.", position=1)],
        [comment("c1", "First!"), comment("c3", f"Second {_LONG_WORD[:90]}", position=2, day=2)],
    )
    new = dataclasses.replace(new, comment_thread=_WHOLE)
    found = compare(old, new, *comments, old_number=1, new_number=2)
    return found, State(old), State(new)
