"""The HTML page in a real browser, without a script of its own: it fits, turns, and asks for nothing.

`tools/pictures.py` takes pictures of the same pages to look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.diff.page import page
from tests.archive.diff.sheets import CASES, case
from tests.interop.browser import CHROMIUM, Page, opened

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"
)

WIDE, NARROW = 1200, 360

_SEEN = """[...document.querySelectorAll(%r)].some(one => one.checkVisibility())"""
_TOO_FAINT = """(() => {
  const light = c => c <= 10.31 ? c / 255 / 12.92 : ((c / 255 + .055) / 1.055) ** 2.4;
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const bright = ([r, g, b]) => .2126 * light(r) + .7152 * light(g) + .0722 * light(b);
  const ground = one => { for (; one; one = one.parentElement) {
    const c = parse(getComputedStyle(one).backgroundColor); if (c.length < 4 || c[3] > 0) return c }
    return [255, 255, 255] };
  const faint = [];
  for (const one of document.querySelectorAll("main *")) {
    if (![...one.childNodes].some(node => node.nodeType == 3 && node.data.trim())) continue;
    if (!one.getClientRects().length) continue;
    const [a, b] = [bright(parse(getComputedStyle(one).color)), bright(ground(one))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) faint.push(one.tagName + " " + one.className + " " + ratio.toFixed(2));
  }
  return faint;
})()"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a page of every case."""
    path = tmp_path_factory.mktemp("pages")
    for name in CASES:
        (path / f"{name}.html").write_text(page(*case(name)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with opened(tmp_path_factory.mktemp("profile")) as found:
        yield found


def show(browser: Page, file: Path, width: int, scheme: str = "light") -> None:
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        width=width,
        height=900,
        deviceScaleFactor=1,
        mobile=False,
    )
    wanted = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.call("Emulation.setEmulatedMedia", media="", features=wanted)
    browser.call("Page.navigate", url=file.as_uri())
    there = f"document.readyState == 'complete' && location.href == '{file.as_uri()}'"
    assert browser.wait_for(there, pause=0.02)


def seen(browser: Page, selector: str) -> object:
    return browser.run(_SEEN % selector)


@pytest.mark.parametrize("view", ["fit", "side", "inline"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", CASES)
def test_nothing_stands_beyond_the_windows_edge(
    browser: Page, files: Path, name: str, width: int, view: str
) -> None:
    show(browser, files / f"{name}.html", width)
    browser.run(f"document.querySelector('label[for=view-{view}]').click()")
    browser.run("document.querySelectorAll('details').forEach(one => one.open = true)")
    wide = browser.run(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert 0 == wide


@pytest.mark.parametrize(
    ("width", "view", "both_columns"),
    [
        (WIDE, "fit", True),
        (WIDE, "side", True),
        (WIDE, "inline", False),
        (NARROW, "fit", False),
        (NARROW, "side", True),
        (NARROW, "inline", False),
    ],
)
def test_both_views_are_reached_without_a_script(
    browser: Page, files: Path, width: int, view: str, both_columns: bool
) -> None:
    show(browser, files / "everything.html", width)
    browser.run(f"document.querySelector('label[for=view-{view}]').click()")
    earlier, struck = seen(browser, ".both > .old"), seen(browser, ".both > .new del")
    assert (both_columns, not both_columns) == (earlier, struck)


def test_side_by_side_the_two_texts_stand_beside_each_other(browser: Page, files: Path) -> None:
    show(browser, files / "everything.html", WIDE)
    tops = browser.run(
        "[...document.querySelector('.both').children].map(one => one.getBoundingClientRect().top)"
    )
    assert tops[0] == tops[1]


def test_in_a_narrow_window_there_is_one_column(browser: Page, files: Path) -> None:
    show(browser, files / "everything.html", NARROW)
    browser.run("document.querySelector('label[for=view-side]').click()")
    lefts = browser.run(
        "[...document.querySelector('.both').children].map(one => one.getBoundingClientRect().left)"
    )
    assert lefts[0] == lefts[1]


def test_what_did_not_change_is_unfolded_by_one_choice(browser: Page, files: Path) -> None:
    show(browser, files / "long.html", WIDE)
    hidden = seen(browser, ".fold .cell")
    browser.run("document.querySelector('label[for=view-whole]').click()")
    assert (False, True) == (hidden, seen(browser, ".fold .cell"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_enough_contrast(browser: Page, files: Path, scheme: str) -> None:
    show(browser, files / "everything.html", WIDE, scheme)
    assert [] == browser.run(_TOO_FAINT)


def test_printed_the_texts_have_enough_contrast_though_the_screen_is_dark(
    browser: Page, files: Path
) -> None:
    show(browser, files / "everything.html", WIDE, "dark")
    dark = [{"name": "prefers-color-scheme", "value": "dark"}]
    browser.call("Emulation.setEmulatedMedia", media="print", features=dark)
    faint = browser.run(_TOO_FAINT)
    ground = browser.run("getComputedStyle(document.body).backgroundColor")
    assert ([], "rgb(255, 255, 255)") == (faint, ground)


@pytest.mark.parametrize("name", CASES)
def test_a_page_asks_for_nothing(browser: Page, files: Path, name: str) -> None:
    show(browser, files / f"{name}.html", WIDE)
    assert 0 == browser.run("performance.getEntriesByType('resource').length")


def test_the_style_is_the_one_that_the_policy_allows(browser: Page, files: Path) -> None:
    show(browser, files / "everything.html", WIDE)
    assert "line-through" == browser.run(
        "getComputedStyle(document.querySelector('.went del')).textDecorationLine"
    )


@pytest.mark.parametrize(
    ("name", "direction"), [("arabic", "rtl"), ("hebrew", "rtl"), ("chinese", "ltr")]
)
def test_a_text_runs_in_its_own_direction(
    browser: Page, files: Path, name: str, direction: str
) -> None:
    show(browser, files / f"{name}.html", WIDE)
    cells = "[...document.querySelectorAll('.as-paragraph')]"
    runs = f"[...new Set({cells}.map(one => getComputedStyle(one).direction))]"
    assert [direction] == browser.run(runs)


def test_each_move_leads_to_its_new_place_and_back(browser: Page, files: Path) -> None:
    show(browser, files / "everything.html", WIDE)
    broken = browser.run(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(one => one.getAttribute('href').slice(1))"
        ".filter(id => document.querySelectorAll('[id=\"' + id + '\"]').length != 1)"
    )
    moves = browser.run("document.querySelectorAll('.moved_away').length")
    assert ([], True) == (broken, moves > 0)
