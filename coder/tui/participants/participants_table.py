"""Participants by waves, and interviews one by one: the two tables of the participants screen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rich.text import Text

from coder.analysis.method import participation
from coder.analysis.method.participation import Attendance
from coder.model.participant import Participant, Wave
from coder.model.source import Source
from coder.project import Project
from coder.project.interviews import (
    contradicting_day,
    format_interview_day,
    format_window,
    same_wave_interviews,
    warnings,
)
from coder.project.operations.attrition import find_entry
from coder.project.operations.participants import ATTRIBUTE
from coder.project.operations.sources import FIELDS
from coder.project.study import sources_in_order, waves_in_order
from coder.text.characters import width
from coder.tui.kit.grid import Column

NARROWEST, WIDEST = 6, 24
LABEL = 30
#: Prefix of the field of a wave.
WAVE = "wave:"
HEADS = {"anchor": "anchor date"}


class ParticipantTable:
    """A row for each participant; the columns are service, waves, attributes, anchor date and note."""

    def __init__(
        self, project: Project, marked: Collection[str], new_attributes: Iterable[str] = (), room: int = 0
    ) -> None:
        """`new_attributes` are columns that are still empty; `room` is the width of the screen in cells."""
        self.marked = marked
        self._project = project
        self.waves = {WAVE + wave.id: wave for wave in waves_in_order(project)}
        self._wave_columns = {field: column for column, field in enumerate(self.waves)}
        self.participants = participation.participants_in_order(project)
        self.meetings = participation.attendance_table(project)
        attributes = dict.fromkeys(name for person in self.participants for name in person.attributes)
        attributes |= dict.fromkeys(new_attributes)
        self.fields = ["service", *self.waves, *(ATTRIBUTE + name for name in attributes), "anchor", "note"]
        self.ids = [person.id for person in self.participants]
        self.height = len(self.participants)
        self.corner: Sequence[str] = ("participant", f"n = {self.height:,}")
        self._cells = [[self._cell(row, field) for field in self.fields] for row in range(self.height)]
        self.columns = [self._column(column, field) for column, field in enumerate(self.fields)]
        self.label_width = _label_width("participant", (person.name for person in self.participants))
        self._use(room - self.label_width)
        self._pairs: dict[str, list[participation.Pair]] = {}
        for pair in participation.pairs(project):
            self._pairs.setdefault(pair.participant.id, []).append(pair)
        self._unpaired = {person.id: reason for person, reason in participation.unpaired(project)}

    def _column(self, column: int, field: str) -> Column:
        wave = self.waves.get(field)
        heads = (self.head(field), format_window(wave) if wave else "")
        return Column(heads, _width(heads, (row[column] for row in self._cells)), True)

    def _use(self, room: int) -> None:
        """Widen the columns whose cells are cut, the first ones first, as far as there is room for all columns."""
        spare = room - sum(column.width for column in self.columns)
        for place, column in enumerate(self.columns):
            longest = max((width(row[place]) for row in self._cells), default=0) + 1
            more = max(0, min(spare, longest - column.width))
            self.columns[place] = column._replace(width=column.width + more)
            spare -= more

    def head(self, field: str) -> str:
        """Return the heading of a column."""
        wave = self.waves.get(field)
        return wave.name if wave else HEADS.get(field, field.removeprefix(ATTRIBUTE))

    def meeting(self, row: int, field: str) -> Attendance | None:
        """Return a participant in the wave of a column; None in another column."""
        return self.meetings[row][self._wave_columns[field]] if field in self._wave_columns else None

    def source(self, row: int, field: str) -> Source | None:
        """Return the first interview of a cell."""
        meeting = self.meeting(row, field)
        return meeting.sources[0] if meeting is not None and meeting.sources else None

    def value(self, row: int, field: str) -> str:
        """Return the text of a cell that is in no wave. Raises KeyError for a field that a participant lacks."""
        person = self.participants[row]
        if field.startswith(ATTRIBUTE):
            return person.attributes.get(field.removeprefix(ATTRIBUTE), "")
        return str(person[field])

    def _cell(self, row: int, field: str) -> str:
        meeting = self.meeting(row, field)
        return " ".join(self.value(row, field).split()) if meeting is None else _meeting_cell(meeting)

    def label(self, row: int) -> tuple[str, str, bool]:
        person = self.participants[row]
        return ("✓ " if person.id in self.marked else "  ") + person.name, "", False

    def cell(self, row: int, column: int) -> str:
        return self._cells[row][column]

    def describe(self, row: int, field: str) -> Text:
        """Return a cell in full: its interviews and register entry, and whether the participant is in a pair."""
        person, meeting = self.participants[row], self.meeting(row, field)
        text = Text.assemble((f"{person.name} × {self.head(field)}", "bold"))
        if meeting is None:
            text.append(f" · {self.value(row, field) or 'empty'}")
        elif meeting.sources:
            for source in meeting.sources:
                day = format_interview_day(meeting.wave, source.day) or "no day"
                text.append(" · " + " · ".join(filter(None, (f"{source.name}: {day}", _conduct(source)))))
        else:
            text.append(" · no interview" + (", although others have one" if meeting.planned else ""))
        if meeting is not None and meeting.attrition is not None:
            text.append(f" · register: {participation.describe_outcome(meeting.attrition)}")
        return text.append(f"\n{self._describe_pairs(person)}")

    def _describe_pairs(self, person: Participant) -> str:
        pairs = self._pairs.get(person.id)
        if not pairs:
            return f"in no pair: {self._unpaired.get(person.id, '')}"
        text = "in a pair: " + ", ".join(f"{pair.first.name} → {pair.then.name}" for pair in pairs)
        entry = find_entry(self._project, person)
        return text if entry is None else f"{text} · register: {participation.describe_outcome(entry)}"


class InterviewTable:
    """A row for each interview; the columns are who, when and how."""

    def __init__(self, project: Project, marked: Collection[str]) -> None:
        self.marked = marked
        self._project = project
        self.sources = sources_in_order(project)
        self.ids = [source.id for source in self.sources]
        self.fields = list(FIELDS)
        self.height = len(self.sources)
        self.corner: Sequence[str] = ("interview", f"n = {self.height:,}")
        self._cells = [[self._cell(source, field) for field in self.fields] for source in self.sources]
        self.columns = [
            Column((field, ""), _width((field,), (row[column] for row in self._cells)), True)
            for column, field in enumerate(self.fields)
        ]
        self.label_width = _label_width("interview", (source.name for source in self.sources))

    def head(self, field: str) -> str:
        """Return the heading of a column."""
        return field

    def source(self, row: int, field: str) -> Source | None:
        """Return the interview of a row."""
        return self.sources[row]

    def value(self, row: int, field: str) -> str:
        """Return the stored text of a cell."""
        source = self.sources[row]
        person, wave = self._interviewed(source)
        names = {"participant": person.name if person else "", "wave": wave.name if wave else ""}
        return names[field] if field in names else "" if source[field] is None else str(source[field])

    def _interviewed(self, source: Source) -> tuple[Participant | None, Wave | None]:
        project = self._project
        return project.participants.get(source.participant or ""), project.waves.get(source.wave or "")

    def _cell(self, source: Source, field: str) -> str:
        person, wave = self._interviewed(source)
        if field == "participant":
            return person.name if person else "–"
        if field == "wave":
            return (wave.name if wave else "–") + (" !" if same_wave_interviews(self._project, source) else "")
        if field == "day":
            by_date = contradicting_day(self._project, source)
            return format_interview_day(wave, source.day) + ("" if by_date is None else f", by date {by_date} !")
        return "" if source[field] is None else str(source[field])

    def label(self, row: int) -> tuple[str, str, bool]:
        source = self.sources[row]
        return ("✓ " if source.id in self.marked else "  ") + source.name, "", False

    def cell(self, row: int, column: int) -> str:
        return self._cells[row][column]

    def describe(self, row: int, field: str) -> Text:
        """Return the interview of a row in full, with what is unusual about it."""
        source = self.sources[row]
        person, wave = self._interviewed(source)
        text = Text.assemble((source.name, "bold"))
        text.append(f" · {person.name if person else 'no participant'} · {wave.name if wave else 'no wave'}")
        if wave is not None and format_window(wave):
            text.append(f" ({format_window(wave)})")
        text.append(
            "".join(f" · {part}" for part in (format_interview_day(wave, source.day), _conduct(source)) if part)
        )
        notes = warnings(self._project, source)
        if notes:
            text.append("\n! " + "; ".join(notes), "bold")
        return text


def _meeting_cell(meeting: Attendance) -> str:
    if len(meeting.sources) > 1:
        return f"{len(meeting.sources)} interviews !"
    if meeting.sources:
        return format_interview_day(meeting.wave, meeting.sources[0].day) or "● no day"
    if meeting.attrition is not None:
        return f"× {meeting.attrition.outcome}"
    return "× no reason given" if meeting.planned else "–"


def _conduct(source: Source) -> str:
    """Return how an interview was conducted: `KG · video · guide 2 · 66 min`."""
    parts = [source.date, source.interviewer, source.mode, source.guide and f"guide {source.guide}"]
    return " · ".join(filter(None, [*parts, f"{source.minutes} min" if source.minutes is not None else ""]))


def _width(heads: Sequence[str], cells: Iterable[str]) -> int:
    return max(NARROWEST, min(WIDEST, max(map(width, (*heads, *cells))))) + 1


def _label_width(head: str, names: Iterable[str]) -> int:
    return min(LABEL, max(width(head), *(width(name) + 2 for name in ("", *names)))) + 3
