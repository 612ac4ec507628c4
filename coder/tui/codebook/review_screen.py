"""Review of the units of a code, one by one, and of the split of a code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar, NamedTuple, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.errors import CoderError
from coder.model.codebook import Code
from coder.model.record import Transaction
from coder.model.source import PREFIXES, Coding, Segment
from coder.project import Project
from coder.project.operations import codebook, codings, memos
from coder.project.study import by_order, path_of, subtree
from coder.text.phrases import format_count
from coder.tui.keymap import actions
from coder.tui.kit.confirmation import ALWAYS, confirm
from coder.tui.kit.project_screen import ProjectScreen, undo_within
from coder.tui.kit.questions import Interactive, code_finder, interactive
from coder.tui.kit.units import UnitContext

KEYS = range(1, 10)


class Unit(NamedTuple):
    """A coding under review, and its segment as it was when the review began."""

    coding: str
    segment: Segment


class Goal(NamedTuple):
    """The code that a key recodes a unit to; without an id, the path of a code that is created when first needed."""

    path: str
    id: str = ""


class Act(NamedTuple):
    """One undoable act: the index of its unit, and the fate of the unit before it."""

    unit: int
    fate: str


@dataclass
class Review:
    """The units of a code and the position among them.

    With `into`, key 1 splits a unit off to that code, for `reason`. `fates`: index of a unit → the decision on it;
    `unasked`: changes of other coders' codings are no longer asked about.
    """

    code: Code
    units: list[Unit]
    goals: dict[int, Goal]
    into: str = ""
    reason: str = ""
    index: int = 0
    fates: dict[int, str] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    undone: list[Act] = field(default_factory=list)
    unasked: bool = False

    @property
    def unit(self) -> Unit:
        return self.units[self.index]

    def step(self, by: int) -> bool:
        """Move by a number of units; return False at the end."""
        inside = 0 <= self.index + by < len(self.units)
        self.index += by if inside else 0
        return inside

    def record(self) -> None:
        """Record an act on this unit for undo."""
        self.acts.append(Act(self.index, self.fates.get(self.index, "")))
        self.undone.clear()

    def turn(self, back: bool) -> None:
        """Follow an undo (or redo) of the last act: move to its unit and restore its fate."""
        source, target = (self.acts, self.undone) if back else (self.undone, self.acts)
        act = source.pop()
        target.append(Act(act.unit, self.fates.pop(act.unit, "")))
        self.index = act.unit
        if act.fate:
            self.fates[act.unit] = act.fate

    def key_for(self, goal: Goal) -> int | None:
        """Return the key of a goal, or a free one; None when all are taken."""
        for key, other in self.goals.items():
            if (other.id and other.id == goal.id) or (not goal.id and other.path == goal.path):
                return key
        return next((key for key in KEYS if key not in self.goals), None)

    def left(self) -> None:
        """Clear the local undo stack on leaving."""
        self.acts.clear()
        self.undone.clear()


def begin(project: Project, code: Code, into: str = "", reason: str = "") -> Review | None:
    """Return a review of a code's units, None if it has none; the quick keys are those of the codes."""
    goals = {1: Goal(into)} if into else {}
    for other in project.codes.values():
        if other.quick and other.id != code.id and not other.archived:
            goals.setdefault(other.quick, Goal(path_of(project, other), other.id))
    units = units_of(project, code)
    return Review(code, units, goals, into, reason) if units else None


def units_of(project: Project, code: Code) -> list[Unit]:
    """Return the units of a code in the order of the texts; of a code without units, those of the codes below."""
    ids = list(project.codings_with(code.id))
    if not ids:
        ids = [id for below in subtree(project, code) for id in project.codings_with(below.id)]
    units = [Unit(id, project.segments[project.codings[id].segment]) for id in ids]

    def position(unit: Unit) -> tuple[int, str, int, int, str]:
        source = project.sources[unit.segment.source]
        return *by_order(source), unit.segment.start, unit.segment.end, unit.coding

    return sorted(units, key=position)


T = TypeVar("T")


