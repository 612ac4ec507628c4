"""The manual inside the program, and that the tour of the screens names every one of them."""

from __future__ import annotations

import re

import pytest

from coder.tui.keymap import actions
from coder.tui.project import help_screen as manual
from tests.tui.conftest import Opener, Ui


async def test_from_the_keys_to_a_topic_and_back(ui: Ui) -> None:
    await ui.press("?", "h")
    assert ui.screen == "HelpScreen"
    assert "first-steps" in ui.seen
    await ui.press("j", "k", "enter")
    assert "First steps" in ui.seen
    await ui.press("space", "j", "n")
    assert f"The manual · {list(manual.topics())[1]}" in ui.seen
    await ui.press("p", "escape")
    assert "The manual" in ui.seen
    await ui.press("escape", "escape")
    assert ui.screen == "CodingScreen"


@pytest.mark.parametrize("topic", list(manual.topics()))
async def test_every_topic_can_be_read(ui: Ui, topic: str) -> None:
    ui.app.push_screen(manual.HelpScreen(topic))
    await ui.pilot.pause()
    heading = manual.topics()[topic].read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
    assert heading.split()[0] in ui.seen


async def test_without_a_project(running: Opener) -> None:
    async with running() as ui:
        await ui.press("?", "h", "enter")
        assert "First steps" in ui.seen


def test_the_tour_describes_every_screen() -> None:
    text = (manual.FOLDER / "screens.md").read_text(encoding="utf-8")
    for place in actions.PLACES:
        assert f"`g {place.letter}`" in text, place.label
    named = {name for group in re.findall(r"\(([a-z_, ]+)\)", text) for name in group.split(", ")}
    assert {one.where for one in actions.ACTIONS} <= named
