"""Rules of the house that are checked on the syntax trees."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

CODER = Path(__file__).parents[1] / "coder"


def called_methods(path: Path) -> set[str]:
    """The names of the methods that a file calls."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {function.attr for function in calls if isinstance(function, ast.Attribute)}


@pytest.mark.parametrize("package", ["cli", "tui"])
def test_interfaces_open_no_transaction(package: str) -> None:
    files = sorted((CODER / package).rglob("*.py"))
    assert files
    assert [str(path.relative_to(CODER)) for path in files if "transaction" in called_methods(path)] == []
