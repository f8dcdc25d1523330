"""Files that the user names: one that is not there is a wrong call, in every command alike.

The message is `FILE: no such file` and the exit status 2. Of several files the others are worked on.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from archive.errors import BadInput

_N = TypeVar("_N", str, Path)

WRONG_CALL = BadInput.exit_status


class File(click.Path):
    """An option's file, which has to be there."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, dir_okay=False)

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        if not is_there(value):
            self.fail(no_such(value), param, ctx)
        return super().convert(value, param, ctx)


def is_there(name: str | Path) -> bool:
    """Whether anything has the name; no for a name that the system does not take."""
    try:
        return os.path.exists(name)  # noqa: PTH110  # Path.exists raises for a name too long
    except ValueError:
        return False


def no_such(name: str | Path) -> str:
    return f"{name}: no such file"


def present(named: Sequence[_N]) -> tuple[list[_N], list[str]]:
    """The files that are there, and a message for each that is not; URLs count as there.

    Raises BadInput where none is.
    """
    missing = [each for each in named if "://" not in str(each) and not is_there(each)]
    messages = [no_such(each) for each in missing]
    if messages and len(messages) == len(named):
        raise BadInput("; ".join(messages))
    return [each for each in named if each not in missing], messages


def tell(messages: Iterable[str]) -> None:
    """On stderr, as the command's own errors are told."""
    for message in messages:
        click.echo(f"microfiche: {message}", err=True)
