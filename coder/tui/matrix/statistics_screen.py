"""Statistics: codings, new codes, words and speaker share of each source, its portrait, and the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis import pictures, statistics
from coder.analysis.bars import bar, shares, sparkline
from coder.model.record import Transaction
from coder.project import Project
from coder.text.phrases import format_count, format_units
from coder.tui.keymap import actions
from coder.tui.kit.grid import Column, Grid
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.matrix.matrix_screen import COUNTED
from coder.tui.matrix.picture_table import PictureTable, is_plain
from coder.tui.matrix.portrait_view import PortraitView

#: Cells of a bar, in a wide and in a narrow terminal; columns from which it is wide.
BAR, SHORT_BAR, WIDE = 10, 6, 100
#: Terminal rows from which the portrait of a source has room.
TALL = 24


class StatisticsTable:
    """A row for each source; speaker shares are counted when a row comes into sight."""

    corner = ("transcript",)

    def __init__(self, project: Project, plain: bool, width: int) -> None:
        """`plain`: draw bars without block characters; `width` is that of the terminal in cells."""
        self._bar = BAR if width >= WIDE else SHORT_BAR
        self.columns = (
            Column(("units",), self._bar + 8, left=True),
            Column(("new codes",), self._bar + 8, left=True),
            Column(("in use",), 8),
            Column(("words",), 9),
            Column(("speaker share",), self._bar + 50, left=True),
        )
        self._project = project
        self._plain = plain
        self.coded = statistics.codings_per_source(project)
        self.growth = statistics.growth(project)
        self._speakers: dict[str, Sequence[statistics.Spoken]] = {}
        self._most = max((row.units for row in self.coded), default=0)
        self._most_new = max((row.new for row in self.growth), default=0)
        self.height = len(self.coded)
        self.label_width = min(26, max((len(row.source.name) for row in self.coded), default=6) + 3)

    def label(self, row: int) -> tuple[str, str, bool]:
        return self.coded[row].source.name, "", False

    def cell(self, row: int, column: int) -> str:
        coded, growth = self.coded[row], self.growth[row]
        if column == 0 and not growth.codes:
            return "not coded"
        if column == 0:
            return self._with_bar(coded.units, self._most)
        if column == 1:
            return self._with_bar(growth.new, self._most_new)
        if column == 2:
            return f"{growth.so_far:,}" if growth.so_far else ""
        if column == 3:
            return f"{coded.source.words:,}"
        speakers = self._speakers_of(row)
        words = [speaker.words for speaker in speakers]
        return f"{shares(words, self._bar, self._plain)} {statistics.describe_shares(speakers)}"

    def _speakers_of(self, row: int) -> Sequence[statistics.Spoken]:
        source = self.coded[row].source
        key = f"{source.id} {source.revision}"
        if key not in self._speakers:
            self._speakers[key] = statistics.speakers(self._project, source)
        return self._speakers[key]

    def _with_bar(self, number: int, most: int) -> str:
        return f"{number:>5,} {bar(number, most, self._bar, self._plain)}" if number else ""


class StatisticsScreen(ProjectScreen):
    """Two sparklines over all sources, a row for each, and where its codes are; Enter opens the source.

    Instead of the sources, the timeline of the interviews.
    """

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "statistics_screen.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("statistics")]
    where = "statistics"

    #: Whether the timeline is shown instead of the sources.
    _timeline = False

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="statistics-title", classes="title", markup=False)
            yield Static(id="statistics-lines", markup=False)
            yield Grid(id="statistics-grid")
            yield PortraitView(id="statistics-portrait", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self.grid.following = self._describe_source
        self.grid.focus()
        self._fill()

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    def parts(self) -> tuple[str, ...]:
        return ("statistics", "grid")

    def hints(self) -> list[tuple[str, str]]:
        keys = [("Enter", "open"), ("↑ ↓ ← →", "move"), *actions.hints("statistics"), ("Esc", "back")]
        return [*keys, *actions.hints("study", "app")]

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        if any(change.table in COUNTED for change in transaction.changes):
            self._fill()

    def _fill(self) -> None:
        """Show the sources, or the timeline; the cursor stays where it is."""
        plain = is_plain(self.app)
        self.set_class(self.app.size.height >= TALL and not self._timeline, "tall")
        sources = StatisticsTable(self.project, plain, self.app.size.width)
        self._show_sparklines(sources, plain)
        title = " Timeline: interviews by month" if self._timeline else " Statistics: codings, new codes, words"
        self.query_one("#statistics-title", Static).update(Text(title, style="bold"))
        table = PictureTable(pictures.timeline(self.project), plain) if self._timeline else sources
        self.grid.show(table, self.grid.row, self.grid.column)

    def action_timeline(self) -> None:
        self._timeline = not self._timeline
        self.grid.row = self.grid.column = 0
        self._fill()

    def _show_sparklines(self, table: StatisticsTable, plain: bool) -> None:
        """Show the units and the new codes of the sources, from the first to the last, on one line each."""
        units = [row.units for row in table.coded]
        new = [row.new for row in table.growth]
        codes = table.growth[-1].so_far if table.growth else 0
        missing = len(statistics.uncoded(table.growth))
        counted = f"{sum(units):,} in {format_count(table.height - missing, 'transcript')}"
        counted += f"; {missing:,} not coded" if missing else ""
        growing = format_count(codes, "code")
        growing += (
            f", {saturation}" if (saturation := statistics.describe_saturation(table.growth, "transcript")) else ""
        )
        width = max(10, self.app.size.width - 14 - max(len(counted), len(growing)))
        lines = Text(no_wrap=True, overflow="ellipsis")
        lines.append(f" units      {sparkline(units, width, plain)}")
        lines.append(f"  {counted}\n", "dim")
        lines.append(f" new codes  {sparkline(new, width, plain)}")
        lines.append(f"  {growing}", "dim")
        self.query_one("#statistics-lines", Static).update(lines, layout=False)

    def on_resize(self) -> None:
        if isinstance(self.grid.table, StatisticsTable | PictureTable):
            self._fill()

    def _describe_source(self) -> None:
        table, row = self.grid.table, self.grid.row
        if isinstance(table, PictureTable):
            self.say(table.caption)
        if not isinstance(table, StatisticsTable) or not table.height:
            return
        coded, growth = table.coded[row], table.growth[row]
        if self.has_class("tall"):
            self.query_one(PortraitView).show(self.project, coded.source, is_plain(self.app))
        self.say(
            f"{coded.source.name} · {format_count(coded.codings, 'coding')} on {format_units(coded.units)} · "
            f"{format_count(growth.codes, 'code')}, {growth.new:,} new · {format_count(coded.source.words, 'word')}"
        )

    def on_grid_opened(self) -> None:
        table = self.grid.table
        if isinstance(table, StatisticsTable):
            self.shell.open("coding", source=table.coded[self.grid.row].source)
        else:
            self.say("Enter opens a transcript from the list of transcripts (t)")
