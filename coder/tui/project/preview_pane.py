"""The preview of a file to import: what it would become, and the choices that change it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.message import Message

from coder.exchange.decisions import describe
from coder.exchange.encoding import encodings
from coder.exchange.importing import Preview
from coder.exchange.reading import Chosen, Reading, Survey
from coder.exchange.transcript import format_clock
from coder.project import interviews
from coder.project.operations import sources
from coder.text.characters import cut, printable
from coder.text.phrases import format_count, format_list
from coder.text.settle import renamed, taken_as_speaker, taken_as_text
from coder.text.span import Turn
from coder.tui.keymap import actions
from coder.tui.kit.questions import Interactive, interactive, list_finder
from coder.tui.kit.requests import Item
from coder.tui.project.import_queue import PlannedFile
from coder.tui.project.speaker_list import FORM, INTERVIEWER, NAME, SPEAKER, TEXT, Fact, SpeakerList, SpeakerView
from coder.tui.project.turns_view import TurnsView, turn_at

#: Kind of decision → what is said once it is made.
_MESSAGES = {
    NAME: "{about} is now {value}",
    TEXT: "“{about}” is not a speaker",
    SPEAKER: "“{about}” is a speaker",
    FORM: "Labels are written {about}",
    INTERVIEWER: "{about} is an interviewer",
}
_LONGEST_DECISIONS = 160  # characters of the earlier decisions that are shown


class PreviewPane(Container, Interactive):
    """Facts, speakers and first turns of one file; each choice has the file read again by the owner."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("preview")]

    class Chose(Message):
        """Posted when something was chosen for the file; `message` says what, "" where the facts show it."""

        def __init__(self, chosen: Chosen, message: str = "") -> None:
            super().__init__()
            self.chosen, self.message = chosen, message

    class Accepted(Message):
        """Posted when the file is to be imported."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.file: PlannedFile | None = None

    def compose(self) -> ComposeResult:
        yield SpeakerList(id="preview-list")
        yield TurnsView(id="preview-turns")

    @property
    def rows(self) -> SpeakerList:
        return self.query_one(SpeakerList)

    @property
    def fitting(self) -> tuple[str, ...]:
        """The ids of the actions that fit the file and the row under the cursor."""
        reading = self.file.reading if self.file is not None else None
        if isinstance(reading, Survey):
            return ("preview.import", "preview.columns")
        encoding = ("preview.encoding",) if isinstance(reading, Reading) and reading.transcript.encoding else ()
        change = ("preview.change",) if self.rows.changing else ()
        return ("preview.import", *change, *self.rows.fitting, *encoding)

    def show(self, file: PlannedFile) -> None:
        """Show a file that was read."""
        other = file is not self.file
        self.file = file
        if other:
            self.rows.clear_options()
        self.rows.show(_view(file))
        self._show_turns()

    def _show_turns(self, number: int = 0) -> None:
        text, turns = _text_of(self.file)
        self.query_one(TurnsView).show(text, turns, number)

    def on_speaker_list_moved(self, event: SpeakerList.Moved) -> None:
        """Show where the speaker or the line under the cursor occurs first."""
        text, turns = _text_of(self.file)
        number = 0
        if event.speaker:
            number = next((number for number, turn in enumerate(turns) if turn.speaker == event.speaker), 0)
        elif event.line:
            number = turn_at(turns, max(0, text.find(event.line)))
        self._show_turns(number)

    # Choices

    @property
    def _chosen(self) -> Chosen:
        assert self.file is not None
        return self.file.chosen

    def _choose(self, **fields: Any) -> None:
        self.post_message(self.Chose(replace(self._chosen, **fields)))

    def on_speaker_list_decided(self, event: SpeakerList.Decided) -> None:
        event.stop()
        reading = self.file.reading if self.file is not None else None
        if not isinstance(reading, Reading):
            return
        message = _MESSAGES[event.kind].format(about=printable(event.about), value=printable(event.value))
        if event.kind == INTERVIEWER and event.about in reading.asking:
            message = f"{printable(event.about)} is no longer an interviewer"
            if not toggled(reading.asking, event.about):
                message = "No speaker is an interviewer"
        self.post_message(self.Chose(decided(reading, self._chosen, event), message))

    def action_import_file(self) -> None:
        self.post_message(self.Accepted())

    async def action_change(self) -> None:
        """Change what the row under the cursor shows; only `i` imports."""
        id = self.rows.changing
        if id is None:
            self.say("Nothing to change here · i imports this file")
            return
        place = self.rows if id in self.rows.fitting else self
        await place.run_action(actions.BY_ID[id].do)

    @interactive
    async def action_encoding(self) -> None:
        """Choose among the encodings, the likeliest first."""
        reading = self.file.reading if self.file is not None else None
        if not isinstance(reading, Reading) or not reading.transcript.encoding:
            self.say("Only text files have an encoding to choose")
            return
        detected, labels = reading.detected, encodings()
        codecs = dict.fromkeys([detected.encoding, *detected.alternatives, *labels])
        rows = [
            Item(
                codec,
                f"{codec:<11} {labels.get(codec, '')}".rstrip(),
                detail=reading.encoding_reason if codec == reading.transcript.encoding else "",
            )
            for codec in codecs
        ]
        codec = await self.pick("Read the file as", list_finder(rows))
        if codec is not None:
            options = self._chosen.options
            encoding = "" if codec == detected.encoding else codec
            self._choose(options=replace(options, encoding=encoding))

    @interactive
    async def action_language(self) -> None:
        plan = self._plan()
        language = await self.ask("Language: nb, nn, en, de, …", plan.language) if plan else None
        if language is None:
            return
        self._choose(language=interviews.language_code(language.strip()))

    @interactive
    async def action_participant(self) -> None:
        await self._ask_about("participant", "Participant:")

    @interactive
    async def action_wave(self) -> None:
        await self._ask_about("wave", "Wave:")

    @interactive
    async def action_day(self) -> None:
        await self._ask_about("day", "Day (the participant's first is 0):")

    async def _ask_about(self, field: str, title: str) -> None:
        """Ask for what the file name suggests otherwise."""
        plan = self._plan()
        if plan is None:
            return
        known = {"participant": plan.participant, "wave": plan.wave, "day": plan.day}
        value = known[field]
        answer = await self.ask(title, "" if value is None else str(value))
        if answer is not None:
            known[field] = sources.parse_field(field, answer)
            self._choose(guess=False, **known)

    def _plan(self) -> Preview | None:
        plan = self.file.plan if self.file is not None else None
        if plan is None:
            self.say("In a table each answer has its own")
        return plan

    @interactive
    async def action_columns(self) -> None:
        """Choose the columns of a table of answers."""
        reading = self.file.reading if self.file is not None else None
        if not isinstance(reading, Survey):
            self.say("Only tables of answers have columns to choose")
            return
        columns = reading.columns
        now = {columns.headings[at] for at in columns.texts}
        rows = [Item(heading, heading, detail="chosen now" * (heading in now)) for heading in columns.headings]
        rows.sort(key=lambda row: row.id not in now)
        picked = await self.pick_many("Columns of answers to code (Tab: several)", list_finder(rows))
        if picked is not None:
            self._choose(text_columns=";".join(picked.ids))

    def action_fresh(self) -> None:
        self._choose(fresh=not self._chosen.fresh)


def decided(reading: Reading, chosen: Chosen, event: SpeakerList.Decided) -> Chosen:
    """Return what is chosen after a decision on the speakers."""
    rules, labels = chosen.options.rules, reading.labels_of(event.about)
    names = chosen.interviewers
    if event.kind == NAME:
        rules = renamed(rules, labels, event.value)
        names = None if names is None else tuple(event.value if name == event.about else name for name in names)
    elif event.kind == TEXT:
        rules = taken_as_text(rules, labels)
        names = names and (tuple(name for name in names if name != event.about) or None)
    elif event.kind == SPEAKER:
        rules = taken_as_speaker(rules, event.about)
    elif event.kind == FORM:
        rules = replace(rules, forms=(*rules.forms, event.about))
    elif event.kind == INTERVIEWER:
        names = toggled(reading.asking, event.about)
    return replace(chosen, options=replace(chosen.options, rules=rules), interviewers=names)


def toggled(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Return the names with this one, or without it if it is among them."""
    return tuple(other for other in names if other != name) if name in names else (*names, name)


