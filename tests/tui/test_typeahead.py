"""Keys in their order, from the very first one on."""

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
    """Somebody typed before there was anything to see."""

    def on_mount(self) -> None:
        for key in ("c", "s", "h"):
            self.post_message(events.Key(key, key))


def asked(app: CoderApp) -> list[str]:
    """What is typed into the picker, where there is one."""
    return [one.value for one in app.screen.query("#picker-query").results(Input)]


async def test_what_is_typed_while_the_project_opens_is_for_the_project(folder: Path) -> None:
    app = Hasty(folder)
    async with app.run_test() as pilot:
        await Ui(app, pilot).until(lambda: asked(app) == ["sh"])


class Slow(Hasty):
    """A project that takes long to open, in which the program can do nothing else."""

    def open_folder(self, folder: Path) -> None:
        time.sleep(0.5)
        super().open_folder(folder)


async def test_time_in_which_nothing_could_be_done_does_not_count(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeahead, "APART", 0.01)
    app = Slow(folder)
    async with app.run_test() as pilot:
        await Ui(app, pilot).until(lambda: asked(app) == ["sh"])
