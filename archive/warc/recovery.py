"""What a crash leaves: an `.open` file whose last record may be torn.

The file is cut at the last whole record and the cut bytes are kept aside; only then is it closed.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from isal import isal_zlib
from isal.igzip_lib import IsalError

from archive.files import Appender, is_held, publish, write_whole

_PIECE = 1 << 18
_RECORD_END = b"\r\n\r\n"


def abandoned(directory: Path) -> list[Path]:
    """The `.open` files that no living process writes."""
    return [path for path in sorted(directory.glob("*.open")) if not is_held(path)]


def whole_length(path: Path) -> int:
    """Bytes of a .warc.gz up to the end of its last whole record: gzip member, CRC, closing CRLFs."""
    with path.open("rb") as file:
        end = 0
        while (length := _record_length(file, end)) is not None:
            end += length
        return end


def _record_length(file: BinaryIO, start: int) -> int | None:
    """The length of the member at `start` if it holds a whole record; None otherwise."""
    found = _member(file, start)
    return found[0] if found and found[1] == _RECORD_END else None


def member_length(file: BinaryIO, start: int) -> int | None:
    """The length of the gzip member at `start`; None where it is torn or there is none."""
    found = _member(file, start)
    return found[0] if found else None


def _member(file: BinaryIO, start: int) -> tuple[int, bytes] | None:
    """The length of a whole gzip member, and the last four bytes in it."""
    file.seek(start)
    decoder = isal_zlib.decompressobj(31)
    consumed, tail = 0, b""
    try:
        while piece := file.read(_PIECE):
            tail = (tail + decoder.decompress(piece))[-4:]
            consumed += len(piece)
            if decoder.eof:
                return consumed - len(decoder.unused_data), tail
    except (IsalError, EOFError):  # type: ignore[misc]  # the stub gives it no base
        return None
    return None


def close_abandoned(path: Path, aside: Path) -> Path | None:
    """Cut, keep the cut bytes in `aside`, give the final name; None where nothing whole was left."""
    final = path.with_name(path.name.removesuffix(".open"))
    end = whole_length(path)
    with Appender(path) as file:
        if end < file.size:
            keep_aside(path, end, aside)
            file.cut(end)
        if end:
            file.sync()
            publish(path, final)
            return final
    path.unlink()
    return None


def keep_aside(path: Path, start: int, aside: Path) -> Path:
    """Copy what stands behind `start` to a file of its own before it is cut off."""
    aside.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as file:
        file.seek(start)
        kept = aside / f"{path.name}@{start}"
        write_whole(kept, file.read())
    return kept
