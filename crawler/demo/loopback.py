"""A server on 127.0.0.1 that gives each connection to a function, in a thread of its own.

Rules: it listens on loopback only; after `stop` no thread and no socket of it is left; what the
function writes is what crosses the wire, nothing is added. A function that waits for its client
(`recv`) is woken by `stop`, because `stop` shuts the connection down.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable

HOST = "127.0.0.1"

Converse = Callable[[socket.socket], None]
"""Speaks with one client until it returns; the connection is closed for it."""


class LoopbackServer:
    """Accepts connections from `start` to `stop`; with `tls` each is wrapped first."""

    def __init__(
        self, converse: Converse, *, port: int = 0, tls: ssl.SSLContext | None = None
    ) -> None:
        self._converse = converse
        self._wanted_port = port
        self._tls = tls
        self._lock = threading.Lock()
        self._connections: dict[threading.Thread, socket.socket] = {}
        self._listener: socket.socket | None = None
        self._accepting: threading.Thread | None = None
        self._stopping = threading.Event()

    def start(self) -> int:
        """Listen, and return the port. OSError when the port is taken."""
        assert self._listener is None, "the server runs already"
        self._stopping.clear()
        self._listener = socket.create_server((HOST, self._wanted_port), backlog=128)
        self._accepting = threading.Thread(target=self._accept, args=(self._listener,), daemon=True)
        self._accepting.start()
        port: int = self._listener.getsockname()[1]
        return port

    def stop(self) -> None:
        """Close the listener and every connection, and wait for the threads; twice is harmless."""
        if self._listener is None or self._accepting is None:
            return
        self._stopping.set()
        # A thread in accept() is not woken by closing its socket; a connection wakes it.
        with socket.create_connection(self._listener.getsockname()):
            self._accepting.join()
        self._listener.close()
        self._listener = None
        self._hang_up()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            connection, _ = listener.accept()
            if self._stopping.is_set():
                connection.close()
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._begin(connection)

    def _begin(self, connection: socket.socket) -> None:
        if self._tls is not None:
            connection = self._tls.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        thread = threading.Thread(target=self._run, args=(connection,), daemon=True)
        with self._lock:
            self._connections[thread] = connection
        thread.start()

    def _run(self, connection: socket.socket) -> None:
        try:
            if isinstance(connection, ssl.SSLSocket):
                connection.do_handshake()
            self._converse(connection)
        except OSError:
            return  # the client went away or `stop` hung up: the end of a conversation, not a fault
        finally:
            _close(connection)
            with self._lock:
                self._connections.pop(threading.current_thread(), None)

    def _hang_up(self) -> None:
        with self._lock:
            running = dict(self._connections)
        for connection in running.values():
            # SSLSocket.shutdown would take the TLS layer from under the thread that reads from it.
            with contextlib.suppress(OSError):  # closed in the meantime
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
        for thread in running:
            thread.join()


def _close(connection: socket.socket) -> None:
    if isinstance(connection, ssl.SSLSocket):
        connection.setblocking(False)
        # Sends close_notify, and does not wait for the client's (RFC 8446 section 6.1).
        with contextlib.suppress(OSError, ValueError):
            connection.unwrap()
    connection.close()
