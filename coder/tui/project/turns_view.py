"""Turns of a transcript that is not in the project yet, or not as shown: speakers, times and words to scroll."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from coder.exchange.transcript import format_clock
from coder.text.characters import printable
from coder.text.span import Turn

MOST = 40  # turns
LONGEST = 600  # characters of a turn


class TurnsView(VerticalScroll):
    """Some turns around one of them, which is marked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._shown: tuple[str, Sequence[Turn], int] = ("", (), 0)

    def compose(self) -> ComposeResult:
        yield Static(id="turns-text", markup=False)

    def show(self, text: str, turns: Sequence[Turn], turn: int = 0) -> None:
        """Show the turns from the one before this on."""
        if self._shown[0] is text and self._shown[1] is turns and self._shown[2] == turn:
            return
        self._shown = (text, turns, turn)
        first = max(0, turn - 1)
        lines = Table.grid()
        lines.add_column(width=2)
        lines.add_column(ratio=1)
        for number, each in enumerate(turns[first : first + MOST], first):
            marked = number == turn and turn > 0
            lines.add_row(Text("▸" if marked else "", style="bold"), _line(text, each, marked))
        if first + MOST < len(turns):
            lines.add_row("", Text("…", style="dim"))
        self.query_one("#turns-text", Static).update(lines)
        self.scroll_home(animate=False)


def turn_at(turns: Sequence[Turn], position: int) -> int:
    """Return the number of the turn that holds a position; the last one before it, or 0."""
    return max((number for number, turn in enumerate(turns) if turn.label <= position), default=0)


def _line(text: str, turn: Turn, marked: bool) -> Text:
    line = Text()
    if turn.speaker:
        line.append(f"{printable(turn.speaker)}: ", style="bold underline" if marked else "bold")
    if turn.seconds is not None:
        line.append(f"{format_clock(turn.seconds)} ", style="dim")
    words = text[turn.start : turn.end]
    shown = " ".join(words[:LONGEST].split()) + (" …" if len(words) > LONGEST else "")
    return line.append(printable(shown), style="" if turn.speaker else "dim")
