"""Which addresses a crawl may reach."""

from __future__ import annotations

import pytest

from crawler.addresses import AddressPolicy

PUBLIC = AddressPolicy(["https://news.example.com/"])


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1:8000/",
        "http://10.1.2.3/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1]/",
        "http://0.0.0.0/",
        "http://100.64.0.1/",
    ],
)
def test_a_private_address_in_a_url_is_refused(url: str) -> None:
    assert "private address" in str(PUBLIC.url_refusal(url))


@pytest.mark.parametrize(
    "url", ["http://93.184.216.34/", "https://example.com/", "http://[2606::1]/"]
)
def test_a_public_place_is_not(url: str) -> None:
    assert PUBLIC.url_refusal(url) is None


@pytest.mark.parametrize("host", ["2130706433", "localhost", "0x7f.1", "cdn.example.org"])
def test_a_name_that_leads_to_loopback_is_refused(host: str) -> None:
    assert "leads to 127.0.0.1" in str(PUBLIC.refusal(host, "127.0.0.1"))


def test_a_public_target_is_not_believed_where_it_leads() -> None:
    assert "leads to 127.0.0.1" in str(PUBLIC.refusal("news.example.com", "127.0.0.1"))


@pytest.mark.parametrize("host", ["localhost", "intranet", "wiki.corp"])
def test_a_private_name_that_the_user_names_may_lead_to_a_private_address(host: str) -> None:
    assert AddressPolicy([f"http://{host}/"]).refusal(host, "10.0.0.7") is None


def test_a_host_that_the_user_maps_may_lead_anywhere() -> None:
    policy = AddressPolicy(["http://news.example.com/"], {"News.example.com": "127.0.0.1"})
    assert policy.refusal("news.example.com", "127.0.0.1") is None
    assert policy.connection_refusal("http://news.example.com:81/", "127.0.0.1") is None


def test_the_port_counts_for_an_address_that_was_named() -> None:
    policy = AddressPolicy(["http://127.0.0.1:8000/"])
    assert policy.url_refusal("http://127.0.0.1:8000/else") is None
    assert policy.url_refusal("http://127.0.0.1:6379/") is not None


def test_the_port_counts_for_a_name_that_was_named() -> None:
    policy = AddressPolicy(["http://localhost:8000/"])
    assert policy.connection_refusal("http://localhost:8000/", "127.0.0.1") is None
    assert policy.connection_refusal("http://localhost:6379/", "127.0.0.1") is not None


def test_a_private_target_may_redirect_from_http_to_https() -> None:
    policy = AddressPolicy(["http://intranet/"])
    assert policy.connection_refusal("https://intranet/", "10.0.0.7") is None


@pytest.mark.parametrize("spelling", ["LOCALHOST", "localhost."])
def test_a_host_is_known_in_every_spelling(spelling: str) -> None:
    policy = AddressPolicy(["http://localhost/"])
    assert policy.connection_refusal(f"http://{spelling}/", "127.0.0.1") is None


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://intranet:8080/",
        "http://printer.lan/",
        "http://2130706433/",
        "http://127.1/",
        "http://10.0.0.1/",
        "http://[::1]/",
    ],
)
def test_what_a_url_says_of_a_private_place_is_refused_before_a_proxy_is_asked(url: str) -> None:
    assert "private" in str(PUBLIC.proxied_refusal(url))


@pytest.mark.parametrize("url", ["https://news.example.com/", "http://93.184.216.34/"])
def test_a_proxy_is_asked_for_public_places(url: str) -> None:
    assert PUBLIC.proxied_refusal(url) is None


def test_a_proxy_is_asked_for_a_private_place_that_is_a_target() -> None:
    policy = AddressPolicy(["http://intranet:8080/"])
    assert policy.proxied_refusal("http://intranet:8080/page") is None
    assert policy.proxied_refusal("http://intranet:9090/page") is not None


def test_the_users_own_proxy_may_be_private() -> None:
    policy = AddressPolicy(["https://news.example.com/"])
    policy.proxies.add("proxy.lan")
    assert policy.refusal("proxy.lan", "10.0.0.1") is None


LENT = AddressPolicy(["https://news.example.com/"], lent=["http://127.0.0.1:8000"])


def test_a_lent_place_is_open_to_who_asks_by_it_and_to_nobody_else() -> None:
    url = "http://127.0.0.1:8000/threads"
    assert LENT.url_refusal(url, "http://127.0.0.1:8000") is None
    assert LENT.connection_refusal(url, "127.0.0.1", "http://127.0.0.1:8000") is None
    assert LENT.url_refusal(url) is not None
    assert LENT.connection_refusal(url, "127.0.0.1") is not None


def test_what_asks_by_a_lent_place_reaches_no_other_port() -> None:
    assert LENT.url_refusal("http://127.0.0.1:6379/", "http://127.0.0.1:8000") is not None
    assert LENT.url_refusal("http://127.0.0.1:6379/", "http://127.0.0.1:6379") is not None


NAMED = AddressPolicy(["http://wiki.intern/"], lent=["http://comments.intern:8080"])


@pytest.mark.parametrize(
    "url",
    [
        "http://comments.intern:8080/threads",
        "http://comments.intern:22/",
        "http://COMMENTS.intern.:22/",
        "http://wiki.intern:22/",
    ],
)
def test_other_places_of_a_private_name_are_refused_before_anything_is_connected(url: str) -> None:
    assert "private address that was not named" in str(NAMED.url_refusal(url))


def test_what_was_named_or_lent_is_not_refused_before_it_is_connected() -> None:
    assert NAMED.url_refusal("http://wiki.intern/page") is None
    assert NAMED.url_refusal("https://wiki.intern/page") is None
    lent = "http://comments.intern:8080"
    assert NAMED.url_refusal(f"{lent}/threads", lent) is None
    assert NAMED.url_refusal("http://comments.intern:22/", lent) is not None
    mapped = AddressPolicy(["http://wiki.intern/"], {"wiki.intern": "127.0.0.1"})
    assert mapped.url_refusal("http://wiki.intern:81/") is None


def test_of_a_lent_place_robots_txt_may_be_read_by_whoever_would_ask_there() -> None:
    robots = "http://127.0.0.1:8000/robots.txt"
    assert robots == LENT.lent_for_robots(robots)
    assert LENT.lent_for_robots(f"{robots}?x") is None
    assert LENT.lent_for_robots("http://127.0.0.1:8001/robots.txt") is None
    assert LENT.lent_for_robots("http://127.0.0.1:8000/else") is None
