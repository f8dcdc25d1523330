"""What reading a large page takes of memory, as a multiple of the page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.crawler.hostile import PAGES

ROOT = Path(__file__).resolve().parents[3]
LARGEST = 16
"""MB; downloads are cut there."""
MOST = 10.0
MEASURED = """
import gc, sys
from crawler.reading import normalize, read
from tests.crawler.hostile import PAGES
from tests.crawler.reading.pages import answer

def status(name):
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) << 10

megabytes, name = float(sys.argv[1]), sys.argv[2]
def taken(exchange):
    gc.collect()
    open("/proc/self/clear_refs", "w").write("5")  # forget the highest so far: proc(5)
    before = status("VmRSS")
    normalize(read(exchange, None), exchange, None, None)
    return status("VmHWM") - before
taken(answer(PAGES[name](50)))  # what is loaded once
each = (len(PAGES[name](4000)) - len(PAGES[name](2000))) / 2000
exchange = answer(PAGES[name](int(megabytes * 1024 * 1024 / each)))
print(taken(exchange) / len(exchange.body))
"""


def multiple(name: str, megabytes: float) -> float:
    """How many times a page of this shape and size its reading takes, at the highest."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(megabytes), name],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return float(done.stdout)


pytestmark = pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="the system tells no highest use of memory"
)


@pytest.mark.parametrize("name", ["siblings", "links", "a credit again and again"])
def test_the_largest_page_takes_less_than_ten_times_itself(name: str) -> None:
    assert multiple(name, LARGEST) < MOST


@pytest.mark.torture
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_largest_pages_of_every_shape_do(name: str) -> None:
    assert multiple(name, LARGEST) < MOST
