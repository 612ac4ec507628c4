"""Colours: the themes, their reduction to what a terminal can show with text that can be read, and `NO_COLOR`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

from coder.model.codebook import PALETTE
from coder.tui.kit.terminal_palettes import (
    COLORFUL,
    CUBE,
    EIGHT_BIT,
    NOMINAL,
    SIXTEEN,
    TRUECOLOR,
    Rgb,
    contrast_of_any,
    depth_of,
    luminance,
    nearest,
)

__all__ = ["CONTRAST", "NAMES", "NoColor", "Readable", "depth_of", "name_after", "themes"]

#: The least contrast of text with its background (WCAG 2.2, 1.4.3), and of lines (1.4.11).
CONTRAST, LINE_CONTRAST = 4.5, 3.0
#: Difference in brightness (0 to 1) from which a background counts as a highlight.
STANDS_OUT = 0.06


class Roles(NamedTuple):
    """The colours of a theme: of text and surfaces, then the backgrounds of text that is coded, found, and so on.

    With more than 16 colours all of them are of the 256 that every terminal shows alike; else of the 16 (`NOMINAL`).
    """

    foreground: str
    background: str
    surface: str
    panel: str
    primary: str
    accent: str
    error: str
    success: str
    coded: str
    match: str
    selection: str
    cursor: str
    cursor_away: str
    active: str


#: Theme → its roles with 256 colours or more.
_MANY = {
    "coder-dark": Roles(
        *("#dadada", "#1c1c1c", "#262626", "#303030", "#87afd7", "#d7af5f", "#ff8787", "#87d787"),
        *("#005f5f", "#5f5f00", "#5f0087", "#005faf", "#444444", "#005f87"),
    ),
    "coder-light": Roles(
        *("#262626", "#eeeeee", "#e4e4e4", "#d0d0d0", "#005f87", "#875f00", "#af0000", "#005f00"),
        *("#afd7d7", "#ffd787", "#d7afff", "#87afff", "#c6c6c6", "#afd7ff"),
    ),
    "coder-contrast": Roles(
        *("#ffffff", "#000000", "#000000", "#303030", "#ffffff", "#ffff00", "#ff8787", "#5fff5f"),
        *("#005fd7", "#00d700", "#ff87ff", "#ffff00", "#585858", "#87ffff"),
    ),
}
_BLACK, _RED, _GREEN, _BLUE, _MAGENTA, _CYAN, _WHITE = (NOMINAL[n] for n in (0, 1, 2, 4, 5, 6, 7))
_BRIGHT_RED, _BRIGHT_GREEN, _BRIGHT_YELLOW, _BRIGHT_CYAN, _BRIGHT_WHITE = (NOMINAL[n] for n in (9, 10, 11, 14, 15))
#: Theme → its roles with 16 colours.
_FEW = {
    "coder-dark": Roles(
        *(_WHITE, _BLACK, _BLACK, _WHITE, _BRIGHT_CYAN, _BRIGHT_YELLOW, _BRIGHT_RED, _BRIGHT_GREEN),
        *(_BLUE, _GREEN, _MAGENTA, _CYAN, _WHITE, _GREEN),
    ),
    "coder-light": Roles(
        *(_BLACK, _WHITE, _WHITE, _BLACK, _BLACK, _BLACK, _BLACK, _BLACK),
        *(_CYAN, _GREEN, _MAGENTA, _BLUE, _BLACK, _GREEN),
    ),
    "coder-contrast": Roles(
        *(_BRIGHT_WHITE, _BLACK, _BLACK, _BLUE, _BRIGHT_WHITE, _BRIGHT_YELLOW, _BRIGHT_RED, _BRIGHT_GREEN),
        *(_CYAN, _GREEN, _MAGENTA, _WHITE, _BLUE, _GREEN),
    ),
}
#: With 16 colours few can be read as letters on a dark or a light background, all as a background: colour of a code →
#: numbers of its background and of the letter on it.
_CHIPS: dict[Rgb, tuple[int, int]] = {
    Color.parse(PALETTE[name]).rgb: pair
    for pair, names in {
        (1, 15): ("red", "brown"),
        (2, 0): ("green", "olive"),
        (4, 15): ("blue", "slate"),
        (5, 15): ("purple", "pink"),
        (6, 0): ("teal", "cyan"),
        (7, 0): ("orange", "gold"),
    }.items()
    for name in names
}
NAMES: tuple[str, ...] = tuple(_MANY)


def themes(depth: str) -> Iterable[Theme]:
    """Yield the themes for a terminal that shows that many colours (`terminal_palettes.DEPTHS`)."""
    for name, roles in (_FEW if depth == SIXTEEN else _MANY).items():
        yield Theme(
            name=name,
            primary=roles.primary,
            secondary=roles.primary,
            accent=roles.accent,
            warning=roles.accent,
            error=roles.error,
            success=roles.success,
            foreground=roles.foreground,
            background=roles.background,
            surface=roles.surface,
            panel=roles.panel,
            dark=name != "coder-light",
            text_alpha=1.0 if name == "coder-contrast" else 0.95,
            variables={
                "block-cursor-background": roles.cursor,
                "block-cursor-foreground": _text_on(roles.cursor),
                "block-cursor-blurred-background": roles.cursor_away,
                "block-cursor-blurred-foreground": _text_on(roles.cursor_away),
                "coded": roles.coded,
                "match": roles.match,
                "selection": roles.selection,
                "active": roles.active,
                "divider": roles.foreground if name == "coder-contrast" else roles.panel,
            },
        )


def name_after(name: str) -> str:
    """Return the name of the theme that follows this one."""
    return NAMES[(NAMES.index(name) + 1) % len(NAMES)] if name in NAMES else NAMES[0]


def _text_on(background: str) -> str:
    return "#000000" if Color.parse(background).brightness > 0.5 else "#ffffff"


class Readable(LineFilter):
    """Chooses for each style the nearest colours that the terminal has and in which text can be read."""

    def __init__(self, depth: str) -> None:
        super().__init__()
        self.depth = depth

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        under = background.rgb
        return [
            Segment(text, style and readable(style, _least(text), self.depth, under, _is_mark(text)), control)
            for text, style, control in segments
        ]


@lru_cache(2048)
def _least(text: str) -> float:
    """The least contrast of what is drawn: text, lines, or what only fills (blocks, blanks)."""
    drawn = set(text) - {" "}
    if all("\u2580" <= character <= "\u259f" for character in drawn):
        return 0.0
    return LINE_CONTRAST if all("\u2500" <= character <= "\u259f" for character in drawn) else CONTRAST


def _is_mark(text: str) -> bool:
    """Whether this is a mark of a code: its letter, or its stripes."""
    return len(text) <= 2 or _least(text) == LINE_CONTRAST


@lru_cache(8192)
def readable(style: Style, least: float, depth: str, under: Rgb, mark: bool = False) -> Style:
    """Return a style with colours of that depth; text has the contrast `least` or the best there is.

    `mark`: of a letter or stripes, which with 16 colours show the colour of a code as their background.
    """
    fore, back = style.color, style.bgcolor
    if fore is None and back is None:
        return style
    behind, wanted = _triplet(back) or under, _triplet(fore)
    if depth == TRUECOLOR:
        shown = RichColor.from_rgb(*behind)
        text = None if wanted is None else RichColor.from_rgb(*_lifted(wanted, behind, least))
        return style + Style(color=text, bgcolor=shown if back is not None else None)
    index = nearest(behind, depth, 0, 8 if depth == SIXTEEN else None)
    if mark and depth == SIXTEEN and wanted in _CHIPS:
        chip, letter = _CHIPS[wanted] if _CHIPS[wanted][0] != index else (0, 15)
        return style + Style(color=RichColor.from_ansi(letter), bgcolor=RichColor.from_ansi(chip))
    shown = RichColor.from_ansi(index)
    if wanted is None:
        return style + Style(bgcolor=shown if back is not None else None)
    if depth == EIGHT_BIT:
        wanted = _lifted(wanted, CUBE[index], least)
    number = nearest(wanted, depth, least, None, index)
    bold = style.bold
    if bold and number == 0 and depth == SIXTEEN:  # shown as grey by some
        bold, number = False, 4 if index == 7 else 0
    return style + Style(color=RichColor.from_ansi(number), bgcolor=shown if back is not None else None, bold=bold)


@lru_cache(4096)
def _lifted(wanted: Rgb, behind: Rgb, least: float) -> Rgb:
    """Return the colour, mixed with as much white or black as the contrast needs.

    Grey that would have to turn from lighter to darker than its background, or the other way, becomes black or white.
    """
    best, most = wanted, contrast_of_any([(wanted, behind)])
    if most >= least:
        return wanted
    grey = max(wanted) - min(wanted) < COLORFUL
    lighter = luminance(wanted) >= luminance(behind)
    for step in range(1, 21):
        for end in (255, 0):
            red, green, blue = (round(part + (end - part) * step / 20) for part in wanted)
            mixed = (red, green, blue)
            now = contrast_of_any([(mixed, behind)])
            if now >= least:
                return (end, end, end) if grey and lighter != (end == 255) else mixed
            if now > most:
                best, most = mixed, now
    return best


def _triplet(color: RichColor | None) -> Rgb | None:
    if color is None or color.is_default:
        return None
    if color.triplet is not None:
        red, green, blue = color.triplet
        return red, green, blue
    number = color.number or 0
    return Color.parse(NOMINAL[number]).rgb if number < 16 else CUBE[number]


class NoColor(LineFilter):
    """Removes colours; keeps bold, underline, reverse and mouse metadata."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, style and plain(style, background), control) for text, style, control in segments]


@lru_cache(4096)
def plain(style: Style, background: Color) -> Style:
    """Return a style without its colours; nothing is dimmed, since how far is the terminal's choice."""
    bare = Style.combine([style.without_color, Style.from_meta(style.meta)]) if style.meta else style.without_color
    if bare.dim:
        bare += Style(dim=False)
    if style.bgcolor is not None and not style.bgcolor.is_default:
        brightness = Color.from_rich_color(style.bgcolor).brightness
        if abs(brightness - background.brightness) > STANDS_OUT:
            bare += Style(reverse=not style.reverse)
    return bare
