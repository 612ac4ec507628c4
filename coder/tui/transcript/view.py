"""The transcript on the screen: a unit cursor, a selection, stripes for the codings, a scroll bar.

Draws its rows itself (Line API) and sends to the terminal only cells that changed; what a key costs does
not grow with the text.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from coder.text.cursor import Cursor
from coder.text.span import Span
from coder.text.turn import Turn
from coder.text.units import Granularity, Units
from coder.tui.kit.strip_difference import difference
from coder.tui.transcript.canvas import Canvas, Marks
from coder.tui.transcript.mouse import TranscriptMouse
from coder.tui.transcript.moves import TranscriptMoves
from coder.tui.transcript.rows import LAYERS, Palette, union
from coder.tui.transcript.stripes import ASCII, UNICODE, Mark

_PLAIN = {
    "coded": Style(),
    "lit": Style(bold=True),
    "selected": Style(reverse=True),
    "unit": Style(underline=True),
    "edge": Style(bold=True, underline=True),
    "flash": Style(reverse=True),
}
_SLOW = 0.03  # seconds a wrapping may take for it to be done at each step of a resize
_SETTLED = 0.08


def _no_marks(start: int, end: int) -> Sequence[Mark]:
    return ()


class TranscriptView(TranscriptMoves, TranscriptMouse, Widget, can_focus=True):
    """One transcript. Takes no border and no padding.

    `selection` is what would be coded: the selected stretch, else the unit under the cursor.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"transcript--{name}" for name in (*LAYERS, "number", "speaker", "stamp", "bar", "thumb")
    }
    DEFAULT_CSS = """
    TranscriptView { width: 1fr; height: 1fr; }
    .transcript--number { color: $foreground 45%; }
    .transcript--speaker { color: $primary; text-style: bold; }
    .transcript--stamp { color: $foreground 40%; }
    .transcript--bar { color: $foreground 15%; }
    .transcript--thumb { color: $foreground 50%; }
    .transcript--coded { background: $foreground 7%; }
    .transcript--lit { background: $accent 30%; }
    .transcript--unit { background: $primary 40%; }
    .transcript--selected { background: $accent 45%; }
    .transcript--edge { background: $accent 45%; text-style: bold underline; }
    .transcript--flash { background: $accent; color: $background; }
    """

    codes_visible: var[bool] = var(True, init=False)
    ascii_only: var[bool] = var(False, init=False)

    @dataclass
    class CursorMoved(Message):
        """The cursor stands on another unit."""

        view: TranscriptView
        span: Span
        unit: Granularity

        def can_replace(self, message: Message) -> bool:
            """Of several waiting only the last counts."""
            return isinstance(message, TranscriptView.CursorMoved)

    @dataclass
    class SelectionChanged(Message):
        """Another stretch is selected; None: nothing is."""

        view: TranscriptView
        span: Span | None

        def can_replace(self, message: Message) -> bool:
            """Of several waiting only the last counts."""
            return isinstance(message, TranscriptView.SelectionChanged)

    @dataclass
    class Clicked(Message):
        """The mouse was pressed on a character."""

        view: TranscriptView
        offset: int

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._strips: list[Strip] = []
        self._palette_kept: Palette | None = None
        self._settling: Timer | None = None
        self._wrapping = 0.0
        self._told: tuple[Span | None, Span | None, Granularity | None] = (None, None, None)
        self.cursor = Cursor(Units("", ()))
        self.canvas = Canvas("", (), _no_marks)

    def load(self, text: str, turns: Sequence[Turn], language: str, marks: Marks, cursor: int = 0) -> None:
        """Show a text; `marks(start, end)` gives the codings that touch a stretch of it."""
        self.cursor = Cursor(Units(text, turns, language), self.cursor.granularity, cursor)
        shown, glyphs = self.canvas.stripes_shown, self.canvas.glyphs
        self.canvas = Canvas(text, turns, marks)
        self.canvas.stripes_shown, self.canvas.glyphs = shown, glyphs
        if self.size.width:
            self._wrap()
        self._tell()

    def clear(self) -> None:
        """Show nothing."""
        self.load("", (), "en", _no_marks)

    def marks_changed(self, start: int, end: int) -> None:
        """The codings that touch this stretch are other ones now."""
        rows = self.canvas.rows
        touched = self.canvas.layout.rows_of(Span(start, end))
        if touched.start < rows.stop and rows.start < touched.stop:
            self.canvas.look_up_marks()
            self._repaint()

    def highlight(self, spans: Iterable[Span]) -> None:
        """Light up these stretches (what was found, the units of a code) instead of those lit so far."""
        self.canvas.lit = union(spans)
        self._repaint()

    def flash(self, spans: Iterable[Span], seconds: float = 0.4) -> None:
        """Light up these stretches for a moment."""
        self.canvas.flashing = union(spans)
        self._repaint()
        if self.canvas.flashing:
            self.set_timer(seconds, lambda: self.flash(()))

    #: Called at once when cursor or selection have moved, so that what else is shown of it is in the same frame.
    following: Callable[[], None] | None = None

    @property
    def selection(self) -> Span:
        """The selected stretch, else the unit under the cursor."""
        return self.cursor.selection

    def scroll(self, rows: int) -> None:
        """Move the view, not the cursor."""
        self._show_from(self.canvas.top + rows)

    def clicked(self, offset: int) -> None:
        """The mouse was pressed on a character."""
        self.post_message(self.Clicked(self, offset))

    def page(self, pages: int) -> None:
        """By so many screens; the cursor stays at its height, and in a unit that is longer than the screen."""
        canvas = self.canvas
        step = max(1, canvas.height - 2) * pages
        column, y = canvas.place(self.cursor.head)
        if not 0 <= y < canvas.height:  # the unit is longer than the screen
            y = 0
        row = min(max(0, canvas.top + y + step), max(0, canvas.layout.height - 1))
        canvas.scroll_to(canvas.top + step)
        self.cursor.go_to(canvas.layout.offset_at(row, column))
        unit = canvas.layout.rows_of(self.cursor.span)
        if unit.start < canvas.top and unit.stop <= canvas.top + canvas.height:  # it began on the page before
            self.cursor.move(1)
        self.moved(everywhere=True)

    def moved(self, everywhere: bool = False) -> None:
        """Show where the cursor is now, repainting the rows that this changes, and tell about it."""
        canvas, before = self.canvas, self.canvas.scene
        stays = not canvas.height or (everywhere and canvas.holds(self.cursor))
        top = canvas.top if stays else canvas.top_to_show(self.cursor)
        if top != canvas.top:
            canvas.scroll_to(top)
            everywhere = True
        if everywhere:
            self._repaint()
        else:
            canvas.look_at(self.cursor)
            self._repaint(canvas.rows_touched(before) | canvas.rows_touched(canvas.scene))
        self._tell()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows asked for, from those kept."""
        width, height = self.size
        if not self.canvas.width:  # asked to draw before it is told of its size
            self._fit()
        palette = self._palette
        if len(self._strips) != height:
            self.canvas.look_at(self.cursor)
            self._strips = [self.canvas.strip(y, palette) for y in range(height)]
        strips = [strip.adjust_cell_length(width, palette.styles["base"]) for strip in self._strips]
        strips = strips[crop.y : crop.bottom]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, self.background_colors[1]) for strip in strips]
        if crop.column_span != (0, width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def notify_style_update(self) -> None:
        """Colours changed."""
        super().notify_style_update()
        self._palette_kept = None
        self._strips = []

    def watch_codes_visible(self, visible: bool) -> None:
        """Stripes on or off (for reading)."""
        self.canvas.stripes_shown = visible
        self.canvas.look_up_marks()
        self._repaint()

    def watch_ascii_only(self, plain: bool) -> None:
        """Draw stripes and bar with plain characters."""
        self.canvas.glyphs = ASCII if plain else UNICODE
        self.canvas.look_up_marks(afresh=True)
        self._repaint()

    def on_resize(self, event: events.Resize) -> None:
        """Wrap to the new width: at once if that is quick, else when the size has settled."""
        if self._settling is not None:
            self._settling.stop()
            self._settling = None
        if self._wrapping > _SLOW and self.canvas.width not in (0, event.size.width):
            self._settling = self.set_timer(_SETTLED, self._wrap)
        elif event.size != (self.canvas.width, self.canvas.height):
            self._wrap()

    @property
    def _palette(self) -> Palette:
        if self._palette_kept is None:
            console = self.app.console
            plain = self.app.no_color or console.color_system not in ("256", "truecolor")
            names = ("number", "speaker", "stamp", "bar", "thumb", *LAYERS)
            styles = {name: self.get_component_rich_style(f"transcript--{name}") for name in names}
            self._palette_kept = Palette({"base": self.rich_style, **styles, **(_PLAIN if plain else {})}, plain)
        return self._palette_kept

    def _wrap(self) -> None:
        """Fit to the size of the view and draw."""
        self._settling = None
        self._fit()
        self.refresh()
        self._place_terminal_cursor()

    def _fit(self) -> None:
        """Fit to the size of the view; the cursor stays in sight if it was."""
        canvas, (width, height) = self.canvas, self.size
        seen = not canvas.height or canvas.holds(self.cursor)
        if width != canvas.width:
            began = time.perf_counter()
            canvas.resize(width, height)
            self._wrapping = time.perf_counter() - began
        else:
            canvas.resize(width, height)
        if seen:
            canvas.scroll_to(canvas.top_to_show(self.cursor))
        self._strips = []

    def _show_from(self, row: int) -> None:
        before = self.canvas.top
        self.canvas.scroll_to(row)
        if self.canvas.top != before:
            self._repaint()

    def _repaint(self, rows: Iterable[int] | None = None) -> None:
        """Draw these rows of the text (None: all that are seen) and send the cells that differ."""
        canvas, strips = self.canvas, self._strips
        canvas.look_at(self.cursor)
        if len(strips) != self.size.height or canvas.width != self.size.width:
            self._strips = []
            self.refresh()
            return
        palette = self._palette
        for y in range(len(strips)) if rows is None else sorted(row - canvas.top for row in rows):
            strip = canvas.strip(y, palette)
            changed = difference(strips[y], strip)
            if changed:
                strips[y] = strip
                self.refresh(Region(changed[0], y, changed[1] - changed[0], 1))
        self._place_terminal_cursor()

    def _place_terminal_cursor(self) -> None:
        """Put the terminal's own cursor on ours: screen readers follow it."""
        if self.has_focus and self.canvas.height:
            x, y = self.canvas.place(self.cursor.head)
            inside = min(max(0, y), self.canvas.height - 1)
            self.app.cursor_position = self.region.offset + Offset(x, inside)

    def on_focus(self) -> None:
        """Take the terminal's cursor along."""
        self._place_terminal_cursor()

    def _tell(self) -> None:
        cursor = self.cursor
        selected = cursor.selection if cursor.anchor is not None else None
        told, self._told = self._told, (cursor.span, selected, cursor.granularity)
        if told == self._told:
            return
        if self.following is not None:
            self.following()
        if (told[0], told[2]) != (cursor.span, cursor.granularity):
            self.post_message(self.CursorMoved(self, cursor.span, cursor.granularity))
        if told[1] != selected:
            self.post_message(self.SelectionChanged(self, selected))
