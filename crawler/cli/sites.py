"""`microfiche sites`: the sites that have a file of their own."""

from __future__ import annotations

from dataclasses import dataclass

import click

from archive.cli.options import json_option, out, print_json_lines
from archive.cli.tables import print_table

_COLUMNS = ("name", "domains", "layouts", "begins at")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLine:
    """One site as `--json` gives it."""

    name: str
    domains: tuple[str, ...]
    layouts: tuple[str, ...]
    sources: tuple[str, ...]
    time_zone: str | None


@click.command("sites")
@json_option
def command(as_json: bool) -> None:
    """List the sites that have a file of their own.

    Any other site is crawled and read without one.
    """
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