# What the list shows


def _text_of(file: PlannedFile | None) -> tuple[str, tuple[Turn, ...]]:
    """Return the text and turns to show of a file."""
    if file is None or file.reading is None:
        return "", ()
    if isinstance(file.reading, Reading):
        return file.reading.transcript.text, file.reading.transcript.turns
    return _answers_as_turns(file.reading)


def _answers_as_turns(reading: Survey) -> tuple[str, tuple[Turn, ...]]:
    parts, turns, at = [], [], 0
    for answer in reading.answers[:100]:
        speaker = f"{answer.participant} · {answer.question}"
        parts.append(answer.text)
        turns.append(Turn(at, at + len(answer.text), speaker, None, at))
        at += len(answer.text) + 1
    return "\n".join(parts), tuple(turns)


def _view(file: PlannedFile) -> SpeakerView:
    reading, plan = file.reading, file.plan
    if isinstance(reading, Survey):
        return SpeakerView((), (), facts=_survey_facts(reading), notes=reading.notices, settles=False)
    assert isinstance(reading, Reading)
    assert plan is not None
    problem = [f"{plan.problem.title}. {plan.problem.detail}"] if plan.problem else []
    return SpeakerView(
        reading.speakers,
        reading.asking,
        reading.alike,
        reading.transcript.unexplained,
        _facts(reading, plan),
        (*problem, *plan.warnings),
    )


