"""Code groups on the screen: every action by its key."""

from __future__ import annotations

import re

import pytest

from coder.analysis.method.units import groups_in_order, loose_units, subgroups, units_below
from coder.model.source import GOLD
from coder.project.merge_artifacts import group_of
from coder.project.operations import groups as operations
from coder.project.operations import themes
from coder.project.study import code_named
from coder.tui.kit.cards import Cards
from coder.tui.synthesis.groups_screen import GroupsPane, GroupsScreen
from tests.method.test_counts import HandCount
from tests.tui.conftest import ActionCases, Ui

act = ActionCases("groups")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await ui.press("g", "u")
    await act.run(id, ui)
    assert ui.app._exception is None


def cards(ui: Ui) -> Cards:
    widget = ui.app.screen.focused
    assert isinstance(widget, Cards)
    return widget


def pane(ui: Ui) -> GroupsPane:
    assert isinstance(ui.app.screen, GroupsScreen)
    return ui.app.screen.pane


def in_group(ui: Ui, number: int) -> set[str]:
    return units_below(ui.project, ui.project.codes[groups_in_order(ui.project)[number].code])


def memo_targets(ui: Ui) -> dict[str, str]:
    return {memo.id: memo.target for memo in ui.project.memos.values()}


@act("groups.send")
async def _(ui: Ui) -> None:
    kept = memo_targets(ui)
    await ui.press("tab")
    unit, second = pane(ui).units[:2]
    await ui.press("3", "a")
    assert unit in in_group(ui, 2)
    assert unit not in in_group(ui, 0)
    assert pane(ui).unit == second
    assert memo_targets(ui) == kept
    await ui.press("u")
    assert unit in in_group(ui, 0)
    await ui.press("9")
    assert ui.said == "There is no code group 9"
    done = ui.project.undoable
    await ui.press("1")
    assert "already" in ui.said
    assert ui.project.undoable == done


@act("groups.move")
async def _(ui: Ui) -> None:
    goal = subgroups(ui.project, groups_in_order(ui.project)[0])[1]
    await ui.press("j", "tab")
    unit = pane(ui).unit
    await ui.press("v", *goal.name, "enter")
    assert unit in units_below(ui.project, goal)
    unit = pane(ui).unit
    await ui.press("v", *"Quite new", "enter")
    made = code_named(ui.project, "Quite new")
    assert made.parent == groups_in_order(ui.project)[0].code
    assert units_below(ui.project, made) == {unit}


@act("groups.move_why")
async def _(ui: Ui) -> None:
    goal = subgroups(ui.project, groups_in_order(ui.project)[1])[0]
    await ui.press("tab", "space", "space", "V", *goal.name, "enter", *"read again", "enter", "y")
    done = next(ui.project.history())
    assert done.reason == "read again"
    assert "moved 2 units" in done.label
    assert not pane(ui).state.selected


@act("groups.to_residual")
async def _(ui: Ui) -> None:
    residual = next(group for group in ui.project.groups.values() if group.residual)
    await ui.press("tab")
    unit = pane(ui).unit
    await ui.press("x")
    assert "by IH" in ui.seen
    assert unit not in units_below(ui.project, ui.project.codes[residual.code])
    await ui.press("y")
    assert unit in units_below(ui.project, ui.project.codes[residual.code])
    operations.set_residual(ui.project, residual, False)
    await ui.press("x")
    assert "R on a group makes it one" in ui.said


@act("groups.choose")
async def _(ui: Ui) -> None:
    await ui.press("tab")
    first, second = pane(ui).units[:2]
    await ui.press("space", "space")
    assert pane(ui).state.selected == {first, second}
    assert "2 selected" in ui.seen
    assert ui.seen.count("✓") == 2
    await ui.press("2", "y")
    assert {first, second} <= in_group(ui, 1)
    assert "moved 2 units" in next(ui.project.history()).label
    await ui.press("space", "escape")
    assert not pane(ui).state.selected
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


@act("groups.all")
async def _(ui: Ui) -> None:
    await ui.press("A")
    assert pane(ui).state.selected == in_group(ui, 0)
    await ui.press("A")
    assert not pane(ui).state.selected


