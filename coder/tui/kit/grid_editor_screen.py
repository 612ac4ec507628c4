"""A screen around one grid with a page below, and between them, while it is written, the editor of a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from coder.errors import ReadOnly
from coder.tui.kit.autosave_editor import AutosaveEditor
from coder.tui.kit.grid import Grid
from coder.tui.kit.grid_screen import GridScreen
from coder.tui.kit.page import Page

WRITING = [("Esc", "save and close"), ("Ctrl+G", "give up")]


class GridWriting(GridScreen):
    """The grid is as high as its rows; the page says in full what is under the cursor."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "../framework/framework_screen.tcss"]

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="framework-title", classes="title", markup=False)
            yield Grid(id="framework-grid")
            yield Page(id="framework-page")
        yield from self.compose_foot()

    def on_resize(self) -> None:
        self.fill()

    @property
    def page(self) -> Page:
        return self.query_one(Page)

    @property
    def editor(self) -> AutosaveEditor | None:
        """The editor, while it is open."""
        return next(iter(self.query(AutosaveEditor)), None)

    def entitle(self, text: str) -> None:
        """Put a line above the grid."""
        self.query_one("#framework-title", Static).update(Text(f" {text}", style="bold"), layout=False)

    def hints(self) -> list[tuple[str, str]]:
        return super().hints() if self.editor is None else WRITING

    def write(self, kind: str, target: str, saved: str, save: Callable[[str, str], object], what: str) -> None:
        """Open the text of a target in an editor; `what` is said of it, unless it is a draft."""
        editor = AutosaveEditor(self.project, kind, save, id="framework-editor")
        self.query_one(Vertical).mount(editor, before="#framework-page")
        editor.show_text(target, saved)
        editor.move_cursor(editor.document.end)
        editor.focus()
        self.show_hints()
        self.say(editor.draft_notice or what)

    def may_write(self) -> bool:
        """Whether an editor can be opened now; says why where the project may only be read."""
        if self.editor is None and self.project.readonly:
            self.say(ReadOnly().title)
        return self.editor is None and not self.project.readonly

    def on_autosave_editor_left(self) -> None:
        editor = self.editor
        if editor is None:
            return
        editor.remove()
        self.grid.focus()
        self.call_after_refresh(self.show_hints)
        self.moved()

    def left(self) -> None:
        if self.editor is not None:
            self.editor.settle()

    def keep(self) -> None:
        if self.editor is not None:
            self.editor.keep()
