"""Who was interviewed, and when in the study."""

from __future__ import annotations

from coder.model.record import Record

#: What can become of an interview that was planned → how it is said.
OUTCOMES: dict[str, str] = {
    "invited": "invited, no answer yet",
    "declined": "declined",
    "unreachable": "could not be reached",
    "withdrawn": "withdrawn; what was said may be kept",
    "withdrawn, erase": "withdrawn; what was said is to be erased",
}


class Participant(Record, frozen=True, kw_only=True):
    """A person interviewed (REFI-QDA: Case), known by a study name such as P01.

    `anchor` is the date (ISO 8601) from which the days of this person's interviews are counted, "" where dates
    were given up for days.
    """

    name: str
    service: str = ""
    anchor: str = ""
    attributes: dict[str, str] = {}
    note: str = ""


class Wave(Record, frozen=True, kw_only=True):
    """A round of interviews; `first_day` and `last_day` are its window in days, inclusive."""

    name: str
    order: int = 0
    first_day: int | None = None
    last_day: int | None = None

    def misses(self, day: int | None) -> int:
        """How many days `day` lies outside the window: 0 inside it, or where either is unknown."""
        if day is None:
            return 0
        if self.first_day is not None and day < self.first_day:
            return self.first_day - day
        if self.last_day is not None and day > self.last_day:
            return day - self.last_day
        return 0


class Attrition(Record, frozen=True, kw_only=True):
    """Why there is no interview of a participant in a wave, or (`wave` None) why the person left the study."""

    participant: str
    wave: str | None = None
    outcome: str
    reason: str = ""
    when: str = ""
