"""One POST: what is answered, and how long it may take."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

import pytest
import trustme

from crawler.webhook import Webhook, posting
from crawler.webhook.posting import post
from tests.crawler.webhook.receiver import Receiver, receiving


@contextmanager
def trickling(head: bytes) -> Iterator[str]:
    """A server that begins an answer so and never ends it, a byte every now and then."""
    server = socket.create_server(("127.0.0.1", 0))
    ended = Event()

    def serve() -> None:
        held, _ = server.accept()
        with held, suppress(OSError):
            held.recv(65536)
            held.sendall(head)
            while not ended.wait(0.05):
                held.sendall(b"a")

    thread = Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    finally:
        ended.set()
        thread.join()
        server.close()


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 20", b"HTTP/1.1 204 No Content\r\nX: "])
def test_an_answer_that_does_not_end_is_none(head: bytes) -> None:
    with trickling(head) as url, pytest.raises(TimeoutError, match="no answer within"):
        post(Webhook(url=url).address, b"{}", {}, 0.4)


def test_what_is_asked_stands_in_the_request(receiver: Receiver) -> None:
    url = receiver.url.replace("//", "//me:p%40ss@").replace("/edits", "/ed its")
    assert 204 == post(Webhook(url=url).address, b"{}", {"webhook-id": "1"}, 5)
    [(headers, _)] = receiver.take(1)
    assert ("/ed%20its?to=me", "1") == (headers["path"], headers["webhook-id"])
    assert "Basic bWU6cEBzcw==" == headers["Authorization"]
    assert url.split("@")[1].split("/")[0] == headers["Host"]


def test_https_is_asked_only_where_its_certificate_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    known = ssl.create_default_context(cadata=authority.cert_pem.bytes().decode())
    with receiving(context) as receiver:
        address = Webhook(url=receiver.url).address
        with pytest.raises(ssl.SSLCertVerificationError):
            post(address, b"{}", {}, 5)
        assert receiver.got.empty()
        monkeypatch.setattr(posting, "_tls", lambda: known)
        assert 204 == post(address, b"{}", {}, 5)
