"""Targets from a file, and the URLs that targets stand for."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.cli.targets import targets_in
from crawler.errors import BadTarget
from crawler.spiders.opening import target_urls

OPML = """<?xml version="1.0"?><opml version="2.0"><body>
<outline text="News"><outline text="A" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/>
<outline text="B" htmlUrl="https://b.example/"/><outline text="a folder"/></outline></body></opml>"""


def kept(directory: Path, content: bytes) -> Path:
    path = directory / "targets"
    path.write_bytes(content)
    return path


def test_a_file_has_a_target_a_line(tmp_path: Path) -> None:
    path = kept(tmp_path, b"https://a.example/\n\n # a remark\n#another\n  caravanserai \r\n")
    assert targets_in(path) == ("https://a.example/", "caravanserai")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_opml_names_feeds_and_pages(tmp_path: Path, mark: bytes) -> None:
    found = targets_in(kept(tmp_path, mark + OPML.encode()))
    assert found == ("https://a.example/feed", "https://b.example/")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (b"<opml><body>", "is not readable as OPML"),
        (b"<html><body>Not a list</body></html>", "OPML without any outline"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><opml>&a;</opml>', "is not readable as OPML"),
    ],
)
def test_a_file_that_is_neither_is_named(tmp_path: Path, content: bytes, why: str) -> None:
    path = kept(tmp_path, content)
    with pytest.raises(BadTarget, match=why) as caught:
        targets_in(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("https://a.example", "https://a.example/"),
        ("HTTP://A.Example:80/X#y", "http://a.example/X"),
        ("a.example/x", "https://a.example/x"),
        ("https://user:secret@a.example/", "https://a.example/"),
        ("https://münchen.example/straße", "https://xn--mnchen-3ya.example/stra%C3%9Fe"),
    ],
)
def test_a_target_stands_for_the_url_that_is_asked_for(target: str, url: str) -> None:
    assert target_urls([target]) == (url,)


def test_a_site_stands_for_its_sources() -> None:
    assert all(url.startswith("https://") for url in target_urls(["caravanserai"]))


def test_a_target_given_twice_is_one() -> None:
    assert target_urls(["a.example", "https://a.example/", "https://A.example/#x"]) == (
        "https://a.example/",
    )


@pytest.mark.parametrize(
    "target",
    ["nosuchsite", "ftp://a.example/", "file:///etc/passwd", "mailto:a@b.example", "[bad", "", " ",
     "http://", "https://a.example:99999/", "javascript:alert(1)", "https://a b.example/"],
)  # fmt: skip
def test_what_is_neither_a_site_nor_a_url_is_named(target: str) -> None:
    with pytest.raises(BadTarget):
        target_urls([target])
