"""Back-check: code groups by what is checked; Enter walks through the units or the claims of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from rich.console import Group
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method.staleness import Standing
from coder.analysis.method.synthesis import Synthesis, prepare, synthesis
from coder.analysis.method.units import group_name, groups_in_order, units_in_order
from coder.model.change import Transaction
from coder.model.condensation import CLAIM_CHECK, UNIT_CHECK, VERDICTS
from coder.project import Project
from coder.project.segments import excerpt
from coder.tui.backcheck import session
from coder.tui.backcheck.rendering import GLYPHS, verdict_line
from coder.tui.backcheck.session import Walk
from coder.tui.keymap import actions
from coder.tui.kit.background import StepJob
from coder.tui.kit.grid import Column, Grid
from coder.tui.kit.grid_screen import GridScreen
from coder.tui.kit.page import Page

KINDS = (UNIT_CHECK, CLAIM_CHECK)
#: So many verdicts are listed below the table.
MOST = 40

#: Walks that somebody left to look elsewhere: `g v` comes back to them.
_INTERRUPTED: WeakKeyDictionary[Project, Walk] = WeakKeyDictionary()


def interrupt(project: Project, walk: Walk) -> None:
    """Let the next visit of the back-check go on with this walk."""
    walk.left()
    _INTERRUPTED[project] = walk


class Overview:
    """Code groups by kind of check, as a grid shows them."""

    corner = ("code group",)
    columns = (Column(("units checked",), 24, left=True), Column(("claims checked",), 24, left=True))

    def __init__(self, project: Project, found: list[Synthesis]) -> None:
        self._project = project
        self.found = found
        self._tallies = [(one.units_checked, one.claims_checked) for one in found]
        self._listed: dict[tuple[int, int], list[Standing]] = {}
        self.height = len(found)
        self.label_width = min(40, max((len(self._name(one)) for one in found), default=8) + 3)

    def _name(self, one: Synthesis) -> str:
        return group_name(self._project, one.group)

    def label(self, row: int) -> tuple[str, str, bool]:
        return self._name(self.found[row]), "", False

    def cell(self, row: int, column: int) -> str:
        tally = self._tallies[row][column]
        if not tally.total:
            return "no unit" if KINDS[column] == UNIT_CHECK else "no analytic text"
        glyph = GLYPHS["stale" if tally.stale else "open" if tally.open else "done"]
        return f"{glyph} {tally}"

    def listed(self, row: int, column: int) -> list[Standing]:
        """What is worth reading, in the order of the texts: verdicts that do not stand, or that found fault."""
        if (row, column) not in self._listed:
            one, kind = self.found[row], KINDS[column]
            if kind == UNIT_CHECK:
                found = {id: worth for id, given in one.units.items() if (worth := _worth_reading(given))}
                listed = [given for id in units_in_order(self._project, found) for given in found[id]]
                self._listed[row, column] = listed + _worth_reading(one.left)
            else:
                given = [given for claim in one.claims for given in claim.verdicts]
                self._listed[row, column] = _worth_reading([*given, *one.gone])
        return self._listed[row, column]


def _worth_reading(given: Iterable[Standing]) -> list[Standing]:
    return [one for one in given if one.why or one.verdict.verdict != VERDICTS[one.verdict.kind][0]]


class CheckScreen(GridScreen):
    """How far the back-check is, and its verdicts."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("check")]
    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "check_screen.tcss"]
    where = "check"
    enter = "check"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._aim = ""
        self._asking: StepJob[Synthesis] | None = None
        self._old = False

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(" Back-check", "bold"), id="check-title", classes="title", markup=False)
            yield Grid(id="check-grid")
            yield Static(id="check-about", classes="title", markup=False)
            yield Page(id="check-list")
        yield from self.compose_foot()

    def aim(self, id: str) -> None:
        """Put the cursor on a code group."""
        self._aim = id
        _INTERRUPTED.pop(self.project, None)
        if self.is_mounted:
            self.fill()

    @property
    def overview(self) -> Overview:
        table = self.grid.table
        assert isinstance(table, Overview)
        return table

    def follow(self, transaction: Transaction) -> None:
        self._old = True
        if self.app.screen is self:
            self.fill()
        super().follow(transaction)

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._old:
            self.fill()
        self.call_after_refresh(self._go_on)

    def fill(self) -> None:
        """Ask how far each group is, a little at a time, and show it; what is shown meanwhile is as it was."""
        self._old = False
        if not isinstance(self.grid.table, Overview):
            self.grid.show(Overview(self.project, []))
        if self._asking is not None:
            self._asking.cancel()
        found: list[Synthesis] = []
        self._asking = StepJob(self, self._asked(), found.append, lambda: self._show(found), self.fail)
        if self._asking.running and not self.overview.height:
            self.query_one("#check-list", Page).show("looking at the verdicts …")

    def _asked(self) -> Iterator[Synthesis | None]:
        yield from prepare(self.project)
        for group in groups_in_order(self.project):
            yield synthesis(self.project, group)

    def _show(self, found: list[Synthesis]) -> None:
        row = next((row for row, one in enumerate(found) if one.group.id == self._aim), self.grid.row)
        self._aim = ""
        self.grid.show(Overview(self.project, found), row, self.grid.column)

    def moved(self) -> None:
        about, page = self.query_one("#check-about", Static), self.query_one("#check-list", Page)
        if not self.overview.height:
            about.update("", layout=False)
            page.show("There is no code group yet: g u makes one (step 2).")
            return
        one, kind = self.overview.found[self.grid.row], KINDS[self.grid.column]
        given = self.overview.listed(self.grid.row, self.grid.column)
        what = "unit checks" if kind == UNIT_CHECK else "claim checks"
        title = f" {group_name(self.project, one.group)} · {what} that are stale, or found something"
        about.update(Text(title, "bold"), layout=False)
        page.show(Group(*self._told(given)) if given else Text("None.", "dim"))

    def _told(self, given: list[Standing]) -> Iterator[Text]:
        for one in given[:MOST]:
            verdict = one.verdict
            segment = self.project.segments.get(verdict.segment or "")
            words = f"“{excerpt(segment.quote, 90)}”" if segment else excerpt(verdict.claim, 90)
            yield Text(f"{words}\n  ").append_text(verdict_line(self.project, one))
        if len(given) > MOST:
            yield Text(f"… and {len(given) - MOST:,} more: coder check PROJECT lists them all")

    # Going

    def on_grid_opened(self) -> None:
        if not self.overview.height:
            return
        kind = KINDS[self.grid.column]
        walk = session.begin(self.project, self.overview.found[self.grid.row], kind)
        if walk is None:
            what = "no unit in this group" if kind == UNIT_CHECK else "no analytic text of this group yet: g a"
            self.say(f"There is {what}")
            return
        self.push(walk)

    def push(self, walk: Walk) -> None:
        """Begin a walk, or go on with one."""
        from coder.tui.backcheck.check_claims import ClaimCheckScreen
        from coder.tui.backcheck.check_units import UnitCheckScreen

        screen = UnitCheckScreen if walk.kind == UNIT_CHECK else ClaimCheckScreen
        self.app.push_screen(screen(self.project, walk))

    def _go_on(self) -> None:
        """Come back to the walk that somebody left, once nothing else lies over this screen."""
        walk = _INTERRUPTED.pop(self.project, None) if self.app.screen is self else None
        if walk is None or walk.group not in self.project.groups:
            return
        walk.keep_only(session.states_of(synthesis(self.project, self.project.groups[walk.group]), walk.kind))
        if walk.items:
            self.push(walk)

    def action_text(self) -> None:
        """The analytic text of the group."""
        group = self.overview.found[self.grid.row].group.id if self.overview.height else ""
        self.shell.open("analytic", record=group)
