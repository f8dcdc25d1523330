"""Group commit: what many pages write is made durable, and their records appended, together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from archive.collection import Writer
from archive.errors import CollectionError

T = TypeVar("T")
_LONGER = 5
"""Where many come, so many times as long is waited for more: a group costs as much as some pages."""


class _Change(Generic[T]):
    """Something that is done to the records once what it rests on is durable."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._made: T
        self._error: Exception | None = None

    def make(self) -> None:
        """Do it. What is only this page's fault is kept for who waits; the rest is raised."""
        try:
            self._made = self._call()
        except CollectionError:
            raise
        except Exception as error:  # noqa: BLE001  # told by `result`
            self._error = error

    def result(self) -> T:
        """What it gave; raises what it raised."""
        if self._error is not None:
            raise self._error
        return self._made


class GroupCommit:
    """Makes writes durable in groups: who waits for a group never holds up other pages.

    A group waits `delay` seconds for others, times the number that waited for the last one, at most
    _LONGER times.
    """

    def __init__(self, writer: Writer, delay: float) -> None:
        self._writer = writer
        self._delay = delay
        self._next: asyncio.Future[None] | None = None
        self._waiting = self._waited = 1
        """How many wait for the next group, and how many waited for the last one."""
        self._changes: list[_Change[Any]] = []
        """Those of the next group."""
        self._one_at_a_time = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    async def durable(self) -> None:
        """Return once everything written before the call is on the device and indexed."""
        if self._next is None:
            loop = asyncio.get_running_loop()
            self._next, self._waiting = loop.create_future(), 0
            task = loop.create_task(self._commit())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._waiting += 1
        await asyncio.shield(self._next)

    async def then(self, call: Callable[[], T]) -> T:
        """Call something that appends to the records, once everything written before is durable.

        All calls of a group are one transaction of the index, with the captures that it made
        durable. A CollectionError of one is everybody's, and then nothing of the group is appended;
        another error is only for who made the call.
        """
        change = _Change(call)
        self._changes.append(change)
        await self.durable()
        return change.result()

    async def _commit(self) -> None:
        await asyncio.sleep(self._delay * min(self._waited, _LONGER))
        async with self._one_at_a_time:
            group, self._next = self._next, None
            self._waited = self._waiting
            changes, self._changes = self._changes, []
            assert group is not None
            try:
                rows = self._writer.taken()
                await asyncio.to_thread(self._writer.sync_files)
                if rows or changes:
                    with self._writer.together(rows):
                        for change in changes:
                            change.make()
            except Exception as error:  # noqa: BLE001  # whatever it is, who waits must be told
                if not group.done():
                    group.set_exception(error)
                return
            if not group.done():
                group.set_result(None)
