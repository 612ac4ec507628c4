"""The editor of an analytic text, with drafts."""

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
from coder.tui.kit.editors import MemoEditor
from coder.tui.kit.questions import Interactive, interactive

#: The kind of its drafts.
KIND = "analytic text"
#: Seconds until a keystroke is saved in the draft.
DRAFT_EVERY = 0.7


class AnalyticEditor(Vertical, Interactive):
    """Edits the analytic text of one code group at a time."""

    KEYS: ClassVar[list[tuple[str, str]]] = [
        ("Esc", "save and close"),
        ("Ctrl+G", "discard"),
        ("Ctrl+Z", "undo typing"),
        ("Tab", "condensates"),
    ]

    class Opened(Message):
        """The editor was opened."""

    class Closed(Message):
        """The editor was closed."""

    def __init__(self, project: Project, **options: Any) -> None:
        super().__init__(**options)
        self._project = project
        self._group: CodeGroup | None = None
        #: The saved text that the edited one is based on.
        self._base = ""
        self._dirty = False

    def compose(self) -> ComposeResult:
        yield Static(" Third person: what the participants tell, and what it adds up to", id="analytic-about")

    @property
    def is_open(self) -> bool:
        return self._group is not None

    @property
    def _editor(self) -> MemoEditor:
        return self.query_one("#analytic-editor", MemoEditor)

    def _saved_text(self, group: CodeGroup) -> str:
        text = analytic_text_of(self._project, group.id)
        return prose(text.sentences) if text is not None else ""

    def focus_text(self) -> None:
        """Return to the text."""
        self._editor.focus()

    def open(self, group: CodeGroup) -> None:
        """Edit the text of a group, or its unsaved draft."""
        draft = drafts.find_prose(self._project, KIND, group.id)
        self._group, self._base = group, self._saved_text(group)
        text = self._base
        if draft is not None:
            older = "" if draft.base == self._base else ", based on an older text"
            coder = f" by {draft.coder}" if draft.coder else ""
            self.say(f"Unsaved draft{coder} restored{older}: Ctrl+G discards it")
            text = draft.text
        editor = MemoEditor(text, id="analytic-editor")
        self.mount(editor)
        self.add_class("open")
        editor.move_cursor(editor.document.end)
        editor.focus()
        self._dirty = False
        self.post_message(self.Opened())

    # Drafts

    def on_text_area_changed(self) -> None:
        if self.is_open and not self._dirty:
            self._dirty = True
            self.set_timer(DRAFT_EVERY, self.save_draft)

    def save_draft(self) -> None:
        """Save what was typed in the draft."""
        group = self._group
        if group is None or not self._dirty:
            return
        self._dirty = False
        text = self._editor.text
        if text == self._base:
            self.attempt(lambda: drafts.discard_prose(self._project, KIND, group.id))
        else:
            self.attempt(lambda: drafts.save_prose(self._project, KIND, group.id, self._base, text))

    # Closing

    def finish(self) -> None:
        """Save the text because the screen is left; only the draft if the text was changed elsewhere."""
        self.save_draft()
        if self._group is not None and self._saved_text(self._group) == self._base:
            self._save()

    @interactive
    async def on_memo_editor_done(self) -> None:
        """Save and close, after asking which text to keep if it was changed elsewhere."""
        group = self._group
        if group is None or group.id not in self._project.groups or self._saved_text(group) == self._base:
            self._save()
            return
        options = [
            ("mine", "m", "Keep my text"),
            ("theirs", "t", "Keep the other text"),
            ("edit", "k", "Keep editing"),
        ]
        answer = await self.choose("The text was changed elsewhere while you edited it", options)
        if not self.is_open:
            return
        if answer == "theirs":
            self._close()
        elif answer == "mine":
            self._base = self._saved_text(group)
            self._save()

    def _save(self) -> None:
        """Save and close; the editor stays open if the text cannot be saved."""
        group = self._group
        if group is None:
            return
        text = self._editor.text
        if group.id not in self._project.groups:
            self.say("This code group was deleted; what you typed is kept as a draft")
            self._dirty = True
            self.save_draft()
        elif (
            text == self._base
            or not (text.strip() or self._base)
            or self.attempt(lambda: synthesis.write(self._project, group, text)) is not None
        ):
            self._close()

    @interactive
    async def on_memo_editor_given_up(self) -> None:
        """Close without saving, after asking if there are changes."""
        if self._editor.text != self._base:
            options = [("edit", "k", "Keep editing"), ("discard", "d", "Discard")]
            if await self.choose("Discard changes?", options) != "discard" or not self.is_open:
                return
        self._close()

    def _close(self) -> None:
        group, self._group = self._group, None
        self._dirty = False
        if group is not None:
            self.attempt(lambda: drafts.discard_prose(self._project, KIND, group.id))
        self._editor.remove()
        self.remove_class("open")
        self.post_message(self.Closed())
