"""A list of coded segments, with the context of the one under the cursor; Enter opens it in its transcript."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
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

#: Characters of a quotation in the list.
LONGEST = 400
#: Turns shown before and after those of the segment.
BEFORE, AFTER = 1, 3


class SegmentTable:
    """Segments as rows of a grid: source, turn, quotation."""

    def __init__(self, project: Project, segments: Sequence[str]) -> None:
        self._project = project
        self.segments = segments
        self.height = len(segments)
        self.corner = ("source",)
        self.columns = (Column(("quotation",), LONGEST, left=True),)
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
    """Lies over the screen that opens it (`shell.open("segments", …)`), and leads back to it."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "../kit/segment_list.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("evidence")]
    where = "segments"

    def __init__(
        self,
        project: Project,
        title: str,
        find: Callable[[], Iterable[str]],
        back: Callable[[], None],
        back_to: str = "matrix",
        row: int = 0,
        remove: Callable[[Segment], str] | None = None,
    ) -> None:
        """`find` returns the segment ids, and is called again after each change; deleted segments are left out.

        `back` opens the screen below, named `back_to`, on the way back from a transcript. `remove` takes a segment
        out of the list (the key of `evidence.uncite`) and returns a message; it may raise a CoderError.
        """
        super().__init__(project)
        self._title, self._find, self._row = title, find, row
        self._back, self._back_to, self._remove = back, back_to, remove
        self._segments: list[str] = []

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="segments-title", classes="title", markup=False)
            yield Grid(id="segments-grid")
            yield Page(id="segments-context")
        yield from self.compose_foot()

    @property
    def segment(self) -> Segment | None:
        """The segment under the cursor."""
        return self.project.segments[self._segments[self.grid.row]] if self._segments else None

    def parts(self) -> tuple[str, ...]:
        return ("grid",) if self._remove is None else ("evidence", "grid")

    def hints(self) -> list[tuple[str, str]]:
        return [
            ("Enter", "open in its transcript"),
            *(actions.hints("evidence") if self._remove is not None else ()),
            ("↑ ↓", "move"),
            ("Esc", f"back to the {self._back_to}"),
            *actions.hints("study", "app"),
        ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "uncite" or self._remove is not None

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self.fill()

    def fill(self) -> None:
        self._segments = [id for id in self._find() if id in self.project.segments]
        title = f" {self._title} · {format_count(len(self._segments), 'unit')}"
        self.query_one("#segments-title", Static).update(Text(title, style="bold"), layout=False)
        self.grid.show(SegmentTable(self.project, self._segments), self._row)

    def moved(self) -> None:
        segment = self.segment
        page = self.query_one(Page)
        if segment is None:
            page.show("")
            return
        self._row = self.grid.row
        page.show(segment_in_context(self.project, segment))
        self.say(f"{self.grid.row + 1:,}/{len(self._segments):,} · {', '.join(codes_on(self.project, segment.id))}")

    def on_grid_opened(self) -> None:
        segment = self.segment
        if segment is None:
            return
        shell, back = self.shell, self._back
        options: dict[str, Any] = {
            "title": self._title,
            "find": self._find,
            "back": back,
            "back_to": self._back_to,
            "row": self._row,
            "remove": self._remove,
        }

        def return_to_list() -> None:
            back()
            shell.open("segments", **options)

        source = self.project.sources[segment.source]
        message = "Esc goes back to the list"
        shell.open("coding", source=source, place=segment.span, back=return_to_list, message=message)

    def action_uncite(self) -> None:
        segment, remove = self.segment, self._remove
        message = self.attempt(lambda: remove(segment)) if segment is not None and remove is not None else None
        if message is not None:
            self.say(message)

    def action_leave(self) -> None:
        self.app.pop_screen()


def segment_in_context(project: Project, segment: Segment) -> Text:
    """Return a segment, emphasized, in the turns around it; without turns, between the words before and after."""
    transcript = project.rules.text_of(segment.source, segment.revision)
    if transcript is None:
        return Text(segment.quote, "bold")
    touched = turns_of(project, segment)
    if not touched:
        parts = [(segment.before, "dim"), (segment.quote, "bold"), (segment.after, "dim")]
        return Text.assemble(*((printable(text), style) for text, style in parts))
    context = Text()
    span = Span(segment.start, segment.end)
    for number in range(max(0, touched.start - BEFORE), min(len(transcript.turns), touched.stop + AFTER)):
        turn = transcript.turns[number]
        context.append(f"{number + 1} {turn.speaker}  ", "bold dim" if turn.speaker else "dim")
        edges = sorted({turn.start, turn.end, *(min(max(edge, turn.start), turn.end) for edge in span)})
        for start, end in pairwise(edges):
            inside = span.start <= start and end <= span.end
            text = printable(" ".join(transcript.text[start:end].splitlines()))
            context.append(text, "bold underline" if inside else "dim")
        context.append("\n")
    return context
