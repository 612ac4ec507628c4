"""The program as a whole: export, history, search, the command palette, several programs on one project."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from textual import events
from textual.command import CommandList
from textual.geometry import Size
from textual.widgets import Input
from textual.widgets._toast import Toast

from coder.errors import CoderError
from coder.project import Project, drafts, open_project, read_project
from coder.tui.app import CoderApp
from coder.tui.keymap import actions
from tests.tui.at_rest import until
from tests.tui.conftest import ActionCases, Opener, Ui

act = ActionCases("study", "app")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await act.run(id, ui)
    assert ui.app._exception is None


@act("study.back")
async def _(ui: Ui) -> None:
    await ui.press("q")
    assert ui.said == "Ctrl+Q saves and quits"
    await ui.press("g", "m", "/", *"praise", "enter", "q")
    assert ui.screen == "MemosScreen"  # as Esc, it clears the filter first
    await ui.press("q")
    assert ui.screen == "CodingScreen"


@act("app.colon")
async def _(ui: Ui) -> None:
    before = ui.project.undoable
    for typed in ("q", "wq", "x1u"):
        await ui.press(":")
        assert "Ctrl+Q saves and quits" in ui.seen
        await ui.press(*typed, "enter")
        assert "Ctrl+Q saves and quits" in ui.said
    assert ui.screen == "CodingScreen"
    assert ui.project.undoable == before


# Go to, palette, several programs


async def test_a_choice_by_arrows_by_letter_and_by_escape(ui: Ui) -> None:
    await ui.press("g", "down", "enter")
    assert ui.screen == "HomeScreen"
    await ui.press("g", "escape")
    assert ui.screen == "HomeScreen"
    await ui.press("g", "c")
    assert ui.screen == "CodingScreen"


async def test_palette_finds_by_name_and_does(ui: Ui) -> None:
    before = ui.quote
    await ui.press("ctrl+p", *"next turn")
    await ui.until(lambda: "Next turn" in ui.seen)
    await ui.until(lambda: ui.app.screen.query_one(CommandList).highlighted is not None)
    await ui.press("enter")
    await ui.until(lambda: ui.screen == "CodingScreen" and ui.quote != before)
    assert ui.quote == "Thank you for coming."


async def test_palette_offers_nothing_that_takes_words_out(ui: Ui) -> None:
    titles = " ".join(command.title for command in ui.app.get_system_commands(ui.app.screen))
    assert "creenshot" not in titles
    for action in actions.of("transcript"):
        assert action.label in titles


#: What only leads to another screen, or to a page of the manual.
_ELSEWHERE = re.compile(r", g \S: |^Help: ")


@pytest.mark.parametrize("each", [15, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("where", ["transcript", "codes"])
async def test_every_palette_entry_runs(running: Opener, folder: Path, where: str, each: int) -> None:
    """The short form tries all that act here, and one of fifteen that lead elsewhere."""
    async with running(folder) as ui:
        names = [
            command.title
            for command in ui.app.get_system_commands(ui.app.screen)
            if "Quit" not in command.title and "quit" not in command.title and "Commands" not in command.title
        ]
        elsewhere = [name for name in names if _ELSEWHERE.search(name)]
        names = [name for name in names if name not in elsewhere] + elsewhere[::each]
        assert len(names) > 10
        for name in names:
            if where == "codes":
                ui.tree.focus()
            else:
                ui.view.focus()
            await ui.pilot.pause()
            command = next((c for c in ui.app.get_system_commands(ui.app.screen) if c.title == name), None)
            if command is None:
                continue
            command.callback()
            await ui.pilot.pause()
            for _ in range(3):
                if ui.screen != "CodingScreen" or type(ui.app.focused).__name__ in ("Input", "MemoEditor"):
                    await ui.press("escape")
            assert ui.screen == "CodingScreen", name
            assert ui.app._exception is None, name


async def test_a_second_program_reads_only(ui: Ui, running: Opener, folder: Path) -> None:
    async with running(folder) as second:
        assert "read-only" in second.state
        await second.press("j", "2")
        assert "read-only" in second.said
    await ui.press("j", "2")
    assert ui.here == {"Shame"}


async def test_the_next_program_sees_all(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await ui.press("j", "j", "2", "ctrl+q")
    assert "Thank you for coming." in {segment.quote for segment in read_project(folder).segments.values()}
    async with running(folder) as ui:
        assert ui.quote == "Thank you for coming."
        await ui.press("u")
        assert ui.said.startswith("Undid: coded")
    shutil.rmtree(folder)


async def test_quit_works_while_a_question_is_open(ui: Ui) -> None:
    await ui.press("c", "s", "h")
    await ui.press("ctrl+q")
    assert ui.app.project is None


async def test_a_message_does_not_cover_the_foot(folder: Path) -> None:
    app = CoderApp(folder)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.fail(CoderError("It cannot be", "A reason of some length. " * 6, "Do something else."))
        await until(pilot, lambda: any(one.region.area for one in app.screen.query(Toast)))
        toasts = list(app.screen.query(Toast))
        assert all(toast.region.area and toast.region.bottom <= 22 for toast in toasts)


async def test_outdated_resize_event_is_replaced_by_the_real_size(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two signals close together can arrive in the wrong order: the last event then has an old size."""
    real = (100, 30)
    monkeypatch.setattr(CoderApp, "is_headless", False)
    monkeypatch.setattr("shutil.get_terminal_size", lambda: real)
    stale = Size(20, 5)
    ui.app.post_message(events.Resize(stale, stale))
    await ui.until(lambda: tuple(ui.app.size) == tuple(ui.app.screen.size) == real)
    own_words = events.Resize(Size(90, 25), Size(90, 25), pixel_size=Size(900, 500))
    ui.app.post_message(own_words)
    await ui.until(lambda: tuple(ui.app.screen.size) == (90, 25))
    assert tuple(ui.app.size) == (90, 25)


