"""Prints findings for people: by file and rule, the worst first, then a line that sums up.

Of each rule in each file the first findings are held, of the others their number.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import click

from archive.printable import one_line
from archive.verify.findings import RULES, Finding, Severity

_WORST_FIRST: tuple[Severity, ...] = ("error", "warning", "info")
_SHOWN = 5
"""Findings of one rule in one file that are printed one by one; --json has them all."""

_FILES_SHOWN = 50
"""Files of which the findings are printed."""
_LONGEST = 300
"""Characters of a message that are printed."""


@dataclass(slots=True)
class _Group:
    """The findings of one rule in one file."""

    first: list[Finding] = field(default_factory=list)
    count: int = 0


def print_findings(found: Iterable[Finding]) -> bool:
    """Whether one is of severity error."""
    files: dict[str, dict[str, _Group]] = {}
    counts: Counter[str] = Counter()
    for one in found:
        counts[one.severity] += one.count
        group = files.setdefault(one.file, {}).setdefault(one.rule, _Group())
        group.count += one.count
        if len(group.first) < _SHOWN:
            group.first.append(one)
    for file in sorted(files)[:_FILES_SHOWN]:
        _say(_styled(one_line(file), "bold"))
        _print_file(files[file])
    if len(files) > _FILES_SHOWN:
        _say("More files have findings; --json has them all.")
    summed = ", ".join(_count(name, counts[name]) for name in _WORST_FIRST if counts[name])
    _say(summed or _styled("Nothing is wrong.", "green"))
    return counts["error"] > 0


def _count(severity: Severity, number: int) -> str:
    return _styled(f"{number} {severity}{'' if number == 1 else 's'}", severity)


def _print_file(groups: dict[str, _Group]) -> None:
    """A line for each finding, under its rule; what holds for all of them is said once."""
    names = sorted(sorted(groups), key=lambda name: _WORST_FIRST.index(RULES[name].severity))
    for name in names:
        rule, group = RULES[name], groups[name]
        said = _styled(f"  {rule.severity} {name}", rule.severity)
        _say(f"{said}{_styled(f'  {rule.advice}', 'info')}")
        for one in group.first:
            _say(f"      {_line(one)}")
        if group.count > len(group.first):
            _say(f"      and {group.count - len(group.first):,} more; --json has them all")


def _line(one: Finding) -> str:
    """Where, what, and of which record."""
    where = "" if one.offset is None else f"at {one.offset}: "
    about = " ".join(part for part in (one.url, one.record_id) if part)
    message = one_line(one.message)[:_LONGEST]
    return f"{where}{message}{f'  ({one_line(about)[:_LONGEST]})' if about else ''}"


def _styled(text: str, style: str) -> str:
    return click.style(text, **_STYLES[style])  # type: ignore[arg-type]  # names of its parameters


_STYLES: dict[str, dict[str, object]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow"},
    "info": {"dim": True},
    "bold": {"bold": True},
    "green": {"fg": "green"},
}


def _say(text: str) -> None:
    """A line on stdout; colour on terminals only, and not where NO_COLOR is set."""
    click.echo(text, color=False if os.environ.get("NO_COLOR") else None)
