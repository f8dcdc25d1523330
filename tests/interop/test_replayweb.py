"""ReplayWeb.page in real Chromium opens our WACZ and shows an article: text, photo and comments."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from archive.collection import Collection
from archive.records import Article
from archive.times import timestamp14
from tests.commands import microfiche
from tests.edited import Edited
from tests.interop.browser import CHROMIUM, Page, opened
from tests.interop.conftest import PLAYER
from tests.interop.ranges import served

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: run tools/browser"),
    pytest.mark.skipif(
        not (PLAYER / "sw.js").exists(),
        reason="no ReplayWeb.page: run tools/interop .venv/bin/python .interop",
    ),
]

_INNERMOST = """
(function innermost(root) {
  const all = [...root.querySelectorAll('*')];
  for (const one of all) {
    if (one.shadowRoot) { const found = innermost(one.shadowRoot); if (found) return found; }
    if (one.tagName === 'IFRAME') {
      let inside = null;
      try { inside = one.contentDocument; } catch (_) { continue; }
      if (!inside || !inside.body) continue;
      const found = innermost(inside);
      if (found) return found;
      if (inside.location.href.includes('mp_/')) return inside;
    }
  }
  return null;
})(document)
"""
_SHOWN = f"""
(() => {{
  const page = {_INNERMOST};
  if (!page || page.readyState !== 'complete' || !page.querySelector('h1')) return null;
  const pictures = [...page.images];
  if (pictures.some(one => !one.complete)) return null;
  if (!pictures.some(one => one.naturalWidth > 100)) return null;  // complete without a source
  return JSON.stringify({{
    text: page.body.innerText,
    photos: [...page.querySelectorAll('figure img')].map(
      one => [one.currentSrc.split('/').pop(), one.naturalWidth]),
    styled: [...page.styleSheets].reduce((n, one) => {{
      try {{ return n + one.cssRules.length; }} catch (_) {{ return n; }}
    }}, 0),
  }});
}})()
"""


_LOADS, _SECONDS = 3, 45
"""The player's service worker does not always take over its first page: then it is loaded again."""

SCREENS = [(1, 640), (2, 900)]
"""Plain and fine: pixels to one of the page, and the width of the file that is asked for."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with opened(tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture(scope="module")
def article(edited_once: Edited) -> tuple[Article, list[str]]:
    """The latest state of an article with photo and comments, and the comments' texts."""
    with Collection.open(edited_once.path) as collection:
        for summary in collection.articles():
            revisions = collection.revisions(summary.article_id)
            listed = collection.comments(summary.article_id)
            comments = [one.text for one in listed if one.state in ("visible", "edited")]
            if len(comments) > 1 and len(revisions) > 1 and revisions[-1].article.image:
                return revisions[-1].article, comments
    pytest.fail("no edited article with a photo and comments")


def shown(
    browser: Page, package: bytes, article: Article, name: str, ratio: int
) -> tuple[dict, bytes]:
    """What the player shows of an article's page, and a picture of it.

    `ratio` is the screen's pixels to one of the page: it decides which file of a photo is asked for.
    """
    assert article.capture is not None
    stamp, url = timestamp14(article.capture.fetched_at), article.capture.url
    embed = (
        "<!doctype html><script src=/replay/ui.js></script><style>body{margin:0}"
        "replay-web-page{display:block;height:1500px}</style>"
        f'<replay-web-page source="/{name}.wacz" url="{url.replace("&", "&amp;")}" ts="{stamp}" '
        'embed="replayonly" replayBase="/replay/"></replay-web-page>'
    )
    files = {
        f"/{name}.html": embed.encode(),
        f"/{name}.wacz": package,
        "/replay/ui.js": (PLAYER / "ui.js").read_bytes(),
        "/replay/sw.js": (PLAYER / "sw.js").read_bytes(),
    }
    with served(files) as base:
        browser.call(
            "Emulation.setDeviceMetricsOverride",
            width=1200,
            height=1600,
            deviceScaleFactor=ratio,
            mobile=False,
        )
        for _ in range(_LOADS):
            browser.call("Page.navigate", url=f"{base}/{quote(name)}.html")
            said = browser.wait_for(_SHOWN, _SECONDS)
            if said:
                break
        picture = browser.screenshot()
    _keep(name, picture)
    assert said, "the player showed no page"
    return json.loads(said), picture


def _keep(name: str, picture: bytes) -> None:
    """For people to look at: `MICROFICHE_SCREENSHOTS=DIR`."""
    if place := os.environ.get("MICROFICHE_SCREENSHOTS"):
        Path(place, f"{name}.png").write_bytes(picture)


def check(found: dict, article: Article, comments: list[str], width: int) -> None:
    """`width` is that of the files that the browser asks for of the photos."""
    text = " ".join(found["text"].split())
    assert article.headline in text
    paragraphs = [one.text for one in article.body.blocks if one.type == "paragraph"]
    assert [] == [one for one in paragraphs if " ".join(one.split()) not in text]
    assert [] == [one for one in comments if " ".join(one.split()) not in text]
    assert len(found["photos"]) == len(article.image)
    for name, shown_width in found["photos"]:
        assert name.endswith(f"-{width}.png")
        assert shown_width > 100, f"{name} is not shown"
    assert found["styled"] > 5


@pytest.mark.parametrize(("ratio", "width"), SCREENS)
def test_an_article_of_the_whole_collection(
    browser: Page, package: Path, article: tuple[Article, list[str]], ratio: int, width: int
) -> None:
    found, _ = shown(browser, package.read_bytes(), article[0], f"whole-{ratio}", ratio)
    check(found, *article, width)


@pytest.mark.parametrize(("ratio", "width"), SCREENS)
def test_an_article_of_a_part_is_shown_with_all_that_it_needs(
    browser: Page,
    edited_once: Edited,
    article: tuple[Article, list[str]],
    tmp_path: Path,
    ratio: int,
    width: int,
) -> None:
    """Its picture and sheets are revisits of the first crawl's, which the part brings along."""
    path = tmp_path / "part.wacz"
    words = ("--url", article[0].url, "--since", article[0].capture.fetched_at)
    done = microfiche("export", "wacz", *words, "--collection", edited_once.path, "--output", path)
    assert done.status == 0, done.err
    found, _ = shown(browser, path.read_bytes(), article[0], f"part-{ratio}", ratio)
    check(found, *article, width)
