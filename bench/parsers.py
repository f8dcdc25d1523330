"""HTML parsers beside one another: `python bench/parsers.py [FOLDER]`.

Two things are asked of each: the tree of a page alone, and that tree gone through from Python with
the tag, attributes and text of every node, which is what a reader does. Printed are milliseconds of
CPU a page and how many times Lexbor's that is, best of ROUNDS, over each tenth page of FOLDER
(default ../shared/corpora beside the checkout). A parser that is not installed is named and left out.
"""

from __future__ import annotations

import gzip
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

ROUNDS = 5
EVERY = 10
BESIDE = Path(__file__).resolve().parents[2] / "shared" / "corpora"

Parse = Callable[[Any, str], Any]
Walk = Callable[[Any], int]


def main() -> int:
    """Print the table; 0 also where there are no pages."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else BESIDE
    paths = sorted((folder / "pages").glob("*/*.html.gz"))[::EVERY]
    pages = [gzip.decompress(path.read_bytes()).decode("utf-8", "replace") for path in paths]
    if not pages:
        print(f"no pages at {folder}: nothing is measured")
        return 0
    print(f"{len(pages)} pages, of {sum(map(len, pages)) / len(pages) / 1000:.0f} KB on average")
    first: tuple[float, float] | None = None
    for name, (module, parse, walk) in PARSERS.items():
        try:
            parser = import_module(module)
        except ImportError:
            print(f"  {name} is not installed: left out")
            continue
        parsed, walked, nodes = measured(parser, parse, walk, pages)
        first = first or (parsed, walked)
        print(
            f"  {name:28}parsed {parsed:6.2f} ms x{parsed / first[0]:.1f}"
            f"   and gone through {walked:6.2f} ms x{walked / first[1]:.1f}   {nodes} nodes a page"
        )
    return 0


def measured(parser: Any, parse: Parse, walk: Walk, pages: list[str]) -> tuple[float, float, int]:
    """Milliseconds of CPU a page to parse, and to parse and go through; nodes a page."""
    best_parsed = best_walked = float("inf")
    nodes = 0
    for _ in range(ROUNDS):
        parsed = walked = 0.0
        nodes = 0
        for page in pages:
            begun = time.process_time()
            tree = parse(parser, page)
            parsed += time.process_time() - begun
            nodes += walk(tree)
            walked += time.process_time() - begun
        best_parsed, best_walked = min(best_parsed, parsed), min(best_walked, walked)
    count = len(pages)
    return best_parsed / count * 1000, best_walked / count * 1000, nodes // count


def _through_selectolax(tree: Any) -> int:
    nodes = 0
    for node in tree.root.traverse(include_text=True):
        nodes += 1
        _ = node.text_content if node.tag == "-text" else node.attributes
    return nodes


def _through_lxml(tree: Any) -> int:
    nodes = 0
    for node in tree.iter():
        nodes += 1 + bool(node.text) + bool(node.tail)
        if isinstance(node.tag, str):
            dict(node.attrib)
    return nodes


def _through_resiliparse(tree: Any) -> int:
    nodes = 0
    for node in tree.document:
        nodes += 1
        kind = type(node).__name__
        if kind == "ElementNode":
            _ = [(name, node[name]) for name in node.attrs]
        elif kind == "TextNode":  # asked of a doctype, this ends the process
            _ = node.text
    return nodes


def _lxml(module: Any, page: str) -> Any:
    # as bytes: lxml refuses a str with an encoding declaration
    return module.document_fromstring(
        page.encode(), parser=module.HTMLParser(encoding="utf-8", huge_tree=True)
    )


PARSERS: dict[str, tuple[str, Parse, Walk]] = {
    "selectolax (Lexbor)": (
        "selectolax.lexbor",
        lambda module, page: module.LexborHTMLParser(page),
        _through_selectolax,
    ),
    "resiliparse (Lexbor)": (
        "resiliparse.parse.html",
        lambda module, page: module.HTMLTree.parse(page),
        _through_resiliparse,
    ),
    "lxml (libxml2)": ("lxml.html", _lxml, _through_lxml),
}


if __name__ == "__main__":
    sys.exit(main())
