"""The dialog for the passphrase of an encrypted project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Input

from coder.project import create_project, encryption, settings
from coder.store import keys
from coder.store.cipher import Cost
from tests.tui.conftest import Opener, Ui

SECRET = "SYNTHETIC blåbær"


@pytest.fixture
def encrypted(folder: Path) -> Iterator[Path]:
    """A working copy of the sample, encrypted and locked."""
    encryption.encrypt(folder, SECRET, cost=Cost(1, 8192))
    keys.lock_all()
    yield folder
    keys.lock_all()


async def _answer(ui: Ui, text: str) -> None:
    await ui.until(lambda: ui.screen == "PassphraseModal")
    await ui.type(text)
    assert text not in ui.seen
    await ui.press("enter")
    await ui.until(lambda: ui.screen != "PassphraseModal" or "Checking" not in ui.seen)


async def test_the_passphrase_opens_the_project_and_is_nowhere(
    running: Opener, encrypted: Path, tmp_path: Path
) -> None:
    async with running(encrypted) as ui:
        await _answer(ui, SECRET)
        await ui.until(lambda: ui.screen == "CodingScreen")
        assert ui.project.folder == encrypted
        await ui.press("j")
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert files
    assert [file for file in files if SECRET.encode() in file.read_bytes()] == []


async def test_a_pasted_one_does_and_a_wrong_one_may_be_corrected(running: Opener, encrypted: Path) -> None:
    async with running(encrypted) as ui:
        await _answer(ui, "wrong")
        assert "That is not the passphrase" in ui.seen
        assert ui.app.screen.query_one(Input).value == ""
        await ui.paste(f"{SECRET}\n")
        await ui.press("enter")
        await ui.until(lambda: ui.screen == "CodingScreen")


async def test_three_wrong_ones_lead_to_the_start_screen(running: Opener, encrypted: Path) -> None:
    async with running(encrypted) as ui:
        for text in ("one", "two", "three"):
            await _answer(ui, text)
        await ui.until(lambda: ui.screen == "StartScreen")
        assert "That is not the passphrase" in ui.toasts
        assert ui.app.project is None


async def test_esc_leads_to_the_start_screen_that_lists_it_without_its_name(running: Opener, encrypted: Path) -> None:
    settings.remember(encrypted)
    async with running(encrypted) as ui:
        await ui.until(lambda: ui.screen == "PassphraseModal")
        await ui.press("enter", "escape")
        assert ui.screen == "StartScreen"
        assert f"1  {encrypted.name}" in ui.seen
        await ui.press("1")
        await _answer(ui, SECRET)
        await ui.until(lambda: ui.screen == "CodingScreen")


async def test_read_only_asks_too_and_the_same_project_asks_once(running: Opener, encrypted: Path) -> None:
    async with running() as ui:
        await ui.press("r", "ctrl+u", *str(encrypted), "enter")
        await _answer(ui, SECRET)
        await ui.until(lambda: ui.screen == "CodingScreen")
        assert ui.project.readonly
        await ui.press("g", "h", "R")
        await ui.until(lambda: ui.app.project is not None and not ui.project.readonly)
        assert ui.screen != "PassphraseModal"


async def test_the_key_is_forgotten_when_another_project_is_opened(
    running: Opener, encrypted: Path, tmp_path: Path
) -> None:
    keys.unlock(encrypted, SECRET)
    other = create_project(tmp_path / "other", "SYNTHETIC")
    async with running(encrypted) as ui:
        await ui.until(lambda: ui.screen == "CodingScreen")
        ui.app.open_folder(other)
        await ui.until(lambda: ui.project.folder == other)
        assert not keys.is_unlocked(encrypted)
