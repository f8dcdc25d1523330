"""`microfiche verify`: what is wrong with the collection, or with any WARC, ARC or WACZ file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import accumulate
from pathlib import Path
from typing import Any

import click

from archive.cli.findings import print_findings
from archive.cli.keys import key_option, trusted_key
from archive.cli.named import WRONG_CALL, present, tell
from archive.cli.options import collection_option, err, json_option, print_json_lines
from archive.verify import RULES, Finding, files_of, verify_collection, verify_files
from archive.verify.findings import Progress, silent


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

    Exit status 1 where there is a finding of severity error, 2 where a FILE is not there.
    """
    if show_rules:
        click.echo(rules_table())
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
    named, missing = present(files) if files else ([], [])
    with _progress(named or files_of(collection_dir)) as advance:
        if files:
            found = verify_files(named, advance, jobs, trusted_key(key_file))
        else:
            found = verify_collection(collection_dir, advance, jobs)
        failed = _print_json(found) if as_json else print_findings(found)
    tell(missing)
    if missing:
        raise SystemExit(WRONG_CALL)
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
        failed = _print_json(found) if as_json else print_findings(found)
    if not as_json:
        click.echo(f"{compared.files:,} files, {compared.bytes:,} bytes as the manifest has them")
    if failed:
        raise SystemExit(1)


@contextmanager
def _progress(paths: list[Path]) -> Iterator[Progress]:
    """A progress bar on stderr, by bytes of the files; on a terminal only."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.markup import escape
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


def rules_table() -> str:
    """The table of docs/verify.md, in Markdown."""
    lines = ["| Rule | Severity | Section | What is so where nothing is wrong | What can be done |"]
    lines.append("| --- | --- | --- | --- | --- |")
    for name, rule in RULES.items():
        cells = (f"`{name}`", rule.severity, rule.section, rule.says, rule.advice)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
