"""Widths on which terminals differ: what the terminal answers counts, and what stands beside stays. SYNTHETIC."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from coder.text.characters import width
from coder.tui.kit import cell_widths, safe_output

#: Devanagari, Tamil, Oriya, Malayalam, Khmer, Myanmar: a letter with a sign beside it.
WITH_MARKS = ["का", "கா", "କା", "കാ", "កា", "ကာ"]


@pytest.fixture(autouse=True)
def _as_at_the_start() -> Iterator[None]:
    safe_output.use()
    yield
    cell_widths.use()


@pytest.mark.parametrize("text", WITH_MARKS)
def test_a_spacing_mark_takes_a_cell_unless_the_terminal_answers_that_it_does_not(text: str) -> None:
    assert (width(text), cell_len(text)) == (2, 2)
    cell_widths.use(spacing_mark=0)
    assert (width(text), cell_len(text)) == (1, 1)


@pytest.mark.parametrize("text", [*WITH_MARKS, "e\u0301", "❤\ufe0f", "🇳🇴", "👩\u200d🚀", "שָׁ", "★"])
def test_what_stands_beside_uncertain_text_is_drawn_from_where_it_was_counted(text: str) -> None:
    console = Console(color_system=None)
    strip = Strip([Segment(text, Style()), Segment("|", Style())])
    cells = cell_len(text)
    assert strip.render(console) == f"\x1b7{' ' * cells}\x1b8\x1b7{text}\x1b8\x1b[{cells}C|"


def test_text_that_all_draw_alike_is_sent_as_it_is() -> None:
    strip = Strip([Segment("Was sagst du? 患者 – «so»│", Style())])
    assert strip.render(Console(color_system=None)) == strip.text