class ReviewScreen(ProjectScreen):
    """Undo goes back no further than the beginning of the review."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "review_screen.tcss"]
    where = "review"

    def __init__(self, project: Project, review: Review) -> None:
        super().__init__(project)
        self.review = review
        self.units = ReviewPane(self, review)

    def action_undo(self, redo: bool = False) -> Transaction | None:
        transaction = undo_within(self, self.review, "review", redo)
        if transaction is not None:
            self.show()
        return transaction

    def compose(self) -> ComposeResult:
        yield self.units
        yield from self.compose_foot()

    def on_resize(self) -> None:
        self.call_after_refresh(self.show)  # the context must know its size

    def show(self) -> None:
        self.units.show()

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self.units.show_state()

    def hints(self) -> list[tuple[str, str]]:
        return [*actions.hints("review"), ("u", "undo"), ("Esc", "back")]


class ReviewPane(Vertical, Interactive):
    """The unit under review in its context, its codes, and the codes on the number keys."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("review")]

    def __init__(self, screen: ProjectScreen, review: Review) -> None:
        super().__init__()
        self._screen, self.project, self.review = screen, screen.project, review

    def compose(self) -> ComposeResult:
        yield Static(id="review-title", classes="title", markup=False)
        yield UnitContext(id="review-unit")
        yield Static(id="review-state", markup=False)
        yield Static(id="review-keys", markup=False)

    def on_mount(self) -> None:
        context = self.query_one(UnitContext)
        context.can_focus = True
        context.focus()
        self.call_after_refresh(self.show)  # the context must know its size

    # What is shown

    def show(self) -> None:
        """Show the unit."""
        segment = self.review.unit.segment
        if segment.source in self.project.sources:
            self.query_one(UnitContext).show_unit(self.project, segment.source, segment.span)
        self.show_state()

    def show_state(self) -> None:
        """Show the position, the codes of the unit, and the codes on the keys."""
        project, review, segment = self.project, self.review, self.review.unit.segment
        title = Text(f" {'Split' if review.into else 'Review'} ", no_wrap=True, overflow="ellipsis")
        title.append(path_of(project, review.code), style="bold")
        changed = f" · {len(review.fates)} changed" if review.fates else ""
        title.append(f"  {review.index + 1}/{len(review.units)}{changed}", style="bold")
        source = project.sources.get(segment.source)
        title.append(f" · {source.name}" if source else "", style="not bold")
        self.query_one("#review-title", Static).update(title, layout=False)
        codes = " + ".join(
            f"{PREFIXES[coding.mark]}{project.codes[coding.code].name}"
            + (" (example)" if segment.id in project.codes[coding.code].examples else "")
            for coding in project.codings_of(segment.id)
        )
        notes = len(project.memos_on(segment.id))
        parts = [
            review.fates.get(review.index, ""),
            codes or "0 codes",
            format_count(notes, "memo") if notes else "",
        ]
        state = Text(" " + " · ".join(filter(None, parts)), no_wrap=True, overflow="ellipsis")
        self.query_one("#review-state", Static).update(state, layout=False)
        keys = Text(" ")
        for digit, goal in sorted(review.goals.items()):
            code = project.codes.get(goal.id)
            keys.append(f"{digit} ", style="bold")
            keys.append(f"{code.name if code else f'+ {goal.path}'}   ", style=code.color if code else "italic")
        if not review.goals:
            keys.append("c chooses the code to recode to; it gets a key", style="dim")
        self.query_one("#review-keys", Static).update(keys)

    # Actions

    def _act(self, operation: Callable[[], T]) -> T | None:
        """Run an operation and record it for undo here; return None after showing its error."""
        before = self.project.undoable
        try:
            result = operation()
        except CoderError as error:
            self.fail(error)
            return None
        if self.project.undoable > before:
            self.review.record()
        return result

    async def _agrees(self, title: str, act: Callable[[], object], coding: Coding) -> bool:
        """Ask before the coding of another coder changes, until the answer is not to ask again in this review."""
        if self.review.unasked:
            return True
        gone = ("codings", "segments")
        answer = await confirm(self, self.project, title, act, {coding.id}, gone, repeats=True)
        self.review.unasked = answer == ALWAYS
        return answer is not None

    def _coding(self) -> Coding | None:
        """Return the coding under review, or None after saying that it was removed."""
        coding = self.project.codings.get(self.review.unit.coding)
        if coding is None:
            self.say("This unit was uncoded: u undoes that")
        return coding

    def _leave_unit(self, fate: str) -> None:
        """Record the decision on the unit, and go to the next one."""
        self.review.fates[self.review.index] = fate
        if self.review.step(1):
            self.show()
            self.say(fate)
        else:
            self.show_state()
            self.say(f"{fate} · that was the last unit")

    @interactive
    async def action_send(self, digit: int) -> None:
        goal = self.review.goals.get(digit)
        if goal is None:
            self.say(f"Key {digit} has no code: c chooses one")
            return
        await self._recode(digit, goal)

    async def _recode(self, digit: int | None, goal: Goal) -> None:
        project, review, coding = self.project, self.review, self._coding()
        if coding is None:
            return
        if coding.code == goal.id:
            self.say("Already coded with that code")
            return
        target: Code | str = project.codes.get(goal.id) or goal.path

        def recode() -> Code:
            if review.into and goal.path == review.into and coding.code == review.code.id:
                return codebook.split(project, project.codes[coding.code], [coding], target, review.reason).code
            return codings.recode(project, coding, target, review.code)

        if not await self._agrees(f"Recode to {goal.path}", recode, coding):
            return
        code = self._act(recode)
        if code is not None:
            if digit is not None:
                review.goals[digit] = goal._replace(id=code.id)
            self._leave_unit(f"→ {code.name}")

    @interactive
    async def action_choose(self) -> None:
        project, coding = self.project, self._coding()
        if coding is None:
            return
        find = code_finder(project, among=lambda code: code.codable and code.id != coding.code)
        picked = await self.pick_many("Recode the unit to …", find, many=False, create=True)
        if picked is not None:
            goal = Goal(picked.created)
            if picked.ids:
                goal = Goal(path_of(project, project.codes[picked.ids[0]]), picked.ids[0])
            await self._recode(self.review.key_for(goal), goal)

    @interactive
    async def action_uncode(self) -> None:
        coding = self._coding()
        if coding is None:
            return
        uncode = partial(codings.uncode, self.project, self.project.segments[coding.segment], [coding])
        if await self._agrees("Uncode", uncode, coding) and self._act(uncode) is not None:
            self._leave_unit("uncoded")

    def action_mark(self, mark: str) -> None:
        coding = self._coding()
        if coding is not None:
            self._act(lambda: codings.mark(self.project, coding, "" if coding.mark == mark else mark))

    def action_example(self) -> None:
        coding = self._coding()
        if coding is not None:
            code, segment = self.project.codes[coding.code], self.project.segments[coding.segment]
            act = codebook.unlink_example if segment.id in code.examples else codebook.link_example
            self._act(lambda: act(self.project, code, segment))

    @interactive
    async def action_memo(self) -> None:
        coding = self._coding()
        if coding is None:
            return
        target = coding.segment
        text = await self.ask("Memo on the unit:")
        if text is not None and text.strip():
            self._act(lambda: memos.write(self.project, text.strip(), about="segments", target=target))

    # Moving

    def action_step(self, by: int) -> None:
        if self.review.step(by):
            self.say("")
            self.show()
        else:
            self.say("Last unit" if by > 0 else "First unit")

    def action_edge(self, direction: int) -> None:
        self.review.index = 0 if direction < 0 else len(self.review.units) - 1
        self.show()

    def action_open(self) -> None:
        segment = self.review.unit.segment
        source = self.project.sources.get(segment.source)
        shell, project, review = self._screen.shell, self.project, self.review
        if source is None:
            shell.open("coding")
            return
        review.left()

        def back() -> None:
            if review.code.id in project.codes:
                shell.open("review", review=review)

        shell.open("coding", source=source, place=segment.start, back=back)


def start_review(screen: ProjectScreen, code: Code, into: str = "", reason: str = "") -> None:
    """Review the units of a code; with `into`, key 1 moves a unit to that new code, for `reason`."""
    review = begin(screen.project, code, into, reason)
    if review is not None:
        screen.app.push_screen(ReviewScreen(screen.project, review))
    else:
        screen.say("There are no units to review")
