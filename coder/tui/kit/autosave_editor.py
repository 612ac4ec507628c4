"""The editor of the method's texts: what is typed is on disk in less than a second, and there again after a kill."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.message import Message

from coder.errors import CoderError, NotFound
from coder.project import Project, drafts
from coder.tui.kit.messages import Failed
from coder.tui.kit.text_area import Area

#: A keystroke is on disk after at most this many seconds.
DRAFT_EVERY = 0.7
T = TypeVar("T")


def there(records: Mapping[str, T], id: str) -> T:
    """The record that a text belongs to; NotFound where it was removed while the text was written."""
    if id not in records:
        raise NotFound(
            "What this text is about was removed",
            "What you typed is kept as a draft, and is not lost.",
            "u, outside the text, brings back what was removed; Ctrl+G gives up what you typed.",
        )
    return records[id]


class AutosaveEditor(Area):
    """Plain text with soft wrapping, of a `kind` that drafts are kept by (see `coder.project.drafts`).

    `show_text` opens a text. Esc or Ctrl+S ends it: the text is saved by `save(target, text)` where it was changed,
    the draft is forgotten once that is done, and `Left` is posted. Ctrl+G gives up what was typed since it was saved.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "done", show=False, priority=True),
        Binding("ctrl+g", "give_up", show=False, priority=True),
    ]

    class Left(Message):
        """The editor was left, saved or given up."""

    def __init__(self, project: Project, kind: str, save: Callable[[str, str], object], **options: Any) -> None:
        super().__init__("", soft_wrap=True, show_line_numbers=False, tab_behavior="focus", **options)
        self.project, self.kind, self._save = project, kind, save
        self.target = ""
        self._saved = ""
        self._dirty = False
        self._keeps = not project.readonly  # a project that is closed is, too, and what is typed must still be kept
        self.recovered = self.overtaken = False

    def show_text(self, target: str, saved: str) -> None:
        """Edit the text of `target`, after saving what was typed into the one before.

        `recovered` says that it shows a draft that was never saved, `overtaken` that another text was saved since
        that draft was begun.
        """
        self.settle()
        draft = drafts.find_prose(self.project, self.kind, target)
        self.target, self._saved = target, saved
        self.recovered = draft is not None and draft.text != saved
        self.overtaken = self.recovered and draft is not None and draft.base != saved
        self.text = draft.text if draft is not None else saved
        self._dirty = False

    def saved_meanwhile(self, text: str) -> None:
        """The saved text is another now (an undo, a link): show it, unless something else is being typed."""
        untouched = not self.changed
        self._saved = text
        if untouched and self.text != text:
            self.text = text

    @property
    def told(self) -> str:
        """What to say of the text that is shown, where it is a draft that was never saved; "" where it is not."""
        if self.overtaken:
            return "Another text was saved since this was typed: Ctrl+G shows that one, Esc saves this one over it"
        return (
            "What was typed and not saved is here again: Esc saves it, Ctrl+G gives it up" if self.recovered else ""
        )

    @property
    def changed(self) -> bool:
        """Whether the text is not as it was saved."""
        return bool(self.target) and self.text.strip() != self._saved.strip()

    def on_text_area_changed(self) -> None:
        if not self._dirty and self.changed:
            self._dirty = True
            self.set_timer(DRAFT_EVERY, self.keep)

    def keep(self) -> None:
        """Put what is typed into the draft file now, where there may be one."""
        if self._dirty and self.target and self._keeps:
            self._dirty = False
            self._try(lambda: drafts.save_prose(self.project, self.kind, self.target, self._saved, self.text))

    def settle(self) -> bool:
        """Save what was typed and forget its draft; tells whether nothing is left to be saved."""
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
            self.post_message(Failed(error))
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
