"""Photos of an article with their captions, credits and files."""

from __future__ import annotations

import pytest

from crawler.extraction.body import body_scope
from crawler.extraction.document import parse
from crawler.extraction.images import figures, images_of_page
from crawler.extraction.page import Page, page_of
from crawler.extraction.srcset import SrcsetEntry, parse_srcset
from crawler.items import ImageItem
from crawler.normalize.captions import normalize_images

URL = "https://paper.example/news/2024/bridge"
PROSE = (
    "<p>The old bridge over the river was closed on Monday, the council of the town said, "
    "after engineers had found cracks in two of its piers.</p>"
    "<p>It will stay closed until the end of the year, and buses will take another way.</p>"
)


def page_with(inner: str, *, before: str = "", head: str = "") -> Page:
    html = (
        f"<html><head>{head}</head><body><article class=story><h1>Old bridge closed</h1>{before}"
        f"<div class=story-body>{PROSE}{inner}{PROSE}</div></article></body></html>"
    )
    return page_of(parse(html.encode(), URL))


def items(page: Page) -> list[ImageItem]:
    scope = body_scope(page.outline, None)
    assert scope is not None
    return [figure.item for figure in figures(page, scope.root)]


def only(inner: str, **more: str) -> ImageItem:
    (item,) = items(page_with(inner, **more))
    return item


def told(item: ImageItem) -> tuple[str | None, str | None]:
    (image,) = normalize_images([item])
    return image.caption, image.credit_text


@pytest.mark.parametrize(
    "markup",
    [
        "<figure><img src=/a.jpg><figcaption class='media__credit'>"
        "<span class='credit__caption'>The bridge.</span>"
        "<span class='credit__by'>A. Name/dpa</span></figcaption></figure>",
        "<figure><img src=/a.jpg><figcaption>The bridge. (Foto: A. Name/dpa)</figcaption></figure>",
        "<figure><img src=/a.jpg><figcaption>The bridge. <span class=credit>A. Name/dpa</span>"
        "</figcaption></figure>",
        "<figure><img src=/a.jpg><figcaption>The bridge.</figcaption><footer>A. Name/dpa</footer>"
        "</figure>",
        "<div><figure><img src=/a.jpg></figure><figcaption><span class=caption__text>The bridge."
        "</span><span class=caption__author>A. Name/dpa</span></figcaption></div>",
        "<div class=article__media><img src=/a.jpg><p class=article__media--caption>The bridge. "
        "[A. Name/dpa]</p></div>",
        "<div class='wp-caption'><img src=/a.jpg><p class='wp-caption-text'>The bridge. Foto: "
        "A. Name/dpa</p></div>",
        "<div><picture><img src=/a.jpg></picture><div class=x1>The bridge.</div>"
        "<div class=x2>A. Name/dpa</div></div>",
        "<div itemscope itemtype='https://schema.org/ImageObject'><img src=/a.jpg>"
        "<span itemprop=caption>The bridge.</span> <span itemprop=author>A. Name/dpa</span></div>",
        "<figure><img src=/a.jpg><figcaption>The bridge.<button>Share</button>"
        "<span class='sr-only'>Image caption,</span> <small>(Foto: A. Name/dpa)</small>"
        "</figcaption></figure>",
    ],
)
def test_caption_and_credit_are_found_in_many_markups(markup: str) -> None:
    assert ("The bridge.", "A. Name/dpa") == told(only(markup))


def test_a_caption_is_no_text_of_the_body() -> None:
    page = page_with("<figure><img src=/a.jpg><figcaption>The bridge.</figcaption></figure>")
    items(page)
    node = page.document.first("figcaption")
    assert node is not None
    expected = "caption"
    assert expected == page.document.claims.owner(node)


def test_images_come_in_order_of_the_page() -> None:
    inner = "<p><img src=/one.jpg></p>" + PROSE + "<p><img src=/two.jpg></p>"
    found = [item.candidates[0].url for item in items(page_with(inner))]
    assert ["https://paper.example/one.jpg", "https://paper.example/two.jpg"] == found


def test_a_lead_above_the_body_belongs_to_the_article() -> None:
    before = "<div class=hero><img src=/lead.jpg><p class=legend>The bridge.</p></div>"
    expected = "The bridge."
    assert expected == only("", before=before).caption


