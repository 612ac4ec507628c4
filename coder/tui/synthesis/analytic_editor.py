"""Writing an analytic text: the editor and its draft, which survives whatever ends the program."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from coder.model.condensation import CodeGroup, prose
from coder.project import Project, drafts
from coder.project.merge_artifacts import analytic_text_of
from coder.project.operations import synthesis
from coder.tui.kit.memo_editor import MemoEditor
from coder.tui.kit.messages import Choose
from coder.tui.kit.questions import Interactive

#: What the draft is called when the program tells of it.
KIND = "analytic text"
#: A keystroke is on disk after at most this many seconds.
DRAFT_EVERY = 0.7


class AnalyticEditor(Vertical, Interactive):
    """The editor of one group's analytic text; Esc or Ctrl+S saves, Ctrl+G gives up."""

    KEYS: ClassVar[list[tuple[str, str]]] = [
        ("Esc", "save and close"),
        ("Ctrl+G", "give up"),
        ("Ctrl+Z", "undo typing"),
        ("Tab", "look elsewhere"),
    ]

    class Entered(Message):
        """The editor is open."""

    class Left(Message):
        """The editor was closed."""

    def __init__(self, project: Project, **options: Any) -> None:
        super().__init__(**options)
        self._project = project
        self._group: CodeGroup | None = None
        self._base = ""
        self._dirty = False

    def compose(self) -> ComposeResult:
        yield Static(" Third person: what the participants tell, and what it adds up to", id="analytic-about")

    @property
    def open(self) -> bool:
        """Whether something is being written."""
        return self._group is not None

    @property
    def _editor(self) -> MemoEditor:
        return self.query_one("#analytic-editor", MemoEditor)

    def _now(self, group: CodeGroup) -> str:
        """The text as it is saved."""
        found = analytic_text_of(self._project, group.id)
        return prose(found.sentences) if found is not None else ""

    def go_on(self) -> None:
        """Back to what is being written."""
        self._editor.focus()

    def begin(self, group: CodeGroup) -> None:
        """Open the editor on a group's text, with what was typed and not saved."""
        draft = drafts.find_prose(self._project, KIND, group.id)
        self._group, self._base = group, self._now(group)
        text = self._base
        if draft is not None:
            older = "" if draft.base == self._base else ", on an older text"
            self.say(f"This is what {draft.coder or 'you'} typed and did not save{older}. Ctrl+G throws it away.")
            text = draft.text
        editor = MemoEditor(text, id="analytic-editor")
        self.mount(editor)
        self.add_class("open")
        editor.move_cursor(editor.document.end)
        editor.focus()
        self._dirty = False
        self.post_message(self.Entered())

    # Drafts

    def on_text_area_changed(self) -> None:
        if self.open and not self._dirty:
            self._dirty = True
            self.set_timer(DRAFT_EVERY, self.flush)

    def flush(self) -> None:
        """Put what is typed into the draft file now."""
        group = self._group
        if group is None or not self._dirty:
            return
        self._dirty = False
        text = self._editor.text
        if text == self._base:
            self.attempt(lambda: drafts.discard_prose(self._project, KIND, group.id))
        else:
            self.attempt(lambda: drafts.save_prose(self._project, KIND, group.id, self._base, text))

    # Out of the editor

    def finish(self) -> None:
        """Somebody goes elsewhere: save, or keep the draft where that is not possible."""
        self.flush()
        if self.open and self._group is not None and self._now(self._group) == self._base:
            self.on_memo_editor_done()

    def on_memo_editor_done(self) -> None:
        """Save and close; the editor stays open when saving is not possible, and nothing typed is lost."""
        group = self._group
        if group is None:
            return
        text = self._editor.text
        if group.id not in self._project.groups:
            self.say("This code group is none any more; what you typed is kept as a draft")
            self._dirty = True
            self.flush()
            return
        if self._now(group) != self._base:
            self._changed_meanwhile(group)
        elif text == self._base or not (text.strip() or self._base) or self._save(group, text):
            self._close()

    def _save(self, group: CodeGroup, text: str) -> bool:
        return self.attempt(lambda: synthesis.write(self._project, group, text)) is not None

    def _changed_meanwhile(self, group: CodeGroup) -> None:
        options = [
            ("mine", "m", "Keep what I wrote"),
            ("theirs", "t", "Keep what is there"),
            ("on", "k", "Go on writing"),
        ]

        def decide(what: str) -> None:
            if what == "theirs":
                self._close()
            elif what == "mine":
                self._base = self._now(group)
                self.on_memo_editor_done()

        self.post_message(Choose("The text was changed while you wrote", options, decide))

    def on_memo_editor_given_up(self) -> None:
        """Leave without saving, after asking where there is something to lose."""
        if self._editor.text == self._base:
            self._close()
            return
        options = [("keep", "k", "Go on writing"), ("drop", "d", "Throw away what was typed")]

        def decide(what: str) -> None:
            if what == "drop":
                self._close()

        self.post_message(Choose("Give up what you wrote?", options, decide))

    def _close(self) -> None:
        group, self._group = self._group, None
        self._dirty = False
        if group is not None:
            self.attempt(lambda: drafts.discard_prose(self._project, KIND, group.id))
        self._editor.remove()
        self.remove_class("open")
        self.post_message(self.Left())
