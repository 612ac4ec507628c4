"""A text editor that saves a draft within a second, and shows it again after a crash."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.message import Message

from coder.errors import CoderError, NotFound
from coder.project import Project, drafts
from coder.tui.kit.questions import Interactive
from coder.tui.kit.text_area import SafeTextArea

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
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "done", show=False, priority=True),
        Binding("ctrl+g", "give_up", show=False, priority=True),
    ]

    class Left(Message):
        """Posted when the editor is left: saved or discarded."""

    def __init__(self, project: Project, kind: str, save: Callable[[str, str], object], **options: Any) -> None:
        super().__init__("", soft_wrap=True, show_line_numbers=False, tab_behavior="focus", **options)
        self.project, self.kind, self._save = project, kind, save
        self.target = ""
        self._saved = ""
        self._dirty = False
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
        self._dirty = False

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
            return "A newer text was saved meanwhile: Ctrl+G shows it, Esc replaces it by this draft"
        return "Unsaved draft restored: Esc saves it, Ctrl+G discards it" if self.recovered else ""

    @property
    def changed(self) -> bool:
        """Whether the text differs from the saved one."""
        return bool(self.target) and self.text.strip() != self._saved.strip()

    def on_text_area_changed(self) -> None:
        if not self._dirty and self.changed:
            self._dirty = True
            self.set_timer(DRAFT_EVERY, self.keep)

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

    def action_done(self) -> None:
        if self.settle():
            self.post_message(self.Left())

    def action_give_up(self) -> None:
        self._dirty = False
        if self._try(lambda: drafts.discard_prose(self.project, self.kind, self.target)):
            self.text = self._saved
            self.post_message(self.Left())
