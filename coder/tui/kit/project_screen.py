"""The base of all screens over an open project: status line, key hints, questions, undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from coder.errors import CoderError
from coder.model.record import Transaction
from coder.project import Project
from coder.project.undo_to import name_changes_of_others
from coder.tui.keymap import actions
from coder.tui.kit.change_watch import CHANGED
from coder.tui.kit.foot import BACK, HintLine, StatusLine
from coder.tui.kit.questions import Interactive, Questions, interactive
from coder.tui.kit.session_state import screen_state
from coder.tui.kit.shell import Shell, shell_of

#: Styles of every project screen; a screen with its own names both.
STYLES = Path(__file__).with_suffix(".tcss")


@dataclass
class Opening:
    """How many changes could be undone when the project was opened: those of before are in the history."""

    undoable: int = -1


def own_acts(project: Project) -> int:
    """Return how many changes can be undone that were made since the project was opened; below 0 where more were."""
    opening = screen_state(project, Opening)
    if opening.undoable < 0:
        opening.undoable = project.undoable
    return project.undoable - opening.undoable


class ProjectScreen(Screen[None], Interactive):
    """A screen over an open project, repainted after each transaction."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("study"),
        *actions.bindings("list", ("app.open",)),
        Binding("escape", "leave", show=False),
    ]
    CSS_PATH: ClassVar[Any] = STYLES
    #: The part of the table of actions whose keys this screen has.
    where: ClassVar[str] = ""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project
        self.questions = Questions(self, self.show_hints)
        #: Cancels the long operation that runs on this screen.
        self.stop_work: Callable[[], None] | None = None
        #: The id of another coder's change that the person just agreed to undo.
        self.agreed_turn = ""

    @property
    def shell(self) -> Shell:
        return shell_of(self)

    def compose_foot(self) -> ComposeResult:
        """The status line and the key hints; the picker and the prompt are mounted above them when needed."""
        yield StatusLine(id="status")
        yield HintLine(id="hints")

    def on_mount(self) -> None:
        self._unsubscribe = self.project.subscribe(self.follow)

    def on_unmount(self) -> None:
        self._unsubscribe()

    def left(self) -> None:
        """Finish what was begun: another screen takes the place of this one."""

    def aim(self, id: str) -> None:
        """Show this record; may be called before the screen is mounted."""

    def keep(self) -> None:
        """Write to disk what is only on the screen: the program ends."""

    def follow(self, transaction: Transaction) -> None:
        """Show what a transaction changed."""
        self.say(transaction_message(transaction))
        self.show_state()

    # The lines at the foot

    def show_state(self) -> None:
        """Show the coder, whether everything is saved, and how much can be undone."""
        project = self.project
        parts = [project.initials or "–", "read-only" if project.readonly else self.shell.saved]
        if project.readonly and self.shell.saved == CHANGED:
            parts.append(CHANGED)
        own = own_acts(project)
        if own > 0 and not project.readonly:
            parts.append(f"{own} to undo")
        if project.redoable and not project.readonly:
            parts.append(f"{project.redoable} to redo")
        self.query_one(StatusLine).set(right=" · ".join(parts))

    def show_hints(self) -> None:
        """Show the keys of what has the focus; an open question shows its own."""
        if self.questions.open:
            return
        hints = self.hints()
        if ("Esc", BACK) in hints and not (self.focused and self.focused.check_consume_key("q", "q")):
            ends = actions.hints("study", "app")
            rest = [hint for hint in hints if hint not in (("Esc", BACK), *ends)]
            hints = [*rest, (actions.BY_ID["study.back"].keys[0], BACK), *ends]
        self.query_one(HintLine).set(hints)

    def hints(self) -> list[tuple[str, str]]:
        """Return the keys of what has the focus: (key, label)."""
        return [*actions.hints(*self.parts()), ("Esc", BACK), *actions.hints("study", "app")]

    def parts(self) -> tuple[str, ...]:
        """Return the parts of the table of actions whose keys work now."""
        return (self.where,)

    def on_screen_resume(self) -> None:
        self.show_state()
        self.show_hints()

    # Actions

    def action_undo(self, redo: bool = False) -> Transaction | None:
        """Undo or redo; return the transaction, or None after saying why nothing was done, or asking first.

        Redo of a read-only project reads it again.

        What another coder did is asked about; the answer yes calls the action again.
        """
        if self.questions.open:  # Ctrl+R passes the prompt; the records it asks about must stay
            return None
        from textual.widgets import Input, TextArea  # not needed for the first screen

        if isinstance(self.focused, Input | TextArea):  # where u types, Ctrl+R would redo unseen
            self.say("Ctrl+R does nothing while you type", passing=True)
            return None
        if redo and self.project.readonly:  # there is nothing to redo, but perhaps something new to see
            self.shell.open("read_again")
            return None
        try:
            target = None if self.project.readonly else next(iter(self.project.next_turns(redo=redo)), None)
            others = "" if target is None else name_changes_of_others(self.project, [target])
            if target is not None and others and target.id != self.agreed_turn:
                _ask_before_turn(self, target.id, others, redo)
                return None
            transaction = self.project.redo() if redo else self.project.undo()
        except CoderError as error:
            self.fail(error)
            return None
        if transaction is None:
            why = "" if redo else self.project.why_nothing_to_undo()
            self.say("Nothing to redo" if redo else f"Nothing to undo. {why}".rstrip(". "))
        return transaction

    def action_leave(self) -> None:
        """Go back to the screen that led here."""
        self.shell.open("previous")

    def action_stop(self) -> None:
        """Cancel the long operation."""
        stop, self.stop_work = self.stop_work, None
        if stop is not None:
            stop()

    def action_resize(self, by: int = 0) -> None:
        """Make the side panes wider by some cells, or (0) zoom the focused pane."""
        self.say("This screen has one pane")

    def action_pane(self, by: int) -> None:
        self.focus_next() if by > 0 else self.focus_previous()


def transaction_message(transaction: Transaction) -> str:
    """Return a transaction as the status line names it."""
    if transaction.operation == "undo":
        return f"Undid: {transaction.label}"
    if transaction.operation == "redo":
        return f"Redid: {transaction.label}"
    return transaction.label


class UndoScope(Protocol):
    """What can be undone and redone in a review or a session."""

    @property
    def acts(self) -> Sequence[object]: ...

    @property
    def undone(self) -> Sequence[object]: ...

    def turn(self, back: bool) -> None:
        """Move to where the act was done that was just undone (`back`) or redone."""


def undo_within(screen: ProjectScreen, scope: UndoScope, noun: str, redo: bool) -> Transaction | None:
    """Undo or redo the last act of the scope, named `noun`; return the transaction, None if there is nothing."""
    if not (scope.undone if redo else scope.acts):
        screen.say(f"Nothing to {'redo' if redo else 'undo'} in this {noun}")
        return None
    transaction = ProjectScreen.action_undo(screen, redo)
    if transaction is not None:
        scope.turn(back=not redo)
    return transaction


@interactive
async def _ask_before_turn(screen: ProjectScreen, id: str, others: str, redo: bool) -> None:
    """Ask before another coder's change is undone, or redone where it was them who undid it."""
    verb = "Redo" if redo else "Undo"
    title = "Redo what another coder undid?" if redo else "Undo the work of another coder?"
    options = [("no", "n", "No"), ("yes", "y", f"Yes, {verb.lower()} it")]
    if await screen.choose(title, options, f"{others}.") == "yes":
        screen.agreed_turn = id
        screen.action_undo(redo)
        screen.agreed_turn = ""
