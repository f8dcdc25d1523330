"""What all commands have in common: files that are not there, and the options they share."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from crawler.cli import COMMANDS, cli
from tests.archive import warcs
from tests.commands import ROOT, within

CALLS: dict[str, tuple[str, ...]] = {
    "verify": ("verify", "{file}"),
    "verify --json": ("verify", "{file}", "--json"),
    "verify a package": ("verify", "{file}.wacz"),
    "verify --key": ("verify", "{good}", "--key", "{file}"),
    "import": ("import", "{file}"),
    "extract": ("extract", "{file}"),
    "crawl --input": ("crawl", "--input", "{file}"),
    "watch --config": ("watch", "http://a.example/", "--config", "{file}"),
    "new-site --file": ("new-site", "a", "http://a.example/b", "--file", "{file}"),
    "fixity --sign": ("fixity", "--sign", "{file}"),
}
WITHOUT_COLLECTION = {"demo", "sites", "extract"}
WITHOUT_JSON = {"demo", "serve", "new-site", "extract"}


def good_file(path: Path) -> Path:
    path.write_bytes(warcs.members(warcs.reference()))
    return path


@pytest.mark.parametrize("name", CALLS)
def test_a_file_that_is_not_there_is_a_wrong_call(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing, made = tmp_path / "missing", tmp_path / "collection"
    monkeypatch.setenv("MICROFICHE_COLLECTION", str(made))
    places = {"file": missing, "good": good_file(tmp_path / "a.warc.gz")}
    done = within(*(word.format(**places) for word in CALLS[name]))
    assert (2, "", False) == (done.status, done.out, made.exists())
    assert f"{missing}{'.wacz' if 'package' in name else ''}: no such file" in done.err


@pytest.mark.parametrize("command", ["verify", "import"])
def test_the_other_files_are_worked_on(command: str, tmp_path: Path) -> None:
    good, missing = good_file(tmp_path / "a.warc.gz"), tmp_path / "missing"
    done = within(command, missing, good, "--json", "--collection", tmp_path / "c")
    assert (2, f"microfiche: {missing}: no such file\n") == (done.status, done.err)
    alone = within(command, good, "--json", "--collection", tmp_path / "d")
    assert (0, alone.out) == (alone.status, done.out)


def commands() -> dict[str, click.Command]:
    context = click.Context(cli)
    found = {}
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        parts = command.commands if isinstance(command, click.Group) else {"": command}
        found |= {f"{name} {part}".strip(): one for part, one in parts.items()}
    return found


def without(option: str) -> set[str]:
    return {
        name
        for name, command in commands().items()
        if not any(option in parameter.opts for parameter in command.params)
    }


def test_the_options_that_commands_share_are_where_the_readme_says() -> None:
    assert (WITHOUT_COLLECTION, WITHOUT_JSON) == (without("--collection"), without("--json"))
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "Every command but `demo`, `sites` and `extract`, which need none, takes `--coll" in text
    assert "Every command but `demo`, `serve` and `new-site` takes `--json`" in text
