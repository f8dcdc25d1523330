"""One POST within a time, whatever the receiver does."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from time import monotonic

from crawler.webhook.hook import Address

_CONNECT = 5.0
"""Seconds for each of a host's addresses."""


def post(address: Address, body: bytes, headers: Mapping[str, str], seconds: float) -> int:
    """The status that a POST is answered with, within `seconds` once the host's name is resolved.

    Raises OSError and HTTPException; TimeoutError is one.
    """
    said = dict(headers)
    if address.authorization is not None:
        said["Authorization"] = address.authorization
    until = monotonic() + seconds
    connection = _connection(address)
    connection.sock = held = _connected(address, until)
    guard = Timer(max(until - monotonic(), 0.0), _shut, (held,))
    guard.daemon = True
    guard.start()
    try:
        if isinstance(held, ssl.SSLSocket):
            held.do_handshake()
        connection.request("POST", address.target, body, said)
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        raise _late(seconds) if monotonic() >= until else error from error
    finally:
        guard.cancel()
        connection.close()
        held.close()
    if monotonic() >= until:  # the head of an answer that was cut off looks whole
        raise _late(seconds)
    return status


def _late(seconds: float) -> TimeoutError:
    return TimeoutError(f"no answer within {seconds:.0f} s")


def _connection(address: Address) -> HTTPConnection:
    if address.scheme == "https":
        return HTTPSConnection(address.host, address.port, context=_tls())
    return HTTPConnection(address.host, address.port)


def _connected(address: Address, until: float) -> socket.socket:
    found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    failure: OSError = OSError("the host has no address")
    for family, kind, protocol, _, where in found:
        left = until - monotonic()
        if left <= 0:
            break
        held = socket.socket(family, kind, protocol)
        try:
            held.settimeout(min(left, _CONNECT))
            held.connect(where)
            held.settimeout(max(until - monotonic(), 0.001))
            return _wrapped(held, address)
        except OSError as error:
            held.close()
            failure = error
    raise failure


def _wrapped(held: socket.socket, address: Address) -> socket.socket:
    if address.scheme != "https":
        return held
    return _tls().wrap_socket(held, server_hostname=address.host, do_handshake_on_connect=False)


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _shut(held: socket.socket) -> None:
    """End what another thread waits for: a trickle of bytes never lets a read time out."""
    with suppress(OSError):
        socket.socket.shutdown(held, socket.SHUT_RDWR)  # below TLS
