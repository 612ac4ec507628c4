"""SYNTHETIC marks only; a row is ten characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coder.text.span import Span
from coder.tui.transcript.canvas import Mark, Stripes


def stripes(marks: list[Mark], columns: int = 3) -> Stripes:
    return Stripes(
        lambda a, b: [m for m in marks if m.start < b and a < m.end],
        lambda s: range(s.start // 10, (s.end - 1) // 10 + 1),
        lambda a, b: Span(a * 10, b * 10),
        columns,
    )


def mark(start: int, end: int, letter: str) -> Mark:
    return Mark(start, end, letter, "#ff0000", letter)


def drawn(found: Stripes, first: int, last: int) -> list[str]:
    return ["".join(cell for cell, _ in row) for row in found.draw(first, last)[0]]


def test_letter_first_then_its_glyph() -> None:
    marks = [mark(0, 30, "a"), mark(15, 25, "b")]
    assert drawn(stripes(marks), 0, 4) == ["a  ", "│b ", "││ ", "   "]
    assert drawn(stripes(marks), 1, 3) == ["ab ", "││ "]


def test_what_does_not_fit_is_counted() -> None:
    marks = [mark(n, 20, chr(97 + n)) for n in range(5)]
    assert drawn(stripes(marks), 0, 1) == ["a+4"]
    many = [mark(n % 9, 20 + n, chr(97 + n)) for n in range(20)]
    assert drawn(stripes(many), 0, 1) == ["+20"]


MARKS = st.lists(st.tuples(st.integers(0, 150), st.integers(1, 60)), max_size=12)


@given(MARKS, st.permutations(range(12)))
def test_a_coding_keeps_its_column_and_shares_it_with_no_neighbour(
    pairs: list[tuple[int, int]], order: list[int]
) -> None:
    marks = [mark(a, a + n, chr(97 + i)) for i, (a, n) in enumerate(pairs)]
    found = stripes(marks, columns=12)
    columns: dict[str, int] = {}
    assert len(order) == 12
    for first in order:
        rows = [[c for c, _ in row] for row in found.draw(first, first + 1)[0]]
        for row in rows:
            letters = [c for c in row if c != " "]
            assert len(letters) == len([m for m in marks if m.start < first * 10 + 10 and first * 10 < m.end])
            for column, letter in enumerate(row):
                if letter != " ":
                    assert columns.setdefault(letter, column) == column
