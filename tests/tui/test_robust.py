"""Sizes, mouse, clipboard, themes, faults: the program on any terminal, on a bad day."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.geometry import Size
from textual.widgets._toast import Toast

from coder.errors import CoderError
from coder.project import open_project, read_project, settings
from coder.tui.app import CoderApp
from coder.tui.kit import colors, lifecycle
from tests.tui.at_rest import until
from tests.tui.conftest import Opener, Ui

SECRET = "SYNTHETIC I never told my wife about the car park"

# Layout


async def test_three_panes_a_header_and_a_foot_of_two_lines(ui: Ui) -> None:
    assert ui.view.region.width + ui.tree.region.width >= 78
    for widget in (ui.view, ui.tree, ui.memo):
        assert widget.region.area, widget
    rows = ui.seen.splitlines()
    assert len(rows) == 24
    assert rows[0].startswith(" P01_baseline")
    assert "1/45" in rows[0]
    assert "Codes" in rows[0]
    assert rows[22].startswith(" sentence")
    assert rows[22].rstrip().endswith("to undo")
    assert rows[23].startswith(" c code")
    assert ui.view.region.bottom == 22


@pytest.mark.parametrize("size", [(140, 40), (250, 70)])
async def test_wide(running: Opener, folder: Path, size: tuple[int, int]) -> None:
    async with running(folder, size) as ui:
        assert ui.view.region.right == ui.codes.region.x - 1
        assert ui.memo.region.bottom == size[1] - 2
        await ui.press("j", "j", "2")
        assert ui.here == {"Shame"}


async def test_narrow_shows_a_pane_at_a_time(running: Opener, folder: Path) -> None:
    async with running(folder, (50, 20)) as ui:
        for _ in range(2):
            for shown in (ui.view, ui.tree, ui.memo):
                visible = [one for one in (ui.view, ui.tree, ui.memo) if one.region.area]
                assert visible == [shown]
                assert shown.region.width >= 48
                await ui.press("tab")
        await ui.press("j", "j", "c", *"sha", "enter")
        assert ui.here == {"Shame"}
        await ui.press("m", *"x")
        assert ui.memo.query_one("#memo-editor").region.area
        await ui.press("escape")
        assert ui.view.region.area


async def test_zoom_follows_the_pane(ui: Ui) -> None:
    await ui.press("tab", "z")
    assert ui.tree.region.width == 80
    await ui.press("tab")
    assert (ui.memo.region.width, ui.tree.region.area) == (80, 0)
    await ui.press("z")
    assert ui.tree.region.area


async def test_a_message_does_not_cover_the_foot(folder: Path) -> None:
    app = CoderApp(folder)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.fail(CoderError("It cannot be", "A reason of some length. " * 6, "Do something else."))
        await until(pilot, lambda: any(one.region.area for one in app.screen.query(Toast)))
        toasts = list(app.screen.query(Toast))
        assert all(toast.region.area and toast.region.bottom <= 22 for toast in toasts)


async def test_tiny(running: Opener, folder: Path) -> None:
    async with running(folder, (20, 5)) as ui:
        for keys in (
            ("j", "2", "u", "tab", "j", "tab", "tab", "z", "z"),
            ("c", "s", "enter", "x", "g", "escape", "?", "escape"),
            ("m", "a", "escape", "g", "h", "escape", "g", "i", "escape", "g", "l", "escape", "ctrl+f", "a", "escape"),
        ):
            await ui.press(*keys)
        assert ui.screen == "CodingScreen"
        await ui.pilot.resize_terminal(80, 24)
        await ui.pilot.pause()
        assert "Codes" in ui.seen


async def test_a_resize_storm_while_typing_a_memo(ui: Ui) -> None:
    order = random.Random(1)
    words = "the rule is kept alive by praise"
    await ui.press("m")
    for letter in words:
        await ui.pilot.resize_terminal(order.randint(12, 160), order.randint(4, 50))
        await ui.press(letter)
    await ui.pilot.resize_terminal(80, 24)
    await ui.press("escape", "j", "2")
    assert words in {one.text for one in ui.project.memos.values()}
    assert ui.here == {"Shame"}


# Mouse


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


async def test_click_stands_on_a_unit(ui: Ui) -> None:
    await ui.pilot.click(ui.view, offset=(10, 3))
    assert ui.quote == "Thank you for coming."
    await ui.pilot.click(ui.tree, offset=(8, 5))
    assert ui.codes.code is not None
    assert ui.codes.code.name == "Shame"


async def test_drag_selects(ui: Ui) -> None:
    await ui.pilot.mouse_down(ui.view, offset=(10, 3))
    await ui.pilot._post_mouse_events([events.MouseMove], ui.view, offset=(12, 6), button=1)
    await ui.pilot.mouse_up(ui.view, offset=(12, 6))
    await ui.pilot.pause()
    assert ui.quote.startswith("Thank you for coming. Where would you")
    assert ui.quote.endswith("tape recorder.")


async def test_wheel_scrolls_and_leaves_the_cursor(ui: Ui) -> None:
    span = ui.view.cursor.span
    await ui.pilot._post_mouse_events([events.MouseScrollDown], ui.view, offset=(10, 5), button=0)
    await ui.pilot.pause()
    assert ui.view.canvas.top == 3
    assert ui.view.cursor.span == span


# Words that leave the program


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    texts: list[str] = []
    monkeypatch.setattr("pyperclip.copy", texts.append)
    return texts


@pytest.fixture
def written(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What goes to the terminal."""
    data: list[str] = []
    driver: Any = ui.app._driver
    monkeypatch.setattr(driver, "write", data.append)
    return data


