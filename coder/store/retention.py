"""Retention of backups: which are kept, by hour, day, week and month."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from typing import NamedTuple


class Rule(NamedTuple):
    """Keep the newest backup of each of the latest `number` periods that have one; None: of every period."""

    period: Callable[[datetime], Hashable]
    number: int | None


#: Each alone is enough to keep a backup.
RULES = (
    Rule(lambda time: (time.date(), time.hour), 24),
    Rule(lambda time: time.date(), 14),
    Rule(lambda time: time.isocalendar()[:2], 8),
    Rule(lambda time: (time.year, time.month), None),
)


def kept(times: Sequence[datetime | None]) -> list[bool]:
    """Return which backups are kept; `times` are in the order in which they were made, the latest first.

    Periods are counted in that order and only where there are backups, never from the present time: neither a
    wrong clock nor a year without work removes anything. A backup whose time is unknown is kept.
    """
    keep = [time is None for time in times]
    for rule in RULES:
        seen: set[Hashable] = set()
        for index, time in enumerate(times):
            if time is None or rule.period(time) in seen:
                continue
            if rule.number is not None and len(seen) == rule.number:
                break
            seen.add(rule.period(time))
            keep[index] = True
    return keep
