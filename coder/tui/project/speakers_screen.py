"""The speakers of a transcript: renamed, merged, taken as text or marked as interviewer, in one change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.widgets import Static

from coder.errors import CoderError, ReadOnly
from coder.model.record import Transaction
from coder.model.source import Source
from coder.project import Project
from coder.project.operations import speakers
from coder.project.operations.speakers import SpeakerPlan
from coder.text.settle import label_in, renamed, taken_as_speaker, taken_as_text
from coder.text.speaker_counts import count_speakers
from coder.text.speaker_rules import NO_RULES, SpeakerRules
from coder.text.speakers import alike, speaker_key
from coder.text.turns import find_dialogue
from coder.tui.keymap import actions
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.project.preview_pane import toggled
from coder.tui.project.speaker_list import (
    FORM,
    INTERVIEWER,
    NAME,
    SPEAKER,
    TEXT,
    TWO_COLUMNS,
    SpeakerList,
    SpeakerView,
)
from coder.tui.project.turns_view import TurnsView

Choice = tuple[SpeakerRules, "tuple[str, ...] | None"]


class SpeakersScreen(ProjectScreen):
    """The choices are shown as they are made, and nothing changes until they are applied."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "speaker_list.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("settle"),
    ]
    HORIZONTAL_BREAKPOINTS = TWO_COLUMNS
    where = "settle"

    def __init__(self, project: Project, source: Source) -> None:
        super().__init__(project)
        self.source = source
        #: Rules and interviewers (None: as stored) after each choice.
        self._choices: list[Choice] = [(NO_RULES, None)]
        self._plan: SpeakerPlan | None = None
        #: Lines that begin like a label and are not taken as one when the text is read by itself.
        self._lines = find_dialogue(project.text_of(source).text).unexplained

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="speakers-title", classes="title", markup=False)
            with Container(id="speakers-body"):
                yield SpeakerList(id="speakers-list")
                yield TurnsView(id="speakers-turns")
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self._show(*self._choices[-1])
        self.query_one(SpeakerList).focus()
        self.show_hints()

    def parts(self) -> tuple[str, ...]:
        return (self.where, "speakers")

    def hints(self) -> list[tuple[str, str]]:
        fitting = [actions.BY_ID[id] for id in ("settle.apply", *self.query_one(SpeakerList).fitting)]
        return [*((action.keys[0], action.hint) for action in fitting), ("Esc", "back"), *actions.hints("app")]

    # Showing

    def _show(self, rules: SpeakerRules, interviewers: tuple[str, ...] | None) -> None:
        """Show the speakers as these choices make them. Raises CoderError if they are not possible."""
        text = self.project.text_of(self.source).text
        self._plan = plan = speakers.preview(
            self.project, self.source, rules, interviewers, no_interviewer=interviewers == ()
        )
        counts = count_speakers(text, plan.turns)
        names = {speaker_key(row.name) for row in counts}
        lines = [line for line in self._lines if speaker_key(label_in(line)) not in names]
        view = SpeakerView(counts, plan.interviewers, alike(row.name for row in counts), lines)
        self.query_one(SpeakerList).show(view)
        self.query_one(TurnsView).show(text, plan.turns)
        title = Text.assemble((" Speakers", "bold"), f" · {self.source.name}", no_wrap=True)
        if len(self._choices) > 1:
            title.append(" · not applied yet")
        self.query_one("#speakers-title", Static).update(title)

    def on_speaker_list_moved(self, event: SpeakerList.Moved) -> None:
        """Show where the speaker under the cursor speaks first."""
        if self._plan is not None:
            turns = self._plan.turns
            number = next((number for number, turn in enumerate(turns) if turn.speaker == event.speaker), 0)
            self.query_one(TurnsView).show(self.project.text_of(self.source).text, turns, number)
        if not self.questions.open:
            self.show_hints()

    def follow(self, transaction: Transaction) -> None:
        """Begin anew with the source as it is now; leave if it is gone."""
        super().follow(transaction)
        source = self.project.sources.get(self.source.id)
        if source is None:
            self.dismiss()
        elif source != self.source:
            self.source = source
            del self._choices[1:]
            self._show(*self._choices[0])

    # Choices

    def on_speaker_list_decided(self, event: SpeakerList.Decided) -> None:
        rules, interviewers = self._choices[-1]
        plan = self._plan
        if plan is None:
            return
        turns = self.project.text_of(self.source).turns
        labels = {turn.speaker for turn in turns if rules.speaker(turn.speaker) == event.about} or {event.about}
        if event.kind == NAME:
            rules = renamed(rules, labels, event.value)
            interviewers = _mapped(interviewers, event.about, event.value)
        elif event.kind == TEXT:
            rules = taken_as_text(rules, labels)
            interviewers = _mapped(interviewers, event.about, "")
        elif event.kind == SPEAKER:
            rules = taken_as_speaker(rules, event.about)
        elif event.kind == FORM:
            rules = replace(rules, forms=(*rules.forms, event.about))
        elif event.kind == INTERVIEWER:
            interviewers = toggled(plan.interviewers, event.about)
            if not interviewers:
                self.say("No speaker is an interviewer; Space marks one")
        self._choices.append((rules, interviewers))
        try:
            self._show(rules, interviewers)
        except CoderError as error:
            del self._choices[-1]
            self.fail(error)

    def action_undo(self, redo: bool = False) -> Transaction | None:
        """Undo or redo; undo reverts the last choice if there is one."""
        if redo or len(self._choices) < 2 or self.questions.open:
            return super().action_undo(redo)
        del self._choices[-1]
        self._show(*self._choices[-1])
        return None

    def action_apply(self) -> None:
        """Apply the choices as one change."""
        rules, interviewers = self._choices[-1]
        if self.project.readonly:
            self.fail(ReadOnly())
            return
        before = self.source
        changed = self.attempt(
            lambda: speakers.change(self.project, self.source, rules, interviewers, no_interviewer=interviewers == ())
        )
        if changed is not None:
            self.say("Speakers changed · u: undo" if changed != before else "Nothing to change")

    def action_leave(self) -> None:
        """Go back to where this was opened."""
        self.dismiss()


def _mapped(names: tuple[str, ...] | None, old: str, new: str) -> tuple[str, ...] | None:
    """Return the names with one replaced, or left out if it is replaced by ""; None without the last."""
    if not names:
        return names
    return tuple(filter(None, (new if name == old else name for name in names))) or None
