"""Shades of numbers as characters."""

from __future__ import annotations

import pytest

from coder.text.shades import format_value, shade, shaded


@pytest.mark.parametrize(
    ("share", "drawn", "plain"),
    [
        (0, " ", " "),
        (0.01, "░", "."),
        (0.25, "▒", ":"),
        (0.5, "▓", "*"),
        (0.75, "█", "#"),
        (1, "█", "#"),
        (2, "█", "#"),
    ],
)
def test_a_larger_share_is_darker(share: float, drawn: str, plain: str) -> None:
    assert (shade(share), shade(share, plain=True)) == (drawn, plain)


def test_each_shade_has_its_width() -> None:
    assert shaded([0.1, 0, 1], 2) == "░░  ██"


@pytest.mark.parametrize(("value", "text"), [(0.0, ""), (3.0, "3"), (1234.0, "1,234"), (0.257, "26%")])
def test_a_number_has_no_needless_decimals(value: float, text: str) -> None:
    assert format_value(value) == text
