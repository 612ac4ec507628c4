"""A modal question with a few answers."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coder.tui.kit.requests import Choose


class ChoiceModal(ModalScreen[str | None]):
    """Dismissed with the id of the chosen answer (its letter, or arrows and Enter), or None after Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]
    CSS_PATH = "../kit/choice_modal.tcss"

    def __init__(self, choose: Choose) -> None:
        super().__init__()
        self._choose = choose
        self._by_key = {key: id for id, key, _ in choose.options if key}

    def compose(self) -> ComposeResult:
        with Vertical(id="choice"):
            yield Static(Text(self._choose.title, style="bold"), id="choice-title")
            if self._choose.detail:
                yield Static(Text(self._choose.detail), id="choice-detail")
            rows = [
                Option(Text.assemble((f"{key:>2} ", "bold"), label), id=id) for id, key, label in self._choose.options
            ]
            yield OptionList(*rows, id="choice-list", markup=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    def on_key(self, event: Key) -> None:
        id = self._by_key.get(event.character or "")
        if id is not None:
            event.stop()
            self.dismiss(id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
