"""The reading room over real HTTP on loopback, on a collection of the tests' own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from archive.web.server import ReadingRoom
from tests.archive.web.shelf import fill


@contextmanager
def serving(path: Path) -> Iterator[ReadingRoom]:
    """A room that serves until the block ends."""
    room = ReadingRoom(path, host="127.0.0.1", port=0, replay_port=0)
    started, stop = threading.Event(), []

    async def until_stopped() -> None:
        stop.append(asyncio.get_running_loop())
        await room.serve(started.set)

    thread = threading.Thread(target=asyncio.run, args=(until_stopped(),))
    thread.start()
    started.wait(10)
    try:
        yield room
    finally:
        stop[0].call_soon_threadsafe(room.stop)
        thread.join(20)


@pytest.fixture(scope="session")
def shelf_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tests' collection."""
    path = tmp_path_factory.mktemp("web") / "ledger"
    fill(path)
    return path


@pytest.fixture(scope="session")
def reading_room(shelf_path: Path) -> Iterator[ReadingRoom]:
    """The room, serving."""
    with serving(shelf_path) as room:
        yield room


@pytest.fixture
def room(reading_room: ReadingRoom) -> Iterator[httpx.Client]:
    """A client of the room's port."""
    with httpx.Client(base_url=reading_room.urls[0]) as client:
        yield client


@pytest.fixture
def replay(reading_room: ReadingRoom) -> Iterator[httpx.Client]:
    """A client of the replay port."""
    with httpx.Client(base_url=reading_room.urls[1]) as client:
        yield client
