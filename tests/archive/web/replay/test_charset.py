import pytest

from archive.web.replay.charset import declared


@pytest.mark.parametrize(
    ("expected", "body", "header"),
    [
        ("utf-8", b"\xef\xbb\xbfx", "windows-1251"),
        ("cp1251", b"x", "windows-1251"),
        ("cp1251", b'<meta charset="windows-1251">', None),
        ("cp1251", b"<meta http-equiv=content-type content='text/html; charset=cp1251'>", None),
        ("koi8-r", b'<meta charset="utf-8">', "koi8-r"),
        ("cp1251", b'<meta charset="windows-1251">', "no-such-charset"),
        ("cp1252", b"x", "iso-8859-1"),
        ("gb18030", b"x", "gb2312"),
        ("utf-8", b"<meta charset=utf-16>", None),
        ("utf-8", b'@charset "utf-8";', None),
        ("iso2022_jp", b"\x1b$B%1\x1b(B", None),
        (None, b"x", None),
        (None, b"x", "base64"),
    ],
)  # fmt: skip
def test_mark_header_declaration_in_this_order(
    expected: str | None, body: bytes, header: str | None
) -> None:
    assert expected == declared(body, header)
