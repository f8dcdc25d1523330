"""Persons whom a page names and who have not written it: below the head, in pictures, in kickers."""

from __future__ import annotations

import json

import pytest

from archive.records import Article
from tests.crawler.reading.pages import MORE, PROSE, article_of, page

_TIME = '<time datetime="2024-05-13T08:00:00Z">13 May 2024</time>'
_IMAGE = '<img src="/a.jpg" width="900" height="600">'


def _linked(author: dict[str, str]) -> str:
    node = {"@type": "NewsArticle", "headline": "Old bridge closed", "author": author}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


_ANN = _linked({"@type": "Person", "name": "Ann Carter"})
_PAPER = _linked({"@type": "Organization", "name": "Harbour Post"})


def _page(head: str = "", amid: str = "", below: str = "", markup: str = "") -> Article:
    text = f"<p>{PROSE}</p><p>{MORE}</p>{amid}<p>{MORE.replace('Drivers', 'Riders')}</p>"
    body = f"<main><article><h1>Old bridge closed</h1>{head}{text}{below}</article></main>"
    return article_of(page(body, markup))


def _told(article: Article) -> list[str]:
    named = [each.name for each in (*article.author, *article.source_organization)]
    return [*named, *([article.byline] if article.byline else [])]


_AMID = """
Journalist Nina Kvist ; Author Nina Kvist ; Giornalista Nina Finta ; Autor Nina Kvist
Журналистка Нина Новая ; Periodista Nina Nueva ; Story Bridge Closed ; Artikel Nina Kvist
Της Ελλάδας Τα Παιδιά ; Του Νίκου Φανταστικού ; Unser Autor Max Muster ; Napisał Jan Nowy
Quelle: Statistisches Amt ; Source: Office for Numbers ; Von Muster zu Lund ; 作者：李明
""".replace("\n", " ; ")
_SOURCES = ("Quelle:", "Source:")
"""Lines of sources are furniture of a text and no part of it."""
_LINES = [each.strip() for each in _AMID.split(" ; ") if each.strip()]


@pytest.mark.parametrize("line", _LINES)
@pytest.mark.parametrize(
    "markup",
    ["<p><b>{}</b></p>", "<h3>{}</h3>", "<ul><li>{}</li><li>Actor Tom Mill</li></ul>", "<p>{}</p>"],
)
def test_a_line_amid_the_text_is_no_byline_and_stays_in_it(line: str, markup: str) -> None:
    article = _page(_TIME, amid=markup.format(line))
    assert [] == _told(article)
    assert line in article.article_body or line.startswith(_SOURCES)


@pytest.mark.parametrize("line", _LINES)
def test_a_caption_names_no_author(line: str) -> None:
    figure = f"<figure>{_IMAGE}<figcaption>{line}</figcaption></figure>"
    assert [] == _told(_page(_TIME + figure))


@pytest.mark.parametrize(
    "line",
    ["Journalist Nina Kvist", "Nina Kvist (Reuters)", "Nina Kvist, Berlin", "Nina Kvist | Editor"],
)
def test_a_line_below_a_picture_of_the_head_names_no_author(line: str) -> None:
    assert [] == _told(_page(f"{_TIME}<div>{_IMAGE}</div><p>{line}</p>"))


def test_the_subject_of_a_caption_is_no_author_where_the_outlet_is() -> None:
    figure = f"<figure>{_IMAGE}<figcaption>Journalist Nina Kvist</figcaption></figure>"
    assert ["Harbour Post"] == _told(_page(_TIME + figure, markup=_PAPER))


@pytest.mark.parametrize(
    "line", ["Journalist Nina Kvist", "Autor Max Muster", "Unser Autor Max Muster"]
)
def test_a_title_and_a_name_are_no_byline_beside_another_author_in_the_markup(line: str) -> None:
    assert ["Ann Carter"] == _told(_page(f"<p>{line}</p>{_TIME}", markup=_ANN))


@pytest.mark.parametrize("line", ["Journalist Ann Carter", "Unsere Autorin Ann Carter"])
def test_a_title_and_the_name_of_the_markup_are_the_byline(line: str) -> None:
    assert ["Ann Carter", line] == _told(_page(f"<p>{line}</p>{_TIME}", markup=_ANN))


@pytest.mark.parametrize("line", ["By Ann Carter", "Text: Ann Carter", "Journalist Ann Carter"])
def test_the_same_line_in_the_head_is_the_byline(line: str) -> None:
    assert ["Ann Carter", line] == _told(_page(f"<p>{line}</p>{_TIME}"))


@pytest.mark.parametrize("line", ["By Ann Carter", "Text: Ann Carter", "Autor: Ann Carter"])
def test_a_labelled_line_below_the_text_is_the_byline(line: str) -> None:
    assert ["Ann Carter"] == _told(_page(_TIME, below=f"<p>{line}</p>"))[:1]


def test_a_source_below_the_text_is_told() -> None:
    assert "dpa" in _told(_page(_TIME, below="<p>Quelle: dpa</p>"))


