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


def test_the_chosen_candidate_stands_for_its_image(answered):
    page = """<img src="/small.jpg" srcset="/small.jpg 300w, /big.jpg 1200w">"""
    found = page_requisites(answered(URL, page), [f"{SITE}/big.jpg"])
    assert urls(found) == ["/big.jpg"]


def test_a_candidate_chosen_from_a_picture_stands_for_its_image(answered):
    page = """<picture><source srcset="/big.webp 1x"><img src="/small.jpg"></picture>"""
    found = page_requisites(answered(URL, page), [f"{SITE}/big.webp"])
    assert urls(found) == ["/big.webp"]


@pytest.mark.parametrize(
    "image",
    [
        '<img src="/logo.png">',
        '<img src="/logo.png" srcset="/logo.png 1x, /logo2.png 2x">',
        '<img src="data:image/gif;base64,R0lGOD" data-src="/logo.png">',
        '<img srcset="/logo.png 300w, /big.png 600w">',
    ],
)
def test_another_image_gives_one_candidate(answered, image):
    assert urls(page_requisites(answered(URL, image))) == ["/logo.png"]


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
