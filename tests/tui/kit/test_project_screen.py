"""Undo and redo of what another coder did: every screen asks first, naming who and what."""

from __future__ import annotations

import pytest

from coder.project.operations import codebook
from tests.tui.conftest import Ui

#: Keys that open a screen with its own undo, or none of its own.
SCREENS = {
    "coding": (),
    "home": ("g", "h"),
    "history": ("g", "l"),
    "matrix": ("g", "x"),
    "retrieve": ("g", "r", *"shame", "enter"),
}


async def add_as_another(ui: Ui, name: str) -> None:
    mine = ui.project.initials
    ui.project.act_as("ZZ")
    codebook.add(ui.project, name)
    ui.project.act_as(mine)
    await ui.pilot.pause()


@pytest.mark.parametrize("keys", SCREENS.values(), ids=SCREENS.keys())
async def test_undo_of_another_coders_change_asks_on_every_screen(ui: Ui, keys: tuple[str, ...]) -> None:
    await ui.press(*keys)
    await ui.until(lambda: "saved" in ui.state)
    await add_as_another(ui, "Theirs")
    screen = ui.screen
    await ui.press("u", "u", "u")  # a key held down answers nothing
    assert "Undo the work of another coder?" in ui.seen
    assert "Theirs" in ui.seen
    assert "by ZZ" in ui.seen
    await ui.press("n")
    assert "Theirs" in ui.names()
    await ui.press("u", "y")
    await ui.until(lambda: "Theirs" not in ui.names())
    assert ui.screen == screen


async def test_undo_of_ones_own_change_does_not_ask(ui: Ui) -> None:
    codebook.add(ui.project, "Mine")
    await ui.pilot.pause()
    await ui.press("u")
    assert "Mine" not in ui.names()


async def test_yes_is_for_one_change(ui: Ui) -> None:
    await add_as_another(ui, "First")
    await add_as_another(ui, "Second")
    await ui.press("u", "y", "u")
    assert ui.screen == "ChoiceModal"
    assert "First" in ui.seen
    await ui.press("escape")
    assert "First" in ui.names()
    assert "Second" not in ui.names()


async def test_redo_of_what_another_coder_undid_asks(ui: Ui) -> None:
    codebook.add(ui.project, "Mine")
    ui.project.act_as("ZZ")
    ui.project.undo()
    ui.project.act_as("KG")
    await ui.pilot.pause()
    await ui.press("ctrl+r")
    assert "Redo what another coder undid?" in ui.seen
    assert "Mine" not in ui.names()
    await ui.press("y")
    await ui.until(lambda: "Mine" in ui.names())


async def test_undo_to_here_names_changes_of_others(ui: Ui) -> None:
    await ui.press("g", "l")
    await add_as_another(ui, "Theirs")
    await ui.until(lambda: "Theirs" in ui.seen)
    await ui.press("j", "U")
    assert "Undo 1 change?" in ui.seen
    assert "another coder" in ui.seen
    assert "by ZZ" in ui.seen
    await ui.press("c")
    assert "Theirs" in ui.names()
