"""The matrix screen: rows by columns, cells with counts and excerpts; Enter lists the units of a cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis import axes
from coder.analysis.axes import CODES, GROUPS, INTERVIEWS, KINDS, PARTICIPANTS, Axis, Line
from coder.analysis.cooccurrence import DEFINITIONS, OVERLAP
from coder.analysis.matrix import Best, Matrix
from coder.analysis.retrieval import retrieve
from coder.errors import CoderError
from coder.exchange.registry import suffixes
from coder.exports import export_named, matrix_content
from coder.model.record import Transaction
from coder.model.source import PREFIXES
from coder.progress import Progress
from coder.project import Project
from coder.project.quotations import reference
from coder.project.study import by_name
from coder.text.characters import cut, width
from coder.text.phrases import excerpt, format_count, format_units
from coder.text.shades import with_shade
from coder.tui.keymap import actions
from coder.tui.kit.background import ThreadJob
from coder.tui.kit.file_export import export_now
from coder.tui.kit.grid import Column, Grid
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, interactive, list_finder
from coder.tui.kit.requests import Item
from coder.tui.kit.session_state import screen_state
from coder.tui.matrix.picture_table import is_plain

#: Tables whose records are counted or named in a matrix.
COUNTED = {"sources", "texts", "codes", "segments", "codings", "participants", "waves", "groups"}


class MatrixSpec(NamedTuple):
    """What is counted: the kinds of rows and columns, the definition of co-occurrence, a query ("" for all units)."""

    rows: str
    columns: str
    how: str
    query: str


@dataclass
class MatrixChoice:
    """What is counted and how it is shown, with the cursor: the ids of its row and column."""

    rows: str = CODES
    columns: str = PARTICIPANTS
    how: str = OVERLAP
    query: str = ""
    excerpts: bool = False
    folded: set[str] = field(default_factory=set)
    row: str = ""
    column: str = ""

    @property
    def spec(self) -> MatrixSpec:
        return MatrixSpec(self.rows, self.columns, self.how, self.query)

    def restore(self, spec: MatrixSpec) -> None:
        """Choose again what was chosen before."""
        self.rows, self.columns, self.how, self.query = spec


class MatrixCount:
    """Counts the chosen matrix in a thread that reads the open project: `halt` it before the project changes."""

    def __init__(self, screen: ProjectScreen, choice: MatrixChoice, show: Callable[[Matrix, bool], None]) -> None:
        """`show` gets the matrix, and whether its cells are counted; if not, only its rows and columns are known."""
        self._screen, self._choice, self._show = screen, choice, show
        self._job: ThreadJob[Matrix] | None = None
        self._shown: MatrixSpec | None = None
        self._outlined = False

    @property
    def running(self) -> bool:
        return self._job is not None

    def start(self) -> None:
        """Count; the counts on the screen stay until then."""
        self.halt()
        self._outlined = False
        project, spec = self._screen.project, self._choice.spec

        def work(progress: Progress) -> Matrix:
            query = spec.query
            segments = retrieve(project, query, pause=lambda: progress(0)) if query else None
            return Matrix(project, spec.rows, spec.columns, spec.how, segments, progress)

        self._job = ThreadJob(self._screen, work, self._done, self._failed, self._report, at_once=None)
        self._screen.stop_work = self._cancel
        self._job.start()

    def restart(self) -> None:
        """Count after a change: the counts on the screen may name what no longer exists."""
        self._shown = None
        self.start()

    def resume(self) -> None:
        """Count again after `halt`, unless that has begun or nothing needs counting."""
        if self._job is None and self._shown != self._choice.spec:
            self.start()

    def halt(self) -> bool:
        """Stop without a message; return whether a count was running."""
        job, self._job, self._screen.stop_work = self._job, None, None
        if job is not None:
            job.cancel()
        return job is not None

    def _done(self, matrix: Matrix) -> None:
        self._job = self._screen.stop_work = None
        self._shown = self._choice.spec
        self._show(matrix, True)

    def _report(self, share: float) -> None:
        if self._shown is None and not self._outlined:
            self._outlined = True
            spec = self._choice.spec
            self._show(Matrix(self._screen.project, spec.rows, spec.columns, spec.how, ()), False)
        self._screen.say(f"Counting … {round(100 * share)} % (Ctrl+G cancels)")

    def _failed(self, error: CoderError) -> None:
        """Show why the query cannot be run; return to the counts on the screen, or to all units."""
        self._job = self._screen.stop_work = None
        self._screen.fail(error)
        if self._shown is not None:
            self._choice.restore(self._shown)
        elif self._choice.query:
            self._choice.query = ""
            self.start()

    def _cancel(self) -> None:
        self.halt()
        if self._shown is not None:
            self._choice.restore(self._shown)
        self._screen.say("Cancelled" if self._shown is not None else "Cancelled: c, r or f counts again")


NARROWEST, WIDEST, WITH_EXCERPT = 7, 15, 30
LABEL = 34


class MatrixTable:
    """The lines of a matrix that are not folded away; rows and columns are numbered as shown.

    Unless `counted`, the contents of the cells are not known yet.
    """

    def __init__(
        self,
        project: Project,
        matrix: Matrix,
        folded: Collection[str] = (),
        excerpts: bool = False,
        counted: bool = True,
        plain: bool = False,
    ) -> None:
        """`plain`: draw shades without block characters."""
        self._project = project
        self._plain = plain
        self.matrix, self.counted = matrix, counted
        self._folded = folded
        self._excerpts = excerpts
        self.rows, self.across = visible(matrix.rows, folded), visible(matrix.columns, folded)
        self._own_n = Axis.noun(matrix.columns_by) == "units"
        self.columns = [self._column(matrix.columns[number]) for number in self.across]
        self.corner = self._corner()
        self.height = len(self.rows)
        names = (2 * line.depth + width(line.label) for line in matrix.rows)
        self.label_width = min(LABEL, max(len(self.corner[0]), *names, 10)) + 5 + len(f"{matrix.total:,}")

    def _corner(self) -> Sequence[str]:
        matrix = self.matrix
        name = f"{matrix.rows_by} × {matrix.columns_by}"
        units = f"n = units ({matrix.total:,})" if self._own_n else f"units ({matrix.total:,})"
        return (name, units) if self._own_n else (name, f"n = {Axis.noun(matrix.columns_by)}", units)

    def _column(self, line: Line) -> Column:
        name = self._fold_mark(line) + line.label
        narrowest = max(NARROWEST, len(self.matrix.empty))
        cells = WITH_EXCERPT if self._excerpts else max(narrowest, min(WIDEST, width(name))) + 1
        units = f"{line.units:,}" if line.units else ""
        return Column((name, units) if self._own_n else (name, f"n={line.n}", units), cells, self._excerpts)

    def _fold_mark(self, line: Line) -> str:
        return "" if not line.group else "▸ " if line.id in self._folded else "▾ "

    def row_line(self, row: int) -> Line:
        """Return the line of a row."""
        return self.matrix.rows[self.rows[row]]

    def column_line(self, column: int) -> Line:
        """Return the line of a column."""
        return self.matrix.columns[self.across[column]]

    def label(self, row: int) -> tuple[str, str, bool]:
        line = self.row_line(row)
        mark = self._fold_mark(line) or ("  " if line.depth else "")
        return "  " * line.depth + mark + line.label, f"{line.units:,}" if line.units else "", line.group

    def cell(self, row: int, column: int) -> str:
        number = self.count(row, column)
        if not number:
            return self.matrix.empty if self.counted else "…"
        best = self.best(row, column) if self._excerpts else None
        if best is None:
            share = self.matrix.share(self.rows[row], self.across[column])
            return with_shade(f"{number:,}", share, self._plain)
        return f"{number:>3,} {self.quotation(best, WITH_EXCERPT)}"

    def count(self, row: int, column: int) -> int:
        """Return the count of a cell."""
        return self.matrix.count(self.rows[row], self.across[column])

    def units(self, row: int, column: int) -> list[str]:
        """Return the ids of the segments of a cell."""
        return self.matrix.units(self.rows[row], self.across[column])

    def best(self, row: int, column: int) -> Best | None:
        """Return the representative unit of a cell."""
        return self.matrix.best(self.rows[row], self.across[column])

    def quotation(self, best: Best, longest: int) -> str:
        """Return an excerpt with its mark: a star before a gold quotation."""
        return f"{PREFIXES[best.mark]}“{excerpt(self._project.segments[best.segment].quote, longest)}”"

    def position_of(self, row_id: str, column_id: str) -> tuple[int, int]:
        """Return the row and column of two lines; 0 for one that is folded away."""
        rows = [self.matrix.rows[number].id for number in self.rows]
        columns = [self.matrix.columns[number].id for number in self.across]
        row = rows.index(row_id) if row_id in rows else 0
        return row, columns.index(column_id) if column_id in columns else 0


def visible(lines: Sequence[Line], folded: Collection[str]) -> list[int]:
    """Return the numbers of the lines that are not below a folded one."""
    numbers: list[int] = []
    hidden_below: int | None = None
    for number, line in enumerate(lines):
        if hidden_below is not None and line.depth > hidden_below:
            continue
        hidden_below = line.depth if line.id in folded else None
        numbers.append(number)
    return numbers


class MatrixView(Vertical, Interactive):
    """Codes or code groups by sources, participants, waves, services or codes."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("matrix")]

    def __init__(self, screen: ProjectScreen, choice: MatrixChoice) -> None:
        super().__init__()
        self._screen, self.choice = screen, choice
        self.project = screen.project
        self.count = MatrixCount(screen, choice, self._show)

    def compose(self) -> ComposeResult:
        yield Static(id="matrix-title", classes="title", markup=False)
        yield Grid(id="matrix-grid")
        yield Static(id="matrix-cell", markup=False)

    def on_mount(self) -> None:
        self.grid.following = self._describe_cell
        self.grid.focus()
        self.count.start()

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    @property
    def table(self) -> MatrixTable:
        table = self.grid.table
        assert isinstance(table, MatrixTable)
        return table

    # What is shown

    def _show(self, matrix: Matrix, counted: bool) -> None:
        choice = self.choice
        table = MatrixTable(self.project, matrix, choice.folded, choice.excerpts, counted, is_plain(self.app))
        self.grid.show(table, *table.position_of(choice.row, choice.column))
        parts = [" Matrix", f"{matrix.rows_by} × {matrix.columns_by}"]
        if matrix.rows_by in (PARTICIPANTS, INTERVIEWS) and matrix.columns_by == GROUPS:
            parts.append(f"n = {format_count(len(self.project.participants), 'participant')}")
        if matrix.how:
            parts.append(f"cells: {DEFINITIONS[matrix.how][1]}")
        query = f" of {choice.query}" if choice.query else ""
        parts.append(f"{format_units(matrix.total)}{query}" if counted else f"not counted yet{query}")
        self.query_one("#matrix-title", Static).update(Text(" · ".join(parts), style="bold"), layout=False)

    def _show_again(self) -> None:
        """Show the same counts with other lines folded, or with excerpts."""
        self._show(self.table.matrix, self.table.counted)

    def _describe_cell(self) -> None:
        """Describe the cell under the cursor in the line below the grid."""
        table, grid, line = self.grid.table, self.grid, self.query_one("#matrix-cell", Static)
        if not isinstance(table, MatrixTable) or not table.height or not table.columns:
            line.update(Text("Nothing to count yet"), layout=False)
            return
        row, column = table.row_line(grid.row), table.column_line(grid.column)
        self.choice.row, self.choice.column = row.id, column.id
        line.update(self._cell_text(row, column), layout=False)
        self.say(f"row {grid.row + 1:,}/{table.height:,} · column {grid.column + 1:,}/{len(table.columns):,}")

    def _cell_text(self, row: Line, column: Line) -> Text:
        """Return the cell's count, the n of its column, and its representative quotation."""
        table, grid = self.table, self.grid
        noun = Axis.noun(table.matrix.columns_by)
        number = table.count(grid.row, grid.column)
        if not table.counted:
            content = "not counted yet"
        elif table.matrix.how and number:
            content = format_count(number, *DEFINITIONS[table.matrix.how])
        else:
            content = format_units(number)
        content = f" · {content} · n = {column.n:,} {noun[:-1] if column.n == 1 else noun}"
        names = cut(f"{row.path} × {column.path}", max(20, self.app.size.width - len(content) - 2))
        text = Text.assemble((names, "bold"), content)
        best = table.best(grid.row, grid.column)
        if best is not None:
            segment = self.project.segments[best.segment]
            quotation = reference(self.project, self.project.sources[segment.source], segment.span)
            text.append(f"\n{'★ ' if best.mark == 'gold' else ''}{' '.join(quotation.split())}")
        return text

    def on_grid_opened(self) -> None:
        """List the units of the cell."""
        table, grid, shell = self.table, self.grid, self._screen.shell
        units = table.units(grid.row, grid.column) if table.columns else []
        if not units:
            self.say("No unit in this cell" if table.counted else "Not counted yet")
            return
        title = f"{table.row_line(grid.row).path} × {table.column_line(grid.column).path}"
        shell.open("segments", title=title, find=lambda: units, back=lambda: shell.open("matrix"))

    # What is counted

    def take(self, **changes: Any) -> None:
        """Choose other rows, columns, definition or query, and count."""
        for name, value in changes.items():
            setattr(self.choice, name, value)
        self.count.start()

    def action_columns(self) -> None:
        self.take(columns=_next(self.choice.columns, self.choice.rows))

    def action_rows(self) -> None:
        self.take(rows=_next(self.choice.rows, self.choice.columns))

    def action_turn(self) -> None:
        choice = self.choice
        self.take(rows=choice.columns, columns=choice.rows, row=choice.column, column=choice.row)

    def action_groups(self) -> None:
        """Show participants by code groups and subgroups, with an excerpt in each cell."""
        if self.project.groups:
            self.take(rows=PARTICIPANTS, columns=GROUPS, excerpts=True)
        else:
            self.say("No code group yet (g u creates one)")

    def action_by_wave(self) -> None:
        """Show participants wave by wave, or each in one line."""
        other = {PARTICIPANTS: INTERVIEWS, INTERVIEWS: PARTICIPANTS}
        for side in ("rows", "columns"):
            if getattr(self.choice, side) in other:
                self.take(**{side: other[getattr(self.choice, side)]})
                return
        self.say("Neither rows nor columns are participants: choose them with r or c")

    def action_how(self) -> None:
        if not self.table.matrix.how:
            self.say("Co-occurrence is defined for codes × codes: choose them with c and r")
            return
        definitions = list(DEFINITIONS)
        self.take(how=definitions[(definitions.index(self.choice.how) + 1) % len(definitions)])
        self.say(f"Cells count {DEFINITIONS[self.choice.how][1]}")

    @interactive
    async def action_attribute(self) -> None:
        """Choose an attribute of the participants for the columns."""
        kinds = [kind for kind in axes.kinds(self.project) if kind.startswith(axes.ATTRIBUTE)]
        if not kinds:
            self.say("No participant has an attribute yet (g w)")
            return
        items = [Item(kind, kind.removeprefix(axes.ATTRIBUTE)) for kind in kinds]
        kind = await self.pick("Columns by which attribute?", list_finder(items), reads=True)
        if kind is not None:
            self.take(columns=kind)

    @interactive
    async def action_query(self) -> None:
        query = await self.ask("Only units of the query (empty: all):", self.choice.query, reads=True)
        if query is not None:
            self.take(query=query.strip())

    @interactive
    async def action_saved(self) -> None:
        queries = sorted(self.project.queries.values(), key=by_name)
        items = [Item("", "all units"), *(Item(query.id, query.name, detail=query.text) for query in queries)]
        id = await self.pick("Only units of a saved query", list_finder(items), reads=True)
        if id is not None:
            query = self.project.queries.get(id)
            self.take(query=f'@"{query.name}"' if query is not None else "")

    # Visible lines

    def action_fold(self) -> None:
        """Fold or unfold the group of the row, or of the column where the rows have no groups."""
        table, grid, choice = self.table, self.grid, self.choice
        by_row = any(line.group for line in table.matrix.rows)
        if not (by_row or any(line.group for line in table.matrix.columns)) or not table.height:
            self.say("Only codes and participants by wave have groups")
            return
        lines = table.matrix.rows if by_row else table.matrix.columns
        number = table.rows[grid.row] if by_row else table.across[grid.column]
        line = lines[number] if lines[number].group else lines[axes.above(lines, number)]
        if line.group:
            choice.folded ^= {line.id}
            if by_row:
                choice.row = line.id
            else:
                choice.column = line.id
            self._show_again()

    def action_fold_all(self) -> None:
        choice, matrix = self.choice, self.table.matrix
        choice.row, choice.column = _topmost(matrix.rows, choice.row), _topmost(matrix.columns, choice.column)
        choice.folded = {line.id for line in (*matrix.rows, *matrix.columns) if line.group}
        self._show_again()

    def action_unfold_all(self) -> None:
        self.choice.folded = set()
        self._show_again()

    def action_subgroups(self) -> None:
        """Fold all groups of the columns, or unfold them."""
        choice, matrix = self.choice, self.table.matrix
        groups = {line.id for line in matrix.columns if line.group}
        if not groups:
            self.say("The columns have no groups")
            return
        choice.column = _topmost(matrix.columns, choice.column)
        choice.folded = choice.folded - groups if groups <= choice.folded else choice.folded | groups
        self._show_again()

    def action_excerpts(self) -> None:
        self.choice.excerpts = not self.choice.excerpts
        self._show_again()

    def action_export(self) -> None:
        """Export the visible lines."""
        if not self.table.counted:
            self.say("Not counted yet")
            return

        exported, table = export_named("matrix"), self.table

        def render(name: str) -> bytes:
            content = matrix_content(self.project, table.matrix, table.rows, table.across)
            data: bytes = exported.writer(name).write(*content)
            return data

        ending = f"-{self.choice.rows}-{self.choice.columns}.csv"
        export_now(self._screen, f"Matrix to ({suffixes(exported.formats)}):", ending, "matrix", render)


