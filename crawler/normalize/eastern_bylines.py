"""Bylines in Chinese, Japanese and Korean taken apart: `eastern_pieces`.

No capitals tell names here, and blanks stand between two names as well as inside one. Rules:
- a label (记者, 文, 写真, 글 …) stands before its names, with a colon, a stroke, a dot or a blank, in
  Japanese and Korean a title (記者, 기자) stands behind them;
- what `＝` or `=` stands behind is a place or a label;
- pieces of two or three signs that begin with Chinese surnames are names each, and so are those of
  four signs and more; shorter ones are the family's and the given name of one person.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.extraction.byline_labels import MEETING
from crawler.extraction.eastern_names import CHINESE_SURNAMES
from crawler.extraction.organization_words import AGENCIES
from crawler.extraction.text import words


class Piece(NamedTuple):
    """A piece of a byline that may name somebody."""

    role: str | None
    """What they did beside the writing."""
    text: str
    organization: bool = False
    """Whether the words beside it say that it is one."""


_HAN = r"\u3400-\u9fff\uf900-\ufaff々〆"
_KANA = r"\u3041-\u30ff"
_HANGUL = r"\uac00-\ud7a3"
_EASTERN = re.compile(rf"[{_HAN}{_KANA}{_HANGUL}]")
_NO_EASTERN_LETTER = re.compile(rf"[^\W\d_{_HAN}{_KANA}{_HANGUL}]")
_EDGES = re.compile(r"[（()）【】〔〕［］\[\]]+")
_AGENCY_BRACKET = re.compile(
    r"[(\[（［]([^()\[\]=＝（）]{1,10})[=＝]([^()\[\]（）]{2,12})[)\]）］]"
)
_LABELS_OF_WRITERS = words(
    """
    记者 記者 本报记者 本報記者 作者 文 文字 撰文 撰稿 撰稿人 通讯员 通訊員 实习生 实习记者
    见习记者 特约记者 首席记者 评论员 特派记者 驻外记者 执笔 来源 來源 稿源 执笔人 执行 執筆
    著者 筆者 取材 ライター 編集委員 論説委員 特派員 解説委員 聞き手 取材文 取材構成 構成
    文構成 글 기자 작성자 글쓴이 취재 정리 글사진 취재기자 文写真 写真文 記事
    """
)
_LABELS_OF_OTHERS = words(
    """
    责任编辑 責任編輯 责编 責編 编辑 編輯 编译 編譯 翻译 翻譯 摄影 攝影 图 圖 图片 视频 校对
    制图 编审 监制 排版 編集 写真 撮影 翻訳 訳 監修 イラスト 図版 作図 撮 사진 영상 그래픽 편집
    번역 촬영 일러스트 감수
    """
)
_TITLES = words(
    """
    记者 記者 編集委員 論説委員 特派員 解説委員 報道 報導 支局長 デスク 기자 특파원 논설위원
    객원기자 인턴기자 선임기자 전문기자 대기자 편집위원 칼럼니스트 통신원 리포터 앵커 에디터
    작가 교수 인턴 수습기자 논설실장 주필 위원 변호사 평론가 편집국장 부장 시민기자 명예기자 PD
    """
)
_TITLE_BEHIND = re.compile(
    r"(?:记者|記者|特派員|편집위원|논설위원|특파원|(?:객원|인턴|선임|전문|시민|명예|수습)?기자)$"
)
_AGENCY_WRITERS = re.compile(
    r"^(新华社|新華社|中新社|中新网|中央社|人民网|央视网|本报|本報|本刊|本社|本网)(?=(?:\w{2})?(?:记者|記者|$))"
)
_OUTLETS_WRITER = re.compile(r"((?!见习|特约|首席|实习|高级|特派|驻外|资深)\w{2,8})记者$")
"""A Chinese outlet's reporter, before the name."""
_SOURCES = frozenset({"来源", "來源", "稿源", "출처"})
_OWN = frozenset({"本报", "本報", "本刊", "本社", "本网"})
_LABELLED = re.compile(rf"([{_HAN}{_KANA}{_HANGUL}]{{1,8}})\s*[:：=＝]\s*")
_SEPARATORS = re.compile(r"\s*[、，,;；|｜／/·•∙\n]\s*")
_DOT = "・"
_OUTLET = re.compile(
    r"(?:通信|通讯社|通信社|新聞|新闻|日報|日报|晚报|時報|时报|放送|뉴스|신문|일보|방송|타임스|网|社|編集部|编辑部|편집부)$"
)
_REPORTED = re.compile(r"(?:報導|报道|報道|電|电|综合报道|綜合報導)$")
_KATAKANA = re.compile(r"[\u30a1-\u30ff]+")
_HAS_KANA = re.compile(rf"[{_KANA}]")
_HAS_HANGUL = re.compile(rf"[{_HANGUL}]")
_SIMPLIFIED = re.compile(r"记|编|来源|摄|讯|报|译|责")
_LONGEST_CHINESE, _LONGEST_KOREAN, _LONGEST_NAME = 3, 4, 12


