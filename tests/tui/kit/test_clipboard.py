"""Copying: the clipboard here, the terminal over SSH, or off."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tui.conftest import Ui


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