@pytest.mark.parametrize("key", ["c", ".", "1", "i", "x", "*", "m"])
async def test_read_only_says_so_and_changes_nothing(running: Opener, folder: Path, key: str) -> None:
    before = read_project(folder).undoable
    with open_project(folder, "AB"):
        async with running(folder) as ui:
            await ui.press("n", "1", *(("c", "s", "enter") if key in "c." else ()), key)
            await ui.press(*(("s", "enter") if key == "c" else ("1",) if ui.screen == "ChoiceModal" else ()))
            assert "read-only" in ui.said or "read-only" in ui.toasts
    assert read_project(folder).undoable == before


@act("study.go")
async def _(ui: Ui) -> None:
    for letter, screen in (("h", "Home"), ("i", "Import"), ("l", "History"), ("c", "Coding")):
        await ui.press("g")
        assert ui.screen == "ChoiceModal"
        await ui.press(letter)
        assert ui.screen == f"{screen}Screen"


@act("study.undo")
async def _(ui: Ui) -> None:
    assert "to undo" not in ui.state  # nothing was done since the project was opened
    await ui.press("1")
    assert "1 to undo" in ui.state
    await ui.press("u")
    assert ui.said.startswith("Undid: coded “SYNTHETIC")
    assert ui.state.endswith("saved · 1 to redo")


@act("study.redo")
async def _(ui: Ui) -> None:
    await ui.press("1", "u", "ctrl+r")
    assert ui.said.startswith("Redid: coded “SYNTHETIC")
    assert ui.here == {"Strong, never ill"}
    await ui.press("ctrl+r")
    assert ui.said == "Nothing to redo"


@act("study.zoom")
async def _(ui: Ui) -> None:
    await ui.do("study.zoom")
    assert ui.view.size.width > 70
    assert not ui.tree.region.area
    await ui.do("study.zoom")
    assert ui.tree.region.area


@act("study.wider")
async def _(ui: Ui) -> None:
    before = ui.tree.size.width
    await ui.press("(")
    assert ui.tree.size.width == before + 2


@act("study.narrower")
async def _(ui: Ui) -> None:
    before = ui.tree.size.width
    await ui.press(")")
    assert ui.tree.size.width == before - 2


