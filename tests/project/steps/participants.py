"""Steps of the property tests: operations on participants, waves and attrition. All text SYNTHETIC."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import strategies as st

from coder.model.participant import OUTCOMES
from coder.project import Project
from coder.project.backups import Backup
from coder.project.operations import attrition, backups, coders, imports, participants, roster, sources, waves
from tests.project.steps.draws import Draw, Step, pick, pick_some

NAMES = st.sampled_from(["P01", "p02", "P77", "A", "Æ/ø", " ", "a\tb", "x" * 201, "\ud800"])
DATES = st.sampled_from(["", "2024-02-29", "2025-03-01", "2025-02-29", "soon", " 2024-01-01 "])
TEXTS = st.sampled_from(["", " ", "Tern House", "æøå", "\ud800"])
FIELDS = st.sampled_from(["service", "anchor", "note", "age", "attribute:age", "attribute:note", "", "attribute:"])
DAYS = st.none() | st.integers(-5, 500)


def add_attrition(draw: Draw, project: Project) -> Any:
    outcome = draw(st.sampled_from([*OUTCOMES, "lost"]))
    wave = pick(draw, project.waves, none=True)
    who = pick(draw, project.participants)
    return attrition.enter(project, who, outcome, wave=wave, reason=draw(st.none() | TEXTS), when=draw(DATES))


def strike_attrition(draw: Draw, project: Project) -> object:
    with project.transaction("test", "entered two, struck one"):
        add_attrition(draw, project)
        attrition.withdraw(project, pick(draw, project.participants))
        return attrition.strike(project, pick(draw, project.attrition))


def restore_backup(draw: Draw, project: Project) -> object:
    tables = {name: dict(rows) for name, rows in project.tables.items()}
    memo = pick(draw, project.memos, none=True)
    if memo is not None:
        del tables["memos"][memo.id]
    return backups.restore(project, Backup("a", Path("a.zip"), "", 0), tables, draw(TEXTS))


def merge_participants(draw: Draw, project: Project) -> object:
    with project.transaction("test", "another participant, then merged"):
        participants.add(project, draw(st.sampled_from(["P77", "P78"])), service=draw(TEXTS))
        add_attrition(draw, project)
        return participants.merge(
            project, pick(draw, project.participants), pick(draw, project.participants), draw(TEXTS)
        )


def with_attribute(draw: Draw, project: Project, then: Callable[[], object]) -> object:
    with project.transaction("test", "attributes"):
        participants.set_field(project, pick_some(draw, project.participants, least=1), "attribute:age", draw(TEXTS))
        participants.set_field(project, pick_some(draw, project.participants, least=1), "attribute:sex", draw(TEXTS))
        return then()


def days_for_dates(draw: Draw, project: Project) -> object:
    with project.transaction("test", "dates, then days"):
        for source in project.sources.values():
            if draw(st.booleans()):
                sources.describe_all(project, [source], "date", draw(DATES))
        participants.set_field(project, pick_some(draw, project.participants, least=1), "anchor", draw(DATES))
        return sources.dates_to_days(project)


def import_sheet(draw: Draw, project: Project) -> object:
    sheet = draw(st.sampled_from([*roster.COLUMNS]))
    columns = [*roster.columns(project, sheet), *(["age"] if sheet == roster.PEOPLE else [])]
    known = [record.id for record in roster.records(project, sheet)]
    known += [
        one.name for one in (*project.participants.values(), *project.sources.values(), *project.waves.values())
    ]
    cell = st.sampled_from(["", "P77", "3", *OUTCOMES, *known]) | DATES | TEXTS
    rows = [
        roster.Row(f"sheet, line {at}", {name: draw(cell) for name in columns if draw(st.booleans())})
        for at in range(2, 2 + draw(st.integers(1, 2)))
    ]
    return roster.apply(project, roster.compare(project, sheet, rows), draw(TEXTS))


INITIALS = st.sampled_from(["KG", "kg", "IH", " new ", "", "a\tb", "\ud800"])
STEPS: dict[str, Step] = {
    "attrition.enter": add_attrition,
    "attrition.strike": strike_attrition,
    "attrition.enter_all": lambda d, p: attrition.enter_all(
        p, pick_some(d, p.participants, least=1), "declined", reason=d(TEXTS)
    ),
    "attrition.strike_all": lambda d, p: attrition.strike_all(p, pick_some(d, p.attrition, least=1)),
    "attrition.withdraw": lambda d, p: attrition.withdraw(
        p, pick(d, p.participants), erase=d(st.booleans()), reason=d(TEXTS)
    ),
    "sources.describe_all": lambda d, p: sources.describe_all(
        p, pick_some(d, p.sources, least=1), d(st.sampled_from([*sources.FIELDS, "name"])), d(NAMES | DATES | TEXTS)
    ),
    "sources.dates_to_days": days_for_dates,
    "participants.ensure": lambda d, p: participants.ensure(p, d(NAMES)),
    "participants.add": lambda d, p: participants.add(
        p, d(NAMES), service=d(TEXTS), anchor=d(DATES), attributes={"x": d(TEXTS)}
    ),
    "participants.describe": lambda d, p: participants.describe(
        p,
        pick(d, p.participants),
        name=d(st.none() | NAMES),
        anchor=d(st.none() | DATES),
        attributes={"y": d(TEXTS)},
    ),
    "participants.rename": lambda d, p: participants.rename(p, pick(d, p.participants), d(NAMES)),
    "participants.set_field": lambda d, p: participants.set_field(
        p, pick_some(d, p.participants, least=1), d(FIELDS), d(DATES | TEXTS)
    ),
    "participants.rename_attribute": lambda d, p: with_attribute(
        d, p, lambda: participants.rename_attribute(p, d(st.sampled_from(["age", "sex", "x"])), d(NAMES))
    ),
    "participants.remove_attribute": lambda d, p: with_attribute(
        d, p, lambda: participants.remove_attribute(p, "age")
    ),
    "participants.merge": merge_participants,
    "participants.remove": lambda d, p: participants.remove(p, pick(d, p.participants)),
    "coders.add": lambda d, p: coders.add(p),
    "backups.restore": restore_backup,
    "imports.forget_decisions": lambda d, p: imports.forget_decisions(p, d(st.integers(-1, 2))),
    "coders.rename": lambda d, p: coders.rename(p, pick(d, p.coders), d(INITIALS)),
    "roster.apply": import_sheet,
    "waves.ensure": lambda d, p: waves.ensure(p, d(NAMES)),
    "waves.add": lambda d, p: waves.add(p, d(NAMES), first_day=d(DAYS), last_day=d(DAYS)),
    "waves.describe": lambda d, p: waves.describe(
        p,
        pick(d, p.waves),
        name=d(st.none() | NAMES),
        first_day=d(st.just(msgspec.UNSET) | DAYS),
        last_day=d(DAYS),
        later=d(st.integers(-2, 2)),
    ),
    "waves.move": lambda d, p: waves.move(p, pick(d, p.waves), d(st.integers(-3, 3))),
    "waves.remove": lambda d, p: waves.remove(p, pick(d, p.waves)),
}
READ_ONLY = {
    "coders.account_name", "coders.default_initials",
    "attrition.find_entry", "coders.coder_named", "sources.plan_days", "sources.parse_field", "participants.find",
    "participants.describe_references", "participants.references", "participants.check_date", "roster.cells_of",
    "roster.column_of", "roster.columns", "roster.compare", "roster.records",
    "waves.find", "waves.read_window",
}  # fmt: skip
