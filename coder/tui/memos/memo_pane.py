"""The memo pane: the memos on what the cursor is on, and the editor in which they are written."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.console import Group, RenderableType
from rich.text import Text
from textual.binding import BindingType
from textual.widgets import Static

from coder.model.memo import Memo
from coder.project.operations import memos
from coder.project.privacy import memos_read_by
from coder.tui.keymap import actions
from coder.tui.kit.page import Page
from coder.tui.memos.memo_acts import MemoActs, headline, rendered
from coder.tui.memos.memo_target import Target


class MemoPane(MemoActs):
    """Shows memos; opens one in an editor whose every keystroke is kept in a draft file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("memo"),
    ]
    can_focus = True

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._target: Target | None = None
        self._extra = ""
        self._shown: list[Memo] = []
        self._place = 0
        self._drawn: tuple[str, str, Memo | None] | None = None

    @property
    def memo(self) -> Memo | None:
        """The memo that is shown."""
        return self._shown[self._place] if self._place < len(self._shown) else None

    def show(self, target: Target | None, extra: str = "") -> None:
        """Show the memos on something; `extra` is read above them (a code's definition)."""
        if self.editing or self.project is None:
            return
        self._target, self._extra = target, extra
        project, found = self.project, list[Memo]()
        if target is not None and target.id:
            found = memos_read_by(project, target.id, project.initials)
        self._shown = found
        self._place = min(self._place, max(0, len(found) - 1))
        self._draw(extra)

    def refresh_memos(self) -> None:
        """Show again what there is on the same thing."""
        self.show(self._target, self._extra)

    def redraw(self) -> None:
        self._drawn = None
        self.refresh_memos()

    def _edit_title(self) -> None:
        self._drawn = None
        super()._edit_title()

    def _draw(self, extra: str = "") -> None:
        memo = self.memo
        title = Text(" Memo", style="bold", no_wrap=True, overflow="ellipsis")
        body = Text(extra, style="italic") if extra else Text()
        if memo is None and self._target is not None:
            body.append("\n\nm writes a memo here" if extra else "m writes a memo here", style="dim")
            if extra and self.project is not None:  # whose definition it is
                title.append(
                    f" · {memos.target_label(self.project, self._target.about, self._target.id)}", style="not bold"
                )
        if memo is not None and self.project is not None:
            title.append(f" · {memos.target_label(self.project, memo.about, memo.target)}", style="not bold")
            about = headline(self.project, memo)
            if len(self._shown) > 1:
                about += f" · {self._place + 1} of {len(self._shown)}"
            body.append(f"\n{about}" if extra else about, style="dim")
            if memo.title:
                body.append(f"\n{memo.title}", style="bold")
        drawn = (title.plain, body.plain, memo)
        if drawn != self._drawn:
            self._drawn = drawn
            words: RenderableType = ""
            if memo is not None and self.resolver is not None:
                words = rendered(memo, self.resolver)
            self.query_one("#memo-title", Static).update(title, layout=False)
            self.query_one(Page).show(Group(body, words))

    def action_choose(self, by: int) -> None:
        if self._shown:
            self._place = (self._place + by) % len(self._shown)
            self._draw(self._extra)

    def action_edit(self) -> None:
        """Edit the memo that is shown, or write the first one."""
        memo = self.memo
        if memo is not None:
            self.edit(memo)
        elif self._target is not None:
            self.write(self._target)

    def action_add(self) -> None:
        if self._target is not None:
            self.write(self._target)
