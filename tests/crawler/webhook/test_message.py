"""A message: signed as others sign it, and never too large."""

from __future__ import annotations

import json

from archive.feeds import entry_of
from archive.history import Asked
from crawler.webhook import Webhook
from crawler.webhook.message import LARGEST, message, signature
from tests.archive.history.newsroom import TEXTS, Newsroom, article, at

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
LONG = "The harbour master said of the ships. " * 30


def test_a_message_is_signed_as_standard_webhooks_has_it(newsroom: Newsroom) -> None:
    newsroom.read(at(1))
    newsroom.read(at(2), article(*TEXTS[:3]))
    [step] = newsroom.steps(Asked())
    hook = Webhook(url="http://a.example/", secret=SECRET)
    body, headers = message(hook, entry_of(step))
    assert hook.key is not None
    signed = signature(hook.key, headers["webhook-id"], headers["webhook-timestamp"], body)
    assert signed == headers["webhook-signature"]
    told = json.loads(body)
    assert ("edit.observed", headers["webhook-id"]) == (told["type"], told["data"]["id"])
    assert "cut" not in told["data"]["_microfiche"]


def test_the_signature_is_the_one_of_other_programs() -> None:
    """Made with the reference library for this key, id, time and body."""
    key = Webhook(url="http://a.example/", secret=SECRET).key
    assert key is not None
    made = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}')
    assert "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" == made


def test_what_would_be_too_large_is_cut_and_says_so(newsroom: Newsroom) -> None:
    """Four hundred paragraphs, and a headline as long as a book."""
    newsroom.read(at(1))
    added = [f"Paragraph {number}: {LONG}" for number in range(400)]
    newsroom.read(at(2), article(*TEXTS, *added, headline="Ships " * 40_000))
    [step] = newsroom.steps(Asked())
    entry = entry_of(step)
    body, headers = message(Webhook(url="http://a.example/"), entry)
    assert len(body) <= LARGEST
    item = json.loads(body)["data"]
    ours = item["_microfiche"]
    assert (headers["webhook-id"], entry.text) == (item["id"], item["content_text"])
    assert len(step.edits) == ours["cut"]["events_in_all"]
    assert 100 < len(ours["diff"]["events"]) < len(step.edits)
    assert all(len(event["new"] or "") <= 302 for event in ours["diff"]["events"])
    later = step.comparison.to_side.revision_id
    assert f"--to {later} --json" in ours["cut"]["whole"]
