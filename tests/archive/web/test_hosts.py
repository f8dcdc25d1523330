import pytest

from archive.web.hosts import Hosts, authority


@pytest.mark.parametrize(
    ("expected", "bound", "host"),
    [
        (True, "127.0.0.1", "127.0.0.1:8080"),
        (True, "127.0.0.1", "localhost:8080"),
        (True, "127.0.0.1", "LOCALHOST"),
        (True, "127.0.0.1", "[::1]:8080"),
        (False, "127.0.0.1", "evil.example:8080"),
        (False, "127.0.0.1", "127.0.0.1.evil.example"),
        (False, "127.0.0.1", "192.0.2.1"),
        (False, "127.0.0.1", None),
        (False, "127.0.0.1", ""),
        (True, "archive.example", "archive.example:8080"),
        (True, "0.0.0.0", "192.0.2.1:8080"),
        (False, "0.0.0.0", "evil.example"),
    ],
)
def test_only_names_of_ones_own_are_answered(expected: bool, bound: str, host: str | None) -> None:
    assert expected == Hosts(bound).accepts(host)


def test_the_other_port_is_on_the_same_host() -> None:
    assert "localhost:9" == authority("localhost:8080", 9)


def test_the_other_port_of_an_ipv6_host_keeps_its_brackets() -> None:
    assert "[::1]:9" == authority("[::1]:8080", 9)
