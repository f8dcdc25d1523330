"""`watch --webhook`: the whole command, and the page that explains it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.times import utc_now
from crawler.cli.watch import Config
from crawler.demo import Outlet
from crawler.webhook.message import LARGEST
from tests.commands import ROOT, Done, within
from tests.crawler.background import ended, errors_in, start, wait_until
from tests.crawler.webhook.receiver import Receiver

PATH = "/en/2026/11/22/ferry-hourly"


def story(figure: str) -> bytes:
    """A page that is due again within seconds."""
    sentence = f"The ferry to the islands carried {figure} people on Sunday, the port said."
    return (
        "<!doctype html><html lang=en><title>Ferry</title><article><h1>Ferry to run hourly</h1>"
        f"<time datetime='{utc_now():%Y-%m-%dT%H:%M:%SZ}'>today</time>"
        f"<p>{sentence}</p><p>The harbour master said that more boats will be needed in June, when "
        "the schools are closed and most of the visitors come to the islands.</p></article></html>"
    ).encode()


@contextmanager
def watching(outlet: Outlet, path: Path, receiver: Receiver) -> Iterator[subprocess.Popen[str]]:
    """A watch that is ended by who asks for it."""
    options = ("--collection", path, "--delay", 0, "--min-revisit", 0.5, "--json")
    process = start("watch", outlet.base_url + PATH, *options, "--webhook", receiver.url)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def test_an_edit_is_told_though_nobody_took_it_and_the_watch_was_killed(
    outlet: Outlet, tmp_path: Path, receiver: Receiver
) -> None:
    """Killed when it was refused once; stopped while it is; then told by a third watch."""
    outlet.set(PATH, story("1,500"))
    receiver.status = 503
    with watching(outlet, tmp_path / "c", receiver) as killed:
        wait_until(lambda: len(outlet.requests(PATH)) >= 2)
        outlet.set(PATH, story("15,000"))
        receiver.take(1)
        killed.kill()
        killed.communicate()
    receiver.taken()
    with watching(outlet, tmp_path / "c", receiver) as stopped:
        receiver.take(1)
        stopped.terminate()
        done = ended(stopped)
    says_what_is_owed(done, tmp_path / "c")
    receiver.taken()
    receiver.status = 204
    with watching(outlet, tmp_path / "c", receiver) as process:
        [(headers, body)] = receiver.take(1)
        process.terminate()
        done = ended(process)
    assert (0, False) == (done.status, "webhook" in done.err)
    assert "number_changed" in body["data"]["tags"]
    assert f"{outlet.base_url}{PATH}" == body["data"]["url"]
    assert headers["webhook-id"] == body["data"]["id"]
    assert errors_in(tmp_path / "c") == []


def says_what_is_owed(done: Done, collection: Path) -> None:
    [warning] = [line for line in done.json["warnings"] if "webhook" in line]
    assert "1 edits still owed (answered 503)" in warning
    assert warning in done.err
    [log] = (collection / "logs").glob("crawl-*.jsonl")
    assert warning in log.read_text("utf-8")
    assert "to=me" not in log.read_text("utf-8") + done.err


@pytest.mark.parametrize("secret", ["", "whsec_"])
def test_an_empty_secret_is_refused(
    tmp_path: Path, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MICROFICHE_WEBHOOK_SECRET", secret)
    target = ("http://127.0.0.1:9/", "--webhook", "http://127.0.0.1:9/hook")
    done = within("watch", *target, "--collection", tmp_path / "c")
    assert (2, True) == (done.status, "secret is empty" in done.err)


def test_the_page_says_which_message_is_sent() -> None:
    page = (ROOT / "docs/following.md").read_text("utf-8")
    for said in ("edit.observed", "webhook-id", "webhook-timestamp", "webhook-signature"):
        assert said in page
    for option in (*Config.__struct_fields__[-2:], "--webhook-min-significance", "--webhook http"):
        assert option in page
    assert f"{LARGEST >> 10} KiB" in page
