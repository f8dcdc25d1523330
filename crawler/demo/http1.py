"""Just enough HTTP/1.1 to serve the sample outlet (RFC 9110, RFC 9112): bytes in, bytes out.

Requests are read from a stream; answers are values that become bytes in one place, `wire_bytes`.
It is written for one's own crawler on loopback and defends itself against nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import BinaryIO

Headers = tuple[tuple[str, str], ...]

_MAX_LINE = 65536
_CHUNK = 1400


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as it came; `raw` holds every byte of it."""

    raw: bytes
    method: str
    target: str
    version: str
    headers: Headers
    body: bytes

    def header(self, name: str) -> str | None:
        """The first value of a header, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def keep_alive(self) -> bool:
        """Whether the client leaves the connection open after this (RFC 9112 section 9.3)."""
        connection = (self.header("Connection") or "").lower()
        return self.version == "HTTP/1.1" and "close" not in connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer before framing; `chunked` says how the body is framed."""

    status: int
    headers: Headers = ()
    body: bytes = b""
    chunked: bool = False


def read_request(stream: BinaryIO) -> Request | None:
    """The next request on the stream, or None where the client closed it between requests."""
    lines = []
    while (line := stream.readline(_MAX_LINE)) not in (b"\r\n", b"\n"):
        if not line:
            return None
        lines.append(line)
    if not lines:
        return None
    headers = tuple(_header(line) for line in lines[1:])
    length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
    body = stream.read(length)
    method, target, version = lines[0].decode("latin-1").split(maxsplit=2)
    return Request(
        raw=b"".join(lines) + b"\r\n" + body,
        method=method,
        target=target,
        version=version.strip(),
        headers=headers,
        body=body,
    )


def _header(line: bytes) -> tuple[str, str]:
    name, _, value = line.decode("latin-1").partition(":")
    return name.strip(), value.strip()


def wire_bytes(answer: Answer, request: Request) -> bytes:
    """The answer on the wire; without a body for HEAD, 204 and 304 (RFC 9110 section 6.4.1)."""
    bodiless = answer.status in (204, 304)
    framing = () if bodiless else (_framing(answer),)
    head = "".join(f"{name}: {value}\r\n" for name, value in (*answer.headers, *framing))
    start = f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}\r\n"
    body = b"" if bodiless or request.method == "HEAD" else _framed(answer)
    return f"{start}{head}\r\n".encode("latin-1") + body


def _framing(answer: Answer) -> tuple[str, str]:
    if answer.chunked:
        return "Transfer-Encoding", "chunked"
    return "Content-Length", str(len(answer.body))


def _framed(answer: Answer) -> bytes:
    return chunked(answer.body) if answer.chunked else answer.body


def chunked(body: bytes, size: int = _CHUNK) -> bytes:
    """The body in chunks of `size` bytes (RFC 9112 section 7.1), without extensions or trailers."""
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
