"""The tour, done as a person would; and leaving it."""

from __future__ import annotations

import pytest

from coder import sample
from coder.tui.coding import tour
from coder.tui.coding.tour import STEPS
from tests.tui.conftest import Opener, Ui


@pytest.fixture(autouse=True)
def _look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tour, "CHECK_INTERVAL", 0.02)


async def at(ui: Ui, step: int) -> None:
    await ui.until(lambda: f"{step}/{len(STEPS)} " in ui.seen)


async def test_the_whole_tour(running: Opener) -> None:
    async with running(sample.folder()) as ui:
        await ui.until(lambda: "start the tour" in ui.seen)
        await ui.press("g")
        await at(ui, 1)
        for _ in range(4):
            await ui.press("j")
            await ui.pilot.pause(0.1)
        await at(ui, 2)
        for key in ("=", "-"):
            await ui.press(key)
            await ui.pilot.pause(0.1)
        await at(ui, 3)
        await ui.press("c", *"sha", "enter")
        await at(ui, 4)
        assert ui.here == {"Shame"}
        await ui.press("j", ".")
        await at(ui, 5)
        await ui.press("u")
        await at(ui, 6)
        await ui.press("ctrl+r")
        await at(ui, 7)
        await ui.press("j", "i")
        if ui.app.screen.questions.open:  # type: ignore[attr-defined]
            await ui.press("enter")
        await at(ui, 8)
        await ui.press("m", *"SYNTHETIC why", "escape")
        await at(ui, 9)
        await ui.to_code("Shame")
        await ui.press("enter")
        await at(ui, 10)
        await ui.press("?")
        await ui.until(lambda: ui.screen == "KeysScreen")
        await ui.pilot.pause(0.1)
        await ui.press("escape")
        await at(ui, 11)
        await ui.press("ctrl+g")
        await ui.until(lambda: not ui.app.screen.query("#guide"))
        assert ui.app._exception is None


async def test_the_tour_is_left_and_comes_not_back(running: Opener) -> None:
    async with running(sample.folder()) as ui:
        await ui.until(lambda: "start the tour" in ui.seen)
        await ui.press("g")
        await at(ui, 1)
        listeners = len(ui.project._subscribers)
        await ui.press("ctrl+g")
        await ui.until(lambda: not ui.app.screen.query("#guide"))
        assert len(ui.project._subscribers) == listeners - 1
        await ui.press("j", "2", "u")
        assert ui.said.startswith("Undid")


async def test_every_step_of_the_tour_is_skipped_and_gone_back_to(running: Opener) -> None:
    async with running(sample.folder()) as ui:
        await ui.until(lambda: "start the tour" in ui.seen)
        await ui.press("g")
        await at(ui, 1)
        for step in [*range(2, len(STEPS) + 1), *range(len(STEPS) - 1, 0, -1)]:
            await ui.press("right" if ui.app.screen.query_one(tour.TourLine).step < step - 1 else "left")
            await at(ui, step)
        assert "← back" not in ui.seen
        assert "→ skip" in ui.seen


async def test_the_tour_goes_on_after_another_change_where_it_asks_to_redo(running: Opener) -> None:
    async with running(sample.folder()) as ui:
        await ui.until(lambda: "start the tour" in ui.seen)
        await ui.press("g")
        await at(ui, 1)
        await ui.press("right", "right", "right", "right", "j", "2", "u")
        await at(ui, 6)
        await ui.press("j", "1")
        await at(ui, 5)
        await ui.press("u")
        await at(ui, 6)
        await ui.press("ctrl+r")
        await at(ui, 7)
        assert ui.said.startswith("Redid")


async def test_a_plain_copy_has_no_tour(running: Opener) -> None:
    async with running(sample.folder()) as ui:
        await ui.until(lambda: "start the tour" in ui.seen)
        await ui.press("c")
        await ui.until(lambda: not ui.project.readonly)
        assert not ui.app.screen.query("#guide")


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_each_step_fits_two_lines(size: tuple[int, int]) -> None:
    assert all(len(step.text) + 36 < 2 * (size[0] - 4) for step in STEPS)