def _survey_facts(reading: Survey) -> list[Fact]:
    counts = (format_count(len(reading.answers), "answer"), format_count(len(reading.attributes), "participant"))
    return [
        Fact((), "Table", f"{reading.table.format}, {counts[0]} of {counts[1]}, each a source"),
        Fact(("preview.columns",), "Columns", reading.columns.description()),
    ]


def _facts(reading: Reading, plan: Preview) -> list[Fact]:
    transcript, times = reading.transcript, reading.times
    counts = [format_count(reading.words, "word"), format_count(len(transcript.turns), "turn")]
    if times:
        counts.append(f"times {format_clock(times[0])} to {format_clock(times[1])}")
    facts = [Fact((), "Text", " · ".join((transcript.format, *counts)))]
    if transcript.encoding:
        others = format_list(reading.other_encodings[:3])
        parts = (transcript.encoding, reading.encoding_reason, f"or {others}" if others else "")
        facts.append(Fact(("preview.encoding",), "Encoding", " · ".join(filter(None, parts))))
    day = "" if plan.day is None else f"day {plan.day}"
    wave = f"{plan.wave} (new wave)" if plan.new_wave else plan.wave
    interview = " · ".join(filter(None, (plan.participant, wave, day))) or "not in the file's name"
    facts.append(Fact(("preview.language",), "Language", plan.language))
    facts.append(Fact(("preview.participant", "preview.wave", "preview.day"), "Interview", interview))
    earlier = _earlier_decisions(reading)
    return [*facts, Fact(("preview.fresh",), "Decisions", earlier)] if earlier else facts


def _earlier_decisions(reading: Reading) -> str:
    """Return what is followed of the decisions on earlier files, in a line or two; "" without any."""
    if reading.chosen.fresh:
        return "those for earlier files are not applied"
    if not reading.followed:
        return ""
    return cut(
        f"{len(reading.followed)} from earlier files · {'; '.join(describe(reading.followed))}",
        _LONGEST_DECISIONS,
    )
