"""The steps on the screen: every action by its key, where each line leads."""

from __future__ import annotations

import pytest

from coder.analysis.method.steps import steps
from coder.analysis.method.units import groups_in_order
from coder.project.operations import codebook, codings
from coder.project.operations import groups as operations
from coder.tui.kit.cards import Cards
from coder.tui.synthesis.groups_screen import GroupsScreen
from tests.tui.conftest import ActionCases, Ui

act = ActionCases("steps")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await ui.press("g", "s")
    await act.run(id, ui)
    assert ui.app._exception is None


def cards(ui: Ui) -> Cards:
    widget = ui.app.screen.focused
    assert isinstance(widget, Cards)
    return widget


@act("steps.next_open")
async def _(ui: Ui) -> None:
    (first, second) = [point.text for step in steps(ui.project) for point in step.points][:2]
    await ui.press("n")
    assert ui.said.startswith(first[:30])
    await ui.press("n")
    assert ui.said.startswith(second[:30])


@act("steps.previous_open")
async def _(ui: Ui) -> None:
    await ui.press("N")
    assert ui.said == "No open point above"
    await ui.press("n", "n", "N")
    first = next(point.text for step in steps(ui.project) for point in step.points)
    assert ui.said.startswith(first[:30])


@act("steps.matrix")
async def _(ui: Ui) -> None:
    await ui.press("x")
    assert ui.screen == "MatrixScreen"
    assert "participants × groups" in ui.seen


async def test_every_line_opens_another_screen(ui: Ui) -> None:
    await ui.press("g", "s")
    deck = cards(ui).deck
    assert deck.height > 1
    for row in range(deck.height):
        cards(ui).move_to(row)
        await ui.press("enter")
        assert ui.screen != "StepsScreen", row
        assert ui.app._exception is None
        await ui.press("g", "s")
        assert cards(ui).row == row


async def test_an_open_point_opens_its_group(ui: Ui) -> None:
    group = groups_in_order(ui.project)[1]
    codebook.add(ui.project, "Nothing yet", parent=ui.project.codes[group.code])
    await ui.press("g", "s")
    while "‘Nothing yet’" not in ui.said:
        await ui.press("n")
    await ui.press("enter")
    assert isinstance(ui.app.screen, GroupsScreen)
    assert ui.app.screen.pane.row.name == "Nothing yet"


async def test_an_open_point_about_ungrouped_units_shows_them(ui: Ui) -> None:
    group = groups_in_order(ui.project)[1]
    stray = codebook.add(ui.project, "Of no group")
    unit = next(
        coding.segment for coding in ui.project.codings.values() if len(ui.project.codings_of(coding.segment)) == 1
    )
    for code in (ui.project.codes[group.code], stray):
        (coding,) = ui.project.codings_of(unit)
        codings.recode(ui.project, coding, code)
        await ui.press("g", "s", "<")
        name = "in no subgroup" if code is not stray else "in no code group"
        while not (name in ui.said and (code is stray or f"‘{code.name}’" in ui.said)):
            await ui.press("n")
        await ui.press("enter")
        assert isinstance(ui.app.screen, GroupsScreen)
        assert ui.app.screen.pane.row.name == name
        assert unit in ui.app.screen.pane.units


async def test_steps_follow_changes_and_undo(ui: Ui) -> None:
    await ui.press("g", "s")
    operations.make(ui.project, "New group")
    await ui.pilot.pause()
    while "‘New group’ has no unit" not in ui.seen:
        await ui.press("n")
    await ui.press("u")
    assert "‘New group’" not in "\n".join(
        cards(ui).deck.card(row, 80)[0].plain for row in range(cards(ui).deck.height)
    )


async def test_preconceptions_are_written_and_locked_from_the_steps(ui: Ui) -> None:
    await ui.press("g", "s", "enter")
    assert ui.screen == "MemosScreen"
    assert "preconception" in ui.seen
    before = set(ui.project.memos)
    await ui.press("a")
    if ui.screen != "MemosScreen":
        await ui.press("p")
    await ui.press(*"Quiet", "escape")
    (made,) = set(ui.project.memos) - before
    assert ui.project.memos[made].kind == "preconception"
    assert ui.project.memos[made].about == "project"
    await ui.press("L", "l")
    assert ui.project.memos[made].locked


async def test_keys_while_open_points_are_looked_for_change_nothing(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coder.tui.synthesis.steps_screen.StepJob", lambda *_: None)  # never finds them
    await ui.press("g", "s")
    for key in ("n", "N", "j", "enter"):
        await ui.press(key)
        assert (ui.screen, ui.said) == ("StepsScreen", "Looking for open points …"), key
