"""The autocode screen: each action by its key; proposals from a search, and from the units of a code."""

from __future__ import annotations

import pytest

from coder.project.operations import sources
from coder.text.span import Turn
from coder.tui.search.autocode_screen import ProposalPane
from tests.tui.conftest import ActionCases, Ui

act = ActionCases("autocode")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await propose(ui, "ashamed")
    await act.run(id, ui)
    assert ui.app._exception is None


async def propose(ui: Ui, words: str, code: str = "Shame") -> None:
    """Search for words and open their autocode preview."""
    await ui.press("ctrl+f", *words)
    await ui.until(lambda: "match" in ui.said)  # Enter goes to matches that are there
    await ui.press("enter")
    await ui.do("search.autocode")
    await ui.press(*code, "enter")
    await ui.until(lambda: ui.screen == "AutocodeScreen")
    await ui.until(lambda: "selected" in ui.said)


def pane(ui: Ui) -> ProposalPane:
    return ui.app.screen.query_one(ProposalPane)


def selected(ui: Ui) -> list[bool]:
    return pane(ui).selected


@act("autocode.take")
async def _(ui: Ui) -> None:
    assert selected(ui) == [True, False, False]
    await ui.do("autocode.take", "autocode.take")
    assert selected(ui) == [False, True, False]
    assert ui.said.startswith("1 of 3 selected")


@act("autocode.all")
async def _(ui: Ui) -> None:
    await ui.do("autocode.take", "autocode.all")
    assert selected(ui) == [True, False, False]


@act("autocode.none")
async def _(ui: Ui) -> None:
    await ui.do("autocode.none")
    assert selected(ui) == [False] * 3
    await ui.do("autocode.apply")
    assert ui.said.startswith("Nothing is selected")


@act("autocode.unit")
async def _(ui: Ui) -> None:
    for unit, rows in (("turn", 2), ("match", 3), ("sentence", 3)):
        await ui.do("autocode.unit")
        await ui.until(lambda: "selected" in ui.said)
        assert f"unit: {unit}" in ui.seen
        assert len(selected(ui)) == rows


@act("autocode.apply")
async def _(ui: Ui) -> None:
    before, shame = ui.project.undoable, ui.count("Shame")
    await ui.do("autocode.apply")
    assert ui.screen == "CodingScreen"
    assert "coded 1 unit · u: undo" in ui.said
    assert (ui.project.undoable, ui.count("Shame")) == (before + 1, shame + 1)
    await ui.press("u")
    assert ui.count("Shame") == shame
    assert ui.said.startswith("Undid: coded 1 unit with Shame")


async def test_a_new_code_is_created_with_the_first_unit(ui: Ui) -> None:
    codes = ui.names()
    await propose(ui, "ashamed", "Courage")
    assert selected(ui) == [True] * 3
    assert ui.names() == codes
    await ui.do("autocode.apply")
    assert ui.count("Courage") == 3
    await ui.press("u")
    assert ui.names() == codes


async def test_similar_units_are_not_selected_by_default(ui: Ui) -> None:
    await ui.to_code("Shame")
    shame = ui.count("Shame")
    await ui.do("codes.like")
    await ui.until(lambda: "selected" in ui.said)
    assert not any(selected(ui))
    await ui.do("autocode.unit")
    assert ui.said == "Only sentences are compared"
    await ui.do("autocode.take", "autocode.take", "autocode.apply")
    assert ui.count("Shame") == shame + 2


async def test_undo_of_an_import_removes_its_proposals_and_matches(ui: Ui) -> None:
    text = "SYNTHETIC: zebras. Zebras again."
    sources.add(ui.project, name="New", text=text, turns=[Turn(0, len(text), "P", None, 0)])
    await propose(ui, "zebras")
    assert len(selected(ui)) == 2
    await ui.press("u", "down", "enter")
    assert not selected(ui)
    await ui.press("escape", "down", "enter")
    assert ui.screen == "SearchScreen"
