"""`NO_COLOR`: no colour is sent at all; what stands out by its background is shown in reverse."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

#: So much brighter or darker than its surroundings (0 to 1) a background means something.
STANDS_OUT = 0.06


class NoColor(LineFilter):
    """Takes the colours off a line, keeps bold, underline and reverse, and what the mouse is told."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, style and plain(style, background), control) for text, style, control in segments]


@lru_cache(4096)
def plain(style: Style, background: Color) -> Style:
    """A style without its colours."""
    bare = Style.combine([style.without_color, Style.from_meta(style.meta)]) if style.meta else style.without_color
    if style.bgcolor is not None and not style.bgcolor.is_default:
        own = Color.from_rich_color(style.bgcolor).brightness
        if abs(own - background.brightness) > STANDS_OUT:
            bare += Style(reverse=not style.reverse)
    return bare
