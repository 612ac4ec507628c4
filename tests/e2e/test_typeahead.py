"""Keys sent ahead of the screen, at several speeds, in a real terminal: none of them writes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.e2e.conftest import Machine
from tests.e2e.terminal import KEYS

#: Seconds between two keys; 0: all at once. A fast machine opens the project in the longer ones.
DELAYS = (0, *(pytest.param(delay, marks=pytest.mark.long) for delay in (0.01, 0.05, 0.1)))
#: Keys that code, from the start screen, where 1 opens the project.
BURSTS = (("1", "c", *"shame", "enter"), ("1", "1", "1", "1"), ("1", "i"), ("1", "m", *"note", "ctrl+s"))


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("keys", BURSTS, ids="".join)
def test_what_is_typed_before_a_project_is_shown_writes_nothing(
    machine: Machine, study: Path, keys: tuple[str, ...], delay: float
) -> None:
    machine.run("codes", "add", "study", "shame")
    with machine.app("study") as ui:  # puts the code on 1, and the project into the recent ones
        ui.wait_for("Hvordan")
        ui.do("tab", "1", said="assigned key 1")
        ui.press("shift+tab")
        ui.leave()
    before = machine.json("history", "study")
    with machine.app() as ui:
        ui.wait_for("study")
        ui.settle()
        if not delay:
            ui.send("".join(KEYS.get(key, key) for key in keys))
        for key in keys if delay else ():
            ui.send(KEYS.get(key, key))
            time.sleep(delay)
        ui.until(lambda: "were ignored" in ui.text())
        assert machine.json("history", "study") == before
