"""The lines at the foot of a screen: the status line, and the key hints that fit."""

from __future__ import annotations

from weakref import WeakSet

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from coder.tui.keymap import actions
from coder.tui.kit.shell import shell_of

#: The label of the key that goes back.
BACK = "back"


class StatusLine(Horizontal):
    """A message at the left, the state of the project at the right; the right side is never cut.

    An unchanged side is not sent again.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: dict[str, str] = {}
        #: How many messages were set, the same one again included.
        self.messages = 0
        #: The message that stood there before one that goes by; None while none does.
        self._before: str | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="status-left", markup=False)
        yield Static(id="status-right", markup=False)

    @property
    def message(self) -> str:
        """The text at the left."""
        return self._shown.get("left", "")

    def set_passing(self, text: str) -> None:
        """Show a message until `clear_passing`."""
        before = self.message if self._before is None else self._before
        self.set(left=text)
        self._before = before
        PASSING.add(self)

    def clear_passing(self, messages: int) -> None:
        """Show what stood there before the message, unless another was set: this was the number of messages."""
        if self._before is not None and self.messages == messages:
            self.set(left=self._before)

    def set(self, left: str | None = None, right: str | None = None) -> None:
        """Update one side or both."""
        self.messages += left is not None
        if left is not None:
            self._before = None
            PASSING.discard(self)
        if left is not None and left != self._shown.get("left"):
            self._shown["left"] = left
            self.query_one("#status-left", Static).update(f" {left}", layout=False)
        if right is not None and right != self._shown.get("right"):
            self._shown["right"] = right
            self.query_one("#status-right", Static).update(f"  {right} ")


#: The lines with a message that goes at the next key that does something; each key asks.
PASSING: WeakSet[StatusLine] = WeakSet()


def fitting(hints: list[tuple[str, str]], width: int) -> list[tuple[str, str]]:
    """Return the hints (key, label) that fit in one row of `width` cells, in order.

    The first is kept longest, then the last two, which lead on (`g go to`, `? keys`), with the way back before them.
    """
    indexes = range(len(hints))
    last = 3 if len(hints) > 2 and hints[-3][1] == BACK else 2
    shown: list[int] = []
    for index in dict.fromkeys([*indexes[:1], *reversed(indexes[-last:]), *indexes]):
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
        """Show these hints: (key, label); in a project open read-only not those of what cannot be done."""
        project = shell_of(self).project
        if project is not None and project.readonly:
            hints = actions.reading(hints)
        if hints != self._hints:
            self._hints = hints
            self.refresh()

    def render(self) -> Text:
        line = Text(" ", no_wrap=True)
        for key, label in fitting(self._hints, self.size.width):
            line.append_text(Text.assemble((key, "bold"), (f" {label}  ", "dim")))
        return line
