"""The file of a picture that a browser loads: ours and Chromium's choice, rule by rule."""

from __future__ import annotations

import json

import pytest

from crawler.discovery.pictures import SCREENS, Screen, asked_for, is_matching
from crawler.extraction.document import parse
from tests.interop.browser import CHROMIUM, opened

WIDTHS = "/320 320w, /640 640w, /1280 1280w, /1600 1600w, /2880 2880w"

CASES = {
    "src alone": ('<img src="/a">', "/a", "/a"),
    "x descriptors": ('<img src="/a" srcset="/b 2x, /c 3x">', "/a", "/b"),
    "src is not asked where 1x is there": ('<img src="/a" srcset="/b 1x, /c 2x">', "/b", "/c"),
    "no descriptor is 1x": ('<img src="/a" srcset="/b, /c 2x">', "/b", "/c"),
    "the least that is enough": ('<img srcset="/a 1.5x, /b 4x, /c 0.9x">', "/a", "/b"),
    "the densest where none is enough": ('<img srcset="/a 1x, /b 1.5x">', "/a", "/b"),
    "the first of equal densities": ('<img srcset="/a 2x, /b 2x, /c 1x">', "/c", "/a"),
    "w without sizes: the window": (f'<img src="/a" srcset="{WIDTHS}">', "/1600", "/2880"),
    "sizes in px": (f'<img srcset="{WIDTHS}" sizes="640px">', "/640", "/1280"),
    "sizes in vw": (f'<img srcset="{WIDTHS}" sizes="45vw">', "/1280", "/1600"),
    "sizes in rem": (f'<img srcset="{WIDTHS}" sizes="20rem">', "/320", "/640"),
    "sizes in vh": (f'<img srcset="{WIDTHS}" sizes="70vh">', "/640", "/1280"),
    "the first condition of sizes that holds": (
        f'<img srcset="{WIDTHS}" sizes="(max-width: 50rem) 100vw, (min-width: 1100px) 640px, 10px">',
        "/640",
        "/1280",
    ),
    "conditions joined by and": (
        f'<img srcset="{WIDTHS}" sizes="(min-width:30em) and (max-width:60em) 9px, 320px">',
        "/320",
        "/640",
    ),
    "a condition as a range": (
        f'<img srcset="{WIDTHS}" sizes="(width >= 1440px) 320px, 9px">',
        "/320",
        "/640",
    ),
    "a calculation near the window": (
        f'<img srcset="{WIDTHS}" sizes="(min-width: 9px) calc(100vw - (2 * 1rem)), 9px">',
        "/1600",
        "/2880",
    ),
    "a condition that is not understood": (
        f'<img srcset="{WIDTHS}" sizes="(wobble: 1px) 9px, 320px">',
        "/320",
        "/640",
    ),
    "src is not asked beside w": ('<img src="/a" srcset="/b 1440w">', "/b", "/b"),
    "source before img": (
        '<picture><source srcset="/a 1x, /b 2x"><img src="/c"></picture>',
        "/a",
        "/b",
    ),
    "source for another window": (
        '<picture><source media="(max-width: 600px)" srcset="/a"><img src="/b"></picture>',
        "/b",
        "/b",
    ),
    "the first source that is for this window": (
        '<picture><source media="(min-width: 2000px)" srcset="/a">'
        '<source media="screen and (min-width: 900px)" srcset="/b">'
        '<source media="(min-width: 300px)" srcset="/c"><img src="/d"></picture>',
        "/b",
        "/b",
    ),
    "source for fine screens": (
        '<picture><source media="(min-width: 1300px) and (-webkit-min-device-pixel-ratio: 1.25),'
        ' (min-width: 1300px) and (min-resolution: 120dpi)" srcset="/fine 1280w" sizes="620px">'
        '<source media="(min-width: 1300px)" srcset="/plain"><img src="/c"></picture>',
        "/plain",
        "/fine",
    ),
    "source in a format that is not shown": (
        '<picture><source type="image/heic" srcset="/a"><source type="image/webp" srcset="/b">'
        '<img src="/c"></picture>',
        "/b",
        "/b",
    ),
    "source without a set": (
        '<picture><source src="/a"><source srcset=""><img src="/b"></picture>',
        "/b",
        "/b",
    ),
    "source has sizes of its own": (
        f'<picture><source srcset="{WIDTHS}" sizes="320px"><img src="/b" sizes="9px"></picture>',
        "/320",
        "/640",
    ),
    "source behind the img": ('<picture><img src="/a"><source srcset="/b"></picture>', "/a", "/a"),
}

