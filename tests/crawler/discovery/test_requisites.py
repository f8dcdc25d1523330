"""What an article page and a stylesheet need to be shown again."""

from __future__ import annotations

import pytest

from crawler.discovery.requisites import MAX_REQUISITES, css_requisites, page_requisites

URL = "https://news.example/2026/ferry"
SITE = "https://news.example"


def urls(found):
    return [url.removeprefix(SITE) for url in found.urls]


def test_stylesheets_scripts_and_icons_are_requisites(answered):
    page = """<link rel="stylesheet" href="/a.css"><link rel="shortcut icon" href="/i.ico">
    <link rel="preload" as="font" href="/f.woff2"><link rel="canonical" href="/other">
    <link rel="alternate stylesheet" href="/b.css"><script src="/s.js"></script>
    <script>var x = 'url(/no.png)'</script>"""
    assert urls(page_requisites(answered(URL, page))) == [
        "/a.css",
        "/i.ico",
        "/f.woff2",
        "/b.css",
        "/s.js",
    ]


def hows(found):
    return {url.removeprefix(SITE): how for url, how in found.how.items()}


WIDTHS = "/s.jpg 320w, /m.jpg 640w, /l.jpg 1280w, /x.jpg 2400w"


def test_of_a_picture_the_chosen_file_and_those_that_browsers_ask_for(answered):
    """Of the page's order: the chosen one first, the plain screen's before the fine one's."""
    page = f"""<img src="/s.jpg" srcset="{WIDTHS}" sizes="640px">"""
    found = page_requisites(answered(URL, page), [f"{SITE}/x.jpg"])
    assert urls(found) == ["/x.jpg", "/m.jpg", "/l.jpg"]
    assert hows(found) == {"/x.jpg": "image", "/m.jpg": "image_size", "/l.jpg": "image_size"}


def test_the_chosen_file_is_all_where_browsers_ask_for_it_too(answered):
    page = """<img src="/small.jpg" srcset="/small.jpg 300w, /big.jpg 1200w">"""
    assert hows(page_requisites(answered(URL, page), [f"{SITE}/big.jpg"])) == {"/big.jpg": "image"}


def test_of_a_picture_element_the_source_that_is_for_the_screen(answered):
    page = """<picture><source srcset="/phone.webp" media="(max-width: 480px)">
    <source srcset="/big.webp 1x, /huge.webp 2x"><img src="/small.jpg"></picture>"""
    found = page_requisites(answered(URL, page), [f"{SITE}/huge.webp"])
    assert urls(found) == ["/huge.webp", "/big.webp"]


def test_a_noscript_copy_of_a_picture_adds_nothing(answered):
    page = f"""<figure><img src="data:," data-src="/s.jpg" data-srcset="{WIDTHS}" data-sizes="640px">
    <noscript><img src="/copy.jpg" srcset="/x.jpg 2400w, /copy.jpg 1000w"></noscript></figure>"""
    found = page_requisites(answered(URL, page), [f"{SITE}/x.jpg"])
    assert urls(found) == ["/x.jpg", "/m.jpg", "/l.jpg"]


def test_a_picture_that_stands_in_noscript_alone_is_asked_for(answered):
    page = f"""<noscript><img srcset="{WIDTHS}" sizes="640px"></noscript>"""
    found = page_requisites(answered(URL, page), [f"{SITE}/x.jpg"])
    assert urls(found) == ["/x.jpg", "/m.jpg", "/l.jpg"]


@pytest.mark.parametrize(
    "image",
    [
        '<img src="/logo.png">',
        '<img src="/logo.png" srcset="/logo.png 1x, /logo2.png 2x">',
        '<img src="data:image/gif;base64,R0lGOD" data-src="/logo.png">',
        '<img srcset="/small.png 300w, /logo.png 600w">',
    ],
)
def test_another_image_gives_what_a_plain_screen_asks_for(answered, image):
    assert hows(page_requisites(answered(URL, image))) == {"/logo.png": "other_image"}


def test_styles_in_the_page_are_read(answered):
    page = "<style>body{background:url('/bg.png')}</style><p style='background: URL(/p.png)'>"
    assert urls(page_requisites(answered(URL, page))) == ["/bg.png", "/p.png"]


@pytest.mark.parametrize(
    "page",
    [
        '<script src="javascript:alert(1)"></script>',
        '<img src="data:image/png;base64,AAAA">',
        '<link rel="stylesheet" href="">',
        "<style>a{background:url(data:image/png;base64,AA)}</style>",
        '<img src="blob:https://news.example/1">',
        '<img src="#top">',
    ],
)
def test_what_leads_nowhere_is_no_requisite(answered, page):
    assert page_requisites(answered(URL, page)).urls == ()


def test_requisites_are_bounded_and_that_is_said(answered):
    page = "".join(f'<img src="/{n}.png">' for n in range(MAX_REQUISITES + 5))
    found = page_requisites(answered(URL, page))
    assert len(found.urls) == MAX_REQUISITES
    assert found.warnings == (f"{URL}: 405 requisites, only the first 400 are fetched",)


def test_a_stylesheet_names_imports_fonts_and_images(answered):
    css = """@charset "utf-8"; @import "base.css"; @import url(print.css) print;
    /* url(/commented.png) */ @font-face{src:url( "f.woff2" ) format("woff2"),url('f.woff')}
    a{background:url(../i/bg.png)} b{mask:url(#local)} c{background:url()}"""
    found = css_requisites(answered(f"{SITE}/css/a.css", css, "text/css"))
    assert urls(found) == [
        "/css/base.css",
        "/css/print.css",
        "/css/f.woff2",
        "/css/f.woff",
        "/i/bg.png",
    ]


def test_an_unclosed_comment_hides_the_rest(answered):
    found = css_requisites(answered(f"{SITE}/a.css", "a{b:url(c)} /* d{e:url(f)}", "text/css"))
    assert urls(found) == ["/c"]
