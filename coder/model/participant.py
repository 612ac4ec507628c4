"""Who was interviewed, and when in the study."""

from __future__ import annotations

from coder.model.record import Record


class Participant(Record, frozen=True, kw_only=True):
    """A person interviewed (REFI-QDA: Case), known by a study name such as P01."""

    name: str
    service: str = ""
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
