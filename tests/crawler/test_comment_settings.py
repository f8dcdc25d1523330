"""Keys go into requests, and into nothing that people read."""

from __future__ import annotations

import pytest

from crawler.comment_settings import CommentSettings, settings_in

ASKED = {"disqus": {"api_key": "all"}, "openweb": {}}
KEY = (("api_key", "api_key"),)


def test_a_key_is_added_to_the_request_that_needs_it() -> None:
    known = settings_in('{"disqus": {"api_key": "a&b"}}', ASKED)
    found = known.url_of("disqus", "https://disqus.com/api?x=1", KEY)
    assert "https://disqus.com/api?x=1&api_key=a%26b" == found
    assert "https://disqus.com/api" == known.url_of("disqus", "https://disqus.com/api")


def test_without_the_key_there_is_no_request() -> None:
    assert CommentSettings().url_of("disqus", "https://disqus.com/api", KEY) is None


def test_a_site_gives_what_is_no_secret_and_the_user_has_the_last_word() -> None:
    site = {"api_key": "site"}
    assert "?api_key=site" in str(
        CommentSettings().url_of("disqus", "https://d.example/", KEY, site)
    )
    known = settings_in('{"disqus": {"api_key": "own"}}', ASKED)
    assert "?api_key=own" in str(known.url_of("disqus", "https://d.example/", KEY, site))


def test_an_origin_is_asked_in_place_of_another_and_only_that_one() -> None:
    known = settings_in('{"openweb": {"https://api.example": "http://127.0.0.1:9"}}', ASKED)
    assert "http://127.0.0.1:9/a?b" == known.url_of("openweb", "https://api.example/a?b")
    other = "https://api.example.org/a"
    assert other == known.url_of("openweb", other)
    assert ("http://127.0.0.1:9",) == known.origins
    assert "http://127.0.0.1:9" == known.lent("openweb", "https://api.example/a?b")
    assert known.lent("openweb", other) is None
    assert known.lent("disqus", "https://api.example/a?b") is None


def test_a_key_is_taken_out_of_texts_also_as_it_stands_in_a_url() -> None:
    known = settings_in('{"disqus": {"api_key": "a&b"}}', ASKED)
    said = "GET https://disqus.com/?api_key=a%26b with a&b"
    assert "GET https://disqus.com/?api_key=(not told) with (not told)" == known.without_secrets(
        said
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"disqus": "s3cret"}', "no JSON object"),
        ('{"disqus": {"key": "s3cret"}}', "'key' is not asked for"),
        ('{"disqsu": {"api_key": "s3cret"}}', "'disqsu'"),
        ('{"disqus": {"https://disqus.com": "s3cret"}}', "must be an origin"),
    ],
)
def test_what_is_wrong_is_told_and_no_value_with_it(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told) as raised:
        settings_in(text, ASKED)
    assert "s3cret" not in str(raised.value)
