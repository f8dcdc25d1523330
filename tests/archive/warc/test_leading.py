"""Where an answer leads, by the bytes of its Location."""

from __future__ import annotations

import gzip
from io import BytesIO
from urllib.parse import urljoin

import pytest

from archive.urls import fetchable
from archive.warc.http import read_head
from archive.warc.leading import location_in, location_of

LOCATIONS = {
    b"/news/quay": "/news/quay",
    b"/st%C3%B6ry": "/st%C3%B6ry",
    "/störy?q=Пр".encode(): "/st%C3%B6ry?q=%D0%9F%D1%80",
    "/störy?q=ö".encode("latin-1"): "/st%F6ry?q=%F6",
    "/stör".encode() + b"\xe9\xff": "/st%C3%B6r%E9%FF",
    "/торг".encode("cp1251"): "/%F2%EE%F0%E3",
    b"/\xed\xa0\x80": "/%ED%A0%80",  # a surrogate is no UTF-8
    "//köln.example/ö".encode(): "//xn--kln-sna.example/%C3%B6",
}


@pytest.mark.parametrize("raw", LOCATIONS)
def test_a_location_is_asked_for_as_browsers_do(raw: bytes) -> None:
    said = location_in((("location", raw.decode("latin-1")),))
    assert said is not None
    expected = urljoin("http://ledger.example/a", LOCATIONS[raw])
    assert expected == fetchable(urljoin("http://ledger.example/a", said))


def test_an_answer_without_a_location_leads_nowhere() -> None:
    assert location_in((("Content-Location", "/a"),)) is None


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("http://lou:s3cret@h.example/a?b=c@d", "http://h.example/a?b=c@d"),
        ("//lou@h.example/a", "//h.example/a"),
        ("/a@b?", "/a@b?"),
        ("http://h.example/@lou", "http://h.example/@lou"),
    ],
)
def test_where_an_answer_leads_is_kept_without_a_password(said: str, kept: str) -> None:
    raw = f"HTTP/1.1 302 Found\r\nLocation: {said}\r\n\r\n".encode()
    assert kept == location_of(read_head(BytesIO(raw)), None)


def answered(body: bytes, *, status: str = "200 OK", more: bytes = b"") -> str | None:
    head = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\n%s\r\n" % (status.encode(), more)
    block = BytesIO(head + body)
    return location_of(read_head(BytesIO(head)), block)


REFRESH = b"<meta http-equiv=refresh content='0;/news/quay'>"
OWN_TEXT = b"<p>" + b"The harbour has a text of its own. " * 40 + b"</p>"


@pytest.mark.parametrize(
    "body",
    [
        REFRESH + b"<title>Quay closed</title><p>You are sent on.",
        b"<!-- a comment --><META content='3; url=/news/quay' HTTP-EQUIV=\"Refresh\">",
        REFRESH + b"<script>" + b"let unseen = 1;" * 60 + b"</script>",
        REFRESH + b"<style>" + b"p { margin: 0 }" * 60,
    ],
)
def test_a_page_that_says_hardly_more_than_its_refresh_leads_on(body: bytes) -> None:
    assert "/news/quay" == answered(body)


@pytest.mark.parametrize(
    "body",
    [
        b"<link rel=canonical href=/news/quay>",
        b"<link rel=canonical href=/news/quay><h1>Quay closed</h1>",
        REFRESH + OWN_TEXT,
        b"<!-- " + REFRESH + b" --><p>Here.",
        b'<script>document.write("' + REFRESH + b'")</script><p>Here.',
        REFRESH + b"<p hidden>" * 8000,
    ],
)
def test_a_page_of_its_own_leads_nowhere(body: bytes) -> None:
    assert answered(body) is None


def test_what_is_seen_is_measured_decoded() -> None:
    coded = gzip.compress(REFRESH + OWN_TEXT)
    assert len(coded) < 300
    assert answered(coded, more=b"Content-Encoding: gzip\r\n") is None
    coded = gzip.compress(REFRESH)
    assert "/news/quay" == answered(coded, more=b"Content-Encoding: gzip\r\n")


def test_a_refresh_in_the_head_leads_on_where_the_page_has_no_text() -> None:
    more = b"Refresh: 0; url=/news/quay\r\n"
    assert "/news/quay" == answered(b"<p>on</p>", more=more)
    assert answered(OWN_TEXT, more=more) is None


@pytest.mark.parametrize("status", ["200 OK", "201 Created", "304 Not Modified", "404 Not Found"])
def test_a_location_leads_on_only_from_a_redirect(status: str) -> None:
    assert answered(b"", status=status, more=b"Location: /news/quay\r\n") is None
