"""The steps of systematic text condensation: what each has, what is open; Enter opens where it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method.points import Kind, OpenPoint
from coder.analysis.method.steps import Step, open_points_stepwise, steps
from coder.model.memo import PRECONCEPTION
from coder.model.record import Transaction
from coder.project import Project
from coder.text.characters import cut, printable
from coder.text.phrases import format_count
from coder.tui.keymap import actions
from coder.tui.kit.background import StepJob
from coder.tui.kit.cards import Cards
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive
from coder.tui.kit.session_state import screen_state
from coder.tui.kit.shell import shell_of

#: Kind of record → the screen that shows it.
SCREEN_OF: dict[Kind, str] = {
    Kind.MEMO: "memos",
    Kind.TRANSCRIPT: "coding",
    Kind.INTERVIEW: "participants",
    Kind.THEME: "themes",
    Kind.CODE_GROUP: "groups",
    Kind.CONDENSATE: "condense",
    Kind.ANALYTIC_TEXT: "analytic",
    Kind.VERDICT: "check",
    Kind.PAIR: "pairs",
    Kind.FRAMEWORK: "framework",
    Kind.COREQ: "coreq",
}
#: What the heading of each step opens: the kind of its records, and which.
HEADINGS = (
    (Kind.MEMO, PRECONCEPTION),
    (Kind.THEME, ""),
    (Kind.CODE_GROUP, ""),
    (Kind.CONDENSATE, ""),
    (Kind.ANALYTIC_TEXT, ""),
    (Kind.PAIR, ""),
)


class Line(NamedTuple):
    """A line of the list: a step's heading (`kind` "step"), an artefact ("artefact") or an open point ("open")."""

    kind: str
    text: str
    screen: str
    target: str = ""


@dataclass
class StepsState:
    """The text of the line last opened."""

    line: str = ""


def lines_of(step: Step) -> list[Line]:
    """Return a step's heading, its artefacts, then its open points."""
    kind, target = HEADINGS[step.number]
    state = "" if step.started else " · not started"
    state += f" · {format_count(len(step.points), 'open point')}" if step.points else ""
    name = f"{step.number}  {step.name}" if step.number < 5 else step.name
    lines = [Line("step", f"{name}{state}", SCREEN_OF[kind], target)]
    lines += [
        Line("artefact", artefact.text, SCREEN_OF[artefact.kind], artefact.target) for artefact in step.artefacts
    ]
    for point in step.points:
        target = f"{point.target} {point.part}".strip()
        lines.append(Line("open", point.text, SCREEN_OF[point.kind], target))
    return lines


class StepsDeck:
    """The lines of all steps, as cards of one line."""

    lines, gap = 1, 0
    _STYLES: ClassVar[dict[str, tuple[str, str]]] = {
        "step": ("", "bold"),
        "artefact": ("   ", ""),
        "open": ("   ○ ", ""),
    }

    def __init__(self, rows: Sequence[Line]) -> None:
        self.rows = rows
        self.height = len(rows)

    def card(self, row: int, width: int) -> Sequence[Text]:
        line = self.rows[row]
        indent, style = self._STYLES[line.kind]
        return [Text(cut(printable(indent + line.text), width), style, end="")]

    def mark(self, row: int) -> str:
        return " "


class StepsList(Vertical, Interactive):
    """All steps below each other, in no required order."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("steps")]

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._state = screen_state(project, StepsState)
        self._job: StepJob[OpenPoint] | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="steps-title", classes="title", markup=False)
        yield Cards(id="steps-cards")

    @property
    def _cards(self) -> Cards:
        return self.query_one(Cards)

    @property
    def _line(self) -> Line | None:
        """The line under the cursor."""
        deck = self._cards.deck
        return deck.rows[self._cards.row] if isinstance(deck, StepsDeck) and deck.rows else None

    def on_mount(self) -> None:
        self._cards.following = self._show_line
        self._cards.focus()
        self.fill()

    def fill(self) -> None:
        """Find the open points between keys, then show them; the list stays as it is until then."""
        points: list[OpenPoint] = []
        line = self._line
        at = line.text if line else self._state.line
        if self._job is not None:
            self._job.cancel()
        elif line is None:
            self.say("Looking for open points …")
        steps = open_points_stepwise(self._project)
        self._job = StepJob(self, steps, points.append, lambda: self._show(points, at), self.fail)

    def _show(self, points: Sequence[OpenPoint], at: str) -> None:
        rows = [line for step in steps(self._project, points) for line in lines_of(step)]
        row = next((n for n, line in enumerate(rows) if line.text == at), min(self._cards.row, len(rows) - 1))
        title = Text(" Systematic text condensation", "bold", no_wrap=True, overflow="ellipsis")
        title.append(f" · {format_count(len(points), 'open point')}", "not bold")
        self.query_one("#steps-title", Static).update(title, layout=False)
        self._cards.show(StepsDeck(rows), row)

    def _show_line(self) -> None:
        line = self._line
        if line is not None:
            self._state.line = line.text
            self.say(line.text)

    def on_cards_opened(self) -> None:
        line = self._line
        if line is not None:
            self._state.line = line.text
            shell = shell_of(self)
            shell.open(line.screen, record=line.target)
            if line.kind == "open" and line.screen == SCREEN_OF[Kind.TRANSCRIPT]:
                key = actions.BY_ID["transcript.read"].keys[0]
                self.app.call_after_refresh(shell.say, f"{line.text} · {key} marks a transcript as read")

    def action_next_open(self, by: int) -> None:
        deck = self._cards.deck
        if not isinstance(deck, StepsDeck):
            return  # open points are still looked for, as the status line says
        rows = range(self._cards.row + by, len(deck.rows) if by > 0 else -1, by)
        row = next((row for row in rows if deck.rows[row].kind == "open"), None)
        if row is None:
            self.say("No open point below" if by > 0 else "No open point above")
        else:
            self._cards.move_to(row)

    def action_matrix(self) -> None:
        """Open the matrix of participants by code groups."""
        if not self._project.groups:
            self.say("No code groups yet: press g u to make one")
        else:
            shell_of(self).open("matrix", by_groups=True)


class StepsScreen(ProjectScreen):
    """The screen of the steps."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "steps_screen.tcss"]
    where = "steps"

    def compose(self) -> ComposeResult:
        yield StepsList(self.project)
        yield from self.compose_foot()

    def parts(self) -> tuple[str, ...]:
        return ("list", "steps")

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self.query_one(StepsList).fill()
