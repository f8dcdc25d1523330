"""What the room says when the archive behind it is broken."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.archive.web.conftest import serving
from tests.archive.web.shelf import SITE, STORY


def test_a_warc_that_is_cut_is_named(shelf_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut"
    shutil.copytree(shelf_path, path)
    [warc] = (path / "warc").iterdir()
    warc.write_bytes(warc.read_bytes()[:400])
    with serving(path) as room:
        answer = httpx.get(f"{room.urls[1]}/replay/20260301090000/{STORY}")
    assert (502, True) == (answer.status_code, warc.name in answer.text)


def test_a_collection_that_went_away_is_named(shelf_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "away"
    shutil.copytree(shelf_path, path)
    with serving(path) as room:
        shutil.rmtree(path)
        page, document = (httpx.get(f"{room.urls[0]}{target}") for target in ("/", "/api/"))
    assert (503, 503) == (page.status_code, document.status_code)
    assert str(path) in document.json()["error"]


def test_many_readers_at_once_get_the_same_answer(replay: httpx.Client) -> None:
    targets = [f"{replay.base_url}/replay/20260301090000im_/{SITE}/img/quay.png"] * 40
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(httpx.get, targets))
    assert {(200, answers[0].content)} == {(one.status_code, one.content) for one in answers}
