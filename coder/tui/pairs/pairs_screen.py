"""The pairs screen: two interviews of one participant side by side, and the note on what changed between them."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from coder.model.framework import CHANGE_TAGS, ChangeNote
from coder.model.record import Transaction
from coder.project.operations import changes
from coder.tui.keymap import actions
from coder.tui.kit.dialog import Dialog
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import interactive
from coder.tui.kit.session_state import screen_state
from coder.tui.pairs.pair_view import PairView
from coder.tui.pairs.state import PairsState, is_pair

#: After Saldaña, Longitudinal Qualitative Research (2003), reworded.
FRAMING = (
    "What happened to this person, and around them, in the meantime?",
    "What set the pace: was the change slow, sudden, back and forth?",
    "What do you conclude at present, and what would change your mind?",
)
DESCRIBING = {
    "increases/emerges": "What is there more of, or for the first time?",
    "cumulative": "What has built up, one thing on top of another?",
    "surge/turning point": "Where is the turning point, after which nothing is the same?",
    "decreases/ceases": "What is there less of, or no longer?",
    "constant": "What stays as it was?",
    "idiosyncratic": "What changes in no clear direction?",
    "missing": "What would you expect to hear, and do not?",
    "reinterpreted": "What is told again, but differently?",
}
INTERPRETING = (
    "Which changes go together, and which work against each other?",
    "Which would have come anyway: with age, a new job, the times?",
    "Is there a rhythm: phases, a turn, a return?",
    "Who or what held the change back, and what made it possible?",
    "What is the common thread?",
)


class QuestionsModal(Dialog[None]):
    """The questions; Esc, Enter or q goes back to the note."""

    takes_typeahead: ClassVar[bool] = True
    keys = (("↑ ↓", "scroll"), ("Esc", "back"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "dismiss", show=False)]
    CSS_PATH = "questions_modal.tcss"

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="questions"):
            yield Static(_text(), markup=False)

    def on_mount(self) -> None:
        self.query_one("#questions").focus()


def _text() -> Text:
    text = Text()
    text.append("Framing\n", "bold")
    text.append("".join(f"  {question}\n" for question in FRAMING))
    text.append("Description (the tags)\n", "bold")
    for name, question in DESCRIBING.items():
        tag = CHANGE_TAGS[name]
        text.append(f"  {tag.glyph} {tag.letter}  ", "bold")
        text.append(f"{question}\n")
    text.append("Interpretation\n", "bold")
    text.append("".join(f"  {question}\n" for question in INTERPRETING))
    text.append("After Saldaña, 2003.", "dim")
    return text


EDITOR_HINTS = [
    ("Esc", "save and close"),
    ("Ctrl+O", "questions"),
    ("Ctrl+G", "discard"),
    ("Tab", "interviews"),
]


class PairsScreen(ProjectScreen):
    """The pair view, and how a pair or a note is opened from elsewhere."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "pairs_screen.tcss"]
    where = "pairs"

    def compose(self) -> ComposeResult:
        yield PairView(self.project)
        yield from self.compose_foot()

    @property
    def view(self) -> PairView:
        return self.query_one(PairView)

    def hints(self) -> list[tuple[str, str]]:
        editor = self.view.note_panel.editor
        if editor is not None and self.focused is editor:
            return EDITOR_HINTS
        return [*actions.hints("pairs"), ("n N", "next unit"), ("Tab", "other side"), *actions.hints("study", "app")]

    def on_descendant_focus(self) -> None:
        if not self.questions.open:
            self.show_hints()

    def follow(self, transaction: Transaction) -> None:
        self.view.follow(transaction)
        super().follow(transaction)

    def aim(self, id: str) -> None:
        """Show the pair of a participant, or a note."""
        state, note = screen_state(self.project, PairsState), self.project.change_notes.get(id)
        if note is not None:
            state.go_to(changes.subject_of(note))
        elif id in self.project.participants:
            state.participant, state.first, state.code, state.level = id, "", None, None
        if self.is_mounted:
            self.view.show_pair()
        if note is not None and not is_pair(self.project, changes.subject_of(note)):
            self.call_later(self._ask_about_stray, note)

    @interactive
    async def _ask_about_stray(self, note: ChangeNote) -> None:
        """Ask whether to delete a note on waves that are not a pair: it is in no table."""
        participant = self.project.participants[note.participant].name
        subject = changes.about(self.project, changes.subject_of(note))
        options = [
            ("keep", "k", "Keep: an interview is still to come"),
            ("delete", "d", "Delete the note"),
        ]
        detail = " ".join(filter(None, (note.tag and f"{note.tag}.", note.sentence)))
        title = f"{participant}, {subject}: this note is on waves that are not a pair"
        if await self.choose(title, options, detail) == "delete" and note.id in self.project.change_notes:
            changes.remove(self.project, note)

    def keep(self) -> None:
        editor = self.view.note_panel.editor
        if editor is not None:
            editor.keep()

    def left(self) -> None:
        self.view.note_panel.settle()
        self.view.save_cursors()

    def action_pane(self, by: int) -> None:
        self.view.switch_side()

    def action_resize(self, by: int = 0) -> None:
        if by:
            super().action_resize(by)
        else:
            self.view.toggle_alone()

    def action_questions(self) -> None:
        self.app.push_screen(QuestionsModal())

    def action_leave(self) -> None:
        view = self.view.active.view
        if view.cursor.anchor is not None:
            view.clear_selection()
        else:
            self.shell.open("previous")
