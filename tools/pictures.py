"""Pictures of the HTML page in Chromium, to be looked at: `python tools/pictures.py DIRECTORY`.

Every case of tests/archive/diff/sheets.py in a wide and a narrow window, by day and by night, side by
side and inline, and printed to PDF. What can be asserted of them is in
tests/archive/diff/test_page_in_browser.py.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from archive.diff.page import page
from tests.archive.diff.sheets import CASES, case
from tests.interop.browser import Page, opened

_HIGHEST = 3000
"""Pixels of a page that a picture shows."""


@dataclass(frozen=True, slots=True)
class Shot:
    """How a page is looked at."""

    name: str
    width: int
    view: str = "fit"
    scheme: str = "light"


SHOTS = (
    Shot("wide", 1200),
    Shot("inline", 1200, "inline"),
    Shot("dark", 1200, "side", "dark"),
    Shot("narrow", 360),
    Shot("narrow-side", 360, "side", "dark"),
)


def main(directory: Path, names: tuple[str, ...]) -> None:
    """Write a picture of every case and a PDF of each."""
    directory.mkdir(parents=True, exist_ok=True)
    with opened(directory / "profile") as browser:
        for name in names or tuple(CASES):
            file = directory / f"{name}.html"
            file.write_text(page(*case(name)), encoding="utf-8")
            for path in _taken(browser, file):
                print(path)


def _taken(browser: Page, file: Path) -> Iterator[Path]:
    for shot in SHOTS:
        path = file.with_name(f"{file.stem}-{shot.name}.png")
        path.write_bytes(_picture(browser, file, shot))
        yield path
    _opened(browser, file, Shot("print", 1200, "side"))
    printed = browser.call(
        "Page.printToPDF", preferCSSPageSize=True, paperWidth=8.27, paperHeight=11.7
    )
    path = file.with_suffix(".pdf")
    path.write_bytes(base64.b64decode(printed["data"]))
    yield path


def _picture(browser: Page, file: Path, shot: Shot) -> bytes:
    _opened(browser, file, shot)
    height = min(browser.run("document.documentElement.scrollHeight"), _HIGHEST)
    area = {"x": 0, "y": 0, "width": shot.width, "height": height, "scale": 1}
    taken = browser.call("Page.captureScreenshot", captureBeyondViewport=True, clip=area)
    return base64.b64decode(taken["data"])


def _opened(browser: Page, file: Path, shot: Shot) -> None:
    window = {"width": shot.width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.call("Emulation.setDeviceMetricsOverride", **window)
    scheme = [{"name": "prefers-color-scheme", "value": shot.scheme}]
    browser.call("Emulation.setEmulatedMedia", features=scheme)
    browser.call("Page.navigate", url=file.resolve().as_uri())
    browser.wait_for(
        f"document.readyState == 'complete' && location.href == '{file.resolve().as_uri()}'"
    )
    browser.run(f"document.querySelector('label[for=view-{shot.view}]').click()")


if __name__ == "__main__":
    main(Path(sys.argv[1]), tuple(sys.argv[2:]))
