"""Every rule has a fault that breaks it, and a test that says so."""

from __future__ import annotations

import ast
from pathlib import Path

from archive.verify import RULES

TESTS = [path for path in Path(__file__).parents[1].rglob("test_*.py") if path != Path(__file__)]
TESTS.append(Path(__file__).parents[2] / "crawler" / "test_purging.py")  # what a purge leaves


def named_in(path: Path) -> set[str]:
    """Every text that a test module expects or gives."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {node.value for node in nodes if isinstance(node.value, str)}


def test_every_rule_has_its_mutant() -> None:
    assert set(RULES) - set().union(*map(named_in, TESTS)) == set()
