"""Random keys on every screen, many at once: the program goes on, and the project is well afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events
from textual.geometry import Size

from coder.project import create_project, doctor, open_or_read
from coder.tui.keymap.terminal_keys import KeyParser
from tests.faults.random_keys import RandomKeys, replay
from tests.strategies import state_of
from tests.tui.conftest import Opener, Ui

#: Keys of a short and of a long walk, and the number of walks: 60 long ones are 120,000 keys.
SHORT, LONG, SEEDS = 80, 2000, 30


def _parsed(data: bytes, parser: KeyParser) -> list[events.Event]:
    return [*parser.feed(data.decode()), *parser.tick()] if data != b"\x1b" else [events.Key("escape", "\x1b")]


async def walk(ui: Ui, seed: int, count: int) -> list[bytes]:
    """Press random keys until so many were pressed, or the program has ended; return them."""
    walker, pressed = RandomKeys(seed), list[bytes]()
    while len(pressed) < count and ui.app.is_running and not ui.app.crashed:
        if walker.chance(0.01):
            size = Size(*walker.size())
            ui.app.post_message(events.Resize(size, size))
        for _ in range(walker.burst()):
            parts: Callable[[], tuple[str, ...]] = getattr(ui.app.screen, "parts", tuple)
            data = walker.next(parts())
            pressed.append(data)
            for event in _parsed(data, KeyParser()):
                assert ui.app._driver is not None
                event.set_sender(ui.app)
                ui.app._driver.send_message(event)
        await asyncio.sleep(walker.pause())
        while ui.app._typeahead._feeding is not None and ui.app.is_running:
            await asyncio.sleep(0.001)
    return pressed


def check_well(folder: Path, before: object, undoable: int) -> None:
    """The project has no findings; all that the keys did can be undone, and done again."""
    assert doctor.examine(folder) == []
    project = open_or_read(folder, "KG")
    after, done = state_of(project), project.undoable - undoable
    assert done >= 0
    for _ in range(done):
        project.undo()
    assert state_of(project) == before
    for _ in range(done):
        assert project.redo()
    assert state_of(project) == after
    project.close()


def seeds(short: int) -> list[object]:
    return [pytest.param(seed, marks=[pytest.mark.long] if seed >= short else []) for seed in range(SEEDS)]


@pytest.mark.parametrize("seed", seeds(1))
async def test_random_keys_on_the_sample_end_nothing(
    running: Opener, folder: Path, seed: int, request: pytest.FixtureRequest
) -> None:
    count = LONG if request.config.getoption("--long") else SHORT
    async with running(folder) as ui:
        before, undoable = state_of(ui.project), ui.project.undoable
        pressed = await walk(ui, seed, count)
        assert not ui.app.crashed, f"{ui.app.crashed}\n{replay(seed, pressed)}"
        await ui.press("ctrl+q")
    check_well(folder, before, undoable)


@pytest.mark.parametrize("seed", seeds(1))
async def test_random_keys_on_an_empty_project_end_nothing(
    running: Opener, tmp_path: Path, seed: int, request: pytest.FixtureRequest
) -> None:
    count = LONG if request.config.getoption("--long") else SHORT
    create_project(tmp_path / "empty", "Empty", coder="KG")
    async with running(tmp_path / "empty") as ui:
        before, undoable = state_of(ui.project), ui.project.undoable
        pressed = await walk(ui, seed, count)
        assert not ui.app.crashed, f"{ui.app.crashed}\n{replay(seed, pressed)}"
        await ui.press("ctrl+q")
    check_well(tmp_path / "empty", before, undoable)
