"""The statistics screen: numbers beside bars, terminals without block characters, changes."""

from __future__ import annotations

import pytest

from tests.tui.conftest import ActionCases, Ui


async def test_bars_stand_beside_their_numbers(ui: Ui) -> None:
    await ui.press("g", "b")
    assert ui.screen == "StatisticsScreen"
    line = next(line for line in ui.seen.splitlines() if line.startswith(" P01_baseline"))
    assert line.split()[:5] == ["P01_baseline", "11", "██████", "7", "██████"]
    assert "13 codes, no new codes in the last coded transcript" in ui.seen
    await ui.press("right_curly_bracket")
    assert "P 85 % · I 14 %" in ui.seen
    await ui.press("down", "enter")
    assert ui.screen == "CodingScreen"
    assert ui.pane.source is not None
    assert ui.pane.source.name == "P02_baseline"


async def test_bars_of_a_terminal_without_block_characters(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(ui.app.console), "encoding", "ascii")
    await ui.press("g", "b")
    line = next(line for line in ui.seen.splitlines() if line.startswith(" P01_baseline"))
    assert line.split()[:5] == ["P01_baseline", "11", "######", "7", "######"]


async def test_undo_updates_the_numbers(ui: Ui) -> None:
    await ui.press("1", "g", "b")
    assert "68 in 8 transcripts" in ui.seen
    await ui.press("u")
    assert "67 in 8 transcripts" in ui.seen
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


async def test_a_portrait_follows_the_cursor(ui: Ui) -> None:
    await ui.press("g", "b")
    assert "P01_baseline: where the codes are" in ui.seen
    row = next(line for line in ui.seen.splitlines() if line.startswith(" Before asking "))
    assert {"░", "▒", "▓", "█"} & set(row)
    await ui.press("down")
    assert "P02_baseline: where the codes are" in ui.seen


act = ActionCases("statistics")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await ui.press("g", "b")
    await act.run(id, ui)
    assert ui.app._exception is None


@act("statistics.timeline")
async def _(ui: Ui) -> None:
    """The timeline takes the place of the sources."""
    await ui.press("t")
    line = next(line for line in ui.seen.splitlines() if line.startswith(" P01 "))
    assert line.split()[:3] == ["P01", "1", "██"]
    await ui.press("enter", "t")
    assert " P01_baseline " in ui.seen
