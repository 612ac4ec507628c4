"""Codebook files: export, and import with its differences shown before anything changes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from coder.exchange.registry import CODEBOOK, writer_for
from coder.project.operations import codebook
from coder.project.study import code_named, path_of
from coder.tui.kit.line_widgets import Page
from tests.strategies import state_of
from tests.tui.conftest import ActionCases, Opener, Ui

act = ActionCases("codebook")
BOOK = """path,definition
Before asking/Shame,"Feeling small, to be seen as one who does not manage"
Before asking/Fear,Of what happens to the licence
Afterwards/Presenteeism,
"""


async def open_differences(ui: Ui, text: str = BOOK) -> Path:
    """Import a codebook in the code tree; its differences are shown."""
    file = Path("book.csv")
    file.write_text(text, encoding="utf-8")
    await ui.to_code("Shame")
    await ui.press("I")
    await ui.paste("book.csv")
    await ui.press("enter")
    await ui.until(lambda: ui.screen == "DifferencesScreen" or "✗" in ui.said)
    return file


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    rows = "".join(f"Afterwards/New {number},Said of it\n" for number in range(40))
    await open_differences(ui, BOOK + rows)
    await act.run(id, ui)
    assert ui.app._exception is None


def top(ui: Ui) -> int:
    return ui.app.screen.query_one(Page)._top


@act("codebook.apply")
async def _(ui: Ui) -> None:
    before = state_of(ui.project)
    for word in ("redefined", "− Not wanting", "+ Feeling small", "added", "moved", "it was Before asking"):
        assert word in ui.seen
    assert state_of(ui.project) == before
    await ui.do("codebook.apply")
    await ui.press(*"agreed", "enter")
    assert ui.screen == "CodingScreen"
    assert "Applied 44 differences of book.csv" in ui.said
    assert path_of(ui.project, code_named(ui.project, "Presenteeism")) == "Afterwards/Presenteeism"
    assert next(ui.project.history()).reason == "agreed"
    await ui.press("u")
    assert state_of(ui.project) == before


@act("codebook.down")
async def _(ui: Ui) -> None:
    await ui.press("j", "down")
    assert top(ui) == 2


@act("codebook.up")
async def _(ui: Ui) -> None:
    await ui.press("j", "j", "j", "k", "up")
    assert top(ui) == 1


@act("codebook.page_down")
async def _(ui: Ui) -> None:
    await ui.press("pagedown", "space")
    assert top(ui) == 24


@act("codebook.page_up")
async def _(ui: Ui) -> None:
    await ui.press("pagedown", "pagedown", "pagedown", "pageup", "backspace")
    assert top(ui) == 12


@pytest.mark.parametrize("suffix", [".csv", ".md"])
async def test_an_exported_codebook_has_no_differences(ui: Ui, suffix: str) -> None:
    await ui.to_code("Shame")
    await ui.press("E", "ctrl+u")
    await ui.paste(f"book{suffix}")
    await ui.press("enter")
    await ui.until(lambda: "Saved to" in ui.said)
    assert Path(f"book{suffix}").read_bytes() == writer_for(CODEBOOK, suffix).write(ui.project)
    await ui.press("I")
    await ui.paste(f"book{suffix}")
    await ui.press("enter")
    assert "nothing would change" in ui.said
    assert ui.screen == "CodingScreen"


async def test_undo_compares_again(ui: Ui) -> None:
    codebook.define(ui.project, code_named(ui.project, "Shame"), definition="As the file has it")
    await open_differences(ui, "path,definition\nBefore asking/Shame,As the file has it\nBefore asking/Fear,\n")
    assert "1 difference " in ui.seen
    await ui.press("u")
    assert "2 differences" in ui.seen
    await ui.press("escape")
    assert "Fear" not in ui.names()


async def test_a_required_reason_is_asked_for(ui: Ui) -> None:
    codebook.require_reasons(ui.project, True)
    await open_differences(ui)
    await ui.press("a", "enter")
    assert "✗" in ui.said
    assert "Fear" not in ui.names()
    await ui.press("a", *"two things", "enter")
    assert "Fear" in ui.names()


async def test_an_invalid_codebook_is_reported_with_its_line(ui: Ui) -> None:
    await open_differences(ui, "name,parent\nA,B\nB,A\n")
    assert "✗ A code would lie inside itself" in ui.said
    assert "book.csv, line 2" in ui.toasts
    assert ui.screen == "CodingScreen"
    await ui.press("E", "ctrl+u")
    await ui.paste("book.pdf")
    await ui.press("enter")
    assert "Formats: csv" in ui.toasts


async def test_a_read_only_project_exports_its_codebook_and_imports_none(running: Opener, folder: Path) -> None:
    async with running(folder, size=(140, 40)) as ui:
        await open_differences(ui)
        assert "Not in the file" in ui.seen
        async with running(folder) as other:
            await other.to_code("Shame")
            await other.press("I")
            assert "read-only" in other.said
            await other.press("E", "enter")
            await other.until(lambda: "Saved to" in other.said)
    written = Path("tern-house-codebook.csv").read_text(encoding="utf-8-sig")
    assert "Before asking/Shame" in {row["path"] for row in csv.DictReader(io.StringIO(written))}
