"""Signed packages before other people's programs: `wacz validate` and ReplayWeb.page."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.archive.keys import private
from tests.commands import microfiche
from tests.edited import Edited
from tests.interop.browser import CHROMIUM, Page, opened
from tests.interop.conftest import PLAYER, program
from tests.interop.ranges import served

_NOTED = """
(() => {
  if (window.noted) return window.noted.length ? JSON.stringify(window.noted) : (window.noted = null);
  indexedDB.databases().then(async (all) => {
    const found = [];
    for (const {name} of all) {
      const db = await new Promise((done) => {
        const asked = indexedDB.open(name);
        asked.onsuccess = () => done(asked.result);
      });
      if (db.objectStoreNames.contains('verification')) {
        await new Promise((done) => {
          const asked = db.transaction('verification').objectStore('verification').getAll();
          asked.onsuccess = () => { found.push(...asked.result); done(); };
        });
      }
      db.close();
    }
    window.noted = found.some((one) => one.id.endsWith('signature')) ? found : null;
  });
  return null;
})()
"""
"""What the player has noted of the package's signature, in its database."""


@pytest.fixture(scope="module")
def signed(edited_once: Edited, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("signed")
    path = directory / "signed.wacz"
    options = ("--output", path, "--sign", private(directory))
    done = microfiche("export", "wacz", "--collection", edited_once.path, *options)
    assert done.status == 0, done.err
    return path


def with_another_signature(package: Path, path: Path) -> Path:
    """The package with the signature's first byte changed, everything else as it was."""
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(path, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "datapackage-digest.json":
                said = json.loads(content)
                first = said["signedData"]["signature"][0]
                other = ("B" if first == "A" else "A") + said["signedData"]["signature"][1:]
                said["signedData"]["signature"] = other
                content = json.dumps(said).encode()
            new.writestr(info, content)
    return path


def test_py_wacz_takes_a_signed_package_for_valid(signed: Path) -> None:
    """It wants the time that was signed to be the package's."""
    run = [program("wacz"), "validate", "-f", signed]
    done = subprocess.run(run, capture_output=True, text=True, timeout=60, check=False)
    assert "Has signature" in done.stdout
    assert (0, True) == (done.returncode, "the passed WACZ is valid" in done.stdout), done.stdout


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: run tools/browser")
    if not (PLAYER / "sw.js").exists():
        pytest.skip("no ReplayWeb.page: run tools/interop .venv/bin/python .interop")
    with opened(tmp_path_factory.mktemp("profile")) as page:
        yield page


def noted(browser: Page, package: Path) -> dict[str, Any]:
    """Check to whether the player found it so, of its own checks of the package."""
    embed = (
        "<!doctype html><script src=/replay/ui.js></script>"
        '<replay-web-page source="/signed.wacz" replayBase="/replay/"></replay-web-page>'
    )
    files = {
        "/page.html": embed.encode(),
        "/signed.wacz": package.read_bytes(),
        "/replay/ui.js": (PLAYER / "ui.js").read_bytes(),
        "/replay/sw.js": (PLAYER / "sw.js").read_bytes(),
    }
    with served(files) as base:
        for _ in range(3):  # its service worker does not always take over its first page
            browser.call("Page.navigate", url=f"{base}/page.html")
            said = browser.wait_for(_NOTED, 45)
            if said:
                break
    assert said, "the player noted nothing of a signature"
    return {one["id"].rpartition(":")[2]: one["matched"] for one in json.loads(said)}


def test_replayweb_page_finds_the_signature_to_hold(browser: Page, signed: Path) -> None:
    assert noted(browser, signed)["signature"] is True


def test_replayweb_page_finds_another_signature_not_to_hold(
    browser: Page, signed: Path, tmp_path: Path
) -> None:
    changed = with_another_signature(signed, tmp_path / "changed.wacz")
    assert noted(browser, changed)["signature"] is False
