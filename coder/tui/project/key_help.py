"""The keys of here."""

from __future__ import annotations

from typing import ClassVar

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from coder.tui.keymap import actions
from coder.tui.kit.shell import shell_of

_TITLES = {
    "transcript": "In the transcript",
    "codes": "In the code tree",
    "memo": "In the memo pane",
    "home": "On the home screen",
    "history": "In the history",
    "settings": "In the settings",
    "matrix": "In the matrix",
    "pairs": "Among pairs",
    "changes": "In the change grid",
    "grid": "In a table",
    "correction": "What becomes of the units",
    "study": "Everywhere in a project",
    "app": "Always",
}


class KeysScreen(ModalScreen[None]):
    """All keys that work where one is, from the one table of actions."""

    CSS_PATH = "key_help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "dismiss", show=False),
        Binding("h", "manual", show=False),
    ]

    def __init__(self, parts: tuple[str, ...]) -> None:
        super().__init__()
        self._parts = parts

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="keys"):
            yield Static(self._text(), markup=False)

    def on_mount(self) -> None:
        self.query_one("#keys").focus()

    def action_manual(self) -> None:
        from coder.tui.project.help_screen import HelpScreen

        self.app.push_screen(HelpScreen())

    def _text(self) -> Group:
        parts: list[RenderableType] = []
        everywhere = ("study", "app") if shell_of(self).project is not None else ("app",)
        for where in (*self._parts, *everywhere):
            rows = list(actions.of(where))
            if not rows:
                continue
            table = Table.grid(padding=(0, 2, 0, 0))
            table.add_column(min_width=14, no_wrap=True, style="bold")
            table.add_column(min_width=20)
            table.add_column(style="dim")
            for action in rows:
                keys = "1-9" if action.key.startswith("1,") else " ".join(action.keys)
                table.add_row(Text(keys), Text(action.label), Text(action.help))
            parts += [Text(_TITLES.get(where, where), style="bold underline"), table, Text()]
        return Group(*parts, Text("h opens the manual. In the terminal: coder help keys", style="dim"))
