"""Editors of longer texts: a safe text area, the memo editor, one that saves by itself, and a modal with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Static, TextArea

from coder.errors import CoderError, NotFound
from coder.project import Project, drafts
from coder.project.drafts import ProseDraft
from coder.tui.kit.confirmation import Agreed, may_rewrite
from coder.tui.kit.dialog import Dialog
from coder.tui.kit.questions import Interactive, interactive
from coder.tui.kit.session_state import screen_state


class SafeTextArea(TextArea):
    """Plain text with soft wrapping; `Tab` indents, so that only the keys that end it take the keys elsewhere.

    It renders blank lines once it is removed: a screen that is covered before its layout is updated (Esc and `g`
    typed at once) still asks a removed text area for lines; Textual then looks up styles that no longer exist:
    KeyError.
    """

    #: Characters that may open something which takes the next keys.
    OPENS: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("shift+tab", "app.bell", show=False),
        Binding("ctrl+home", "edge(-1)", show=False),
        Binding("ctrl+end", "edge(1)", show=False),
    ]

    def __init__(self, text: str, **options: Any) -> None:
        super().__init__(text, soft_wrap=True, show_line_numbers=False, tab_behavior="indent", **options)

    def action_edge(self, which: int) -> None:
        """Go to the start or the end of the text."""
        self.move_cursor((0, 0) if which < 0 else self.document.end)

    def render_lines(self, crop: Region) -> list[Strip]:
        if not self.is_attached:
            return [Strip.blank(crop.width)] * crop.height
        return super().render_lines(crop)


OPENING = "[["


class MemoEditor(SafeTextArea):
    """Soft-wrapped plain text; its keys post the messages below."""

    OPENS = OPENING[-1]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "done", show=False, priority=True),
        Binding("ctrl+g", "give_up", show=False, priority=True),
        Binding("ctrl+k", "kind", show=False, priority=True),
        Binding("ctrl+o", "quote", show=False, priority=True),
        Binding("ctrl+l", "zoom", show=False, priority=True),
    ]

    class Done(Message):
        """Posted to save and close."""

    class GivenUp(Message):
        """Posted to close without saving."""

    class Kind(Message):
        """Posted to change the kind of the memo."""

    class Quote(Message):
        """Posted to quote the unit under the transcript cursor."""

    class Zoom(Message):
        """Posted to give the editor the whole screen, or its place again."""

    class LinkBegun(Message):
        """Posted after `[[`: the name of a link follows."""

    async def _on_key(self, event: events.Key) -> None:
        await super()._on_key(event)
        row, column = self.cursor_location
        if event.character == OPENING[-1] and self.document.get_line(row)[:column].endswith(OPENING):
            self.post_message(self.LinkBegun())

    def insert_block(self, text: str) -> None:
        """Insert text at the cursor as paragraphs of its own; the cursor ends up behind it."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        gap = "" if not before.strip() and (row == 0 or not self.document.get_line(row - 1).strip()) else "\n\n"
        self.insert(f"{gap}{text}\n\n")

    def action_done(self) -> None:
        self.post_message(self.Done())

    def action_give_up(self) -> None:
        self.post_message(self.GivenUp())

    def action_kind(self) -> None:
        self.post_message(self.Kind())

    def action_quote(self) -> None:
        self.post_message(self.Quote())

    def action_zoom(self) -> None:
        self.post_message(self.Zoom())


#: Seconds until a keystroke is on disk.
DRAFT_EVERY = 0.7
T = TypeVar("T")


def existing(records: Mapping[str, T], id: str) -> T:
    """Return the record a text belongs to; NotFound where it was removed meanwhile."""
    if id not in records:
        raise NotFound(
            "The record of this text was removed",
            "Your text is kept as a draft.",
            "Undo (u, outside the editor) restores the record; Ctrl+G discards your text.",
        )
    return records[id]


