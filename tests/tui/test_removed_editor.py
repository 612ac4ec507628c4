"""Esc and the next key typed in one go: an editor that is removed while another screen comes over its own."""

from __future__ import annotations

import pytest

from tests.tui.conftest import Ui


@pytest.mark.parametrize(
    ("place", "editor"), [("p", "s"), ("f", "e"), ("a", "e")], ids=["pairs", "framework", "analytic"]
)
async def test_go_to_works_right_after_leaving_an_editor(ui: Ui, place: str, editor: str) -> None:
    await ui.press("g", place, editor)
    for character in "SYNTHETIC ":
        await ui.press("space" if character == " " else character)
    for key in ("escape", "g"):  # no pause between them
        ui.app.simulate_key(key)
    await ui.until(lambda: "Go to" in ui.seen)
    assert ui.app._exception is None
    await ui.press("s")
    assert ui.screen == "StepsScreen"
