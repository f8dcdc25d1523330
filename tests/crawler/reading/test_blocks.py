"""Blocks that are no text, and how texts are cut into blocks."""

from __future__ import annotations

from tests.crawler.reading.pages import MORE, PROSE, article_of, page


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
