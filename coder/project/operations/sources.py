"""Sources: add, rename, describe, mark as read, remove."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec

from coder.errors import Invalid, NotFound
from coder.model.condensation import Reading
from coder.model.participant import Attrition
from coder.model.source import Source, SourceText
from coder.project.interviews import contradicting_day, counted_day, days_between, language_code
from coder.project.operations import participants, waves
from coder.project.project import Project
from coder.project.segments import remove_segment, repoint
from coder.project.study import Study, sources_in_order
from coder.text.fold import name_key
from coder.text.span import Turn
from coder.text.words import count_words_in


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def free_name(project: Study, name: str) -> str:
    """Return the name, with a number if a source has it already."""
    names = {name_key(source.name) for source in project.sources.values()}
    candidate, number = name, 2
    while name_key(candidate) in names:
        candidate, number = f"{name} ({number})", number + 1
    return candidate


def same_text(project: Study, text: str) -> Source | None:
    """Return the source with exactly this text, if there is one."""
    digest = digest_of(text)
    return next((source for source in project.sources.values() if source.digest == digest), None)


def problem_with_text(project: Study, text: str) -> Invalid | None:
    """Return why a text cannot be added: a source has it already; None if it can."""
    twin = same_text(project, text)
    if twin is None:
        return None
    return Invalid(
        "This transcript is in the project already",
        f"Its text is exactly that of “{twin.name}”.",
        "Nothing was imported. To replace a text, use: coder source correct",
    )


def add(
    project: Project,
    *,
    name: str,
    text: str,
    turns: Sequence[Turn],
    words: int | None = None,
    format: str = "txt",
    encoding: str = "",
    language: str = "",
    participant: str = "",
    wave: str = "",
    day: int | None = None,
    allow_same_text: bool = False,
) -> Source:
    """Add a source; participant and wave are given by name and created if missing, words are counted unless
    their number is given.

    Raises Invalid if the name is taken, or the text is in the project already (unless `allow_same_text`).
    """
    problem = None if allow_same_text else problem_with_text(project, text)
    if problem is not None:
        raise problem
    with project.transaction("sources.add", f"imported {name}") as tx:
        record = participants.ensure(project, participant) if participant else None
        when = waves.ensure(project, wave) if wave else None
        source = Source(
            id=project.new_id(),
            name=name,
            participant=record.id if record else None,
            wave=when.id if when else None,
            day=day,
            language=language or project.info.language,
            words=count_words_in(text, turns) if words is None else words,
            characters=len(text),
            turns=len(turns),
            format=format,
            encoding=encoding,
            digest=digest_of(text),
            imported=project.now(),
            order=1 + max((other.order for other in project.sources.values()), default=0),
        )
        tx.put("texts", SourceText(id=project.new_id(), source=source.id, text=text, turns=tuple(turns)))
        tx.put("sources", source)
    return source


def rename(project: Project, source: Source, name: str) -> Source:
    """Rename a source."""
    changed = msgspec.structs.replace(source, name=name.strip())
    with project.transaction("sources.rename", f"renamed {source.name} to {changed.name}") as tx:
        tx.put("sources", changed)
    return changed


def describe(
    project: Project,
    source: Source,
    *,
    participant: str | None = None,
    wave: str | None = None,
    day: int | msgspec.UnsetType | None = msgspec.UNSET,
    date: str | None = None,
    language: str | None = None,
    interviewer: str | None = None,
    mode: str | None = None,
    guide: str | None = None,
    minutes: int | msgspec.UnsetType | None = msgspec.UNSET,
    interviewers: Sequence[str] | None = None,
    no_interviewer: bool = False,
) -> Source:
    """Set who was interviewed, in which wave, when, how, by whom and for how long, and who the interviewers are.

    "" (None for `day` and `minutes`) clears a field. A `date` (ISO 8601) gives the day, if the participant has
    an anchor and no day is given. With `no_interviewer`, no speaker is one.
    Raises NotFound for an interviewer who does not speak in the source, and Invalid
    for what is no code of a language.
    """
    with project.transaction("sources.describe", f"described {source.name}") as tx:
        fields: dict[str, Any] = {"day": day, "minutes": minutes}
        fields = {name: value for name, value in fields.items() if value is not msgspec.UNSET}
        texts = {"language": language, "interviewer": interviewer, "mode": mode, "guide": guide, "date": date}
        fields |= {name: value.strip() for name, value in texts.items() if value is not None}
        language_code(fields.get("language", ""))
        if participant is not None:
            fields["participant"] = participants.ensure(project, participant).id if participant.strip() else None
        if wave is not None:
            fields["wave"] = waves.ensure(project, wave).id if wave.strip() else None
        if interviewers is not None:
            fields |= {"interviewers": _speakers(project, source, interviewers), "no_interviewer": False}
        if no_interviewer:
            fields |= {"interviewers": (), "no_interviewer": True}
        changed = msgspec.structs.replace(source, **fields)
        if "date" in fields or ("participant" in fields and changed.day is None):
            participants.check_date(changed.date)
            counted = counted_day(project, changed)
            if counted is not None and day is msgspec.UNSET:
                changed = msgspec.structs.replace(changed, day=counted)
        tx.put("sources", changed)
    return changed


def _speakers(project: Project, source: Source, names: Sequence[str]) -> tuple[str, ...]:
    speakers = dict.fromkeys(turn.speaker for turn in project.text_of(source).turns if turn.speaker)
    for name in names:
        if name not in speakers:
            hint = f"Speakers: {', '.join(speakers)}" if speakers else "Its turns have no names."
            raise NotFound(f"{source.name} has no speaker “{name}”", hint=hint)
    return tuple(dict.fromkeys(names))


def remove(project: Project, source: Source) -> int:
    """Remove a source with its segments, their codings and memos; return how many segments."""
    segments = list(project.positions(source.id))
    with project.transaction("sources.remove", f"deleted {source.name}") as tx:
        for segment in segments:
            for coding in project.codings_of(segment):
                tx.remove("codings", coding.id)
            for memo in project.memos_on(segment):
                tx.remove("memos", memo.id)
            remove_segment(project, tx, segment)
        for memo in project.memos_on(source.id):
            tx.remove("memos", memo.id)
        for (owner, _), text in list(project.index.texts.items()):
            if owner == source.id:
                tx.remove("texts", text)
        repoint(project, tx, "sources", source.id, None)
        tx.remove("sources", source.id)
    return len(segments)


# Several interviews at once


FIELDS = ("participant", "wave", "date", "day", "interviewer", "mode", "guide", "minutes", "language")
NUMBERS = ("day", "minutes")
#: What `dates_to_days` leaves untouched.
STILL_THERE = (
    "The history and the backups hold the dates until they are pruned; "
    "names of interviews, memos and the transcripts themselves are not searched for dates."
)


def describe_all(project: Project, interviews: Sequence[Source], field: str, value: str) -> int:
    """Set one of `FIELDS` of several interviews from text, "" to clear; return how many."""
    if field not in FIELDS:
        raise Invalid(f"An interview has no “{field}”", hint=f"Known: {', '.join(FIELDS)}")
    many = interviews[0].name if len(interviews) == 1 else f"{len(interviews)} interviews"
    with project.transaction("interviews.describe_many", f"set {field} of {many}"):
        for source in interviews:
            describe(project, project.sources[source.id], **{field: parse_field(field, value)})
    return len(interviews)


def parse_field(field: str, text: str) -> Any:
    """Parse the text of a field; Invalid if it must be a whole number and is not."""
    text = text.strip()
    if field not in NUMBERS:
        return text
    try:
        return int(text) if text else None
    except ValueError:
        raise Invalid(f"The {field} is a whole number", f"not “{text}”", "Nothing was changed.") from None


# Days for dates


class CountedDay(NamedTuple):
    """An interview, its date, and the day that replaces it."""

    source: Source
    date: str
    day: int


class DatePlan(NamedTuple):
    """The replacement of dates: `days` of interviews, `entries` of the register with their new text.

    `anchors` counts the participants whose anchor is cleared; `problems` say why it is not possible yet.
    """

    days: tuple[CountedDay, ...]
    entries: tuple[tuple[Attrition, str], ...]
    anchors: int
    problems: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether there are no dates."""
        return not (self.days or self.entries or self.anchors or self.problems)


