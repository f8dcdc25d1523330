from collections.abc import Iterator
import pytest
from tests.servers.bad import BadServer
from tests.servers.odd import OddServer


@pytest.fixture
def odd_server() -> Iterator[OddServer]:
    server = OddServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def odd_server_tls() -> Iterator[OddServer]:
    server = OddServer(tls=True)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def bad_server() -> Iterator[BadServer]:
    server = BadServer()
    server.start()
    yield server
    server.stop()
