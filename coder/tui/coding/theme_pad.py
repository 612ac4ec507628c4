"""The theme pad beside a transcript that is read: one's own preliminary themes, as one thinks of them."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method.preconceptions import analysts
from coder.model.condensation import Theme
from coder.project import Project
from coder.project.operations.themes import preliminary
from coder.text.cells import printable
from coder.text.phrases import format_count

SIGNS = {"": "○", "taken": "→", "dropped": "×"}


class ThemePad(Vertical):
    """Nobody else's themes: each analyst reads alone first. Keys note them in the transcript."""

    def __init__(self, project: Project) -> None:
        super().__init__(id="theme-pad")
        self._project = project

    def compose(self) -> ComposeResult:
        yield Static(self._heading(), classes="title", markup=False)
        yield Static(self._list(), id="theme-pad-list", markup=False)

    def again(self) -> None:
        """Show them as they are now."""
        for shown, text in zip(self.query(Static), (self._heading(), self._list()), strict=True):
            shown.update(text)

    def _heading(self) -> Text:
        number = len(self._mine())
        told = f" · {format_count(number, 'theme')}" if number else " · none yet"
        return Text.assemble((f" {printable(self._project.who)}", "bold"), (told, "not bold"), no_wrap=True)

    def _list(self) -> Text:
        lines = [Text(f"{SIGNS[one.fate]} {printable(one.name)}", "dim" if one.fate else "") for one in self._mine()]
        if not lines:
            lines = [Text("4 to 8 preliminary themes are usual: t notes one while you read.", "dim")]
        return Text("\n").join(lines)

    def _mine(self) -> list[Theme]:
        who = self._project.who.casefold()
        return [
            theme
            for coder in analysts(self._project)
            if coder.initials.casefold() == who
            for theme in preliminary(self._project, coder.id)
        ]