_KICKERS = """
Interview: Nina Kvist ; Entrevista: Ana Ficticia ; Wywiad: Jan Nowy ; Story Bridge Closed
Mit Video ; With Photos ; Met Foto ; Con Video ; Avec Vidéo ; Mit Bildergalerie ; Haber Hattı
Nina Kvist (Video) ; Mill Rovers, Foto ; Nina Kvist / Photo ; Our President Nina Kvist
Unser Kanzler Max Muster ; Interview Nina Kvist, Bürgermeisterin ; Texto Íntegro
Von Muster zu Lund ; Da Milano a Roma ; Od Krakowa do Warszawy ; От Москвы До Берлина
De Madrid al Cielo ; Door Mulder ; Av Kärlek ; Par Amour ; By Invitation ; By Popular Demand
By Sunday Morning ; By Royal Appointment ; By Land and Sea ; By A Staff Reporter
대통령 기자 ; 인기 기자 ; 정치부 기자 ; 首相記者 ; 東京都記者 ; 全国新聞記者 ; 記者会見 全文
记者 提问 环节 ; 取材・文 見出し ; 文 化の日
""".replace("\n", " ; ")


@pytest.mark.parametrize("line", [each.strip() for each in _KICKERS.split(" ; ") if each.strip()])
@pytest.mark.parametrize("box", ['<div class="kicker">{}</div>', "<p>{}</p>"])
def test_a_kicker_is_no_author(line: str, box: str) -> None:
    assert [] == [each.name for each in _page(box.format(line) + _TIME).author]


@pytest.mark.parametrize(
    "line",
    [
        *("Von der Lund: Europa muss handeln", "Watch: Nina Kvist Wins", "Topic: Climate Change"),
        *(
            "Mit Video",
            "With Photos",
            "記者会見 全文",
            "Related: Nina Kvist",
            "Pictured: Sir Max Mill",
        ),
        *("Thema: Max Muster", "Lire aussi : Léa Neuve", "Nürnberg"),
    ],
)
def test_a_line_that_is_called_a_byline_and_is_none_names_nobody(line: str) -> None:
    assert [] == [each.name for each in _page(f'<div class="byline">{line}</div>{_TIME}').author]


# --- rails and boxes ----------------------------------------------------------------------------

_META = '<meta name="author" content="Ann Carter">'


@pytest.mark.parametrize(
    "rail",
    [
        "<aside class='columnists'><div class='author-box'><a class='author' href='/c/b'>Bo Lind</a>"
        "</div></aside><div class='author-box'><h4>Bo Lind</h4></div>",
        "<div class='author-box'><h4>Bo Lind</h4></div><div class='writers'>Bo Lind</div>",
    ],
)
def test_a_rail_of_columnists_outvotes_nobody(rail: str) -> None:
    article = _page(_TIME, below=rail, markup=_ANN + _META)
    assert ["Ann Carter"] == [each.name for each in article.author]


def test_a_box_in_an_aside_is_no_guess() -> None:
    rail = "<aside><div class='author-box'><h4>Bo Lind</h4></div></aside>"
    assert [] == _told(_page(_TIME, below=rail))


# --- what markup says of a name -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Ann Carter", "Ann Carter"),
        ("Von Ann Carter", "Ann Carter"),
        ("著者：山田太郎", "山田太郎"),
        ("Ann Carter, Staff Writer", "Ann Carter"),
    ],
)
def test_a_link_around_a_label_and_a_name_is_the_link_of_the_name(line: str, name: str) -> None:
    link = f'<a class="author" rel="author" href="/author/180/">{line}</a>'
    author = _page(link + _TIME).author
    assert [(name, "https://paper.example/author/180/")] == [
        (each.name, each.url) for each in author
    ]


def test_a_name_that_is_printed_twice_is_one() -> None:
    line = '<div class="byline"><a rel="author" href="/a">© Ann Carter <b>Ann Carter</b></a></div>'
    assert ["Ann Carter"] == [each.name for each in _page(line + _TIME).author]


def test_where_an_outlet_sits_is_no_person() -> None:
    article = _page(
        _TIME, markup='<meta name="author" content="Mill Verlag GmbH, Nürnberg, Germany">'
    )
    assert ["Mill Verlag GmbH"] == _told(article)


def test_an_agency_that_a_label_names_stands_beside_the_outlet_of_the_markup() -> None:
    outlet = _linked({"@type": "Person", "name": "harbourpost.example"})
    article = _page("<p>Bron: BELGA</p>" + _TIME, markup=outlet.replace(".example", ".be"))
    assert {"BELGA", "harbourpost.be"} == {each.name for each in article.source_organization}
    assert () == article.author


def test_a_sentence_beside_the_date_names_nobody() -> None:
    line = "<p>Halle. Lujah, cried the keeper, as it fell, and then again.</p>"
    assert [] == [each.name for each in _page(line + _TIME).author]