class AutosaveEditor(SafeTextArea, Interactive):
    """Plain text with soft wrapping, of a `kind` that drafts are kept by (see `coder.project.drafts`).

    `show_text` opens a text. Esc or Ctrl+S ends it: the text is saved by `save(target, text)` where it was changed,
    the draft is forgotten once that is done, and `Left` is posted. Ctrl+G gives up what was typed since it was saved.
    The first change of another coder's text asks; without an answer it stays a draft.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "done", show=False, priority=True),
        Binding("ctrl+g", "give_up", show=False, priority=True),
    ]

    class Left(Message):
        """Posted when the editor is left: saved or discarded."""

    def __init__(
        self,
        project: Project,
        kind: str,
        save: Callable[[str, str], object],
        whose: Callable[[str], str] = lambda target: "",
        **options: Any,
    ) -> None:
        """`whose` returns by which other coder the text of a target is, as `by_another` says it."""
        super().__init__("", **options)
        self.project, self.kind, self._save, self._author = project, kind, save, whose
        self.target = ""
        self._saved = ""
        self._dirty = False
        self._looked = False
        self._keeps = not project.readonly  # a closed project is read-only too, and typing must still be kept
        self.recovered = self.overtaken = False

    def show_text(self, target: str, saved: str) -> None:
        """Edit the text of `target`, after saving the text edited before.

        `recovered`: it shows a draft that was never saved; `overtaken`: a newer text was saved since.
        """
        self.settle()
        draft = drafts.find_prose(self.project, self.kind, target)
        self.target, self._saved = target, saved
        self.recovered = draft is not None and draft.text != saved
        self.overtaken = self.recovered and draft is not None and draft.base != saved
        self.text = draft.text if draft is not None else saved
        self._dirty = self._looked = False

    def saved_meanwhile(self, text: str) -> None:
        """Show the newly saved text (after an undo, say), unless the editor has unsaved changes."""
        untouched = not self.changed
        self._saved = text
        if untouched and self.text != text:
            self.text = text

    @property
    def draft_notice(self) -> str:
        """The message about a draft that was never saved; "" where none is shown."""
        if self.overtaken:
            return "A newer text was saved while you wrote: Ctrl+G shows it, Esc replaces it with this draft"
        return "Unsaved draft restored: Esc saves it, Ctrl+G discards it" if self.recovered else ""

    @property
    def changed(self) -> bool:
        """Whether the text differs from the saved one."""
        return bool(self.target) and self.text.strip() != self._saved.strip()

    def on_mount(self) -> None:
        drafts.watch(self, self.project, self._typed)

    def _typed(self) -> ProseDraft | None:
        if not self.changed or not self._keeps:
            return None
        return drafts.prose_draft(self.project, self.kind, self.target, self._saved, self.text)

    def on_text_area_changed(self) -> None:
        if not self._dirty and self.changed:
            self._dirty = True
            self.set_timer(DRAFT_EVERY, self.keep)
        if not self._looked and self.changed and not self.recovered:
            self._looked = True
            self._ask_before_changing()

    # The text of another coder

    def _whose(self) -> str:
        """Return by which other coder the text is; "" where the person may change it."""
        agreed = _key(self) in screen_state(self.project, Agreed)
        return "" if agreed or not self._keeps else self._author(self.target)

    async def _may_change(self) -> bool:
        key, title = _key(self), f"Change the {self.kind}"
        return await may_rewrite(self, self.project, key, title, self._whose()) and key == _key(self)

    @interactive
    async def _ask_before_changing(self) -> None:
        target = self.target
        if not await self._may_change() and self.target == target:
            self._discard()

    @interactive
    async def _save_if_allowed(self) -> None:
        if await self._may_change():
            self.action_done()

    def keep(self) -> None:
        """Write the draft file now, where drafts are allowed."""
        if self._dirty and self.target and self._keeps:
            self._dirty = False
            self._try(lambda: drafts.save_prose(self.project, self.kind, self.target, self._saved, self.text))

    def settle(self) -> bool:
        """Save the changes and delete the draft; return whether everything is saved."""
        if not self.target:
            return True
        if self.changed:
            self._dirty = True
            self.keep()
            if whose := self._whose():
                self.say(f"Not saved, kept as a draft. {whose}")
                return False
            text = self.text
            if not self._try(lambda: self._save(self.target, text)):
                return False
            self._saved = text
        self._dirty = False
        return self._try(lambda: drafts.discard_prose(self.project, self.kind, self.target))

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except CoderError as error:
            self.fail(error)
            return False
        return True

    def on_unmount(self) -> None:
        self.keep()
        drafts.unwatch(self)

    def action_done(self) -> None:
        if self.changed and self._whose():
            self._save_if_allowed()
        elif self.settle():
            self.post_message(self.Left())

    def action_give_up(self) -> None:
        if self._discard():
            self.post_message(self.Left())

    def _discard(self) -> bool:
        """Show the saved text again and forget the draft; return whether that is done."""
        self._dirty = False
        if not self._try(lambda: drafts.discard_prose(self.project, self.kind, self.target)):
            return False
        self.text = self._saved
        return True


def _key(editor: AutosaveEditor) -> str:
    return f"{editor.kind} {editor.target}"


class TextModal(Dialog[None]):
    """An editor over the screen, of the text `kind` of `target` (`AutosaveEditor`); `save(target, text)` saves."""

    CSS_PATH = "../kit/text_modal.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+l", "zoom", show=False)]
    takes_typeahead: ClassVar[bool] = True
    keys = (("Esc", "save"), ("Ctrl+G", "discard"), ("Ctrl+L", "zoom"))

    def __init__(
        self, project: Project, title: str, kind: str, target: str, text: str, save: Callable[[str, str], object]
    ) -> None:
        super().__init__()
        self._heading, self._target, self._text = title, target, text
        self._editor = AutosaveEditor(project, kind, save, id="writing-text")

    def compose(self) -> ComposeResult:
        with Vertical(id="writing"):
            yield Static(Text(self._heading, style="bold"), classes="title")
            yield self._editor
            yield Static(id="writing-hint")

    def on_mount(self) -> None:
        self._editor.show_text(self._target, self._text)
        self._editor.move_cursor(self._editor.document.end)
        self._editor.focus()
        hint = Text(self._editor.draft_notice, style="dim", no_wrap=True, overflow="ellipsis")
        self.query_one("#writing-hint", Static).update(hint)

    def on_autosave_editor_left(self) -> None:
        self.dismiss()

    def action_zoom(self) -> None:
        """Give the editor the whole screen, or its place again."""
        self.toggle_class("zoomed")
