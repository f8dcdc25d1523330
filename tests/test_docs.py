"""The documentation is held to the code: every command that it names is there, and the reverse."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import click
import pytest

from archive.diff.events import EVENT_TYPES, MarkKind
from archive.diff.significance import RULES
from archive.drift_alarms import limits
from archive.history import noise, returns
from crawler.cli import COMMANDS, cli
from crawler.extraction.ftr import DIRECTIVES
from crawler.extraction.layout import FIELDS
from crawler.extraction.standins import KINDS
from crawler.reading import STAND_INS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
CALL = re.compile(r"^(?:\$ |\s{2,})(?:\.venv/bin/)?microfiche ([a-z][a-z-]*)(.*)$", re.MULTILINE)
NAMED = re.compile(r"`microfiche ([a-z][a-z-]*)")


def calls(page: Path) -> list[tuple[str, str]]:
    """(command, the rest of the line) of every call that a page shows."""
    return CALL.findall(page.read_text(encoding="utf-8"))


def options_of(name: str) -> set[str]:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    known = {option for each in command.params for option in each.opts}
    if isinstance(command, click.Group):
        context = click.Context(command)
        for sub in command.list_commands(context):
            inner = command.get_command(context, sub)
            assert inner is not None
            known |= {option for each in inner.params for option in each.opts}
    return known | {"--help", "--version"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = {name for name, _ in CALL.findall(text)} | set(NAMED.findall(text))
    assert named - set(COMMANDS) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_option_that_a_page_shows_exists(page: Path) -> None:
    unknown = {
        (name, option)
        for name, rest in calls(page)
        for option in re.findall(r"(?<=\s)--[a-z][a-z0-9-]*", rest)
        if option not in options_of(name)
    }
    assert unknown == set()


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {name for name in COMMANDS if f"`{name}" not in readme} == set()


def test_every_file_that_a_page_points_to_exists() -> None:
    missing = [
        (page.name, target)
        for page in PAGES
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert missing == []


def test_the_first_screen_of_the_readme_shows_both_commands() -> None:
    first = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:45])
    assert "make demo" in first
    assert "make test" in first


SITES = (ROOT / "docs/sites.md").read_text(encoding="utf-8")


def first_cells(heading: str) -> set[str]:
    """The names in the first column of the tables below a heading of docs/sites.md."""
    part = SITES.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    cells = re.findall(r"^\| (`.*?) \|", part, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([a-z_]+)(?:=[A-Z]+)?`", cell)}


def test_every_field_of_a_layout_is_described() -> None:
    assert set(FIELDS) == first_cells("Layouts")


def test_every_directive_of_ftr_site_config_that_is_known_is_described() -> None:
    assert set(DIRECTIVES) == first_cells("Rules of ftr-site-config")


def test_every_limit_of_drift_is_described() -> None:
    named = first_cells("Drift") - {"pages"}
    assert {"fill", "disagreement", "missed", "unknown_layout", "not_article"} == named
    assert all(limits([f"{name}=0.5"]) for name in named)


def test_every_kind_of_page_in_an_articles_place_is_described_with_its_outcome() -> None:
    reading = (ROOT / "docs/reading.md").read_text(encoding="utf-8")
    part = reading.split("\n## What is no article\n")[1]
    rows = re.findall(r"^\| (`[^|]*`) \|.*\| `(\w+)` \|$", part, re.MULTILINE)
    outcomes = {name: outcome for cell, outcome in rows for name in re.findall(r"`(\w+)`", cell)}
    assert {kind.page_type for kind in KINDS} <= outcomes.keys()
    assert set(STAND_INS) == {name for name, outcome in outcomes.items() if outcome == "error"}


EDITS = (ROOT / "docs/edits.md").read_text(encoding="utf-8")


def table_of(heading: str) -> list[list[str]]:
    """The rows of the table below a heading of docs/edits.md, by cells."""
    part = EDITS.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_event_is_described_with_its_rule() -> None:
    rules = [
        [
            f"`{kind}`",
            rule.sentence,
            f"{rule.least:g}" if rule.least == rule.most else f"{rule.least:g} – {rule.most:g}",
            "yes" if rule.material else "no",
        ]
        for kind, rule in RULES.items()
    ]
    assert set(EVENT_TYPES) == set(RULES)
    assert rules == table_of("The events and what they weigh")


def test_every_mark_is_described() -> None:
    assert {f"`{kind}`" for kind in get_args(MarkKind)} == {row[0] for row in table_of("The marks")}


def test_the_limits_that_the_page_on_edits_tells_are_those_of_the_code() -> None:
    assert f"{returns.SHORT.days} days or more without a break" in EDITS
    assert "within a week" in EDITS
    assert noise.WINDOW.days == 7
    assert f"at least {noise.LEAST_ARTICLES} articles of one site" in EDITS
    assert f"at least {noise.LEAST_COMPARED} of the site's articles" in EDITS
    for share in (noise.LEAST_SHARE, noise.NEARLY_ALL):
        assert f"at least {share:.0%}".replace("%", " %") in EDITS
