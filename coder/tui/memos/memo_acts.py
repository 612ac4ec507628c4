"""What is done to a memo that is shown: its kind, who reads it, deleting it, following its links."""

from __future__ import annotations

import sys
from typing import Any

from rich.console import RenderableType
from rich.text import Text
from textual.message import Message

from coder.analysis.memo_links import Goal, Resolver, highlight_links
from coder.model.change import Transaction
from coder.model.memo import Memo
from coder.project import Project
from coder.project.operations import memos
from coder.project.privacy import author
from coder.text.words import count_words
from coder.tui.kit.messages import Choose, Pick
from coder.tui.kit.page import Page
from coder.tui.memos.memo_writing import MemoWriting, choose_kind

#: The Markdown renderer is imported so many seconds after the first screen was painted.
RENDERER_AFTER = 0.5
#: So much of a memo is shown while one reads; the editor shows all of it.
SHOWN = 4000
#: So many links can be chosen by a digit.
DIGITS = 9
#: The tables whose records links name.
NAMED = ("sources", "participants", "codes", "segments", "frameworks")


class MemoActs(MemoWriting):
    """Acts on `memo`, the one that is shown."""

    class Follow(Message):
        """Go to where a link leads."""

        def __init__(self, goal: Goal) -> None:
            super().__init__()
            self.goal = goal

    class WantQuote(Message):
        """Put the unit under the transcript's cursor into the memo that is written."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._resolver: Resolver | None = None

    @property
    def resolver(self) -> Resolver | None:
        """Where links lead; kept until what they name may have changed."""
        if self._resolver is None and self.project is not None:
            self._resolver = Resolver(self.project)
        return self._resolver

    def follow(self, transaction: Transaction) -> None:
        """Look again where links lead if something that they name was changed."""
        if self._resolver is not None and any(change.table in NAMED for change in transaction.changes):
            self._resolver = None
            self.redraw()

    def on_mount(self) -> None:
        self.set_timer(RENDERER_AFTER, self._load_renderer)

    def _load_renderer(self) -> None:
        import rich.markdown  # noqa: F401 - from now on memos are shown as Markdown

        page = self.query_one(Page)
        top = page.top
        self.redraw()
        page.scroll_rows(top)  # somebody may have read on

    def redraw(self) -> None:
        """Draw what is shown although it is the same."""
        self.refresh_memos()

    def action_read(self, by: int) -> None:
        self.query_one(Page).scroll_rows(by)

    def action_kind(self) -> None:
        memo, project = self.memo, self.project
        if memo is not None and project is not None:
            choose_kind(self, lambda kind: self._set_kind(project, memo, kind))

    def _set_kind(self, project: Project, memo: Memo, kind: str) -> None:
        self.attempt(lambda: memos.revise(project, memo, kind=kind))

    def action_share(self) -> None:
        """Let the others read a private memo, or keep it again."""
        memo, project = self.memo, self.project
        if memo is not None and project is not None:
            self.attempt(lambda: (memos.unshare if memo.shared else memos.share)(project, memo))

    def action_delete(self) -> None:
        memo, project = self.memo, self.project
        if memo is None or project is None:
            return
        if memo.locked:
            self.attempt(lambda: memos.check_unlocked(memo))
            return
        options = [("keep", "k", "Keep it"), ("delete", "d", "Delete it (u brings it back)")]

        def decide(what: str) -> None:
            if what == "delete":
                self.attempt(lambda: memos.remove(project, memo))

        self.post_message(Choose("Delete this memo?", options, decide))

    def action_follow(self) -> None:
        """Follow the link in the memo; where there are several, ask which."""
        memo, project = self.memo, self.project
        if memo is None or project is None:
            return
        found = Resolver(project).goals(memo.text)
        goals = {memo.text[link.start : link.end]: goal for link, goal in found}  # each once
        if not goals:
            self.say("No link in this memo: [[ in the editor makes one")
        elif len(goals) == 1:
            self._go(*next(iter(goals.items())))
        else:
            rows = [
                (written, str(n) if n <= DIGITS else "", goal.label if goal else f"✗ {written} leads nowhere")
                for n, (written, goal) in enumerate(goals.items(), 1)
            ]
            self.post_message(Choose("Follow which link?", rows, lambda written: self._go(written, goals[written])))

    def _go(self, written: str, goal: Goal | None) -> None:
        if goal is None:
            self.say(f"{written} leads nowhere: what it names is not here, or is called otherwise now")
        else:
            self.post_message(self.Follow(goal))

    # In the editor

    def insert(self, text: str) -> None:
        """Put words where the cursor is in the memo that is written."""
        if self._editing is not None:
            self._editor.insert_block(text)
            self._editor.focus()

    def on_memo_editor_link_begun(self) -> None:
        from coder.tui.memos.link_completion import link_finder

        project, editor = self.project, self._editor
        if project is None:
            return
        row, column = editor.cursor_location
        start = (row, column - 2)

        def choose(ids: tuple[str, ...], _: str) -> None:
            editor.replace(ids[0], start, editor.cursor_location)

        title = "Link to a participant, a source, a code, or words of a unit"
        self.post_message(Pick(title, link_finder(project), choose))

    def on_memo_editor_quote(self) -> None:
        self.post_message(self.WantQuote())


def headline(project: Project, memo: Memo) -> str:
    """Kind, author, whether it is locked, who reads it, and how long it is."""
    private = ("private",) if memo.private else ("shared",) if memo.shared else ()
    words = count_words(memo.text)
    locked = (f"locked {memo.locked[:10]}",) if memo.locked else ()
    parts = (memo.kind, author(project, memo), *locked, *private, f"{words:,} {'word' if words == 1 else 'words'}")
    return " · ".join(parts)


def rendered(memo: Memo, resolver: Resolver, most: int = SHOWN) -> RenderableType:
    """A memo's Markdown with its links marked; as it was typed while the renderer is not there yet.

    Only the first `most` code points of it, because nobody reads more beside something else.
    """
    more = len(memo.text) - most
    text = memo.text if more <= 0 else f"{memo.text[:most]}\n\n… {more:,} more: e shows all"
    if "rich.markdown" not in sys.modules:
        return Text(text)
    from coder.tui.kit.markdown import LeftMarkdown

    return LeftMarkdown(highlight_links(text, resolver))
