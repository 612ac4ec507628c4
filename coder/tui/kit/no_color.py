"""`NO_COLOR`: a filter that removes all colours; highlighted backgrounds become reverse video."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

#: Difference in brightness (0 to 1) from which a background counts as a highlight.
STANDS_OUT = 0.06


class NoColor(LineFilter):
    """Removes colours; keeps bold, underline, reverse and mouse metadata."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, style and plain(style, background), control) for text, style, control in segments]


@lru_cache(4096)
def plain(style: Style, background: Color) -> Style:
    """Return a style without its colours."""
    bare = Style.combine([style.without_color, Style.from_meta(style.meta)]) if style.meta else style.without_color
    if style.bgcolor is not None and not style.bgcolor.is_default:
        brightness = Color.from_rich_color(style.bgcolor).brightness
        if abs(brightness - background.brightness) > STANDS_OUT:
            bare += Style(reverse=not style.reverse)
    return bare
