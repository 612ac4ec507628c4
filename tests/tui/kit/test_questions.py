"""The key hints: what fits, and what is always shown."""

from __future__ import annotations

from coder.tui.kit.questions import fitting
from tests.tui.conftest import Ui

HINTS = [("c", "code"), ("x", "uncode"), ("m", "memo"), ("g", "go to"), ("?", "keys")]


def test_all_keys_stand_in_order_where_there_is_room() -> None:
    assert fitting(HINTS, 80) == HINTS


def test_the_last_two_stay_and_those_before_them_are_left_out() -> None:
    assert fitting(HINTS, 34) == [HINTS[0], HINTS[1], *HINTS[-2:]]
    assert fitting(HINTS, 33) == [HINTS[0], *HINTS[-2:]]


def test_the_first_stays_longest() -> None:
    assert fitting(HINTS, 20) == [HINTS[0], HINTS[-1]]
    assert fitting(HINTS, 7) == HINTS[:1]
    assert fitting(HINTS, 3) == []


async def test_at_80_columns_the_way_on_and_the_keys_are_told(ui: Ui) -> None:
    for pane in ("transcript", "codes", "memo"):
        assert ui.hints.rstrip().endswith("g go to  ? keys"), pane
        await ui.press("tab")
