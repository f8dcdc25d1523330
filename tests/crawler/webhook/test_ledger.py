"""What is owed, on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import CollectionError
from archive.history.arrived import Arrival
from crawler.webhook.ledger import DamagedLedger, Ledger, begin, move_aside

ONE = Arrival("a", "2026-03-01T00:00:00.000000Z", "r1")
GONE = Arrival("a", "2026-03-01T00:00:00.000000Z", None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    begin(tmp_path / "hook.sqlite", {"s": 10})
    return tmp_path / "hook.sqlite"


def test_what_was_noted_is_owed_once_in_its_order(path: Path) -> None:
    first, second = Ledger(path), Ledger(path)
    first.note([ONE, GONE], {"s": 20, "t": 5})
    first.note([ONE], {"t": 6})
    assert {"s": 20, "t": 6} == second.marks()
    assert [ONE, GONE] == [one.arrival for one in second.owed(9)]
    assert [ONE] == [one.arrival for one in second.owed(1)]
    first.close()
    second.close()


def test_what_is_settled_stays_so_until_it_is_taken_up(path: Path) -> None:
    ledger = Ledger(path)
    ledger.note([ONE, GONE], {})
    one, gone = (each.number for each in ledger.owed(9))
    ledger.settle([one], "set_aside")
    ledger.settle([one, gone], "sent")
    assert (0, 1, 1) == tuple(ledger.count(each) for each in ("owed", "set_aside", "sent"))
    assert [1, 2] == [ledger.tried(one), ledger.tried(one)]
    ledger.take_up()
    assert [one] == [each.number for each in ledger.owed(9)]
    ledger.close()


@pytest.mark.parametrize("content", [b"", b"{}" * 5000, None], ids=["empty", "other", "half"])
def test_a_file_that_is_no_ledger_is_kept_under_another_name(
    path: Path, content: bytes | None
) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if content is None else content)
    damaged = path.read_bytes()
    with pytest.raises(DamagedLedger):
        Ledger(path)
    said = move_aside(path)
    kept = path.with_name("hook.damaged")
    assert damaged == kept.read_bytes()
    assert "hook.damaged" in said
    assert "microfiche edits --since 20" in said
    assert not path.exists()


def test_a_page_of_garbage_is_damage(path: Path) -> None:
    ledger = Ledger(path)
    ledger.note([Arrival(f"article {number}", "m", "r") for number in range(500)], {})
    ledger.close()
    whole = bytearray(path.read_bytes())
    whole[-4096:] = b"x" * 4096
    path.write_bytes(whole)
    with pytest.raises(DamagedLedger):
        Ledger(path)


def test_a_ledger_is_never_begun_over_another(path: Path) -> None:
    with pytest.raises(CollectionError):
        begin(path, {})
    ledger = Ledger(path)
    assert {"s": 10} == ledger.marks()
    ledger.close()
