"""`microfiche verify` as it is called: exit status, JSON, and what it prints for people."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.archive import warcs

MICROFICHE = Path(sys.executable).with_name("microfiche")


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [MICROFICHE, "verify", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def torn(path: Path) -> Path:
    file = path / "test.warc.gz"
    file.write_bytes(warcs.members(warcs.reference())[:-20])
    return file


def test_a_whole_collection_is_said_to_be_whole(pristine: Path) -> None:
    done = run("--collection", pristine)
    assert (0, "Nothing is wrong.\n", "") == (done.returncode, done.stdout, done.stderr)


def test_an_error_gives_status_1(tmp_path: Path) -> None:
    assert run(torn(tmp_path)).returncode == 1


def test_a_warning_gives_status_0(tmp_path: Path) -> None:
    file = tmp_path / "renamed.warc.gz"
    file.write_bytes(warcs.members(warcs.reference()))
    done = run(file)
    assert (0, "1 warning") == (done.returncode, done.stdout.splitlines()[-1])


def test_a_missing_collection_gives_status_3(tmp_path: Path) -> None:
    done = run("--collection", tmp_path / "nowhere")
    assert (3, "") == (done.returncode, done.stdout)
    assert "no collection here" in done.stderr


def test_json_has_a_line_for_each_finding_and_nothing_else(tmp_path: Path) -> None:
    file = torn(tmp_path)
    done = run("--json", file)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    keys = ["file", "offset", "record_id", "rule", "severity", "message"]
    assert [keys] * len(found) == [list(one) for one in found]
    assert {"torn", "unanswered"} == {one["rule"] for one in found}
    assert done.stderr == ""


def test_people_read_the_rule_and_its_section(tmp_path: Path) -> None:
    done = run(torn(tmp_path))
    assert "error torn: not so that the last record is whole (4)" in done.stdout


def test_control_characters_of_a_file_do_not_reach_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "test.warc"
    file.write_bytes(
        b"WARC/1.1\r\nWARC-Type: \x1b]0;owned\x07\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    )
    assert "\x1b" not in run(file).stdout


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    done = run(tmp_path / "nowhere.warc.gz")
    assert done.returncode == 1
    assert "cannot be read" in done.stdout
