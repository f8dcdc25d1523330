"""An edit as a message of Standard Webhooks: bounded, signed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from archive.feeds import Entry
from archive.feeds.json_feed import item_of
from archive.times import utc_now
from crawler.webhook.hook import Webhook

LARGEST = 1 << 17
"""Bytes of a body; receivers commonly take 256 KiB or more."""
_LONGEST = 300
"""Characters of a text in a message that is cut."""


def message(hook: Webhook, entry: Entry) -> tuple[bytes, dict[str, str]]:
    """A message's body and headers."""
    body = _encoded(
        {"type": "edit.observed", "timestamp": entry.updated, "data": bounded(entry, LARGEST)}
    )
    timestamp = str(int(utc_now().timestamp()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "microfiche-webhook",
        "webhook-id": entry.id,
        "webhook-timestamp": timestamp,
    }
    if hook.key is not None:
        headers["webhook-signature"] = signature(hook.key, entry.id, timestamp, body)
    return body, headers


def signature(key: bytes, message_id: str, timestamp: str, body: bytes) -> str:
    """The value of `webhook-signature` (Standard Webhooks, Signature scheme)."""
    signed = b".".join((message_id.encode(), timestamp.encode(), body))
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode("ascii")


def bounded(entry: Entry, largest: int) -> dict[str, Any]:
    """The edit as an item of a JSON Feed; where that is too large, its beginning, saying so.

    What is cut has no markup and no spans, of every text the beginning, and as many events as fit.
    """
    item = item_of(entry)
    if len(_encoded(item)) <= largest:
        return item
    ours = item.pop("_microfiche")
    events = ours["diff"].pop("events")
    del item["content_html"]
    cut: dict[str, Any] = _shortened({**item, "content_text": entry.text, "_microfiche": ours})
    kept: list[Any] = []
    cut["_microfiche"]["cut"] = {"events_in_all": len(events), "whole": _where_whole(entry)}
    cut["_microfiche"]["diff"]["events"] = kept
    room = largest - len(_encoded(cut)) - 1024  # for what encloses it
    for event in events:
        short = _shortened({**event, "spans": []})
        room -= len(_encoded(short)) + 2
        if room < 0:
            break
        kept.append(short)
    return cut


def _shortened(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else value[:_LONGEST] + " …"
    if isinstance(value, dict):
        return {key: _shortened(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_shortened(each) for each in value[:_LONGEST]]
    return value


def _where_whole(entry: Entry) -> str:
    """The command that shows all of it."""
    found = entry.comparison
    sides = (found.from_side.revision_id, found.to_side.revision_id)
    if None in sides:
        return f"microfiche revisions {found.article_id}"
    return f"microfiche diff {found.article_id} --from {sides[0]} --to {sides[1]} --json"


def _encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
