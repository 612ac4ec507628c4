"""Correct: the words of one turn, or of a whole text, in an editor."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
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
from coder.tui.correction import preview_job
from coder.tui.correction.preview_screen import Decided
from coder.tui.correction.text_editor import TextEditor
from coder.tui.kit.messages import Choose
from coder.tui.kit.project_screen import ProjectScreen

#: A keystroke is on disk after at most this many seconds.
DRAFT_EVERY = 0.7
#: In a long text every keystroke's draft is a large file.
DRAFT_LONG_EVERY = 5.0
LONG = 200_000


class CorrectScreen(ProjectScreen):
    """An editor whose every keystroke is kept in a draft file; Ctrl+S compares, Esc leaves all as it was."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "correction.tcss"]
    where = "correct"

    def __init__(self, project: Project, source: Source, turn: int = WHOLE) -> None:
        """`turn`: its number from 0, or `WHOLE`."""
        super().__init__(project)
        self.source = project.sources[source.id]
        self.number = turn
        self._was = self._old()
        self._draft = drafts.find_correction(project, source.id, turn, digest_of(self._was))
        self._compared = ""
        self._decided: Decided = {}
        self.editor = TextEditor(self._draft.text if self._draft else self._was, id="correct-editor")
        self._dirty = self._close_screen = False

    def _old(self) -> str:
        """What is corrected, as it is now; a turn with its label."""
        words = self.project.text_of(self.source)
        if self.number == WHOLE:
            return words.text
        turn = words.turns[self.number]
        return words.text[turn.label : turn.end]

    def compose(self) -> ComposeResult:
        title = Text(" Correct", style="bold", no_wrap=True, overflow="ellipsis")
        what = "the whole text" if self.number == WHOLE else f"turn {self.number + 1}, with its label"
        title.append(f" · {self.source.name} · {what}", style="not bold")
        with Vertical():
            yield Static(title, classes="title")
            yield self.editor
        yield from self.compose_foot()

    @property
    def typed(self) -> str:
        """What is in the editor, fit to be a transcript."""
        return clean(self.editor.text).text

    def on_mount(self) -> None:
        self.editor.focus()
        if self.number != WHOLE:
            self.editor.move_cursor(self.editor.document.end)
        self.show_state()
        self.show_hints()
        self.say(self._greeting())

    def _greeting(self) -> str:
        if self._draft is not None:
            older = "" if self._draft.digest == digest_of(self._was) else ", on an older text"
            return f"This is what you typed last time{older}. Esc, then d throws it away."
        there = sorted({one.turn for one in drafts.correction_drafts(self.project, self.source.id)})
        if there:
            return "Not finished yet: " + ", ".join("whole text" if n == WHOLE else f"turn {n + 1}" for n in there)
        return "Nothing is changed before you have seen what becomes of the units."

    def hints(self) -> list[tuple[str, str]]:
        return [("Ctrl+S", "compare"), ("Ctrl+Z", "undo typing"), ("Esc", "leave it")]

    # Drafts

    def on_text_area_changed(self) -> None:
        if not self._dirty and not self._close_screen:
            self._dirty = True
            self.set_timer(DRAFT_LONG_EVERY if len(self._was) > LONG else DRAFT_EVERY, self.keep)

    def keep(self) -> None:
        """Put what is typed into the draft file now."""
        if not self._dirty or self._close_screen:
            return
        self._dirty = False
        text = self.editor.text
        try:
            if text == self._was:
                self._forget()
            else:
                before = self._draft
                self._draft = CorrectionDraft(
                    source=self.source.id, turn=self.number, digest=digest_of(self._was), text=text
                )
                drafts.save(self.project, self._draft)
                if before is not None and (before.turn, before.digest) != (self.number, self._draft.digest):
                    drafts.discard(self.project, before)
        except CoderError as error:
            self.fail(error)

    def on_unmount(self) -> None:
        self.keep()

    def _close(self, drop: bool) -> None:
        """Leave the editor; with `drop` what was typed is not needed any more."""
        self.keep()
        self._close_screen = True
        if drop:
            try:
                self._forget()
            except CoderError as error:
                self.fail(error)
        self.app.pop_screen()

    def _forget(self) -> None:
        draft, self._draft = self._draft, None
        if draft is not None:
            drafts.discard(self.project, draft)

    # Ends

    def on_text_editor_done(self) -> None:
        self.keep()
        text, turn, source = self.typed, self.number, self.source
        self._compared = text
        if text.strip() == self._was.strip():
            self.say("Nothing is different yet")
            return

        def make(there: Project) -> Correction:
            if turn != WHOLE:
                return corrections.preview_turn(there, source, turn, text)
            old = there.text_of(source)
            return corrections.preview(there, source, text, turns_after(old.text, old.turns, text))

        if turn == WHOLE:
            preview_job.compare(self, self.project, make, self._applied, self._decided)
            return
        try:
            correction = make(self.project)
        except CoderError as error:
            self.fail(error)
            return
        preview_job.show(self, self.project, correction, self._applied, self._decided)

    def _applied(self) -> None:
        """What was compared is in its place now; what was typed since stays in the draft."""
        self._close(drop=self.typed == self._compared)

    def on_text_editor_left(self) -> None:
        """Leave; ask where there is something to lose."""
        if self.editor.text == self._was:
            self._close(drop=True)
            return
        options = [
            ("on", "k", "Go on writing"),
            ("later", "l", "Leave it for later: E brings it back"),
            ("drop", "d", "Throw away what was typed"),
        ]

        def decide(what: str) -> None:
            if what != "on":
                self._close(drop=what == "drop")

        self.on_choose(Choose("Leave this correction? The transcript is as it was.", options, decide))
