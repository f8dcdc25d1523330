"""URLs: the urlkey is held to a peer's index, the article key and the scope to the design."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from w3lib.url import safe_url_string

from archive import urls
from archive.urls.surt import _unescaped_fully, unescaped
from tests.archive import warcs
from tests.archive.surt_cases import ODD_URLS, WITHOUT_HOST

INDEXER = Path(sys.executable).with_name("cdxj-indexer")
TOKENS = """
    / // /.. /. /a /B/ ? ?a=1 &b=2 & = #x %20 % %25 %2F %2e %41 %C3%A9 é 日本 ; @ : . .. ~ + ' ( ) ,
    &sid=0123456789abcdef0123456789abcdef cfid=1&cftoken=2 /(S(abcdefghijklmnopqrstuvwx))/ p.aspx
    http:// index.html Xy jsessionid=0123456789abcdef0123456789abcdef
"""


def peer_keys(addresses: list[str], directory: Path) -> dict[str, str]:
    """The urlkeys that cdxj-indexer writes for these URLs, by URL."""
    path, offsets = directory / "odd.warc", {}
    with path.open("wb") as file:
        for address in addresses:
            offsets[str(file.tell())] = address
            file.write(warcs.response(address).raw())
    lines = subprocess.run([INDEXER, path], capture_output=True, check=True).stdout.decode("utf-8")
    keys = {}
    for line in lines.removesuffix("\n").split("\n"):
        head, brace, tail = line.rpartition(" {")
        keys[offsets[json.loads(brace + tail)["offset"]]] = head.rpartition(" ")[0]
    return keys


@pytest.fixture(scope="module")
def odd_keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return peer_keys(list(ODD_URLS), tmp_path_factory.mktemp("surt"))


@pytest.mark.parametrize("address", ODD_URLS)
def test_the_urlkey_is_the_one_a_peer_writes(address: str, odd_keys: dict[str, str]) -> None:
    assert odd_keys[address] == urls.surt(address)


@pytest.mark.parametrize(("address", "key"), WITHOUT_HOST.items())
def test_a_url_without_a_host_still_has_a_key(address: str, key: str) -> None:
    assert key == urls.surt(address)


def test_urls_put_together_at_random_have_the_peers_urlkeys(tmp_path: Path) -> None:
    dice = random.Random(20261122)
    hosts = ("e.com", "www.E.com", "a.e.co.uk:8080", "1.2.3.4", "é.com", "e.com:443", "u:p@e.com")
    addresses = {
        f"http{dice.choice(['', 's'])}://{dice.choice(hosts)}{dice.choice(['', '/', '?'])}/"
        + "".join(dice.choices(TOKENS.split(), k=dice.randint(0, 6)))
        for _ in range(1500)
    }
    expected = peer_keys(sorted(addresses), tmp_path)
    assert expected == {address: urls.surt(address) for address in addresses}


def test_escapes_of_escapes_are_undone_in_one_go() -> None:
    nested = b"%" + b"25" * 200_000 + b"41"
    assert b"A" == unescaped(nested)


def test_undoing_escapes_in_one_go_is_undoing_them_until_none_is_left() -> None:
    dice = random.Random(7)
    for _ in range(3000):
        raw = "".join(dice.choices(["%", "2", "5", "3", "25", "%25", "z"], k=12)).encode()
        expected = raw
        while (once := unquote_to_bytes(expected)) != expected:
            expected = once
        assert expected == _unescaped_fully(raw)


SAME_ARTICLE = {
    "the scheme": "http://www.example.com/2020/Story?id=3",
    "www": "https://example.com/2020/Story?id=3",
    "a numbered www": "https://www2.example.com/2020/Story?id=3",
    "the host's case": "https://WWW.Example.COM/2020/Story?id=3",
    "a default port": "https://www.example.com:443/2020/Story?id=3",
    "the closing slash": "https://www.example.com/2020/Story/?id=3",
    "the index page": "https://www.example.com/2020/Story/index.html?id=3",
    "the fragment": "https://www.example.com/2020/Story?id=3#comments",
    "dot segments": "https://www.example.com/2019/../2020/./Story?id=3",
    "needless escapes": "https://www.example.com/2020/%53tory?id=%33",
    "campaign parameters": "https://www.example.com/2020/Story?utm_source=x&id=3&UTM_Medium=y",
    "click ids": "https://www.example.com/2020/Story?fbclid=1&id=3&gclid=2&yclid=3",
    "referrers": "https://www.example.com/2020/Story?ref=front&id=3&source=rss",
    "an AMP segment at the end": "https://www.example.com/2020/Story/amp/?id=3",
    "an AMP segment in front": "https://www.example.com/amp/2020/Story?id=3",
    "an AMP parameter": "https://www.example.com/2020/Story?amp=1&id=3",
    "a bare AMP parameter": "https://www.example.com/2020/Story?amp&id=3",
    "an AMP host": "https://amp.example.com/2020/Story?id=3",
    "an AMP suffix": "https://www.example.com/2020/Story.amp?id=3",
    "an AMP cache": "https://www-example-com.cdn.ampproject.org/c/s/www.example.com/2020/Story?id=3",
    "a print parameter": "https://www.example.com/2020/Story?print=1&id=3",
    "a print segment": "https://www.example.com/2020/Story/print/?id=3",
    "a print segment in front": "https://www.example.com/print/2020/Story?id=3",
    "a mobile host": "https://m.example.com/2020/Story?id=3",
    "a long mobile host": "https://mobile.example.com/2020/Story?id=3",
    "a session in the path": "https://www.example.com/2020/Story;jsessionid=AB12?id=3",
    "a session in the query": "https://www.example.com/2020/Story?id=3&PHPSESSID=abc",
    "an ASP.NET session": "https://www.example.com/(S(abcdefghijklmnopqrstuvwx))/2020/Story?id=3",
}


@pytest.mark.parametrize("address", SAME_ARTICLE.values(), ids=SAME_ARTICLE.keys())
def test_what_does_not_name_the_article_is_folded(address: str) -> None:
    assert "example.com/2020/Story?id=3" == urls.article_key(address)


OTHER_ARTICLE = {
    "another id": "https://www.example.com/2020/Story?id=4",
    "another page number": "https://www.example.com/2020/Story?id=3&p=5",
    "another case of the path": "https://www.example.com/2020/story?id=3",
    "another port": "https://www.example.com:8080/2020/Story?id=3",
    "another subdomain": "https://blog.example.com/2020/Story?id=3",
    "a short sid that may name a story": "https://www.example.com/2020/Story?id=3&sid=12",
    "an escaped slash": "https://www.example.com/2020%2FStory?id=3",
}


@pytest.mark.parametrize("address", OTHER_ARTICLE.values(), ids=OTHER_ARTICLE.keys())
def test_what_can_name_another_article_is_kept(address: str) -> None:
    assert "example.com/2020/Story?id=3" != urls.article_key(address)


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("example.com/a?a=2&b=1", "http://example.com/a?b=1&a=2"),
        ("example.com/", "http://example.com"),
        ("example.com/amp", "http://example.com/amp"),
        ("example.com/story.html", "http://example.com/story.amp.html"),
        ("amp.dev/", "https://amp.dev/"),
        ("127.0.0.1:8080/x", "http://127.0.0.1:8080/x/"),
        ("[::1]:8080/x", "http://[::1]:8080/x"),
        ("xn--bcher-kva.example/%C3%A9", "http://bücher.example/é"),
    ],
)
def test_the_article_key_has_one_form(key: str, address: str) -> None:
    assert key == urls.article_key(address)


def test_an_article_has_the_same_id_on_its_mobile_page() -> None:
    assert urls.article_id("http://example.com/a") == urls.article_id("http://m.example.com/a")


def test_an_article_key_needs_a_host() -> None:
    with pytest.raises(ValueError, match="host"):
        urls.article_key("/2020/story")


@pytest.mark.parametrize(
    ("scope", "address"),
    [
        ("example.co.uk", "https://news.example.co.uk/a"),
        ("example.com", "https://example.com:8443/"),
        ("reporter.github.io", "https://reporter.github.io/"),
        ("co.uk", "https://co.uk/"),
        ("xn--bcher-kva.de", "https://shop.bücher.de/"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000/a"),
        ("127.0.0.1:80", "http://127.0.0.1/"),
        ("localhost:443", "https://localhost/"),
        ("[::1]:81", "http://[::1]:81/"),
    ],
)
def test_a_scope_is_a_registrable_domain_or_a_host_with_its_port(scope: str, address: str) -> None:
    assert scope == urls.scope_key(address)


def test_two_servers_on_one_machine_are_two_sites() -> None:
    assert not urls.same_site("http://127.0.0.1:8000/", "http://127.0.0.1:8001/")


def test_a_subdomain_is_the_same_site() -> None:
    assert urls.same_site("https://www.example.com/", "http://sport.example.com/a")


def test_a_url_without_a_host_is_no_site() -> None:
    assert not urls.same_site("mailto:a@example.com", "https://example.com/")


@pytest.mark.parametrize(
    "address",
    [
        "http://e.com",
        "http://e.com/",
        "http://e.com/en/",
        "http://e.com/en_GB/",
        "http://e.com/zh-Hans/",
        "http://e.com/index.html",
        "http://e.com/sr-Latn-RS/#top",
    ],
)
def test_the_root_and_a_lone_language_are_front_pages(address: str) -> None:
    assert urls.is_front_page(address)


@pytest.mark.parametrize(
    "address",
    ["http://e.com/?p=5", "http://e.com/sport/", "http://e.com/us/", "http://e.com/en/news"],
)
def test_anything_else_is_no_front_page(address: str) -> None:
    assert not urls.is_front_page(address)


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        (
            "http://xn--bcher-kva.de/a%20b?c=%C3%A9",
            "http://Bücher.de/a b?c=é#x",
        ),
        ("http://e.com/a/", " HTTP://E.com:80/../a/./b/.. "),
        ("http://xn--fa-hia.de/%25zz%41", "http://faß.de/%zz%41"),
        ("http://e.com/?a=%25", "http://u:p@e.com?a=%"),
        ("http://e.com/a", "http://e.com\\a"),
        ("http://e.com/ab", "http://e.com/a\n\tb"),
        ("https://[::1]:8080/", "https://[::1]:8080"),
    ],
)
def test_a_url_is_asked_for_in_its_absolute_ascii_form(sent: str, written: str) -> None:
    assert sent == urls.fetchable(written)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/a",
        "//e.com/a",
        "mailto:a@e.com",
        "ftp://e.com/",
        "http://",
        "http:///a",
        "http://e..com/",
        "http://e.com:99999/",
        "http://e.com:x/",
        "javascript:alert(1)",
        "http://[zz]/",
        "http://é..x/",
    ],
)
def test_what_cannot_be_asked_for_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        urls.fetchable(address)


@pytest.mark.parametrize(
    "address", ["http://é.com/a b|c^d?x[]=ü&y=%zz", "http://e.com/a'(b)*;c=1?,"]
)
def test_the_downloader_sends_what_fetchable_gives(address: str) -> None:
    sent = urls.fetchable(address)
    assert sent == safe_url_string(sent)


PRIVATE = """
    127.0.0.1 127.9.9.9 10.1.1.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 224.0.0.1 0.0.0.0
    255.255.255.255 240.0.0.1 198.18.0.1 ::1 :: ::ffff:10.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1
    fe80::1%eth0 fec0::1 fc00::1 ff02::1 [::1]
"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_an_address_that_is_not_of_the_public_internet_is_private(address: str) -> None:
    assert urls.is_private_address(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_a_public_address_is_not_private(address: str) -> None:
    assert not urls.is_private_address(address)


def test_a_host_name_is_no_address() -> None:
    with pytest.raises(ValueError, match=r"e\.com"):
        urls.is_private_address("e.com")
