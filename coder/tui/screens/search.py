"""Search in all transcripts: results as one types, each in its context; Enter opens in place."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from coder.analysis.search import Hit, search
from coder.errors import CoderError
from coder.project import Project
from coder.text.span import Span
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.study import StudyScreen
from coder.tui.widgets.transcript_view import TranscriptView

MOST = 200
#: Seconds without a keystroke before the texts are searched.
PAUSE = 0.12


class SearchScreen(StudyScreen):
    """Words in every transcript, case and diacritics aside."""

    CSS_PATH: ClassVar[Any] = ["study.tcss", "search.tcss"]
    where = "search"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "to_list", show=False),
    ]

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._hits: list[Hit] = []
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(" Search in all transcripts", style="bold"), classes="title")
            yield Input(id="search-words", compact=True, placeholder="words; case and accents do not matter")
            yield OptionList(id="search-list", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self.query_one("#search-words").focus()
        self.show_state()
        self.show_hints()

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id != "search-words":
            return
        event.stop()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._look)

    def _look(self) -> None:
        self._pause = None
        words = self.query_one("#search-words", Input).value
        options = self.query_one("#search-list", OptionList)
        options.clear_options()
        self._hits = []
        if len(words.strip()) < 2:
            self.say("")
            return
        try:
            self._hits = list(islice(search(self.project, words), MOST))
        except CoderError as error:
            self.fail(error)
        options.add_options([Option(self._row(hit)) for hit in self._hits])
        more = " or more" if len(self._hits) == MOST else ""
        places = "place" if len(self._hits) == 1 else "places"
        self.say(f"{len(self._hits)}{more} {places}" if self._hits else f"“{words}” is in no transcript")

    def _row(self, hit: Hit) -> Text:
        def flat(text: str) -> str:
            return re.sub(r"\s+", " ", text)

        return Text.assemble(
            (f"{hit.source.name[:18]:<19}", "dim"),
            f"…{flat(hit.before)[-30:]:>30}",
            (flat(hit.text), "bold underline"),
            f"{flat(hit.after)[:60]}…",
            no_wrap=True,
            overflow="ellipsis",
        )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "search-words":
            event.stop()
            self.action_to_list()

    def action_to_list(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
            self._look()
        options = self.query_one("#search-list", OptionList)
        if options.option_count:
            options.focus()
            options.highlighted = options.highlighted or 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_list.id != "search-list":
            return
        event.stop()
        hit = self._hits[event.option_index]
        self.coder_app.go("coding")
        screen = self.app.screen
        if isinstance(screen, CodingScreen):
            screen.open_source(hit.source, hit.start)
            screen.query_one(TranscriptView).highlight([Span(hit.start, hit.end)])

    def hints(self) -> list[tuple[str, str]]:
        if self.focused is self.query_one("#search-words"):
            return [("↓", "to the places"), ("Ctrl+U", "empty the line"), ("Esc", "back to coding")]
        return [("Enter", "open"), ("↑ ↓", "move"), ("Tab", "the words"), ("Esc", "back to coding")]

    def on_descendant_focus(self) -> None:
        if self.is_mounted:
            self.show_hints()

    def action_leave(self) -> None:
        self.coder_app.go("coding")
