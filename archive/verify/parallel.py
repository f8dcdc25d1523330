"""Runs a check of many files in parallel processes; what each gives comes in the files' order.

Processes are spawned, so that none shares a lock or a connection with its parent. A process that is
asked to stop ends at its next record.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from archive.verify.findings import Progress

if TYPE_CHECKING:
    from concurrent.futures import Future

_Given = TypeVar("_Given")

Tell = Callable[[int], None]
"""Called with how many bytes of the file were read."""
Task = Callable[[Path, Tell], _Given]
"""A function of a module, so that another process finds it by its name."""

_WORTH = 16 << 20
"""Bytes that must be there to check before other processes are started: each takes 0.1 s."""
_SECONDS = 0.2
"""Between two looks at how far the processes are."""


class _Stopped(BaseException):
    """The parent wants no more of it; no fault of a file."""


def in_order(
    task: Task[_Given], files: Sequence[Path], jobs: int, progress: Progress
) -> Iterator[_Given]:
    """What the task gives of each file, in the order of the files."""
    sizes = [path.stat().st_size if path.exists() else 0 for path in files]
    jobs = min(jobs, len(files))
    if jobs < 2 or sum(sizes) < _WORTH:
        for path in files:
            progress(path, 0)
            yield task(path, lambda read, path=path: progress(path, read))  # type: ignore[misc]
    else:
        yield from _spread(task, files, jobs, progress)


def _spread(
    task: Task[_Given], files: Sequence[Path], jobs: int, progress: Progress
) -> Iterator[_Given]:
    from concurrent.futures import ProcessPoolExecutor  # small files are checked before it is there
    from multiprocessing import get_context

    context = get_context("spawn")
    reached: Any = context.Array("q", len(files) + 1, lock=False)  # the last one says stop
    pool = ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(reached,))
    todo = iter(enumerate(files))
    running: deque[tuple[int, Future[_Given]]] = deque()
    try:
        while True:
            with _uninterrupted():
                for number, path in islice(todo, 2 * jobs - len(running)):
                    running.append((number, pool.submit(_run, task, path, number)))
            if not running:
                return
            number, future = running.popleft()
            yield _awaited(future, lambda: _tell(files, reached, progress))
            reached[number] = -1
    finally:
        reached[len(files)] = 1
        pool.shutdown(cancel_futures=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Processes that begin here never see Ctrl-C: their parent tells them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _awaited(future: Future[_Given], look: Callable[[], None]) -> _Given:
    from concurrent.futures import TimeoutError as NotYet

    while True:
        look()
        try:
            return future.result(_SECONDS)
        except NotYet:
            continue


def _tell(files: Sequence[Path], reached: Any, progress: Progress) -> None:
    """Say how far the first file is that is not finished, and those behind it as if it were."""
    ahead = sum(max(0, reached[number]) for number in range(len(files)))
    first = next((number for number in range(len(files)) if reached[number] >= 0), None)
    if first is not None:
        progress(files[first], ahead)


_reached: Any = None
"""In a process of the pool: how far each file is, shared with the parent."""


def _begin(reached: Any) -> None:
    global _reached  # noqa: PLW0603  # shared memory reaches a process only when it begins
    _reached = reached


def _run(task: Task[_Given], path: Path, number: int) -> _Given:
    def tell(read: int) -> None:
        _reached[number] = read
        if _reached[len(_reached) - 1]:
            raise _Stopped

    tell(0)
    return task(path, tell)
