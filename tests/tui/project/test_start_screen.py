"""The start screen: new, open, recent and sample project."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual.widgets import Input

from coder import sample
from coder.project import is_project, read_project, settings
from coder.project.opening import working_copies, working_copy
from coder.tui.kit import session_state
from coder.tui.project import recent_projects
from tests.strategies import back_up, files_in, reopened
from tests.tui.conftest import Opener


async def test_new_creates_a_project(running: Opener) -> None:
    async with running() as ui:
        assert ui.screen == "StartScreen"
        assert "New project" in ui.seen
        assert "sample study" in ui.seen
        await ui.press("n", "ctrl+u", *"my study", "enter")
        await ui.until(lambda: ui.screen == "CodingScreen")
        assert is_project(Path("my study"))
        assert "No transcript yet" in ui.seen
        assert "Press g, then i, to import" in ui.seen
        assert ui.hints.strip().startswith("g i import transcripts")


async def test_open_opens_a_project_and_remembers_it(running: Opener, folder: Path) -> None:
    async with running() as ui:
        await ui.press("o", "ctrl+u", *str(folder), "enter")
        await ui.until(lambda: ui.screen == "CodingScreen")
    async with running() as ui:
        assert folder.name in ui.seen
        await ui.press("1")
        await ui.until(lambda: ui.screen == "CodingScreen")
        assert ui.project.folder == folder


async def test_a_folder_that_cannot_be_opened_is_named(running: Opener) -> None:
    async with running() as ui:
        await ui.press("o", "ctrl+u", *"nowhere", "enter")
        await ui.until(lambda: "nowhere" in ui.toasts)
        assert ui.screen == "StartScreen"
        assert ui.app.screen.query_one("#prompt-line", Input).value == "nowhere"  # to be corrected


async def test_key_help_and_manual_work_without_a_project(running: Opener) -> None:
    async with running() as ui:
        await ui.press("?")
        assert ui.screen == "KeysScreen"
        assert "Always" in ui.seen
        assert "Redo" not in ui.seen
        await ui.press("h")
        assert "Manual" in ui.seen
        await ui.press("escape", "escape")
        assert ui.screen == "StartScreen"


async def test_new_offers_a_folder_that_does_not_exist(running: Opener) -> None:
    Path("my-study").mkdir()
    async with running() as ui:
        await ui.press("n")
        assert ui.app.screen.query_one("#prompt-line", Input).value == str(Path.cwd() / "my-study-2")


async def test_escape_closes_the_prompt(running: Opener) -> None:
    async with running() as ui:
        await ui.press("n", "escape", "q")
        await ui.until(lambda: not ui.app.is_running or ui.app.return_code == 0)
    assert not list(Path.cwd().iterdir())


async def test_the_sample_offers_a_working_copy(running: Opener) -> None:
    where = sample.folder()
    assert where is not None
    before = files_in(where)
    async with running(where) as ui:
        await ui.until(lambda: ui.screen == "ChoiceModal")
        await ui.press("l", "1")
        assert "read-only" in ui.state
        assert "read-only" in ui.said
    async with running(where) as ui:
        await ui.until(lambda: ui.screen == "ChoiceModal")
        await ui.press("c")
        await ui.until(lambda: ui.app.project is not None and not ui.project.readonly)
        await ui.press("1")
        assert ui.here == {"Strong, never ill"}
    assert is_project(Path("tern-house"))
    assert files_in(where) == before


async def test_the_sample_offers_the_copy_made_before_first(running: Opener) -> None:
    where = sample.folder()
    assert where is not None
    with read_project(where) as original:
        copies = [working_copy(original, Path(name), "KG") for name in ("elsewhere", "tern-house")]
        assert working_copies(original, [*copies, copies[0], where, Path("nowhere")]) == [
            copy.resolve() for copy in copies
        ]
        assert session_state.path_of(original) != session_state.path_of(read_project(copies[0]))
    settings.remember(copies[0].resolve())
    async with running(where) as ui:
        await ui.until(lambda: "Make a new working copy" in ui.seen)
        assert ui.seen.count("Open my copy") == 2
        assert ui.seen.index("Open my copy") < ui.seen.index("Make a new working copy")
        await ui.press("enter")
        await ui.until(lambda: ui.app.project is not None and not ui.project.readonly)
        assert ui.project.folder.name == "elsewhere"


async def test_new_asks_for_missing_initials(running: Opener) -> None:
    async with running() as ui:
        ui.app.settings.initials = ""
        await ui.press("n", "enter")
        await ui.press("ctrl+a", "ctrl+k", *"AB", "enter")
        assert ui.state.startswith("AB")


async def test_backup_is_restored_without_its_project(running: Opener, folder: Path, tmp_path: Path) -> None:
    with reopened(folder) as project:
        sources = set(project.sources)
        assert back_up(project)
    (folder / "backups").rename(tmp_path / "second")
    async with running() as ui:
        assert "Restore a backup" in ui.seen
        await ui.press("b", "ctrl+u", *str(tmp_path / "second"), "enter")
        await ui.until(lambda: "Restore which backup?" in ui.seen)
        await ui.press("enter")
        await ui.until(lambda: "Restore into a new folder" in ui.seen)
        await ui.press("ctrl+u", *str(tmp_path / "new"), "enter")
        await ui.until(lambda: ui.screen == "CodingScreen")
        assert set(ui.project.sources) == sources


async def test_a_folder_without_backups_is_said(running: Opener, tmp_path: Path) -> None:
    async with running() as ui:
        await ui.press("b", "ctrl+u", *str(tmp_path), "enter")
        await ui.until(lambda: "no backup" in ui.toasts)
        assert ui.screen == "StartScreen"


async def test_recent_project_whose_folder_is_gone_is_shown_and_says_so(running: Opener, folder: Path) -> None:
    gone = folder.with_name("share") / "study"
    settings.change(recent=[str(gone), str(folder)])
    async with running() as ui:
        await ui.until(lambda: "cannot be reached: study" in ui.seen)
        assert f"{folder.name}  (" in ui.seen
        await ui.press("1")
        await ui.until(lambda: "study cannot be reached" in ui.toasts)
        assert ui.screen == "StartScreen"
        gone.parent.mkdir()
        folder.rename(gone)  # the share is back
        await ui.press("enter")
        await ui.until(lambda: ui.screen == "CodingScreen")
        assert ui.project.folder == gone


async def test_share_that_never_answers_holds_nothing_up(
    running: Opener, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = threading.Event()
    monkeypatch.setattr(recent_projects, "is_project", lambda _: answers.wait())
    monkeypatch.setattr(recent_projects, "SILENCE", 0.0)
    monkeypatch.setattr(recent_projects, "PATIENCE", 0.01)
    settings.change(recent=[str(folder)])
    async with running() as ui:
        await ui.until(lambda: "cannot be reached" in ui.seen)
        await ui.press("1")
        await ui.until(lambda: "cannot be reached" in ui.toasts)
        assert ui.screen == "StartScreen"
        answers.set()
        await ui.press("1")
        await ui.until(lambda: ui.screen == "CodingScreen")
