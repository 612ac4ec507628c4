"""Colours: the themes, and `NO_COLOR`."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

THEMES: tuple[Theme, ...] = (
    Theme(
        name="coder-dark",
        primary="#7aa2c9",
        secondary="#9fb4c7",
        accent="#d9a441",
        warning="#d9a441",
        error="#e06c75",
        success="#7fb77e",
        foreground="#d7d9dc",
        background="#16191d",
        surface="#1b1f24",
        panel="#252b32",
        dark=True,
        variables={"block-cursor-background": "#33506b", "block-cursor-foreground": "#ffffff"},
    ),
    Theme(
        name="coder-light",
        primary="#2f5f8f",
        secondary="#56728c",
        accent="#9a6400",
        warning="#9a6400",
        error="#b3261e",
        success="#2f6f3e",
        foreground="#22262b",
        background="#faf8f4",
        surface="#f3f0ea",
        panel="#e6e1d8",
        dark=False,
        variables={"block-cursor-background": "#c9dcee", "block-cursor-foreground": "#16191d"},
    ),
    Theme(
        name="coder-contrast",
        primary="#ffffff",
        secondary="#ffff00",
        accent="#ffff00",
        warning="#ffff00",
        error="#ff6060",
        success="#60ff60",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#303030",
        dark=True,
        text_alpha=1.0,
        variables={"block-cursor-background": "#ffff00", "block-cursor-foreground": "#000000"},
    ),
)

NAMES: tuple[str, ...] = tuple(theme.name for theme in THEMES)


def name_after(name: str) -> str:
    """Return the name of the theme that follows this one."""
    return NAMES[(NAMES.index(name) + 1) % len(NAMES)] if name in NAMES else NAMES[0]


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
