"""The lines at the foot of a screen: the status line, and the key hints that fit."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static


class StatusLine(Horizontal):
    """A message at the left, the state of the project at the right; the right side is never cut.

    An unchanged side is not sent again.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: dict[str, str] = {}
        #: How many messages were set, the same one again included.
        self.messages = 0

    def compose(self) -> ComposeResult:
        yield Static(id="status-left", markup=False)
        yield Static(id="status-right", markup=False)

    @property
    def message(self) -> str:
        """The text at the left."""
        return self._shown.get("left", "")

    def set(self, left: str | None = None, right: str | None = None) -> None:
        """Update one side or both."""
        self.messages += left is not None
        if left is not None and left != self._shown.get("left"):
            self._shown["left"] = left
            self.query_one("#status-left", Static).update(f" {left}", layout=False)
        if right is not None and right != self._shown.get("right"):
            self._shown["right"] = right
            self.query_one("#status-right", Static).update(f"  {right} ")


def fitting(hints: list[tuple[str, str]], width: int) -> list[tuple[str, str]]:
    """Return the hints (key, label) that fit in one row of `width` cells, in order.

    The first is kept longest, then the last two, which lead on (`g go to`, `? keys`, `Esc back`).
    """
    indexes = range(len(hints))
    shown: list[int] = []
    for index in dict.fromkeys([*indexes[:1], *reversed(indexes[-2:]), *indexes]):
        longer = sorted([*shown, index])
        if _cells([hints[n] for n in longer]) > width:
            break
        shown = longer
    return [hints[index] for index in shown]


def _cells(hints: list[tuple[str, str]]) -> int:
    return 1 + sum(cell_len(key) + 1 + cell_len(label) for key, label in hints) + 2 * (len(hints) - 1)


class HintLine(Static):
    """One row of key hints; hints that do not fit are left out whole."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._hints: list[tuple[str, str]] = []

    def set(self, hints: list[tuple[str, str]]) -> None:
        """Show these hints: (key, label)."""
        if hints != self._hints:
            self._hints = hints
            self.refresh()

    def render(self) -> Text:
        line = Text(" ", no_wrap=True)
        for key, label in fitting(self._hints, self.size.width):
            line.append_text(Text.assemble((key, "bold"), (f" {label}  ", "dim")))
        return line
