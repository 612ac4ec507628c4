"""The back-check: code groups by kind of check; Enter begins a session over the units or claims of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from rich.console import Group
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method.staleness import Standing
from coder.analysis.method.synthesis import Synthesis, prepare, synthesis
from coder.analysis.method.units import group_name, groups_in_order, units_in_order
from coder.model.condensation import CLAIM_CHECK, UNIT_CHECK, VERDICTS
from coder.model.record import Transaction
from coder.project import Project
from coder.text.phrases import excerpt
from coder.tui.backcheck.session import InterruptedCheck, begin, interrupt, take_interrupted
from coder.tui.backcheck.session_screen import CheckSessionScreen
from coder.tui.keymap import actions
from coder.tui.kit.background import StepJob
from coder.tui.kit.grid import Column, Grid
from coder.tui.kit.line_widgets import Page
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive
from coder.tui.kit.session_state import screen_state
from coder.tui.kit.shell import shell_of
from coder.tui.kit.verdict_text import STATE_MARKS, verdict_text

KINDS = (UNIT_CHECK, CLAIM_CHECK)
#: Verdicts listed below the table at most.
MOST = 40


class ProgressTable:
    """Code groups by kind of check, as rows of a grid."""

    corner = ("code group",)
    columns = (Column(("units checked",), 24, left=True), Column(("claims checked",), 24, left=True))

    def __init__(self, project: Project, rows: list[Synthesis]) -> None:
        self._project = project
        self.rows = rows
        self._tallies = [(progress.units_checked, progress.claims_checked) for progress in rows]
        self._noteworthy: dict[tuple[int, int], list[Standing]] = {}
        self.height = len(rows)
        self.label_width = min(40, max((len(self._name(row)) for row in range(self.height)), default=8) + 3)

    def _name(self, row: int) -> str:
        return group_name(self._project, self.rows[row].group)

    def label(self, row: int) -> tuple[str, str, bool]:
        return self._name(row), "", False

    def cell(self, row: int, column: int) -> str:
        tally = self._tallies[row][column]
        if not tally.total:
            return "no unit" if KINDS[column] == UNIT_CHECK else "no analytic text"
        mark = STATE_MARKS["stale" if tally.stale else "open" if tally.open else "done"]
        return f"{mark} {tally}"

    def noteworthy(self, row: int, column: int) -> list[Standing]:
        """Return the verdicts that are stale or found something, in the order of the texts."""
        if (row, column) not in self._noteworthy:
            progress = self.rows[row]
            if KINDS[column] == UNIT_CHECK:
                by_unit = {
                    id: noteworthy for id, standing in progress.units.items() if (noteworthy := _noteworthy(standing))
                }
                verdicts = [standing for id in units_in_order(self._project, by_unit) for standing in by_unit[id]]
                verdicts += _noteworthy(progress.left)
            else:
                on_claims = [standing for claim in progress.claims for standing in claim.verdicts]
                verdicts = _noteworthy([*on_claims, *progress.gone])
            self._noteworthy[row, column] = verdicts
        return self._noteworthy[row, column]


def _noteworthy(standings: Iterable[Standing]) -> list[Standing]:
    """Return the verdicts that are stale or not the first of their kind ("faithful")."""
    return [
        standing
        for standing in standings
        if standing.why or standing.verdict.verdict != VERDICTS[standing.verdict.kind][0]
    ]


class CheckOverview(Vertical, Interactive):
    """The progress of each group, and the noteworthy verdicts of the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("check")]

    def __init__(self, project: Project) -> None:
        super().__init__(id="check-overview")
        self._project = project
        self._aimed = ""
        self._job: StepJob[Synthesis] | None = None
        #: Whether the project has changed since the table was filled.
        self.outdated = False

    def compose(self) -> ComposeResult:
        yield Static(Text(" Back-check", "bold"), classes="title", markup=False)
        yield Grid(id="check-grid")
        yield Static(id="check-about", classes="title", markup=False)
        yield Page(id="check-list")

    def on_mount(self) -> None:
        self.grid.following = self._show_verdicts
        self.grid.focus()
        self.fill()

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    @property
    def table(self) -> ProgressTable:
        table = self.grid.table
        assert isinstance(table, ProgressTable)
        return table

    def aim(self, group: str) -> None:
        """Put the cursor on a code group."""
        self._aimed = group
        if self.is_mounted:
            self.fill()

    def fill(self) -> None:
        """Compute the progress between keys, then show it; the table stays as it is until then."""
        self.outdated = False
        if not isinstance(self.grid.table, ProgressTable):
            self.grid.show(ProgressTable(self._project, []))
        if self._job is not None:
            self._job.cancel()
        rows: list[Synthesis] = []
        self._job = StepJob(self, self._progress(), rows.append, lambda: self._show(rows), self.fail)
        if self._job.running and not self.table.height:
            self.query_one("#check-list", Page).show("Reading the verdicts …")

    def _progress(self) -> Iterator[Synthesis | None]:
        yield from prepare(self._project)
        for group in groups_in_order(self._project):
            yield synthesis(self._project, group)

    def _show(self, rows: list[Synthesis]) -> None:
        row = next((row for row, progress in enumerate(rows) if progress.group.id == self._aimed), self.grid.row)
        self._aimed = ""
        self.grid.show(ProgressTable(self._project, rows), row, self.grid.column)

    def _show_verdicts(self) -> None:
        about, page = self.query_one("#check-about", Static), self.query_one("#check-list", Page)
        if not self.table.height:
            about.update("", layout=False)
            page.show("No code groups yet. Press g u to make one (step 2).")
            return
        row, column = self.grid.row, self.grid.column
        kind = "unit checks" if KINDS[column] == UNIT_CHECK else "claim checks"
        name = group_name(self._project, self.table.rows[row].group)
        about.update(Text(f" {name} · {kind}: stale, or with a problem found", "bold"), layout=False)
        verdicts = self.table.noteworthy(row, column)
        page.show(Group(*self._verdict_lines(verdicts)) if verdicts else Text("None.", "dim"))

    def _verdict_lines(self, verdicts: list[Standing]) -> Iterator[Text]:
        for standing in verdicts[:MOST]:
            verdict = standing.verdict
            segment = self._project.segments.get(verdict.segment or "")
            words = f"“{excerpt(segment.quote, 90)}”" if segment else excerpt(verdict.claim, 90)
            yield Text(f"{words}\n  ").append_text(verdict_text(self._project, standing))
        if len(verdicts) > MOST:
            yield Text(f"… and {len(verdicts) - MOST:,} more: coder check PROJECT lists them all")

    def on_grid_opened(self) -> None:
        if not self.table.height:
            return
        kind = KINDS[self.grid.column]
        session = begin(self._project, self.table.rows[self.grid.row], kind)
        if session is not None:
            self.app.push_screen(CheckSessionScreen(self._project, session))
        elif kind == UNIT_CHECK:
            self.say("No units in this group")
        else:
            self.say("No analytic text for this group yet. Press g a to write one.")

    def action_text(self) -> None:
        """Open the analytic text of the group."""
        group = self.table.rows[self.grid.row].group.id if self.table.height else ""
        shell_of(self).open("analytic", record=group)