def osc52(written: list[str]) -> bool:
    return any("\x1b]52" in one for one in written)


async def test_copying_goes_to_the_clipboard_here(ui: Ui, copied: list[str], written: list[str]) -> None:
    await ui.press("j", "j", "y")
    assert copied == ["“Thank you for coming.” (P01, baseline, turn 2)"]
    assert not osc52(written)


async def test_copying_over_ssh_goes_through_the_terminal(
    ui: Ui, copied: list[str], written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22")
    await ui.press("j", "j", "y")
    assert copied == []
    assert osc52(written)
    assert "OSC 52" in ui.said


async def test_copying_can_be_off(ui: Ui, copied: list[str], written: list[str]) -> None:
    ui.app.settings.clipboard = "off"
    await ui.press("j", "j", "y")
    assert (copied, osc52(written)) == ([], False)
    assert "off in your settings" in ui.said


async def test_ctrl_c_never_reaches_the_clipboard(ui: Ui, copied: list[str], written: list[str]) -> None:
    await ui.press("j", "j", "ctrl+c", "m", *"secret", "ctrl+a", "shift+home", "ctrl+c", "ctrl+x", "ctrl+v")
    assert ui.memo.view.editing
    assert (copied, osc52(written)) == ([], False)
    assert ui.memo.view.editor.text == "secret"


# Themes


@pytest.mark.parametrize("theme", colors.NAMES)
@pytest.mark.parametrize("no_color", [False, True])
async def test_every_theme_and_no_color(
    running: Opener, folder: Path, theme: str, no_color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    settings.save(settings.Settings(initials="KG", theme=theme))
    async with running(folder) as ui:
        assert ui.app.theme == theme
        await ui.press("j", "j", "2", "1")
        stripes = [row[:49] for row in ui.seen.splitlines()[3:8]]
        assert any("b" in row[40:] and "e" in row[40:] for row in stripes)
        for keys in (("c", "s", "escape"), ("g", "h", "escape"), ("?", "escape")):
            await ui.press(*keys)
        if no_color:
            for strip in ui.app.screen._compositor.render_strips():
                for segment in strip:
                    color = segment.style.color if segment.style else None
                    if color is not None and color.triplet is not None:
                        assert len(set(color.triplet)) == 1, segment


async def test_the_chosen_theme_is_there_next_time(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await ui.press("ctrl+t")
    async with running(folder) as ui:
        assert ui.app.theme == "coder-light"


async def test_a_key_of_ones_own(running: Opener, folder: Path) -> None:
    settings.save(settings.Settings(initials="KG", keymap={"transcript.down": "w"}))
    async with running(folder) as ui:
        await ui.press("w", "w")
        assert ui.quote == "Thank you for coming."


# What must not be lost, and what must not be told


@pytest.mark.parametrize("key", ["c", ".", "1", "i", "x", "*", "m"])
async def test_read_only_says_so_and_changes_nothing(running: Opener, folder: Path, key: str) -> None:
    before = read_project(folder).undoable
    with open_project(folder, "AB"):
        async with running(folder) as ui:
            await ui.press("n", "1", *(("c", "s", "enter") if key in "c." else ()), key)
            await ui.press(*(("s", "enter") if key == "c" else ("1",) if ui.screen == "ChoiceModal" else ()))
            assert "reading only" in ui.said or "reading only" in ui.toasts
    assert read_project(folder).undoable == before


async def test_a_fault_of_the_program_tells_no_word_of_an_interview(
    running: Opener, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(SECRET)

    async with running(folder) as ui:
        await ui.press("j", "j", "2")
        monkeypatch.setattr(type(ui.view), "action_move", fail)
        await ui.pilot.press("j")
        for _ in range(100):
            await asyncio.sleep(0.02)
            if ui.app.crashed:
                break
        told = ui.app.crashed
        ui.app._exception = None  # else the test harness shows it, with its message
    assert "RuntimeError" in told
    assert "test_robust.py" in told
    out, err = capfd.readouterr()
    log = lifecycle._path().read_text(encoding="utf-8")
    assert "RuntimeError" in log
    for where in (told, log, out, err):
        assert SECRET not in where
        assert "Thank you for coming" not in where
    assert "Thank you for coming." in {one.quote for one in read_project(folder).segments.values()}


async def test_a_dropped_line_keeps_the_memo_that_is_written(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await ui.press("m", *"half a thought")
        ui.app._hang_up()
        await asyncio.sleep(0.1)
    async with running(folder) as ui:
        await ui.until(lambda: ui.screen == "ChoiceModal")
        assert "3 words" in ui.seen
