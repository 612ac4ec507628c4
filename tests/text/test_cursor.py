"""SYNTHETIC text only."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coder.text.characters import snap
from coder.text.cursor import Cursor
from coder.text.span import Span, Turn
from coder.text.units import Granularity, Units

TEXT = "I was ill. You come in, you do it. Then I sat e\u0301 👩🏽\u200d🚀 there.\nNo? No."
FIRST = TEXT.index("\n")
TURNS = [Turn(0, FIRST, "P", None, 0), Turn(FIRST + 1, len(TEXT), "I", None, FIRST + 1)]


def cursor(at: int = 12) -> Cursor:
    return Cursor(Units(TEXT, TURNS, "en"), Granularity.SENTENCE, at)


def quote(c: Cursor) -> str:
    return TEXT[slice(*c.selection)]


def test_cursor_moves_by_sentences_and_turns() -> None:
    c = cursor()
    assert quote(c) == "You come in, you do it."
    c.move(-1)
    assert quote(c) == "I was ill."
    c.move_turn(1)
    assert quote(c) == "No?"
    c.end()
    assert quote(c) == "No."
    c.home()
    assert quote(c) == "No?"


def test_smaller_unit_returns_to_the_old_position() -> None:
    c = cursor()
    for size in (Granularity.WORD, Granularity.TURN, Granularity.WORD):
        c.resize(size)
    assert quote(c) == "You"


def test_selection_extends_and_swaps_ends() -> None:
    c = cursor()
    c.toggle_extend()
    c.move(-1)
    assert quote(c) == "I was ill. You come in, you do it."
    c.swap_end()
    c.extend(-1)
    assert quote(c) == "I was ill."
    c.clear_selection()
    assert c.anchor is None


def test_nudge_moves_the_edge_by_words() -> None:
    c = cursor()
    c.nudge(-1)
    assert quote(c) == "You come in, you do it"
    c.nudge(-1)
    assert quote(c) == "You come in, you do"
    for _ in range(2):
        c.nudge(1)
    assert quote(c) == "You come in, you do it."
    c.swap_end()
    c.nudge(1)
    assert quote(c) == "come in, you do it."


def test_selected_span_has_whole_clusters() -> None:
    c = cursor()
    start = TEXT.index("e\u0301") + 1
    c.go_to(Span(start, start + 3), select=True)
    assert c.selection == (start - 1, snap(TEXT, start + 3, forward=True))


ACTS = st.lists(
    st.tuples(st.sampled_from(["move", "extend", "nudge", "move_turn"]), st.sampled_from([-1, 1]))
    | st.tuples(
        st.sampled_from(["swap_end", "toggle_extend", "clear_selection", "home", "end", "first", "last"]),
        st.none(),
    )
    | st.tuples(st.just("resize"), st.sampled_from(list(Granularity))),
    max_size=25,
)


@given(ACTS)
def test_selection_always_has_whole_clusters(
    acts: list[tuple[str, object]],
) -> None:
    c = cursor()
    assert c.selection == c.span
    for name, argument in acts:
        act = getattr(c, name)
        act() if argument is None else act(argument)
        start, end = c.selection
        assert 0 <= start < end <= len(TEXT)
        assert snap(TEXT, start) == start
        assert snap(TEXT, end) == end
        assert start <= c.head < end
