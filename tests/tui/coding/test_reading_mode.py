"""Reading mode: the hint line."""

from __future__ import annotations

from tests.tui.conftest import Ui


async def test_reading_mode_shows_its_keys(ui: Ui) -> None:
    await ui.press("S")
    assert "read, next" in ui.hints
    assert "note a theme" in ui.hints
    await ui.press("S")
    assert "read, next" not in ui.hints
