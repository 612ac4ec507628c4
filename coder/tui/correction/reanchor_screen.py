"""Put a unit somewhere by hand: the corrected text, a cursor, Enter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import msgspec
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.project import Project
from coder.project.operations.corrections import Correction, Mapped
from coder.project.segments import excerpt
from coder.text.cells import printable
from coder.text.span import Span
from coder.tui.keymap import actions
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.transcript.reader import SourceReader


class NewText(SourceReader):
    """The text as it would be after a correction."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("transcript", ("find",))]

    def show_correction(self, project: Project, correction: Correction, at: int) -> None:
        """Show the corrected text, with the cursor at an offset."""
        source = msgspec.structs.replace(correction.source, turns=len(correction.turns))
        self.project, self.source, self.text = project, source, correction.text
        language = source.language or project.info.language
        self.view.load(correction.text, correction.turns, language, cursor=at)
        self.show_title()


class PlacingScreen(ProjectScreen):
    """Go to where the unit belongs, select it, press Enter."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "../coding/coding_screen.tcss", "correction.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "put", show=False),
    ]
    where = "placing"

    def __init__(
        self, project: Project, correction: Correction, one: Mapped, at: int, then: Callable[[Span], None]
    ) -> None:
        super().__init__(project)
        self._correction, self._one, self._at, self._then = correction, one, at, then

    def compose(self) -> ComposeResult:
        quote = printable(excerpt(self._one.old, 220))
        with Vertical():
            yield Static(Text.assemble(("Where is this now?  ", "bold"), quote), id="placing-quote")
            yield NewText(id="transcript")
        yield from self.compose_foot()

    def on_mount(self) -> None:
        text = self.query_one(NewText)
        text.show_correction(self.project, self._correction, min(self._at, max(0, len(self._correction.text) - 1)))
        text.view.focus()
        self.show_state()
        self.show_hints()

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter", "put it here"), ("v", "select"), ("[ ]", "edges"), ("/", "find"), ("Esc", "back")]

    def action_put(self) -> None:
        chosen = self.query_one(NewText).view.selection
        self.app.pop_screen()
        self._then(chosen)

    def action_leave(self) -> None:
        self.app.pop_screen()
