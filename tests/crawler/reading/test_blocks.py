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
