"""Questions that help to see a change: shown while a note of change is written."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from coder.model.framework import CHANGE_TAGS

#: After Saldaña, Longitudinal Qualitative Research (2003), in words of our own.
FRAMING = (
    "What happened to this person, and around them, in between?",
    "What set the pace: did it come slowly, all at once, forth and back?",
    "What do you hold of it now, and what would make you take it back?",
)
DESCRIBING = {
    "increases/emerges": "What is there more of, or for the first time?",
    "cumulative": "What has built up, one thing upon the other?",
    "surge/turning point": "Where is the leap, the moment after which it is not the same?",
    "decreases/ceases": "What is there less of, or no longer?",
    "constant": "What stays as it was?",
    "idiosyncratic": "What goes its own way, in no direction?",
    "missing": "What would one expect to hear, and does not?",
    "reinterpreted": "What is told again, and told differently?",
}
INTERPRETING = (
    "Which changes go together, and which work against each other?",
    "Which would have come anyway, with age, a new job, the way things are?",
    "Is there a rhythm: phases, a turn, a return?",
    "Who or what held it back, and what made it possible?",
    "What one thread runs through it all?",
)


class QuestionsScreen(ModalScreen[None]):
    """The questions; Esc, Enter or q leads back to the note."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "dismiss", show=False)]
    CSS_PATH = "questions_modal.tcss"

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="questions"):
            yield Static(_text(), markup=False)

    def on_mount(self) -> None:
        self.query_one("#questions").focus()


def _text() -> Text:
    shown = Text()
    shown.append("What frames it\n", "bold")
    shown.append("".join(f"  {question}\n" for question in FRAMING))
    shown.append("What is to be seen (the tags)\n", "bold")
    for name, question in DESCRIBING.items():
        tag = CHANGE_TAGS[name]
        shown.append(f"  {tag.glyph} {tag.letter}  ", "bold")
        shown.append(f"{question}\n")
    shown.append("What it means\n", "bold")
    shown.append("".join(f"  {question}\n" for question in INTERPRETING))
    shown.append("After Saldaña, 2003. ↑ ↓ scroll, Esc goes back", "dim")
    return shown
