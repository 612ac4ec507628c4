"""Progress of a file being written, for whoever watches: the share done, and a way to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
#: Share of the work that is done once all units are collected.
EXTRACTED = 0.3

_report: ContextVar[Callable[[float], None] | None] = ContextVar("report", default=None)


@contextmanager
def reporting(report: Callable[[float], None]) -> Iterator[None]:
    """Call `report` with the share done, from 0 to 1, of all that is written meanwhile; what it raises stops that."""
    token = _report.set(report)
    try:
        yield
    finally:
        _report.reset(token)


def tracked(items: Sequence[T], start: float = 0.0, end: float = 1.0) -> Iterator[T]:
    """Yield the items, and report how many are done as a share between `start` and `end`."""
    report = _report.get()
    for number, item in enumerate(items):
        if report is not None:
            report(start + (end - start) * number / len(items))
        yield item
