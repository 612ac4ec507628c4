"""What all screens of an open project share: go to, undo, the lines at the foot, errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coder.errors import CoderError
from coder.model.change import Transaction
from coder.project import Project
from coder.tui.keymap import actions
from coder.tui.kit.asking import Asking
from coder.tui.kit.messages import Choose, Failed, Say
from coder.tui.kit.status import HintLine, StatusLine

if TYPE_CHECKING:
    from coder.tui.app import CoderApp

T = TypeVar("T")


class ProjectScreen(Asking):
    """A screen over an open project: shows what its panes ask for, and follows each transaction."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("study"),
        Binding("escape", "leave", show=False),
    ]
    CSS_PATH: ClassVar[Any] = "../kit/project_screen.tcss"
    where: ClassVar[str] = ""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project
        self._said = ""
        self.stop_work: Callable[[], None] | None = None

    @property
    def coder_app(self) -> CoderApp:
        from coder.tui.app import CoderApp

        return cast(CoderApp, self.app)

    def compose_foot(self) -> ComposeResult:
        """The two lines at the foot; the picker and the prompt come when something is asked."""
        yield StatusLine(id="status")
        yield HintLine(id="hints")

    def on_mount(self) -> None:
        self._unsubscribe = self.project.subscribe(self.follow)

    def on_unmount(self) -> None:
        self._unsubscribe()

    def left(self) -> None:
        """The person goes to another screen: bring to an end what was begun here."""

    def aim(self, id: str) -> None:
        """Show this record; called when somebody is sent here because of it, also before the screen is mounted."""

    def keep(self) -> None:
        """The program ends: put on disk what is only on the screen."""

    def follow(self, transaction: Transaction) -> None:
        """A transaction was made: show what it changed."""
        self.say(_named(transaction))
        self.show_state()

    # The lines at the foot

    def say(self, text: str) -> None:
        """Something to read until the cursor moves on."""
        self._said = text
        self.query_one(StatusLine).set(left=text)

    def show_state(self) -> None:
        """Who codes, whether all is saved, how much can be undone."""
        project = self.project
        state = "read-only" if project.readonly else self.coder_app.saved
        parts = [project.initials or "–", state]
        if project.undoable and not project.readonly:
            parts.append(f"{project.undoable} to undo")
        if project.redoable and not project.readonly:
            parts.append(f"{project.redoable} to redo")
        self.query_one(StatusLine).set(right=" · ".join(parts))

    def show_hints(self) -> None:
        """Show the keys of what has the focus."""
        self.query_one(HintLine).set(self.hints())

    def hints(self) -> list[tuple[str, str]]:
        """The keys of what has the focus: (key, what it does)."""
        return actions.hints(*self.parts(), "study", "app")

    def parts(self) -> tuple[str, ...]:
        """The parts of the screen, as the table of actions calls them, whose keys work now."""
        return (self.where,)

    # What panes ask for

    def on_say(self, event: Say) -> None:
        event.stop()
        self.say(event.text)

    def on_failed(self, event: Failed) -> None:
        event.stop()
        self.fail(event.error)

    def attempt(self, operation: Callable[[], T]) -> T | None:
        """The operation's result; None when it said no, which is then on the screen."""
        try:
            return operation()
        except CoderError as error:
            self.fail(error)
            return None

    def fail(self, error: CoderError) -> None:
        """Show an error: title, what it means, what to do."""
        self.coder_app.fail(error)
        self.say(f"✗ {error.title}")

    # Acts

    def action_undo(self) -> None:
        self._turn("undo")

    def action_redo(self) -> None:
        self._turn("redo")

    def _turn(self, which: str) -> Transaction | None:
        """What was undone, or done again; None where nothing was, which is then on the screen."""
        if self.asking:  # Ctrl+R gets past the line that is typed; what is asked about must stay
            return None
        try:
            done = self.project.undo() if which == "undo" else self.project.redo()
        except CoderError as error:
            self.fail(error)
            return None
        if done is None:
            self.say("Nothing to undo" if which == "undo" else "Nothing to do again")
        return done

    def action_go(self) -> None:
        def go(id: str) -> None:
            self.coder_app.go(id)

        options = [(place.do, place.letter, place.label) for place in actions.PLACES]
        self.on_choose(Choose("Go to", options, go))

    def action_leave(self) -> None:
        """Back to where one came from: coding, if nothing else is said."""
        self.coder_app.go("coding")

    def action_search(self) -> None:
        self.coder_app.go("search")

    def action_stop(self) -> None:
        """Stop what takes long."""
        stop, self.stop_work = self.stop_work, None
        if stop is not None:
            stop()

    def action_zoom(self) -> None:
        self.say("There is one pane here")

    def action_side(self, by: int) -> None:
        self.say("There is one pane here")

    def action_pane(self, by: int) -> None:
        self.focus_next() if by > 0 else self.focus_previous()

    def on_screen_resume(self) -> None:
        self.show_state()
        self.show_hints()


def _named(transaction: Transaction) -> str:
    """A transaction in the status line."""
    if transaction.operation == "undo":
        return f"undid: {transaction.label}"
    if transaction.operation == "redo":
        return f"did again: {transaction.label}"
    return transaction.label
