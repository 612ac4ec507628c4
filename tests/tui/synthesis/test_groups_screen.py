"""Code groups on the screen: every action by its key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from coder.analysis.method.units import groups_in_order, loose_units, subgroups, units_below
from coder.model.segment import GOLD
from coder.project.merge_artifacts import group_of
from coder.project.operations import groups as operations
from coder.project.operations import themes
from coder.project.paths import code_named
from coder.tui.keymap import actions
from coder.tui.kit.cards import Cards
from coder.tui.synthesis.group_list import GroupDeck
from coder.tui.synthesis.groups_screen import GroupsScreen
from tests.tui.conftest import Ui

Case = Callable[[Ui], Awaitable[None]]
CASES: dict[str, Case] = {}
GO = {"groups": "u"}


def act(id: str) -> Callable[[Case], Case]:
    return lambda case: CASES.setdefault(id, case)


@pytest.mark.parametrize("id", [one.id for where in GO for one in actions.of(where)])
async def test_action(id: str, ui: Ui) -> None:
    await ui.press("g", GO[id.split(".")[0]])
    await CASES[id](ui)
    assert ui.app._exception is None


@pytest.mark.parametrize("where", ["groups"])
def test_no_key_twice(where: str) -> None:
    scopes = (where, "cards", "study", "app")
    keys = [key for scope in scopes for action in actions.of(scope) for key in action.key.split(",")]
    assert len(keys) == len(set(keys))


def cards(ui: Ui) -> Cards:
    found = ui.app.screen.focused
    assert isinstance(found, Cards)
    return found


# Code groups


def screen(ui: Ui) -> GroupsScreen:
    assert isinstance(ui.app.screen, GroupsScreen)
    return ui.app.screen


def in_group(ui: Ui, number: int) -> set[str]:
    return units_below(ui.project, ui.project.codes[groups_in_order(ui.project)[number].code])


def memos_of(ui: Ui) -> dict[str, str]:
    return {memo.id: memo.target for memo in ui.project.memos.values()}


@act("groups.send")
async def _(ui: Ui) -> None:
    kept = memos_of(ui)
    await ui.press("tab")
    unit, second = screen(ui).units[:2]
    await ui.press("3")
    assert unit in in_group(ui, 2)
    assert unit not in in_group(ui, 0)
    assert screen(ui).unit == second
    assert memos_of(ui) == kept
    await ui.press("u")
    assert unit in in_group(ui, 0)
    await ui.press("9")
    assert ui.said == "No code group has the digit 9"
    done = ui.project.undoable
    await ui.press("1")
    assert "already" in ui.said
    assert ui.project.undoable == done


@act("groups.move")
async def _(ui: Ui) -> None:
    goal = subgroups(ui.project, groups_in_order(ui.project)[0])[1]
    await ui.press("j", "tab")
    unit = screen(ui).unit
    await ui.press("v", *goal.name, "enter")
    assert unit in units_below(ui.project, goal)
    unit = screen(ui).unit
    await ui.press("v", *"Quite new", "enter")
    made = code_named(ui.project, "Quite new")
    assert made.parent == groups_in_order(ui.project)[0].code
    assert units_below(ui.project, made) == {unit}


@act("groups.move_why")
async def _(ui: Ui) -> None:
    goal = subgroups(ui.project, groups_in_order(ui.project)[1])[0]
    await ui.press("tab", "space", "space", "V", *goal.name, "enter", *"read again", "enter")
    done = next(ui.project.history())
    assert done.reason == "read again"
    assert "moved 2 units" in done.label
    assert not screen(ui).chosen


@act("groups.to_residual")
async def _(ui: Ui) -> None:
    residual = next(one for one in ui.project.groups.values() if one.residual)
    await ui.press("tab")
    unit = screen(ui).unit
    await ui.press("x")
    assert unit in units_below(ui.project, ui.project.codes[residual.code])
    operations.set_residual(ui.project, residual, False)
    await ui.press("x")
    assert "R at a group" in ui.said


@act("groups.choose")
async def _(ui: Ui) -> None:
    await ui.press("tab")
    first, second = screen(ui).units[:2]
    await ui.press("space", "space")
    assert screen(ui).chosen == {first, second}
    assert "2 chosen" in ui.seen
    assert ui.seen.count("✓") == 2
    await ui.press("2")
    assert {first, second} <= in_group(ui, 1)
    assert "moved 2 units" in next(ui.project.history()).label
    await ui.press("space", "escape")
    assert not screen(ui).chosen
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


@act("groups.all")
async def _(ui: Ui) -> None:
    await ui.press("A")
    assert screen(ui).chosen == in_group(ui, 0)
    await ui.press("A")
    assert not screen(ui).chosen


@act("groups.gold")
async def _(ui: Ui) -> None:
    await ui.press("tab")
    unit = next(
        n for n, id in enumerate(screen(ui).units) if not any(coding.mark for coding in ui.project.codings_of(id))
    )
    screen(ui).cards.move_to(unit)
    unit = screen(ui).unit
    await ui.press("*")
    under = ui.project.codes[groups_in_order(ui.project)[0].code]
    assert {one.mark for one in operations.codings_under(ui.project, unit, under)} == {GOLD}
    assert screen(ui).unit == unit
    await ui.press("*")
    assert {one.mark for one in operations.codings_under(ui.project, unit, under)} == {""}


@act("groups.participant")
async def _(ui: Ui) -> None:
    await ui.press("p", *"P02", "enter")
    p02 = next(one.id for one in ui.project.participants.values() if one.name == "P02")
    assert "only P02" in ui.seen
    assert screen(ui).units
    for id in screen(ui).units:
        assert ui.project.sources[ui.project.segments[id].source].participant == p02
    await ui.press("p", *"everybody", "enter")
    assert set(screen(ui).units) == in_group(ui, 0)


@act("groups.make")
async def _(ui: Ui) -> None:
    await ui.press("a", *"Friends", "enter")
    group = group_of(ui.project, code_named(ui.project, "Friends").id)
    assert group is not None
    assert screen(ui).row.id == group.id
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
    assert [one.id for one in ui.project.groups.values() if one.residual] == [screen(ui).row.id]
    assert "residual" in ui.seen


@act("groups.themes")
async def _(ui: Ui) -> None:
    first, second = themes.negotiated(ui.project)[:2]
    await ui.press("t", "tab", "down", "tab", "enter")
    group = screen(ui).row.group
    assert group is not None
    assert set(ui.project.groups[group.id].themes) == {first.id, second.id}


async def test_units_open_in_context_and_back(ui: Ui) -> None:
    await ui.press("g", "u", "j", "tab", "j", "j")
    unit, row = screen(ui).unit, screen(ui).row.id
    await ui.press("enter")
    assert ui.screen == "CodingScreen"
    assert ui.view.cursor.span.start == ui.project.segments[unit].start
    await ui.press("escape")
    assert (screen(ui).unit, screen(ui).row.id) == (unit, row)
    assert cards(ui) is screen(ui).cards


async def test_counts_agree_with_the_records(ui: Ui) -> None:
    await ui.press("g", "u")
    deck = screen(ui)._deck
    assert isinstance(deck, GroupDeck)
    project = ui.project
    for row in deck.rows:
        if row.code is None:
            continue
        below = {row.code.id}
        while more := {one.id for one in project.codes.values() if one.parent in below} - below:
            below |= more
        units = {coding.segment for coding in project.codings.values() if coding.code in below}
        if row.loose:
            assert row.group is not None
            units = loose_units(project, row.group)
        assert deck.count(row) == len(units)
        assert set(deck.units(row)) == units


async def test_a_unit_in_several_groups_has_a_mark(ui: Ui) -> None:
    await ui.press("g", "u", "tab")
    while "in several groups" not in ui.said:
        await ui.press("j")
    about = cards(ui).deck.card(cards(ui).row, 100)[-1].plain
    assert "‡ 2 groups" in about or "‡ 3 groups" in about


async def test_the_definition_of_a_group_is_read(ui: Ui) -> None:
    await ui.press("g", "u", "j", "k")
    code = screen(ui).row.code
    assert code is not None
    assert ui.said.startswith(code.definition[:30])
