"""`microfiche export`, run as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.errors import BadInput, CollectionMissing
from crawler.cli import cli

FORMS = {
    "wacz": "ledger.wacz",
    "csv": "ledger-csv",
    "parquet": "ledger-parquet",
    "jsonld": "ledger-jsonld.jsonl",
    "pairs": "ledger-pairs.jsonl",
}


def run(*words: object, collection: Path) -> Result:
    return CliRunner().invoke(cli, ["export", *map(str, words), "--collection", str(collection)])


def test_help_offers_the_forms_that_are_built() -> None:
    told = CliRunner().invoke(cli, ["export", "--help"]).stdout
    offered = [line.split()[0] for line in told.partition("Commands:\n")[2].splitlines()]
    assert sorted(FORMS) == offered


@pytest.mark.parametrize(("form", "name"), FORMS.items())
def test_an_export_goes_beside_the_collection(form: str, name: str, collection: Path) -> None:
    done = run(form, collection=collection)
    assert (0, True) == (done.exit_code, (collection.parent / name).exists())


@pytest.mark.parametrize(("form", "name"), FORMS.items())
def test_the_last_line_says_where_it_went(form: str, name: str, collection: Path) -> None:
    last = run(form, collection=collection).stdout.splitlines()[-1]
    assert str(collection.parent / name) == last


@pytest.mark.parametrize("form", FORMS)
def test_output_names_another_place(form: str, collection: Path, tmp_path: Path) -> None:
    assert 0 == run(form, "--output", tmp_path / "there", collection=collection).exit_code
    assert ["ledger", "there"] == sorted(path.name for path in tmp_path.iterdir())


@pytest.mark.parametrize("form", FORMS)
def test_what_is_there_is_not_overwritten(form: str, collection: Path, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    done = run(form, "--output", tmp_path / "there", collection=collection)
    assert (BadInput, "mine") == (type(done.exception), (tmp_path / "there").read_text())


def test_a_directory_that_is_not_there_is_named(collection: Path, tmp_path: Path) -> None:
    done = run("csv", "--output", tmp_path / "no" / "where", collection=collection)
    assert f"the directory {tmp_path / 'no'} is not there" in str(done.exception)


@pytest.mark.parametrize("form", FORMS)
def test_json_says_what_was_written(form: str, collection: Path) -> None:
    said = json.loads(run(form, "--json", collection=collection).stdout)
    assert (form, str(collection.parent / FORMS[form])) == (said["format"], said["path"])


def test_json_counts_rows(collection: Path) -> None:
    said = json.loads(run("csv", "--json", collection=collection).stdout)
    expected = {"articles.csv": 3, "comments.csv": 4, "images.csv": 2, "observations.csv": 4}
    assert expected == {file["path"]: file["rows"] for file in said["files"]}


def test_the_sizes_are_those_of_the_files(collection: Path) -> None:
    said = json.loads(run("parquet", "--json", collection=collection).stdout)
    directory = Path(said["path"])
    sizes = {path.name: path.stat().st_size for path in directory.iterdir()}
    assert sizes == {file["path"]: file["bytes"] for file in said["files"]}


def test_what_is_left_out_is_said(collection: Path) -> None:
    (collection / "warc/crawl-9.warc.gz.open").write_bytes(b"\x1f\x8b")
    told = run("wacz", collection=collection).stdout
    assert "left out: crawl-9.warc.gz.open is still being written" in told


def test_all_revisions_is_an_option_of_jsonld(collection: Path) -> None:
    said = json.loads(run("jsonld", "--all-revisions", "--json", collection=collection).stdout)
    assert 3 == said["files"][0]["rows"]


def test_a_missing_collection_is_said(tmp_path: Path) -> None:
    assert CollectionMissing is type(run("csv", collection=tmp_path / "none").exception)


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_left_behind_when_it_breaks_off(
    form: str, collection: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("archive.collection.Collection.revisions", interrupted)
    run(form, collection=collection)
    assert ["ledger"] == [path.name for path in collection.parent.iterdir()]
