import pytest

from archive.web.replay.address import Address, archived_url, parse_address


@pytest.mark.parametrize(
    ("expected", "rest"),
    [
        (Address("20260301090000", "", "http://a.example/x?y=1"),
         "20260301090000/http://a.example/x?y=1"),
        (Address("2026", "id_", "https://a.example/"), "2026id_/https://a.example/"),
        (Address("2026", "im_", "http://a.example/"), "2026im_/a.example/"),
    ],
)  # fmt: skip
def test_an_address_is_a_moment_a_manner_and_a_url(expected: Address, rest: str) -> None:
    assert expected == parse_address(rest)


@pytest.mark.parametrize(
    "rest",
    ["", "2026", "2026/", "x/http://a/", "2026zz_/http://a/", "*/http://a/", "20261399/http://a/"],
)
def test_anything_else_is_no_address(rest: str) -> None:
    assert parse_address(rest) is None


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("http://a.example/x", "http:/a.example/x"),
        ("https://a.example/x", "HTTPS://a.example/x"),
        ("http://a.example/x?y", "http%3A%2F%2Fa.example%2Fx%3Fy"),
        ("http://a.example", "a.example"),
    ],
)
def test_a_url_that_was_bent_on_the_way_is_restored(expected: str, text: str) -> None:
    assert expected == archived_url(text)


def test_a_path_is_safe_in_a_header() -> None:
    path = Address("2026", "", 'http://a.example/"><\r\né').path
    assert "/replay/2026/http://a.example/%22%3E%3C%0D%0A%C3%A9" == path
