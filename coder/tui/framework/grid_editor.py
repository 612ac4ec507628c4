"""A table with a page below it, and an editor between them while a text is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from coder.errors import ReadOnly
from coder.project import Project
from coder.tui.kit.editors import AutosaveEditor
from coder.tui.kit.grid import EmptyTable, Grid, Table
from coder.tui.kit.line_widgets import Page
from coder.tui.kit.questions import Interactive

#: The keys while the editor is open.
EDITOR_HINTS = [("Esc", "save and close"), ("Ctrl+G", "discard")]
LEAST_ROWS = 3


class Draft(NamedTuple):
    """A text to edit: the kind of its drafts, its target, the saved text, how it is saved, and whose it is."""

    kind: str
    target: str
    saved: str
    save: Callable[[str, str], object]
    whose: str = ""


class GridEditor(Vertical, Interactive):
    """The grid is as high as its rows; `moved` is called when its cursor moves."""

    def __init__(self, project: Project, moved: Callable[[], None]) -> None:
        super().__init__()
        self.project, self._moved = project, moved
        self._title = ""

    def compose(self) -> ComposeResult:
        yield Static(id="framework-title", classes="title", markup=False)
        yield Grid(id="framework-grid")
        yield Page(id="framework-page")

    def on_mount(self) -> None:
        self.grid.following = self._moved
        self.grid.focus()

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    @property
    def page(self) -> Page:
        return self.query_one(Page)

    @property
    def editor(self) -> AutosaveEditor | None:
        """The editor, while it is open."""
        return next(iter(self.query(AutosaveEditor)), None)

    def set_title(self, text: str) -> None:
        if text != self._title:
            self._title = text
            self.query_one("#framework-title", Static).update(Text(f" {text}", style="bold"), layout=False)

    def show_table(self, table: Table, row: int, column: int = 0) -> None:
        """Show a table with the cursor on a cell."""
        self.grid.styles.min_height = LEAST_ROWS
        self.grid.styles.height = table.height + len(table.corner)
        self.grid.show(table, row, column)

    def show_page(self, title: str, page: Text) -> None:
        """Show a page without a table."""
        self.grid.show(EmptyTable())
        self.grid.styles.height = self.grid.styles.min_height = 0  # not hidden: it keeps the focus
        self.set_title(title)
        self.page.show(page)

    def open_editor(self, draft: Draft, title: str) -> None:
        """Open the editor on a text, under this title; or say why it cannot be edited now."""
        if self.editor is not None:
            return
        if self.project.readonly:
            self.fail(ReadOnly())
            return
        editor = AutosaveEditor(self.project, draft.kind, draft.save, lambda _: draft.whose, id="framework-editor")
        self.mount(editor, before="#framework-page")
        editor.show_text(draft.target, draft.saved)
        editor.move_cursor(editor.document.end)
        editor.focus()
        self.set_title(title)
        if editor.draft_notice:
            self.say(editor.draft_notice)

    def on_autosave_editor_left(self) -> None:
        editor = self.editor
        if editor is not None:
            editor.remove()
            self.grid.focus()
            self._moved()

    def settle(self) -> None:
        """Save what is being edited."""
        if self.editor is not None:
            self.editor.settle()

    def keep(self) -> None:
        """Save the draft of what is being edited."""
        if self.editor is not None:
            self.editor.keep()
