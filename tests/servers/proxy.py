"""An HTTP proxy on loopback that logs what came from its client and what went back.

http goes through in absolute-form (RFC 9112 section 3.2.2), https through a CONNECT tunnel, whose
bytes it does not see. It leads to loopback only, whatever the name: `ports` says where.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from socket import SHUT_RDWR, SHUT_WR, create_connection, socket
from urllib.parse import urlsplit

from crawler.demo.http1 import Request, read_request
from crawler.demo.loopback import HOST, LoopbackServer

_PIECE = 65536


@dataclass(frozen=True, slots=True)
class Proxied:
    """One request in absolute-form as the client sent it, and what the client was sent for it."""

    request: bytes
    response: bytes


@dataclass
class RecordingProxy:
    """`refuses` answers every CONNECT with 403."""

    refuses: bool = False
    ports: dict[str, int] = field(default_factory=dict)
    """Host name to the port of 127.0.0.1 that answers for it."""
    exchanges: list[Proxied] = field(default_factory=list)
    connects: list[bytes] = field(default_factory=list)
    """The CONNECT requests, as they came."""
    _server: LoopbackServer | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> str:
        """Listen on a free port; returns host:port."""
        self._server = LoopbackServer(self._converse)
        return f"{HOST}:{self._server.start()}"

    def stop(self) -> None:
        """Close everything; no thread and no socket is left."""
        if self._server is not None:
            self._server.stop()

    def _converse(self, client: socket) -> None:
        with client.makefile("rb") as stream:
            while (request := read_request(stream)) is not None:
                if request.method == "CONNECT":
                    self._tunnel(client, request)
                    return
                response = self._fetched(request)
                with self._lock:
                    self.exchanges.append(Proxied(request.raw, response))
                client.sendall(response)
                if not _is_framed(response):
                    return

    def _fetched(self, request: Request) -> bytes:
        """The answer to the request in origin-form on a connection of its own, all of it."""
        url = urlsplit(request.target)
        port = self.ports.get(url.hostname or "", url.port)
        assert port is not None
        assert url.hostname == HOST or url.hostname in self.ports
        target = url._replace(scheme="", netloc="").geturl() or "/"
        line, _, rest = request.raw.partition(b"\r\n")
        method, _, version = line.split(b" ")
        with create_connection((HOST, port)) as origin:
            origin.sendall(b" ".join((method, target.encode(), version)) + b"\r\n" + rest)
            origin.shutdown(SHUT_WR)  # the odd server then closes when it has answered
            answer = bytearray()
            try:
                while piece := origin.recv(_PIECE):
                    answer += piece
            except ConnectionResetError:
                return b""
        return bytes(answer)

    def _tunnel(self, client: socket, request: Request) -> None:
        with self._lock:
            self.connects.append(request.raw)
        if self.refuses:
            client.sendall(b"HTTP/1.1 403 Forbidden\r\n\r\n")
            return
        host, _, port = request.target.partition(":")
        assert host == HOST
        with create_connection((host, int(port))) as origin:
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_pour, args=(origin, client))
            back.start()
            _pour(client, origin)
            back.join()


def _is_framed(response: bytes) -> bool:
    """Whether the client can tell where it ends; if not, the connection must be closed."""
    head, _, body = response.partition(b"\r\n\r\n")
    return body.endswith(b"0\r\n\r\n") or b"\r\nContent-Length: %d" % len(body) in head


def _pour(source: socket, target: socket) -> None:
    try:
        while piece := source.recv(_PIECE):
            target.sendall(piece)
    except OSError:
        return  # one of the two went away
    finally:
        for end in (source, target):
            try:
                end.shutdown(SHUT_RDWR)
            except OSError:
                continue
