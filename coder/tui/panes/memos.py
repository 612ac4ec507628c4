"""The memo pane: the memos on what the cursor is on, and the editor in which they are written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.console import Group, RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from coder.errors import CoderError
from coder.model.memo import MEMO_KINDS, Draft, Memo
from coder.project import Project
from coder.project.operations import memos
from coder.project.privacy import memos_read_by
from coder.project.segments import excerpt
from coder.tui import actions
from coder.tui.messages import Choose, Failed
from coder.tui.panes.pane import Acting
from coder.tui.widgets.page import Page

if TYPE_CHECKING:
    from textual.widgets import TextArea

#: A keystroke in a memo is on disk after at most this many seconds.
DRAFT_EVERY = 0.7
#: The Markdown renderer is imported so many seconds after the first screen was painted.
RENDERER_AFTER = 0.5
#: So much of a memo is shown while one reads; the editor shows all of it.
SHOWN = 4000


def _rendered(text: str) -> RenderableType:
    """A memo's Markdown; as it was typed while the renderer, which takes long to import, is not there yet."""
    if "rich.markdown" not in sys.modules:
        return Text(text)
    from rich.markdown import Markdown

    return Markdown(text, hyperlinks=False)


class Target(NamedTuple):
    """What a memo is about; a stretch that is no segment yet becomes one when its memo is saved."""

    about: str
    id: str
    start: int = -1
    end: int = -1


def drafted_label(project: Project, draft: Draft, stretch: tuple[int, int]) -> str:
    """What a draft is about, in words; a stretch that is no segment yet by its own words."""
    start, end = stretch
    if start < 0 or draft.target not in project.sources:
        return memos.target_label(project, draft.about, draft.target)
    return f"unit “{excerpt(project.text_of(project.sources[draft.target]).text[start:end], 32)}”"


