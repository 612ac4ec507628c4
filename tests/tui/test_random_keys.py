"""Random keys on every screen, many at once: the program goes on, and the project is well afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events
from textual.geometry import Size

from coder.project import create_project, doctor, open_or_read
from coder.tui.app import CoderApp
from coder.tui.keymap.terminal_keys import KeyParser
from tests.bench import generate
from tests.faults.random_keys import RandomKeys, replay
from tests.strategies import files_in, state_of
from tests.tui.conftest import Ui

#: Keys of a short and of a long walk.
SHORT, LONG = 80, 200
#: Project → long walks: 560 × 200 keys are 112,000.
WALKS = {"sample": 240, "empty": 80, "large": 120, "read-only": 120}
#: One in so many long walks is undone and done again.
UNDONE = 10


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


def check_well(folder: Path, before: object, undoable: int, undone: bool) -> None:
    """The project has no findings; with `undone`, all that the keys did can be undone, and done again."""
    assert doctor.examine(folder) == []
    if not undone:
        return
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


@pytest.fixture
def opened(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The folder of a project of this name, of the table above."""
    if name == "empty":
        create_project(tmp_path / "empty", "Empty", coder="KG")
        return tmp_path / "empty"
    if name == "large":
        return generate.project("W1-method", tmp_path)
    folder: Path = request.getfixturevalue("folder")
    return folder


def walks() -> list[object]:
    """Return each project with each seed; but one walk on the sample and one on the empty project are long."""
    return [
        pytest.param(name, seed, marks=[] if (name, seed) in (("sample", 0), ("empty", 0)) else [pytest.mark.long])
        for name, count in WALKS.items()
        for seed in range(count)
    ]


@pytest.mark.parametrize(("name", "seed"), walks())
async def test_random_keys_end_nothing(
    opened: Path, name: str, seed: int, request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    long = request.config.getoption("--long")
    app = CoderApp(opened, read_only=name == "read-only")
    files = files_in(opened)
    async with app.run_test(size=(80, 24)) as pilot:
        ui = Ui(app, pilot)
        await ui.until(lambda: len(app.screen_stack) > 1)
        before, undoable = state_of(ui.project), ui.project.undoable
        pressed = await walk(ui, seed, LONG if long else SHORT)
        record_property("keys", len(pressed))
        assert not app.crashed, f"{app.crashed}\n{replay(seed, pressed)}"
        await ui.press("ctrl+q")
    if name == "read-only":
        assert files_in(opened) == files
    check_well(opened, before, undoable, undone=not long or seed % UNDONE == 0)
