"""What is written in a thread while the person goes on: the program says so wherever they are by then."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from coder.exchange.writers import memos as memo_files
from coder.tui.kit.project_screen import ProjectScreen
from tests.tui.conftest import Ui


class Slow:
    """The writing of memos, held until it is let go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._go_on, write = threading.Event(), memo_files.render

        def held(*args: object, **named: object) -> bytes:
            self._go_on.wait()
            return write(*args, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(memo_files, "render", held)

    def go_on(self) -> None:
        self._go_on.set()


async def begun(ui: Ui, file: str) -> ProjectScreen:
    """Begin to write all memos into a file, and go back to coding at once."""
    await ui.press("g", "m")
    await ui.press(*(["E", "w"] if any(memo.private for memo in ui.project.memos.values()) else ["E"]))
    await ui.press("ctrl+u")
    await ui.paste(file)
    await ui.press("enter")
    await ui.until(lambda: "Exporting to" in ui.said)
    left = ui.app.screen
    assert isinstance(left, ProjectScreen)
    await ui.press("g", "c")
    return left


async def test_who_went_elsewhere_is_told_there_that_it_is_written(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow(monkeypatch)
    left = await begun(ui, "memos.md")
    assert not left.is_attached
    slow.go_on()
    await ui.until(lambda: "Saved to memos.md" in ui.said)
    assert Path("memos.md").exists()


async def test_who_went_elsewhere_is_told_there_that_it_cannot_be_written(
    ui: Ui, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(monkeypatch)
    await begun(ui, "nowhere/memos.md")
    slow.go_on()
    await ui.until(lambda: "✗ There is no such folder" in ui.said)
