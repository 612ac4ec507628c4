"""Memos on the coding screen: those on what is under the cursor, writing one, and the ways from and to it."""

from __future__ import annotations

from coder.model.memo import MEMO_TARGETS
from coder.model.source import Source
from coder.project.privacy import memos_read_by
from coder.text.phrases import format_count
from coder.tui.coding.code_pane import CodesPane
from coder.tui.coding.code_tree import CodeTree
from coder.tui.coding.reading_mode import ReadingMode
from coder.tui.coding.transcript_pane import TranscriptPane
from coder.tui.memos import navigation
from coder.tui.memos.memo_acts import MemoActs
from coder.tui.memos.memo_pane import MemoPane
from coder.tui.memos.memo_target import Target, WriteMemo
from coder.tui.transcript.view import TranscriptView


class CodingMemos(ReadingMode):
    """The third of the coding screen that has the memo pane in hand."""

    @property
    def transcript(self) -> TranscriptPane:
        return self.query_one(TranscriptPane)

    @property
    def codes(self) -> CodesPane:
        return self.query_one(CodesPane)

    @property
    def memo_pane(self) -> MemoPane:
        return self.query_one(MemoPane)

    @property
    def source(self) -> Source | None:
        return self.transcript.source

    def show_memos(self) -> None:
        """Show the memos on the code, the unit or the transcript where the cursor is."""
        if isinstance(self.focused, CodeTree):
            self._show_code()
            return
        source = self.source
        target = Target("sources", source.id) if source is not None else None
        for segment in self.transcript.under_cursor():
            if memos_read_by(self.project, segment.id, self.project.initials):
                target = Target("segments", segment.id)
                break
        self.memo_pane.show(target)

    def _show_code(self) -> None:
        code = self.codes.code
        if code is None:
            return
        extra = " ".join(code.definition.split()) or "no definition yet: d writes one"
        own, below = len(self.project.codings_with(code.id)), self.project.children(code.id)
        if own and below:
            extra += f" ({format_count(own, 'coding')} with the group itself)"
        self.memo_pane.show(Target("codes", code.id), extra)

    def on_codes_pane_pointed(self) -> None:
        if isinstance(self.focused, CodeTree):
            self.show_memos()

    # Writing

    def write_at_once(self, id: str, kind: str) -> None:
        """Edit the memo with this id, or write one of a kind on the record that has it, or on the project."""
        memo = self.project.memos.get(id)
        if memo is not None:
            self.memo_pane.edit(memo)
            return
        about = next((table for table in MEMO_TARGETS if id in self.project.tables[table]), "project")
        self.aim(id)
        self._write(Target(about, id if about != "project" else self.project.info.id), kind)

    def _write(self, target: Target, kind: str = "") -> None:
        """Edit the memo there is on the target (of that kind, not locked), or write the first one."""
        there = [] if target.start >= 0 else memos_read_by(self.project, target.id, self.project.initials)
        of_kind = [memo for memo in there if kind in ("", memo.kind) and not memo.locked]
        if of_kind:
            self.memo_pane.edit(of_kind[0])
        else:
            self.memo_pane.write(target, kind or "analytic")

    def on_codes_pane_write_memo(self, event: CodesPane.WriteMemo) -> None:
        self._write(Target("codes", event.code))

    def on_write_memo(self, event: WriteMemo) -> None:
        self._write(event.target)

    def on_memo_writing_entered(self) -> None:
        self.add_class("writing")
        self.show_hints()

    def on_memo_writing_left(self) -> None:
        self.remove_class("writing")
        back = self.memo_pane.came_from
        (back if back is not None and back.is_attached else self.query_one(TranscriptView)).focus()
        self.show_memos()
        self.show_hints()

    # From a unit into a memo, and from a memo to what it names

    def on_memo_acts_want_quote(self) -> None:
        self.memo_pane.insert(navigation.quotation_here(self))

    def on_memo_acts_follow(self, event: MemoActs.Follow) -> None:
        self.transcript.leave_mark()
        navigation.show_record(self, event.goal)
