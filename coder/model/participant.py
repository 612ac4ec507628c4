"""Participants, waves and attrition."""

from __future__ import annotations

from coder.model.record import Record

#: Outcome of a planned interview → its label.
OUTCOMES: dict[str, str] = {
    "invited": "invited, no answer yet",
    "declined": "declined",
    "unreachable": "could not be reached",
    "withdrawn": "withdrawn; data may be kept",
    "withdrawn, erase": "withdrawn; data to be erased",
    "withdrawn, erased": "withdrawn; data erased",
}
#: The outcome that only an erasure enters.
ERASED = "withdrawn, erased"


class Participant(Record, frozen=True, kw_only=True):
    """A participant (REFI-QDA: Case), with a study name such as P01.

    `anchor` is the date (ISO 8601) from which days of interviews are counted, "" if dates
    were replaced by days.
    """

    name: str
    service: str = ""
    anchor: str = ""
    attributes: dict[str, str] = {}
    note: str = ""


class Wave(Record, frozen=True, kw_only=True):
    """A wave of interviews; `first_day` and `last_day` are its window in days, inclusive."""

    name: str
    order: int = 0
    first_day: int | None = None
    last_day: int | None = None

    def misses(self, day: int | None) -> int:
        """Return how many days `day` lies outside the window: 0 inside it or if unknown."""
        if day is None:
            return 0
        if self.first_day is not None and day < self.first_day:
            return self.first_day - day
        if self.last_day is not None and day > self.last_day:
            return day - self.last_day
        return 0


class Attrition(Record, frozen=True, kw_only=True):
    """An entry of the attrition register: why there is no interview in a wave, or (`wave` None) at all."""

    participant: str
    wave: str | None = None
    outcome: str
    reason: str = ""
    when: str = ""
