"""Where the analysis stands: each step with what there is of it and what is open; Enter goes there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple
from weakref import WeakKeyDictionary

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method.points import Kind, OpenPoint
from coder.analysis.method.steps import Step, open_points_stepwise, steps
from coder.model.change import Transaction
from coder.model.memo import PRECONCEPTION
from coder.project import Project
from coder.text.cells import cut, printable
from coder.text.phrases import format_count
from coder.tui.keymap import actions
from coder.tui.kit.background import StepJob
from coder.tui.kit.cards import Cards
from coder.tui.kit.project_screen import ProjectScreen

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
#: The line one was on in each project since it was opened.
_KEPT: WeakKeyDictionary[Project, str] = WeakKeyDictionary()


class Line(NamedTuple):
    """A line of the screen: a step's name (`kind` "step"), something it has ("have") or something open ("open")."""

    kind: str
    text: str
    screen: str
    target: str = ""


def lines_of(step: Step) -> list[Line]:
    """A step's heading, then what it has, then what is open in it."""
    kind, target = HEADINGS[step.number]
    state = "" if step.started else " · not started"
    state += f" · {format_count(len(step.points), 'open point')}" if step.points else ""
    name = f"{step.number}  {step.name}" if step.number < 5 else step.name
    lines = [Line("step", f"{name}{state}", SCREEN_OF[kind], target)]
    lines += [Line("have", result.text, SCREEN_OF[result.kind], result.target) for result in step.artefacts]
    for point in step.points:
        target = f"{point.target} {point.part}".strip()
        lines.append(Line("open", point.text, SCREEN_OF[point.kind], target))
    return lines


class StepsDeck:
    """One line each."""

    lines = 1
    _SHOWN: ClassVar[dict[str, tuple[str, str]]] = {"step": ("", "bold"), "have": ("   ", ""), "open": ("   ○ ", "")}

    def __init__(self, rows: Sequence[Line]) -> None:
        self.rows = rows
        self.height = len(rows)

    def card(self, row: int, width: int) -> Sequence[Text]:
        line = self.rows[row]
        before, style = self._SHOWN[line.kind]
        return [Text(cut(printable(before + line.text), width), style, end="")]

    def mark(self, row: int) -> str:
        return " "


class StepsScreen(ProjectScreen):
    """The steps one below the other; nothing has to be done in any order."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("steps")]
    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "steps_screen.tcss"]
    where = "steps"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._asking: StepJob[OpenPoint] | None = None

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="steps-title", classes="title", markup=False)
            yield Cards(id="steps-cards")
        yield from self.compose_foot()

    @property
    def cards(self) -> Cards:
        return self.query_one(Cards)

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        deck = self.cards.deck
        return deck.rows[self.cards.row] if isinstance(deck, StepsDeck) and deck.rows else None

    def on_mount(self) -> None:
        self.cards.following = self._moved
        self.cards.focus()
        self._fill(_KEPT.get(self.project, ""))
        self.show_state()
        self.show_hints()

    def parts(self) -> tuple[str, ...]:
        return ("cards", "steps")

    def hints(self) -> list[tuple[str, str]]:
        return [*super().hints(), ("Esc", "back")]

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        line = self.line
        self._fill(line.text if line else "")

    def _fill(self, at: str) -> None:
        """Ask what is open, a little at a time, and show it; what is shown meanwhile is as it was."""
        points: list[OpenPoint] = []
        if self._asking is not None:
            self._asking.cancel()
        elif self.line is None:
            self.say("looking for what is open …")
        found = open_points_stepwise(self.project)
        self._asking = StepJob(self, found, points.append, lambda: self._show(points, at), self.fail)

    def _show(self, points: Sequence[OpenPoint], at: str) -> None:
        found = steps(self.project, points)
        rows = [line for step in found for line in lines_of(step)]
        place = next((n for n, line in enumerate(rows) if line.text == at), min(self.cards.row, len(rows) - 1))
        title = Text(" Systematic text condensation", "bold", no_wrap=True, overflow="ellipsis")
        title.append(f" · {format_count(len(points), 'open point')}", "not bold")
        self.query_one("#steps-title", Static).update(title, layout=False)
        self.cards.show(StepsDeck(rows), place)
        self._moved()

    def _moved(self) -> None:
        line = self.line
        if line is not None:
            self.say(line.text)

    # Acts

    def on_cards_opened(self) -> None:
        line = self.line
        if line is None:
            return
        _KEPT[self.project] = line.text
        self.shell.open(line.screen, record=line.target)

    def action_next_open(self, by: int) -> None:
        deck = self.cards.deck
        assert isinstance(deck, StepsDeck)
        rows = range(self.cards.row + by, len(deck.rows) if by > 0 else -1, by)
        found = next((row for row in rows if deck.rows[row].kind == "open"), None)
        if found is None:
            self.say("Nothing is open further on" if by > 0 else "Nothing is open before this")
        else:
            self.cards.move_to(found)

    def action_matrix(self) -> None:
        """Participants by code groups."""
        from coder.tui.matrix.matrix_screen import choose_groups

        if not self.project.groups:
            self.say("There is no code group yet: g u makes one")
            return
        choose_groups(self.project)
        self.shell.open("matrix")
