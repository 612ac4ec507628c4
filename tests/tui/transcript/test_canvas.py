"""The layout of a transcript and the stripes beside it. All text SYNTHETIC; a row of marks is ten characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from coder.text.characters import snap
from coder.text.characters import width as cells
from coder.text.cursor import Cursor
from coder.text.span import Span, Turn
from coder.text.units import Units
from coder.tui.transcript.canvas import LAYERS, MEMO_SIGN, Canvas, Layout, Palette, short_labels, touching
from coder.tui.transcript.margin import Mark, Stripes

PIECES = st.sampled_from(["I ", "never", " ", "국어", "👩🏽\u200d🚀", "e\u0301", "ש", "\n"])
BODIES = st.lists(st.lists(PIECES, max_size=25).map("".join), min_size=1, max_size=4)


def transcript(bodies: list[str]) -> tuple[str, list[Turn]]:
    text, turns = "", []
    for n, body in enumerate(bodies):
        label = len(text)
        text += "P: "
        turns.append(Turn(len(text), len(text) + len(body), "PI"[n % 2], None, label))
        text += body + "\n"
    return text, turns


@given(BODIES, st.integers(18, 130), st.booleans())
def test_an_offset_is_found_again_where_it_is_drawn(bodies: list[str], width: int, gap: bool) -> None:
    text, turns = transcript(bodies)
    layout = Layout(text, turns, width, gap)
    assert layout.height > 0
    for index in range(layout.height):
        row = layout.row(index)
        shown = layout.shown(row)
        assert cells(shown) <= layout.columns.body
        for offset in range(row.start, row.start + len(shown)):
            if snap(shown, offset - row.start) == offset - row.start and cells(text[offset]):
                assert layout.locate(offset)[0] == index
                assert layout.offset_at(*layout.locate(offset)) == offset


@given(BODIES, st.integers(4, 60))
def test_rows_hold_every_turn_in_order(bodies: list[str], width: int) -> None:
    text, turns = transcript(bodies)
    layout = Layout(text, turns, width)
    rows = [layout.row(i) for i in range(layout.height)]
    for n, turn in enumerate(turns):
        assert "".join(text[r.start : r.end] for r in rows if r.turn == n) == text[turn.start : turn.end]
    assert sum(row.blank for row in rows) == len(turns) - 1


def test_labels_are_names_or_initials_and_differ() -> None:
    assert short_labels(["I", "P"], 3) == {"I": "I", "P": "P"}
    assert short_labels(["Adam Stacoviak", "Jerod Santo"], 3) == {"Adam Stacoviak": "AS", "Jerod Santo": "JS"}
    names = ["Interviewer", "Interviewee", "Interviewer 1", "Interviewer 2"]
    labels = short_labels(names, 3)
    assert len(set(labels.values())) == 4
    assert all(cells(label) <= 3 for label in labels.values())


def test_touching() -> None:
    spans = [Span(0, 2), Span(4, 6), Span(8, 9)]
    assert list(touching(spans, Span(2, 5))) == [Span(4, 6)]


def test_nothing_to_show() -> None:
    layout = Layout("", (), 80)
    assert (layout.height, layout.row_of(3), layout.offset_at(0, 5)) == (0, 0, 0)


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


def named(marks: list[Mark], columns: int, first: int, last: int) -> list[str]:
    cells, _ = Stripes(
        lambda a, b: [m for m in marks if m.start < b and a < m.end],
        lambda s: range(s.start // 10, (s.end - 1) // 10 + 1),
        lambda a, b: Span(a * 10, b * 10),
        columns,
        named=True,
    ).draw(first, last)
    return ["".join(text for text, _ in row) for row in cells]


def coding(start: int, end: int, name: str) -> Mark:
    return Mark(start, end, name[0], "#ff0000", name, "", name)


def test_a_bracket_spans_the_rows_and_the_name_stands_at_the_first() -> None:
    marks = [coding(0, 30, "Strong, never ill"), coding(15, 25, "Shame"), coding(40, 45, "Home")]
    assert named(marks, 21, 0, 5) == [
        "┌ Strong, never ill  ",
        "│┏ Shame             ",
        "└└                   ",
        "                     ",
        "[ Home               ",
    ]


def test_a_coding_that_begins_above_is_named_in_the_first_row_in_sight() -> None:
    assert named([coding(0, 40, "Shame")], 12, 2, 4) == ["│ Shame     ", "└           "]


def test_names_that_do_not_fit_in_a_row_stand_in_the_rows_below() -> None:
    marks = [coding(0, 20, "Strong, never ill"), coding(0, 20, "Patient first")]
    assert named(marks, 21, 0, 2) == ["┏┌ Patient first     ", "└┗ Strong, never ill "]


def test_names_in_one_row_are_cut_without_punctuation() -> None:
    marks = [coding(0, 10, "Strong, never ill"), coding(0, 10, "Home")]
    assert named(marks, 19, 0, 1) == ["[[ Home · Strong…  "]
    assert named(marks, 40, 0, 1) == ["[[ Home · Strong, never ill             "]


def test_names_and_brackets_without_room_are_counted() -> None:
    many = [coding(0, 10, f"{letter} long name of a code") for letter in "abcdefgh"]
    assert named(many, 25, 0, 1) == ["[[[[[[ a long name o… +7 "]


@pytest.mark.parametrize("columns", [18, 25, 40])
@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 60), st.text(min_size=1, max_size=30)), max_size=9))
def test_the_margin_of_names_has_its_width_in_every_row(columns: int, codings: list[tuple[int, int, str]]) -> None:
    marks = [coding(start, start + length, name) for start, length, name in codings]
    rows = named(marks, columns, 1, 9)
    assert [cells(row) for row in rows] == [columns] * 8


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


def test_a_memo_sign_stands_before_the_row_where_a_unit_with_a_memo_begins() -> None:
    text, turns = "One two. Three four.", [Turn(0, 20, "P", None, 0)]
    canvas = Canvas(text, turns, lambda start, end: ())
    canvas.memos_in = lambda start, end: [9] if end > 9 else []
    canvas.resize(24, 4)
    palette = Palette(dict.fromkeys(("base", "number", "speaker", "stamp", "bar", "thumb", *LAYERS), Style()), True)
    canvas.look_at(Cursor(Units(text, turns, "en")))
    rows = [canvas.strip(y, palette).text for y in range(4)]
    assert [MEMO_SIGN in row for row in rows] == [index == canvas.layout.row_of(9) for index in range(4)]
