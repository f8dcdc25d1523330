"""The thread that tells of edits beside a running watch.

It notes what is owed and sends it, one message after the other. Nothing that goes wrong ends it: it
is logged and tried again, and what stays owed at the end is said.
"""

from __future__ import annotations

import logging
import sqlite3
import traceback
from collections.abc import Sequence
from contextlib import ExitStack
from http.client import HTTPException
from pathlib import Path
from threading import Event, Thread
from time import monotonic, thread_time
from types import TracebackType

from archive.collection import Collection
from archive.collection.layout import Layout
from archive.collection.lock import exclusive
from archive.collection.recorded import marks_now, recorded_since
from archive.errors import ArchiveError, CollectionLocked
from archive.feeds import Entry, entry_of
from archive.files import make_directory
from archive.history.arrived import Arrived, arrivals
from archive.printable import one_line
from crawler.webhook.hook import Webhook
from crawler.webhook.ledger import DamagedLedger, Ledger, Owed, begin, move_aside
from crawler.webhook.message import message
from crawler.webhook.pace import Pace
from crawler.webhook.posting import post

logger = logging.getLogger(__name__)

_GONE = 410
_UNACCEPTABLE = frozenset({400, 413, 422})
"""What a receiver says of the message; all else it says of itself, or of who asks."""
_TRIES = 3
_VISITS_AT_ONCE = 1000
_EDITS_AT_ONCE = 128


