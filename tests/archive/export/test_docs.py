"""docs/exports.md says what the exports do."""

from __future__ import annotations

from archive.cli.export import command
from archive.diff.sentences import LABELS
from archive.export.tables import TABLES
from tests.commands import ROOT

PAGE = (ROOT / "docs/exports.md").read_text("utf-8")


def test_the_page_names_every_form() -> None:
    forms = PAGE.partition("microfiche export ")[2].partition("  [")[0].split(" | ")
    assert sorted(command.commands) == sorted(forms)


def test_the_page_names_every_table() -> None:
    rows = PAGE.partition("| table | a row is |\n|---|---|\n")[2].partition("\n\n")[0].splitlines()
    assert list(TABLES) == [row.split("|")[1].strip() for row in rows]


def test_the_page_names_what_csv_leaves_out() -> None:
    left_out = PAGE.partition("Lists are JSON. ")[2].partition("left")[0]
    columns = {name for table in TABLES.values() for name in table.nested}
    assert columns == {"body_blocks" if one == "body" else one for one in left_out.split("`")[1::2]}


def test_the_page_names_every_label_of_a_pair() -> None:
    rows = PAGE.partition("| label | meaning |\n|---|---|\n")[2].partition("\n\n")[0].splitlines()
    assert sorted(LABELS) == sorted(row.split("`")[1] for row in rows)
