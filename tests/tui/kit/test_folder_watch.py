"""The folder of the open project goes out of reach and comes back while the program runs."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from coder.project import rescue
from coder.tui.kit import folder_watch
from coder.tui.kit.folder_watch import AWAY, KEPT, UNANSWERED, FolderWatch
from tests.tui.conftest import Opener, Ui

TITLE = "The project's folder cannot be reached"
BACK = "Saved again"


@pytest.fixture(autouse=True)
def _waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_watch, "AT_ONCE", 60)


def watch_of(ui: Ui) -> FolderWatch:
    return ui.app._folder_watch


def titles(ui: Ui) -> list[str]:
    return [notification.title for notification in ui.app._notifications]


def away(folder: Path, empty: bool) -> None:
    folder.rename(folder.with_name("away"))
    if empty:
        folder.mkdir()


def back(folder: Path) -> None:
    if folder.exists():
        folder.rmdir()
    folder.with_name("away").rename(folder)


@pytest.mark.parametrize("empty", [False, True])
async def test_lost_and_restored_folder_is_reported_once_each(ui: Ui, folder: Path, empty: bool) -> None:
    watch = watch_of(ui)
    watch.run()
    assert "saved" in ui.state
    away(folder, empty)
    for _ in range(3):
        watch.run()
    await ui.pilot.pause()
    assert AWAY in ui.state
    assert titles(ui).count(TITLE) == 1
    await ui.press("i")
    assert AWAY in ui.state, "a refused change"
    before = len(ui.project.codings)
    back(folder)
    watch.run()
    await ui.pilot.pause()
    assert AWAY not in ui.state
    assert ui.said.startswith(BACK)
    await ui.press("j")
    watch.run()
    await ui.pilot.pause()
    assert not ui.said.startswith(BACK)
    await ui.press("i")
    assert len(ui.project.codings) > before


async def test_what_is_typed_meanwhile_is_saved_once_the_folder_is_back(ui: Ui, folder: Path) -> None:
    watch = watch_of(ui)
    await ui.press("m", *"half a ")
    away(folder, False)
    await ui.press(*"thought")
    await ui.until(lambda: KEPT in ui.state)
    watch.run()
    assert KEPT in ui.state
    assert len(rescue.listed(folder)) == 1
    back(folder)
    watch.run()
    assert ui.memo_drafts == ["half a thought"]
    assert rescue.listed(folder) == []
    assert KEPT not in ui.state
    await ui.press("!", "escape")
    assert "half a thought!" in [memo.text for memo in ui.project.memos.values()]


async def test_typing_that_no_disk_took_is_saved_once_the_folder_is_back(
    ui: Ui, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = watch_of(ui)
    await ui.press("m", *"half a ")
    away(folder, False)
    with monkeypatch.context() as patch:
        (tmp_path / "file").write_text("")
        patch.setattr("platformdirs.user_state_path", lambda *_, **__: tmp_path / "file")
        await ui.press(*"thought")
        await ui.until(lambda: AWAY in ui.state)
        watch.run()
        assert AWAY in ui.state
    assert rescue.listed(folder) == []
    back(folder)
    watch.run()
    assert ui.memo_drafts == ["half a thought"]
    assert AWAY not in ui.state


async def test_folder_that_returns_full_stays_unsaved(ui: Ui, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = watch_of(ui)
    await ui.press("m", *"half a thought")
    away(folder, False)
    await ui.press("!")
    await ui.until(lambda: KEPT in ui.state)
    back(folder)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("coder.store.drafts.files.replace", refuse)
        watch.run()
        assert KEPT in ui.state
    watch.run()
    assert ui.memo_drafts == ["half a thought!"]


async def test_share_that_does_not_answer_is_out_of_reach_after_some_looks(
    ui: Ui, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = watch_of(ui)
    watch.run()
    answered = threading.Event()
    monkeypatch.setattr(folder_watch, "AT_ONCE", 0)
    monkeypatch.setattr(folder_watch, "must_be_in_reach", lambda folder: answered.wait(60))
    for _ in range(UNANSWERED - 1):
        watch.run()
        assert AWAY not in ui.state
    watch.run()
    assert AWAY in ui.state
    answered.set()
    monkeypatch.setattr(folder_watch, "AT_ONCE", 60)
    watch.run()
    await ui.pilot.pause()
    assert AWAY not in ui.state


async def test_project_opened_read_only_is_not_watched(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        ui.app.open_folder(folder, read_only=True)
        await ui.until(lambda: ui.project.readonly)
        away(folder, False)
        watch_of(ui).run()
        assert titles(ui).count(TITLE) == 0
        back(folder)
