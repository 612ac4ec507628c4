"""Writing a memo: the editor, its drafts, links and quotations; what every pane with memos can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from coder.errors import ReadOnly
from coder.model.memo import MEMO_KINDS, Memo
from coder.project import Project, drafts
from coder.project.drafts import MemoDraft
from coder.project.operations import memos
from coder.tui.kit.messages import Choose, Failed
from coder.tui.kit.page import Page
from coder.tui.kit.questions import Interactive
from coder.tui.memos.memo_target import Target, draft_label

if TYPE_CHECKING:
    from coder.tui.kit.memo_editor import MemoEditor

#: A keystroke in a memo is on disk after at most this many seconds.
DRAFT_EVERY = 0.7
#: Between two texts of a memo that are joined.
JOINED = "\n\n* * *\n\n"
#: The keys while a memo is written.
WRITING = [
    ("Esc", "save and close"),
    ("[[", "link"),
    ("Ctrl+O", "quote"),
    ("Ctrl+K", "kind"),
    ("Ctrl+G", "give up"),
    ("Tab", "look elsewhere"),
]


class MemoWriting(Vertical, Interactive):
    """A title, a page to read and, while a memo is written, an editor whose every keystroke is kept in a draft file.

    A pane below says what the page shows: `memo` and `refresh_memos`.
    """

    class Entered(Message):
        """The editor is open."""

    class Left(Message):
        """The editor was left; whoever had the keys gets them back."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.project: Project | None = None
        self._editing: MemoDraft | None = None
        self.came_from: Widget | None = None
        self._stretch = (-1, -1)
        self._dirty = False
        self._written: Memo | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="memo-title", classes="title", markup=False)
        yield Page(id="memo-page")

    @property
    def editing(self) -> bool:
        return self._editing is not None

    @property
    def memo(self) -> Memo | None:
        """The memo that is shown."""
        raise NotImplementedError

    def refresh_memos(self) -> None:
        """Show what is shown as it is now."""
        raise NotImplementedError

    # Into the editor

    def edit(self, memo: Memo) -> None:
        """Open an existing memo in the editor, with what was typed into it and not saved; of a locked one, a copy."""
        project = self.project
        if project is None:
            return
        left = None if project.readonly or self._editing is not None else drafts.find_memo(project, memo.id)
        if left is not None:
            self.resume(left)
            return
        if memo.locked:
            self._ask_for_version(project, memo)
            return
        draft = MemoDraft(
            memo=memo.id,
            kind=memo.kind,
            about=memo.about,
            target=memo.target,
            text=memo.text,
            coder=project.initials,
            base=memo.modified,
        )
        self._open(draft, (-1, -1))

    def _ask_for_version(self, project: Project, memo: Memo) -> None:
        """A locked memo stays as it is: offer a new one that begins with its words."""
        options = [("leave", "k", "Leave it"), ("new", "n", "Write a new version that begins with these words")]
        title = f"Locked on {memo.locked[:10]}"
        target = Target(memo.about, memo.target)

        def decide(what: str) -> None:
            if what == "new" and self._writable():
                self._open(self._draft(project, target, memo.kind, memo.text), (-1, -1))
                self._dirty = True
                self.flush()

        self.post_message(Choose(title, options, decide))

    def _draft(self, project: Project, target: Target, kind: str, text: str) -> MemoDraft:
        return MemoDraft(
            memo=project.new_id(),
            kind=kind,
            about=target.about,
            target=target.id,
            text=text,
            coder=project.initials,
        )

    def write(self, target: Target, kind: str = "analytic", text: str = "") -> None:
        """Open the editor for a new memo, with the template of its kind and then `text`."""
        if self.project is None or not self._writable():
            return
        draft = self._draft(self.project, target, kind, template(self, kind) + text)
        self._open(draft, (target.start, target.end))
        if text:
            self._dirty = True
            self.flush()

    def resume(self, draft: MemoDraft) -> None:
        """Open a draft where it was left; where there is another text of the same memo, ask which it is to be."""
        project = self.project
        if project is None:
            return
        other = drafts.other_version(project, draft)
        if other is None:
            self._open(draft, (draft.start, draft.end))
            return

        def decide(what: str) -> None:
            if what == "theirs" and other.saved:
                self.attempt(lambda: drafts.resolve(project, draft, other, other.text))
                self.attempt(lambda: drafts.discard(project, draft))
                self.refresh_memos()
                return
            text = decided(what, draft.text, other.text)
            kept = self.attempt(lambda: drafts.resolve(project, draft, other, text))
            if kept is not None:
                self.resume(kept)

        self._show_conflict(draft, other, decide)

    def _show_conflict(self, mine: MemoDraft, theirs: drafts.OtherVersion, then: Callable[[str], None]) -> None:
        from coder.tui.memos.conflict_modal import ConflictModal

        self.app.push_screen(ConflictModal(mine, theirs), lambda what: None if what is None else then(what))

    def _writable(self) -> bool:
        if self.project is None or not self.project.readonly:
            return True
        self.post_message(Failed(ReadOnly()))
        return False

    def _open(self, draft: MemoDraft, stretch: tuple[int, int]) -> None:
        from coder.tui.kit.memo_editor import MemoEditor

        if self._editing is not None:
            self._editor.focus()
            return
        if not self._writable():
            return
        self.came_from = self.screen.focused
        self._editing, self._stretch, self._dirty, self._written = draft, stretch, False, None
        self.add_class("editing")
        self.post_message(self.Entered())
        editor = MemoEditor(draft.text, id="memo-editor")
        self.query_one(Page).display = False
        self._editor_place.mount(editor)
        editor.focus()
        to_first_gap(editor, draft.text == template(self, draft.kind))
        self._edit_title()

    def _edit_title(self) -> None:
        draft, project = self._editing, self.project
        if draft is None or project is None:
            return
        title = Text(" Memo", style="bold", no_wrap=True, overflow="ellipsis")
        title.append(f" · {draft.kind} · {draft_label(project, draft, self._stretch)}", style="not bold")
        self.query_one("#memo-title", Static).update(title, layout=False)

    @property
    def _editor_place(self) -> Widget:
        return self.query_one("#memo-page").parent or self  # type: ignore[return-value]

    @property
    def keys_to(self) -> Widget:
        """What takes the keys in this pane: the editor while a memo is written."""
        return self if self._editing is None else self._editor

    @property
    def _editor(self) -> MemoEditor:
        from coder.tui.kit.memo_editor import MemoEditor

        return self.query_one("#memo-editor", MemoEditor)

    # Typing

    def on_text_area_changed(self) -> None:
        if self._editing is not None and not self._dirty:
            self._dirty = True
            self.set_timer(DRAFT_EVERY, self.flush)

    def flush(self) -> None:
        """Put what is typed into the draft file now."""
        draft, project = self._editing, self.project
        if draft is None or not self._dirty or project is None:
            return
        self._dirty = False
        kept = self._typed(draft)
        self.attempt(lambda: drafts.save(project, kept))

    def _typed(self, draft: MemoDraft) -> MemoDraft:
        start, end = self._stretch
        return msgspec.structs.replace(draft, text=self._editor.text, start=start, end=end)

    # Out of the editor

    def on_memo_editor_done(self) -> None:
        """Save and close; the editor stays open when saving is not possible, and nothing typed is lost."""
        draft, project = self._editing, self.project
        if draft is None or project is None:
            return
        mine = self._typed(draft)
        other = drafts.saved_since(project, mine)
        if other is not None:
            self._dirty = True
            self.flush()
            self._show_conflict(mine, other, lambda what: self._settle(project, mine, other, what))
        elif self._save(project, mine):
            self._close(project, draft)

    def _settle(self, project: Project, mine: MemoDraft, other: drafts.OtherVersion, what: str) -> None:
        """What was saved while this was written: keep one of the two, or go on with both in the editor."""
        if self._editing is None:
            return
        self._editing = msgspec.structs.replace(self._editing, base=other.when)
        if what == "theirs":
            self._close(project, mine)
        elif what == "mine":
            self.on_memo_editor_done()
        else:
            self._editor.text = decided(what, self._editor.text, other.text)
            self._dirty = True
            self.flush()
            self._editor.focus()

    def _save(self, project: Project, draft: MemoDraft) -> bool:
        text = draft.text
        untouched = draft.memo not in project.memos and text.strip() == template(self, draft.kind).strip()
        if untouched or not text.strip():
            return True
        self._written = self.attempt(lambda: memos.save_draft(project, draft))
        if self._written is not None and self._written.id != draft.memo:
            self.say("It was locked meanwhile: what was typed is a new version")
        return self._written is not None

    def on_memo_editor_given_up(self) -> None:
        """Leave without saving, after asking where there is something to lose."""
        draft, project = self._editing, self.project
        if draft is None or project is None:
            return
        if self._editor.text == draft.text:
            self._close(project, draft)
            return
        options = [("keep", "k", "Go on writing"), ("drop", "d", "Throw away what was typed")]

        def decide(what: str) -> None:
            if what == "drop":
                self._close(project, draft)

        self.post_message(Choose("Give up this memo?", options, decide))

    def _close(self, project: Project, draft: MemoDraft) -> None:
        self._editing = None
        self.attempt(lambda: drafts.discard(project, draft))
        self._editor.remove()
        self.query_one(Page).display = True
        self.remove_class("editing")
        self.refresh_memos()
        self.post_message(self.Left())

    def on_memo_editor_kind(self) -> None:
        choose_kind(self, self._set_draft_kind)

    def _set_draft_kind(self, kind: str) -> None:
        draft, project = self._editing, self.project
        if draft is None or project is None:
            return
        fresh = draft.memo not in project.memos and self._editor.text.strip() == template(self, draft.kind).strip()
        self._editing = msgspec.structs.replace(draft, kind=kind, text=template(self, kind) if fresh else draft.text)
        if fresh:
            self._editor.text = self._editing.text
            to_first_gap(self._editor, True)
        self._dirty = True
        self.flush()
        self._edit_title()


def decided(what: str, mine: str, theirs: str) -> str:
    """The text that was decided on: mine, theirs, or both."""
    return {"mine": mine, "theirs": theirs}.get(what, f"{mine.rstrip()}{JOINED}{theirs.lstrip()}")


def template(pane: Widget, kind: str) -> str:
    """What a new memo of a kind begins with: the person's own words, else the program's."""
    settings = getattr(pane.app, "settings", None)
    own: dict[str, str] = {} if settings is None else settings.templates
    return own.get(kind, MEMO_KINDS[kind].template)


def to_first_gap(editor: MemoEditor, fresh: bool) -> None:
    """The cursor at the end; in a fresh template, behind its first line."""
    editor.move_cursor((0, len(editor.document.get_line(0))) if fresh else editor.document.end)


def choose_kind(pane: Widget, then: Callable[[str], None]) -> None:
    """Let the person choose a kind of memo."""
    options = [(kind, kind[0], entry.label) for kind, entry in MEMO_KINDS.items()]
    pane.post_message(Choose("Kind of memo", options, then))
