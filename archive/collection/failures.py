"""One file, or one page, that cannot be dealt with: told, and passed over, so that the rest goes on.

What the file is to blame for is said in a sentence, with what to do. What we are to blame for is not
hidden behind it: its trace goes to logs/failures.jsonl, a JSON object a line.
"""

from __future__ import annotations

import json
import sqlite3
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from archive.collection.layout import Layout
from archive.errors import ArchiveError, BrokenRecord, BrokenWarc
from archive.files import is_regular
from archive.printable import one_line
from archive.times import utc_now, warc_date

LONGEST_NAME = 236
"""Bytes of a file's name; its index has a longer one, and a filesystem takes 255."""
_LONGEST_TRACE = 1 << 14


@contextmanager
def telling(layout: Layout, path: Path, told: list[str]) -> Iterator[None]:
    """What fails over one file is told, and the others are gone on with.

    What is wrong with the collection as a whole (a full device, a damaged index) is raised.
    """
    try:
        yield
    except (BrokenRecord, BrokenWarc) as error:
        told.append(one_line(str(error)))
    except (ArchiveError, sqlite3.Error):
        raise
    except Exception as error:  # noqa: BLE001  # whatever hostile bytes bring about
        told.append(failure_over(layout, str(path), error))


def failure_over(layout: Layout, about: str, error: Exception) -> str:
    """Keep the trace of a failure; what to say of it."""
    keep_trace(layout, about, error)
    return one_line(
        f"{about}: cannot be dealt with: {type(error).__name__}: {str(error)[:300]}; "
        "it is passed over, and logs/failures.jsonl has the trace for whoever mends the program"
    )


def keep_trace(layout: Layout, about: str, error: Exception) -> bool:
    """Append the trace of a fault of the program's own to logs/failures.jsonl; whether it could be."""
    trace = "".join(traceback.format_exception(error))[-_LONGEST_TRACE:]
    said = {"time": warc_date(utc_now()), "about": about, "trace": trace}
    with suppress(OSError), (layout.logs / "failures.jsonl").open("ab") as file:
        file.write(json.dumps(said).encode() + b"\n")
        return True
    return False


def refuse_odd(path: Path) -> None:
    """Raises BrokenWarc for what has a WARC's name and is no file to be read."""
    odd = what_is_odd(path)
    if odd is not None:
        raise BrokenWarc(f"{path}: {odd}")


def what_is_odd(path: Path) -> str | None:
    """What is wrong with a thing of this name as a file, and what to do; None for any file."""
    try:
        if not is_regular(path):
            return "is no regular file; move it away"
        size = len(path.name.encode())
    except OSError as error:
        return f"cannot be read: {error.strerror}; move it away"
    except UnicodeEncodeError:
        return "has a name that is not UTF-8; rename it"
    return None if size <= LONGEST_NAME else f"has a name of {size} bytes; rename it"
