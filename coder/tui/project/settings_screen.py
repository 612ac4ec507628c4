"""The settings screen: all settings in a list; each change is saved at once."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coder.model.record import Transaction
from coder.project import Project
from coder.text.fold import fold
from coder.tui.keymap import actions
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import interactive
from coder.tui.project.settings_rows import Row, saved_message, sections

LIST = "#settings-list"


class SettingsScreen(ProjectScreen):
    """Enter changes the setting under the cursor, Del resets it."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "settings_screen.tcss"]
    where = "settings"
    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("settings"),
        Binding("j", "app.simulate_key('down')", show=False),
        Binding("k", "app.simulate_key('up')", show=False),
    ]

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._words = ""
        self._rows: dict[str, Row] = {}

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="settings-title", classes="title", markup=False)
            yield OptionList(id="settings-list", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self._fill()
        self.query_one(LIST).focus()
        self.say(saved_message())

    def _fill(self) -> None:
        """Show the rows that contain the words of the filter, with the cursor where it was."""
        row = self.row
        self._rows = {}
        options: list[Option] = []
        for heading, rows in sections(self):
            shown = [
                setting for setting in rows if self._words in fold(f"{setting.label} {setting.value} {setting.help}")
            ]
            if shown:
                options.append(Option(Text(heading, style="bold underline"), disabled=True))
                options += [Option(_line(setting), id=setting.id) for setting in shown]
                self._rows |= {setting.id: setting for setting in shown}
        option_list = self.query_one(LIST, OptionList)
        option_list.clear_options()
        option_list.add_options(options)
        places = {option.id: n for n, option in enumerate(options) if option.id}
        first = next(iter(places.values()), None)
        option_list.highlighted = places.get(row.id, first) if row is not None else first
        title = Text.assemble(" ", ("Settings", "bold"), f"  /{self._words}" if self._words else "")
        self.query_one("#settings-title", Static).update(title, layout=False)

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        options = self.query_one(LIST, OptionList)
        place = options.highlighted
        return self._rows.get(options.get_option_at_index(place).id or "") if place is not None else None

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self._fill()

    def hints(self) -> list[tuple[str, str]]:
        return [*actions.hints("settings"), ("Esc", "back"), *actions.hints("study", "app")]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_list.id == LIST[1:]:
            event.stop()
            self.action_change()

    @interactive
    async def action_find(self) -> None:
        """Filter the rows as the words are typed."""

        def typing(text: str) -> None:
            self._words = fold(text.strip())
            self._fill()

        words = await self.ask("Filter settings and keys:", self._words, typing=typing)
        if words is not None:
            typing(words)

    @interactive
    async def action_change(self) -> None:
        if self.row is not None:
            await self.row.change()
            self._fill()

    def action_reset(self) -> None:
        row = self.row
        if row is not None:
            self.attempt(row.reset)
            self._fill()


def _line(row: Row) -> Text:
    value = (f"{row.value:<18}", "bold underline" if row.changed else "bold")
    return Text.assemble(f" {row.label:<28} ", value, (f" {row.help}", "dim"), no_wrap=True, overflow="ellipsis")
