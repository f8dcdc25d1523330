"""Runs `microfiche` as its users do: in a process of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.cli import main

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-W", "error::DeprecationWarning:crawler", "-m", "crawler.cli")


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Stdout as one JSON document."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Stdout as a JSON document a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def microfiche(
    *arguments: object, stdin: str = "", timeout: float = 120, **environment: str
) -> Done:
    """Run the command; nothing is asked, no contact is warned about."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        env={**os.environ, "MICROFICHE_CONTACT": "tests@example.org", **environment},
    )
    return Done(done.returncode, done.stdout, done.stderr)


def crawl(collection: Path, *targets: object, options: tuple[object, ...] = ()) -> Done:
    """Crawl one's own server: without waits, with the summary as JSON."""
    return microfiche(
        "crawl", *targets, "--collection", collection, "--delay", 0, "--json", *options
    )


def within(*arguments: object) -> Done:
    """Run a command in this process: quicker by the start of one; for what crawls nothing."""
    out, err = io.StringIO(), io.StringIO()
    status: object = 0
    argv, sys.argv = sys.argv, ["microfiche", *map(str, arguments)]
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main()
    except SystemExit as end:
        status = end.code
    finally:
        sys.argv = argv
    assert status is None or isinstance(status, int)
    return Done(status or 0, out.getvalue(), err.getvalue())
