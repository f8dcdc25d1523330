"""Whom a page's places name: the editor in the markup, teasers of others, printed reporters."""

from __future__ import annotations

import json

import pytest

from tests.crawler.reading.pages import MORE, PROSE, article_of, page, story

_EDITOR = {"@type": "Person", "name": "Edna Deskman"}
_LD = {"@type": "NewsArticle", "headline": "Old bridge closed", "author": _EDITOR}
HEAD = (
    f'<script type="application/ld+json">{json.dumps(_LD)}</script>'
    "<meta name='author' content='Edna Deskman'>"
)
LINKED = "<p class='byline'>By <a rel='author' href='/author/ann'>Ann Carter</a></p>"


def names(body: str) -> list[str]:
    return [each.name for each in article_of(body).author]


@pytest.mark.parametrize(
    "box",
    [
        "<div class='author-box'><h4>Ann Carter</h4></div>",
        "<div class='author-box'><a class='author-name' href='/author/ann'>Ann Carter</a></div>",
    ],
)
def test_two_printed_places_go_before_an_editor_whom_only_markup_names(box: str) -> None:
    article = article_of(story(LINKED, HEAD).replace("</article>", f"</article>{box}"))
    assert ["Ann Carter"] == [each.name for each in article.author]
    rejected = {each.value for each in article.provenance["/author"].rejected}
    assert {"Edna Deskman"} == rejected


def test_one_printed_place_alone_does_not() -> None:
    assert ["Edna Deskman"] == names(story(LINKED, HEAD))


def test_whom_markup_and_a_printed_place_name_is_not_outvoted() -> None:
    line = "<p class='byline'>By <a rel='author' href='/author/edna'>Edna Deskman</a></p>"
    box = "<div class='author-box'><h4>Ann Carter</h4></div>"
    assert ["Edna Deskman"] == names(story(line, HEAD).replace("</article>", f"</article>{box}"))


def _teasers() -> str:
    cards = "".join(
        f"<div class='card'><h3><a href='/{at}'>The mill at the river opens</a></h3>"
        f"<a href='/author/{at}'>{name}</a></div>"
        for at, name in enumerate(["Theo Teaser", "Tina Other"])
    )
    return f"<div class='teasers'>{cards}</div>"


@pytest.mark.parametrize("above", [True, False])
def test_the_authors_of_teasers_are_no_authors(above: bool) -> None:
    article = f"<article><h1>Old bridge closed</h1><p>{PROSE}</p><p>{MORE}</p></article>"
    teasers = _teasers()
    body = f"<main>{teasers}{article}</main>" if above else f"<main>{article}{teasers}</main>"
    assert [] == names(page(body))


def test_a_photographed_paragraph_below_an_image_is_its_caption() -> None:
    text = (
        "大桥星期一关闭，市议会在长时间的辩论之后作出了这一决定。工程师们说，维修将持续到明年春天。"
    )
    image = "<p><img src='/big.jpg' width='800' height='500'></p><p>图为关闭的大桥。李明 摄</p>"
    paragraphs = "".join(f"<p>{text}（{at}）</p>" for at in range(4))
    body = f"<article><h1>港口大桥星期一起关闭</h1><p>{text}</p>{image}{paragraphs}</article>"
    article = article_of(page(body, lang="zh"))
    assert [("图为关闭的大桥。", "李明")] == [
        (each.caption, each.credit_text) for each in article.image
    ]
    assert "李明" not in article.article_body


def test_an_agency_in_a_bracket_closes_a_paragraph_of_the_text() -> None:
    image = "<p><img src='/big.jpg' width='800' height='500'></p><p>The bridge stays shut. (AP)</p>"
    body = f"<article><h1>Old bridge closed</h1><p>{PROSE}</p>{image}<p>{MORE}</p></article>"
    assert "The bridge stays shut." in article_of(page(body)).article_body
