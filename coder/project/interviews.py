"""What the date, the day and the wave of an interview say together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from coder.model.participant import Wave
from coder.model.source import Source
from coder.project.ordering import by_order
from coder.project.study import Study


def days_between(anchor: str, day: str) -> int | None:
    """How many days after a date (ISO 8601) another one is; None where one of them is not given."""
    return (date.fromisoformat(day) - date.fromisoformat(anchor)).days if anchor and day else None


def counted_day(study: Study, source: Source) -> int | None:
    """The day of an interview as its date and the anchor of its participant give it; None where they do not."""
    participant = study.participants.get(source.participant or "")
    return days_between(participant.anchor, source.date) if participant else None


def contradicting_day(study: Study, source: Source) -> int | None:
    """The day that the date of an interview gives, where another one is written down; else None."""
    counted = counted_day(study, source)
    return counted if counted is not None and source.day is not None and counted != source.day else None


def same_wave_interviews(study: Study, source: Source) -> list[Source]:
    """The other interviews of the same participant in the same wave; there should be none."""
    if source.participant is None or source.wave is None:
        return []
    others: Iterator[Source] = iter(study.users(source.participant, "sources"))
    found = [one for one in others if one.wave == source.wave and one.id != source.id]
    return sorted(found, key=by_order)


def format_interview_day(wave: Wave | None, day: int | None) -> str:
    """An interview's day beside its wave's window: `day 352 ✓`, `day 402, 7 outside`; "" where it is not known."""
    if day is None:
        return ""
    if wave is None or (wave.first_day is None and wave.last_day is None):
        return f"day {day}"
    missed = wave.misses(day)
    return f"day {day}, {missed} outside" if missed else f"day {day} ✓"


def format_window(wave: Wave) -> str:
    """The window of a wave: `days 335–395`, `from day 335`, `to day 10`; "" where it has none."""
    if wave.first_day is None and wave.last_day is None:
        return ""
    if wave.last_day is None:
        return f"from day {wave.first_day}"
    return f"to day {wave.last_day}" if wave.first_day is None else f"days {wave.first_day}–{wave.last_day}"


def describe_stale_queries(study: Study, *names: str) -> str:
    """In words, which saved queries hold one of some names that are given up; "" where none does."""
    there = [
        one.name for one in study.queries.values() if any(name.casefold() in one.text.casefold() for name in names)
    ]
    return f"Saved queries that hold the old name: {', '.join(sorted(there))}" if there else ""


def warnings(study: Study, source: Source) -> list[str]:
    """What is unusual about when an interview was: told wherever it is entered, and never in the way."""
    told = []
    wave = study.waves.get(source.wave or "")
    if wave is not None and wave.misses(source.day):
        window = f"outside the window of {wave.name} ({format_window(wave)})"
        told.append(f"Day {source.day} lies {wave.misses(source.day)} {window}")
    counted = contradicting_day(study, source)
    if counted is not None:
        told.append(f"Its day is {source.day}, but by its date it is day {counted}")
    others = same_wave_interviews(study, source)
    if others and wave is not None:
        person = study.participants[source.participant or ""].name
        told.append(f"{person} has another interview in {wave.name}: {', '.join(one.name for one in others)}")
    return told
