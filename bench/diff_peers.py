"""Peers of the comparison on one pair of texts: run by bench/diff_speed.py in their environment.

    python bench/diff_peers.py < {"old": TEXT, "new": TEXT}

Prints a JSON object: each peer that is installed, and its CPU time as a ratio to that of difflib over
words, taken in turns. Nothing of this project is imported.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    sys.path.pop(0)  # bench/diff.py and others must not stand for a peer's module
import difflib
import html
import importlib
import json
import re
import time
from collections.abc import Callable, Iterator

_WORD = re.compile(r"\w+|[^\w\s]")
_RUNS = 3


def difflib_words(old: str, new: str) -> None:
    """Words and marks, no white space, no junk: as difflib is used well."""
    difflib.SequenceMatcher(None, _WORD.findall(old), _WORD.findall(new), False).get_opcodes()


def _htmldiff2() -> Callable[[str, str], object]:
    render = importlib.import_module("htmldiff2").render_html_diff
    return lambda old, new: render(_as_html(old), _as_html(new))


def _as_html(text: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))


def _diff_match_patch() -> Callable[[str, str], object]:
    peer = importlib.import_module("diff_match_patch").diff_match_patch()

    def run(old: str, new: str) -> object:
        peer.Diff_Timeout = 0
        found = peer.diff_main(old, new)
        peer.diff_cleanupSemantic(found)
        return found

    return run


def _fast_diff_match_patch() -> Callable[[str, str], object]:
    diff = importlib.import_module("fast_diff_match_patch").diff
    return lambda old, new: diff(old, new, timelimit=0, cleanup="Semantic")


_PEERS: dict[str, Callable[[], Callable[[str, str], object]]] = {
    "htmldiff2": _htmldiff2,
    "diff-match-patch": _diff_match_patch,
    "fast-diff-match-patch": _fast_diff_match_patch,
}


def _installed() -> Iterator[tuple[str, Callable[[str, str], object]]]:
    for name, load in _PEERS.items():
        try:
            yield name, load()
        except ImportError as fault:
            print(f"{name} is not here: {fault}", file=sys.stderr)


def _least(run: Callable[[str, str], object], old: str, new: str) -> float:
    best = float("inf")
    for _ in range(_RUNS):
        begun = time.process_time()
        run(old, new)
        best = min(best, time.process_time() - begun)
    return best


def main() -> None:
    asked = json.load(sys.stdin)
    old, new = asked["old"], asked["new"]
    base = _least(difflib_words, old, new)
    print(json.dumps({name: _least(run, old, new) / base for name, run in _installed()}))


if __name__ == "__main__":
    main()
