"""Initials that are not known are asked for once, where a project opens or a working copy is made."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest
from textual.widgets import Input

from coder import sample
from coder.project import create_project, open_project, settings
from coder.project.operations import codebook, coders
from coder.tui.app import CoderApp
from tests.tui.conftest import Opener, Ui

TITLE = "Your initials"


@pytest.fixture(autouse=True)
def _unknown(_initials: None, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.change(initials="")
    monkeypatch.delenv("CODER_INITIALS", raising=False)
    monkeypatch.setattr(getpass, "getuser", lambda: "root")


def line(ui: Ui) -> Input:
    return ui.app.screen.query_one("#prompt-line", Input)


async def asked(ui: Ui) -> None:
    await ui.until(lambda: TITLE in ui.seen and isinstance(ui.app.focused, Input))


async def test_opening_asks_once_and_work_is_recorded_so(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await asked(ui)
        assert line(ui).value == ""  # the sample has several coders
        await ui.press(*"AB", "enter")
        await ui.until(lambda: ui.state.startswith("AB"))
        assert settings.load().initials == "AB"
        await ui.press("1")
        assert next(ui.project.history()).coder == "AB"
    async with running(folder) as ui:
        await ui.until(lambda: ui.screen == "CodingScreen" and ui.state.startswith("AB"))
        assert TITLE not in ui.seen


async def test_only_coder_is_proposed(running: Opener, tmp_path: Path) -> None:
    folder = create_project(tmp_path / "study", "SYNTHETIC")
    with open_project(folder, "KG") as project:
        coders.add(project)
    async with running(folder) as ui:
        await asked(ui)
        assert line(ui).value == "KG"
        await ui.press("enter")
        await ui.until(lambda: ui.state.startswith("KG"))


@pytest.mark.parametrize("name", ["root", "unknown", "me"])
async def test_what_is_nobodys_is_not_proposed(running: Opener, tmp_path: Path, name: str) -> None:
    folder = create_project(tmp_path / "study", "SYNTHETIC")
    with open_project(folder, name) as project:
        coders.add(project)
    async with running(folder) as ui:
        await asked(ui)
        assert line(ui).value == ""


@pytest.mark.parametrize("text", ["root", "Admin", " "])
async def test_initials_of_nobody_are_refused_and_asked_again(running: Opener, folder: Path, text: str) -> None:
    async with running(folder) as ui:
        await asked(ui)
        await ui.press(*(("space",) if text == " " else text), "enter")
        await asked(ui)
        assert ("cannot be used as initials" if text.strip() else "Initials are needed") in ui.toasts
        assert settings.load().initials == ""
        await ui.press("escape")


async def test_escape_goes_on_as_unknown_and_the_next_opening_asks(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await asked(ui)
        await ui.press("escape")
        await ui.until(lambda: TITLE not in ui.seen)
        assert ui.state.startswith("unknown")
        codebook.add(ui.project, "New")
        assert next(ui.project.history()).coder == "unknown"
    async with running(folder) as ui:
        await asked(ui)


async def test_initials_of_the_environment_are_known(
    running: Opener, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CODER_INITIALS", "EN")
    async with running(folder) as ui:
        await ui.until(lambda: ui.screen == "CodingScreen" and ui.state.startswith("EN"))
        assert TITLE not in ui.seen


async def test_project_open_for_reading_does_not_ask(folder: Path) -> None:
    app = CoderApp(folder, read_only=True)
    async with app.run_test(size=(80, 24)) as pilot:
        ui = Ui(app, pilot)
        await ui.until(lambda: ui.screen == "CodingScreen" and "read-only" in ui.state)
        assert TITLE not in ui.seen


async def test_working_copy_asks_and_escape_makes_none(running: Opener) -> None:
    where = sample.folder()
    assert where is not None
    async with running(where) as ui:
        await ui.until(lambda: ui.screen == "ChoiceModal")
        await ui.press("c")
        await asked(ui)
        await ui.press("escape")
        await ui.until(lambda: TITLE not in ui.seen)
        assert not Path("tern-house").exists()
        assert ui.project.readonly
    async with running(where) as ui:
        await ui.until(lambda: ui.screen == "ChoiceModal")
        await ui.press("c")
        await asked(ui)
        await ui.press(*"AB", "enter")
        await ui.until(lambda: not ui.project.readonly)
        assert next(ui.project.history()).coder == "AB"
        assert ui.state.startswith("AB")


async def test_memo_of_the_command_line_opens_with_the_answer(folder: Path) -> None:
    app = CoderApp(folder, "project", "field note")
    async with app.run_test(size=(80, 24)) as pilot:
        ui = Ui(app, pilot)
        await asked(ui)
        await ui.press(*"AB", "enter")
        await ui.until(lambda: ui.state.startswith("AB") and ui.memo.view.editing)
        await ui.press(*"Ward", "escape")
        (memo,) = [memo for memo in ui.project.memos.values() if "Ward" in memo.text]
        assert ui.project.coders[memo.coder].initials == "AB"


async def test_settings_that_cannot_be_saved_keep_the_answer_for_this_time(running: Opener, folder: Path) -> None:
    settings.path().write_text("initials = ", encoding="utf-8")
    async with running(folder) as ui:
        await asked(ui)
        await ui.press(*"AB", "enter")
        await ui.until(lambda: ui.state.startswith("AB"))
        assert settings.path().read_text(encoding="utf-8") == "initials = "


@pytest.mark.parametrize("is_folder", [True, False])
async def test_working_copy_is_made_where_settings_cannot_be_saved(
    running: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_folder: bool
) -> None:
    where, path = sample.folder(), tmp_path / "unreadable"
    assert where is not None
    path.mkdir() if is_folder else path.write_text("initials = [", encoding="utf-8")
    monkeypatch.setenv("CODER_CONFIG", str(path))
    async with running(where) as ui:
        await ui.until(lambda: ui.screen == "ChoiceModal")
        await ui.press("c")
        await asked(ui)
        await ui.press(*"AB", "enter")
        await ui.until(lambda: ui.screen == "CodingScreen" and ui.state.startswith("AB"))
        assert "The settings cannot be saved" in ui.toasts
        assert str(path) in ui.toasts
        assert not ui.project.readonly
        await ui.press("1")
        assert next(ui.project.history()).coder == "AB"
    assert path.is_dir() or path.read_text(encoding="utf-8") == "initials = ["
