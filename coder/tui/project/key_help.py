"""Key help: the keys that work on the screen in front, then those of the other screens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from coder import manual
from coder.tui.keymap import actions
from coder.tui.keymap.headings import HEADINGS, DialogKeys
from coder.tui.kit.foot import HintLine
from coder.tui.kit.shell import shell_of

#: Cells of the column of keys.
KEYS = 15
#: Parts of the table of actions that many screens have.
WIDGETS = ("list", "grid")


class KeysScreen(ModalScreen[None]):
    """The keys of a screen; `h` opens the manual at its section."""

    takes_typeahead: ClassVar[bool] = True

    CSS_PATH = "key_help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "dismiss", show=False),
        Binding("h", "manual", show=False),
        Binding("slash", "search", show=False),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
        Binding("space", "page(1)", show=False),
        Binding("backspace", "page(-1)", show=False),
        Binding("less_than_sign", "edge(-1)", show=False),
        Binding("greater_than_sign", "edge(1)", show=False),
    ]

    def __init__(
        self, scopes: tuple[str, ...], dialogs: Sequence[DialogKeys] = (), only: frozenset[str] | None = None
    ) -> None:
        """`scopes`: the parts of the table of actions whose keys work; `dialogs`: what is open over them.

        `only`: the keys of those parts that work, where a text takes the others; nothing else is shown then.
        """
        super().__init__(classes="help")
        self._scopes, self._dialogs, self._only = scopes, dialogs, only

    def compose(self) -> ComposeResult:
        with Vertical(id="key-help"):
            with VerticalScroll(id="keys"):
                yield Static(self._text(), markup=False)
            yield HintLine(id="key-help-hints")

    def on_mount(self) -> None:
        self.query_one("#keys").focus()
        self.query_one(HintLine).set(
            [("h", "the manual on this screen"), ("/", "search the manual"), ("↑ ↓", "scroll"), ("Esc", "back")]
        )

    @property
    def _page(self) -> VerticalScroll:
        return self.query_one("#keys", VerticalScroll)

    def action_manual(self) -> None:
        from coder.tui.project.help_screen import HelpScreen

        section = manual.screen_section(scope for scope in self._scopes if scope not in WIDGETS)
        self.app.push_screen(HelpScreen(manual.SCREENS if section else "", section))

    def action_search(self) -> None:
        from coder.tui.project.help_screen import HelpScreen

        self.app.push_screen(HelpScreen(searching=True))

    def action_scroll(self, by: int) -> None:
        self._page.scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        self._page.scroll_page_down(animate=False) if by > 0 else self._page.scroll_page_up(animate=False)

    def action_edge(self, which: int) -> None:
        self._page.scroll_end(animate=False) if which > 0 else self._page.scroll_home(animate=False)

    def _text(self) -> Group:
        in_project = shell_of(self).project is not None
        everywhere = ("study", "app") if in_project else ("app",)
        here = (*self._scopes, *everywhere)
        parts: list[RenderableType] = []
        taken: set[str] = set()
        for dialog in self._dialogs:
            parts += _section(dialog.heading, dialog.rows)
        for scope in here:
            rows = _rows(scope, self._only)
            if not in_project:
                rows = [row for row in rows if row[1] != actions.BY_ID["list.find"].help]
            # such as `/`, where the screen has its own
            rows = [row for row in rows if not (scope == "list" and row[0] in taken)]
            taken |= {keys for keys, _ in rows}
            parts += _section(HEADINGS[scope], rows)
        if in_project and self._only is None:
            parts += [Text("On other screens", style="bold reverse"), Text()]
            for scope in HEADINGS:
                if scope not in here:
                    parts += _section(HEADINGS[scope], _rows(scope))
        return Group(*parts, Text("In the terminal: coder help keys", style="dim"))


def _rows(scope: str, only: frozenset[str] | None = None) -> list[tuple[str, str]]:
    return [
        ("1-9" if action.key.startswith("1,") else " ".join(action.keys), action.help)
        for action in actions.of(scope)
        if only is None or not only.isdisjoint(action.bound.split(","))
    ]


def _section(heading: str, rows: Sequence[tuple[str, str]]) -> list[RenderableType]:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=KEYS, style="bold")
    table.add_column()
    for keys, what in rows:
        table.add_row(Text(keys), Text(what))
    return [Text(heading, style="bold underline"), table, Text()] if rows else []
