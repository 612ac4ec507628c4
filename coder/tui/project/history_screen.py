"""History: the audit trail with filters; undo to a change; the decision trail as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static
from textual.widgets.option_list import Option

from coder.analysis import history
from coder.analysis.change_summary import describe_changes
from coder.analysis.history import HistoryFilter
from coder.errors import CoderError
from coder.model.record import Transaction
from coder.project import Project
from coder.project.study import codes_in_order, path_of
from coder.project.undo_to import count_undo_steps, name_changes_of_others, undo_steps
from coder.text.phrases import format_count
from coder.tui.keymap import actions
from coder.tui.kit.background import StepJob
from coder.tui.kit.foot import StatusLine
from coder.tui.kit.option_list import OptionList
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, interactive, list_finder
from coder.tui.kit.requests import Item

#: Changes in one page of the list.
PAGE = 200
#: Changes read between two updates of the list.
BATCH = 100

#: Beginning of `Transaction.operation` → its name.
KINDS = {
    "codings.": "codings",
    "codebook.": "the codebook",
    "memos.": "memos",
    "sources.": "transcripts",
    "sources.correct": "corrections of transcripts",
    "autocode.": "autocoding",
    "participants.": "participants and waves",
    "sets.": "sets of codes",
    "undo": "undo",
    "redo": "redo",
}


class HistoryScreen(ProjectScreen):
    """The changes of the project, read again after each new one."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "history_screen.tcss"]
    where = "history"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.history = HistoryPane(self)

    def compose(self) -> ComposeResult:
        yield self.history
        yield from self.compose_foot()

    def follow(self, transaction: Transaction) -> None:
        if not self.history.undoing:
            super().follow(transaction)
            self.history.fill(self.query_one(StatusLine).message)

    def hints(self) -> list[tuple[str, str]]:
        return [*actions.hints("history"), ("Esc", "back"), *actions.hints("study", "app")]