def is_eastern(line: str) -> bool:
    """Whether a byline is printed in these scripts alone: those with Latin letters too are not."""
    return _EASTERN.search(line) is not None and len(_NO_EASTERN_LETTER.findall(line)) < 3


def eastern_pieces(line: str) -> list[Piece]:
    """The names and organisations of a byline, each with what was done beside the writing."""
    if MEETING.match(line.lstrip("（([【〔 ")):
        return []
    agencies = [match[2] for match in _AGENCY_BRACKET.finditer(line)]
    bare = _EDGES.sub(" ", _AGENCY_BRACKET.sub(" ", line)).strip()
    chinese = _SIMPLIFIED.search(line) is not None
    found: list[Piece] = []
    for label, part in _labelled(bare):
        role = label if label in _LABELS_OF_OTHERS else None
        for piece in _SEPARATORS.split(part):
            if label in _SOURCES:
                found += [Piece(None, each, organization=True) for each in piece.split()[:1]]
            else:
                found += _named(piece, role, chinese=chinese)
    return found + [Piece(None, agency, organization=True) for agency in agencies]


def _labelled(line: str) -> list[tuple[str | None, str]]:
    """A line cut at its labels: (label or None, what follows it)."""
    line = re.sub(r"(?<=[글진文])[·・](?=[사写取構]|글)", "", line)  # 글·사진, 取材・文
    line = re.sub(
        r"(取材|構成|撮影|文)・(?=(?:文|構成|写真|撮影)\b|(?:文|構成|写真|撮影)[=＝:：・\s])",
        r"\1",
        line,
    )
    cut: list[tuple[str | None, str]] = []
    label, start = None, 0
    for match in _LABELLED.finditer(line):
        before = line[start : match.start()]
        cut.append((label, before))
        label, start = match[1], match.end()
    cut.append((label, line[start:]))
    return [(label, part) for label, part in cut if part.strip()]


def _named(piece: str, role: str | None, *, chinese: bool) -> list[Piece]:
    """The names of a piece without signs amid: its labels and titles taken off."""
    found: list[Piece] = []
    names: list[str] = []
    tokens = _tokens(piece)
    for at, token in enumerate(tokens):
        agency = _AGENCY_WRITERS.match(token)
        if agency is not None and agency[1] not in _OWN:
            found.append(Piece(None, agency[1], organization=True))
        bare = _untitled(token[agency.end() :] if agency is not None else token)
        of_outlet = _OUTLETS_WRITER.match(token) if at + 1 < len(tokens) and not agency else None
        if of_outlet is not None:
            found.append(Piece(None, of_outlet[1], organization=True))
        elif bare in _LABELS_OF_OTHERS and not names:
            role = bare
        elif bare in _LABELS_OF_WRITERS | _TITLES or bare in _LABELS_OF_OTHERS:
            found += [Piece(role, name) for name in _joined(names, chinese=chinese)]
            role = bare if bare in _LABELS_OF_OTHERS else role
            names = []
        elif bare.casefold() in AGENCIES or _OUTLET.search(bare):
            found.append(Piece(None, bare, organization=True))
        elif bare and not _REPORTED.search(bare):
            names.append(bare)
    return [*found, *(Piece(role, name) for name in _joined(names, chinese=chinese))]


def _tokens(piece: str) -> list[str]:
    """A piece at its blanks, and at dots but those inside a foreign name."""
    tokens: list[str] = []
    for token in piece.split():
        before, dot, after = token.partition(_DOT)
        foreign = _KATAKANA.fullmatch(before) and _KATAKANA.match(after)
        tokens += [token] if not dot or foreign else token.split(_DOT)
    return tokens


def _untitled(token: str) -> str:
    """A token without the title glued to its end (山田太郎記者) or its head (记者李明)."""
    if token in _TITLES or token in _LABELS_OF_WRITERS or token in _LABELS_OF_OTHERS:
        return token
    for head in ("记者", "記者", "通讯员"):
        if token.startswith(head):
            return token[len(head) :]
    match = _TITLE_BEHIND.search(token)
    return token[: match.start()] if match and match.start() >= 2 else token


def _joined(names: list[str], *, chinese: bool) -> list[str]:
    """Tokens as names: each one, or those of one person together."""
    if len(names) < 2:
        return [name for name in names if len(name) <= _LONGEST_NAME]
    if all(_HAS_HANGUL.search(name) for name in names):
        return [name for name in names if 2 <= len(name) <= _LONGEST_KOREAN]
    if all(_is_whole(name, chinese=chinese) for name in names):
        return names
    return [" ".join(names)] if len(names) == 2 else names


def _is_whole(name: str, *, chinese: bool) -> bool:
    """Whether a token is a whole name, not the family's or the given one alone."""
    if _HAS_KANA.search(name) or len(name) > _LONGEST_CHINESE:
        return len(name) > _LONGEST_CHINESE
    return len(name) > 1 and (chinese or name[0] in CHINESE_SURNAMES)
