"""Acts of the sample study with their dates, and look-ups by the names used in its parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from coder.model.source import Segment
from coder.project import Project
from coder.project.study import source_named

PARTS = Path(__file__).parent / "parts"
PACE = timedelta(seconds=50)  # between two acts of a session
#: The beginning of a line of a list.
LIST = re.compile(r"^(?:[-*]|\d+\.) ", re.MULTILINE)

Part = dict[str, Any]


class Act(NamedTuple):
    """One act of a coder, and its time."""

    when: datetime
    coder: str
    do: Callable[[Project], object]


def part(name: str) -> Part:
    """Return a part of the sample by the name of its file."""
    return msgspec.toml.decode((PARTS / f"{name}.toml").read_bytes(), type=dict[str, Any])


def unwrapped(text: str) -> str:
    """Return Markdown whose paragraphs are one line each; the lines of a list stay."""
    paragraphs = text.strip().split("\n\n")
    return "\n\n".join(
        paragraph if LIST.search(paragraph) else paragraph.replace("\n", " ") for paragraph in paragraphs
    )


def bind(act: Callable[..., object], *arguments: Any) -> Callable[[Project], object]:
    """Return an act with all arguments but the project."""
    return lambda project: act(project, *arguments)


def find_quote(text: str, quote: str, nth: int = 1) -> int:
    """Return the start of the `nth` occurrence of a quotation. Raises ValueError if there is none."""
    at = -1
    for _ in range(nth):
        at = text.index(quote, at + 1)
    return at


def unit_named(project: Project, name: str) -> Segment:
    """Return the unit named `SOURCE: its first words`. Raises ValueError unless there is exactly one."""
    source, _, words = name.partition(": ")
    segments = (project.segments[id] for id in project.positions(source_named(project, source).id))
    units = [segment for segment in segments if segment.quote.startswith(words)]
    if len(units) != 1:
        raise ValueError(f"{len(units)} units are named {name}")
    return units[0]


def units_named(project: Project, names: list[str]) -> list[str]:
    """Return the ids of the units with these names."""
    return [unit_named(project, name).id for name in names]
