import pytest

from archive.warc.exchange import Exchange
from archive.web.replay.viewing import view_of


def _exchange(body: bytes, content_type: str | None) -> Exchange:
    return Exchange(
        request_url="http://a.example/x",
        url="http://a.example/x",
        fetched_at="2026-03-01T09:00:00Z",
        status=200,
        headers=(("Content-Type", content_type),) if content_type else (),
        body=body,
    )


LINK = b"<html><a href=/y>"
REWRITTEN = b'<html><a href="/replay/20260301090000/http://a.example/y">'


@pytest.mark.parametrize(
    ("expected", "body", "content_type", "modifier"),
    [
        (REWRITTEN, LINK, "text/html", ""),
        (REWRITTEN, LINK, "application/xhtml+xml", ""),
        (REWRITTEN, LINK, None, ""),
        (REWRITTEN, LINK, "text/html", "if_"),
        (LINK, LINK, "text/html", "im_"),
        (LINK, LINK, "text/plain", ""),
        (b"a{}", b"a{}", "text/css", ""),
    ],
)
def test_what_is_a_page_is_rewritten(
    expected: bytes, body: bytes, content_type: str | None, modifier: str
) -> None:
    assert expected == view_of(_exchange(body, content_type), "20260301090000", modifier).body


def test_a_page_whose_bytes_are_not_ascii_is_served_as_utf_8() -> None:
    body = '<a href="/y">é</a>'.encode("utf-16")
    view = view_of(_exchange(body, "text/html"), "20260301090000", "")
    expected = '<a href="/replay/20260301090000/http://a.example/y">é</a>'
    assert (expected, "text/html; charset=utf-8") == (view.body.decode(), view.content_type)


def test_a_stylesheet_sent_as_text_is_served_as_one() -> None:
    view = view_of(_exchange(b"a{}", "text/plain"), "20260301090000", "cs_")
    assert "text/css" == view.content_type


@pytest.mark.parametrize(
    ("expected", "body", "content_type"),
    [
        ("text/plain; charset=utf-8", b"<rss/>", "application/rss+xml"),
        (None, b"<svg/>", "image/svg+xml"),
        ("text/plain; charset=utf-8",
         b'<svg><p xmlns="http://www.w3.org/1999/xhtml"/></svg>', "image/svg+xml"),
    ],
)  # fmt: skip
def test_markup_that_is_not_rewritten_is_shown_as_text(
    expected: str | None, body: bytes, content_type: str
) -> None:
    assert expected == view_of(_exchange(body, content_type), "20260301090000", "").content_type
