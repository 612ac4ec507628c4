"""Colour themes: a table of data."""

from __future__ import annotations

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
