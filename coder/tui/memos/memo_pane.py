"""The memo pane: the memos on what the cursor is on."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget

from coder.model.change import Transaction
from coder.model.memo import Memo
from coder.project import Project
from coder.project.operations import memos
from coder.project.privacy import memos_read_by
from coder.tui.keymap import actions
from coder.tui.kit.questions import Interactive
from coder.tui.memos import memo_acts
from coder.tui.memos.memo_target import Target
from coder.tui.memos.memo_view import MemoView, headline


class MemoPane(Vertical, Interactive):
    """Shows the memos on a target one at a time; they are written in place."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("memo")]
    can_focus = True

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.project: Project | None = None
        self._target: Target | None = None
        self._intro = ""
        self._memos: list[Memo] = []
        self._place = 0

    def compose(self) -> ComposeResult:
        yield MemoView()

    @property
    def view(self) -> MemoView:
        return self.query_one(MemoView)

    @property
    def keys_to(self) -> Widget:
        """The widget that takes the keys: the editor while a memo is written."""
        return self.view.editor if self.view.editing else self

    @property
    def memo(self) -> Memo | None:
        """The memo that is shown."""
        return self._memos[self._place] if self._place < len(self._memos) else None

    def open(self, project: Project) -> None:
        """Take the memos from a project."""
        self.project = self.view.project = project

    def show(self, target: Target | None, intro: str = "") -> None:
        """Show the memos on a target below `intro` (the definition of a code)."""
        if self.view.editing or self.project is None:
            return
        self._target, self._intro = target, intro
        id = target.id if target is not None else ""
        self._memos = memos_read_by(self.project, id, self.project.initials) if id else []
        self._place = min(self._place, max(0, len(self._memos) - 1))
        self._draw(self.project)

    def follow(self, transaction: Transaction) -> None:
        """Show what a transaction changed."""
        self.view.follow(transaction)

    def on_memo_view_left(self) -> None:
        self.show(self._target, self._intro)

    def _draw(self, project: Project) -> None:
        memo, target = self.memo, self._target
        head, title = Text(self._intro, style="italic" if self._intro else ""), ""
        gap = "\n" if self._intro else ""
        if memo is not None:
            title = memos.target_label(project, memo.about, memo.target)
            number = f" · {self._place + 1} of {len(self._memos)}" if len(self._memos) > 1 else ""
            head.append(f"{gap}{headline(project, memo)}{number}", style="dim")
            if memo.title:
                head.append(f"\n{memo.title}", style="bold")
        elif target is not None:
            head.append(f"{gap * 2}m writes a memo here", style="dim")
            if self._intro:
                title = memos.target_label(project, target.about, target.id)
        self.view.show(title, head, memo)

    def action_choose(self, by: int) -> None:
        """Show the next or previous memo."""
        if self._memos and self.project is not None:
            self._place = (self._place + by) % len(self._memos)
            self._draw(self.project)

    def action_read(self, by: int) -> None:
        """Scroll by rows."""
        self.view.page.scroll_rows(by)

    def action_edit(self) -> None:
        """Edit the memo, or write the first one."""
        if self.memo is not None:
            self.view.edit(self.memo)
        else:
            self.action_add()

    def action_add(self) -> None:
        """Write another memo on the same target."""
        if self._target is not None:
            self.view.write(self._target)

    def action_kind(self) -> None:
        if self.memo is not None and self.project is not None:
            memo_acts.change_kind(self, self.project, self.memo)

    def action_share(self) -> None:
        if self.memo is not None and self.project is not None:
            memo_acts.toggle_share(self, self.project, self.memo)

    def action_delete(self) -> None:
        if self.memo is not None and self.project is not None:
            memo_acts.delete(self, self.project, self.memo)

    def action_follow(self) -> None:
        if self.memo is not None and self.project is not None:
            memo_acts.follow_link(self, self.project, self.memo)
