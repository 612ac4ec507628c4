"""Sort keys for names."""

from __future__ import annotations

from coder.text.phrases import natural_key


def test_natural_key_sorts_by_number() -> None:
    assert sorted(["P10", "P2", "p1", "Ann", "P02b"], key=natural_key) == ["Ann", "p1", "P2", "P02b", "P10"]
