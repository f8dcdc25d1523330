"""Parts of a text put on a console: wrapped, and without blanks at line ends where it is piped.

rich fills lines up to a column; on a terminal nobody sees that, in a file it is noise.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

Part = Text | Padding


def print_parts(console: Console, parts: Iterable[Part]) -> None:
    """Write the parts one below the other, long lines wrapped at the console's width."""
    for part in parts:
        if console.is_terminal:
            console.print(part, soft_wrap=False)
        else:
            _print_plain(console, part)


def _print_plain(console: Console, part: Part) -> None:
    with console.capture() as capture:
        console.print(part, soft_wrap=False)
    lines = capture.get().split("\n")
    console.file.write("\n".join(line.rstrip(" ") for line in lines))
