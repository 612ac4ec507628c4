"""Tables of participants, interviews and the attrition register: compare with the project and apply."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from coder.errors import CoderError, Invalid
from coder.model.invariants import name_problem
from coder.model.participant import OUTCOMES, Attrition, Participant
from coder.model.record import Record
from coder.model.source import Source
from coder.project.operations import attrition, participants, sources
from coder.project.project import Project
from coder.project.study import Study, by_name, participant_named, sources_in_order, wave_named
from coder.text.fold import name_key

PEOPLE, INTERVIEWS, REGISTER = "participants", "interviews", "register"
#: Kind of sheet → its columns; participants have one more for each attribute.
COLUMNS: dict[str, tuple[str, ...]] = {
    PEOPLE: ("id", "name", "service", "anchor", "note"),
    INTERVIEWS: ("id", "name", *sources.FIELDS),
    REGISTER: ("participant", "wave", "outcome", "reason", "when"),
}
#: Prefix of an attribute with the name of another column, or of one that identifies a sheet.
PREFIX = "attribute: "
RESERVED = {*COLUMNS[PEOPLE], "participant", "outcome", "participant id", "cohort", "guarded", ""}
NEW, CHANGED, UNKNOWN = "new", "changed", "unknown"

R = TypeVar("R", bound=Record)


class Row(NamedTuple):
    """A row of a sheet: `where` (file and line) and its cells by column, without missing ones."""

    where: str
    cells: dict[str, str]


class Step(NamedTuple):
    """The effect of a row: something new, changed, or an unknown interview, which is skipped."""

    kind: str
    name: str
    detail: str
    row: Row
    id: str = ""


class Difference(NamedTuple):
    """The changes that a sheet would make."""

    sheet: str
    steps: tuple[Step, ...]

    @property
    def changes(self) -> list[Step]:
        """The steps that change something."""
        return [step for step in self.steps if step.kind != UNKNOWN]


def columns(study: Study, sheet: str) -> list[str]:
    """Return the columns of a sheet, attributes last."""
    if sheet != PEOPLE:
        return list(COLUMNS[sheet])
    names = dict.fromkeys(name for participant in study.participants.values() for name in participant.attributes)
    return [*COLUMNS[PEOPLE], *(column_of(name) for name in names)]


def column_of(attribute: str) -> str:
    """Return the column of an attribute."""
    plain = attribute.strip().casefold() not in RESERVED and not attribute.startswith(PREFIX.strip())
    return attribute if plain else PREFIX + attribute


def cells_of(study: Study, sheet: str, record: Record) -> dict[str, str]:
    """Return the cells of a participant, source or register entry."""
    if isinstance(record, Participant):
        own = {column: str(record[column]) for column in COLUMNS[PEOPLE]}
        return own | {column_of(name): value for name, value in record.attributes.items()}
    cells = {column: "" if record[column] is None else str(record[column]) for column in COLUMNS[sheet]}
    for column, table in (("participant", "participants"), ("wave", "waves")):
        named = study.tables[table].get(cells[column])
        cells[column] = named["name"] if named is not None else ""
    return cells


def compare(project: Study, sheet: str, rows: Sequence[Row]) -> Difference:
    """Return what a sheet would change. Records are matched by id, then by name; others stay as they are.

    Raises Invalid, with the file and line, for an invalid or duplicate row.
    """
    seen: dict[str, str] = {}
    steps = []
    for row in rows:
        try:
            step = _COMPARING[sheet](project, row)
        except CoderError as error:
            detail = ": ".join(filter(None, (row.where, error.detail)))
            raise Invalid(error.title, detail, error.hint or "Nothing was changed.") from None
        key = step.id or name_key(step.name)
        if key in seen:
            raise Invalid(f"{step.name} occurs twice in it", f"{seen[key]}, and {row.where}", "Nothing was changed.")
        seen[key] = row.where
        if step.detail or step.kind != CHANGED:
            steps.append(step)
    return Difference(sheet, tuple(steps))


def apply(project: Project, difference: Difference, reason: str = "") -> int:
    """Apply a sheet as one change; return how many rows changed something."""
    changes = difference.changes
    many = "1 row" if len(changes) == 1 else f"{len(changes)} rows"
    with project.transaction("roster.apply", f"imported {many} of {difference.sheet}", reason) as _:
        for step in changes:
            _APPLYING[difference.sheet](project, step)
    return len(changes)


def _find(records: Mapping[str, R], named: Callable[[str], R | None], row: Row) -> R | None:
    record = records.get(row.cells.get("id", "").strip())
    return record if record is not None else named(row.cells.get("name", "").strip())


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    changed = ((column, before.get(column, ""), value) for column, value in after.items() if column != "id")
    return "; ".join(f"{name}: {old or '—'} → {new or '—'}" for name, old, new in changed if old != new)


def _wanted_name(row: Row, known: str = "") -> str:
    name = row.cells.get("name", "").strip() or known
    problem = name_problem(name)
    if problem:
        raise Invalid("Not a valid name", problem)
    return name


# Participants


def _compare_person(project: Study, row: Row) -> Step:
    participant = _find(project.participants, lambda name: participants.find(project, name), row)
    cells = {column: cell.strip() for column, cell in row.cells.items()}
    cells["name"] = _wanted_name(row, participant.name if participant else "")
    participants.check_date(cells.get("anchor", ""))
    if participant is None:
        attributes = {column: cell for column, cell in cells.items() if column != "name"}
        return Step(NEW, cells["name"], _differences({}, attributes), row)
    return Step(
        CHANGED, participant.name, _differences(cells_of(project, PEOPLE, participant), cells), row, participant.id
    )


def _apply_person(project: Project, step: Step) -> None:
    cells = {column: cell.strip() for column, cell in step.row.cells.items()}
    participant = project.participants.get(step.id)
    own: dict[str, Any] = {name: cells[name] for name in ("service", "anchor", "note") if name in cells}
    attributes = dict(participant.attributes) if participant else {}
    for column, cell in cells.items():
        if column not in COLUMNS[PEOPLE]:
            attributes[column.removeprefix(PREFIX)] = cell
    attributes = {name: cell for name, cell in attributes.items() if cell}
    if participant is None:
        participants.add(project, step.name, attributes=attributes, **own)
    else:
        name = cells.get("name") or participant.name
        participants.describe(project, participant, name=name, attributes=attributes, **own)


# Interviews


def _compare_interview(project: Study, row: Row) -> Step:
    def by_name(name: str) -> Source | None:
        return next((project.sources[id] for id in project.rules.named("sources", name)), None)

    source = _find(project.sources, by_name, row)
    if source is None:
        return Step(UNKNOWN, row.cells.get("name", "").strip(), "there is no such interview", row)
    cells = _stripped(row)
    cells["name"] = _wanted_name(row, source.name)
    participants.check_date(cells.get("date", ""))
    for field in sources.NUMBERS:
        sources.parse_field(field, cells.get(field, ""))
    for field in ("participant", "wave"):
        if cells.get(field):
            problem = name_problem(cells[field])
            if problem:
                raise Invalid(f"Not a valid name for a {field}", problem)
    return Step(CHANGED, source.name, _differences(cells_of(project, INTERVIEWS, source), cells), row, source.id)


def _stripped(row: Row) -> dict[str, str]:
    """Return the cells of an interview; an empty day beside a date is left to be counted."""
    cells = {column: cell.strip() for column, cell in row.cells.items() if column in COLUMNS[INTERVIEWS]}
    if cells.get("date") and not cells.get("day"):
        cells.pop("day", None)
    return cells


def _apply_interview(project: Project, step: Step) -> None:
    cells = _stripped(step.row)
    source = project.sources[step.id]
    if cells.get("name", source.name) not in ("", source.name):
        source = sources.rename(project, source, cells["name"])
    fields = {field: sources.parse_field(field, cells[field]) for field in sources.FIELDS if field in cells}
    sources.describe(project, source, **fields)


# The attrition register


def _compare_entry(project: Study, row: Row) -> Step:
    cells = {column: cell.strip() for column, cell in row.cells.items() if column in COLUMNS[REGISTER]}
    person = participant_named(project, cells.get("participant", ""))
    wave = wave_named(project, cells["wave"]) if cells.get("wave") else None
    if cells.get("outcome") not in OUTCOMES:
        outcome = cells.get("outcome") or "nothing"
        raise Invalid(f"Unknown outcome “{outcome}”", hint=f"Known: {', '.join(OUTCOMES)}")
    name = f"{person.name}, {wave.name}" if wave else person.name
    entry: Attrition | None = attrition.find_entry(project, person, wave)
    if entry is None:
        cells_given = {column: cells.get(column, "") for column in ("outcome", "reason", "when")}
        return Step(NEW, name, _differences({}, cells_given), row)
    before = cells_of(project, REGISTER, entry)
    cells_given = {column: cell for column, cell in cells.items() if column not in ("participant", "wave")}
    return Step(CHANGED, name, _differences(before, cells_given), row, entry.id)


def _apply_entry(project: Project, step: Step) -> None:
    cells = {column: cell.strip() for column, cell in step.row.cells.items()}
    person = participant_named(project, cells["participant"])
    wave = wave_named(project, cells["wave"]) if cells.get("wave") else None
    attrition.enter(project, person, cells["outcome"], wave=wave, reason=cells.get("reason"), when=cells.get("when"))


_COMPARING: dict[str, Callable[[Study, Row], Step]] = {
    PEOPLE: _compare_person,
    INTERVIEWS: _compare_interview,
    REGISTER: _compare_entry,
}
_APPLYING: dict[str, Callable[[Project, Step], None]] = {
    PEOPLE: _apply_person,
    INTERVIEWS: _apply_interview,
    REGISTER: _apply_entry,
}


def records(study: Study, sheet: str) -> Iterator[Record]:
    """Yield the records of a sheet in the order of the study."""
    if sheet == REGISTER:
        names = {id: participant.name for id, participant in study.participants.items()}
        yield from sorted(
            study.attrition.values(), key=lambda entry: (names[entry.participant], entry.wave or "", entry.id)
        )
    elif sheet == INTERVIEWS:
        yield from sources_in_order(study)
    else:
        yield from sorted(study.participants.values(), key=by_name)
