"""Lines that are drawn by difference, and a page of text. All text SYNTHETIC."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.text import Text
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.strip import Strip

from coder.tui.kit.line_widgets import Page, difference

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


async def test_a_page_wrapped_before_its_layout_is_drawn_at_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a page is drawn with its new size before the resize event arrives."""
    words = "no field note yet on this interview"

    class OnePage(App[None]):
        def compose(self) -> ComposeResult:
            yield Page()

    app = OnePage()
    async with app.run_test(size=(60, 5)):
        page = app.query_one(Page)
        with monkeypatch.context() as early:
            early.setattr(Page, "size", Size(0, 0))
            page.show(Text(words))
            page.scroll_rows(0)  # wraps
        assert words in page.render_line(0).text
