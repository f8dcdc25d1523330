"""Credits as papers of many countries print them."""

from __future__ import annotations

import pytest

from crawler.extraction.credits import SplitCaption, credit_text_of, split_credit

PRINTED = [
    ("Soldiers line up.", "Ministry of Defence", "Soldiers line up. [Ministry of Defence]"),
    ("A crowd in town.", "Getty", "A crowd in town. (Picture: Getty)"),
    ("A crowd in town.", "A. Name/Reuters", "A crowd in town. Photograph: A. Name/Reuters"),
    ("A crowd.", "A. Name/AP", "A crowd. (A. Name/AP)"),
    ("Kyiv, May 1, 2024.", "REUTERS/A. Name", "Kyiv, May 1, 2024. REUTERS/A. Name"),
    ("He spoke on Monday.", "A. Name", "He spoke on Monday. — Picture by A. Name"),
    ("The crowd", "Getty Images", "The crowd Getty Images"),
    (None, "Getty Images", "Image source, Getty Images"),
    (None, "dpa", "Foto: dpa"),
    (None, "Didem Ad/AA", "Fotoğraf : Didem Ad/AA"),
    ("Ein Haus", "Rita Muster/dpa", "Ein Haus Foto: Rita Muster/dpa"),
    ("Ein Haus", "dpa/Muster", "Ein Haus © dpa/Muster"),
    ("Vue de Paris.", "AFP", "Vue de Paris. Crédit photo : AFP"),
    ("Widok miasta.", "PAP", "Widok miasta. fot. PAP"),
    ("Здание суда.", "РИА Новости / А. Имя", "Здание суда. Фото: РИА Новости / А. Имя"),
    ("国旗（東京で、３日）", "ＡＰ", "国旗（東京で、３日）＝ＡＰ"),
    (
        "記者会見する社長＝13日、東京で",
        "山田太郎",
        "記者会見する社長＝13日、東京で（山田太郎撮影）",
    ),
    ("会見の様子。", "共同", "会見の様子。（共同）"),
    ("회의 모습.", "연합뉴스", "회의 모습. [사진 출처 = 연합뉴스]"),
    ("A new hall.", "Supplied", "A new hall. Supplied"),
    ("جسر قديم في المدينة", "رويترز", "جسر قديم في المدينة (رويترز)"),
]


@pytest.mark.parametrize(("caption", "credit", "printed"), PRINTED)
def test_caption_and_credit_are_told_apart(caption: str | None, credit: str, printed: str) -> None:
    split = split_credit(printed)
    assert (caption, credit) == (split.caption, split.credit_text)


@pytest.mark.parametrize("printed", [row[2] for row in PRINTED])
def test_caption_and_raw_credit_hold_every_printed_character(printed: str) -> None:
    split = split_credit(printed)
    together = f"{split.caption or ''}{split.credit_raw or ''}"
    assert printed.replace(" ", "") == together.replace(" ", "")


@pytest.mark.parametrize(
    "printed",
    [
        "Militants who plan to attack [Central Asia]",
        "A base in the CIS [Commonwealth of Independent States] territory.",
        "He wrote it so [sic].",
        "The minister (left) in town.",
        "Video: how the bridge was built",
        "A square after the match. (Jerusalem)",
        "A view of the old bridge. (archive picture of 2010 that was taken from the tower)",
        "国旗＝東京で2019年5月",
        "A member of AP walks by.",
        "The photographs that changed what the town thinks of the war.",
    ],
)
def test_what_is_no_credit_stays_in_the_caption(printed: str) -> None:
    split = split_credit(printed)
    assert (printed, None, None) == (split.caption, split.credit_text, split.credit_raw)


def test_an_empty_text_has_neither() -> None:
    expected = SplitCaption(caption=None, credit_text=None, credit_raw=None)
    assert expected == split_credit("  ")


@pytest.mark.parametrize(
    ("credit", "raw"),
    [
        ("A. Name/dpa", "(Foto: A. Name/dpa)"),
        ("A. Name / News", "Photo by A. Name / News"),
        ("Ministry", "[Ministry]"),
        ("Anna B.", "© Anna B."),
        ("Getty Images", "© 2026 Getty Images"),
        ("dpa", "| Foto: dpa"),
        (None, "Foto:"),
    ],
)
def test_a_credits_text_is_without_label_and_brackets(credit: str | None, raw: str) -> None:
    assert credit == credit_text_of(raw)


def test_a_very_long_text_is_split_in_time() -> None:
    text = "Foto: " * 20_000 + "(" * 20_000 + "[x]" * 5_000
    assert split_credit(text).caption is not None
