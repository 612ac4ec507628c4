"""Several interviews at once: a field for all of them, and days in place of dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec

from coder.errors import Invalid
from coder.model.participant import Attrition
from coder.model.source import Source
from coder.project.interviews import contradicts, counted_day, days_between
from coder.project.operations import sources
from coder.project.ordering import sources_in_order
from coder.project.project import Project
from coder.project.study import Study

FIELDS = ("participant", "wave", "date", "day", "interviewer", "mode", "guide", "minutes", "language")
NUMBERS = ("day", "minutes")
#: What stays after the dates are gone.
STILL_THERE = (
    "The history and the backups hold the dates until they are pruned; "
    "names of interviews, memos and the transcripts themselves are not looked at."
)


def describe_many(project: Project, interviews: Sequence[Source], field: str, value: str) -> int:
    """Set one of `FIELDS` for several interviews, as it is typed; "" takes it away. Gives for how many."""
    if field not in FIELDS:
        raise Invalid(f"An interview has no “{field}”", hint=f"There is: {', '.join(FIELDS)}")
    many = interviews[0].name if len(interviews) == 1 else f"{len(interviews)} interviews"
    with project.transaction("interviews.describe_many", f"set {field} of {many}"):
        for source in interviews:
            sources.describe(project, project.sources[source.id], **{field: read_value(field, value)})
    return len(interviews)


def read_value(field: str, text: str) -> Any:
    """What is typed for a field, as it is stored. Raises Invalid where a whole number is needed and not there."""
    text = text.strip()
    if field not in NUMBERS:
        return text
    try:
        return int(text) if text else None
    except ValueError:
        raise Invalid(f"The {field} is a whole number", f"not “{text}”", "Nothing was changed.") from None


# Days for dates


class Counted(NamedTuple):
    """An interview, its date, and the day that takes its place."""

    source: Source
    date: str
    day: int


class Plan(NamedTuple):
    """What becomes of the dates: `days` of interviews, `entries` of the register (and their new words).

    `anchors` is how many participants lose theirs; `problems` say in words why it cannot be done yet.
    """

    days: tuple[Counted, ...]
    entries: tuple[tuple[Attrition, str], ...]
    anchors: int
    problems: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether there is no date at all."""
        return not (self.days or self.entries or self.anchors or self.problems)


def plan_days(project: Study) -> Plan:
    """What `dates_to_days` would do, and what stands in its way."""
    days, problems = [], []
    for source in sources_in_order(project):
        if not source.date:
            continue
        day = counted_day(project, source)
        other = contradicts(project, source)
        if other is not None:
            problems.append(f"{source.name}: it says day {source.day}, but its date is day {other}")
        elif day is not None:
            days.append(Counted(source, source.date, day))
        elif source.day is not None:
            days.append(Counted(source, source.date, source.day))
        else:
            person = project.participants.get(source.participant or "")
            missing = f"{person.name} has no date to count from" if person else "it has no participant"
            problems.append(f"{source.name}: {missing}")
    entries = []
    for entry in project.attrition.values():
        when = _date(entry.when)
        if when:
            person = project.participants[entry.participant]
            told = days_between(person.anchor, when)
            entries.append((entry, "" if told is None else f"day {told}"))
    anchors = sum(1 for one in project.participants.values() if one.anchor)
    return Plan(tuple(days), tuple(entries), anchors, tuple(problems))


def _date(text: str) -> str:
    """The date that a text begins with, "" for none."""
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""


def dates_to_days(project: Project) -> Plan:
    """Put days in the place of all dates of interviews, and forget what they were counted from, in one change.

    In the attrition register a date becomes a day too, or, where there is nothing to count from, goes. Raises
    Invalid, listing them, where an interview has a date from which no day can be counted, or another day.
    """
    plan = plan_days(project)
    if plan.problems:
        raise Invalid(
            "The dates cannot be replaced yet",
            "\n".join(plan.problems),
            "Give the participant the date to count from, or correct the day. Nothing was changed.",
        )
    with project.transaction("interviews.dates_to_days", f"days in place of dates ({len(plan.days)})") as tx:
        for counted in plan.days:
            tx.put("sources", msgspec.structs.replace(counted.source, day=counted.day, date=""))
        for entry, when in plan.entries:
            tx.put("attrition", msgspec.structs.replace(entry, when=when))
        for person in list(project.participants.values()):
            if person.anchor:
                tx.put("participants", msgspec.structs.replace(person, anchor=""))
    return plan