LATE = {
    "src": ('<img src="data:," data-src="/a">', "/a", "/a"),
    "a small file in front": ('<img src="/tiny" data-lazy-src="/a">', "/a", "/a"),
    "set": (
        f'<img src="/t" data-src="/a" data-srcset="{WIDTHS}" data-sizes="640px">',
        "/640",
        "/1280",
    ),
    "set over a placeholder": ('<img srcset="/t 1w" data-srcset="/a 1x, /b 2x">', "/a", "/b"),
    "sizes that the script finds out": (
        f'<img data-srcset="{WIDTHS}" data-sizes="auto" width="640">',
        "/640",
        "/1280",
    ),
    "auto, and a list for other browsers": (
        f'<img srcset="{WIDTHS}" sizes="auto, (min-width: 9px) 320px" loading="lazy">',
        "/320",
        "/640",
    ),
    "a file to zoom into beside a set": ('<img srcset="/a, /b 2x" data-src="/zoom">', "/a", "/b"),
    "source": ('<picture><source data-srcset="/a, /b 2x"><img src="data:,"></picture>', "/a", "/b"),
}


def chosen(html: str, tag: str = "img") -> list[str | None]:
    image = parse(html.encode(), "https://news.example/").css(tag)[0]
    return [asked_for(image, screen) for screen in SCREENS]


@pytest.mark.parametrize("case", CASES)
def test_the_file_that_is_chosen(case: str) -> None:
    html, *expected = CASES[case]
    assert chosen(html) == expected


@pytest.mark.parametrize("case", LATE)
def test_the_file_that_a_script_would_load(case: str) -> None:
    html, *expected = LATE[case]
    assert chosen(html) == expected


def test_an_amp_image_is_chosen_alike() -> None:
    assert chosen('<amp-img src="/a" srcset="/b 2x"></amp-img>', "amp-img") == ["/a", "/b"]


@pytest.mark.parametrize("html", ["<img>", '<img src="" srcset="">', "<picture><img></picture>"])
def test_an_image_that_offers_nothing(html: str) -> None:
    assert chosen(html) == [None, None]


@pytest.mark.parametrize(
    ("media", "expected"),
    [
        ("all", True),
        ("only screen and (min-width: 1440px)", True),
        ("(min-width: 1441px)", False),
        ("(max-width:89.9em)", False),
        ("(max-width: 90em)", True),
        ("(width > 1440px)", False),
        ("(width <= 1440px)", True),
        ("(max-height: 800px), (orientation: landscape)", True),
        ("(max-height: 800px) or (min-width: 9px)", True),
        ("(orientation: portrait)", False),
        ("(prefers-color-scheme: dark)", False),
        ("(min-resolution: 1.5dppx)", False),
        ("(max-resolution: 96dpi)", True),
        ("print", False),
        ("not all", False),
        ("(((", False),
        ("", False),
    ],
)
def test_media(media: str, expected: bool) -> None:
    assert is_matching(media, Screen(1.0)) is expected


@pytest.mark.parametrize("hostile", ["(" * 2000, ")(" * 1000, "(min-width:" * 180, "a " * 1000])
def test_hostile_sizes_are_read_in_no_time(hostile: str) -> None:
    """The pattern has no way back to try: a test that does not end is the failure."""
    assert chosen(f'<img srcset="/a 9w" sizes="{hostile}">') == ["/a", "/a"]


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: run tools/browser")
def test_chromium_chooses_the_same(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What it says of each case (`currentSrc`) at both ratios, in a window of our size."""
    read = "JSON.stringify([...document.images].map(one => new URL(one.currentSrc).pathname))"
    page = "<!doctype html><base href=http://127.0.0.1:9/>" + "".join(
        html for html, *_ in CASES.values()
    )
    found = []
    with opened(tmp_path_factory.mktemp("profile")) as browser:
        for screen in SCREENS:
            browser.call(
                "Emulation.setDeviceMetricsOverride",
                width=screen.width,
                height=screen.height,
                deviceScaleFactor=screen.ratio,
                mobile=False,
            )
            browser.call("Page.navigate", url="about:blank")
            frame = browser.call("Page.getFrameTree")["frameTree"]["frame"]["id"]
            browser.call("Page.setDocumentContent", frameId=frame, html=page)
            found.append(json.loads(browser.wait_for(read)))
    ours = [chosen(html) for html, *_ in CASES.values()]
    assert dict(zip(CASES, ours, strict=True)) == {
        case: list(both) for case, both in zip(CASES, zip(*found, strict=True), strict=True)
    }