@act("groups.gold")
async def _(ui: Ui) -> None:
    await ui.press("tab")
    unit = next(
        n for n, id in enumerate(pane(ui).units) if not any(coding.mark for coding in ui.project.codings_of(id))
    )
    pane(ui).unit_cards.move_to(unit)
    unit = pane(ui).unit
    await ui.press("*")
    under = ui.project.codes[groups_in_order(ui.project)[0].code]
    assert {coding.mark for coding in operations.codings_under(ui.project, unit, under)} == {GOLD}
    assert pane(ui).unit == unit
    await ui.press("*")
    assert {coding.mark for coding in operations.codings_under(ui.project, unit, under)} == {""}


@act("groups.participant")
async def _(ui: Ui) -> None:
    await ui.press("p", *"P02", "enter")
    p02 = next(person.id for person in ui.project.participants.values() if person.name == "P02")
    assert "only P02" in ui.seen
    assert pane(ui).units
    for id in pane(ui).units:
        assert ui.project.sources[ui.project.segments[id].source].participant == p02
    await ui.press("p", *"all", "enter")
    assert set(pane(ui).units) == in_group(ui, 0)


@act("groups.make")
async def _(ui: Ui) -> None:
    await ui.press("a", *"Friends", "enter")
    group = group_of(ui.project, code_named(ui.project, "Friends").id)
    assert group is not None
    assert pane(ui).row.id == group.id
    assert "no unit" in ui.seen


@act("groups.unmake")
async def _(ui: Ui) -> None:
    await ui.press("D", "d")
    assert "would be lost" in ui.toasts
    await ui.press("a", *"Friends", "enter", "D", "d")
    assert group_of(ui.project, code_named(ui.project, "Friends").id) is None


@act("groups.residual")
async def _(ui: Ui) -> None:
    await ui.press("R")
    assert [group.id for group in ui.project.groups.values() if group.residual] == [pane(ui).row.id]
    assert "residual" in ui.seen


@act("groups.themes")
async def _(ui: Ui) -> None:
    first, second = themes.negotiated(ui.project)[:2]
    await ui.press("t", "tab", "down", "tab", "enter")
    group = pane(ui).row.group
    assert group is not None
    assert set(ui.project.groups[group.id].themes) == {first.id, second.id}


async def test_a_unit_opens_in_its_transcript_and_escape_returns(ui: Ui) -> None:
    await ui.press("g", "u", "j", "tab", "j", "j")
    unit, row = pane(ui).unit, pane(ui).row.id
    await ui.press("enter")
    assert ui.screen == "CodingScreen"
    assert ui.view.cursor.span.start == ui.project.segments[unit].start
    await ui.press("escape")
    assert (pane(ui).unit, pane(ui).row.id) == (unit, row)
    assert cards(ui) is pane(ui).unit_cards


async def test_counts_match_the_records(ui: Ui) -> None:
    await ui.press("g", "u")
    deck, project = pane(ui).deck, ui.project
    assert deck.rows
    for row in deck.rows:
        if row.code is None:
            continue
        below = {row.code.id}
        while more := {code.id for code in project.codes.values() if code.parent in below} - below:
            below |= more
        units = {coding.segment for coding in project.codings.values() if coding.code in below}
        if row.loose:
            assert row.group is not None
            units = loose_units(project, row.group)
        assert deck.count(row) == len(units)
        assert set(deck.units(row)) == units


async def test_a_unit_in_several_groups_is_marked(ui: Ui) -> None:
    await ui.press("g", "u", "tab")
    while "in several groups" not in ui.said:
        await ui.press("j")
    about = cards(ui).deck.card(cards(ui).row, 100)[-1].plain
    assert "‡ 2 groups" in about or "‡ 3 groups" in about


async def test_the_status_line_shows_the_definition_of_a_group(ui: Ui) -> None:
    await ui.press("g", "u", "j", "k")
    code = pane(ui).row.code
    assert code is not None
    assert ui.said.startswith(code.definition[:30])


async def test_groups_and_their_units(ui: Ui, by: HandCount) -> None:
    await ui.press("g", "u")
    rows = ui.seen.splitlines()
    for group in by.tables["groups"].values():
        for code in (group["code"], *by.subgroups(group["code"])):
            name, units = by.tables["codes"][code]["name"], len(by.units(code))
            assert any(name[:10] in row and re.search(rf"\b{units}\b", row.split(name[:10])[1]) for row in rows), (
                name,
                units,
                rows,
            )
    loose = [row for row in rows if "in no subgr" in row]
    assert any("no unit" in row for row in loose)
    assert not re.search(r"\b0 units?\b", ui.seen)
