"""Esc and `q` lead back to where one came from; a message that a key does nothing goes at the next key."""

from __future__ import annotations

import pytest

from coder.tui.kit.foot import fitting
from tests.tui.conftest import Ui


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_back_is_the_screen_one_came_from(ui: Ui, key: str) -> None:
    await ui.press("g", "h", "g", "z", "g", "b")
    assert ui.screen == "StatisticsScreen"
    seen = []
    for _ in range(3):
        await ui.press(key)
        seen.append(ui.screen)
    assert seen == ["BackupsScreen", "HomeScreen", "CodingScreen"]


async def test_screen_on_the_way_is_gone_back_to(ui: Ui) -> None:
    await ui.press("g", "h", "g", "z", "g", "h", "escape")
    assert ui.screen == "CodingScreen"


async def test_coding_begins_a_new_way(ui: Ui) -> None:
    await ui.press("g", "h", "g", "c", "g", "z", "escape")
    assert ui.screen == "CodingScreen"


async def test_unused_key_is_told_until_the_next_key(ui: Ui) -> None:
    await ui.press("g", "h")
    said = ui.said
    await ui.press("v")
    assert ui.said == "v does nothing here · ? shows the keys"
    await ui.press("j")
    assert ui.said == said


async def test_key_line_names_the_way_back(ui: Ui) -> None:
    assert " back" not in ui.hints
    await ui.press("g", "h")
    assert "q back  g go to  ? keys" in ui.hints
    await ui.press("escape", "g", "m")
    assert "q back  g go to  ? keys" in ui.hints


def test_way_back_stays_in_a_narrow_line() -> None:
    hints = [("a", "first"), ("b", "second"), ("q", "back"), ("g", "go to"), ("?", "keys")]
    assert [key for key, _ in fitting(hints, 36)] == ["a", "q", "g", "?"]
