"""Numbers of things, in words."""

from __future__ import annotations

from coder.text.numbers import counted, some


def test_a_number_with_its_noun() -> None:
    assert [counted(n, "unit") for n in (0, 1, 2, 1200)] == ["0 units", "1 unit", "2 units", "1,200 units"]
    assert counted(2, "memo is", "memos are") == "2 memos are"


def test_none_is_said_in_words() -> None:
    assert [some(n, "unit") for n in (0, 1, 1200)] == ["no unit", "1 unit", "1,200 units"]
