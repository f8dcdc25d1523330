"""Edits told to another program: real POSTs to a server on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import pytest

from archive.collection import Collection
from archive.feeds import entry_of
from archive.history import Step
from archive.times import parse_warc_date, utc_now
from crawler import webhook
from crawler.cli.watch import Config
from crawler.demo import Outlet
from crawler.errors import BadTarget
from crawler.webhook import Deliveries, Webhook, edits_since, signature
from tests.archive.diff.filled import fill
from tests.commands import ROOT
from tests.crawler.background import ended, errors_in, start, wait_until

LONG_AGO = "2026-01-01T00:00:00.000000Z"


@dataclass
class Receiver:
    """Takes what is posted, and answers with the next of `answers`; 204 when they are used up."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    got: Queue[tuple[dict[str, str], bytes]] = field(default_factory=Queue)

    def take(self, count: int) -> list[tuple[dict[str, str], dict[str, Any]]]:
        """The next messages: headers and body."""
        found = [self.got.get(timeout=20) for _ in range(count)]
        return [(headers, json.loads(body)) for headers, body in found]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    known = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = known.answers.pop(0) if known.answers else 204
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
            known.got.put(({**dict(self.headers), "path": self.path, "status": str(status)}, body))

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known.url = f"http://127.0.0.1:{server.server_port}/edits?to=me"
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield known
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Edits that were observed in March; telling begins before, and is quick to try again."""
    fill(tmp_path / "c")
    monkeypatch.setattr(webhook, "utc_now", lambda: parse_warc_date(LONG_AGO))
    monkeypatch.setattr(webhook, "_FIRST_WAIT", 0.01)
    return tmp_path / "c"


def ids(directory: Path) -> list[str]:
    with Collection.open(directory) as collection:
        return [entry_of(step).id for step in edits_since(collection, LONG_AGO)]


def test_every_edit_is_told_once_in_order(collection: Path, receiver: Receiver) -> None:
    with Deliveries(collection, Webhook(url=receiver.url)):
        told = receiver.take(3)
    assert ids(collection) == [headers["webhook-id"] for headers, _ in told]
    assert {"/edits?to=me"} == {headers["path"] for headers, _ in told}
    assert {"edit.observed"} == {body["type"] for _, body in told}
    kinds = [body["data"]["_microfiche"]["diff"]["events"][0]["type"] for _, body in told]
    assert ["block_edited", "article_taken_down", "article_returned"] == kinds
    with Deliveries(collection, Webhook(url=receiver.url)):
        pass
    assert receiver.got.empty()


def test_what_is_not_taken_is_sent_again_before_anything_else(
    collection: Path, receiver: Receiver
) -> None:
    receiver.answers = [500, 429, 204, 302, 204]
    with Deliveries(collection, Webhook(url=receiver.url)):
        told = receiver.take(6)
    first, second, third = ids(collection)
    assert [first] * 3 + [second] * 2 + [third] == [headers["webhook-id"] for headers, _ in told]
    assert {"/edits?to=me"} == {headers["path"] for headers, _ in told}


def test_a_watch_that_ended_sends_what_it_owes_when_it_runs_again(
    collection: Path, receiver: Receiver
) -> None:
    receiver.answers = [204, 503, 503, 503, 503]
    asked = iter([1])

    def once(opened: Collection, since: str) -> Iterable[Step]:
        return edits_since(opened, since) if next(asked, None) else ()

    with Deliveries(collection, Webhook(url=receiver.url), once):
        receiver.take(2)
    receiver.answers = []
    with Deliveries(collection, Webhook(url=receiver.url)):
        told = receiver.take(2)
    assert ids(collection)[1:] == [headers["webhook-id"] for headers, _ in told]


def test_gone_ends_it(collection: Path, receiver: Receiver) -> None:
    receiver.answers = [410]
    with Deliveries(collection, Webhook(url=receiver.url)) as telling:
        receiver.take(1)
    assert (0, True) == (telling.told, receiver.got.empty())


def test_nothing_before_it_began_is_told(tmp_path: Path, receiver: Receiver) -> None:
    fill(tmp_path / "c")
    with Deliveries(tmp_path / "c", Webhook(url=receiver.url)) as telling:
        pass
    assert (0, True) == (telling.told, receiver.got.empty())


def test_edits_of_little_weight_are_left_out(collection: Path, receiver: Receiver) -> None:
    with Deliveries(collection, Webhook(url=receiver.url, least=0.95)) as telling:
        receiver.take(1)
    assert 1 == telling.told


def test_a_signed_message_is_what_standard_webhooks_has_it(
    collection: Path, receiver: Receiver
) -> None:
    hook = Webhook(url=receiver.url, secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    with Deliveries(collection, hook):
        headers, body = receiver.got.get(timeout=20)
    key = hook.key()
    assert key is not None
    expected = signature(key, headers["webhook-id"], headers["webhook-timestamp"], body)
    assert expected == headers["webhook-signature"]


def test_the_signature_is_the_one_of_other_programs() -> None:
    """Made with the reference library for this key, id, time and body."""
    key = Webhook(url="http://a.example/", secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").key()
    assert key is not None
    made = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}')
    assert "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" == made


@pytest.mark.parametrize(
    "wrong",
    [{"url": "ftp://a.example/"}, {"url": "a.example"}, {"url": "http://a/", "secret": "whsec_$"}],
)
def test_what_is_no_webhook_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadTarget):
        Webhook(**wrong)


def test_a_message_never_shows_the_rest_of_the_address() -> None:
    assert "a.example:81" == Webhook(url="https://me:pass@a.example:81/secret").place


def test_nobody_there_is_told_in_the_log_without_the_address(
    collection: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Deliveries(collection, Webhook(url="http://127.0.0.1:9/secret")) as telling:
        pass
    assert 0 == telling.told
    assert "127.0.0.1:9" in caplog.text
    assert "secret" not in caplog.text


def story(figure: str) -> bytes:
    """A page that is due again within seconds."""
    sentence = f"The ferry to the islands carried {figure} people on Sunday, the port said."
    return (
        "<!doctype html><html lang=en><title>Ferry</title><article><h1>Ferry to run hourly</h1>"
        f"<time datetime='{utc_now():%Y-%m-%dT%H:%M:%SZ}'>today</time>"
        f"<p>{sentence}</p><p>The harbour master said that more boats will be needed in June, when "
        "the schools are closed and most of the visitors come to the islands.</p></article></html>"
    ).encode()


def test_a_watch_tells_of_what_it_observes(
    outlet: Outlet, tmp_path: Path, receiver: Receiver
) -> None:
    path = "/en/2026/11/22/ferry-hourly"
    outlet.set(path, story("1,500"))
    options = ("--collection", tmp_path / "c", "--delay", 0, "--min-revisit", 0.5)
    process = start("watch", outlet.base_url + path, *options, "--webhook", receiver.url)
    try:
        wait_until(lambda: len(outlet.requests(path)) >= 2)
        outlet.set(path, story("15,000"))
        [(headers, body)] = receiver.take(1)
    finally:
        process.terminate()
        status = ended(process).status
    assert 0 == status
    assert "number_changed" in body["data"]["tags"]
    assert f"{outlet.base_url}{path}" == body["data"]["url"]
    assert headers["webhook-id"] == body["data"]["id"]
    assert errors_in(tmp_path / "c") == []


def test_the_page_says_which_message_is_sent() -> None:
    page = (ROOT / "docs/following.md").read_text("utf-8")
    for said in ("edit.observed", "webhook-id", "webhook-timestamp", "webhook-signature"):
        assert said in page
    for option in (*Config.__struct_fields__[-2:], "--webhook-min-significance", "--webhook http"):
        assert option in page
