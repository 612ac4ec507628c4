"""What the parts of the sample are made of: acts with their dates, and how parts name units and codes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from coder.model.segment import Segment
from coder.project import Project
from coder.project.paths import source_named

PARTS = Path(__file__).parent / "parts"
PACE = timedelta(seconds=50)  # from one act of a sitting to the next

Part = dict[str, Any]


class Act(NamedTuple):
    """What one coder did, and when."""

    when: datetime
    coder: str
    do: Callable[[Project], object]


def part(name: str) -> Part:
    """A part of the sample, by the name of its file."""
    return msgspec.toml.decode((PARTS / f"{name}.toml").read_bytes(), type=dict[str, Any])


def bound(act: Callable[..., object], *given: Any) -> Callable[[Project], object]:
    """An act that knows all that it needs but the project."""
    return lambda project: act(project, *given)


def find_quote(text: str, quote: str, nth: int = 1) -> int:
    """Where the `nth` occurrence of a quotation begins; ValueError when there is none."""
    at = -1
    for _ in range(nth):
        at = text.index(quote, at + 1)
    return at


def unit_named(project: Project, name: str) -> Segment:
    """The unit that a part calls `SOURCE: its first words`; ValueError where there is not exactly one."""
    source, _, words = name.partition(": ")
    on = (project.segments[id] for id in project.positions(source_named(project, source).id))
    found = [segment for segment in on if segment.quote.startswith(words)]
    if len(found) != 1:
        raise ValueError(f"{len(found)} units are called {name}")
    return found[0]


def units_named(project: Project, names: list[str]) -> list[str]:
    """The ids of the units with these names."""
    return [unit_named(project, name).id for name in names]
