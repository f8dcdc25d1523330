"""The server of bad input is bad in the ways that it says."""

from __future__ import annotations

import socket
import threading
import time
import zlib

import brotli
import httpx
import pytest
import zstandard

from tests.servers import bad
from tests.servers.bad import BOMB_SIZE, MEGABYTE, PAGES, BadServer, refused_url


@pytest.mark.parametrize(
    "path", ["/good", "/nul", "/broken-json-ld", "/feed-bomb.xml", "/unknown-charset"]
)
def test_a_page_of_the_table_arrives_whole(bad_server: BadServer, path: str) -> None:
    assert PAGES[path].body == httpx.get(bad_server.url(path)).content


@pytest.mark.parametrize("path", ["/never", "/never-body"])
def test_a_server_that_never_answers_outlasts_its_client(bad_server: BadServer, path: str) -> None:
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(bad_server.url(path), timeout=0.2)


def test_a_server_that_waits_for_nobody_can_be_stopped() -> None:
    server = BadServer()
    server.start()
    address = ("127.0.0.1", int(server.url("").rpartition(":")[2]))
    with socket.create_connection(address) as waiting:
        waiting.sendall(b"GET /never HTTP/1.1\r\n\r\n")
        while not server.requests:  # a request that was not read would turn the end into a reset
            time.sleep(0.01)
        server.stop()
        assert b"" == waiting.recv(1)


def test_nothing_is_left_of_a_stopped_server() -> None:
    before = set(threading.enumerate())
    server = BadServer()
    with httpx.Client() as client:
        client.get(server.start() + "/good")
        server.stop()
        assert before == set(threading.enumerate())
        with pytest.raises(httpx.ConnectError):
            client.get(server.url("/good"))


@pytest.mark.parametrize("path", ["/truncated", "/bad-length", "/not-http"])
def test_broken_answers_are_broken_for_other_clients(bad_server: BadServer, path: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(bad_server.url(path))


@pytest.mark.parametrize("path", ["/invalid-gzip", "/not-gzip"])
def test_bodies_that_are_not_gzip_cannot_be_decoded(bad_server: BadServer, path: str) -> None:
    with pytest.raises(httpx.DecodingError):
        httpx.get(bad_server.url(path))


@pytest.mark.parametrize("path", ["/endless", "/redirect-to-itself"])
def test_redirects_do_not_end(bad_server: BadServer, path: str) -> None:
    with pytest.raises(httpx.TooManyRedirects):
        httpx.get(bad_server.url(path), follow_redirects=True)


def test_every_endless_redirect_leads_to_a_new_url(bad_server: BadServer) -> None:
    location = httpx.get(bad_server.url("/endless?n=41")).headers["Location"]
    assert "/endless?n=42" == location


@pytest.mark.parametrize("path", ["/huge", "/huge-chunked"])
def test_a_huge_page_has_sixty_megabytes(bad_server: BadServer, path: str) -> None:
    with httpx.stream("GET", bad_server.url(path)) as answer:
        assert 60 * MEGABYTE == sum(len(piece) for piece in answer.iter_bytes())


def test_a_huge_page_has_the_size_that_was_asked_for(bad_server: BadServer) -> None:
    assert 100_001 == len(httpx.get(bad_server.url("/huge?n=100001")).content)


def test_the_gzip_bomb_is_small_on_the_wire_and_a_gibibyte_inside() -> None:
    decoder = zlib.decompressobj(wbits=31)
    piece = decoder.decompress(bad.gzip_bomb(), 16 * MEGABYTE)
    size = 0
    while piece:
        size += len(piece)
        piece = decoder.decompress(decoder.unconsumed_tail, 16 * MEGABYTE)
    assert (True, BOMB_SIZE) == (decoder.eof, size)
    assert len(bad.gzip_bomb()) < 2 * MEGABYTE


def test_the_zstd_bomb_is_a_gibibyte_inside() -> None:
    pieces = zstandard.ZstdDecompressor().read_to_iter(bad.zstd_bomb())
    assert sum(len(piece) for piece in pieces) == BOMB_SIZE


def test_the_brotli_bomb_is_a_gibibyte_inside() -> None:
    decoder = brotli.Decompressor()
    size = len(decoder.process(bad.brotli_bomb(), output_buffer_limit=16 * MEGABYTE))
    while not decoder.is_finished():
        size += len(decoder.process(b"", output_buffer_limit=16 * MEGABYTE))
    assert size == BOMB_SIZE


def test_the_page_in_one_line_has_five_megabytes_and_no_line_break() -> None:
    page = bad.one_line_page()
    assert (True, 0) == (len(page) > 5_000_000, page.count(b"\n"))


def test_a_sitemap_index_names_itself(bad_server: BadServer) -> None:
    url = bad_server.url("/sitemap-of-itself.xml")
    assert f"<loc>{url}</loc>" in httpx.get(url).text


def test_a_visit_to_the_forbidden_server_is_noticed(bad_server: BadServer) -> None:
    assert [] == bad_server.forbidden_requests
    httpx.get(bad_server.url("/to-loopback"), follow_redirects=True)
    assert ["/secret"] == bad_server.forbidden_requests


def test_nothing_listens_at_the_refused_url() -> None:
    with pytest.raises(httpx.ConnectError):
        httpx.get(refused_url())
