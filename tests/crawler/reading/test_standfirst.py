"""The standfirst and the kicker: apart from headline and body, and from each other."""

from __future__ import annotations

import pytest

from tests.crawler.reading.pages import MORE, PROSE, article_of, page, story

STANDFIRST = "Engineers found cracks, and drivers must take the long way round."


def described(text: str) -> str:
    return f'<meta property="og:description" content="{text}">'


@pytest.mark.parametrize(
    ("inside", "head"),
    [
        (f"<p class='standfirst'>{STANDFIRST}</p>", ""),
        (f"<h2>{STANDFIRST}</h2>", ""),
        (f"<h2><p>{STANDFIRST}</p></h2>", ""),
        (f"<header><div>{STANDFIRST}</div></header>", described(STANDFIRST)),
        (f"<form><p>{STANDFIRST[:30]} Buy it</p></form><p class='dek'>{STANDFIRST}</p>", ""),
        (f"<h2>Sign up for our newsletter about bridges</h2><h2>{STANDFIRST}</h2>", ""),
    ],
)
def test_a_standfirst_is_told_by_its_name_its_place_or_the_description(
    inside: str, head: str
) -> None:
    article = article_of(story(inside, head))
    assert STANDFIRST == article.alternative_headline
    assert STANDFIRST not in article.article_body
    assert article.article_body.startswith(PROSE)


def test_a_standfirst_of_several_lines_is_one_and_none_of_them_is_in_the_body() -> None:
    lines = ["The bridge was closed on Monday.", "Drivers wait.", "The mill road is the only way."]
    preamble = "".join(f"<p>{line}</p>" for line in lines)
    article = article_of(story(f"<div class='preamble'>{preamble}</div>"))
    assert " ".join(lines) == article.alternative_headline
    assert not [line for line in lines if line in article.article_body]


def test_the_byline_at_the_end_of_a_standfirst_is_no_part_of_it() -> None:
    inside = f"<p class='author'>By Ann Carter</p><p class='lead'>{STANDFIRST}<br>By Ann Carter</p>"
    assert STANDFIRST == article_of(story(inside)).alternative_headline


def test_the_first_paragraph_is_no_standfirst_where_it_is_the_description_too() -> None:
    article = article_of(story("", described(PROSE)))
    assert (None, True) == (article.alternative_headline, PROSE in article.article_body)


def test_a_kicker_above_the_headline_is_told_apart() -> None:
    body = f"<p class='kicker'>Traffic</p><h1>Old bridge closed</h1><p>{PROSE}</p><p>{MORE}</p>"
    article = article_of(page(f"<article>{body}</article>"))
    assert ("Traffic", "Old bridge closed") == (article.kicker, article.headline)


@pytest.mark.parametrize("label", ["&gt;", "Old bridge"])
def test_a_sign_or_a_part_of_the_headline_is_no_kicker(label: str) -> None:
    body = f"<p class='kicker'>{label}</p><h1>Old bridge closed</h1><p>{PROSE}</p><p>{MORE}</p>"
    assert article_of(page(f"<article>{body}</article>")).kicker is None


@pytest.mark.parametrize("name", ["image-description", "photo-caption"])
def test_an_images_line_is_no_standfirst(name: str) -> None:
    line = f"<div><img src='/a.jpg'><p class='{name}'>{STANDFIRST}</p></div>"
    article = article_of(story(line))
    assert (None, STANDFIRST) == (article.alternative_headline, article.image[0].caption)
