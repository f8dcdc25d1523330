"""A receiver of messages on loopback."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread
from typing import Any

Told = tuple[dict[str, str], dict[str, Any]]


@dataclass
class Receiver:
    """Takes what is posted, and answers with the next of `answers`; then with `status`.

    A body longer than `largest` is answered with 413.
    """

    url: str = ""
    status: int = 204
    answers: list[int] = field(default_factory=list)
    largest: int = 1 << 30
    got: Queue[tuple[dict[str, str], bytes]] = field(default_factory=Queue)

    def take(self, count: int) -> list[Told]:
        """The next messages: headers and body."""
        found = [self.got.get(timeout=20) for _ in range(count)]
        return [(headers, json.loads(body)) for headers, body in found]

    def taken(self) -> list[Told]:
        """All that came by now."""
        return self.take(self.got.qsize())

    def answer(self, body: bytes) -> int:
        if len(body) > self.largest:
            return 413
        return self.answers.pop(0) if self.answers else self.status


@contextmanager
def receiving(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver while it is needed; over https with a context."""
    known = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = known.answer(body)
            known.got.put(({**dict(self.headers), "path": self.path}, body))
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    known.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}/edits?to=me"
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield known
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
