"""Files that others wrote are read in the background, and Ctrl+G ends that."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from coder.exchange import registry
from coder.exchange.sandbox import Stop, Stopped
from tests.tui.conftest import Ui

#: Keys that ask for a file, and the function that reads it.
PLACES = [(("tab", "I"), "read_codebook"), (("g", "w", "i"), "read_participants")]


@pytest.mark.parametrize(("keys", "name"), PLACES)
async def test_reading_is_cancelled(
    ui: Ui, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...], name: str
) -> None:
    started = threading.Event()

    def read(path: Path, stop: Stop) -> Any:
        started.set()
        while not stop.requested:
            pass
        raise Stopped

    monkeypatch.setattr(registry, name, read)
    Path("big.csv").write_text("code,definition\nA,SYNTHETIC\n", encoding="utf-8")
    before = ui.project.undoable
    await ui.press(*keys)
    await ui.press("ctrl+u", *"big.csv")
    ui.send("enter")
    await ui.until(started.is_set)
    assert "Ctrl+G cancels" in ui.said
    ui.send("ctrl+g")
    await ui.until(lambda: "Cancelled: big.csv" in ui.said)
    assert ui.project.undoable == before


@pytest.mark.parametrize(("keys", "name"), PLACES)
async def test_a_path_with_nothing_at_it_is_asked_for_again(ui: Ui, keys: tuple[str, ...], name: str) -> None:
    await ui.press(*keys)
    await ui.press("ctrl+u", *"none.csv", "enter")
    assert "none.csv cannot be opened" in ui.toasts
    line = ui.app.screen.query_one("#prompt-line", Input)
    assert line.has_focus
    assert line.value == "none.csv"
