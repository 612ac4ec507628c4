"""The private session memo is in memory only: no file, clipboard or draft receives it."""

from __future__ import annotations

from pathlib import Path

from coder.tui.memos.session_memo import SessionMemoEditor
from tests.tui.conftest import Opener, Ui

WORDS = "SYNTHETIC her quokka"


async def _write(ui: Ui) -> None:
    await ui.press("g", "j")
    await ui.until(lambda: ui.screen == "SessionMemoScreen")
    await ui.type(WORDS)


async def test_the_text_stays_in_memory_until_it_is_discarded(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await _write(ui)
        await ui.press("escape")
        assert ui.screen == "CodingScreen"
        await ui.press("g", "j")
        await ui.until(lambda: ui.screen == "SessionMemoScreen")
        assert ui.app.screen.query_one(SessionMemoEditor).text == WORDS
        await ui.press("ctrl+g")
        await ui.until(lambda: ui.screen == "ChoiceModal")
        await ui.press("k")
        assert ui.app.session_memo == WORDS
        await ui.press("ctrl+g")
        await ui.until(lambda: ui.screen == "ChoiceModal")
        await ui.press("d")
        await ui.until(lambda: ui.screen == "CodingScreen")
        assert ui.app.session_memo == ""


async def test_nothing_of_it_is_copied_or_written(running: Opener, folder: Path, tmp_path: Path) -> None:
    async with running(folder) as ui:
        before = ui.app.clipboard
        await _write(ui)
        await ui.press("ctrl+a", "ctrl+c", "ctrl+x")
        assert ui.app.clipboard == before
        assert ui.app.session_memo == WORDS
        ui.app._hang_up()
        await ui.until(lambda: not ui.app.is_running)
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert files
    assert [file for file in files if b"quokka" in file.read_bytes()] == []


async def test_quitting_asks_once(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await _write(ui)
        await ui.press("ctrl+q")
        await ui.until(lambda: ui.screen == "ChoiceModal")
        await ui.press("n")
        assert ui.screen == "SessionMemoScreen"
        assert ui.app.session_memo == WORDS
        await ui.press("ctrl+q")
        await ui.until(lambda: ui.screen == "ChoiceModal")
        await ui.press("ctrl+q")
        await ui.until(lambda: not ui.app.is_running)
    assert ui.app.return_code == 0


async def test_an_empty_one_is_lost_without_a_question(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await ui.press("g", "j")
        await ui.until(lambda: ui.screen == "SessionMemoScreen")
        await ui.press("ctrl+q")
        await ui.until(lambda: not ui.app.is_running)
    assert ui.app.return_code == 0
