"""The memo pane: the memos on what the cursor is on, to read and to write; every keystroke is kept in a draft."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
from rich.console import Group, RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from coder.errors import ReadOnly
from coder.model.memo import MEMO_KINDS, Memo
from coder.model.record import Transaction
from coder.project import Project, drafts
from coder.project.drafts import MemoDraft
from coder.project.memo_links import Resolver, highlight_links
from coder.project.operations import memos
from coder.project.settings import memo_template
from coder.project.study import author, memos_read_by, target_label
from coder.text.characters import cut_front
from coder.text.phrases import format_count
from coder.text.words import count_words
from coder.tui.keymap import actions
from coder.tui.kit.line_widgets import Page
from coder.tui.kit.questions import Interactive, interactive, questions_of
from coder.tui.kit.shell import shell_of
from coder.tui.memos import memo_acts
from coder.tui.memos.memo_acts import Target, choose_kind, draft_label

if TYPE_CHECKING:
    from coder.tui.kit.editors import MemoEditor


#: Seconds after which a keystroke in a memo is on disk.
DRAFT_DELAY = 0.7
#: Seconds after the first screen until the Markdown renderer is imported.
RENDERER_DELAY = 0.5
#: Code points of a memo that are shown beside a transcript; the editor shows all of it.
SHOWN = 4000
#: Between two versions of a memo that are joined.
JOINED = "\n\n* * *\n\n"
#: The tables whose records links name.
LINKED = ("sources", "participants", "codes", "segments", "frameworks")
#: The keys while a memo is written.
WRITING = [
    ("Esc", "save"),
    ("Ctrl+K", "type"),
    ("Ctrl+G", "discard"),
    ("[[", "link"),
    ("Ctrl+O", "quote"),
    ("Ctrl+L", "zoom"),
    ("F1", "keys"),
]


class MemoView(Vertical, Interactive):
    """A title and a page; while a memo is written, its editor instead of the page."""

    class Entered(Message):
        """The editor is open."""

    class Left(Message):
        """The editor is closed; `memo` is the id of what was written."""

        def __init__(self, memo: str) -> None:
            super().__init__()
            self.memo = memo

    def __init__(self, shown: int = SHOWN, **options: Any) -> None:
        """`shown`: code points of a memo that are shown."""
        super().__init__(**options)
        self.project: Project | None = None
        #: What had the focus before the editor.
        self.came_from: Widget | None = None
        self._shown = shown
        self._content: tuple[str, str, Memo | None, str] | None = None
        self._parts: tuple[Text, Text, Memo | None, str] = (Text(), Text(), None, "")
        self._resolver: Resolver | None = None
        self._draft: MemoDraft | None = None
        self._span = (-1, -1)
        self._dirty = False
        self._saved: Memo | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="memo-title", classes="title", markup=False)
        yield Page(id="memo-page")

    def on_mount(self) -> None:
        self.set_timer(RENDERER_DELAY, self.load_renderer)

    def on_unmount(self) -> None:
        drafts.unwatch(self)

    # Reading

    @property
    def page(self) -> Page:
        return self.query_one(Page)

    def load_renderer(self) -> None:
        """Import the Markdown renderer; memos are shown as Markdown from now on."""
        import rich.markdown  # noqa: F401

        top = self.page.top
        self._draw()
        self.page.scroll_rows(top)  # the person may have read on

    def show(self, title: str, head: Text, memo: Memo | None = None, foot: str = "") -> None:
        """Show a memo, or only `head`; `title` names its target. Nothing happens while a memo is written."""
        if self._draft is not None:
            return
        line = Text(" Memo", style="bold", no_wrap=True, overflow="ellipsis")
        if title:
            line.append(f" · {self._fitted(title)}", style="not bold")
        self._parts = (line, head, memo, foot)
        content = (line.plain, head.plain, memo, foot)
        if content != self._content:
            self._content = content
            self._draw()

    def _fitted(self, label: str) -> str:
        """Return the label of a target, that of a code with the beginning of its path left out if it is long."""
        noun, _, path = label.partition(" ")
        room = self.size.width - len(" Memo · code ")
        return f"{noun} {cut_front(path, room)}" if noun == "code" and room > 0 else label

    def _draw(self) -> None:
        title, head, memo, foot = self._parts
        if self._draft is not None:
            return
        body: RenderableType = ""
        if memo is not None and self.project is not None:
            if self._resolver is None:
                self._resolver = Resolver(self.project)
            body = rendered(memo, self._resolver, self._shown)
        self.query_one("#memo-title", Static).update(title, layout=False)
        self.page.show(Group(head, body, *([Text(foot, style="dim")] if foot else [])))

    def follow(self, transaction: Transaction) -> None:
        """Resolve links again if a transaction changed what they name."""
        if self._resolver is not None and any(change.table in LINKED for change in transaction.changes):
            self._resolver = None
            self._draw()

    # The editor

    @property
    def editing(self) -> bool:
        """Whether a memo is being written."""
        return self._draft is not None

    @property
    def editor(self) -> MemoEditor:
        from coder.tui.kit.editors import MemoEditor

        return self.query_one(MemoEditor)

    @interactive
    async def edit(self, memo: Memo) -> None:
        """Open a memo in the editor, with its unsaved draft; a locked memo as a new version."""
        project = self.project
        if project is None:
            return
        draft = None if project.readonly or self.editing else drafts.find_memo(project, memo.id)
        if draft is not None:
            self.resume(draft)
        elif memo.locked:
            options = [("cancel", "c", "Cancel"), ("new", "n", "Write a new version that begins with this text")]
            if await self.choose(f"Locked on {memo.locked[:10]}", options) == "new":
                self._open(_new_draft(project, Target(memo.about, memo.target), memo.kind, memo.text), save=True)
        else:
            draft = _new_draft(project, Target(memo.about, memo.target), memo.kind, memo.text)
            self._open(msgspec.structs.replace(draft, memo=memo.id, base=memo.modified))
            if not project.readonly:
                self.say(f"Your memo of {memo.created[:10]} goes on · a new one: a in the memo pane")
                memo_acts.say_whose(self, project, memo)

    def write(self, target: Target, kind: str = "analytic", text: str = "") -> None:
        """Open the editor on a new memo with the template of its kind, and `text` after it."""
        if self.project is not None:
            draft = _new_draft(self.project, target, kind, self._template(kind) + text)
            self._open(draft, save=bool(text))

    @interactive
    async def resume(self, draft: MemoDraft) -> None:
        """Open a draft where it was left; where there is another version of the memo, ask which to use."""
        project = self.project
        while project is not None:
            other = drafts.other_version(project, draft)
            if other is None:
                self._open(draft)
                return
            choice = await self._choose_version(draft, other)
            if choice is None:
                return
            draft = drafts.resolve(project, draft, other, joined(choice, draft.text, other.text))
            if choice == "theirs" and other.saved:
                drafts.discard(project, draft)
                return

    async def _choose_version(self, mine: MemoDraft, theirs: drafts.OtherVersion) -> str | None:
        from coder.tui.memos.conflict_modal import ConflictModal

        return await self.show_modal(ConflictModal(mine, theirs))

    def _open(self, draft: MemoDraft, save: bool = False) -> None:
        """Open the editor on a draft; `save`: the draft is worth keeping as it is."""
        from coder.tui.kit.editors import MemoEditor

        if self._draft is not None:
            self.editor.focus()
            return
        if self.project is not None and self.project.readonly:
            self.fail(ReadOnly())
            return
        self.came_from = questions_of(self).return_focus_to or self.screen.focused
        self._draft, self._span, self._dirty, self._saved = draft, (draft.start, draft.end), save, None
        self.post_message(self.Entered())
        editor = MemoEditor(draft.text, id="memo-editor")
        self.page.display = False
        self.mount(editor)
        editor.focus()
        _to_first_gap(editor, draft.text == self._template(draft.kind))
        self._show_draft_title()
        self._content = None
        if self.project is not None:
            drafts.watch(self, self.project, self._unsaved)
        if save:
            self.call_after_refresh(self.flush)

    def _show_draft_title(self) -> None:
        draft, project = self._draft, self.project
        if draft is not None and project is not None:
            kind = f"{draft.kind}, private" if MEMO_KINDS[draft.kind].private else draft.kind
            title = Text(f" {kind}", style="bold", no_wrap=True, overflow="ellipsis")
            label = draft_label(project, draft, self._span)
            room = self.size.width - len(kind) - len("  · ")
            if draft.about == "codes" and 1 < room < len(label):
                label = f"…{label[1 - room :]}"  # the end of the path names the code
            title.append(f" · {label}", style="not bold")
            self.query_one("#memo-title", Static).update(title, layout=False)

    def _template(self, kind: str) -> str:
        return memo_template(shell_of(self).settings, kind)

    def insert(self, text: str) -> None:
        """Insert paragraphs at the cursor of the memo that is written."""
        if self._draft is not None:
            self.editor.insert_block(text)
            self.editor.focus()

    def on_text_area_changed(self) -> None:
        if self._draft is not None and not self._dirty:
            self._dirty = True
            self.set_timer(DRAFT_DELAY, self.flush)

    def flush(self) -> None:
        """Write what is typed to the draft file now."""
        draft, project = self._typed(), self.project
        if draft is not None and project is not None and self._dirty:
            self._dirty = False
            self.attempt(lambda: drafts.save(project, draft))

    def _typed(self) -> MemoDraft | None:
        """Return the draft with the text of the editor."""
        start, end = self._span
        draft = self._draft
        return draft and msgspec.structs.replace(draft, text=self.editor.text, start=start, end=end)

    def _unsaved(self) -> MemoDraft | None:
        """Return the draft where something was typed since the editor was opened."""
        draft = self._typed()
        return draft if draft is not None and self._draft is not None and draft.text != self._draft.text else None

    # Saving and closing

    @interactive
    async def on_memo_editor_done(self) -> None:
        """Save and close; where saving is refused the editor stays open, and nothing typed is lost."""
        project = self.project
        while project is not None and (draft := self._typed()) is not None and self._draft is not None:
            other = drafts.saved_since(project, draft)
            if other is None:
                if self._save(project, draft):
                    self._close(project)
                return
            self._dirty = True
            self.flush()
            choice = await self._choose_version(draft, other)
            if choice is None or not self.editing:
                return
            self._draft = msgspec.structs.replace(self._draft, base=other.when)
            if choice == "theirs":
                self._close(project)
            elif choice == "both":
                self.editor.text = joined(choice, self.editor.text, other.text)
                self._dirty = True
                self.flush()
                self.editor.focus()
                return

    def _save(self, project: Project, draft: MemoDraft) -> bool:
        """Save the memo; an empty one, or a new one that is its template, is not worth it."""
        text = draft.text.strip()
        if not text or (draft.memo not in project.memos and text == self._template(draft.kind).strip()):
            return True
        self._saved = self.attempt(lambda: memos.save_draft(project, draft))
        if self._saved is not None and self._saved.id != draft.memo:
            self.say("Locked while you wrote: saved as a new version")
        return self._saved is not None

    def _close(self, project: Project) -> None:
        draft, self._draft = self._draft, None
        if draft is not None:
            self.attempt(lambda: drafts.discard(project, draft))
            drafts.unwatch(self)
            self.editor.remove()
            self.page.display = True
            self.post_message(self.Left(self._saved.id if self._saved is not None else draft.memo))

    def save_and_leave(self) -> None:
        """Save the memo because the screen is left; where that cannot be, its draft stays."""
        project, self._dirty = self.project, self.editing
        self.flush()
        draft = self._typed()
        if project is None or draft is None or drafts.saved_since(project, draft) is not None:
            return
        if self._save(project, draft):
            drafts.discard(project, draft)

    @interactive
    async def on_memo_editor_given_up(self) -> None:
        """Close without saving, after asking where there are changes."""
        draft, project = self._draft, self.project
        if draft is None or project is None:
            return
        if self.editor.text != draft.text:
            options = [("keep", "k", "Keep editing"), ("discard", "d", "Discard")]
            if await self.choose("Discard changes?", options) != "discard":
                return
        self._close(project)

    # Keys of the editor

    @interactive
    async def on_memo_editor_kind(self) -> None:
        """Choose another type; a new memo that is still its template gets the template of that type."""
        kind = await choose_kind(self)
        draft, project = self._draft, self.project
        if kind is None or draft is None or project is None:
            return
        unchanged = self.editor.text.strip() == self._template(draft.kind).strip()
        self._draft = msgspec.structs.replace(draft, kind=kind)
        if unchanged and draft.memo not in project.memos:
            self._draft = msgspec.structs.replace(self._draft, text=self._template(kind))
            self.editor.text = self._draft.text
            _to_first_gap(self.editor, True)
        self._dirty = True
        self.flush()
        self._show_draft_title()

    @interactive
    async def on_memo_editor_link_begun(self) -> None:
        """Choose what a link names, from `[[` on."""
        from coder.tui.memos.link_completion import link_finder

        if self.project is None:
            return
        editor = self.editor
        row, column = editor.cursor_location
        title = "Link to a participant, transcript, code, unit or framework"
        link = await self.pick(title, link_finder(self.project), ends=CLOSING)
        if link is not None:
            editor.replace(link, (row, column - 2), editor.cursor_location)
        elif self.editing:
            editor.insert(questions_of(self).typed, (row, column))  # a link typed in full, or words that go on

    def on_memo_editor_quote(self) -> None:
        """Quote the unit under the cursor of the transcript."""
        shell_of(self).open("quotation", insert=self.insert)


#: Typed at the end of a link.
CLOSING = "]]"


def _new_draft(project: Project, target: Target, kind: str, text: str) -> MemoDraft:
    return MemoDraft(
        memo=project.new_id(),
        kind=kind,
        about=target.about,
        target=target.id,
        text=text,
        coder=project.initials,
        start=target.start,
        end=target.end,
    )


def _to_first_gap(editor: MemoEditor, template: bool) -> None:
    """Move the cursor to the end; in a template, to the end of its first line."""
    editor.move_cursor((0, len(editor.document.get_line(0))) if template else editor.document.end)


def joined(choice: str, mine: str, theirs: str) -> str:
    """Return the chosen version: "mine", "theirs", or "both"."""
    return {"mine": mine, "theirs": theirs}.get(choice, f"{mine.rstrip()}{JOINED}{theirs.lstrip()}")


def headline(project: Project, memo: Memo) -> str:
    """Return type, author, lock, visibility and length of a memo."""
    changed = ", changed outside since" if memo.changed_since_locked else ""
    locked = (f"locked {memo.locked[:10]}{changed}",) if memo.locked else ()
    private = ("private",) if memo.private else ("shared",) if memo.shared else ()
    return " · ".join(
        (memo.kind, author(project, memo), *locked, *private, format_count(count_words(memo.text), "word"))
    )


def rendered(memo: Memo, resolver: Resolver, shown: int = SHOWN) -> RenderableType:
    """Return the Markdown of a memo with its links marked; plain text until the renderer is loaded.

    Only the first `shown` code points: rendering takes longer than a key may.
    """
    more = len(memo.text) - shown
    text = memo.text if more <= 0 else f"{memo.text[:shown]}\n\n… {more:,} more: e shows all"
    if "rich.markdown" not in sys.modules:
        return Text(text)
    from coder.tui.kit.markdown import LeftMarkdown

    return LeftMarkdown(highlight_links(text, resolver), keep_lines=True)


class MemoPane(Vertical, Interactive):
    """Shows the memos on a target one at a time; they are written in place."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("memo")]
    can_focus = True
    #: Where a key does nothing that does nothing here.
    PLACE: ClassVar[str] = "in the memo pane · Tab: next pane"

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
            title = target_label(project, memo.about, memo.target)
            number = f" · {self._place + 1} of {len(self._memos)}" if len(self._memos) > 1 else ""
            head.append(f"{gap}{headline(project, memo)}{number}", style="dim")
            if memo.title:
                head.append(f"\n{memo.title}", style="bold")
        elif target is not None:
            head.append(f"{gap * 2}m writes a memo here", style="dim")
            if self._intro:
                title = target_label(project, target.about, target.id)
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
