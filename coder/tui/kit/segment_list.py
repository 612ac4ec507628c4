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
from coder.model.record import Transaction
from coder.model.source import PREFIXES, Segment
from coder.project import Project
from coder.text.characters import printable
from coder.text.phrases import excerpt, format_count
from coder.text.span import Span
from coder.tui.keymap import actions
from coder.tui.kit.grid import Column, EmptyTable, Grid
from coder.tui.kit.line_widgets import Page
from coder.tui.kit.project_screen import ProjectScreen

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
        star = "".join(PREFIXES[mark] for mark in sorted(marks))
        return star + excerpt(self._project.segments[id].quote, LONGEST)


class SegmentList(Vertical):
    """A grid of segments, and below it the context of the one under the cursor."""

    DEFAULT_CSS = """
    SegmentList { height: 1fr; }
    SegmentList Grid { height: 2fr; }
    SegmentList Page { height: 1fr; min-height: 5; background: $surface; }
    """

    def __init__(self, project: Project, moved: Callable[[], None]) -> None:
        """`moved` is called when another segment is under the cursor."""
        super().__init__()
        self._project, self._moved = project, moved
        self.segments: Sequence[str] = ()

    def compose(self) -> ComposeResult:
        yield Grid()
        yield Page()

    def on_mount(self) -> None:
        self.grid.following = self._follow_cursor

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    @property
    def segment(self) -> Segment | None:
        """The segment under the cursor."""
        return self._project.segments.get(self.segments[self.grid.row]) if self.segments else None

    @property
    def position(self) -> str:
        """The number of the segment under the cursor, and its codes: for the status line."""
        segment = self.segment
        codes = ", ".join(codes_on(self._project, segment.id)) if segment is not None else ""
        return f"{self.grid.row + 1:,}/{len(self.segments):,} · {codes}"

    def show(self, segments: Iterable[str], row: int = 0) -> None:
        """Show segments, with the cursor on a row."""
        self.segments = [*segments]
        self.grid.show(SegmentTable(self._project, self.segments) if self.segments else EmptyTable(), row)

    def _follow_cursor(self) -> None:
        segment = self.segment
        self.query_one(Page).show("" if segment is None else segment_in_context(self._project, segment))
        if segment is not None:
            self._moved()


class SegmentListScreen(ProjectScreen):
    """Lies over the screen that opens it (`shell.open("segments", …)`), and leads back to it."""

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
        self._list = SegmentList(project, self._follow_cursor)

    def compose(self) -> ComposeResult:
        yield Static(id="segments-title", classes="title", markup=False)
        yield self._list
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self._list.grid.focus()
        self._fill()

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
        self._fill()

    def _fill(self) -> None:
        segments = [id for id in self._find() if id in self.project.segments]
        title = f" {self._title} · {format_count(len(segments), 'unit')}"
        self.query_one("#segments-title", Static).update(Text(title, style="bold"), layout=False)
        self._list.show(segments, self._row)

    def _follow_cursor(self) -> None:
        self._row = self._list.grid.row
        self.say(self._list.position)

    def on_grid_opened(self) -> None:
        segment = self._list.segment
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
        segment, remove = self._list.segment, self._remove
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
