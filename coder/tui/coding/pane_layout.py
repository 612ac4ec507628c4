"""The pane layout of the coding screen: which panes are in sight, and the width of the side."""

from __future__ import annotations

from textual.widget import Widget

from coder.tui.kit.session_state import SessionState

#: Below this many columns there is one pane at a time; from `WIDE` on the side is wider.
NARROW, WIDE = 60, 110
#: Columns of the side: by default, on a wide terminal, at least; and columns that are left to the transcript.
SIDE, SIDE_WIDE, SIDE_LEAST, TEXT_LEAST = 30, 38, 18, 30
#: The panes by the class of the widget that shows one alone.
PANES = ("at-transcript", "at-codes", "at-memo")


class PaneLayout:
    """Sets the style classes of a widget that holds the panes, and the width of its `#side`."""

    def __init__(self, widget: Widget, state: SessionState) -> None:
        self._widget, self._state = widget, state
        self._side = 0
        #: The pane with the focus.
        self.active = state.pane if state.pane in PANES else PANES[0]

    def fit(self, width: int) -> None:
        """Divide this many columns."""
        state, widget = self._state, self._widget
        state.pane = self.active
        alone = width < NARROW or state.zoomed
        widget.set_class(alone, "alone")
        for name in PANES:
            widget.set_class(alone and name == self.active, name)
        widget.set_class(width >= WIDE, "wide")
        columns = 0 if alone else min(state.side, max(SIDE_LEAST, width - TEXT_LEAST))
        if columns != self._side:  # setting a width lays out and paints everything
            for side in widget.query("#side"):
                side.styles.width = columns or None
                self._side = columns

    def zoom(self, width: int) -> None:
        """Show the active pane alone, or all panes again."""
        self._state.zoomed = not self._state.zoomed
        self.fit(width)

    def widen(self, by: int, width: int) -> None:
        """Give the side more columns, or fewer."""
        columns = self._state.side or (SIDE_WIDE if width >= WIDE else SIDE)
        self._state.side = min(max(columns + by, SIDE_LEAST), max(SIDE_LEAST, width - TEXT_LEAST))
        self.fit(width)
