"""Help: the keys that work on the screen in front, and the pages of the manual."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.widgets.option_list import Option

import coder
from coder.tui.keymap import actions
from coder.tui.kit.option_list import OptionList
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
    "list": "List",
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
    "import": "Import transcripts",
    "planned": "Files to import",
    "preview": "Preview of a file to import",
    "speakers": "Speakers",
    "settle": "Speakers of a transcript",
    "study": "Everywhere in a project",
    "app": "Always",
}


class KeysScreen(ModalScreen[None]):
    """The keys of some scopes of the action table; `h` opens the manual."""

    takes_typeahead: ClassVar[bool] = True

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


FOLDER = Path(coder.__file__).parent / "help"


def topics() -> dict[str, Path]:
    """Return topic → file: the introductory topics first, then by name."""
    first = ("first-steps", "screens", "keys")
    files = {file.stem: file for file in sorted(FOLDER.glob("*.md"))}
    return {name: files[name] for name in [*(name for name in first if name in files), *files]}


class HelpScreen(ModalScreen[None]):
    """The list of topics, or the page of one; Esc goes from the page to the list, then back."""

    takes_typeahead: ClassVar[bool] = True

    CSS_PATH = "help_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,left,h", "back", show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
        Binding("space", "page(1)", show=False),
        Binding("backspace", "page(-1)", show=False),
        Binding("n", "turn(1)", show=False),
        Binding("p", "turn(-1)", show=False),
    ]

    def __init__(self, topic: str = "") -> None:
        super().__init__()
        self._topics = topics()
        self._topic = topic

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            yield Static(id="help-title", markup=False)
            yield OptionList(*map(self._row, self._topics), id="help-list", markup=False)
            with VerticalScroll(id="help-page"):
                yield Static(id="help-text", markup=False)
            yield Static(id="help-foot", markup=False)

    def _row(self, topic: str) -> Option:
        heading = self._topics[topic].read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
        return Option(Text.assemble((f" {topic:<14}", "bold"), heading), id=topic)

    def on_mount(self) -> None:
        if self._topic:
            self._open(self._topic)
        else:
            self._list()

    def _list(self) -> None:
        self._topic = ""
        self._show("Manual", "Enter open · ↑ ↓ move · Esc back")
        self.query_one("#help-list").focus()

    def _open(self, topic: str) -> None:
        from coder.tui.kit.markdown import LeftMarkdown

        self._topic = topic
        text = self._topics[topic].read_text(encoding="utf-8")
        self.query_one("#help-text", Static).update(LeftMarkdown(text))
        self._show(f"Manual · {topic}", "↑ ↓ Space scroll · n next topic · p previous topic · Esc topics")
        page = self.query_one("#help-page")
        page.scroll_home(animate=False)
        page.focus()
        self.query_one(OptionList).highlighted = list(self._topics).index(topic)

    def _show(self, title: str, foot: str) -> None:
        self.query_one("#help-list").display = not self._topic
        self.query_one("#help-page").display = bool(self._topic)
        self.query_one("#help-title", Static).update(Text(title, style="bold"))
        self.query_one("#help-foot", Static).update(Text(foot, style="dim"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._open(event.option.id or "")

    def action_back(self) -> None:
        if self._topic:
            self._list()
        else:
            self.dismiss()

    def action_move(self, by: int) -> None:
        options, page = self.query_one(OptionList), self.query_one("#help-page")
        if self._topic:
            page.scroll_relative(y=by, animate=False)
        else:
            options.action_cursor_down() if by > 0 else options.action_cursor_up()

    def action_page(self, by: int) -> None:
        page = self.query_one("#help-page", VerticalScroll)
        page.scroll_page_down(animate=False) if by > 0 else page.scroll_page_up(animate=False)

    def action_turn(self, by: int) -> None:
        if self._topic:
            names = list(self._topics)
            self._open(names[(names.index(self._topic) + by) % len(names)])
