"""Bylines of thirty languages below a headline, in a paragraph that nothing in the markup names."""

from __future__ import annotations

from tests.crawler.normalize.test_bylines_by_language import printed_bylines
from tests.crawler.reading.pages import MORE, PROSE, article_of, page

_NOT_TOLD = """
Ann Carter in Oslo and Ben Osei in Rome ; From Ann Carter in Oslo
mit Agenturmaterial (dpa)
Jean Fictif (à Bruxelles) ; Redazione ANSA ; Haber Merkezi
أحمد المتخيل ومريم الجديدة ; مریم خیالی و رضا نویی ; רויטרס
राम काल्पनिक और सीता नवीन ; राम काल्पनिक, नई दिल्ली ; রহিম কাল্পনিক ও সীমা নতুন
Nguyễn Văn Bịa (Theo Reuters) ; Theo TTXVN ; 【山田太郎】 ; （山田太郎） ; 【山田太郎、鈴木花子】
山田太郎　鈴木花子 ; 山田太郎 ; ロンドン＝山田太郎 ; （共同）
Interview: Eva Lund ; Του Νίκου Φανταστικού ; Της Μαρίας Νέας
Των Νίκου Φανταστικού και Μαρίας Νέας
"""
"""Lines that are bylines to a reader only: names alone, an agency alone, whom an interview may be with,
an article of grammar before what may be anything."""


_TEXTS = """
Von diesem Montag an gilt das neue Gesetz ; Von Montag an fahren keine Busse mehr
Di nuovo sotto accusa il sindaco ; By the river, a new mill opens ; Por primera vez en la historia
De nouvelles mesures pour le port ; Reporter ohne Grenzen warnt vor neuem Gesetz ; Par ici la sortie
Af hensyn til broen lukkes vejen ; Av säkerhetsskäl stängs bron ; Door de storm is de brug dicht
De olho na ponte: prefeitura fecha acesso ; From Monday, the bridge is closed ; Story of the Week
Από σήμερα κλειστή η γέφυρα ; От понедельника мост закрыт ; Interview: Why the bridge stays closed
Kommentar: Die Brücke ; Max Muster, Bürgermeister ; 记者了解到，大桥已关闭 ; 記者会見 ; 기자 회견
Source: the harbour authority ; Von Köln nach Bonn ; Photo: Ann Carter ; Av Norge og Sverige
"""
"""Kickers and first lines that begin as bylines do, and name nobody."""


def test_a_line_of_the_text_that_begins_as_a_byline_is_none() -> None:
    lines = [each.strip() for row in _TEXTS.strip().splitlines() for each in row.split(" ; ")]
    body = f"<p>{PROSE}</p><p>{MORE}</p>"
    read = [
        article_of(page(f"<main><h1>Old bridge closed</h1><p>{line}</p>{body}</main>"))
        for line in lines
    ]
    assert [] == [each.byline for each in read if each.byline or each.author]


def _authors(inside: str, below: str = "") -> list[str]:
    body = f"<main><h1>Old bridge closed</h1>{inside}<p>{PROSE}</p><p>{MORE}</p>{below}</main>"
    article = article_of(page(body))
    return [each.name for each in (*article.author, *article.source_organization)]


def test_a_byline_may_stand_between_bars() -> None:
    assert ["Ann Carter"] == _authors("<p>Harbour! | By Ann Carter | 12 May 2024</p>")


def test_names_with_a_conjunction_beside_a_date_are_authors() -> None:
    line = "<div>Ann Carter and Ben Osei</div><div>12 May 2024</div>"
    assert ["Ann Carter", "Ben Osei"] == _authors(line)


def test_the_agencies_of_a_copyright_below_the_text_are_its_source() -> None:
    assert ["APA", "AP"] == _authors("", "<p>© 2012 APA/AP</p>")


def test_a_copyright_line_below_the_headline_is_no_byline() -> None:
    assert [] == _authors("<p>© Red Mill Content Pool</p>")


def test_the_reporters_of_a_dateline_are_authors() -> None:
    text = (
        "大桥星期一关闭，市议会在长时间的辩论之后作出了这一决定。工程师们说，维修将持续到明年春天。"
    )
    first = f"<p>新华社北京11月12日电（记者李明、王芳）{text}</p>"
    assert ["李明", "王芳"] == _authors(f"{first}<p>{text}</p>")[:2]


def _is_found(line: str, persons: list[str], organizations: list[str]) -> bool:
    body = f"<main><h1>Old bridge closed</h1><p>{line}</p><p>{PROSE}</p><p>{MORE}</p></main>"
    article = article_of(page(body))
    named = [each.name for each in article.author]
    return (persons, organizations) == (named, [each.name for each in article.source_organization])


def test_all_but_names_and_agencies_alone_are_found_where_nothing_marks_them() -> None:
    missed = {
        line
        for _, line, persons, organizations in printed_bylines()
        if not _is_found(line, persons, organizations)
    }
    known = {each.strip() for row in _NOT_TOLD.strip().splitlines() for each in row.split(" ; ")}
    assert known == missed
