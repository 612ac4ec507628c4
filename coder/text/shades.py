"""Shades: numbers as characters, the darker the larger; readable without colour."""

from __future__ import annotations

from collections.abc import Sequence

_SHADES = "░▒▓█"
_PLAIN = ".:*#"
#: Width in cells of a shade beside a number.
BESIDE = 2


def shade(share: float, plain: bool = False) -> str:
    """Return the character of a shade from 0 to 1, in four steps; " " for 0. `plain`: ASCII only."""
    steps = _PLAIN if plain else _SHADES
    return " " if share <= 0 else steps[min(len(steps) - 1, int(share * len(steps)))]


def shaded(shares: Sequence[float], cells: int = 1, plain: bool = False) -> str:
    """Return a row of shades, each `cells` wide."""
    return "".join(shade(share, plain) * cells for share in shares)


def with_shade(number: str, share: float, plain: bool = False) -> str:
    """Return a number with its shade behind it; "" for none."""
    return f"{number} {shaded([share], BESIDE, plain)}" if number else ""


def format_value(value: float) -> str:
    """Return a number of a picture: without decimals if it has none, "" for 0."""
    return "" if not value else f"{value:,.0f}" if value == int(value) else f"{value:.0%}"
