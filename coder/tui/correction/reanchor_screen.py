"""Place a coded unit in the corrected text by hand: select its words and press Enter."""

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
from coder.text.characters import printable
from coder.text.phrases import excerpt
from coder.text.span import Span
from coder.tui.keymap import actions
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.transcript.view import SourceReader


class CorrectedText(SourceReader):
    """The text as it would be after a correction."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("transcript", ("find",))]

    def show_correction(self, project: Project, correction: Correction, cursor: int) -> None:
        """Show the corrected text, with the cursor at an offset."""
        source = msgspec.structs.replace(correction.source, turns=len(correction.turns))
        self.project, self.source, self.text = project, source, correction.text
        language = source.language or project.info.language
        self.view.load(correction.text, correction.turns, language, cursor=cursor)
        self.show_title()


class ReanchorScreen(ProjectScreen):
    """Hands the selected span to a callback."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "../coding/coding_screen.tcss", "correction.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "place", show=False)]
    where = "placing"

    def __init__(
        self,
        project: Project,
        correction: Correction,
        unit: Mapped,
        cursor: int,
        place: Callable[[Span], None],
    ) -> None:
        super().__init__(project)
        self._correction, self._unit, self._cursor, self._place = correction, unit, cursor, place

    def compose(self) -> ComposeResult:
        quote = printable(excerpt(self._unit.old, 220))
        with Vertical():
            yield Static(Text.assemble(("Where is this unit now?  ", "bold"), quote), id="reanchor-quote")
            yield CorrectedText(id="transcript")
        yield from self.compose_foot()

    def on_mount(self) -> None:
        text = self.query_one(CorrectedText)
        text.show_correction(
            self.project, self._correction, min(self._cursor, max(0, len(self._correction.text) - 1))
        )
        text.view.focus()

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter", "place it here"), ("v", "select"), ("[ ]", "edges"), ("/", "find"), ("Esc", "cancel")]

    def action_place(self) -> None:
        span = self.query_one(CorrectedText).view.selection
        self.app.pop_screen()
        self._place(span)

    def action_leave(self) -> None:
        self.app.pop_screen()
