"""All memos of the study: filter, search, read, edit in place; Enter goes to where a memo is."""

from __future__ import annotations

from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from textual.app import ComposeResult

from coder.analysis.memo_list import MemoFilter
from coder.model.change import Transaction
from coder.model.memo import MEMO_KINDS
from coder.project import Project
from coder.text.phrases import format_count
from coder.tui.kit.messages import Choose
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.memos import navigation
from coder.tui.memos.memo_acts import MemoActs
from coder.tui.memos.memo_list import Kept, MemosPane
from coder.tui.memos.memo_writing import WRITING

#: What was asked for in each project since it was opened.
_KEPT: WeakKeyDictionary[Project, Kept] = WeakKeyDictionary()


class MemosScreen(ProjectScreen):
    """The list of memos and the memo beside it."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "memos_screen.tcss"]
    where = "memos"

    def compose(self) -> ComposeResult:
        yield MemosPane(self.project, _KEPT.setdefault(self.project, Kept()), id="memos")
        yield from self.compose_foot()

    @property
    def pane(self) -> MemosPane:
        return self.query_one(MemosPane)

    def on_mount(self) -> None:
        self.pane.fill()
        self.pane.rows.focus()
        self.show_state()
        self.show_hints()

    def aim(self, id: str) -> None:
        """`id` can be a kind too: then only memos of that kind are listed, and new ones are of it."""
        kept = _KEPT.setdefault(self.project, Kept())
        kept.memo, kept.wanted = (id, MemoFilter()) if id not in MEMO_KINDS else ("", MemoFilter(kind=id))
        if self.is_mounted:
            self.pane.fill()

    def left(self) -> None:
        self.pane.save_now()

    def keep(self) -> None:
        self.pane.flush()

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self.pane.follow(transaction)

    def hints(self) -> list[tuple[str, str]]:
        if self.pane.editing and self.focused is self.pane.keys_to:
            return WRITING
        return [*super().hints(), ("Esc", "back")]

    def on_descendant_focus(self) -> None:
        if self.is_mounted and not self.questions.open:
            self.show_hints()

    def action_export(self) -> None:
        """Write what is listed into a file; one's own private memos only when one says so."""
        listed = self.pane.listed
        own = sum(memo.private for memo in listed)
        if not listed:
            self.say("No memo is listed")
        elif own:
            own_ones = "your own private memo" if own == 1 else f"your own {own} private memos"
            options = [("without", "w", f"Without {own_ones}"), ("with", "p", f"With {own_ones}")]
            self.on_choose(Choose("Export what is listed", options, lambda what: self._ask_file(what == "with")))
        else:
            self._ask_file(False)

    def _ask_file(self, private: bool) -> None:
        from coder.exchange import registry
        from coder.exchange.writers import memos as memo_files
        from coder.tui.kit.file_export import Export, export_in_background

        ids = [memo.id for memo in self.pane.listed if private or not memo.private]
        journal_of = self.project.initials if private else None

        def export_for(name: str) -> Export:
            def make(read: Project) -> bytes:
                there = [read.memos[id] for id in ids if id in read.memos]
                return memo_files.render(read, there, name, journal_of=journal_of)

            return Export(make, format_count(len(ids), "memo"))

        suffixes = registry.suffixes(registry.writers(registry.MEMOS))
        export_in_background(self, f"Memos to ({suffixes}):", "-memos.md", export_for)

    def action_pane(self, by: int) -> None:
        (self.pane.rows if self.focused is not self.pane.rows else self.pane.keys_to).focus()

    def on_memo_writing_entered(self) -> None:
        self.add_class("writing")

    def on_memo_writing_left(self) -> None:
        self.remove_class("writing")
        self.pane.rows.focus()

    def on_memo_acts_follow(self, event: MemoActs.Follow) -> None:
        shell = self.shell
        shell.open("coding")
        navigation.show_record(navigation.coding_screen(self.app), event.goal, lambda: shell.open("memos"))

    def on_memo_acts_want_quote(self) -> None:
        text = navigation.quotation_here(navigation.coding_screen(self.app))
        if text:
            self.pane.insert(text)

    def on_memos_pane_leave(self) -> None:
        self.shell.open("coding")
