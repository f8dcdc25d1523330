"""Whom a site's owner can ask: given, in the environment, or answered before."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from crawler.cli.contact import contact_for


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("MICROFICHE_CONTACT", raising=False)
    return tmp_path


def answered(home: Path, answer: bytes) -> Path:
    path = home / "microfiche" / "contact"
    path.parent.mkdir()
    path.write_bytes(answer)
    return path


def test_what_is_given_counts_first(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(home, b"kept@example.org\n")
    monkeypatch.setenv("MICROFICHE_CONTACT", "environment@example.org")
    assert contact_for("given@example.org") == "given@example.org"
    assert contact_for(None) == "environment@example.org"


def test_what_was_answered_before_is_not_asked_for_again(home: Path) -> None:
    answered(home, b"kept@example.org\n")
    assert contact_for(None) == "kept@example.org"


def test_who_answered_nothing_is_not_warned(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answered(home, b"\n")
    assert contact_for(None) is None
    assert capsys.readouterr().err == ""


def test_without_any_and_without_a_terminal_there_is_a_warning(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert contact_for(None) is None
    captured = capsys.readouterr()
    assert "--contact" in captured.err
    assert captured.out == ""


def test_a_kept_answer_that_is_no_text_is_as_none(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = answered(home, b"\xff\xfe")
    path.chmod(stat.S_IRUSR)
    assert contact_for(None) is None
    assert "--contact" in capsys.readouterr().err
