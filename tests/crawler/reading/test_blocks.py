"""Blocks that are no text, and how texts are cut into blocks."""

from __future__ import annotations

import pytest

from tests.crawler.reading.pages import MORE, PROSE, article_of, page


def texts_of(inside: str) -> list[str]:
    """The texts of the body of an article with this after its second paragraph."""
    body = f"<article><h1>Old bridge closed</h1><p>{PROSE}</p><p>{MORE}</p>{inside}</article>"
    return article_of(page(body)).article_body.split("\n\n")[2:]


def test_short_lines_after_the_last_sentence_are_kept_with_their_headings() -> None:
    end = "<div><h3>Best bridge</h3></div><p>Old Bridge</p><div><h3>Best road</h3></div><p>Mill Rd</p>"
    assert ["Best bridge", "Old Bridge", "Best road", "Mill Rd"] == texts_of(end)


def test_a_heading_without_anything_below_it_is_left_out() -> None:
    assert [] == texts_of("<div><h3>Most read</h3></div>")


@pytest.mark.parametrize("name", ["caption", "InlineImage-imageEmbedCaption", "photo-credit"])
def test_a_caption_whose_photo_is_not_to_be_had_is_no_paragraph(name: str) -> None:
    text = "The bridge on Monday, before the engineers came to look at it."
    assert [] == texts_of(f"<div class='{name}'>{text}</div><p></p>")


def test_a_photo_that_only_a_noscript_has_is_read_where_a_frame_waits_for_it() -> None:
    photo = (
        "<div class='media'><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>"
        "<noscript><img src='/bridge.jpg' width='900' height='600'></noscript>"
        "<div class='caption'>The bridge on Monday. Photo: Ann Lee</div></div>"
    )
    article = article_of(
        page(f"<article><h1>Old bridge closed</h1><p>{PROSE}</p>{photo}<p>{MORE}</p></article>")
    )
    assert [("The bridge on Monday.", "Ann Lee")] == [
        (image.caption, image.credit_text) for image in article.image
    ]


def test_a_lede_may_be_a_heading() -> None:
    lede = "Cracks in two pillars have closed the old bridge, and nobody knows for how long."
    icons = "<img src='/share.svg'>" * 20
    body = f"<h1>Old bridge closed</h1>{icons}<h2>{lede}</h2><div><p>{PROSE}</p><p>{MORE}</p></div>"
    article = article_of(page(body))
    assert lede in (article.alternative_headline, article.body.blocks[0].text)


def test_a_photo_above_the_body_is_its_first_block() -> None:
    lead = "<figure class='lead'><img src='/bridge.jpg' width='900' height='600'></figure>"
    body = f"<h1>Old bridge closed</h1>{lead}<div class='body'><p>{PROSE}</p><p>{MORE}</p></div>"
    blocks = article_of(page(body)).body.blocks
    assert [("image", "img-1"), ("paragraph", None), ("paragraph", None)] == [
        (block.type, block.ref) for block in blocks
    ]


def test_a_photo_that_is_shown_twice_is_one_block() -> None:
    photo = "<figure><img src='/bridge.jpg' width='900' height='600'></figure>"
    body = f"<h1>Old bridge closed</h1>{photo}<div><p>{PROSE}</p>{photo}<p>{MORE}</p></div>"
    types = [block.type for block in article_of(page(body)).body.blocks]
    assert ["image", "paragraph", "paragraph"] == types


CARD = (
    "<div class='x1'><h3><a href='/news/2023/mill'>Mill road to be widened</a></h3>"
    "<p>The road past the mill will be wider from May on, the town hall has said.</p></div>"
)


def between(inside: str) -> list[str]:
    """The texts of the body between its first and its last paragraph."""
    body = f"<article><h1>Old bridge closed</h1><p>{PROSE}</p>{inside}<p>{MORE}</p></article>"
    return article_of(page(body)).article_body.split("\n\n")[1:-1]


