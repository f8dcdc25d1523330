"""The odd server sends what its table says and logs what crossed the wire."""

from __future__ import annotations

import hashlib
import socket
import ssl

import httpx
import pytest

from tests.servers.odd import ANSWERS, PAGE, OddServer, large_body


def _request(path: str, method: str = "GET", body: bytes = b"") -> bytes:
    length = f"Content-Length: {len(body)}\r\n" if body else ""
    return f"{method} {path} HTTP/1.1\r\nhOST: odd\r\nX-Odd:  two\r\n{length}\r\n".encode() + body


def _port(server: OddServer) -> int:
    return int(server.url("").rpartition(":")[2])


def _read_until_close(connection: socket.socket) -> bytes:
    received = b""
    while piece := connection.recv(65536):
        received += piece
    return received


def _exchange(server: OddServer, request: bytes) -> bytes:
    """What the server sends for one request on a connection that is half closed after it."""
    with socket.create_connection(("127.0.0.1", _port(server)), timeout=10) as connection:
        if not server.tls:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            return _read_until_close(connection)
        with server.client_context().wrap_socket(connection, server_hostname="127.0.0.1") as tls:
            tls.sendall(request)
            return _read_exactly(tls, server)


def _read_exactly(connection: ssl.SSLSocket, server: OddServer) -> bytes:
    received = b""
    while not server.exchanges or len(received) < server.exchanges[-1].length:
        piece = connection.recv(65536)
        if not piece:
            break
        received += piece
    return received


@pytest.mark.parametrize("path", [path for path in ANSWERS if path != "/reset"])
def test_the_bytes_of_the_table_are_the_bytes_on_the_wire(odd_server: OddServer, path: str) -> None:
    assert b"".join(ANSWERS[path].parts) == _exchange(odd_server, _request(path))


@pytest.mark.parametrize(
    "path", ["/plain", "/odd-headers", "/http10", "/truncated-chunk", "/dropped"]
)
def test_the_bytes_are_the_same_inside_tls(odd_server_tls: OddServer, path: str) -> None:
    assert b"".join(ANSWERS[path].parts) == _exchange(odd_server_tls, _request(path))


@pytest.mark.parametrize("path", ["/plain", "/dropped", "/bare-lf", "/truncated-length"])
def test_what_was_received_is_what_the_log_holds(odd_server: OddServer, path: str) -> None:
    received = _exchange(odd_server, _request(path))
    assert (path, _request(path), received) == (
        odd_server.exchanges[0].path,
        odd_server.exchanges[0].request,
        odd_server.exchanges[0].response,
    )


def test_the_body_of_a_post_is_logged_and_echoed(odd_server: OddServer) -> None:
    received = _exchange(odd_server, _request("/echo", "POST", b"\x00\xffbody"))
    assert received.endswith(b"\r\n\r\n\x00\xffbody")
    assert odd_server.exchanges[0].request.endswith(b"\r\n\r\n\x00\xffbody")


@pytest.mark.parametrize("path", ["/plain", "/bare-lf", "/early-hints", "/chunked", "/http10"])
def test_a_head_request_gets_headers_and_no_body(odd_server: OddServer, path: str) -> None:
    received = _exchange(odd_server, _request(path, "HEAD"))
    assert received.endswith((b"\r\n\r\n", b"\n\n"))
    assert PAGE[:20] not in received


def test_retry_is_refused_once_and_then_answered(odd_server: OddServer) -> None:
    with httpx.Client() as client:
        answers = [client.get(odd_server.url("/retry")) for _ in range(3)]
    assert [503, 200, 200] == [answer.status_code for answer in answers]
    assert "0" == answers[0].headers["Retry-After"]


def test_a_stale_connection_is_closed_at_the_next_request(odd_server: OddServer) -> None:
    with socket.create_connection(("127.0.0.1", _port(odd_server)), timeout=10) as connection:
        connection.sendall(_request("/stale"))
        first = _read_first(connection)
        connection.sendall(_request("/plain"))
        rest = _read_until_close(connection)
    assert (ANSWERS["/stale"].parts[0], b"") == (first, rest)
    assert [b"", "/plain"] == [odd_server.exchanges[1].response, odd_server.exchanges[1].path]


def _read_first(connection: socket.socket) -> bytes:
    wanted = len(ANSWERS["/stale"].parts[0])
    received = b""
    while len(received) < wanted:
        received += connection.recv(wanted - len(received))
    return received


def test_a_reset_connection_is_an_error_and_not_an_end(odd_server: OddServer) -> None:
    with socket.create_connection(("127.0.0.1", _port(odd_server)), timeout=10) as connection:
        connection.sendall(_request("/reset"))
        with pytest.raises(ConnectionResetError):
            connection.recv(1)


def test_several_requests_share_a_connection_and_are_logged_in_order(odd_server: OddServer) -> None:
    _exchange(odd_server, _request("/plain") + _request("/gone") + _request("/chunked"))
    assert ["/plain", "/gone", "/chunked"] == [exchange.path for exchange in odd_server.exchanges]


@pytest.mark.parametrize("size", [0, 1, 65536, 3_000_001])
def test_a_large_body_has_exactly_the_size_that_was_asked_for(
    odd_server: OddServer, size: int
) -> None:
    received = _exchange(odd_server, _request(f"/large?n={size}"))
    logged = odd_server.exchanges[0]
    assert (logged.length, logged.sha1) == (len(received), hashlib.sha1(received).hexdigest())
    assert b"".join(large_body(size)) == received[len(logged.response) :]


@pytest.mark.parametrize(
    "path",
    ["/plain", "/chunked", "/chunked-gzip", "/gzip", "/deflate", "/brotli", "/zstd", "/http10"],
)
def test_another_client_decodes_the_same_page(odd_server: OddServer, path: str) -> None:
    assert PAGE == httpx.get(odd_server.url(path)).content


def test_the_certificate_is_trusted_by_its_own_authority_only(odd_server_tls: OddServer) -> None:
    with httpx.Client(verify=odd_server_tls.client_context()) as client:
        assert PAGE == client.get(odd_server_tls.url("/plain")).content
    with pytest.raises(httpx.ConnectError), httpx.Client() as stranger:
        stranger.get(odd_server_tls.url("/plain"))
