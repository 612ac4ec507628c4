"""Interviews: date, day, wave window, and warnings about them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from coder.errors import Invalid
from coder.model.participant import Wave
from coder.model.source import Source
from coder.project.study import Study, by_order
from coder.text.phrases import format_count
from coder.text.speakers import interviewers


def days_between(anchor: str, day: str) -> int | None:
    """Return the days from one date (ISO 8601) to another; None if one is empty."""
    return (date.fromisoformat(day) - date.fromisoformat(anchor)).days if anchor and day else None


def counted_day(study: Study, source: Source) -> int | None:
    """Return the day of an interview counted from its participant's anchor; None if a date is missing."""
    participant = study.participants.get(source.participant or "")
    return days_between(participant.anchor, source.date) if participant else None


def contradicting_day(study: Study, source: Source) -> int | None:
    """Return the day counted from the date if the recorded day differs from it; otherwise None."""
    counted = counted_day(study, source)
    return counted if counted is not None and source.day is not None and counted != source.day else None


def same_wave_interviews(study: Study, source: Source) -> list[Source]:
    """Return the other interviews of the same participant in the same wave."""
    if source.participant is None or source.wave is None:
        return []
    others: Iterator[Source] = iter(study.referrers(source.participant, "sources"))
    same_wave = [other for other in others if other.wave == source.wave and other.id != source.id]
    return sorted(same_wave, key=by_order)


def interviewers_of(study: Study, source: Source) -> tuple[str, ...]:
    """Return the speakers who interview: as chosen, else as their labels suggest."""
    if source.no_interviewer:
        return ()
    return source.interviewers or interviewers(turn.speaker for turn in study.text_of(source).turns)


def format_interview_day(wave: Wave | None, day: int | None) -> str:
    """Return an interview's day and its window: `day 352 ✓`, `day 402, 7 days outside the window`; "" if unknown."""
    if day is None:
        return ""
    if wave is None or (wave.first_day is None and wave.last_day is None):
        return f"day {day}"
    return f"day {day}, {format_misses(wave.misses(day))}" if wave.misses(day) else f"day {day} ✓"


def format_misses(missed: int) -> str:
    """Return a distance from the window of a wave: `7 days outside the window`."""
    return f"{format_count(missed, 'day')} outside the window"


def format_window(wave: Wave) -> str:
    """Return the window of a wave: `days 335–395`, `from day 335`, `to day 10`; "" if it has none."""
    if wave.first_day is None and wave.last_day is None:
        return ""
    if wave.last_day is None:
        return f"from day {wave.first_day}"
    return f"to day {wave.last_day}" if wave.first_day is None else f"days {wave.first_day}–{wave.last_day}"


def describe_stale_queries(study: Study, *names: str) -> str:
    """Return a message naming the saved queries that contain one of these old names; "" if none does."""
    stale = [
        query.name
        for query in study.queries.values()
        if any(name.casefold() in query.text.casefold() for name in names)
    ]
    return f"Saved queries that still contain the old name: {', '.join(sorted(stale))}" if stale else ""


def warnings(study: Study, source: Source) -> list[str]:
    """Return warnings about the date, day and wave of an interview."""
    messages = []
    wave = study.waves.get(source.wave or "")
    if wave is not None and wave.misses(source.day):
        missed = format_misses(wave.misses(source.day))
        messages.append(f"Day {source.day} lies {missed} of {wave.name} ({format_window(wave)})")
    counted = contradicting_day(study, source)
    if counted is not None:
        messages.append(f"Its day is {source.day}, but by its date it is day {counted}")
    others = same_wave_interviews(study, source)
    if others and wave is not None:
        person = study.participants[source.participant or ""].name
        messages.append(f"{person} has another interview in {wave.name}: {', '.join(other.name for other in others)}")
    return messages


def language_code(text: str) -> str:
    """Return the code of a language as it was typed, "" for none; Invalid if it cannot be one."""
    if text and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        raise Invalid("That is not a language code", f"“{text}”", "Language codes are, for example, en, nb, de")
    return text
