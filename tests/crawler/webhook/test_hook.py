"""What is a webhook, and what of it may be shown."""

from __future__ import annotations

import pytest

from crawler.errors import BadTarget
from crawler.webhook import Webhook


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/secret",
        "a.example/secret",
        "http:///secret",
        "http://[::1/secret",
        "http://a.example:99999/secret",
        "http://a.example:0/secret",
        "http://a.example:secret/",
        f"http://{'a' * 70}.example/secret",
        "http://a..example/secret",
        "http://a b.example/secret",
    ],
)
def test_what_cannot_be_asked_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(BadTarget) as found:
        Webhook(url=url)
    assert "secret" not in str(found.value)


@pytest.mark.parametrize("secret", ["whsec_$", "whsec_", "", "whsec_é"])
def test_what_is_no_secret_is_refused(secret: str) -> None:
    with pytest.raises(BadTarget, match="secret"):
        Webhook(url="http://a.example/", secret=secret)


@pytest.mark.parametrize(
    ("url", "place", "target"),
    [
        ("http://a.example", "a.example:80", "/"),
        ("https://a.example:/x", "a.example:443", "/x"),
        ("http://bücher.example", "xn--bcher-kva.example:80", "/"),
        ("http://a.example/über uns?q=ä b", "a.example:80", "/%C3%BCber%20uns?q=%C3%A4%20b"),
        ("http://a.example/%C3%BC?x=%20&y=1", "a.example:80", "/%C3%BC?x=%20&y=1"),
        ("http://[::1]:81/a#part", "[::1]:81", "/a"),
        ("https://me:pass@A.example:81/secret", "a.example:81", "/secret"),
    ],
)
def test_an_address_is_quoted_once(url: str, place: str, target: str) -> None:
    address = Webhook(url=url).address
    assert (place, target) == (address.place, address.target)


def test_name_and_password_are_sent_as_they_were_meant() -> None:
    """RFC 7617's own example, its password escaped."""
    address = Webhook(url="http://Aladdin:open%20sesame@a.example/").address
    assert "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==" == address.authorization


def test_what_may_be_secret_is_not_in_what_is_printed() -> None:
    hook = Webhook(url="http://me:pass@a.example/token?key=token", secret="token")
    shown = f"{hook!r} {hook.address!r}"
    assert "token" not in shown
    assert "pass" not in shown


def test_a_new_query_or_password_is_the_same_webhook_and_another_path_is_not() -> None:
    one, same, other = (
        Webhook(url=url).address.name
        for url in (
            "http://a.example/x?k=1",
            "http://me:p@A.example:80/x?k=2",
            "http://a.example/y",
        )
    )
    assert one == same
    assert one != other