def plan_days(project: Study) -> DatePlan:
    """Return what `dates_to_days` would do, and the problems."""
    days, problems = [], []
    for source in sources_in_order(project):
        if not source.date:
            continue
        day = counted_day(project, source)
        other = contradicting_day(project, source)
        if other is not None:
            problems.append(f"{source.name}: it says day {source.day}, but its date is day {other}")
        elif day is not None:
            days.append(CountedDay(source, source.date, day))
        elif source.day is not None:
            days.append(CountedDay(source, source.date, source.day))
        else:
            person = project.participants.get(source.participant or "")
            missing = f"{person.name} has no date to count from" if person else "it has no participant"
            problems.append(f"{source.name}: {missing}")
    entries = []
    for entry in project.attrition.values():
        when = _date(entry.when)
        if when:
            person = project.participants[entry.participant]
            day = days_between(person.anchor, when)
            entries.append((entry, "" if day is None else f"day {day}"))
    anchors = sum(1 for participant in project.participants.values() if participant.anchor)
    return DatePlan(tuple(days), tuple(entries), anchors, tuple(problems))


def _date(text: str) -> str:
    """Return the date that a text begins with, "" for none."""
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""


def dates_to_days(project: Project) -> DatePlan:
    """Replace all dates of interviews by days and clear the anchors, in one change.

    Dates in the attrition register become days too, or are cleared without an anchor. Raises
    Invalid, listing them, if a date cannot be counted or contradicts the day.
    """
    plan = plan_days(project)
    if plan.problems:
        raise Invalid(
            "The dates cannot be replaced yet",
            "\n".join(plan.problems),
            "Give the participant the date to count from, or correct the day. Nothing was changed.",
        )
    with project.transaction("interviews.dates_to_days", f"replaced dates with days ({len(plan.days)})") as tx:
        for counted in plan.days:
            tx.put("sources", msgspec.structs.replace(counted.source, day=counted.day, date=""))
        for entry, when in plan.entries:
            tx.put("attrition", msgspec.structs.replace(entry, when=when))
        for person in list(project.participants.values()):
            if person.anchor:
                tx.put("participants", msgspec.structs.replace(person, anchor=""))
    return plan


# Readings: which coder has read which source as a whole


def find_reading(study: Study, source: Source, initials: str) -> Reading | None:
    """Return the reading of a source by a coder, if there is one."""
    folded = name_key(initials)
    readings: list[Reading] = study.referrers(source.id, "readings")
    return next((reading for reading in readings if name_key(study.coders[reading.coder].initials) == folded), None)


def mark_read(project: Project, source: Source) -> Reading:
    """Mark a source as read by the acting coder; no-op if it is."""
    reading = find_reading(project, source, project.stored_initials)
    if reading is not None:
        return reading
    with project.transaction("reading.mark_read", f"marked {source.name} as read") as tx:
        reading = Reading(
            id=project.new_id(), source=source.id, coder=project.acting_coder(tx).id, when=project.now()
        )
        tx.put("readings", reading)
    return reading


def unmark_read(project: Project, source: Source) -> None:
    """Mark a source as not read by the acting coder."""
    reading = find_reading(project, source, project.stored_initials)
    if reading is not None:
        with project.transaction("reading.unmark", f"marked {source.name} as unread") as tx:
            tx.remove("readings", reading.id)
