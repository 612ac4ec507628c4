"""Counts, days and names as reports write them."""

from __future__ import annotations

from collections.abc import Sequence

from coder.model.document import Cell
from coder.model.participant import Wave
from coder.text.phrases import NO_UNIT

#: A number of participants below this one can tell who they are.
FEWEST = 3
FEW = f"fewer than {FEWEST}"
NOTHING = Cell(NO_UNIT, absent=True)
SUPPRESSED = Cell(f"suppressed ({FEW} participants)", absent=True)


def units_cell(number: int) -> Cell:
    """A number of units; where there is none the cell says so, and never 0."""
    return Cell(f"{number:,}") if number else NOTHING


def offset(wave: Wave, days: Sequence[int | None]) -> str:
    """When the interviews of a wave were, and how far outside its window: `day 402, 7 outside`."""
    return "; ".join(dict.fromkeys(_offset(wave, day) for day in days)) or "no interview"


def _offset(wave: Wave, day: int | None) -> str:
    if day is None:
        return "day not given"
    if wave.first_day is None and wave.last_day is None:
        return f"day {day}, no window is set"
    missed = wave.misses(day)
    return f"day {day}, {missed} outside" if missed else f"day {day} ✓"