@pytest.mark.parametrize(
    "teaser",
    [
        CARD,
        "<aside><b>On the subject</b><ul><li><a href='/a'>Mill road to be widened in May</a></li>"
        "<li><a href='/b'>The bridge of 1932</a></li></ul></aside>",
        "<div><a href='/a'><h3>Mill road to be widened</h3></a><span>yesterday 14:40</span></div>",
        "<div><p>On this page:</p><ul><li><a href='#one'>Cracks in the pillars</a></li>"
        "<li><a href='#two'>What drivers say</a></li></ul></div>",
    ],
)
def test_a_teaser_inside_the_body_is_left_out_whole(teaser: str) -> None:
    assert [] == between(teaser)


def test_cards_that_are_most_of_a_body_are_its_text() -> None:
    texts = [f"Road {n} is narrow, and it has been so for years. {MORE}" for n in range(2)]
    cards = "".join(
        f"<div class='x1'><h3><a href='/road{n}'>Road number {n}</a></h3><p>{text}</p></div>"
        for n, text in enumerate(texts)
    )
    assert texts == between(cards)


def test_a_table_of_links_keeps_its_cells() -> None:
    rows = "".join(
        f"<tr><td><a href='/t{n}'>The team of ward {n}.</a></td><td>{n} wins</td></tr>"
        for n in range(4)
    )
    body = f"<article><h1>Old bridge closed</h1><p>{PROSE}</p><table>{rows}</table><p>{MORE}</p>"
    [table] = [block for block in article_of(page(body)).body.blocks if block.type == "table"]
    assert ("The team of ward 2.", "2 wins") == table.rows[2]


@pytest.mark.parametrize(
    "quote",
    [
        "<blockquote>Engineers found cracks in two of its pillars</blockquote>",
        "<aside class='quote-box'><p>after engineers found cracks in two</p><p>Ann Lee</p></aside>",
        "<div class='pull-quote'><p>Nobody will drive on it, not even the mayor.</p></div>",
    ],
)
def test_a_pull_quote_is_no_text_again(quote: str) -> None:
    assert [] == between(quote)


def test_a_quotation_that_is_said_nowhere_else_is_text() -> None:
    said = "We have never seen cracks like these, and we have seen many of them."
    assert [said] == between(f"<blockquote>{said}</blockquote>")


@pytest.mark.parametrize(
    "stamp",
    [
        "<div><time datetime='2024-05-13'>13 May 2024</time></div>",
        "<span>Monday, 13.05.2024, 14:40 Uhr</span>",
        "<p>Source: Paper Agency</p>",
        "<p>Copyright © 2024 The Paper, Ltd.</p>",
    ],
)
def test_a_line_that_only_says_when_or_whose_is_no_text(stamp: str) -> None:
    assert [] == between(stamp)


def test_a_list_keeps_its_dates() -> None:
    assert ["13.05.2024, 14:40 Uhr"] == between("<ul><li>13.05.2024, 14:40 Uhr</li></ul>")


def test_a_teaser_that_leads_nowhere_is_the_lede() -> None:
    lede = "Cracks in two pillars have closed the old bridge, and nobody knows for how long."
    article = article_of(
        page(
            f"<article><header><h1>Old bridge closed</h1><p class='teaser'>{lede}</p></header>"
            f"<p>{PROSE}</p><p>{MORE}</p></article>"
        )
    )
    assert lede in (article.alternative_headline, article.article_body.split("\n\n")[0])


def test_a_quotation_of_several_paragraphs_is_as_many_blocks_the_last_with_who_is_quoted() -> None:
    quote = "<blockquote><p>It held.<br>It is.</p><p>We knew.</p><cite>Ben Osei</cite></blockquote>"
    body = f"<article><h1>Old bridge closed</h1><p>{PROSE}</p>{quote}<p>{MORE}</p></article>"
    assert [
        ("paragraph", PROSE, None),
        ("quote", "It held.\nIt is.", None),
        ("quote", "We knew.", "Ben Osei"),
        ("paragraph", MORE, None),
    ] == [(block.type, block.text, block.cite) for block in article_of(page(body)).body.blocks]
