"""`microfiche verify` as it is called: exit status, JSON, and what it prints for people."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

from tests.archive import warcs

ROOT = Path(__file__).parents[3]
MICROFICHE = Path(sys.executable).with_name("microfiche")


def large(path: Path) -> Path:
    """A file of 5 MB that takes no time to make, with a finding."""
    body = random.Random(path.name).randbytes(5 << 20)
    record = warcs.response(block=warcs.http(body=body), payload=body)
    path.write_bytes(warcs.members([record]))
    return path


def heed_ctrl_c() -> None:
    """What a shell starts in the background ignores it, and so would all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def is_gone(group: int) -> bool:
    """Whether no process is left of a group, once whoever adopted them has buried them."""
    deadline = time.monotonic() + 60
    try:
        while time.monotonic() < deadline:
            os.killpg(group, 0)
            time.sleep(0.1)
    except ProcessLookupError:
        return True
    return False


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
    keys = ["file", "offset", "record_id", "rule", "severity", "message", "url", "count"]
    assert [keys] * len(found) == [list(one) for one in found]
    assert {"torn", "unanswered"} == {one["rule"] for one in found}
    assert done.stderr == ""


def test_people_read_what_is_wrong_where_and_what_to_do(tmp_path: Path) -> None:
    lines = run(torn(tmp_path)).stdout.splitlines()
    place = next(number for number, line in enumerate(lines) if "error torn" in line)
    assert "take it from a copy" in lines[place]
    assert lines[place + 1].strip().startswith("at ")


def test_the_rules_are_printed_as_they_are_documented() -> None:
    page = (ROOT / "docs" / "verify.md").read_text(encoding="utf-8")
    assert run("--rules").stdout in page


def test_many_files_are_told_in_their_order_whatever_the_number_of_processes(
    tmp_path: Path,
) -> None:
    files = [large(tmp_path / f"{number}.warc.gz") for number in range(4)]
    alone = run("--json", "--jobs", "1", *files)
    together = run("--json", "--jobs", "2", *files)
    found = [Path(json.loads(line)["file"]).name for line in together.stdout.splitlines()]
    assert sorted(found) == found
    assert alone.stdout == together.stdout
    assert len(set(found)) == 4


def test_a_check_that_is_interrupted_ends_with_its_processes(tmp_path: Path) -> None:
    files = [large(tmp_path / f"{number}.warc.gz") for number in range(4)]
    command = [MICROFICHE, "verify", "--jobs", "2", *files * 50]
    started = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=heed_ctrl_c,  # noqa: PLW1509  # no thread holds a lock that it needs
    )
    children = Path(f"/proc/{started.pid}/task/{started.pid}/children")
    while not children.read_text():
        time.sleep(0.05)
    os.killpg(started.pid, signal.SIGINT)
    _, said = started.communicate(timeout=60)
    assert (130, b"Traceback" in said) == (started.returncode, False)
    assert is_gone(started.pid)


def test_control_characters_of_a_file_do_not_reach_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "test.warc"
    file.write_bytes(
        b"WARC/1.1\r\nWARC-Type: \x1b]0;owned\x07\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    )
    assert "\x1b" not in run(file).stdout


def test_a_text_that_is_no_unicode_is_printed_as_json(tmp_path: Path) -> None:
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("datapackage.json", '{"resources": [{"path": "\\ud800x"}]}')
    done = run("--json", path)
    assert (1, "") == (done.returncode, done.stderr)
    assert "\\ud800x is named" in " ".join(
        json.loads(line)["message"] for line in done.stdout.splitlines()
    )
