"""Toasts cover neither a question nor a dialog; a long question leaves room to type."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.widgets import Input
from textual.widgets._toast import Toast

import coder.tui
from coder.errors import CoderError
from coder.tui.app import CoderApp
from coder.tui.kit import toasts
from coder.tui.kit.input_widgets import ROOM, Picker, Prompt
from coder.tui.kit.requests import Ask
from tests.tui.conftest import Ui

ERROR = CoderError(
    "SYNTHETIC error", "What it is about, at some length, so that it takes several lines. " * 2, "A hint."
)


@pytest.fixture
async def noted(folder: Path) -> AsyncIterator[Ui]:
    """The program on the sample at 80×24, with its toasts, which a pilot leaves out."""
    app = CoderApp(folder)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        ui = Ui(app, pilot)
        await ui.until(lambda: ui.screen == "CodingScreen")
        yield ui


async def shown_toast(ui: Ui) -> Toast:
    ui.app.fail(ERROR)
    await ui.until(lambda: any(toast.region.area for toast in ui.app.screen.query(Toast)))
    return ui.app.screen.query(Toast).last()


async def test_toast_stands_above_a_prompt(noted: Ui) -> None:
    await noted.press("/")
    await noted.until(lambda: any(prompt.region.area for prompt in noted.app.screen.query(Prompt)))
    toast = await shown_toast(noted)
    assert toast.region.bottom <= noted.app.screen.query_one(Prompt).region.y


async def test_toast_stands_above_the_picker_and_at_the_foot_again_after_it(noted: Ui) -> None:
    await noted.press("c")
    await noted.until(lambda: any(picker.region.area for picker in noted.app.screen.query(Picker)))
    toast = await shown_toast(noted)
    assert toast.region.bottom <= noted.app.screen.query_one(Picker).region.y
    await noted.press("escape")
    await noted.until(lambda: not noted.app.screen.query(Toast))
    toast = await shown_toast(noted)
    await noted.until(lambda: toast.region.bottom > 18)


async def test_same_toast_replaces_itself_two_errors_stand_at_most_and_escape_removes_them(noted: Ui) -> None:
    for title in ("First", "Same", "Same", "Same", "Last"):
        noted.app.fail(CoderError(title, "SYNTHETIC"))
        await noted.pilot.pause()
    assert noted.toasts == "Same: SYNTHETIC\nLast: SYNTHETIC"
    for number in range(3):
        noted.app.notify(f"SYNTHETIC {number}", title="Please note")
        await noted.pilot.pause()
    assert len(noted.app._notifications) == 5
    await noted.press("g")
    await noted.until(lambda: noted.screen == "ChoiceModal")
    await noted.press("escape")
    await noted.until(lambda: not noted.toasts and not noted.app.screen.query(Toast))


async def test_error_that_has_stood_goes_at_the_next_key_that_acts(noted: Ui) -> None:
    await shown_toast(noted)
    await noted.press("j")
    assert noted.toasts
    for notification in noted.app._notifications:
        notification.raised_at -= toasts.LEAST_TIME
    await noted.press("j")
    await noted.until(lambda: not noted.toasts and not noted.app.screen.query(Toast))


async def test_toast_stands_beside_a_dialog(noted: Ui) -> None:
    await noted.press("g")
    await noted.until(lambda: noted.screen == "ChoiceModal")
    toast = await shown_toast(noted)
    assert not toast.region.intersection(noted.app.screen.query_one("#choice").region).area
    assert "Enter choose" in noted.seen.splitlines()[-1]


def titles() -> list[str]:
    """The questions that the program asks with a fixed text."""
    trees = (ast.parse(path.read_text("utf-8")) for path in Path(coder.tui.__path__[0]).rglob("*.py"))
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    asks = (call.args[0] for call in calls if getattr(call.func, "attr", "") == "ask")
    return sorted((a.value for a in asks if isinstance(a, ast.Constant) and isinstance(a.value, str)), key=len)


async def test_the_longest_questions_are_shown_whole_with_room_to_type(ui: Ui) -> None:
    longest = titles()[-1]
    assert len(longest) > 80 - ROOM
    await ui.press("/")
    await ui.until(lambda: ui.app.screen.query(Prompt))
    prompt = ui.app.screen.query_one(Prompt)
    for title in (longest, "Short:", "A question of ninety columns " * 3 + "?"):
        prompt.open(Ask(title, print, print))
        await ui.pilot.pause()
        shown = " ".join(ui.seen.split())
        assert prompt.query_one(Input).size.width >= ROOM
        assert " ".join(title.split()) in shown
