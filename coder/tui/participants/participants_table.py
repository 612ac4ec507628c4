"""Participants by waves, and interviews, as a grid shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from coder.analysis.method import participation
from coder.analysis.method.participation import Meeting
from coder.model.participant import Participant, Wave
from coder.model.source import Source
from coder.project import Project
from coder.project.interviews import contradicts, day_told, twins, window_told
from coder.project.operations.interviews import FIELDS
from coder.project.ordering import sources_in_order, waves_in_order
from coder.text.cells import width
from coder.tui.kit.grid import Column

NARROWEST, WIDEST = 6, 24
LABEL = 30
WAVE, ATTRIBUTE = "wave:", "attribute:"
OWN = ("service", "anchor", "note")
HEADS = {"anchor": "days from"}


class PeopleTable:
    """A row for each participant; columns are the service, the waves, the attributes, anchor and note."""

    def __init__(self, project: Project, marked: Collection[str], attributes: Iterable[str] = ()) -> None:
        """`attributes` are columns wanted although nobody has them yet."""
        self.marked = marked
        self.waves = {WAVE + wave.id: wave for wave in waves_in_order(project)}
        self._places = {field: at for at, field in enumerate(self.waves)}
        self.people = participation.people(project)
        self.meetings = participation.table(project)
        names = dict.fromkeys(name for one in self.people for name in one.attributes)
        names |= dict.fromkeys(attributes)
        self.fields = ["service", *self.waves, *(ATTRIBUTE + name for name in names), "anchor", "note"]
        self.ids = [one.id for one in self.people]
        self.height = len(self.people)
        self.corner: Sequence[str] = ("participant", f"n = {self.height:,}")
        self._cells = [[self._cell(row, field) for field in self.fields] for row in range(self.height)]
        self.columns = [self._column(at, field) for at, field in enumerate(self.fields)]
        self.label_width = _label_width("participant", (one.name for one in self.people))

    def _column(self, at: int, field: str) -> Column:
        wave = self.waves.get(field)
        heads = (self.head(field), window_told(wave) if wave else "")
        return Column(heads, _width(heads, (row[at] for row in self._cells)), True)

    def head(self, field: str) -> str:
        """What a column is called."""
        wave = self.waves.get(field)
        return wave.name if wave else HEADS.get(field, field.removeprefix(ATTRIBUTE))

    def meeting(self, row: int, field: str) -> Meeting | None:
        """A participant in the wave of a column; None in another column."""
        return self.meetings[row][self._places[field]] if field in self._places else None

    def value(self, row: int, field: str) -> str:
        """A cell of words as it is written down."""
        person = self.people[row]
        return str(person[field]) if field in OWN else person.attributes.get(field.removeprefix(ATTRIBUTE), "")

    def _cell(self, row: int, field: str) -> str:
        meeting = self.meeting(row, field)
        return " ".join(self.value(row, field).split()) if meeting is None else met(meeting)

    def label(self, row: int) -> tuple[str, str, bool]:
        person = self.people[row]
        return ("✓ " if person.id in self.marked else "  ") + person.name, "", False

    def cell(self, row: int, column: int) -> str:
        return self._cells[row][column]


class InterviewTable:
    """A row for each interview; columns are who, when and how."""

    def __init__(self, project: Project, marked: Collection[str]) -> None:
        self.marked = marked
        self.project = project
        self.sources = sources_in_order(project)
        self.ids = [one.id for one in self.sources]
        self.fields = list(FIELDS)
        self.height = len(self.sources)
        self.corner: Sequence[str] = ("interview", f"n = {self.height:,}")
        self._cells = [[self._cell(one, field) for field in self.fields] for one in self.sources]
        self.columns = [
            Column((field, ""), _width((field,), (row[at] for row in self._cells)), True)
            for at, field in enumerate(self.fields)
        ]
        self.label_width = _label_width("interview", (one.name for one in self.sources))

    def head(self, field: str) -> str:
        """What a column is called."""
        return field

    def value(self, row: int, field: str) -> str:
        """A cell as it is written down."""
        source = self.sources[row]
        person, wave = whose(self.project, source)
        named = {"participant": person.name if person else "", "wave": wave.name if wave else ""}
        return named[field] if field in named else "" if source[field] is None else str(source[field])

    def _cell(self, source: Source, field: str) -> str:
        person, wave = whose(self.project, source)
        if field == "participant":
            return person.name if person else "–"
        if field == "wave":
            return (wave.name if wave else "–") + (" !" if twins(self.project, source) else "")
        if field == "day":
            other = contradicts(self.project, source)
            return day_told(wave, source.day) + ("" if other is None else f", by date {other} !")
        return "" if source[field] is None else str(source[field])

    def label(self, row: int) -> tuple[str, str, bool]:
        source = self.sources[row]
        return ("✓ " if source.id in self.marked else "  ") + source.name, "", False

    def cell(self, row: int, column: int) -> str:
        return self._cells[row][column]


def whose(project: Project, source: Source) -> tuple[Participant | None, Wave | None]:
    """Who was interviewed, and in which wave, as far as that is known."""
    return project.participants.get(source.participant or ""), project.waves.get(source.wave or "")


def met(meeting: Meeting) -> str:
    """What a cell of a wave says."""
    if len(meeting.sources) > 1:
        return f"{len(meeting.sources)} interviews !"
    if meeting.sources:
        return day_told(meeting.wave, meeting.sources[0].day) or "● no day"
    if meeting.attrition is not None:
        return f"× {meeting.attrition.outcome}"
    return "× not said why" if meeting.planned else "–"


def how(source: Source) -> str:
    """How an interview was, in a line: `KG · video · guide 2 · 66 min`."""
    parts = [source.date, source.interviewer, source.mode, source.guide and f"guide {source.guide}"]
    return " · ".join(filter(None, [*parts, f"{source.minutes} min" if source.minutes is not None else ""]))


def _width(heads: Sequence[str], cells: Iterable[str]) -> int:
    return max(NARROWEST, min(WIDEST, max(map(width, (*heads, *cells))))) + 1


def _label_width(head: str, names: Iterable[str]) -> int:
    return min(LABEL, max(width(head), *(width(name) + 2 for name in ("", *names)))) + 3
