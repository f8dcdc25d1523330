"""`microfiche serve` as a process: what it prints, and how it ends."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

_MAIN = "import sys; from crawler.cli import main; main()"


def _started(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _MAIN, "serve", *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


@pytest.fixture
def served(shelf_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = _started("--collection", str(shelf_path), "--port", "0", "--replay-port", "0")
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_both_urls_serves_and_ends_cleanly(
    served: subprocess.Popen[str], number: signal.Signals
) -> None:
    assert served.stdout is not None
    room, replay = (served.stdout.readline().strip() for _ in range(2))
    answers = [httpx.get(f"{room}/api/").status_code, httpx.get(f"{replay}/cdx").status_code]
    served.send_signal(number)
    _, errors = served.communicate(timeout=20)
    assert ([200, 400], 0, "") == (answers, served.returncode, errors)


def test_without_a_collection_it_says_so_and_does_not_start(tmp_path: Path) -> None:
    process = _started("--collection", str(tmp_path / "none"), "--port", "0", "--replay-port", "0")
    printed, errors = process.communicate(timeout=20)
    assert (3, "") == (process.returncode, printed)
    assert str(tmp_path / "none") in errors


def test_a_port_that_is_taken_is_named(shelf_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        process = _started("--collection", str(shelf_path), "--port", port, "--replay-port", "0")
        _, errors = process.communicate(timeout=20)
    assert 2 == process.returncode
    assert f"127.0.0.1:{port}" in errors


def test_one_port_for_both_is_a_wrong_call_that_says_what_to_do(shelf_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    process = _started("--collection", str(shelf_path), "--port", port, "--replay-port", port)
    _, errors = process.communicate(timeout=20)
    assert (2, True, 1) == (
        process.returncode,
        "give two different ports" in errors,
        errors.count("\n"),
    )
