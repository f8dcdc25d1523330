"""The two servers on one event loop: bound first, announced, then served until told to stop."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from archive.errors import BadInput
from archive.web.app import replay_app, room_app
from archive.web.desk import Desk

_BACKLOG = 128
_GRACE = 3  # seconds that answers in flight are waited for


class ReadingRoom:
    """The room and its replay port, bound on `host`; a port of 0 takes a free one.

    Raises BadInput where a port is taken, or one is given for both.
    """

    def __init__(self, path: Path, *, host: str, port: int, replay_port: int) -> None:
        if port == replay_port != 0:
            raise BadInput(f"{port} for the room and for the replay: give two different ports")
        self.host = host
        self._sockets = [_bound(host, port), _bound(host, replay_port)]
        self.desk = Desk(path, *(one.getsockname()[1] for one in self._sockets))
        apps = room_app(self.desk, host), replay_app(self.desk, host)
        self._servers = [_Quiet(_config(app)) for app in apps]

    @property
    def urls(self) -> tuple[str, str]:
        """The room's URL and the replay port's, as somebody on this machine calls them."""
        name = "127.0.0.1" if self.host in ("", "0.0.0.0", "::") else self.host
        return self.desk.room_origin(_bracketed(name)), self.desk.replay_origin(_bracketed(name))

    async def serve(self, started: Callable[[], None] = lambda: None) -> None:
        """Serve until `stop`. `started` is called from the loop once connections are taken."""
        running = [
            asyncio.ensure_future(server.serve(sockets=[one]))
            for server, one in zip(self._servers, self._sockets, strict=True)
        ]
        started()
        await asyncio.gather(*running)

    def stop(self) -> None:
        """End `serve`; to be called on its loop."""
        for server in self._servers:
            server.should_exit = True


def run(room: ReadingRoom) -> None:
    """Serve until SIGINT or SIGTERM."""

    async def until_told() -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, room.stop)
        await room.serve()

    asyncio.run(until_told())


class _Quiet(uvicorn.Server):
    """A server that leaves the signals to `run`."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _config(app: object) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sets TCP_NODELAY only where the protocol is named: without it each answer waits 40 ms
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise BadInput(f"{host}:{port}: cannot listen there: {error.strerror or error}") from error
    return listener


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name
