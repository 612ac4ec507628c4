"""A project opened read-only on purpose: from the start screen, the home screen, or with --read-only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from coder import sample
from coder.project import settings
from coder.store import lock
from coder.tui.app import CoderApp
from tests.strategies import files_in
from tests.tui.conftest import Opener, Ui


@asynccontextmanager
async def started_read_only(folder: Path | None) -> AsyncIterator[Ui]:
    app = CoderApp(folder, read_only=True)
    async with app.run_test(size=(80, 24)) as pilot:
        ui = Ui(app, pilot)
        await ui.until(lambda: len(app.screen_stack) > 1)
        yield ui


async def test_start_screen_opens_read_only_and_nothing_changes(running: Opener, folder: Path) -> None:
    before = files_in(folder)
    async with running() as ui:
        assert "Open a project read-only" in ui.seen
        await ui.press("r", "ctrl+u", *str(folder), "enter")
        await ui.until(lambda: ui.screen == "CodingScreen")
        assert "read-only" in ui.state
        await ui.press("1")
        assert "You opened it so" in ui.toasts
        assert "R on the home screen" in ui.toasts
        assert not (folder / lock.OWNER).exists()
    assert files_in(folder) == before
    assert settings.load().recent == []


async def test_home_opens_read_only_and_to_change_again(ui: Ui) -> None:
    await ui.press("g", "h", "R")
    await ui.until(lambda: ui.screen == "CodingScreen" and "read-only" in ui.state)
    assert not (ui.project.folder / lock.OWNER).exists()
    await ui.press("g", "h", "R")
    await ui.until(lambda: ui.screen == "CodingScreen" and "saved" in ui.state)
    before = ui.project.undoable
    await ui.press("1")
    assert ui.project.undoable == before + 1


async def test_started_read_only_stays_so(folder: Path) -> None:
    before = files_in(folder)
    async with started_read_only(folder) as ui:
        await ui.press("g", "h", "R")
        assert "started with --read-only" in ui.toasts
        assert "read-only" in ui.state
    assert files_in(folder) == before


@pytest.mark.parametrize("key", ["n", "b"])
async def test_started_read_only_makes_no_project(key: str) -> None:
    async with started_read_only(None) as ui:
        await ui.press(key)
        await ui.until(lambda: "No project can be made" in ui.toasts)
        assert ui.screen == "StartScreen"
    assert not list(Path.cwd().iterdir())


async def test_started_read_only_offers_no_working_copy() -> None:
    async with started_read_only(sample.folder()) as ui:
        await ui.until(lambda: ui.screen == "CodingScreen" and "read-only" in ui.state)
        assert "working copy:" not in ui.seen


async def test_export_into_a_folder_read_only_is_refused_and_elsewhere_not(ui: Ui, tmp_path: Path) -> None:
    folder = ui.project.folder
    await ui.press("g", "h", "R")
    await ui.until(lambda: "read-only" in ui.state)
    before = files_in(folder)
    for path in (folder / "trail.html", folder / "new" / ".." / "trail.html"):
        ui.app._notifications.clear()
        await ui.press("g", "l", "e", "ctrl+u", *str(path), "enter")
        await ui.until(lambda: "inside the project" in ui.toasts)
    assert files_in(folder) == before
    elsewhere = tmp_path / "trail.html"
    await ui.press("e", "ctrl+u", *str(elsewhere), "enter")
    await ui.until(lambda: "Saved to" in ui.said, 30)
    assert elsewhere.exists()
