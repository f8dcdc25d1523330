"""`import` of what is hostile or odd: each is named, and the rest goes on."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from crawler.cli.import_ import command
from tests.archive import warcs
from tests.crawler.test_importing import page


def test_a_name_that_nothing_takes_stops_no_other_file(tmp_path: Path) -> None:
    good = tmp_path / f"{'n' * 242}.warc"
    good.write_bytes(warcs.uncompressed([page("One.", "2020-01-01T00:00:00Z")]))
    odd = ["http://127.0.0.1:1/a%00b.warc", f"http://127.0.0.1:1/{'m' * 300}.warc", "n" * 300]
    kept = tmp_path / "collection"
    done = CliRunner().invoke(command, [*odd, str(good), "--collection", str(kept), "--json"])
    assert (2, SystemExit) == (done.exit_code, type(done.exception))
    (line,) = done.stdout.splitlines()
    assert 1 == json.loads(line)["observations"]
    told = done.stderr.replace("\n", "")
    assert all(f"not imported: {one[:40]}" in told for one in odd[:2])
    assert f"{odd[2]}: no such file" in told


def test_a_password_in_a_url_is_neither_told_nor_kept(tmp_path: Path) -> None:
    url = "http://user:secret@127.0.0.1:1/a.warc"
    kept = tmp_path / "collection"
    done = CliRunner().invoke(command, [url, "--collection", str(kept), "--json"])
    assert 1 == done.exit_code
    assert "name and password of a URL are not used" in done.stderr.replace("\n", " ")
    assert "secret" not in done.output
