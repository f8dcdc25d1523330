"""Servers that any test can ask for: the sample outlet, the odd server, the server of bad input."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crawler.demo import Outlet
from tests.edited import edited_once
from tests.servers.bad import BadServer
from tests.servers.odd import OddServer
from tests.servers.proxy import RecordingProxy

__all__ = ["edited_once"]


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    """The sample outlet with its first edition; `.base_url`, `.publish(2)`."""
    with Outlet() as running:
        yield running


@pytest.fixture
def odd_server() -> Iterator[OddServer]:
    """Exactly specified bytes over http."""
    server = OddServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def odd_server_tls() -> Iterator[OddServer]:
    """Exactly specified bytes over https; `.ca_pem` is the authority to trust."""
    server = OddServer(tls=True)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def recording_proxy() -> Iterator[tuple[RecordingProxy, str]]:
    """An HTTP proxy that logs, and its host:port."""
    proxy = RecordingProxy()
    place = proxy.start()
    yield proxy, place
    proxy.stop()


@pytest.fixture
def bad_server() -> Iterator[BadServer]:
    """Pages that a crawler must survive."""
    server = BadServer()
    server.start()
    yield server
    server.stop()
