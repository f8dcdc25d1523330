"""Where an answer leads, by the bytes of its Location."""

from __future__ import annotations

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
