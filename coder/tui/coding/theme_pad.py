"""The theme pad: your own preliminary themes, in place of the codes in reading mode."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method.preparation import analysts
from coder.model.condensation import Theme
from coder.project import Project
from coder.project.operations.themes import preliminary
from coder.text.characters import printable
from coder.text.fold import name_key
from coder.text.phrases import format_count

#: Signs of the decisions on themes.
SIGNS = {"": "○", "taken": "→", "dropped": "×"}


class ThemePad(Vertical):
    """Shows only the coder's own themes: each analyst reads alone first."""

    def __init__(self, project: Project) -> None:
        super().__init__(id="theme-pad")
        self._project = project

    def compose(self) -> ComposeResult:
        yield Static(self._heading(), classes="title", markup=False)
        yield Static(self._list(), id="theme-pad-list", markup=False)

    def refill(self) -> None:
        """Show the themes as they are now."""
        for widget, text in zip(self.query(Static), (self._heading(), self._list()), strict=True):
            widget.update(text)

    def _heading(self) -> Text:
        number = f" · {format_count(len(self._themes()), 'theme')}"
        return Text.assemble(
            (f" {printable(self._project.stored_initials)}", "bold"), (number, "not bold"), no_wrap=True
        )

    def _list(self) -> Text:
        lines = [
            Text(f"{SIGNS[theme.fate]} {printable(theme.name)}", "dim" if theme.fate else "")
            for theme in self._themes()
        ]
        if not lines:
            lines = [Text("4 to 8 preliminary themes are usual: t notes one while you read.", "dim")]
        return Text("\n").join(lines)

    def _themes(self) -> list[Theme]:
        initials = name_key(self._project.stored_initials)
        return [
            theme
            for coder in analysts(self._project)
            if name_key(coder.initials) == initials
            for theme in preliminary(self._project, coder.id)
        ]
