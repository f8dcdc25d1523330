"""An import that is killed: what it brought is read by the next repair, and said where it came from."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.collection import Collection, recovery
from archive.collection.manifest import read_manifest
from archive.verify import verify_collection
from archive.verify.fixity import verify_fixity
from crawler.importing import import_file
from crawler.rereading import roll_forward
from tests.archive.collection.kept import URL
from tests.crawler.test_importing import filed, page, texts

KILLED = """
import os, signal, sys
from pathlib import Path
from archive import cdxj
from archive.collection import Collection
from crawler import importing

def die(*given):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[3] == "named":
    importing._indexed = die
if sys.argv[3] == "indexed":
    cdxj.write = die
with Collection.create_or_open(Path(sys.argv[1])) as collection:
    importing.import_file(collection, Path(sys.argv[2]), die)
"""


@pytest.mark.parametrize("when", ["named", "indexed", "read"])
def test_what_a_killed_import_brought_is_read_by_a_repair(tmp_path: Path, when: str) -> None:
    first = page("First.", "2020-01-01T00:00:00Z")
    second = page("Second.", "2020-01-02T00:00:00Z")
    path = filed(tmp_path, first, second)
    kept = tmp_path / "collection"
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(kept), str(path), when], check=False, timeout=60
    )
    assert -signal.SIGKILL == done.returncode
    with Collection.create_or_open(kept) as collection:
        report = recovery.repair(collection.layout, collection.index)
        assert 2 == sum(roll_forward(collection, each) for each in report.dead_writers)
        assert (["First.", "Second."], []) == (
            texts(collection),
            recovery.dead_writers(collection.layout),
        )
        (noted,) = read_manifest(collection.layout).files()[f"warc/{path.name}"]
        (line,) = (collection.layout.logs / "imports.jsonl").read_text().splitlines()
        assert import_file(collection, path).known
        assert 2 == len(collection.observations(collection.find_article(URL)))
    assert ("imported", str(path), 2) == (
        noted.why,
        json.loads(line)["file"],
        json.loads(line)["observations"],
    )
    wrong = [one for one in verify_collection(kept) if one.severity == "error"]
    assert ([], []) == (wrong, list(verify_fixity(kept)))


def test_a_repair_removes_what_a_killed_import_unpacked(tmp_path: Path) -> None:
    with Collection.create_or_open(tmp_path / "collection") as collection:
        left = collection.layout.crawl / ".import-x1y2"
        (left / "inside").mkdir(parents=True)
        (left / "inside/a.warc").write_bytes(b"half")
        recovery.repair(collection.layout, collection.index)
        assert not left.exists()
