"""The editor of a correction: the text of one turn, or a whole text, saved in a draft as you type."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from coder.errors import CoderError
from coder.model.source import Source
from coder.project import Project, drafts
from coder.project.drafts import WHOLE, CorrectionDraft
from coder.project.operations import corrections
from coder.project.operations.corrections import Correction
from coder.project.operations.sources import digest_of
from coder.text.clean import clean
from coder.text.edits import turns_after
from coder.tui.correction.preview_screen import Decided, preview_in_background, show_preview
from coder.tui.kit.editors import SafeTextArea
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import interactive

#: Seconds after which a keystroke is on disk; longer for long texts, whose draft is a large file.
DRAFT_EVERY = 0.7
DRAFT_LONG_EVERY = 5.0
LONG = 200_000


class CorrectionEditor(SafeTextArea):
    """Plain text with soft wrapping; Ctrl+S and Esc are the screen's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "screen.compare", show=False, priority=True),
        Binding("escape", "screen.leave", show=False, priority=True),
    ]


class EditedText:
    """A turn with its label, or a whole text (`WHOLE`): as it is in the project, and as the draft on disk has it."""

    def __init__(self, project: Project, source: Source, turn: int) -> None:
        self._project, self._source, self._turn = project, source, turn
        transcript = project.text_of(source)
        self.original = transcript.text
        if turn != WHOLE:
            span = transcript.turns[turn]
            self.original = transcript.text[span.label : span.end]
        self.draft = drafts.find_correction(project, source.id, turn, digest_of(self.original))

    def greeting(self) -> str:
        """Return the message that the editor opens with."""
        if self.draft is not None:
            older = "" if self.draft.digest == digest_of(self.original) else ", on an older text"
            return f"Restored from your draft{older}. Esc, then d discards it."
        turns = sorted({draft.turn for draft in drafts.correction_drafts(self._project, self._source.id)})
        if turns:
            return "Unfinished: " + ", ".join("whole text" if turn == WHOLE else f"turn {turn + 1}" for turn in turns)
        return "Nothing changes until you have reviewed the units"

    def save(self, text: str) -> None:
        """Write the draft, or delete it if the text is the original."""
        if text == self.original:
            self.discard()
            return
        previous, self.draft = self.draft, self._draft(text)
        drafts.save(self._project, self.draft)
        if previous is not None and (previous.turn, previous.digest) != (self._turn, self.draft.digest):
            drafts.discard(self._project, previous)

    def typed(self, text: str) -> CorrectionDraft | None:
        """Return a text as a draft; None for the original."""
        return None if text == self.original else self._draft(text)

    def _draft(self, text: str) -> CorrectionDraft:
        return CorrectionDraft(source=self._source.id, turn=self._turn, digest=digest_of(self.original), text=text)

    def discard(self) -> None:
        """Delete the draft."""
        draft, self.draft = self.draft, None
        if draft is not None:
            drafts.discard(self._project, draft)

    def compare(self, project: Project, text: str) -> Correction:
        """Return the correction that this text would be."""
        if self._turn != WHOLE:
            return corrections.preview_turn(project, self._source, self._turn, text)
        old = project.text_of(self._source)
        return corrections.preview(project, self._source, text, turns_after(old.text, old.turns, text))


class CorrectionTextScreen(ProjectScreen):
    """Ctrl+S shows what the correction would change; Esc leaves the transcript as it is."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "correction.tcss"]
    where = "correct"

    def __init__(self, project: Project, source: Source, turn: int = WHOLE) -> None:
        """`turn`: its number from 0, or `WHOLE`."""
        super().__init__(project)
        self.source = project.sources[source.id]
        self._turn = turn
        self._edited = EditedText(project, self.source, turn)
        self._compared = ""
        self._decided: Decided = {}
        draft = self._edited.draft
        self.editor = CorrectionEditor(draft.text if draft else self._edited.original, id="correct-editor")
        self._dirty = self._finished = False

    def compose(self) -> ComposeResult:
        title = Text(" Correct", style="bold", no_wrap=True, overflow="ellipsis")
        part = "the whole text" if self._turn == WHOLE else f"turn {self._turn + 1}, with its label"
        title.append(f" · {self.source.name} · {part}", style="not bold")
        yield Static(title, classes="title")
        yield self.editor
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self.editor.focus()
        if self._turn != WHOLE:
            self.editor.move_cursor(self.editor.document.end)
        self.say(self._edited.greeting())
        drafts.watch(self, self.project, lambda: None if self._finished else self._edited.typed(self.editor.text))

    def hints(self) -> list[tuple[str, str]]:
        return [("Ctrl+S", "compare"), ("Ctrl+Z", "undo typing"), ("Esc", "cancel")]

    # The draft

    def on_text_area_changed(self) -> None:
        if not self._dirty and not self._finished:
            self._dirty = True
            self.set_timer(DRAFT_LONG_EVERY if len(self._edited.original) > LONG else DRAFT_EVERY, self.keep)

    def keep(self) -> None:
        """Save what was typed in the draft now."""
        if self._dirty and not self._finished:
            self._dirty = False
            self.attempt(lambda: self._edited.save(self.editor.text))

    def on_unmount(self) -> None:
        self.keep()
        drafts.unwatch(self)

    def _finish(self, discard: bool) -> None:
        """Leave the editor; with `discard`, delete the draft."""
        self.keep()
        self._finished = True
        if discard:
            self.attempt(self._edited.discard)
        self.app.pop_screen()

    # The ways out

    def action_compare(self) -> None:
        """Show what the correction would change."""
        self.keep()
        text, edited = clean(self.editor.text).text, self._edited
        self._compared = self.editor.text
        if text.strip() == edited.original.strip():
            self.say("Nothing has changed yet")
        elif self._turn == WHOLE:
            preview_in_background(self, lambda project: edited.compare(project, text), self._applied, self._decided)
        else:
            try:
                correction = edited.compare(self.project, text)
            except CoderError as error:
                self.fail(error)
                return
            show_preview(self, correction, self._applied, self._decided)

    def _applied(self) -> None:
        """Close after the correction; what was typed since the comparison stays in the draft."""
        self._finish(discard=self.editor.text == self._compared)

    def action_leave(self) -> None:
        """Leave; ask first if there are changes."""
        if self.editor.text == self._edited.original:
            self._finish(discard=True)
        else:
            self._ask_discard()

    @interactive
    async def _ask_discard(self) -> None:
        options = [
            ("edit", "k", "Keep editing"),
            ("later", "l", "Save as a draft: E opens it again"),
            ("discard", "d", "Discard"),
        ]
        answer = await self.choose("Discard changes?", options, "The transcript is unchanged.")
        if answer in ("later", "discard"):
            self._finish(discard=answer == "discard")
