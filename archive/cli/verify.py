"""`microfiche verify`: what is wrong with the collection, or with any WARC, ARC or WACZ file."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from archive.cli.keys import key_option, trusted_key
from archive.cli.options import collection_option, err, json_option, out, print_json_lines
from archive.printable import one_line
from archive.verify import RULES, Finding, Severity, files_of, verify_collection, verify_files
from archive.verify.findings import Progress, silent

_COLOURS = {"error": "bold red", "warning": "yellow", "info": "dim"}
_WORST_FIRST: tuple[Severity, ...] = ("error", "warning", "info")
_SHOWN = 5
"""Findings of one rule in one file that are printed one by one; --json has them all."""

_FILES_SHOWN = 50
"""Files of which the findings are printed."""
_LONGEST = 300
"""Characters of a message that are printed."""


@click.command("verify")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--fixity",
    is_flag=True,
    help="Only compare every closed file, byte by byte, with the manifest of fixity/.",
)
@click.option("--seal", metavar="SHA256", help="With --fixity: a seal that has to be there.")
@key_option("--key", "The public key (PEM) that has to have signed the WACZ, or the manifest.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=lambda: len(os.sched_getaffinity(0)),
    show_default="one a core",
    help="Files that are checked at a time, each in a process.",
)
@click.option("--rules", "show_rules", is_flag=True, help="Only print what is checked.")
@json_option
@collection_option
def command(
    files: tuple[Path, ...],
    fixity: bool,
    seal: str | None,
    key_file: Path | None,
    jobs: int,
    show_rules: bool,
    as_json: bool,
    collection_dir: Path,
) -> None:
    """Check the collection, or WARC, ARC and WACZ files of any origin, and say what is wrong.

    Exit status 1 where there is a finding of severity error.
    """
    if show_rules:
        out().print(rules_table(), markup=False, soft_wrap=True)
        return
    if seal is not None and not fixity:
        raise click.UsageError("--seal is of --fixity")
    if key_file is not None and not (files or fixity):
        raise click.UsageError("--key is of a WACZ package or of --fixity")
    if fixity:
        if files:
            raise click.UsageError("--fixity compares the collection's files; name no FILE with it")
        _compare(collection_dir, seal, trusted_key(key_file), as_json)
        return
    paths = list(files) or files_of(collection_dir)
    with _progress(paths) as advance:
        if files:
            found = verify_files(files, advance, jobs, trusted_key(key_file))
        else:
            found = verify_collection(collection_dir, advance, jobs)
        failed = _print_json(found) if as_json else _print_findings(list(found), out())
    if failed:
        raise SystemExit(1)


def _compare(collection_dir: Path, seal: str | None, trusted: bytes | None, as_json: bool) -> None:
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    from archive.verify.fixity import Compared, bytes_to_read, verify_fixity

    compared = Compared()
    columns = (TextColumn("comparing"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    hidden = not err().is_terminal
    with Progress(*columns, console=err(), transient=True, disable=hidden) as bar:
        task = bar.add_task("", total=None if hidden else bytes_to_read(collection_dir))
        found = verify_fixity(
            collection_dir,
            lambda more: bar.advance(task, more),
            compared,
            seal=seal,
            trusted=trusted,
        )
        failed = _print_json(found) if as_json else _print_findings(list(found), out())
    if not as_json:
        out().print(f"{compared.files:,} files, {compared.bytes:,} bytes as the manifest has them")
    if failed:
        raise SystemExit(1)


@contextmanager
def _progress(paths: list[Path]) -> Iterator[Progress]:
    """A progress bar on stderr, by bytes of the files; on a terminal only."""
    if not err().is_terminal:
        yield silent
        return
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    sizes = [path.stat().st_size if path.exists() else 0 for path in paths]
    before = dict(zip(paths, accumulate(sizes, initial=0), strict=False))
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Bar(*columns, console=err(), transient=True) as bar:
        task = bar.add_task("checking", total=max(1, sum(sizes)))

        def advance(path: Path, read: int) -> None:
            completed = before.get(path, 0) + read
            bar.update(task, completed=completed, description=escape(path.name[:40]))

        yield advance


def _print_json(found: Iterator[Finding]) -> bool:
    failed = False
    for one in found:
        failed = failed or one.severity == "error"
        print_json_lines([{name: _encodable(value) for name, value in asdict(one).items()}])
    return failed


def _encodable(value: Any) -> Any:
    """A text without lone surrogates: a name may have them, UTF-8 has not."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def _print_findings(found: list[Finding], console: Console) -> bool:
    """Grouped by file and rule, the worst first; then a line that sums up."""
    files = groupby(sorted(found, key=lambda one: one.file), lambda one: one.file)
    for number, (file, group) in enumerate(files, 1):
        if number <= _FILES_SHOWN:
            console.print(Text(one_line(file), "bold"), soft_wrap=True)
            _print_file(list(group), console)
        elif number == _FILES_SHOWN + 1:
            console.print("More files have findings; --json has them all.")
    counts = Counter(one.severity for one in found)
    summed = ", ".join(_count(name, counts[name]) for name in _WORST_FIRST if counts[name])
    console.print(summed or "[green]Nothing is wrong.[/green]")
    return counts["error"] > 0


def _count(severity: Severity, number: int) -> str:
    return f"[{_COLOURS[severity]}]{number} {severity}{'' if number == 1 else 's'}[/]"


def _print_file(found: list[Finding], console: Console) -> None:
    """A line for each finding, under its rule; what holds for all of them is said once."""
    rules = sorted({one.rule for one in found}, key=lambda r: _WORST_FIRST.index(RULES[r].severity))
    for name in rules:
        same = [one for one in found if one.rule == name]
        rule = RULES[name]
        line = Text(f"  {rule.severity} {name}", _COLOURS[rule.severity])
        console.print(line, end="")
        console.print(Text(f"  {rule.advice}", "dim"), soft_wrap=True)
        for one in same[:_SHOWN]:
            console.print(Text(f"      {_line(one)}"), soft_wrap=True)
        if len(same) > _SHOWN:
            console.print(f"      and {len(same) - _SHOWN} more; --json has them all")


def _line(one: Finding) -> str:
    """Where, what, and of which record."""
    where = "" if one.offset is None else f"at {one.offset}: "
    about = " ".join(part for part in (one.url, one.record_id) if part)
    message = one_line(one.message)[:_LONGEST]
    return f"{where}{message}{f'  ({one_line(about)[:_LONGEST]})' if about else ''}"


def rules_table() -> str:
    """The table of docs/verify.md, in Markdown."""
    lines = ["| Rule | Severity | Section | What is so where nothing is wrong | What can be done |"]
    lines.append("| --- | --- | --- | --- | --- |")
    for name, rule in RULES.items():
        cells = (f"`{name}`", rule.severity, rule.section, rule.says, rule.advice)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
