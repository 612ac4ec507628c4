"""What steps draw from a project: one of its records, or several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from hypothesis import strategies as st

from coder.errors import Invalid
from coder.project import Project

Draw = Callable[[Any], Any]
Step = Callable[[Draw, Project], object]


def pick(draw: Draw, records: Mapping[str, Any] | Iterable[Any], none: bool = False) -> Any:
    """Draw one of the records; with `none`, perhaps None. Raise Invalid, which ends the step, without any."""
    rows = records.values() if isinstance(records, Mapping) else records
    choices = [*rows, *([None] if none else [])]
    if not choices:
        raise Invalid("nothing to choose from")
    return choices[draw(st.integers(0, len(choices) - 1))]


def pick_some(draw: Draw, records: Mapping[str, Any] | Iterable[Any], least: int = 0, most: int = 3) -> list[Any]:
    """Draw some of the records, perhaps the same one twice."""
    return [pick(draw, records) for _ in range(draw(st.integers(least, most)))]
