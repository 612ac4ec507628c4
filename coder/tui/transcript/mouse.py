"""The mouse in a transcript view; nothing needs it."""

from __future__ import annotations

from textual import events
from textual.widget import Widget

from coder.text.cursor import Cursor
from coder.text.span import Span
from coder.tui.transcript.canvas import Canvas

_WHEEL = 3  # rows


class TranscriptMouse(Widget, inherit_bindings=False):
    """Click to stand on a unit, drag to select, turn the wheel to scroll, click the bar to go there."""

    cursor: Cursor
    canvas: Canvas
    _pressed: Span | None = None

    def moved(self) -> None:
        """Show where the cursor is now, and tell about it."""
        raise NotImplementedError

    def scroll(self, rows: int) -> None:
        """Move the view, not the cursor."""
        raise NotImplementedError

    def clicked(self, offset: int) -> None:
        """The mouse was pressed on a character."""
        raise NotImplementedError

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Stand on the unit that is pressed; in the last column, go to that part of the text."""
        canvas = self.canvas
        if not canvas.layout.height:
            return
        if event.x >= canvas.width - 1:
            middle = canvas.layout.height * event.y // max(1, canvas.height)
            self.scroll(middle - canvas.height // 2 - canvas.top)
            return
        offset = canvas.offset_at(event.x, event.y)
        self.cursor.extending = False
        self.cursor.go_to(offset)
        self._pressed = self.cursor.span
        self.capture_mouse()
        self.moved()
        self.clicked(offset)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select from where the mouse was pressed."""
        if self._pressed is None:
            return
        offset = self.canvas.offset_at(max(0, event.x), event.y)
        unit = self.cursor.units.at(self.cursor.granularity, offset)
        if unit != self.cursor.span:
            self.cursor.drag(self._pressed, unit)
            self.moved()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The drag is over."""
        self._pressed = None
        self.release_mouse()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel."""
        event.stop()
        self.scroll(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel."""
        event.stop()
        self.scroll(-_WHEEL)
