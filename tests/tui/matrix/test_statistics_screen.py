"""The statistics screen: numbers beside bars, terminals without block characters, changes."""

from __future__ import annotations

import pytest

from tests.tui.conftest import Ui


async def test_bars_stand_beside_their_numbers(ui: Ui) -> None:
    await ui.press("g", "b")
    assert ui.screen == "StatisticsScreen"
    line = next(line for line in ui.seen.splitlines() if line.startswith(" P01_baseline"))
    assert line.split()[:5] == ["P01_baseline", "11", "██████████", "7", "██████████"]
    assert "13 in use, no new codes in the last source" in ui.seen
    await ui.press("end")
    assert "P 85 % · I 14 %" in ui.seen
    await ui.press("down", "enter")
    assert ui.screen == "CodingScreen"
    assert ui.pane.source is not None
    assert ui.pane.source.name == "P02_baseline"


async def test_bars_of_a_terminal_without_block_characters(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(ui.app.console), "encoding", "ascii")
    await ui.press("g", "b")
    line = next(line for line in ui.seen.splitlines() if line.startswith(" P01_baseline"))
    assert line.split()[:5] == ["P01_baseline", "11", "##########", "7", "##########"]


async def test_undo_updates_the_numbers(ui: Ui) -> None:
    await ui.press("1", "g", "b")
    assert "68 in 8 sources" in ui.seen
    await ui.press("u")
    assert "67 in 8 sources" in ui.seen
    await ui.press("escape")
    assert ui.screen == "CodingScreen"