def _next(kind: str, other: str) -> str:
    """Return the next kind of lines that goes with the other side's; codes go with codes."""
    kinds = [candidate for candidate in KINDS if candidate == CODES or candidate != other]
    return kinds[(kinds.index(kind) + 1) % len(kinds)] if kind in kinds else kinds[0]


def _topmost(lines: Sequence[Line], id: str) -> str:
    """Return the id of the top-level line that contains a line; an unknown id is returned as it is."""
    number = next((number for number, line in enumerate(lines) if line.id == id), None)
    while number is not None and lines[number].depth:
        number = axes.above(lines, number)
    return id if number is None else lines[number].id


class MatrixScreen(ProjectScreen):
    """Counts again after each change; opens as it was left."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "matrix_screen.tcss"]
    where = "matrix"

    def __init__(self, project: Project, by_groups: bool = False) -> None:
        """`by_groups`: show participants by code groups."""
        super().__init__(project)
        choice = screen_state(project, MatrixChoice)
        if by_groups:
            choice.rows, choice.columns, choice.query, choice.excerpts = PARTICIPANTS, GROUPS, "", True
        self.matrix = MatrixView(self, choice)

    def compose(self) -> ComposeResult:
        yield self.matrix
        yield from self.compose_foot()

    def on_unmount(self) -> None:
        self.matrix.count.halt()

    def left(self) -> None:
        self.matrix.count.halt()

    def parts(self) -> tuple[str, ...]:
        return ("matrix", "grid")

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter", "units"), *actions.hints("matrix"), ("Esc", "back"), *actions.hints("study", "app")]

    def follow(self, transaction: Transaction) -> None:
        query = self.matrix.choice.query  # may name a saved query, a set, words of a memo
        if query or any(change.table in COUNTED for change in transaction.changes):
            self.matrix.count.restart()
        super().follow(transaction)  # last: its message stays readable

    def action_undo(self, redo: bool = False) -> Transaction | None:
        interrupted = self.matrix.count.halt()
        transaction = super().action_undo(redo)
        if interrupted:
            self.matrix.count.resume()
        return transaction
