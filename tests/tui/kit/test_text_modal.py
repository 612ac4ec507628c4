"""Texts of several lines that are no memos: never lost, whatever ends the program or refuses to keep them."""

from __future__ import annotations

from pathlib import Path

from coder.project.study import code_named
from tests.tui.conftest import Opener


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
        assert "draft restored" in ui.seen
        await ui.press("escape")
        assert code_named(ui.project, "Shame").definition == f"{before} and more"
