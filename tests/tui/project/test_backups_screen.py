"""The backups screen: each action by its key; what differs, restoring here and into a new folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.project import read_project
from coder.project.operations import codebook
from coder.tui.project.backups_screen import BackupsScreen
from tests.strategies import back_up, tables_of
from tests.tui.conftest import ActionCases, Ui

act = ActionCases("backups")


async def opened(ui: Ui) -> BackupsScreen:
    """The screen with one backup, made before a code was added."""
    assert back_up(ui.project)
    codebook.add(ui.project, "Since the backup")
    await ui.press("g", "z")
    screen = ui.app.screen
    assert isinstance(screen, BackupsScreen)
    await ui.until(lambda: "all verified" in ui.said)
    return screen


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await opened(ui)
    await act.run(id, ui)
    assert ui.app._exception is None


@act("backups.compare")
async def _(ui: Ui) -> None:
    await ui.press("enter")
    await ui.until(lambda: "code: 1 removed" in ui.seen)
    assert "added code Since the backup" in ui.seen


@act("backups.restore")
async def _(ui: Ui) -> None:
    await ui.press("R")
    await ui.until(lambda: "Restore the backup of" in ui.seen)
    assert "code: 1 removed" in ui.seen
    await ui.press("c")
    assert "Since the backup" in ui.names()
    await ui.press("R")
    await ui.until(lambda: "Restore the backup of" in ui.seen)
    await ui.press("r")
    await ui.until(lambda: "Restored backup of" in ui.said)
    assert "Since the backup" not in ui.names()
    await ui.press("u")
    assert "Since the backup" in ui.names()


@act("backups.restore_to")
async def _(ui: Ui) -> None:
    folder = ui.project.folder.with_name("restored")
    await ui.press("n")
    await ui.press("ctrl+u")
    await ui.type(str(folder))
    await ui.press("enter")
    await ui.until(lambda: "Open the restored project" in ui.seen)
    await ui.press("s")
    assert "Since the backup" not in {code.name for code in read_project(folder).codes.values()}
    assert tables_of(read_project(folder))["sources"] == tables_of(ui.project)["sources"]


@act("backups.make")
async def _(ui: Ui) -> None:
    await ui.press("b")
    await ui.type("before the merge")
    await ui.press("enter")
    await ui.until(lambda: "before the merge" in ui.seen)
    screen = ui.app.screen
    assert isinstance(screen, BackupsScreen)
    assert len(screen.backups.rows) == 2


async def test_damaged_backup_is_shown_and_not_restored(ui: Ui) -> None:
    screen = await opened(ui)
    path: Path = screen.backups.rows[0].path
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 1
    path.write_bytes(data)
    before = tables_of(ui.project)
    await ui.press("R")
    await ui.until(lambda: "damaged" in ui.said)
    assert tables_of(ui.project) == before