@pytest.mark.parametrize(
    "markup",
    [
        "<img src=/static/logo.png>",
        "<img src=/icons/arrow.svg>",
        "<img src=/a.jpg width=1 height=1>",
        "<img src=/a.jpg width=32>",
        "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>",
        "<a href=/news/2024/other-story><img src=/other.jpg></a>",
        "<div class=related><figure><img src=/other.jpg><figcaption>Other</figcaption></figure>"
        "</div>",
        "<aside><a href=/x><img src=/other.jpg></a></aside>",
        "<div class='author-bio'><img src=/people/ann.jpg></div>",
        "<nav><img src=/menu.jpg></nav>",
        "<div class='ad-slot ads'><img src=/buy.jpg></div>",
    ],
)
def test_icons_ads_and_teasers_are_no_photos(markup: str) -> None:
    assert items(page_with(markup)) == []


def test_an_image_that_links_to_its_own_file_is_a_photo() -> None:
    expected = 1
    assert expected == len(items(page_with("<a href=/large/a.jpg><img src=/a.jpg></a>")))


def test_a_paragraph_after_an_image_is_not_its_caption() -> None:
    item = only("<img src=/a.jpg>")
    assert item.caption is None


@pytest.mark.parametrize(
    "attributes",
    ["src=/wait.svg data-td-src=/real.jpg alt=A", "alt=A data-td-src=/real.jpg src=/wait.svg"],
)
def test_the_order_of_attributes_chooses_no_file(attributes: str) -> None:
    (image,) = normalize_images([only(f"<img {attributes}>")])
    assert image.content_url == "https://paper.example/real.jpg"


def test_lazy_images_are_found_in_attributes_and_noscript() -> None:
    lazy = "<img src='data:,' data-src=/real.jpg data-srcset='/small.jpg 300w, /big.jpg 900w'>"
    urls = {candidate.url for candidate in only(lazy).candidates}
    assert {f"https://paper.example/{name}.jpg" for name in ("real", "small", "big")} == urls
    hidden = only("<figure><img src=/spacer.gif><noscript><img src=/real.jpg></noscript></figure>")
    assert ["https://paper.example/real.jpg"] == [each.url for each in hidden.candidates]


def test_an_empty_image_with_the_real_one_in_a_noscript_beside_it_is_that_one() -> None:
    markup = (
        "<div class=photo><img src=/blank_w-1_h-1.gif width=1 height=1 alt=''>"
        "<noscript><img src=/pier.jpg></noscript><span class=caption>The pier.</span></div>"
    )
    item = only(markup)
    assert ("/pier.jpg", "The pier.") == (item.candidates[0].url[-9:], item.caption)


def test_every_source_of_a_picture_is_a_candidate() -> None:
    item = only(
        "<picture><source media='(max-width: 600px)' type=image/webp"
        " srcset='/s.webp 1x, /m.webp 2x'>"
        "<img src=/l.jpg width=800 height=450 alt='A bridge'></picture>"
    )
    told_of = [(each.url[21:], each.density, each.media, each.type) for each in item.candidates]
    expected = [
        ("/s.webp", 1.0, "(max-width: 600px)", "image/webp"),
        ("/m.webp", 2.0, "(max-width: 600px)", "image/webp"),
        ("/l.jpg", None, None, None),
    ]
    assert expected == told_of
    assert (800, 450, "A bridge") == (item.width, item.height, item.alt)


def test_json_ld_fills_what_the_page_does_not_show() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "ImageObject", "contentUrl": '
        '"https://paper.example/a.jpg?w=2000", "caption": "The bridge", "creditText": "A. Name"}'
        "</script>"
    )
    item = only("<img src=/a.jpg?w=300>", head=head)
    assert ("The bridge", "A. Name") == (item.caption, item.credit_raw)
    expected = "json_ld"
    assert expected == item.provenance["/caption"].source


def test_og_image_is_an_image_of_its_own_for_a_page_without_any() -> None:
    page = page_with("", head="<meta property=og:image content=/share.jpg>")
    assert items(page) == []
    assert ["https://paper.example/share.jpg"] == [
        each.url for item in images_of_page(page) for each in item.candidates
    ]


