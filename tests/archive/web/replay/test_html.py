import pytest

from archive.web.replay.html import rewrite_html, rewrite_stylesheet
from archive.web.replay.links import Base

BASE = Base("http://ledger.example/news/quay.html", "20260301090000")
AT = "/replay/20260301090000"


def _rewritten(document: str, base: Base = BASE) -> str:
    return rewrite_html(document.encode(), base).decode()


@pytest.mark.parametrize(
    ("expected", "document"),
    [
        (f'<a href="{AT}/http://ledger.example/x">', "<a href=/x>"),
        (f'<a href="{AT}/http://ledger.example/x?a=1&amp;b=2#f">', '<a href="/x?a=1&amp;b=2#f">'),
        (f'<img src="{AT}im_/http://ledger.example/news/a.png">', "<img src='a.png'>"),
        (f'<img src="{AT}im_/https://cdn.example/a.png">', "<img src=https://cdn.example/a.png>"),
        (f'<img src="{AT}im_/http://cdn.example/a.png">', "<img src=//cdn.example/a.png>"),
        (f'<video poster="{AT}im_/http://ledger.example/p.jpg">', "<video poster=/p.jpg>"),
        (f'<script src="{AT}js_/http://ledger.example/a.js">', "<script src=/a.js>"),
        (f'<iframe src="{AT}if_/http://ledger.example/f">', "<iframe src=/f>"),
        (f'<body background="{AT}im_/http://ledger.example/b.gif">', "<body background=/b.gif>"),
        (f'<image xlink:href="{AT}im_/http://ledger.example/i">', "<image xlink:href=/i>"),
        (f'<link rel=stylesheet href="{AT}cs_/http://ledger.example/s.css">',
         "<link rel=stylesheet href=/s.css>"),
        (f'<p style="background:url(&quot;{AT}oe_/http://ledger.example/b.png&quot;)">',
         '<p style="background:url(/b.png)">'),
        (f'<style>@import "{AT}cs_/http://ledger.example/m.css";</style>',
         '<style>@import "/m.css";</style>'),
        (f'<meta http-equiv=refresh content="5; url={AT}/http://ledger.example/x">',
         "<meta http-equiv=refresh content=\"5; url='/x'\">"),
    ],
)  # fmt: skip
def test_every_url_leads_to_the_same_moment(expected: str, document: str) -> None:
    assert expected == _rewritten(document)


def test_every_candidate_of_a_srcset_is_rewritten() -> None:
    expected = (
        f'<img srcset="{AT}im_/http://ledger.example/a.png 1x, '
        f'{AT}im_/http://ledger.example/b,c.png 2x, {AT}im_/http://ledger.example/d.png">'
    )
    assert expected == _rewritten('<img srcset="/a.png 1x, /b,c.png 2x,/d.png">')


def test_of_a_srcset_the_captured_candidates_stay() -> None:
    base = Base(BASE.url, BASE.timestamp, is_captured=lambda url: url.endswith("b.png"))
    expected = f'<img srcset="{AT}im_/http://ledger.example/b.png 2x">'
    assert expected == _rewritten('<img srcset="/a.png 1x, /b.png 2x">', base)


def test_a_srcset_without_a_captured_candidate_leaves_it_to_src() -> None:
    base = Base(BASE.url, BASE.timestamp, is_captured=lambda _: False)
    expected = f'<img src="{AT}im_/http://ledger.example/a.png" srcset="">'
    assert expected == _rewritten('<img src=/a.png srcset="/b.png 2x">', base)


@pytest.mark.parametrize(
    "document",
    [
        "<a href=#top>",
        "<a href=mailto:desk@ledger.example>",
        "<a href=javascript:void(0)>",
        "<img src=data:image/gif;base64,R0lGOD>",
        '<a href="http://[broken">',
        "<p title=/x>текст &amp; <b>б</b>",
        "<!-- <a href=/x> --><script>'<a href=/x>'</script>",
        "<a href>",
    ],
)
def test_what_is_no_link_keeps_its_bytes(document: str) -> None:
    assert document == _rewritten(document)


@pytest.mark.parametrize(
    "document",
    [
        "<link rel=preconnect href=//live.example>",
        "<link rel='dns-prefetch' href=//live.example>",
        "<link rel=preload as=script href=/a.js>",
        "<meta http-equiv=Content-Security-Policy content=\"img-src 'self'\">",
        "<meta http-equiv=x-dns-prefetch-control content=on>",
    ],
)
def test_hints_and_policies_of_the_page_are_cut(document: str) -> None:
    assert "" == _rewritten(document)


def test_integrity_crossorigin_and_ping_are_cut() -> None:
    expected = f'<link   rel=stylesheet href="{AT}cs_/http://ledger.example/a.css">'
    given = "<link integrity=sha256-x crossorigin rel=stylesheet href=/a.css>"
    assert expected == _rewritten(given)


def test_a_link_that_would_open_a_window_stays_in_the_frame() -> None:
    assert f'<a  href="{AT}/http://ledger.example/x">' == _rewritten("<a target=_blank href=/x>")


def test_base_counts_for_the_whole_document_and_is_rewritten() -> None:
    rewritten = _rewritten("<a href=x><base href=/deep/>")
    assert f'<a href="{AT}/http://ledger.example/deep/x">' in rewritten
    assert f'<base href="{AT}/http://ledger.example/deep/">' in rewritten


def test_a_picture_that_a_script_would_have_loaded_is_put_in_its_place() -> None:
    rewritten = _rewritten("<img src=data:image/gif;base64,R0 data-src=/a.png>")
    assert rewritten.startswith(f'<img src="{AT}im_/http://ledger.example/a.png" ')


def test_a_stylesheet_that_a_script_would_have_switched_on_is_one() -> None:
    rewritten = _rewritten("<link rel=preload as=style href=/a.css>")
    assert f'rel="stylesheet" as=style href="{AT}cs_/http://ledger.example/a.css"' in rewritten


def test_the_document_in_a_srcdoc_is_rewritten_too() -> None:
    rewritten = _rewritten('<iframe srcdoc="&lt;img src=/a.png>"></iframe>')
    assert f"{AT}im_/http://ledger.example/a.png" in rewritten


def test_the_query_of_a_link_is_encoded_as_the_page_is_and_its_path_in_utf_8() -> None:
    base = Base("http://ledger.example/", "20260301090000", "cp1251")
    document = "<a href=/мост?q=мост>мост".encode("cp1251")
    path, query = "%D0%BC%D0%BE%D1%81%D1%82", "%EC%EE%F1%F2"
    expected = f'<a href="{AT}/http://ledger.example/{path}?q={query}">'.encode()
    assert expected + "мост".encode("cp1251") == rewrite_html(document, base)


def test_an_address_that_is_encoded_already_is_not_encoded_again() -> None:
    assert f'<a href="{AT}/http://ledger.example/a%20b#c%20d">' == _rewritten(
        "<a href=/a%20b#c%20d>"
    )


def test_bytes_that_are_no_text_pass_through() -> None:
    document = b"<p>\xff\xfe\x80</p>"
    assert document == rewrite_html(document, BASE)


def test_a_stylesheet_keeps_its_bytes_beside_its_urls() -> None:
    sheet = "/* Цвет */ a{b:url(/x.png)}".encode("cp1251")
    url = f'url("{AT}oe_/http://ledger.example/x.png")'
    expected = "/* Цвет */ a{b:".encode("cp1251") + url.encode() + b"}"
    assert expected == rewrite_stylesheet(sheet, BASE)
