"""Import: choose transcript files, bring them in, read what became of each."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from coder.analysis.method import participation
from coder.errors import CoderError, ReadOnly
from coder.exchange import importing, registry
from coder.exchange.filenames import guess_from_name
from coder.project import Project
from coder.project.interviews import format_interview_day
from coder.project.operations import participants, waves
from coder.tui.kit.project_screen import ProjectScreen

UP = ".."
MOST = 500


class ImportScreen(ProjectScreen):
    """A folder's files with what their names say; Space marks, Enter opens a folder or brings in what is marked."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "import_screen.tcss"]
    where = "import"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+a", "mark_all", show=False),
        Binding("down", "to_list", show=False),
    ]

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._folder = Path.cwd()
        self._rows: list[Path] = []
        self._marked: set[Path] = set()
        self._suffixes = {suffix for one in registry.readers(registry.TRANSCRIPT) for suffix in one.suffixes}
        self._work: Iterator[importing.Report] | None = None
        self._report: list[importing.Report] = []
        self._total = 0

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(" Import transcripts", style="bold"), classes="title")
            yield Input(str(self._folder), id="import-path", compact=True, select_on_focus=False)
            yield OptionList(id="import-list", markup=False)
            with VerticalScroll(id="import-report"):
                yield Static(id="import-text", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self._look(str(self._folder))
        self.query_one("#import-list").focus()
        self.show_state()
        self.show_hints()
        self.say(f"Formats: {registry.suffixes(registry.readers(registry.TRANSCRIPT))}")

    def hints(self) -> list[tuple[str, str]]:
        if self.has_class("reporting"):
            return [("Esc", "back to the files"), ("g c", "read them"), ("g h", "list them")]
        if self.focused is self.query_one("#import-path"):
            return [("↓", "to the files"), ("Ctrl+U", "empty the line"), ("Esc", "back")]
        act = f"import the {len(self._marked)} marked" if self._marked else "import or open"
        return [("Enter", act), ("Space", "mark"), ("Ctrl+A", "mark all"), ("Tab", "type a path"), ("Esc", "back")]

    def on_descendant_focus(self) -> None:
        if self.is_mounted and not self.questions.open:
            self.show_hints()

    # Looking for files

    def _look(self, text: str) -> None:
        """List what a path names: a folder's files, one file, or what a pattern such as *.docx finds."""
        path = Path(text).expanduser()
        if path.is_dir():
            self._folder = path
            folders, found = self._listing(path)
            self._rows = [path / UP, *folders, *found]
        else:
            names = sorted(glob.glob(str(path)))[:MOST] or sorted(glob.glob(f"{path}*"))[:MOST]
            self._rows = [Path(name) for name in names]
        options = self.query_one("#import-list", OptionList)
        options.clear_options()
        options.add_options([Option(self._label(row), id=str(n)) for n, row in enumerate(self._rows)])
        if self._rows:
            files = [n for n, row in enumerate(self._rows) if row.is_file()]
            options.highlighted = files[0] if files else 0

    def _listing(self, path: Path) -> tuple[list[Path], list[Path]]:
        try:
            inside = sorted(path.iterdir(), key=lambda one: one.name.casefold())
        except OSError as error:
            self.fail(CoderError("The folder cannot be read", error.strerror or ""))
            return [], []
        shown = [one for one in inside if not one.name.startswith(".")]
        folders = [one for one in shown if one.is_dir()]
        return folders, [one for one in shown if one.suffix.casefold() in self._suffixes and one.is_file()]

    def _label(self, row: Path) -> Text:
        if row.name == UP:
            return Text("   ▸ .. (the folder above)", style="dim")
        if row.is_dir():
            return Text(f"   ▸ {row.name}/")
        about = " · ".join(self._about(row.name))
        box = "✓" if row in self._marked else " "
        return Text.assemble((f" [{box}] ", "bold"), row.name, (f"   {about}", "dim"), no_wrap=True)

    def _about(self, name: str) -> list[str]:
        """What a file's name says, and whether there is such an interview already."""
        told = guess_from_name(name)
        wave = waves.find(self.project, told.wave)
        person = participants.find(self.project, told.participant)
        twice = (
            person is not None and wave is not None and participation.interviews_in_wave(self.project, person, wave)
        )
        parts = [
            told.participant,
            told.wave,
            "! there is one already" if twice else "",
            format_interview_day(wave, told.day),
        ]
        return [part for part in parts if part]

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "import-path":
            event.stop()
            self._look(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "import-path":
            event.stop()
            self.query_one("#import-list").focus()

    def action_to_list(self) -> None:
        self.query_one("#import-list").focus()

    def on_key(self, event: Any) -> None:
        if event.key == "space" and self.focused is self.query_one("#import-list"):
            event.stop()
            self._mark()

    def _highlighted(self) -> Path | None:
        place = self.query_one("#import-list", OptionList).highlighted
        return self._rows[place] if place is not None and place < len(self._rows) else None

    def _mark(self) -> None:
        row = self._highlighted()
        if row is None or not row.is_file():
            return
        self._marked ^= {row}
        self._relabel(row)
        options = self.query_one("#import-list", OptionList)
        options.action_cursor_down()

    def _relabel(self, row: Path) -> None:
        self.show_hints()
        options = self.query_one("#import-list", OptionList)
        options.replace_option_prompt_at_index(self._rows.index(row), self._label(row))

    def action_mark_all(self) -> None:
        files = {row for row in self._rows if row.is_file()}
        self._marked = set() if files <= self._marked else files
        for row in files:
            self._relabel(row)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_list.id != "import-list":
            return
        event.stop()
        row = self._highlighted()
        if row is None:
            return
        if row.name == UP or row.is_dir():
            folder = self._folder.parent if row.name == UP else row
            path = self.query_one("#import-path", Input)
            path.value = str(folder)
            path.cursor_position = len(path.value)
            return
        self._begin(sorted(self._marked) or [row])

    # Bringing them in

    def _begin(self, paths: list[Path]) -> None:
        if self.project.readonly:
            self.fail(ReadOnly())
            return
        self._total, self._report = len(paths), []
        self._work = importing.import_files(self.project, paths)
        self.set_class(True, "reporting")
        self.call_later(self._step)

    def _step(self) -> None:
        """One file, then the screen again: so that it shows progress and can be cancelled."""
        work = self._work
        if work is None:
            return
        try:
            report = next(work, None)
        except CoderError as error:
            self._work = None
            self.fail(error)
            self._show_report("stopped")
            return
        if report is None:
            self._work = None
            self._marked = set()
            self._show_report("done")
            return
        self._report.append(report)
        self.say(f"{len(self._report)} of {self._total} · Esc stops")
        self.set_timer(0.001, self._step)

    def _show_report(self, how: str) -> None:
        failed = sum(1 for one in self._report if one.error)
        text = Text()
        for one in self._report:
            name = Path(one.file).name
            if one.error:
                text.append(f"✗ {one.error}\n", style="bold")
                text.append(f"  {one.hint}\n" if one.hint else "")
                continue
            text.append(f"✓ {name}", style="bold")
            size = [f"{one.words:,} words", "1 turn" if one.turns == 1 else f"{one.turns} turns"]
            about = [one.participant, one.wave, *size, one.format, one.encoding]
            text.append(f"  {' · '.join(part for part in about if part)}\n")
            for warning in one.warnings:
                text.append(f"    {warning}\n", style="dim")
        self.query_one("#import-text", Static).update(text)
        self.query_one("#import-report").focus()
        self.show_hints()
        self._look(str(self._folder))
        imported = len(self._report) - failed
        self.say(f"{how}: {imported} imported, {failed} not")

    def action_leave(self) -> None:
        if self._work is not None:
            self._work = None
            self._show_report("stopped")
        elif self.has_class("reporting"):
            self.remove_class("reporting")
            self.show_hints()
            self.query_one("#import-list").focus()
        else:
            self.shell.open("coding")
