"""Key help, the manual, and that the manual names every screen."""

from __future__ import annotations

import re

import pytest

from coder.tui.keymap import actions
from coder.tui.project import help_screen
from tests.tui.conftest import Opener, Ui


@pytest.mark.parametrize(
    ("keys", "title"),
    [((), "Transcript"), (("tab",), "Code tree"), (("tab", "tab"), "Memo pane")],
)
async def test_key_help_shows_the_keys_of_the_focused_pane(ui: Ui, keys: tuple[str, ...], title: str) -> None:
    await ui.press(*keys, "?")
    assert title in ui.seen
    await ui.press("q")
    assert ui.screen == "CodingScreen"


async def test_key_help_opens_the_manual_and_escape_goes_back(ui: Ui) -> None:
    await ui.press("?", "h")
    assert ui.screen == "HelpScreen"
    assert "first-steps" in ui.seen
    await ui.press("j", "k", "enter")
    assert "First steps" in ui.seen
    await ui.press("space", "j", "n")
    assert f"Manual · {list(help_screen.topics())[1]}" in ui.seen
    await ui.press("p", "escape")
    assert "Manual" in ui.seen
    await ui.press("escape", "escape")
    assert ui.screen == "CodingScreen"


@pytest.mark.parametrize("topic", list(help_screen.topics()))
async def test_every_topic_opens(ui: Ui, topic: str) -> None:
    ui.app.push_screen(help_screen.HelpScreen(topic))
    await ui.pilot.pause()
    heading = help_screen.topics()[topic].read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
    assert heading.split()[0] in ui.seen


async def test_manual_opens_without_a_project(running: Opener) -> None:
    async with running() as ui:
        await ui.press("?", "h", "enter")
        assert "First steps" in ui.seen


def test_the_page_on_screens_names_every_screen() -> None:
    text = (help_screen.FOLDER / "screens.md").read_text(encoding="utf-8")
    for place in actions.PLACES:
        assert f"`g {place.letter}`" in text, place.label
    named = {name for group in re.findall(r"\(([a-z_, ]+)\)", text) for name in group.split(", ")}
    assert {action.where for action in actions.ACTIONS} <= named
