"""Review: the units of a code one by one in their context, each kept, recoded, marked or uncoded by one key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.errors import CoderError
from coder.model.change import Transaction
from coder.model.codebook import Code
from coder.model.segment import MARKS, Coding
from coder.project import Project
from coder.project.operations import codebook, codings, memos
from coder.project.paths import path_of
from coder.text.phrases import format_count
from coder.tui.codebook.review_session import Goal, Review
from coder.tui.keymap import actions
from coder.tui.kit.finders import code_finder
from coder.tui.kit.messages import Ask, Pick
from coder.tui.kit.scoped_undo import ScopedUndoScreen
from coder.tui.kit.unit_context import UnitContext


class ReviewScreen(ScopedUndoScreen):
    """Goes through the units of a code; undo goes back no further than where it began."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "review_screen.tcss"]
    where = "review"
    inside = "review"
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("review")]

    def __init__(self, project: Project, review: Review) -> None:
        super().__init__(project)
        self.review = review

    @property
    def taken(self) -> Review:
        return self.review

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="review-title", classes="title", markup=False)
            yield UnitContext(id="review-unit")
            yield Static(id="review-state", markup=False)
            yield Static(id="review-keys", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        context = self.query_one(UnitContext)
        context.can_focus = True
        context.focus()
        self.show_state()
        self.show_hints()
        self.call_after_refresh(self.show)  # the context must know its size

    def on_resize(self) -> None:
        self.call_after_refresh(self.show)

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self._show_about()

    # What is shown

    @property
    def coding(self) -> Coding | None:
        """The coding that is looked at; None when it was taken off."""
        return self.project.codings.get(self.review.unit.coding)

    def show(self) -> None:
        segment = self.review.unit.segment
        if segment.source in self.project.sources:
            self.query_one(UnitContext).show_unit(self.project, segment.source, segment.span)
        self._show_about()

    def _show_about(self) -> None:
        project, segment = self.project, self.review.unit.segment
        title = Text(f" {'Split' if self.review.into else 'Review'} ", no_wrap=True, overflow="ellipsis")
        title.append(path_of(project, self.review.code), style="bold")
        changed = f" · {len(self.review.fates)} changed" if self.review.fates else ""
        title.append(f"  {self.review.at + 1}/{len(self.review.units)}{changed}", style="bold")
        source = project.sources.get(segment.source)
        title.append(f" · {source.name}" if source else "", style="not bold")
        self.query_one("#review-title", Static).update(title, layout=False)
        codes = " + ".join(
            f"{MARKS[one.mark]}{project.codes[one.code].name}"
            + (" (example)" if segment.id in project.codes[one.code].examples else "")
            for one in project.codings_of(segment.id)
        )
        notes = len(project.memos_on(segment.id))
        parts = [
            self.review.fates.get(self.review.at, ""),
            codes or "no code",
            f"{format_count(notes, 'memo')}" if notes else "",
        ]
        state = Text(" " + " · ".join(filter(None, parts)), no_wrap=True, overflow="ellipsis")
        self.query_one("#review-state", Static).update(state, layout=False)
        keys = Text(" ")
        for digit, goal in sorted(self.review.goals.items()):
            code = project.codes.get(goal.id)
            keys.append(f"{digit} ", style="bold")
            keys.append(f"{code.name if code else f'+ {goal.path}'}   ", style=code.color if code else "italic")
        if not self.review.goals:
            keys.append("c chooses where a unit goes; the code gets a key", style="dim")
        self.query_one("#review-keys", Static).update(keys)

    # Acts

    def _act(self, operation: Callable[[], object]) -> bool:
        """Do something that can be taken back here; tells whether it was done."""
        before = self.project.undoable
        try:
            operation()
        except CoderError as error:
            self.fail(error)
            return False
        if self.project.undoable > before:
            self.review.did()
        return True

    def _here(self) -> Coding | None:
        coding = self.coding
        if coding is None:
            self.say("The code was taken off this unit: u takes that back")
        return coding

    def _gone(self, fate: str) -> None:
        """The unit left the code: say so at it, and go on."""
        self.review.fates[self.review.at] = fate
        if self.review.step(1):
            self.show()
            self.say(fate)
        else:
            self._show_about()
            self.say(f"{fate} · that was the last unit")

    def action_send(self, digit: int) -> None:
        goal = self.review.goals.get(digit)
        if goal is None:
            self.say(f"No code is on key {digit}: c chooses one")
            return
        self._send(digit, goal)

    def _send(self, digit: int | None, goal: Goal) -> None:
        project, coding = self.project, self._here()
        if coding is None:
            return
        if coding.code == goal.id:
            self.say("It has that code already")
            return
        sent: list[Code] = []
        if self._act(lambda: sent.append(self._sent(project, coding, goal))):
            if digit is not None:
                self.review.goals[digit] = goal._replace(id=sent[0].id)
            self._gone(f"→ {sent[0].name}")

    def _sent(self, project: Project, coding: Coding, goal: Goal) -> Code:
        target: Code | str = project.codes.get(goal.id) or goal.path
        if self.review.into and goal.path == self.review.into and coding.code == self.review.code.id:
            return codebook.split(project, project.codes[coding.code], [coding], target, self.review.reason).code
        return codings.recode(project, coding, target, self.review.code)

    def action_choose(self) -> None:
        project, coding = self.project, self._here()
        if coding is None:
            return

        def choose(ids: tuple[str, ...], created: str) -> None:
            goal = Goal(path_of(project, project.codes[ids[0]]), ids[0]) if ids else Goal(created)
            digit = self.review.key_for(goal)
            self._send(digit, goal)

        find = code_finder(project, among=lambda code: code.codable and code.id != coding.code)
        self.post_message(Pick("The unit goes to …", find, choose, create=True))

    def action_uncode(self) -> None:
        coding = self._here()
        if coding is None:
            return
        segment = self.project.segments[coding.segment]
        if self._act(lambda: codings.uncode(self.project, segment, [coding])):
            self._gone("uncoded")

    def action_mark(self, mark: str) -> None:
        coding = self._here()
        if coding is not None:
            self._act(lambda: codings.mark(self.project, coding, "" if coding.mark == mark else mark))

    def action_example(self) -> None:
        coding = self._here()
        if coding is None:
            return
        code, segment = self.project.codes[coding.code], self.project.segments[coding.segment]
        act = codebook.unlink_example if segment.id in code.examples else codebook.link_example
        self._act(lambda: act(self.project, code, segment))

    def action_memo(self) -> None:
        coding = self._here()
        if coding is None:
            return
        target = coding.segment

        def write(text: str) -> None:
            if text.strip():
                self._act(lambda: memos.write(self.project, text.strip(), about="segments", target=target))

        self.post_message(Ask("Memo on the unit:", write))

    # Going

    def action_step(self, by: int) -> None:
        if self.review.step(by):
            self.say("")
            self.show()
        else:
            self.say("That is the last unit" if by > 0 else "That is the first unit")

    def action_edge(self, which: int) -> None:
        self.review.at = 0 if which < 0 else len(self.review.units) - 1
        self.show()

    def action_open(self) -> None:
        segment = self.review.unit.segment
        source = self.project.sources.get(segment.source)
        shell, project, review = self.shell, self.project, self.review
        if source is None:
            shell.open("coding")
            return
        review.left()

        def back() -> None:
            if review.code.id in project.codes:
                shell.open("review", review=review)

        shell.open("coding", source=source, place=segment.start, back=back)

    def hints(self) -> list[tuple[str, str]]:
        return [*actions.hints("review"), ("u", "undo"), ("Esc", "back to coding")]
