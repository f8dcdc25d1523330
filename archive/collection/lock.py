"""The collection's locks: flock on files, so that a lock dies with its process.

`exclusive` is for repair, rebuild and migrations, and the file names the holder; `shared` is held by
every writer, so that those wait for the writers' end.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import CollectionLocked
from archive.files import naming
from archive.times import utc_now, warc_date


@contextmanager
def exclusive(path: Path, purpose: str, wait_seconds: float = 0) -> Iterator[None]:
    """Alone in the collection. Raises CollectionLocked, naming who is there."""
    with _descriptor(path) as descriptor:
        _acquire(descriptor, fcntl.LOCK_EX, path, wait_seconds)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, _holder(purpose), 0)
        try:
            yield
        finally:
            os.ftruncate(descriptor, 0)


@contextmanager
def shared(path: Path, wait_seconds: float = 0) -> Iterator[None]:
    """One of several writers. Raises CollectionLocked while somebody is alone in the collection."""
    with _descriptor(path) as descriptor:
        _acquire(descriptor, fcntl.LOCK_SH, path, wait_seconds)
        os.ftruncate(descriptor, 0)  # what a dead holder left would be named as the reason
        yield


@contextmanager
def _descriptor(path: Path) -> Iterator[int]:
    with naming(path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, mode: int, path: Path, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, mode | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                raise CollectionLocked(_refusal(descriptor, path)) from error
            time.sleep(0.05)
        else:
            return


def _holder(purpose: str) -> bytes:
    holder = {
        "purpose": purpose,
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": warc_date(utc_now()),
    }
    return json.dumps(holder).encode("utf-8")


def _refusal(descriptor: int, path: Path) -> str:
    try:
        holder = json.loads(os.pread(descriptor, 4096, 0) or b"{}")
    except ValueError:
        holder = {}
    if "pid" in holder:
        who = f"`{holder['purpose']}`, process {holder['pid']} on {holder['host']}"
        return f"{path.parent}: locked by {who} since {holder['since']}; wait for its end"
    return f"{path.parent}: a crawl is writing to the collection; wait for its end or stop it"
