"""The memory of a purge: neither a large WARC nor a large record in it is ever held."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archive.collection.kept import URL, Kept, day, put, wire
from tests.purged import severities

MEBI = 1 << 20
MOST = 40 * 1024
"""KiB that a purge may take beyond a command that only lists."""
RUN = """
import resource, sys
from crawler.cli import main
sys.argv[0] = "microfiche"
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def peak(*arguments: object) -> int:
    """KiB that a command took at most."""
    command = [sys.executable, "-c", RUN, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stderr.split()[-1])


@pytest.mark.torture
@pytest.mark.timeout(600)
def test_a_purge_of_a_large_warc_takes_no_memory_for_it(tmp_path: Path) -> None:
    path = tmp_path / "c"
    kept = Kept(path)
    kept.read(day(1), "The quay is closed.")
    for number in range(240):
        put(kept.writer, wire(f"{URL}-{number}", os.urandom(MEBI), day(2)))
    put(kept.writer, wire(URL, os.urandom(60 * MEBI), day(3)))
    kept.close()
    assert sum(file.stat().st_size for file in (path / "warc").iterdir()) > 300 * MEBI
    idle = peak("withdraw", "--list", "--collection", path)
    words = ("withdraw", URL, "--reason", "asked", "--purge", "--yes", "--collection", path)
    assert peak(*words) - idle < MOST
    assert "error" not in severities(path)
