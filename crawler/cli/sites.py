"""`microfiche sites`: the sites that have a file of their own, or what a checkout of rules serves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import click

from archive.cli.options import json_option, out, print_json_lines
from archive.cli.tables import print_table

_COLUMNS = ("name", "domains", "layouts", "begins at")
_FATES = ("served", "needless", "not_served")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLine:
    """One site as `--json` gives it."""

    name: str
    domains: tuple[str, ...]
    layouts: tuple[str, ...]
    sources: tuple[str, ...]
    time_zone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FtrLine:
    """One line of a file of ftr-site-config that is not served, as `--json` gives it."""

    file: str
    line: int
    directive: str
    value: str
    why: str | None


@click.command("sites")
@click.option(
    "--ftr",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Count what the rules of this checkout of ftr-site-config serve instead; --json gives "
    "every line that is not served, and why.",
)
@json_option
def command(ftr: Path | None, as_json: bool) -> None:
    """List the sites that have a file of their own.

    Any other site is crawled and read without one.
    """
    if ftr is not None:
        _report(ftr, as_json)
        return
    lines = _lines()
    if as_json:
        print_json_lines(lines)
    else:
        print_table(out(), _COLUMNS, map(_row, lines))


def _lines() -> list[SiteLine]:
    from crawler.sites import all_sites

    return [
        SiteLine(
            name=site.name,
            domains=site.domains,
            layouts=tuple(layout.name for layout in site.layouts),
            sources=site.sources or (f"https://{site.domains[0]}/",),
            time_zone=site.time_zone,
        )
        for site in all_sites()
    ]


def _row(line: SiteLine) -> tuple[str, ...]:
    columns = (line.domains, line.layouts or ("-",), line.sources)
    return (line.name, *(", ".join(values) for values in columns))


def _report(checkout: Path, as_json: bool) -> None:
    """How many lines of each directive serve, and why the others do not."""
    from crawler.sites import ftr_files

    files = 0
    counts: Counter[tuple[str, str]] = Counter()
    unserved: list[FtrLine] = []
    for name, lines in ftr_files(checkout):
        files += 1
        for line in lines:
            counts[line.directive or "?", line.fate] += 1
            if line.fate == "not_served":
                unserved.append(
                    FtrLine(
                        file=name,
                        line=line.number,
                        directive=line.directive,
                        value=line.value,
                        why=line.why,
                    )
                )
    if as_json:
        print_json_lines(unserved)
        return
    names = sorted({name for name, _ in counts})
    rows = [(name, *(str(counts[name, fate] or "") for fate in _FATES)) for name in names]
    print_table(out(), ("directive", "served", "needless here", "not served"), rows)
    totals = {fate: sum(counts[name, fate] for name in names) for fate in _FATES}
    of = totals["served"] + totals["not_served"]
    share = 100 * totals["served"] / of if of else 0
    out().print(
        f"{files} files: {totals['served']} of {of} lines serve ({share:.0f} %), "
        f"{totals['needless']} are needless here",
        markup=False,
    )
