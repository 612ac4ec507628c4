"""The units of a cell, each with what stands around it; Enter opens one in its transcript."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.cooccurrence import turns_of
from coder.analysis.retrieval import codes_on
from coder.model.change import Transaction
from coder.model.segment import MARKS, Segment
from coder.project import Project
from coder.project.segments import excerpt
from coder.text.cells import printable
from coder.text.phrases import format_count
from coder.text.span import Span
from coder.tui.keymap import actions
from coder.tui.kit.grid import Column, Grid
from coder.tui.kit.grid_screen import GridScreen
from coder.tui.kit.page import Page

LONGEST = 400
#: Turns shown before and after those of the unit.
BEFORE, AFTER = 1, 3


class UnitTable:
    """Units as a grid shows them: where each is from, and its words."""

    def __init__(self, project: Project, segments: Sequence[str]) -> None:
        self._project = project
        self.segments = segments
        self.height = len(segments)
        self.corner = ("where",)
        self.columns = (Column(("words",), LONGEST, left=True),)
        names = {project.sources[project.segments[id].source].name for id in segments}
        self.label_width = min(30, max(map(len, names), default=8) + 10)

    def label(self, row: int) -> tuple[str, str, bool]:
        segment = self._project.segments[self.segments[row]]
        turns = turns_of(self._project, segment)
        return self._project.sources[segment.source].name, f"turn {turns.start + 1}" if turns else "", False

    def cell(self, row: int, column: int) -> str:
        id = self.segments[row]
        marks = {coding.mark for coding in self._project.codings_of(id)}
        star = "".join(MARKS[mark] for mark in sorted(marks))
        return star + excerpt(self._project.segments[id].quote, LONGEST)


class SegmentListScreen(GridScreen):
    """A list of units; what stands around the one under the cursor is below."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "../kit/segment_list.tcss"]
    where = "cell"
    #: The screen that it lies over, and comes back to.
    came_from: ClassVar[str] = "matrix"

    def __init__(self, project: Project, title: str, segments: Sequence[str], row: int = 0) -> None:
        super().__init__(project)
        self._title = title
        self._row = row
        self._segments = list(segments)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="cell-title", classes="title", markup=False)
            yield Grid(id="cell-grid")
            yield Page(id="cell-around")
        yield from self.compose_foot()

    @property
    def segment(self) -> Segment | None:
        """The unit under the cursor."""
        return self.project.segments[self._segments[self.grid.row]] if self._segments else None

    def hints(self) -> list[tuple[str, str]]:
        return [
            ("Enter", "open in its transcript"),
            ("↑ ↓", "move"),
            ("Esc", f"back to the {self.came_from}"),
            *actions.hints("study", "app"),
        ]

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self.fill()

    def fill(self) -> None:
        self._segments = [id for id in self._segments if id in self.project.segments]
        number = len(self._segments)
        title = f" {self._title} · {format_count(number, 'unit')}"
        self.query_one("#cell-title", Static).update(Text(title, style="bold"), layout=False)
        self.grid.show(UnitTable(self.project, self._segments), self._row)

    def moved(self) -> None:
        segment = self.segment
        page = self.query_one(Page)
        if segment is None:
            page.show("")
            return
        self._row = self.grid.row
        page.show(around(self.project, segment))
        self.say(f"{self.grid.row + 1:,}/{len(self._segments):,} · {', '.join(codes_on(self.project, segment.id))}")

    def on_grid_opened(self) -> None:
        segment = self.segment
        if segment is None:
            return
        shell, app, again, place = self.shell, self.app, self.again(), self.came_from

        def come_back() -> None:
            shell.open(place)
            app.push_screen(again())

        source = self.project.sources[segment.source]
        shell.open(
            "coding",
            source=source,
            place=segment.span,
            back=come_back,
            message="Esc goes back to the list",
        )

    def again(self) -> Callable[[], SegmentListScreen]:
        """What makes this screen anew, as it is now."""
        made = type(self)
        project, title, segments, row = self.project, self._title, self._segments, self._row
        return lambda: made(project, title, segments, row)

    def action_leave(self) -> None:
        self.app.pop_screen()


def around(project: Project, segment: Segment) -> Text:
    """A unit, bold, in the turns around it; without turns, in what stands before and after."""
    words = project.rules.text_of(segment.source, segment.revision)
    if words is None:
        return Text(segment.quote, "bold")
    touched = turns_of(project, segment)
    if not touched:
        parts = [(segment.before, "dim"), (segment.quote, "bold"), (segment.after, "dim")]
        return Text.assemble(*((printable(text), style) for text, style in parts))
    told = Text()
    unit = Span(segment.start, segment.end)
    for number in range(max(0, touched.start - BEFORE), min(len(words.turns), touched.stop + AFTER)):
        turn = words.turns[number]
        told.append(f"{number + 1} {turn.speaker}  ", "bold dim" if turn.speaker else "dim")
        edges = sorted({turn.start, turn.end, *(min(max(edge, turn.start), turn.end) for edge in unit)})
        for start, end in pairwise(edges):
            inside = unit.start <= start and end <= unit.end
            text = printable(" ".join(words.text[start:end].splitlines()))
            told.append(text, "bold underline" if inside else "dim")
        told.append("\n")
    return told
