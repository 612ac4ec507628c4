"""The files of a folder, or those that match a path or pattern; some of them marked."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input
from textual.widgets.option_list import Option

from coder.errors import CoderError
from coder.text.characters import printable
from coder.text.phrases import format_count
from coder.tui.keymap import actions
from coder.tui.kit.option_list import OptionList
from coder.tui.kit.questions import Interactive
from coder.tui.kit.working_folder import typed_path, working_folder

PARENT = ".."
#: Matches of a pattern that are listed at most.
MOST = 500
_NAMED = 20  # files of other formats that are named


class FileList(Vertical, Interactive):
    """A line for the path, and the list; Space marks a file, Enter opens a folder or chooses the marked files."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "to_list", show=False),
        Binding("tab", "complete", show=False),
        *actions.bindings("import"),
    ]

    class Chosen(Message):
        """Posted when files were chosen."""

        def __init__(self, paths: list[Path]) -> None:
            super().__init__()
            self.paths = paths

    class Marked(Message):
        """Posted when the marked files have changed."""

    def __init__(self, suffixes: set[str], describe: Callable[[str], str]) -> None:
        """`describe` returns what is shown of a file, by its name."""
        super().__init__()
        self._suffixes, self._describe = suffixes, describe
        self._folder = working_folder()
        self._rows: list[Path] = []
        self._others: list[str] = []  # names of files in the folder that no format fits
        self.marked: set[Path] = set()

    def compose(self) -> ComposeResult:
        yield Input(str(self._folder), id="import-path", compact=True)
        yield OptionList(id="import-list", markup=False)

    def on_mount(self) -> None:
        self.refresh_list()
        self.options.focus()

    @property
    def path_line(self) -> Input:
        return self.query_one("#import-path", Input)

    @property
    def options(self) -> OptionList:
        return self.query_one("#import-list", OptionList)

    @property
    def marked_elsewhere(self) -> int:
        """The number of marked files that are not in the list now."""
        return len(self.marked.difference(self._rows))

    def refresh_list(self) -> None:
        """List again what the path line names."""
        self._show(self.path_line.value)

    def _show(self, text: str) -> None:
        """List a folder's files, one file, or the matches of a pattern such as *.docx."""
        self._others = []
        try:
            self._rows = self._named(typed_path(text))
        except CoderError as error:
            self._rows = []
            self.say(f"✗ {error.title}")
        self.options.clear_options()
        self.options.add_options([Option(self._label(row), id=str(n)) for n, row in enumerate(self._rows)])
        if self._others:
            self.options.add_option(Option(self._others_label(), disabled=True))
        if all(row.name == PARENT for row in self._rows) and not self._others:
            note = "No files here that can be imported" if self._rows else "No file or folder begins with this"
            self.options.add_option(Option(Text(f"   {note}", "dim"), disabled=True))
        if self._rows:
            self.options.highlighted = next((n for n, row in enumerate(self._rows) if row.is_file()), 0)

    def _named(self, path: Path) -> list[Path]:
        """Return what is in a folder, or the files that a pattern or the beginning of a path matches."""
        if path.is_dir():
            self._folder = path
            return [path / PARENT, *self._entries(path)]
        names = sorted(islice(glob.iglob(str(path)), MOST)) or sorted(islice(glob.iglob(f"{path}*"), MOST))
        return [Path(name) for name in names]

    def _entries(self, folder: Path) -> list[Path]:
        """Return the folders in a folder, then its files that can be imported."""
        try:
            entries = sorted(folder.iterdir(), key=lambda entry: entry.name.casefold())
        except OSError as error:
            self.fail(CoderError("The folder cannot be read", error.strerror or ""))
            return []
        visible = [entry for entry in entries if not entry.name.startswith(".")]
        folders = [entry for entry in visible if entry.is_dir()]
        files = [entry for entry in visible if entry.suffix.casefold() in self._suffixes and entry.is_file()]
        shown = {*folders, *files}
        self._others = [printable(entry.name) for entry in visible if entry not in shown]
        return folders + files

    def _label(self, row: Path) -> Text:
        if row.name == PARENT:
            return Text("   ▸ .. (parent folder)", style="dim")
        if row.is_dir():
            return Text(f"   ▸ {row.name}/")
        mark = "✓" if row in self.marked else " "
        return Text.assemble(
            (f" [{mark}] ", "bold"), row.name, (f"   {self._describe(row.name)}", "dim"), no_wrap=True
        )

    def _others_label(self) -> Text:
        """Name the files that cannot be imported; the reason is shown for one that is typed into the path line."""
        names = ", ".join(self._others[:_NAMED]) + (" …" if len(self._others) > _NAMED else "")
        return Text(
            f"   {format_count(len(self._others), 'other file')} in formats that cannot be imported: {names}", "dim"
        )

    @property
    def _row(self) -> Path | None:
        """The row under the cursor."""
        place = self.options.highlighted
        return self._rows[place] if place is not None and place < len(self._rows) else None

    # Input and keys

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.options.focus()

    def action_complete(self) -> None:
        """Complete the path being typed as far as it is unique; the list shows the matches."""
        if not self.path_line.has_focus:
            raise SkipAction
        typed = os.path.expanduser(self.path_line.value)
        matches = [
            f"{name}{os.sep}" if os.path.isdir(name) else name
            for name in glob.glob(f"{glob.escape(typed)}*")
            if os.path.isdir(name) or Path(name).suffix.casefold() in self._suffixes
        ]
        first, last = min(matches, default=""), max(matches, default="")
        longest = first[: next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))]
        if not matches:
            self.say("No file or folder begins with this")
        elif len(longest) > len(typed):
            self.path_line.value = longest
            self.path_line.cursor_position = len(longest)
        else:
            self.say(f"{format_count(len(matches), 'name')} begin with this")

    def action_to_list(self) -> None:
        self.options.focus()

    def action_open(self) -> None:
        self.options.action_select()

    def action_path(self) -> None:
        self.path_line.focus()

    def action_mark(self) -> None:
        row = self._row
        if row is not None and row.is_file():
            self._mark({row}, row not in self.marked)
            if row != self._rows[-1]:
                self.options.action_cursor_down()

    def action_mark_all(self) -> None:
        """Mark all files, or unmark them."""
        files = {row for row in self._rows if row.is_file()}
        self._mark(files, not files <= self.marked)

    def _mark(self, files: set[Path], mark: bool) -> None:
        self.marked = self.marked | files if mark else self.marked - files
        for number, row in enumerate(self._rows):
            if row in files:
                self.options.replace_option_prompt_at_index(number, self._label(row))
        self.post_message(self.Marked())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        row = self._row
        if row is None:
            return
        if row.is_dir():
            self.path_line.value = str(self._folder.parent if row.name == PARENT else row)
            self.path_line.cursor_position = len(self.path_line.value)
            self.post_message(self.Marked())
        else:
            self.post_message(self.Chosen(sorted(self.marked) or [row]))
