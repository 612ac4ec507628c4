"""Typeahead: keys pressed before the program is ready."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from coder.tui.app import CoderApp
from coder.tui.kit import typeahead
from tests.tui.conftest import Ui


class Hasty(CoderApp):
    """Keys arrive before the first screen."""

    def on_mount(self) -> None:
        for key in ("c", "s", "h"):
            self.post_message(events.Key(key, key))


def picker_text(app: CoderApp) -> str:
    """What is typed into the picker; "" without one."""
    return "".join(field.value for field in app.screen.query("#picker-query").results(Input))


async def test_keys_pressed_while_the_project_opens_reach_it(folder: Path) -> None:
    app = Hasty(folder)
    async with app.run_test() as pilot:
        await Ui(app, pilot).until(lambda: len(picker_text(app)) == 2)
        assert picker_text(app) == "sh"


class Slow(Hasty):
    """A project that takes long to open, which blocks the event loop."""

    def open_folder(self, folder: Path) -> None:
        time.sleep(0.5)
        super().open_folder(folder)


async def test_typeahead_excludes_time_when_the_program_was_busy(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeahead, "APART", 0.01)
    app = Slow(folder)
    async with app.run_test() as pilot:
        await Ui(app, pilot).until(lambda: len(picker_text(app)) == 2)
        assert picker_text(app) == "sh"