@act("study.next_pane")
async def _(ui: Ui) -> None:
    found = []
    for _ in range(3):
        await ui.press("tab")
        found.append(ui.app.focused)
    assert found == [ui.tree, ui.memo, ui.view]


@act("study.previous_pane")
async def _(ui: Ui) -> None:
    found = []
    for _ in range(3):
        await ui.press("shift+tab")
        found.append(ui.app.focused)
    assert found == [ui.memo, ui.tree, ui.view]


@act("study.search")
async def _(ui: Ui) -> None:
    await ui.do("study.search")
    assert ui.screen == "SearchScreen"


@act("study.stop")
async def _(ui: Ui) -> None:
    stopped: list[bool] = []
    ui.app.screen.stop_work = lambda: stopped.append(True)  # type: ignore[attr-defined]
    await ui.do("study.stop", "study.stop")
    assert stopped == [True]


@act("app.keys")
async def _(ui: Ui) -> None:
    await ui.press("?")
    assert ui.screen == "KeysScreen"
    assert "Go to the next sentence" in ui.seen
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


@act("app.help")
async def _(ui: Ui) -> None:
    await ui.press("/", "?", "f1")
    assert ui.screen == "KeysScreen"
    await ui.press("f1")
    assert ui.screen == "CodingScreen"
    assert ui.app.screen.query_one("#prompt-line", Input).value == "?"


@act("app.palette")
async def _(ui: Ui) -> None:
    await ui.press("ctrl+p")
    await ui.until(lambda: ui.screen == "Palette")
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


@act("app.theme")
async def _(ui: Ui) -> None:
    seen = []
    for _ in range(3):
        await ui.do("app.theme")
        seen.append(ui.app.theme)
    assert seen == ["coder-light", "coder-contrast", "coder-dark"]


@act("app.suspend")
async def _(ui: Ui) -> None:
    """There is no shell around a program without a terminal."""
    await ui.do("app.suspend")
    assert "No shell to return to" in ui.said


@act("app.lock")
async def _(ui: Ui) -> None:
    await ui.press("/", *"shame")
    await ui.do("app.lock")
    assert (ui.screen, "shame" in ui.seen.lower()) == ("LockScreen", False)
    await ui.press("enter")
    assert ui.app.screen.query_one("#prompt-line", Input).value == "shame"


@act("app.quit")
async def _(ui: Ui) -> None:
    project = ui.project
    await ui.press("1", "ctrl+q")
    await ui.until(lambda: ui.app.project is None)
    assert ui.app.return_code in (0, None)
    assert project.undoable


async def test_a_hang_up_ends_the_program_though_the_project_cannot_be_closed(
    running: Opener, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Project) -> None:
        raise CoderError("The disk is full")

    async with running(folder) as ui:
        with monkeypatch.context() as disk:
            disk.setattr(Project, "close", full)
            project = ui.project
            ui.app._hang_up()
            assert ui.app.return_code == 129
        project.close()


async def test_palette_has_the_commands_of_other_panes_and_screens_and_goes_there(ui: Ui) -> None:
    commands = {command.title: command for command in ui.app.get_system_commands(ui.app.screen)}
    assert "Rename  (Home, g h: r)" in commands
    assert any("Excel" in title for title in commands)
    commands["Rename  (Code tree, g c: r)"].callback()
    await ui.until(lambda: ui.said == "Rename: r")
    assert ui.app.focused is ui.tree


async def test_quitting_saves_the_memo_that_is_written(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await ui.press("m", *"Saved on quitting", "ctrl+q")
    with open_project(folder, "IH") as project:
        assert [memo.text for memo in project.memos.values() if memo.text.startswith("Saved")] == [
            "Saved on quitting"
        ]
        assert drafts.memo_drafts(project) == []


async def test_redo_is_not_run_while_typing(ui: Ui) -> None:
    await ui.press("1", "u", "g", "r", *"Sha", "ctrl+r")
    assert ui.said == "Ctrl+R does nothing while you type"
    assert ui.project.redoable == 1
