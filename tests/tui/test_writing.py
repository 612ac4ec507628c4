"""Texts of several lines that are no memos: never lost, whatever ends the program or refuses to keep them."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.errors import CoderError
from coder.project import settings
from coder.project.paths import code_named
from tests.tui.conftest import Opener, Ui
from tests.tui.test_settings_screen import to


async def test_what_is_typed_of_a_code_is_there_after_the_program_ended(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await ui.to_code("Shame")
        await ui.do("codes.page")
        await ui.press("d", "ctrl+end", *" and more")
        before = code_named(ui.project, "Shame").definition
        await ui.app.action_leave_app()
    async with running(folder) as ui:
        await ui.until(lambda: "text of a code" in ui.toasts)
        assert code_named(ui.project, "Shame").definition == before
        await ui.to_code("Shame")
        await ui.do("codes.page")
        await ui.press("d")
        assert "is here again" in ui.seen
        await ui.press("escape")
        assert code_named(ui.project, "Shame").definition == f"{before} and more"


async def test_what_cannot_be_kept_stays_in_the_editor(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> settings.Settings:
        raise CoderError("The disk is full")

    await ui.press("g", "o")
    await to(ui, "analytic memo")
    await ui.press("enter", *"Idea: ")
    with monkeypatch.context() as patch:
        patch.setattr(settings, "change", refuse)
        await ui.press("escape")
        assert "The disk is full" in ui.toasts
        assert "Idea:" in ui.seen
    await ui.press("escape")
    assert settings.load().templates == {"analytic": "Idea: "}