class MemoPane(Vertical, Acting):
    """Shows memos; opens one in an editor whose every keystroke is kept in a draft file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("memo"),
    ]
    can_focus = True

    class Entered(Message):
        """The editor is open."""

    class Left(Message):
        """The editor was left; whoever had the keys gets them back."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.project: Project | None = None
        self._target: Target | None = None
        self._shown: list[Memo] = []
        self._place = 0
        self._editing: Draft | None = None
        self.came_from: Widget | None = None
        self._stretch = (-1, -1)
        self._dirty = False
        self._drawn: tuple[str, str, Memo | None] | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="memo-title", classes="title", markup=False)
        yield Page(id="memo-page")

    def on_mount(self) -> None:
        self.set_timer(RENDERER_AFTER, self._load_renderer)

    def _load_renderer(self) -> None:
        import rich.markdown  # noqa: F401 - from now on memos are shown as Markdown

        self._drawn = None
        self.refresh_memos()

    @property
    def editing(self) -> bool:
        return self._editing is not None

    @property
    def memo(self) -> Memo | None:
        """The memo that is shown."""
        return self._shown[self._place] if self._place < len(self._shown) else None

    # Showing

    def show(self, target: Target | None, extra: str = "") -> None:
        """Show the memos on something; `extra` is read above them (a code's definition)."""
        if self._editing is not None or self.project is None:
            return
        self._target = target
        project, found = self.project, list[Memo]()
        if target is not None and target.id:
            found = memos_read_by(project, target.id, project.initials)
        self._shown = found
        self._place = min(self._place, max(0, len(found) - 1))
        self._draw(extra)

    def refresh_memos(self) -> None:
        """Show again what there is on the same thing."""
        self.show(self._target)

    def _draw(self, extra: str = "") -> None:
        memo = self.memo
        title = Text(" Memo", style="bold", no_wrap=True, overflow="ellipsis")
        body = Text(extra, style="italic") if extra else Text()
        words: RenderableType = ""
        if memo is None and self._target is not None:
            body.append("\n\nm writes a memo here" if extra else "m writes a memo here", style="dim")
        if memo is not None and self.project is not None:
            title.append(f" · {memos.target_label(self.project, memo.about, memo.target)}", style="not bold")
            who = self.project.coders[memo.coder].initials
            about = f"{memo.kind} · {who}"
            if len(self._shown) > 1:
                about += f" · {self._place + 1} of {len(self._shown)}"
            body.append(f"\n{about}" if extra else about, style="dim")
            if memo.title:
                body.append(f"\n{memo.title}", style="bold")
            more = len(memo.text) - SHOWN
            words = _rendered(memo.text if more <= 0 else f"{memo.text[:SHOWN]}\n\n… {more:,} more: e shows all")
        drawn = (title.plain, body.plain, memo)
        if drawn != self._drawn:
            self._drawn = drawn
            self.query_one("#memo-title", Static).update(title, layout=False)
            self.query_one(Page).show(Group(body, words))

    def action_choose(self, by: int) -> None:
        if self._shown:
            self._place = (self._place + by) % len(self._shown)
            self._draw()

    def action_read(self, by: int) -> None:
        self.query_one(Page).scroll_rows(by)

    # Writing

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

    def edit(self, memo: Memo) -> None:
        """Open an existing memo in the editor."""
        coder = self.project.initials if self.project is not None else ""
        self._open(
            Draft(
                memo=memo.id,
                kind=memo.kind,
                about=memo.about,
                target=memo.target,
                text=memo.text,
                coder=coder,
                base=memo.modified,
            ),
            (-1, -1),
        )

    def write(self, target: Target, kind: str = "analytic") -> None:
        """Open an empty editor for a new memo."""
        if self.project is None or not self._writable():
            return
        draft = Draft(
            memo=self.project.new_id(),
            kind=kind,
            about=target.about,
            target=target.id,
            text="",
            coder=self.project.initials,
        )
        self._open(draft, (target.start, target.end))

    def resume(self, draft: Draft) -> None:
        """Open a recovered draft where it was left."""
        self._open(draft, (draft.start, draft.end))

    def _writable(self) -> bool:
        if self.project is None or not self.project.readonly:
            return True
        self.post_message(Failed(CoderError("The project is open for reading only")))
        return False

    def _open(self, draft: Draft, stretch: tuple[int, int]) -> None:
        from coder.tui.widgets.memo_editor import MemoEditor

        if self._editing is not None:
            self._editor.focus()
            return
        if not self._writable():
            return
        self.came_from = self.screen.focused
        self._editing, self._stretch, self._dirty = draft, stretch, False
        self.add_class("editing")
        self.post_message(self.Entered())
        editor = MemoEditor(draft.text, id="memo-editor")
        self.query_one(Page).display = False
        self.mount(editor)
        editor.focus()
        editor.move_cursor(editor.document.end)
        self._edit_title()

    def _edit_title(self) -> None:
        draft, project = self._editing, self.project
        if draft is None or project is None:
            return
        title = Text(" Memo", style="bold", no_wrap=True, overflow="ellipsis")
        title.append(f" · {draft.kind} · {drafted_label(project, draft, self._stretch)}", style="not bold")
        self._drawn = None
        self.query_one("#memo-title", Static).update(title, layout=False)

    @property
    def keys_to(self) -> Widget:
        """What takes the keys in this pane: the editor while a memo is written."""
        return self if self._editing is None else self._editor

    @property
    def _editor(self) -> TextArea:
        from textual.widgets import TextArea

        return self.query_one("#memo-editor", TextArea)

    def on_text_area_changed(self) -> None:
        if self._editing is not None and not self._dirty:
            self._dirty = True
            self.set_timer(DRAFT_EVERY, self.flush)

    def flush(self) -> None:
        """Put what is typed into the draft file now."""
        import msgspec

        draft = self._editing
        if draft is None or not self._dirty or self.project is None:
            return
        self._dirty = False
        start, end = self._stretch
        project = self.project
        kept = msgspec.structs.replace(draft, text=self._editor.text, start=start, end=end)
        self.attempt(lambda: memos.keep_draft(project, kept))

    def on_memo_editor_done(self) -> None:
        """Save and close; the editor stays open when saving is not possible, and nothing typed is lost."""
        draft, project = self._editing, self.project
        if draft is None or project is None:
            return
        text = self._editor.text
        saved = True
        if draft.memo in project.memos:
            saved = not text.strip() or self.attempt(lambda: self._revise(project, draft, text)) is not None
        elif text.strip():
            saved = self.attempt(lambda: self._write(project, draft, text)) is not None
        if saved:
            self._close(project, draft)

    def _revise(self, project: Project, draft: Draft, text: str) -> Memo:
        return memos.revise(project, project.memos[draft.memo], text=text, kind=draft.kind)

    def _write(self, project: Project, draft: Draft, text: str) -> Memo:
        start, end = self._stretch
        if draft.about == "segments" and start >= 0:
            source = project.sources[draft.target]
            return memos.write_on_stretch(project, source, start, end, text, kind=draft.kind, memo=draft.memo)
        return memos.write(project, text, about=draft.about, target=draft.target, kind=draft.kind, memo=draft.memo)

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

    def _close(self, project: Project, draft: Draft) -> None:
        self._editing = None
        self.attempt(lambda: memos.drop_draft(project, draft.memo))
        self._editor.remove()
        self.query_one(Page).display = True
        self.remove_class("editing")
        self.refresh_memos()
        self.post_message(self.Left())

    def on_memo_editor_kind(self) -> None:
        self._choose_kind(self._set_draft_kind)

    def _set_draft_kind(self, kind: str) -> None:
        import msgspec

        if self._editing is not None:
            self._editing = msgspec.structs.replace(self._editing, kind=kind)
            self._dirty = True
            self.flush()
            self._edit_title()

    def action_kind(self) -> None:
        memo, project = self.memo, self.project
        if memo is not None and project is not None:
            self._choose_kind(lambda kind: self._set_kind(project, memo, kind))

    def _set_kind(self, project: Project, memo: Memo, kind: str) -> None:
        self.attempt(lambda: memos.revise(project, memo, kind=kind))

    def _choose_kind(self, then: Any) -> None:
        options = [(kind, kind[0], entry.label) for kind, entry in MEMO_KINDS.items()]
        self.post_message(Choose("Kind of memo", options, then))

    def action_delete(self) -> None:
        memo, project = self.memo, self.project
        if memo is None or project is None:
            return
        options = [("keep", "k", "Keep it"), ("delete", "d", "Delete it (u brings it back)")]

        def decide(what: str) -> None:
            if what == "delete":
                self.attempt(lambda: memos.remove(project, memo))

        self.post_message(Choose("Delete this memo?", options, decide))
