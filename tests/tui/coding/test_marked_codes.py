"""Several codes at once in the code tree; merging; an empty tree."""

from __future__ import annotations

from pathlib import Path

from coder.project import create_project, open_project
from coder.project.operations import sources
from coder.project.study import code_named
from coder.text.turns import find_turns
from tests.tui.conftest import Opener, Ui


async def test_marked_codes_change_together(ui: Ui) -> None:
    ui.forget_texts_on("Shame", "Home pays")
    before = ui.project.undoable

    async def mark() -> None:
        for name in ("Shame", "Home pays"):
            await ui.to_code(name)
            await ui.press("x")

    await mark()
    await ui.press("C", "down", "enter")
    assert code_named(ui.project, "Shame").color == code_named(ui.project, "Home pays").color
    await mark()
    await ui.press("h")
    assert code_named(ui.project, "Shame").archived
    assert code_named(ui.project, "Home pays").archived
    await ui.press("u")
    await mark()
    await ui.press("D", "u")
    assert not {"Shame", "Home pays"} & ui.names()
    await ui.press("u")
    await mark()
    await ui.press("M", *"Shame", "enter")
    assert "Home pays" not in ui.names()
    assert ui.project.undoable == before + 2
    assert ui.app._exception is None


async def test_a_code_cannot_be_merged_into_its_child(ui: Ui) -> None:
    await ui.to_code("Before asking")
    await ui.press("M", *"shame")
    assert not any("Before asking/Shame" in row for row in ui.options)


async def test_an_empty_tree_says_what_to_do(running: Opener, tmp_path: Path) -> None:
    words = "P: One. Two.\n"
    create_project(tmp_path / "new", "New", coder="KG")
    with open_project(tmp_path / "new") as project:
        sources.add(project, name="A", text=words, turns=find_turns(words))
    async with running(tmp_path / "new") as ui:
        note = "No codes yet. c in the"
        assert note in ui.seen
        await ui.press("c")
        assert "type a name, Enter creates it" in ui.seen
        await ui.press(*"Home/Cold", "enter")
        assert note not in ui.seen
        await ui.press("tab", "slash", *"zzz")
        assert "No code matches." in ui.seen
        await ui.press("escape")
        assert "No code matches." not in ui.seen
        await ui.press("u")
        assert note in ui.seen
