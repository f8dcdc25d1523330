"""The files that an import brings, said where a crash does not forget them.

An imported file keeps its own name, which says nothing of the writer that reads it. So the writer's
marker says it: a JSON line, durable before the file has its name below warc/. Whoever finds the
marker of a dead writer knows by it which captures may lack an observation, and where the file came
from. Once they are recorded the line goes to logs/imports.jsonl, and the marker goes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from archive.collection.layout import Layout
from archive.files import naming, taken
from archive.times import utc_now, warc_date

SCRATCH = ".import-"
"""Begins the names of directories below crawl/ in which imports unpack; each locks its own."""


def line_of(arrival: Mapping[str, object]) -> bytes:
    """What a marker says of a file: at least its `name` below warc/."""
    return json.dumps(arrival).encode() + b"\n"


def arrivals_of(layout: Layout, writer_id: str) -> list[dict[str, Any]]:
    """The files that a writer brought, as its marker says, if they got their names."""
    try:
        lines = (layout.writers / writer_id).read_bytes().splitlines()
    except FileNotFoundError:
        return []
    found: list[dict[str, Any]] = []
    for line in lines:
        with suppress(ValueError):  # the marker of a writer that died while it wrote the line
            said = json.loads(line)
            if isinstance(said, dict) and _is_there(layout, said.get("name")):
                found.append(said)
    return found


def _is_there(layout: Layout, name: object) -> bool:
    return isinstance(name, str) and "/" not in name and (layout.warc / name).is_file()


def log(layout: Layout, arrival: Mapping[str, object]) -> None:
    """Where a file came from, for those who ask later: a line of logs/imports.jsonl."""
    path = layout.logs / "imports.jsonl"
    with naming(path), path.open("ab") as file:
        file.write(line_of({"imported_at": warc_date(utc_now()), **arrival}))


def remove_scratch(layout: Layout) -> None:
    """Remove what killed imports unpacked and downloaded."""
    for path in layout.crawl.glob(f"{SCRATCH}*"):
        with taken(path) as is_ours:
            if is_ours and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
