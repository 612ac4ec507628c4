"""Bars and sparklines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis.bars import bar, shares, sparkline

NUMBERS = st.integers(0, 500)


@given(value=NUMBERS, other=NUMBERS, cells=st.integers(1, 40), plain=st.booleans())
def test_bar_is_monotonic_and_within_the_cells(value: int, other: int, cells: int, plain: bool) -> None:
    most = max(value, other)
    one, two = (bar(number, most, cells, plain) for number in (value, other))
    assert len(one) <= cells
    assert (value <= other) <= (len(one) <= len(two))
    assert bool(one) == (value > 0)
    if value == most > 0:
        assert len(one) == cells


def test_eighths_of_a_cell() -> None:
    assert bar(5, 8, 1) == "▋"
    assert bar(3, 2, 4) == "████"
    assert bar(1, 1000, 4) == "▏"
    assert bar(1, 2, 4, plain=True) == "##"


def test_a_sparkline_rises_with_its_values() -> None:
    assert sparkline([0, 1, 4, 8]) == " ▂▅█"
    assert sparkline([0, 1, 4, 8], plain=True) == " .+@"
    assert sparkline([]) == ""
    assert sparkline([0, 0]) == "  "


@given(values=st.lists(NUMBERS, max_size=60), cells=st.integers(1, 20))
def test_sparkline_groups_values_by_maximum(values: list[int], cells: int) -> None:
    drawn = sparkline(values, cells)
    assert len(drawn) == min(len(values), cells)
    assert ("█" in drawn) == any(values)


@given(parts=st.lists(NUMBERS, max_size=6), cells=st.integers(1, 40), plain=st.booleans())
def test_shares_fill_the_bar(parts: list[int], cells: int, plain: bool) -> None:
    assert len(shares(parts, cells, plain)) == (cells if any(parts) else 0)


@pytest.mark.parametrize(("plain", "drawn"), [(False, "██████▓▓"), (True, "######==")])
def test_each_part_has_its_shade(plain: bool, drawn: str) -> None:
    assert shares([3, 1], 8, plain) == drawn
