"""Bars: codings of each source, new codes from interview to interview, words and who speaks them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis import statistics
from coder.analysis.bars import bar, sparkline
from coder.analysis.bars import shares as divided
from coder.model.change import Transaction
from coder.project import Project
from coder.text.phrases import format_count, format_units
from coder.tui.keymap import actions
from coder.tui.kit.grid import Column, Grid
from coder.tui.kit.grid_screen import GridScreen
from coder.tui.matrix.matrix_counts import COUNTED

BAR = 10


class SharesTable:
    """A row for each source; who speaks is counted when a row comes into sight."""

    corner = ("source",)
    columns = (
        Column(("units",), BAR + 8, left=True),
        Column(("new codes",), BAR + 8, left=True),
        Column(("so far",), 8),
        Column(("words",), 9),
        Column(("who speaks",), BAR + 50, left=True),
    )

    def __init__(self, project: Project, plain: bool) -> None:
        self._project = project
        self._plain = plain
        self.coded = statistics.codings_per_source(project)
        self.grown = statistics.growth(project)
        self._spoken: dict[str, Sequence[statistics.Spoken]] = {}
        self._most = max((one.units for one in self.coded), default=0)
        self._most_new = max((one.new for one in self.grown), default=0)
        self.height = len(self.coded)
        self.label_width = min(26, max((len(one.source.name) for one in self.coded), default=6) + 3)

    def label(self, row: int) -> tuple[str, str, bool]:
        return self.coded[row].source.name, "", False

    def cell(self, row: int, column: int) -> str:
        coded, grown = self.coded[row], self.grown[row]
        if column == 0:
            return self._measured(coded.units, self._most)
        if column == 1:
            return self._measured(grown.new, self._most_new)
        if column == 2:
            return f"{grown.so_far:,}" if grown.so_far else ""
        if column == 3:
            return f"{coded.source.words:,}"
        spoken = self.spoken(row)
        return f"{divided([one.words for one in spoken], BAR, self._plain)} {statistics.told(spoken)}"

    def spoken(self, row: int) -> Sequence[statistics.Spoken]:
        """Who speaks how much in the source of a row."""
        source = self.coded[row].source
        key = f"{source.id} {source.revision}"
        if key not in self._spoken:
            self._spoken[key] = statistics.speakers(self._project, source)
        return self._spoken[key]

    def _measured(self, number: int, most: int) -> str:
        return f"{number:>5,} {bar(number, most, BAR, self._plain)}" if number else ""


class SharesScreen(GridScreen):
    """What each source gives, as bars and in numbers; Enter opens the source."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "statistics_screen.tcss"]
    where = "shares"

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(" Codings, new codes, words", style="bold"), classes="title")
            yield Static(id="shares-lines", markup=False)
            yield Grid(id="shares-grid")
        yield from self.compose_foot()

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter", "open"), ("↑ ↓ ← →", "move"), ("Esc", "back to coding"), *actions.hints("study", "app")]

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        if any(change.table in COUNTED for change in transaction.changes):
            self.fill()

    @property
    def _plain(self) -> bool:
        """Whether the terminal's encoding has no block characters."""
        return not self.app.console.encoding.casefold().startswith("utf")

    def fill(self) -> None:
        table = SharesTable(self.project, self._plain)
        self.grid.show(table, self.grid.row, self.grid.column)
        self.query_one("#shares-lines", Static).update(self._lines(table), layout=False)

    def _lines(self, table: SharesTable) -> Text:
        """The sources from the first to the last, on one line each for units and for new codes."""
        room = max(10, self.app.size.width - 46)
        told = Text(no_wrap=True, overflow="ellipsis")
        units = [one.units for one in table.coded]
        new = [one.new for one in table.grown]
        told.append(f" units      {sparkline(units, room, self._plain)}")
        told.append(f"  {sum(units):,} in {format_count(table.height, 'source')}\n", "dim")
        told.append(f" new codes  {sparkline(new, room, self._plain)}")
        since = next((number for number, one in enumerate(reversed(new)) if one), len(new))
        so_far = table.grown[-1].so_far if table.grown else 0
        quiet = f", none new in the last {since}" if since else ""
        told.append(f"  {so_far:,} in use{quiet}", "dim")
        return told

    def on_resize(self) -> None:
        table = self.grid.table
        if isinstance(table, SharesTable):
            self.query_one("#shares-lines", Static).update(self._lines(table), layout=False)

    def moved(self) -> None:
        table = self.grid.table
        if not isinstance(table, SharesTable) or not table.height:
            return
        coded, grown = table.coded[self.grid.row], table.grown[self.grid.row]
        self.say(
            f"{coded.source.name} · {format_count(coded.codings, 'coding')} on {format_units(coded.units)} · "
            f"{format_count(grown.codes, 'code')}, {grown.new:,} new · {format_count(coded.source.words, 'word')}"
        )

    def on_grid_opened(self) -> None:
        table = self.grid.table
        assert isinstance(table, SharesTable)
        source = table.coded[self.grid.row].source
        self.shell.open("coding", source=source)
