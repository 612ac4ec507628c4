"""Key help: the keys that work on the screen in front."""

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

#: Scope of the action table → its heading.
_HEADINGS = {
    "transcript": "Transcript",
    "codes": "Code tree",
    "memo": "Memo pane",
    "memos": "Memos",
    "home": "Home",
    "participants": "Participants and waves",
    "history": "History",
    "settings": "Settings",
    "search": "Search",
    "retrieve": "Retrieve",
    "autocode": "Autocode",
    "matrix": "Matrix",
    "grid": "Table",
    "cards": "List",
    "steps": "Steps of the condensation",
    "themes": "Themes",
    "groups": "Code groups",
    "condense": "Condensates",
    "analytic": "Analytic texts",
    "check": "Back-check",
    "pairs": "Pairs",
    "changes": "Change grid",
    "framework": "Framework",
    "levels": "Levels of a framework",
    "evidence": "Evidence",
    "coreq": "COREQ form",
    "code_page": "Code page",
    "review": "Review of coded units",
    "codebook": "Codebook import",
    "correction": "Review of a correction",
    "study": "Everywhere in a project",
    "app": "Always",
}


class KeysScreen(ModalScreen[None]):
    """The keys of some scopes of the action table; `h` opens the manual."""

    CSS_PATH = "key_help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "dismiss", show=False),
        Binding("h", "manual", show=False),
    ]

    def __init__(self, scopes: tuple[str, ...]) -> None:
        super().__init__()
        self._scopes = scopes

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
        for where in (*self._scopes, *everywhere):
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
            parts += [Text(_HEADINGS.get(where, where.capitalize()), style="bold underline"), table, Text()]
        return Group(*parts, Text("h opens the manual. In the terminal: coder help keys", style="dim"))
