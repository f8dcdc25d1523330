"""Tells another program of every edit that a watch observes: one POST each, until it is taken.

The message is JSON as Standard Webhooks has it (https://www.standardwebhooks.com): `type`,
`timestamp`, `data`, where `data` is the edit as an item of a JSON Feed. Its id stays the same however
often it is sent, so that who gets it twice can tell. With a secret it is signed (HMAC-SHA256).

Rules
- An edit is sent once it is in the collection; what was sent is kept in crawl/webhook.json. A watch
  that was killed sends what it owes when it runs again: at least once, in the order observed.
- Where nothing takes it (no answer, any status but 2xx) it is tried again, ever more seldom, and
  nothing overtakes it. 410 Gone ends it: the receiver wants no more.
- No redirect is followed, no proxy used; the crawl waits for none of this.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from urllib.parse import urlsplit

from archive.collection import Collection
from archive.collection.layout import Layout
from archive.errors import ArchiveError
from archive.feeds import Entry, entry_of
from archive.feeds.json_feed import item_of
from archive.files import write_whole
from archive.history import Asked, Step, edits_between
from archive.printable import one_line
from archive.times import parse_warc_date, sort_key, utc_now, warc_date
from crawler.errors import BadTarget

logger = logging.getLogger(__name__)

_TIMEOUT = 10.0
"""Seconds for a connection and for each answer."""
_LAST_TRIES = 10.0
"""Seconds in which a watch that ends still tries to send what is owed."""
_FIRST_WAIT, _LONGEST_WAIT = 5.0, 3600.0
_LOOK_EVERY = 2.0
_REST = 20
"""A look through a large collection is followed by so many times as long without one."""
_LOOK_BACK = timedelta(hours=1)
"""How much an edit may be recorded after one observed later: other writers are slower."""
_GONE = 410

EditsSince = Callable[[Collection, str], Iterable[Step]]
"""The edits observed since a moment, oldest first."""


def edits_since(collection: Collection, since: str) -> Iterable[Step]:
    """The collection's edits, what is none left out."""
    begin = sort_key(since)
    return reversed(list(edits_between(collection, Asked(has_time=lambda at: at >= begin))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where edits are told, and which."""

    url: str
    secret: str | None = field(default=None, repr=False)
    """`whsec_` and base64, or any text."""
    least: float = 0.0
    """Edits of less significance are not told."""

    def __post_init__(self) -> None:
        """Raises BadTarget for what is no http or https URL, or no secret."""
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise BadTarget(f"{one_line(self.url)}: a webhook is an http or https URL")
        self.key()

    @property
    def place(self) -> str:
        """Host and port, for messages: the rest of the URL may be a secret."""
        return one_line(urlsplit(self.url).netloc.rpartition("@")[2])

    def key(self) -> bytes | None:
        """The secret's bytes. Raises BadTarget where it is not base64 after `whsec_`."""
        if self.secret is None or not self.secret.startswith("whsec_"):
            return self.secret.encode() if self.secret else None
        try:
            return base64.b64decode(self.secret.removeprefix("whsec_"), validate=True)
        except binascii.Error as error:
            raise BadTarget("the webhook's secret: not base64 after whsec_") from error


def signature(key: bytes, message_id: str, timestamp: str, body: bytes) -> str:
    """The value of `webhook-signature` (Standard Webhooks, Signature scheme)."""
    signed = b".".join((message_id.encode(), timestamp.encode(), body))
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode("ascii")


@dataclass(slots=True)
class Sent:
    """What was told so far: durable, in crawl/webhook.json."""

    path: Path
    begun: str
    """When telling began: nothing observed before is owed."""
    since: str
    """When the newest edit that is done with was observed, or when telling began."""
    ids: dict[str, str] = field(default_factory=dict)
    """Those of the last hour before it, by id, and when they were observed."""

    @classmethod
    def kept(cls, path: Path, url: str) -> Sent:
        """What was kept for this URL; else nothing before now is owed."""
        try:
            known = json.loads(path.read_bytes())
            if known["url_sha256"] == _digest(url):
                return cls(path, str(known["begun"]), str(known["since"]), dict(known["sent"]))
        except (OSError, ValueError, KeyError, TypeError):
            pass  # not there, or another's
        now = warc_date(utc_now())
        return cls(path, now, now)

    def owes(self, entry: Entry) -> bool:
        """Whether it was observed since telling began, and is not done with."""
        return entry.updated >= self.begun and entry.id not in self.ids

    def note(self, entry: Entry, url: str) -> None:
        """The entry is done with; durable when this returns."""
        self.ids[entry.id] = entry.updated
        self.since = max(self.since, entry.updated)
        self.ids = {key: at for key, at in self.ids.items() if at >= self.back()}
        kept = {
            "url_sha256": _digest(url),
            "begun": self.begun,
            "since": self.since,
            "sent": self.ids,
        }
        write_whole(self.path, json.dumps(kept, indent=1).encode())

    def back(self) -> str:
        """From when on edits are looked through again."""
        return warc_date(parse_warc_date(self.since) - _LOOK_BACK)


class Deliveries:
    """Tells of edits beside a running watch: `with Deliveries(directory, hook): …`.

    A thread of its own, with a connection of its own to the collection.
    """

    def __init__(self, directory: Path, hook: Webhook, edits: EditsSince = edits_since) -> None:
        self._directory, self._hook, self._edits_since = directory, hook, edits
        self._sent = Sent.kept(Layout(directory).crawl / "webhook.json", hook.url)
        self._ended = Event()
        self._seen: int | None = None
        self._failures = 0
        self._is_refused = False
        self._thread = Thread(target=self._run, name="webhook", daemon=True)
        self.told = 0

    def __enter__(self) -> Deliveries:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join(_LAST_TRIES + _TIMEOUT)

    def _run(self) -> None:
        wait = 0.0
        while not self._ended.wait(wait) and not self._is_refused:
            wait = self._round()
        if not self._is_refused:
            self._round()

    def _round(self) -> float:
        """Tell what is owed; seconds until the next look."""
        begun = monotonic()
        try:
            with Collection.open(self._directory) as collection:
                self._tell(collection)
            self._failures = 0
        except (OSError, HTTPException, ArchiveError, _NotTaken) as error:
            self._failures += 1
            wait = min(_FIRST_WAIT * 2.0 ** (self._failures - 1), _LONGEST_WAIT)
            logger.warning("webhook %s: %s; tried again", self._hook.place, one_line(str(error)))
            return wait
        return max(_LOOK_EVERY, _REST * (monotonic() - begun))

    def _tell(self, collection: Collection) -> None:
        newest = _newest(collection)
        if newest == self._seen:
            return
        for step in self._edits_since(collection, self._sent.back()):
            entry = entry_of(step)
            if not self._sent.owes(entry):
                continue
            if entry.significance >= self._hook.least and not self._post(entry):
                return
            self._sent.note(entry, self._hook.url)
        self._seen = newest

    def _post(self, entry: Entry) -> bool:
        """Whether it goes on. Raises _NotTaken and what the connection raises."""
        body, headers = message(self._hook, entry)
        status = post(self._hook.url, body, headers)
        if status == _GONE:
            self._is_refused = True
            logger.warning("webhook %s: 410 Gone; no more is told", self._hook.place)
        elif not 200 <= status < 300:
            raise _NotTaken(f"answered {status}")
        else:
            self.told += 1
        return not self._is_refused


class _NotTaken(Exception):
    """The receiver answered, and did not take the message."""


def message(hook: Webhook, entry: Entry) -> tuple[bytes, dict[str, str]]:
    """A message's body and headers."""
    data = {"type": "edit.observed", "timestamp": entry.updated, "data": item_of(entry)}
    body = json.dumps(data, ensure_ascii=False).encode()
    timestamp = str(int(utc_now().timestamp()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "microfiche-webhook",
        "webhook-id": entry.id,
        "webhook-timestamp": timestamp,
    }
    key = hook.key()
    if key is not None:
        headers["webhook-signature"] = signature(key, entry.id, timestamp, body)
    return body, headers


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The status that a POST is answered with. Raises OSError and HTTPException."""
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_TIMEOUT)
    said = parts.username is not None and f"{parts.username}:{parts.password or ''}"
    if said:
        headers["Authorization"] = "Basic " + base64.b64encode(said.encode()).decode("ascii")
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def _newest(collection: Collection) -> int:
    """Changes whenever something was observed."""
    [row] = collection.index.rows("SELECT coalesce(max(id), 0) AS newest FROM observations")
    return int(row["newest"])


def _digest(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()
