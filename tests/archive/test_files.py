"""Files that only grow: their locks, their ends, what a full disk leaves."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import CollectionError, CollectionFull
from archive.files import (
    Appender,
    is_held,
    naming,
    publish,
    remove_unfinished,
    taken,
    unfinished,
    write_whole,
)


def test_what_is_written_stands_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one")
    with Appender(path) as file:
        assert (3, 6) == (file.write(b"two"), file.size)
    assert b"onetwo" == path.read_bytes()


def test_two_cannot_write_one_file(tmp_path: Path) -> None:
    with Appender(tmp_path / "a"), pytest.raises(CollectionError, match="another process"):
        Appender(tmp_path / "a")


def test_a_new_file_is_never_seen_without_its_lock(tmp_path: Path) -> None:
    """Before it has its name nobody can find it; its first name is of no kind that is looked for."""
    with Appender(tmp_path / "a.warc.gz.open") as file:
        assert [file.path] == list(tmp_path.iterdir())
        assert is_held(file.path)
    assert not is_held(tmp_path / "a.warc.gz.open")


def test_a_lock_dies_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "a"
    script = (
        "import sys, pathlib, time; from archive.files import Appender;"
        "f = Appender(pathlib.Path(sys.argv[1])); f.write(b'x'); print('up', flush=True);"
        "time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        held = is_held(path)
        child.send_signal(signal.SIGKILL)
    assert (True, False) == (held, is_held(path))


def test_a_file_is_taken_by_one_only(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"")
    with taken(path) as first, taken(path) as second:
        assert (True, False) == (first, second)


def test_a_file_that_is_gone_cannot_be_taken(tmp_path: Path) -> None:
    with taken(tmp_path / "a") as mine:
        assert not mine
    assert [] == list(tmp_path.iterdir())


def test_a_published_file_is_held_until_it_has_its_name(tmp_path: Path) -> None:
    file = Appender(tmp_path / "a.open")
    file.write(b"x")
    file.publish(tmp_path / "a")
    assert [tmp_path / "a"] == list(tmp_path.iterdir())


def test_nothing_is_published_over_another_file(tmp_path: Path) -> None:
    (tmp_path / "a.open").write_bytes(b"new")
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(CollectionError, match="exists already"):
        publish(tmp_path / "a.open", tmp_path / "a")
    assert b"old" == (tmp_path / "a").read_bytes()


@pytest.fixture
def small_files():
    """Files may have 64 KiB, as a device has an end: EFBIG instead of ENOSPC."""
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, hard))
    yield 65_536
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, handler)


def test_what_does_not_fit_leaves_the_file_as_it_was(tmp_path: Path, small_files: int) -> None:
    with Appender(tmp_path / "a") as file:
        file.write(b"x" * 60_000)
        with pytest.raises(CollectionFull, match="no space left"):
            file.write(b"y" * 10_000)
        assert 60_000 == file.size
        assert b"x" * 60_000 == (tmp_path / "a").read_bytes()
        assert 60_000 == file.write(b"z")


def test_after_a_failed_sync_none_succeeds(tmp_path: Path, monkeypatch) -> None:
    """The system may drop the pages that it could not write and call the next fsync a success."""
    file = Appender(tmp_path / "a")
    with monkeypatch.context() as broken:
        broken.setattr(
            os, "fsync", lambda descriptor: (_ for _ in ()).throw(OSError(errno.EIO, "I/O"))
        )
        with pytest.raises(CollectionError):
            file.sync()
    with pytest.raises(CollectionError, match="I/O"):
        file.sync()
    with pytest.raises(CollectionError):
        file.close()
    assert not is_held(tmp_path / "a")


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "free some"), (errno.EROFS, "cannot be written"), (errno.EIO, "/x/y")],
)
def test_an_os_error_names_the_file_and_what_to_do(number: int, said: str) -> None:
    with pytest.raises(CollectionError, match=said), naming(Path("/x/y")):
        raise OSError(number, os.strerror(number))


def test_a_derived_file_is_replaced_at_once(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", b"old and long")
    write_whole(tmp_path / "a", b"new")
    assert (b"new", [tmp_path / "a"]) == ((tmp_path / "a").read_bytes(), list(tmp_path.iterdir()))


def test_what_fails_on_the_way_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with pytest.raises(TypeError), unfinished(path) as file:
        file.write("half")  # type: ignore[arg-type]
    assert ([path], b"old") == (list(tmp_path.iterdir()), path.read_bytes())


def test_what_a_dead_process_did_not_finish_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".a.123.tmp").write_bytes(b"ha")
    with unfinished(tmp_path / "b") as file:
        remove_unfinished(tmp_path)
        file.write(b"whole")
    assert ([tmp_path / "b"], b"whole") == (list(tmp_path.iterdir()), (tmp_path / "b").read_bytes())
