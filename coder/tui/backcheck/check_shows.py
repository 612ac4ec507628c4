"""What the two walks of the back-check show: what is looked at, what was said of it, how far one is."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method.staleness import Standing, standing, state_of
from coder.analysis.method.synthesis import synthesis
from coder.model.change import Transaction
from coder.model.condensation import CodeGroup, Verdict
from coder.project import Project
from coder.project.verdict_fingerprint import VerdictBasis
from coder.tui.backcheck import session
from coder.tui.backcheck.rendering import GLYPHS, key_line, verdict_lines
from coder.tui.backcheck.session import Walk
from coder.tui.keymap import actions
from coder.tui.kit.page import Page
from coder.tui.kit.scoped_undo import ScopedUndoScreen
from coder.tui.kit.unit_context import UnitContext


class WalkShows(ScopedUndoScreen):
    """Goes through a `Walk`: the half that shows; the other half acts."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "check_screen.tcss"]
    inside = "check"

    def __init__(self, project: Project, walk: Walk) -> None:
        super().__init__(project)
        self.walk = walk
        self._told: Text | None = None

    def compose_reading(self) -> ComposeResult:
        """What is looked at."""
        yield UnitContext(id="walk-read")

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="walk-title", classes="title", markup=False)
            yield from self.compose_reading()
            yield Static(id="walk-state", markup=False)
            yield Static(key_line(self.walk.kind), id="walk-keys", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self.page.can_focus = True
        self.page.focus()
        self.show_state()
        self.show_hints()
        self.call_after_refresh(self.show)  # the page must know its size

    def on_resize(self) -> None:
        self.call_after_refresh(self.show)

    @property
    def page(self) -> Page:
        return self.query_one("#walk-read", Page)

    @property
    def group(self) -> CodeGroup | None:
        """The group that is checked; None when it is one no more."""
        return self.project.groups.get(self.walk.group)

    def parts(self) -> tuple[str, ...]:
        return ("checking", self.where)

    def hints(self) -> list[tuple[str, str]]:
        return [*actions.hints(*self.parts()), ("u", "undo"), ("Esc", "all groups")]

    # What a walk says of what it goes through

    def given(self) -> list[Standing]:
        """The verdicts on what is looked at."""
        raise NotImplementedError

    def mine(self) -> Verdict | None:
        """The verdict of who acts."""
        raise NotImplementedError

    def show_read(self) -> None:
        """Show what is looked at."""
        raise NotImplementedError

    def where_from(self) -> str:
        """Where it is from, for the title."""
        raise NotImplementedError

    def number(self) -> str:
        """Which one it is, for the title: its place in the walk."""
        return f"{self.walk.at + 1}/{len(self.walk.items)}"

    # What is shown

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        if self.group is None:
            self.say("This code group is none any more")
            return
        if all(change.table == "verdicts" for change in transaction.changes) and self.walk.items:
            self._retell(transaction)
        else:
            self.walk.keep_only(session.states_of(synthesis(self.project, self.group), self.walk.kind))
        self.show()

    def _retell(self, transaction: Transaction) -> None:
        """Only verdicts were changed: look at what they are on, not at the whole group."""
        for change in transaction.changes:
            verdict = change.after or change.before
            if isinstance(verdict, Verdict) and verdict.kind == self.walk.kind:
                item = verdict.segment or verdict.sentence
                if item in self.walk.states:
                    self.walk.tell(item, state_of(self.standings(item)))

    def standings(self, item: str) -> list[Standing]:
        """The verdicts on a unit or a sentence of the group."""
        group = self.group
        if group is None:
            return []
        judged = VerdictBasis(self.project, group)
        found = [
            one
            for one in self.project.users(self._holder(item), "verdicts")
            if one.group == group.id and item in (one.segment, one.sentence)
        ]
        found.sort(key=lambda one: (one.created, one.id))
        return [standing(self.project, judged, one) for one in found]

    def _holder(self, item: str) -> str:
        """The record that verdicts on an item name."""
        return item

    def show(self) -> None:
        """Show what the walk is at."""
        if self.group is None or not self.walk.items:
            self.page.show("There is nothing to check here any more.")
            return
        self.show_read()
        self.show_about()

    def show_about(self) -> None:
        walk = self.walk
        assert self.group is not None
        name = self.project.codes[self.group.code].name
        title = Text(f" {self.number()} ", "bold", no_wrap=True, overflow="ellipsis")
        state = walk.states.get(walk.item, "open")
        title.append(f"{GLYPHS[state]} {state}")
        place = filter(None, (f"checked {walk.tally}", name, self.where_from()))
        title.append("".join(f" · {part}" for part in place), "not bold")
        self.query_one("#walk-title", Static).update(title, layout=False)
        told = verdict_lines(self.project, self.given()) or Text("not checked yet", "dim")
        if told != self._told:  # its height may change with it
            self._told = told
            self.query_one("#walk-state", Static).update(told)

    # Going

    def action_step(self, by: int) -> None:
        if self.walk.step(by):
            self.say("")
            self.show()
        else:
            self.say("That is the last" if by > 0 else "That is the first")

    def action_edge(self, which: int) -> None:
        self.walk.at = 0 if which < 0 else max(0, len(self.walk.items) - 1)
        self.show()

    def action_to_do(self) -> None:
        place = self.walk.to_do()
        if place is None:
            self.say("All is checked")
        else:
            self.walk.at = place
            self.show()

    def action_read(self, rows: int) -> None:
        self.page.scroll_rows(rows)

    def action_leave(self) -> None:
        self.app.pop_screen()