class CheckScreen(ProjectScreen):
    """The progress of the back-check; it continues a session that was left for another screen."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "check_screen.tcss"]
    where = "check"

    def __init__(self, project: Project, group: str = "", sentence: str = "") -> None:
        """`group` (an id) and `sentence` (a key): begin with the claims of the group, at this sentence."""
        super().__init__(project)
        self.overview = CheckOverview(project)
        if group:
            session = begin(project, synthesis(project, project.groups[group]), CLAIM_CHECK, sentence)
            if session is not None:
                interrupt(project, session)

    def compose(self) -> ComposeResult:
        yield self.overview
        yield from self.compose_foot()

    def aim(self, id: str) -> None:
        screen_state(self.project, InterruptedCheck).session = None
        self.overview.aim(id)

    def parts(self) -> tuple[str, ...]:
        return ("check", "grid")

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter", "check"), *actions.hints("check"), ("Esc", "back"), *actions.hints("study", "app")]

    def follow(self, transaction: Transaction) -> None:
        self.overview.outdated = True
        if self.app.screen is self:
            self.overview.fill()
        super().follow(transaction)

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self.overview.outdated:
            self.overview.fill()
        self.call_after_refresh(self._continue)

    def _continue(self) -> None:
        """Continue the interrupted session, unless another screen lies over this one."""
        session = take_interrupted(self.project) if self.app.screen is self else None
        if session is not None:
            self.app.push_screen(CheckSessionScreen(self.project, session))
