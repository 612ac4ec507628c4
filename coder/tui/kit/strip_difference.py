"""The cells in which two drawings of a row differ: only these are sent to the terminal."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

from coder.text.cells import is_narrow


def difference(old: Strip, new: Strip) -> tuple[int, int] | None:
    """Return the first cell and the cell after the last one where two strips of one length differ; None if equal."""
    before, after = list(old), list(new)
    if before == after:
        return None
    left = _same(before, after)
    right = _same([_turned(s) for s in reversed(before)], [_turned(s) for s in reversed(after)])
    return left, max(left + 1, new.cell_length - right)


def _same(before: list[Segment], after: list[Segment]) -> int:
    """Cells from the left in which two rows do not differ."""
    cells = 0
    for old, new in zip(before, after, strict=False):
        if old == new:
            cells += old.cell_length
            continue
        if old.style == new.style and is_narrow(old.text) and is_narrow(new.text):  # else one may not be turned
            pairs = zip(old.text, new.text, strict=False)
            cells += next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(old.text), len(new.text)))
        break
    return cells


def _turned(segment: Segment) -> Segment:
    return Segment(segment.text[::-1], segment.style) if is_narrow(segment.text) else segment
