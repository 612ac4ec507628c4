"""History: what was changed, by whom, when and why; filters; undo to a point; the decision trail as a file."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.timer import Timer
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coder.analysis import history_filter
from coder.analysis.change_summary import describe_changes
from coder.analysis.history_filter import HistoryFilter
from coder.errors import CoderError
from coder.model.change import Transaction
from coder.project import Project
from coder.project.ordering import codes_in_order
from coder.project.paths import path_of
from coder.project.undo_to import count_undo_steps, undo_steps
from coder.tui.keymap import actions
from coder.tui.kit.finders import list_finder
from coder.tui.kit.messages import Ask, Choose, Item, Pick
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.status import StatusLine

PAGE = 200
#: Seconds of reading, or of undoing, between two frames.
SLICE = 0.05
#: Seconds in which the screen is drawn, and keys are heard.
PAUSE = 0.001
LIST = "#history-list"

#: Nouns of the operations, as a person says them; the ids are beginnings of `Transaction.operation`.
KINDS = {
    "codings.": "codings",
    "codebook.": "the codebook",
    "memos.": "memos",
    "sources.": "transcripts",
    "sources.correct": "corrections of transcripts",
    "autocode.": "autocoding",
    "participants.": "participants and waves",
    "sets.": "sets of codes",
    "undo": "what was taken back",
    "redo": "what was done again",
}


class HistoryScreen(ProjectScreen):
    """The audit trail, read from disk a page at a time."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "history_screen.tcss"]
    where = "history"
    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("history"),
        Binding("j", "app.simulate_key('down')", show=False),
        Binding("k", "app.simulate_key('up')", show=False),
    ]

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._asked = HistoryFilter()
        self._rest: Iterator[Transaction | None] = iter(())
        self._shown: list[Transaction] = []
        self._read = 0
        self._day = ""
        self._note = ""
        self._reading: Timer | None = None
        self._undoing: Timer | None = None
        self._busy = False

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="history-title", classes="title", markup=False)
            yield OptionList(id="history-list", markup=False)
            with VerticalScroll(id="history-detail", can_focus=True):
                yield Static(id="history-told", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self._fill()
        self.query_one(LIST).focus()
        self.show_state()
        self.show_hints()

    # Reading

    def _fill(self, note: str = "") -> None:
        """Read the history anew; `note` is said when that is done, instead of how much there is."""
        self._stop_reading()
        self._note = note
        self._rest = history_filter.filter_history(self.project, self.project.history(), self._asked)
        self._day, self._shown, self._read = "", [], 0
        self.query_one(LIST, OptionList).clear_options()
        self.query_one("#history-told", Static).update("")
        title = Text.assemble(" ", ("History", "bold"), f" · {str(self._asked) or 'everything, the latest first'}")
        self.query_one("#history-title", Static).update(title, layout=False)
        self._more(PAGE)

    def _more(self, wanted: int) -> None:
        """Read on until that many more are found; what takes longer than a frame goes on after it."""
        self._reading = None
        until = time.monotonic() + SLICE
        rows: list[Option] = []
        ended = True
        try:
            for one in self._rest:
                self._read += 1
                if one is not None:
                    self._shown.append(one)
                    rows.append(self._row(one))
                if len(rows) == wanted or time.monotonic() > until:
                    ended = False
                    break
        except CoderError as error:
            self.fail(error)
        options = self.query_one(LIST, OptionList)
        options.add_options(rows)
        if options.highlighted is None and rows:
            options.highlighted = 0
        if not ended and len(rows) < wanted:
            self._reading = self.set_timer(PAUSE, lambda: self._more(wanted - len(rows)))
            self.stop_work = self._stop_reading
            self.say(f"looking … {self._read:,} changes read, {len(self._shown):,} found (Ctrl+G stops)")
        elif self._note:
            self.say(self._note)
            self._note = ""
        elif ended and not self._shown:
            self.say("No such change. a shows all again.")
        else:
            self.say(f"{len(self._shown):,} {'changes' if ended else 'changes so far, more below'}")

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.stop()
            self._reading = None
            self.say(f"stopped; {self._read:,} changes were read, {len(self._shown):,} found")

    def _row(self, transaction: Transaction) -> Option:
        when = datetime.fromisoformat(transaction.when).astimezone()
        day = when.strftime("%d %b %Y")
        shown = day if day != self._day else ""
        self._day = day
        verb = {"undo": "undid: ", "redo": "did again: "}.get(transaction.operation, "")
        text = Text.assemble(
            (f" {shown:<12}", "bold"),
            (f"{when:%H:%M} ", "dim"),
            (f"{transaction.coder or '–':<4} ", "bold"),
            f"{verb}{transaction.label}",
            (f"  because {transaction.reason}" if transaction.reason else "", "italic"),
            no_wrap=True,
            overflow="ellipsis",
        )
        return Option(text)

    @property
    def transaction(self) -> Transaction | None:
        """The change under the cursor."""
        index = self.query_one(LIST, OptionList).highlighted
        return self._shown[index] if index is not None and index < len(self._shown) else None

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_list.id != LIST[1:]:
            return
        one = self.transaction
        if one is not None:
            lines = describe_changes(self.project, one)
            head = f"{one.operation} · {one.reason}" if one.reason else one.operation
            self.query_one("#history-told", Static).update(Text("\n".join([head, *(f"  {line}" for line in lines)])))
            self.query_one("#history-detail").scroll_home(animate=False)
        if event.option_index == event.option_list.option_count - 1 and self._reading is None:
            self._more(PAGE)

    def follow(self, transaction: Transaction) -> None:
        if not self._busy:
            super().follow(transaction)
            self._fill(self.query_one(StatusLine).message)

    def hints(self) -> list[tuple[str, str]]:
        return [*actions.hints("history"), ("Esc", "back to coding"), *actions.hints("study", "app")]

    # Filters

    def _pick_filter(self, title: str, rows: list[Item], field: str) -> None:
        def choose(ids: tuple[str, ...], _: str) -> None:
            chosen: dict[str, Any] = {field: ids[0] if ids[0] != "*" else ""}
            self._asked = self._asked._replace(**chosen)
            self._fill()

        self.post_message(Pick(title, list_finder([Item("*", "all"), *rows]), choose))

    def action_ask_coder(self) -> None:
        coders = sorted(self.project.coders.values(), key=lambda one: one.initials)
        self._pick_filter(
            "Changes by whom?", [Item(one.initials, one.initials, detail=one.name) for one in coders], "by"
        )

    def action_ask_operation(self) -> None:
        self._pick_filter("Changes of what?", [Item(id, label) for id, label in KINDS.items()], "operation")

    def action_ask_code(self) -> None:
        paths = [path_of(self.project, code) for code in codes_in_order(self.project)]
        self._pick_filter("Changes that touch which code?", [Item(path, path) for path in paths], "code")

    def action_ask_date(self) -> None:
        def then(text: str) -> None:
            self._read_line(f"{self._asked._replace(since='')} since:{text.strip()}" if text.strip() else "since:")

        self.post_message(Ask("Since (2026, 2026-03 or 2026-03-14):", then, initial=self._asked.since))

    def action_ask_line(self) -> None:
        title = "Words, by: op: code: since: until:"
        self.post_message(Ask(title, self._read_line, initial=str(self._asked)))

    def _read_line(self, text: str) -> None:
        try:
            self._asked = history_filter.parse(text)
        except CoderError as error:
            self.fail(error)
            return
        self._fill()

    def action_all(self) -> None:
        self._asked = HistoryFilter()
        self._fill()

    # Acts

    def action_back(self) -> None:
        """Ask, then undo everything that was done after the change under the cursor."""
        one = self.transaction
        if one is None:
            return
        try:
            steps = count_undo_steps(self.project, one.id)
        except CoderError as error:
            self.fail(error)
            return
        if not steps:
            self.say("Nothing was done after this that could be taken back")
            return
        changes = "1 change" if steps == 1 else f"{steps:,} changes"
        options = [("keep", "k", "Leave all as it is"), ("undo", "u", f"Take back {changes}")]
        detail = f"“{one.label}” stays; what was done after it is taken back. Ctrl+R does it again, one by one."

        def decide(what: str) -> None:
            if what == "undo":
                self._undo(undo_steps(self.project, steps), steps, 0)

        self.on_choose(Choose(f"Undo {changes}?", options, decide, detail))

    def _undo(self, steps: Iterator[Transaction], total: int, done: int) -> None:
        """Undo for a frame's time, then let the screen be drawn, and so on."""
        until = time.monotonic() + SLICE
        self._busy = True
        try:
            for _ in steps:
                done += 1
                if time.monotonic() > until:
                    break
            ended = done == total
        except CoderError as error:
            self.fail(error)
            ended = True
        if not ended:
            self.say(f"undoing … {done:,} of {total:,} (Ctrl+G stops)")
            self._undoing = self.set_timer(PAUSE, lambda: self._undo(steps, total, done))
            self.stop_work = lambda: self._undone(done, total)
            return
        self._undone(done, total)

    def _undone(self, done: int, total: int) -> None:
        if self._undoing is not None:
            self._undoing.stop()
            self._undoing = None
        self._busy = False
        stopped = f" of {total:,}, then stopped" if done < total else ""
        self._fill(f"took back {done:,} {'change' if done == 1 else 'changes'}{stopped}; Ctrl+R does them again")
        self.show_state()

    def action_export(self) -> None:
        self.shell.open("export_trail")
