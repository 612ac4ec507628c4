"""Bars and sparklines of block characters or plain ASCII."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEIGHTS = "▁▂▃▄▅▆▇█"
_PLAIN_HEIGHTS = "_.-=+*#@"


def bar(value: float, most: float, cells: int, plain: bool = False) -> str:
    """Return a bar of at most `cells`, proportional to `value` / `most`; positive values are always visible."""
    if value <= 0 or most <= 0 or cells <= 0:
        return ""
    share = min(1.0, value / most)
    if plain:
        return "#" * max(1, round(share * cells))
    full, part = divmod(max(1, round(share * cells * 8)), 8)
    return "█" * full + (_EIGHTHS[part] if part else "")


def sparkline(values: Sequence[float], cells: int = 0, plain: bool = False) -> str:
    """Return one character per value, by height; " " for 0.

    More values than `cells` (0: no limit) are grouped, with the maximum of each group.
    """
    if cells and len(values) > cells:
        edges = [place * len(values) // cells for place in range(cells + 1)]
        values = [max(values[start:end]) for start, end in pairwise(edges)]
    most = max(values, default=0)
    steps = _PLAIN_HEIGHTS if plain else _HEIGHTS
    return "".join(_height(value, most, steps) for value in values)


def _height(value: float, most: float, steps: str) -> str:
    return " " if value <= 0 else steps[min(len(steps) - 1, int(value / most * len(steps)))]


def shares(parts: Sequence[float], cells: int, plain: bool = False) -> str:
    """Return a bar of exactly `cells`, divided among parts in different shades; "" without parts."""
    whole = sum(parts)
    if whole <= 0:
        return ""
    glyphs = "#=-." if plain else "█▓▒░"
    text, total = "", 0.0
    for number, part in enumerate(parts):
        total += part
        text += glyphs[min(number, len(glyphs) - 1)] * (round(total / whole * cells) - len(text))
    return text
