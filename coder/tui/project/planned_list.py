"""The list of several files to import: what each would become, and what needs a look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from rich.text import Text
from textual.binding import BindingType
from textual.message import Message
from textual.widgets.option_list import Option

from coder.exchange.importing import Preview
from coder.exchange.reading import Reading, Survey
from coder.text.characters import cut, printable, width
from coder.text.phrases import format_count
from coder.tui.keymap import actions
from coder.tui.kit.option_list import MOVES, OptionList
from coder.tui.project.import_queue import PlannedFile

LONGEST_SHOWN = 24  # cells of a file's name


class PlannedList(OptionList, inherit_bindings=False):
    """A row for each file; Enter opens its preview."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("list", MOVES),
        *actions.bindings("planned"),
    ]

    class Opened(Message):
        """Posted when the preview of a file is to be shown."""

        def __init__(self, file: PlannedFile) -> None:
            super().__init__()
            self.file = file

    class Dropped(Message):
        """Posted when a file is to be left out."""

        def __init__(self, file: PlannedFile) -> None:
            super().__init__()
            self.file = file

    class Accepted(Message):
        """Posted when all files are to be imported."""

    def __init__(self, **options: Any) -> None:
        super().__init__(markup=False, **options)
        self._files: Sequence[PlannedFile] = ()

    def show(self, files: Sequence[PlannedFile]) -> None:
        """Show these files, with the cursor where it was."""
        place = self.highlighted or 0
        self._files = files
        self.clear_options()
        self.add_options([Option(planned_line(file)) for file in files])
        self.highlighted = min(place, len(files) - 1) if files else None

    def update_row(self, file: PlannedFile) -> None:
        """Show what is known of a file now."""
        if file in self._files:
            self.replace_option_prompt_at_index(list(self._files).index(file), planned_line(file))

    @property
    def _file(self) -> PlannedFile | None:
        place = self.highlighted
        return None if place is None or place >= len(self._files) else self._files[place]

    def action_open(self) -> None:
        if self._file is not None:
            self.post_message(self.Opened(self._file))

    def action_drop(self) -> None:
        if self._file is not None:
            self.post_message(self.Dropped(self._file))

    def action_import_all(self) -> None:
        self.post_message(self.Accepted())


def planned_line(file: PlannedFile) -> Text:
    """Return the row of a file: mark, name, what it would become, and what needs a look."""
    name = cut(printable(file.path.name), LONGEST_SHOWN)
    name += " " * (LONGEST_SHOWN - width(name))
    mark, details = _state(file)
    return Text.assemble((f" {mark} ", "bold"), name, f"  {printable(details)}", no_wrap=True, overflow="ellipsis")


def _state(file: PlannedFile) -> tuple[str, str]:
    report, reading = file.report, file.reading
    if report is not None:
        if report.error or report.skipped:
            return "✗", report.error or f"skipped: {report.skipped}"
        return "✓", f"imported as {report.source}"
    if file.error is not None:
        return "✗", ". ".join(filter(None, (file.error.title, file.error.detail)))
    if reading is None:
        return "·", "not read yet"
    if isinstance(reading, Survey):
        return " ", f"{format_count(len(reading.answers), 'answer')}, each a source"
    if file.plan is None:
        return "·", "not read yet"
    if file.plan.problem is not None:
        return "✗", f"{file.plan.problem.title}. {file.plan.problem.detail}"
    return _planned(reading, file.plan)


def _planned(reading: Reading, plan: Preview) -> tuple[str, str]:
    looks = []
    if not reading.speakers:
        looks.append("no speakers")
    if plan.warnings:
        looks.append(format_count(len(plan.warnings), "warning"))
    if reading.alike:
        looks.append("names look alike")
    if reading.transcript.unexplained:
        looks.append(f"{format_count(len(reading.transcript.unexplained), 'line')} to check")
    who = " ".join(row.name for row in reading.speakers[:4]) + (" …" if len(reading.speakers) > 4 else "")
    turns = format_count(len(reading.transcript.turns), "turn")
    details = (turns, who, *looks, plan.participant, plan.wave, reading.transcript.encoding)
    return "!" if looks else " ", " · ".join(filter(None, details))
