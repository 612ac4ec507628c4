"""Questions that help to describe a change, shown while a change note is written."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from coder.model.framework import CHANGE_TAGS

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


class QuestionsModal(ModalScreen[None]):
    """The questions; Esc, Enter or q goes back to the note."""

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
    text.append("After Saldaña, 2003. ↑ ↓ scroll, Esc goes back", "dim")
    return text
