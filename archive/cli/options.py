"""Options that many commands share, and the console they print to.

stdout carries results only; progress, warnings and logs go to stderr. Colour and progress bars
appear on terminals only (rich decides; NO_COLOR is obeyed). rich and msgspec are imported when they
are needed: some commands are done sooner than the imports.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

_F = TypeVar("_F", bound=Callable[..., Any])


class _Directory(click.Path):
    """A directory's path; an empty one is a shell variable that was not set, and a mistake."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        if not str(value).strip():
            self.fail("names no directory (is a variable of the shell empty?)", param, ctx)
        return super().convert(value, param, ctx)


collection_option: Callable[[_F], _F] = click.option(
    "--collection",
    "collection_dir",
    type=_Directory(path_type=Path, file_okay=False),
    envvar="MICROFICHE_COLLECTION",
    default=Path("collection"),
    show_default="$MICROFICHE_COLLECTION, else ./collection",
    help="The collection's directory.",
)

json_option: Callable[[_F], _F] = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON on stdout, and nothing else."
)


def web_address(context: click.Context, option: click.Parameter, text: str | None) -> str | None:
    """The callback of an option that is the address of a page."""
    from archive.urls import fetchable

    if text is None:
        return None
    try:
        fetchable(text)
    except ValueError as error:
        message = f"{text!r} is not an http or https URL such as https://paper.example/news/1"
        raise click.BadParameter(message, context, option) from error
    return text


def out() -> Console:
    """The console for results."""
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, soft_wrap=not sys.stdout.isatty())


def err() -> Console:
    """The console for progress, warnings and errors."""
    from rich.console import Console

    return Console(file=sys.stderr, highlight=False, soft_wrap=True)


def print_json(value: object) -> None:
    """One JSON document on stdout."""
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=1).decode("utf-8"))


def print_json_lines(values: Iterable[object]) -> None:
    """One JSON object a line on stdout."""
    import msgspec

    for value in values:
        click.echo(msgspec.json.encode(value).decode("utf-8"))
