"""What changed, in a sentence: written below the two interviews of a pair, every keystroke kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import Static

from coder.errors import CoderError, ReadOnly
from coder.project.operations import changes
from coder.tui.kit.autosave_editor import AutosaveEditor
from coder.tui.kit.page import Page
from coder.tui.pairs.pairs_shown import PairsShown

#: What a draft of a sentence is called.
KIND = "note of change"


class SentenceEditor(AutosaveEditor):
    """The editor of what changed, in a sentence; Ctrl+O shows the questions."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+o", "screen.questions", show=False, priority=True)]


class PairSentence(PairsShown):
    """The third of the pair screen that writes."""

    def keep(self) -> None:
        for editor in self.query(AutosaveEditor):
            editor.keep()

    def doing(self, act: Callable[[], object], anywhere: bool = False) -> bool:
        """Call an operation; tells whether it was done. Without a pair it is not, unless it may be `anywhere`."""
        if self.pair is None and not anywhere:
            self.say(self.nobody)
            return False
        try:
            act()
        except CoderError as error:
            self.fail(error)
            return False
        return True

    @property
    def writing(self) -> AutosaveEditor | None:
        """The editor of the sentence, while it is open."""
        return next(iter(self.query(AutosaveEditor)), None)

    async def action_sentence(self) -> None:
        if self.pair is None:
            self.say(self.nobody)
            return
        if self.project.readonly:
            self.fail(ReadOnly())
            return
        if self.writing is not None:
            self.writing.focus()
            return
        what, note = self.subject, self.note
        self.written = what

        def save(_: str, text: str) -> None:
            changes.note(self.project, what, sentence=text)

        editor = SentenceEditor(self.project, KIND, save, id="pair-editor")
        head = Static(Text.assemble(" What changed: ", (changes.about(self.project, what), "bold")), id="pair-head")
        self.query_one("#pair-note", Page).display = False
        self.add_class("writing")
        foot = self.query_one("#pair-foot")
        foot.styles.height = None
        await foot.mount(head, editor)
        target = ".".join([*what[:3], what.level or what.code or "pair"])
        editor.show_text(target, note.sentence if note is not None else "")
        editor.move_cursor(editor.document.end)
        editor.focus()
        self.show_hints()
        if editor.draft_notice:
            self.say(editor.draft_notice)

    def on_autosave_editor_left(self) -> None:
        self._close()

    def settle(self) -> None:
        """Bring to an end what is being written."""
        editor = self.writing
        if editor is not None and editor.settle():
            self._close()

    def _close(self) -> None:
        self.query("#pair-head, #pair-editor").remove()
        self.remove_class("writing")
        self.query_one("#pair-note", Page).display = True
        self.set_focus(self.active.view)
        self.show_note()
        self.show_hints()
