"""The difference of two rows covers all cells that changed. All text SYNTHETIC."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.strip import Strip

from coder.tui.kit.line_widgets import difference

CELLS = 12
#: Characters of one cell, of which some are not known to be without a look at the table.
rows = st.text("ab ○⚠…é", min_size=CELLS, max_size=CELLS)


@given(rows, rows, st.integers(0, CELLS), st.integers(0, CELLS))
def test_what_is_sent_makes_the_new_row(old: str, new: str, cut_old: int, cut_new: int) -> None:
    before = Strip([Segment(old[:cut_old]), Segment(old[cut_old:])])
    after = Strip([Segment(new[:cut_new]), Segment(new[cut_new:])])
    found = difference(before, after)
    left, right = found or (0, 0)
    assert old[:left] + new[left:right] + old[right:] == new


def test_a_row_of_letters_under_one_with_a_sign() -> None:
    """Both begin or end with blanks: those at one end are not those at the other."""
    old, new = "   plain    ", "   ○ longer…"
    left, right = difference(Strip([Segment(old)]), Strip([Segment(new)])) or (0, 0)
    assert left <= 3
    assert right == CELLS