class HistoryPane(Vertical, Interactive):
    """The list of changes, read from disk a page at a time, and the details of the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("history"),
    ]

    def __init__(self, screen: ProjectScreen) -> None:
        super().__init__()
        self._screen, self.project = screen, screen.project
        self._filter = HistoryFilter()
        self.transactions: list[Transaction] = []
        self._unread: Iterator[Transaction | None] = iter(())
        self._read = 0
        self._complete = False
        self._day = ""
        self._note = ""
        self._job: StepJob[list[Transaction]] | None = None
        self.undoing = False

    def compose(self) -> ComposeResult:
        yield Static(id="history-title", classes="title", markup=False)
        yield OptionList(id="history-list", markup=False)
        with VerticalScroll(id="history-detail", can_focus=True):
            yield Static(id="history-changes", markup=False)

    def on_mount(self) -> None:
        self.fill()
        self._list.focus()

    @property
    def _list(self) -> OptionList:
        return self.query_one("#history-list", OptionList)

    @property
    def transaction(self) -> Transaction | None:
        """The change under the cursor."""
        row = self._list.highlighted
        return self.transactions[row] if row is not None and row < len(self.transactions) else None

    # Reading

    def fill(self, note: str = "") -> None:
        """Read the history anew; `note` is the message at the end, instead of the count."""
        if self._job is not None:
            self._job.cancel()
        self._note = note
        self._unread = history.filter_history(self.project, self.project.history(), self._filter)
        self._day, self.transactions, self._read, self._complete = "", [], 0, False
        self._list.clear_options()
        self.query_one("#history-changes", Static).update("")
        title = Text.assemble(" ", ("History", "bold"), f" · {str(self._filter) or 'all changes, latest first'}")
        self.query_one("#history-title", Static).update(title, layout=False)
        self._read_page()

    def _read_page(self) -> None:
        """Read the next page of matching changes."""
        self._job = StepJob(self, self._batches(), self._add_rows, self._show_count, self.fail)
        if self._job.running:
            self._screen.stop_work = self._cancel
            self._show_progress()

    def _batches(self) -> Iterator[list[Transaction] | None]:
        """Yield the changes of one page in batches, and None between them."""
        batch: list[Transaction] = []
        missing = PAGE
        for transaction in self._unread:
            self._read += 1
            if transaction is not None:
                batch.append(transaction)
                missing -= 1
                if not missing:
                    break
            if self._read % BATCH:
                yield None
            else:
                yield batch
                batch = []
        else:
            self._complete = True
        yield batch

    def _add_rows(self, batch: list[Transaction]) -> None:
        self.transactions += batch
        self._list.add_options([self._row(transaction) for transaction in batch])
        if self._list.highlighted is None and batch:
            self._list.highlighted = 0
        self._show_progress()

    def _show_progress(self) -> None:
        self.say(f"Reading … {self._counts()} (Ctrl+G cancels)")

    def _show_count(self) -> None:
        number = len(self.transactions)
        if self._note:
            self.say(self._note)
            self._note = ""
        elif self._complete:
            self.say(format_count(number, "change") if number else "No matching change: a shows all")
        else:
            self.say(f"{format_count(number, 'change')} so far, more below")

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self.say(f"Cancelled · {self._counts()}")

    def _counts(self) -> str:
        matches = format_count(len(self.transactions), "match", "matches")
        return f"{format_count(self._read, 'change')} read, {matches}"

    def _row(self, transaction: Transaction) -> Option:
        when = datetime.fromisoformat(transaction.when).astimezone()
        day = when.strftime("%d %b %Y")
        heading = day if day != self._day else ""
        self._day = day
        prefix = {"undo": "Undid: ", "redo": "Redid: "}.get(transaction.operation, "")
        text = Text.assemble(
            (f" {heading:<12}", "bold"),
            (f"{when:%H:%M} ", "dim"),
            (f"{transaction.coder or '–':<4} ", "bold"),
            f"{prefix}{transaction.label}",
            (f" · reason: {transaction.reason}" if transaction.reason else "", "italic"),
            no_wrap=True,
            overflow="ellipsis",
        )
        return Option(text)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        transaction = self.transaction
        if transaction is not None:
            reason = f" · {transaction.reason}" if transaction.reason else ""
            changes = (f"  {line}" for line in describe_changes(self.project, transaction))
            lines = [f"{transaction.label}{reason}", *changes]
            self.query_one("#history-changes", Static).update(Text("\n".join(lines)))
            self.query_one("#history-detail").scroll_home(animate=False)
        idle = self._job is not None and not self._job.running
        if event.option_index == event.option_list.option_count - 1 and idle and not self._complete:
            self._read_page()

    def on_option_list_option_selected(self) -> None:
        self.query_one("#history-detail").focus()
        self.say("Details: ↑ ↓ scroll, Tab goes back to the list")

    # Filters

    def _apply(self, criteria: HistoryFilter) -> None:
        self._filter = criteria
        self.fill()

    async def _pick_value(self, title: str, items: list[Item], field: str) -> None:
        id = await self.pick(title, list_finder([Item("*", "all"), *items]), reads=True)
        if id is not None:
            value: dict[str, Any] = {field: "" if id == "*" else id}
            self._apply(self._filter._replace(**value))

    @interactive
    async def action_ask_coder(self) -> None:
        coders = sorted(self.project.coders.values(), key=lambda coder: coder.initials)
        items = [Item(coder.initials, coder.initials, detail=coder.name) for coder in coders]
        await self._pick_value("Changes by which coder?", items, "by")

    @interactive
    async def action_ask_operation(self) -> None:
        await self._pick_value("Changes of what?", [Item(id, label) for id, label in KINDS.items()], "operation")

    @interactive
    async def action_ask_code(self) -> None:
        paths = [path_of(self.project, code) for code in codes_in_order(self.project)]
        await self._pick_value("Changes of which code?", [Item(path, path) for path in paths], "code")

    @interactive
    async def action_ask_date(self) -> None:
        text = await self.ask("Since (2026, 2026-03 or 2026-03-14):", self._filter.since, reads=True)
        if text is not None:
            self._apply(self._filter._replace(since=history.parse_date(text)))

    @interactive
    async def action_ask_line(self) -> None:
        text = await self.ask("Filter (words, by: op: code: since: until:):", str(self._filter), reads=True)
        if text is not None:
            self._apply(history.parse(text))

    def action_all(self) -> None:
        self._apply(HistoryFilter())

    # Undo to here, export

    @interactive
    async def action_back(self) -> None:
        """Undo everything after the change under the cursor, once that is confirmed."""
        transaction = self.transaction
        if transaction is None:
            return
        steps = count_undo_steps(self.project, transaction.id)
        if not steps:
            self.say("Nothing to undo after this change")
            return
        changes = format_count(steps, "change")
        options = [("cancel", "c", "Cancel"), ("undo", "u", f"Undo {changes}")]
        detail = (
            f"“{transaction.label}” is kept; everything after it is undone. Ctrl+R redoes the changes one by one."
        )
        others = name_changes_of_others(self.project, self.project.next_turns(steps))
        if others:
            detail = f"This undoes the work of another coder: {others}. {detail}"
        if await self.choose(f"Undo {changes}?", options, detail) == "undo":
            self._undo(steps)

    def _undo(self, total: int) -> None:
        done = 0

        def count(_: Transaction) -> None:
            nonlocal done
            done += 1
            self.say(f"Undoing … {done:,} of {total:,} (Ctrl+G cancels)")

        def finish() -> None:
            self.undoing = False
            cancelled = f" of {total:,}, then cancelled" if done < total else ""
            self.fill(f"Undid {format_count(done, 'change')}{cancelled} · Ctrl+R: redo")
            self._screen.show_state()

        def fail(error: CoderError) -> None:
            self.fail(error)
            finish()

        def cancel() -> None:
            job.cancel()
            finish()

        self.undoing = True
        job = StepJob(self, undo_steps(self.project, total), count, finish, fail)
        if job.running:
            self._screen.stop_work = cancel

    def action_export(self) -> None:
        self._screen.shell.open("export_trail")