def test_the_same_file_shown_twice_is_one_photo() -> None:
    inner = (
        "<img src=/a.jpg><figure><img src=/a.jpg?x=2><figcaption>The bridge.</figcaption></figure>"
    )
    expected = "The bridge."
    assert expected == only(inner).caption


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ([SrcsetEntry("/a.jpg")], "/a.jpg"),
        ([SrcsetEntry("/a.jpg", 300), SrcsetEntry("/b.jpg", 600)], "/a.jpg 300w, /b.jpg 600w"),
        ([SrcsetEntry("/w_3,h_4/a.jpg", None, 1.5)], "/w_3,h_4/a.jpg 1.5x"),
        ([SrcsetEntry("/a.jpg"), SrcsetEntry("/b.jpg")], "/a.jpg, /b.jpg"),
        ([SrcsetEntry("/a.jpg", 300), SrcsetEntry("/b.jpg", 600)], "/a.jpg 300w,/b.jpg 600w"),
        ([SrcsetEntry("/a.jpg", 300)], "\n  /a.jpg\n 300w 200h ,"),
        ([], "  ,, "),
    ],
)
def test_srcset_is_parsed_as_the_standard_says(expected: list[SrcsetEntry], text: str) -> None:
    assert expected == parse_srcset(text)


LEAD = "<div class=thumb><img src=/lead.jpg width=800 height=500></div>"


OTHER_LEAD = "<div class=thumb><img src=/other.jpg width=800 height=500></div>"


def files_of(head: str, above: str = LEAD) -> list[str]:
    html = (
        f"<html><head>{head}</head><body><article><h1>Old bridge closed</h1>{above}"
        f"<div class=text>{PROSE * 3}<img src=/b.jpg>{PROSE}</div></article></body></html>"
    )
    return [item.candidates[0].url for item in items(page_of(parse(html.encode(), URL)))]


def test_an_image_above_the_body_that_metadata_name_is_the_lead() -> None:
    named = "<meta property='og:image' content='https://paper.example/lead.jpg'>"
    expected = ["https://paper.example/lead.jpg", "https://paper.example/b.jpg"]
    assert expected == files_of(named, OTHER_LEAD + LEAD)


def test_the_only_image_between_headline_and_body_is_the_lead_whoever_names_it() -> None:
    other = "<meta property='og:image' content='https://paper.example/card.jpg'>"
    expected = ["https://paper.example/lead.jpg", "https://paper.example/b.jpg"]
    assert [expected, expected] == [files_of(""), files_of(other)]


@pytest.mark.parametrize(
    "above",
    [
        OTHER_LEAD + LEAD,
        "<div class=thumb><img src=/writer.jpg width=120 height=120></div>",
        "<a href='/news/2024/mill'><img src=/mill.jpg width=800></a>",
        "<div class=promo><img src=/offer.jpg width=800></div>",
        "<div><img src=/series.png width=800 height=200></div>",
        "<div><img src=/news-rubrics/11.jpg></div>",
        "<div><img src=/files/shop_1000X120.gif></div>",
        "<div><img src=/people/kim.jpg width=400 height=400></div>",
        "<div><img src=/kim.jpg alt='Kim Alder'></div>",
    ],
)
def test_what_stands_there_with_another_or_is_small_or_leads_away_is_none(above: str) -> None:
    head = "<meta name=author content='Kim Alder'>"
    assert ["https://paper.example/b.jpg"] == files_of(head, above)


def test_boxes_around_many_copies_of_an_image_caption_none() -> None:
    copies = "<div class=photo><img src=/x.jpg>" * 8
    caption = "<p class=caption>The bridge.</p>"
    assert (None, None) == told(only(f"{copies}{'</div>' * 7}{caption}</div>"))
    assert ("The bridge.", None) == told(only(f"<div class=photo><img src=/x.jpg>{caption}</div>"))


def test_a_line_below_an_image_that_is_called_its_credit_is_one() -> None:
    line = "<p class='photo-credit'>Alpha Name / Alamy</p>"
    assert (None, "Alpha Name / Alamy") == told(only(f"<div><img src=/a.jpg></div>{line}"))
