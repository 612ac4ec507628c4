"""What the app draws holds no commands to the terminal: one place for every text, and one before the driver.

Rich and Textual drop only five control characters from texts. Here visible signs stand for all of them, and for bidi
overrides, before cells are counted; what is drawn past those two classes is caught where lines become output.
"""

from __future__ import annotations

from typing import Any

from rich import control
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual import content
from textual.strip import Strip

from coder.text.characters import printable
from coder.text.controls import SIGNS
from coder.tui.kit import cell_widths

_render_line = Strip.render


def use() -> None:
    """Let `rich.text.Text`, `textual.content.Content` and `textual.strip.Strip` hold and send only what is safe."""
    cell_widths.use()
    tables: list[Any] = [control._CONTROL_STRIP_TRANSLATE, content._CONTROL_STRIP_TRANSLATE]
    for table in tables:  # both are defaults of functions, so that they are changed in place
        table.update(SIGNS)
    setattr(Strip, "render", render)  # noqa: B010  # mypy takes `self` for the name of an argument


def render(strip: Strip, console: Console) -> str:
    """Return the terminal sequences of a line: those of its styles, and no other. Hyperlinks are never sent."""
    if strip._render_cache is None:
        safe = strip
        if not all(map(_is_safe, strip)):
            printed = Strip([Segment(printable(text), _without_link(style)) for text, style, _ in strip])
            safe = printed.adjust_cell_length(strip.cell_length)
        if any(cell_widths.is_uncertain(text) for text, _, _ in safe):
            strip._render_cache = "".join(_segment(segment, console) for segment in safe)
        else:
            strip._render_cache = _render_line(safe, console)
    return strip._render_cache


def _segment(segment: Segment, console: Console) -> str:
    """Return the sequences of a segment; what follows stays in its column."""
    text, style, _ = segment
    colors = console._color_system or ColorSystem.TRUECOLOR

    def draw(characters: str) -> str:
        return characters if style is None else Strip.render_style(style, characters, color_system=colors)

    if not cell_widths.is_uncertain(text):
        return draw(text)
    return cell_widths.in_place(draw(" " * segment.cell_length), draw(text), segment.cell_length)


def _is_safe(segment: Segment) -> bool:
    return segment.text.isprintable() and (segment.style is None or segment.style.link is None)


def _without_link(style: Style | None) -> Style | None:
    return style if style is None else style.update_link(None)
