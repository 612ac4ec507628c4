"""The two lines at the foot of a screen: what is here, and which keys there are."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Static


class StatusLine(Static):
    """One row with something at the left and something at the right; the right side stays whole."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._left = ""
        self._right = ""

    def set(self, left: str | None = None, right: str | None = None) -> None:
        """Change one side or both."""
        self._left = self._left if left is None else left
        self._right = self._right if right is None else right
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        room = self.size.width - 1
        right = Text(self._right, no_wrap=True)
        left = Text(f" {self._left}", no_wrap=True)
        left.truncate(max(1, room - right.cell_len - 2), overflow="ellipsis")
        left.append(" " * max(1, room - left.cell_len - right.cell_len))
        self.update(left + right, layout=False)


class HintLine(Static):
    """One row of keys; those that do not fit are left out whole."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._hints: list[tuple[str, str]] = []

    def set(self, hints: list[tuple[str, str]]) -> None:
        """Show these (key, what it does)."""
        if hints != self._hints:
            self._hints = hints
            self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        line = Text(" ", no_wrap=True)
        for key, what in self._hints:
            part = Text.assemble((key, "bold"), (f" {what}  ", "dim"))
            if line.cell_len + part.cell_len > self.size.width:
                break
            line.append_text(part)
        self.update(line, layout=False)
