"""`microfiche demo`: the main job on the bundled outlet, from the first crawl to the diff."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.rule import Rule
from rich.table import Table

from archive.cli.options import out
from archive.collection import Collection
from archive.diff.terminal import print_comparison
from archive.errors import BadInput
from archive.history import Edit, edits_of, latest_edits
from crawler.demo import Outlet

KEPT = Path("microfiche-demo")
PORT = 8417
SHOWN = "teachers-pay-deal"
"""The story whose diff is printed: an added paragraph and a declared correction."""


@click.command()
@click.option("--keep", is_flag=True, help=f"Keep the collection, in ./{KEPT}.")
@click.option("--serve", is_flag=True, help="Then open the reading room on it, until Ctrl-C.")
def command(keep: bool, serve: bool) -> None:
    """Crawl a bundled sample outlet twice, with an edited edition between, and show what changed.

    Everything happens on this machine, on loopback; it takes some ten seconds.
    """
    with _place(keep) as collection, _outlet() as outlet:
        _run(collection, outlet)
        _further(collection, outlet, keep)
        if serve:
            _command("serve", "--collection", str(collection), "--port", "0", "--replay-port", "0")


@contextmanager
def _place(keep: bool) -> Iterator[Path]:
    """Where the collection is made; removed at the end unless it is to be kept."""
    if keep:
        if KEPT.exists():
            raise BadInput(f"./{KEPT} exists already: remove it, or run without --keep")
        yield KEPT
        return
    directory = Path(tempfile.mkdtemp(prefix="microfiche-demo-"))
    try:
        yield directory / "collection"
    finally:
        shutil.rmtree(directory)


@contextmanager
def _outlet() -> Iterator[Outlet]:
    """The outlet, on the same port every time where that is free: its URLs then stay the same."""
    try:
        outlet = Outlet(port=PORT)
        outlet.start()
    except OSError:
        outlet = Outlet()
        outlet.start()
    try:
        yield outlet
    finally:
        outlet.stop()


def _run(path: Path, outlet: Outlet) -> None:
    console = out()
    console.print(f"A sample outlet, The Velmora Courier, is served on {outlet.base_url}")
    console.print(Rule("first crawl", align="left"))
    _tell_crawl(_crawl(path, outlet))
    outlet.publish(2)
    console.print(Rule("its editors publish a second edition; second crawl", align="left"))
    _tell_crawl(_crawl(path, outlet))
    with Collection.open(path) as collection:
        console.print(Rule("revisions found", align="left"))
        console.print(_table(_weightiest_first(latest_edits(collection, 50))))
        console.print(Rule("one of them: microfiche diff", align="left"))
        article_id = collection.find_article(outlet.url(SHOWN))
        print_comparison(edits_of(collection, article_id)[-1], console)
    console.print(Rule("the archive checks itself: microfiche verify", align="left"))
    _command("verify", "--collection", str(path))


def _crawl(path: Path, outlet: Outlet) -> dict[str, Any]:
    """A crawl in a process of its own, as a user would run it; its summary."""
    arguments = ("crawl", outlet.base_url, "--delay", "0", "--contact", "demo@example.org")
    done = _command(*arguments, "--collection", str(path), "--json", stdout=subprocess.PIPE)
    if not done.stdout:
        raise SystemExit(done.returncode)
    summary: dict[str, Any] = json.loads(done.stdout)
    return summary


def _command(*arguments: str, stdout: int | None = None) -> subprocess.CompletedProcess[bytes]:
    sys.stdout.flush()
    return subprocess.run(
        [sys.executable, "-m", "crawler.cli", *arguments], stdout=stdout, check=False
    )


def _tell_crawl(summary: dict[str, Any]) -> None:
    console = out()
    console.print(
        f"{summary['captures']} exchanges captured to WARC in {summary['seconds']:.1f} s: "
        f"{summary['articles_new']} new articles, "
        f"{summary['revisions_new'] - summary['articles_new']} edited ones, "
        f"{summary['comments_new']} new comments, {summary['unchanged']} unchanged"
    )
    for title in ("failed", "skipped"):
        for each in summary[title]:
            console.print(f"  {title}: {each['url']}: {each['reason']}", style="dim", markup=False)


def _weightiest_first(edits: list[Edit]) -> list[Edit]:
    return sorted(edits, key=lambda edit: -edit.significance)


def _table(edits: list[Edit]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("article", overflow="ellipsis", max_width=40, no_wrap=True)
    table.add_column("what changed")
    for edit in edits:
        silent = "[yellow]silent:[/] " if edit.silent else ""
        table.add_row(edit.headline or edit.url, silent + _events(edit))
    return table


def _events(edit: Edit) -> str:
    told = [
        name.replace("_", " ") + (f" x{count}" if count > 1 else "")
        for name, count in edit.events.items()
    ]
    return ", ".join(told)


def _further(path: Path, outlet: Outlet, keep: bool) -> None:
    console = out()
    console.print(Rule("look further", align="left"))
    program = _program()
    if not keep:
        console.print(f"This collection goes now; `{program} demo --keep` leaves it in ./{KEPT}:")
    option = f"--collection {KEPT if not keep else path}"
    for line in (
        f"{program} articles {option}",
        f"{program} show {outlet.url('ferry-fire-inquiry')} {option}",
        f"{program} diff {outlet.url('flood-barrier-contract')} {option}",
        f"{program} search crowns {option}",
        f"{program} serve {option}",
        f"{program} export wacz {option}",
    ):
        console.print(f"  {line}", markup=False)


def _program() -> str:
    """How the command is called here: in a fresh checkout it lies in .venv/bin."""
    if shutil.which("microfiche"):
        return "microfiche"
    beside = Path(sys.executable).with_name("microfiche")
    return str(beside.relative_to(Path.cwd())) if beside.is_relative_to(Path.cwd()) else str(beside)
