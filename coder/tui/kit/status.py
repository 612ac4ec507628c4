"""The two lines at the foot of a screen: what is here, and which keys there are."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static


class StatusLine(Horizontal):
    """One row with something at the left and something at the right; the right side stays whole.

    A side that says what it said before is not sent again.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._said: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        yield Static(id="status-left", markup=False)
        yield Static(id="status-right", markup=False)

    @property
    def message(self) -> str:
        """The text at the left."""
        return self._said.get("left", "")

    def set(self, left: str | None = None, right: str | None = None) -> None:
        """Change one side or both."""
        if left is not None and left != self._said.get("left"):
            self._said["left"] = left
            self.query_one("#status-left", Static).update(f" {left}", layout=False)
        if right is not None and right != self._said.get("right"):
            self._said["right"] = right
            self.query_one("#status-right", Static).update(f"  {right} ")


def fitting(hints: list[tuple[str, str]], width: int) -> list[tuple[str, str]]:
    """The hints (key, what it does) that one row of `width` cells holds, in their order.

    The first stays longest, then the last two, for they lead on (`g go to`, `? keys`, `Esc back`).
    """
    places = range(len(hints))
    kept: list[int] = []
    for place in dict.fromkeys([*places[:1], *reversed(places[-2:]), *places]):
        more = sorted([*kept, place])
        if _cells([hints[one] for one in more]) > width:
            break
        kept = more
    return [hints[place] for place in kept]


def _cells(hints: list[tuple[str, str]]) -> int:
    return 1 + sum(cell_len(key) + 1 + cell_len(what) for key, what in hints) + 2 * (len(hints) - 1)


class HintLine(Static):
    """One row of keys; those that do not fit are left out whole."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._hints: list[tuple[str, str]] = []

    def set(self, hints: list[tuple[str, str]]) -> None:
        """Show these (key, what it does)."""
        if hints != self._hints:
            self._hints = hints
            self.refresh()

    def render(self) -> Text:
        line = Text(" ", no_wrap=True)
        for key, what in fitting(self._hints, self.size.width):
            line.append_text(Text.assemble((key, "bold"), (f" {what}  ", "dim")))
        return line