class Deliveries:
    """Tells of edits while it is open: `with Deliveries(directory, hook) as telling: …`.

    A thread of its own, with connections of its own.
    """

    def __init__(self, directory: Path, hook: Webhook, pace: Pace | None = None) -> None:
        self._directory, self._hook, self._pace = directory, hook, pace or Pace()
        self._address = hook.address
        self._path = Layout(directory).crawl / "webhooks" / f"{self._address.name}.sqlite"
        self._ended = Event()
        self._until = float("inf")
        self._failures = 0
        self._trouble = ""
        self._is_refused = False
        self._held = ExitStack()
        self._ledger: Ledger | None = None
        self._thread = Thread(target=self._run, name="webhook", daemon=True)
        self.told = 0
        self.warnings: list[str] = []
        """What to say before the crawl begins."""

    def __enter__(self) -> Deliveries:
        """From now on every edit is owed, whatever happens. Raises CollectionError."""
        make_directory(self._path.parent)
        if not self._is_ours():
            self.warnings.append(
                self._said("another watch tells it of this collection's edits; this one waits")
            )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._until = monotonic() + self._pace.last_tries
        self._ended.set()
        self._thread.join(self._pace.last_tries + self._pace.answer)

    def left(self) -> list[str]:
        """What stays to be told, in sentences; to be asked at the end."""
        if self._thread.is_alive():
            return [self._said("does not answer; what is owed is sent by the next watch with it")]
        if self._ledger is None:
            return []  # another watch has it
        try:
            with ExitStack() as stack:
                ledger = Ledger(self._path)
                stack.callback(ledger.close)
                return self._owing(ledger.count("owed"), ledger.count("set_aside"))
        except ArchiveError as error:
            return [self._said(f"what is still owed is not known: {one_line(str(error))}")]

    def _owing(self, owed: int, set_aside: int) -> list[str]:
        why = f" ({self._trouble})" if self._trouble else ""
        told = []
        if owed:
            told.append(f"{owed} edits still owed{why}; the next watch with it sends them")
        elif why:
            told.append(f"not all is known to be told{why}; the next watch with it looks again")
        if set_aside:
            told.append(
                f"{set_aside} edits were refused and set aside; the next watch with it tries each "
                "once more"
            )
        return [self._said(line) for line in told]

    def _said(self, what: str) -> str:
        return f"webhook {self._address.place}: {what}"

    # -- the thread ------------------------------------------------------------------------------

    def _run(self) -> None:
        wait = 0.0
        while not self._ended.wait(wait) and not self._is_refused:
            wait = self._round()
        if not self._is_refused:
            self._round()
        self._held.close()

    def _round(self) -> float:
        """Note and tell what is owed; seconds until the next round."""
        begun = thread_time()
        try:
            if self._is_ours():
                with Collection.open(self._directory) as collection:
                    self._note_all(collection)
                    self._tell_all(collection)
            self._failures = 0
            self._trouble = self._trouble if self._is_refused else ""
        except Exception as error:  # noqa: BLE001  # the watch goes on, and so does its telling
            return self._failed(error)
        return self._pace.pause(thread_time() - begun)

    def _failed(self, error: Exception) -> float:
        self._failures += 1
        wait = self._pace.wait(self._failures)
        self._trouble = _told(error)
        then = "the next watch tries again" if self._ended.is_set() else f"again in {wait:g} s"
        logger.warning(self._said(f"{self._trouble}; {then}"))
        return wait

    def _is_ours(self) -> bool:
        """Whether this process tells this webhook: it has the lock, and the ledger."""
        if self._ledger is not None:
            return True
        with ExitStack() as stack:
            try:
                stack.enter_context(exclusive(self._path.with_suffix(".lock"), "watch --webhook"))
            except CollectionLocked:
                return False
            self._ledger = self._opened()
            stack.callback(self._ledger.close)
            self._held = stack.pop_all()
        self._ledger.take_up()
        return True

    def _opened(self) -> Ledger:
        """The ledger; a new one where there is none or it cannot be read."""
        if self._path.exists():
            try:
                return Ledger(self._path)
            except DamagedLedger:
                self.warnings.append(self._said(move_aside(self._path)))
                logger.warning(self.warnings[-1])
        with Collection.open(self._directory) as collection:
            begin(self._path, marks_now(collection.index))
        return Ledger(self._path)

    def _note_all(self, collection: Collection) -> None:
        """Owe what was recorded since, a durable piece at a time."""
        assert self._ledger is not None
        marks = self._ledger.marks()
        while True:
            visits, moved = recorded_since(collection.index, marks, _VISITS_AT_ONCE)
            if not moved:
                return
            ours = ((one.article_id, one.moment) for one in visits if not one.is_imported)
            self._ledger.note(arrivals(collection, ours), moved)
            marks |= moved

    def _tell_all(self, collection: Collection) -> None:
        assert self._ledger is not None
        while not self._is_over() and (owed := self._ledger.owed(_EDITS_AT_ONCE)):
            self._tell(self._ledger, owed, Arrived(collection, [one.arrival for one in owed]))

    def _is_over(self) -> bool:
        return self._is_refused or monotonic() >= self._until

    def _tell(self, ledger: Ledger, owed: Sequence[Owed], arrived: Arrived) -> None:
        """Tell of edits until one is not taken. Raises _NotTaken and what the connection raises."""
        passed: list[int] = []
        for one in owed:
            if self._is_over():
                break
            entry = self._entry(ledger, one, arrived)
            if entry is None:
                passed.append(one.number)
                continue
            ledger.settle(passed, "passed")
            passed = []
            self._send(ledger, one, entry)
        ledger.settle(passed, "passed")

    def _entry(self, ledger: Ledger, one: Owed, arrived: Arrived) -> Entry | None:
        """What to tell of an edit; None where it weighs less than is told, or is none any more."""
        try:
            step = arrived.step(one.arrival)
            entry = entry_of(step) if step is not None else None
        except (ArchiveError, OSError, sqlite3.Error):
            raise
        except Exception as error:  # noqa: BLE001  # one record that nobody foresaw holds up no other
            ledger.settle([one.number], "set_aside")
            logger.warning(self._said(f"an edit of {one.arrival.article_id}: {_told(error)}"))
            return None
        return entry if entry is not None and entry.significance >= self._hook.least else None

    def _send(self, ledger: Ledger, one: Owed, entry: Entry) -> None:
        body, headers = message(self._hook, entry)
        left = min(self._pace.answer, self._until - monotonic())
        status = post(self._address, body, headers, max(left, 0.1))
        if 200 <= status < 300:
            ledger.settle([one.number], "sent")
            self.told += 1
            self._failures = 0
        elif status == _GONE:
            self._is_refused, self._trouble = True, "410 Gone"
            logger.warning(self._said("410 Gone; no more is told"))
        elif status in _UNACCEPTABLE and ledger.tried(one.number) >= _TRIES:
            ledger.settle([one.number], "set_aside")
            logger.warning(self._said(f"answered {status}; {entry.id} is set aside"))
        else:
            raise _NotTaken(f"answered {status}")


class _NotTaken(Exception):
    """The receiver answered, and did not take the message."""


def _told(error: Exception) -> str:
    """What to say of an error: one that nobody foresaw may quote anything, so only where it arose."""
    if isinstance(error, (ArchiveError, HTTPException, OSError, sqlite3.Error, _NotTaken)):
        return one_line(str(error) or type(error).__name__)
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"
