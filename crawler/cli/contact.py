"""Whom a site's owner can ask about a crawl: given, in the environment, or asked for once."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from platformdirs import user_config_path

from archive.cli.options import err

VARIABLE = "MICROFICHE_CONTACT"


def contact_for(given: str | None) -> str | None:
    """--contact, else $MICROFICHE_CONTACT, else what was answered before; asked on a terminal only."""
    kept = _kept_file()
    known = given or os.environ.get(VARIABLE) or _read(kept)
    if known is not None:
        return known or None
    if sys.stdin.isatty() and sys.stderr.isatty():
        return _ask(kept)
    err().print(
        f"No contact in the User-Agent: a site's owner cannot ask you. "
        f"Give one with --contact or ${VARIABLE}.",
        style="yellow",
    )
    return None


def _ask(kept: Path) -> str | None:
    answer = click.prompt(
        "Whom can a site's owner ask (an e-mail or a web address, empty for nobody)?",
        default="",
        show_default=False,
        err=True,
    )
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(f"{answer.strip()}\n", encoding="utf-8")
    except OSError as error:
        err().print(f"not kept, it is asked for again next time: {error}", style="yellow")
    return answer.strip() or None


def _read(kept: Path) -> str | None:
    """What was answered before; None where nothing was, or where it cannot be read."""
    try:
        return kept.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None


def _kept_file() -> Path:
    return user_config_path("microfiche") / "contact"
