"""The transcript pane: mouse."""

from __future__ import annotations

from textual import events

from tests.tui.conftest import Ui


async def test_click_stands_on_a_unit(ui: Ui) -> None:
    await ui.pilot.click(ui.view, offset=(10, 3))
    assert ui.quote == "Thank you for coming."
    await ui.pilot.click(ui.tree, offset=(8, 5))
    assert ui.codes.code is not None
    assert ui.codes.code.name == "Shame"


async def test_drag_selects(ui: Ui) -> None:
    await ui.pilot.mouse_down(ui.view, offset=(10, 3))
    await ui.pilot._post_mouse_events([events.MouseMove], ui.view, offset=(12, 6), button=1)
    await ui.pilot.mouse_up(ui.view, offset=(12, 6))
    await ui.pilot.pause()
    assert ui.quote.startswith("Thank you for coming. Where would you")
    assert ui.quote.endswith("tape recorder.")


async def test_wheel_scrolls_and_leaves_the_cursor(ui: Ui) -> None:
    span = ui.view.cursor.span
    await ui.pilot._post_mouse_events([events.MouseScrollDown], ui.view, offset=(10, 5), button=0)
    await ui.pilot.pause()
    assert ui.view.canvas.top == 3
    assert ui.view.cursor.span == span
