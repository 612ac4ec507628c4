"""Steps, themes and code groups on the screen: every action by its key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from coder.analysis.method.steps import steps
from coder.analysis.method.units import groups, loose_units, subgroups, units_below
from coder.model.condensation import Theme
from coder.model.segment import GOLD
from coder.project import create_project
from coder.project.operations import codebook, themes
from coder.project.operations import groups as operations
from coder.project.paths import code_named
from coder.project.uniting import group_of
from coder.tui import actions
from coder.tui.group_list import GroupDeck
from coder.tui.screens.groups import GroupsScreen
from coder.tui.screens.themes import ThemesDeck
from coder.tui.widgets.cards import Cards
from tests.tui.conftest import Opener, Ui

Case = Callable[[Ui], Awaitable[None]]
CASES: dict[str, Case] = {}
GO = {"cards": "s", "steps": "s", "themes": "k", "groups": "u"}


def act(id: str) -> Callable[[Case], Case]:
    return lambda case: CASES.setdefault(id, case)


@pytest.mark.parametrize("id", [one.id for where in GO for one in actions.of(where)])
async def test_action(id: str, ui: Ui) -> None:
    await ui.press("g", GO[id.split(".")[0]])
    await CASES[id](ui)
    assert ui.app._exception is None


@pytest.mark.parametrize("where", ["steps", "themes", "groups"])
def test_no_key_twice(where: str) -> None:
    scopes = (where, "cards", "study", "app")
    keys = [key for scope in scopes for action in actions.of(scope) for key in action.key.split(",")]
    assert len(keys) == len(set(keys))


def cards(ui: Ui) -> Cards:
    found = ui.app.screen.focused
    assert isinstance(found, Cards)
    return found


# Any list of cards


@act("cards.next")
async def _(ui: Ui) -> None:
    await ui.press("j", "down")
    assert cards(ui).row == 2


@act("cards.previous")
async def _(ui: Ui) -> None:
    await ui.press("j", "j", "j", "k", "up")
    assert cards(ui).row == 1


@act("cards.page_down")
async def _(ui: Ui) -> None:
    await ui.do("cards.page_down")
    assert cards(ui).row == cards(ui).top == cards(ui).size.height


@act("cards.page_up")
async def _(ui: Ui) -> None:
    await ui.do("cards.page_down", "cards.page_up")
    assert cards(ui).row == cards(ui).top == 0


@act("cards.first")
async def _(ui: Ui) -> None:
    await ui.press("j", "j", "<")
    assert cards(ui).row == 0


@act("cards.last")
async def _(ui: Ui) -> None:
    await ui.press(">")
    assert cards(ui).row == cards(ui).deck.height - 1
    assert cards(ui).top == cards(ui).row + 1 - cards(ui).size.height


@act("cards.open")
async def _(ui: Ui) -> None:
    await ui.press("enter")
    assert ui.screen == "MemosScreen"
    await ui.press("g", "s", "n", "enter")
    assert ui.screen != "StepsScreen"
    await ui.press("g", "s")
    assert "○" in cards(ui).deck.card(cards(ui).row, 70)[0].plain


# Steps


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
    assert ui.said == "Nothing is open before this"
    await ui.press("n", "n", "N")
    first = next(point.text for step in steps(ui.project) for point in step.points)
    assert ui.said.startswith(first[:30])


async def test_every_line_of_the_steps_leads_somewhere(ui: Ui) -> None:
    await ui.press("g", "s")
    deck = cards(ui).deck
    for row in range(deck.height):
        cards(ui).move_to(row)
        await ui.press("enter")
        assert ui.screen != "StepsScreen", row
        assert ui.app._exception is None
        await ui.press("g", "s")
        assert cards(ui).row == row


async def test_an_open_point_leads_to_its_group(ui: Ui) -> None:
    group = groups(ui.project)[1]
    codebook.add(ui.project, "Nothing yet", parent=ui.project.codes[group.code])
    await ui.press("g", "s")
    while "‘Nothing yet’" not in ui.said:
        await ui.press("n")
    await ui.press("enter")
    assert isinstance(ui.app.screen, GroupsScreen)
    assert ui.app.screen.row.id == group.id


async def test_steps_follow_what_is_done(ui: Ui) -> None:
    await ui.press("g", "s")
    operations.make(ui.project, "New group")
    await ui.pilot.pause()
    while "‘New group’ has no unit" not in ui.seen:
        await ui.press("n")
    await ui.press("u")
    assert "‘New group’" not in "\n".join(
        cards(ui).deck.card(row, 80)[0].plain for row in range(cards(ui).deck.height)
    )


async def test_home_says_where_the_condensation_stands(ui: Ui) -> None:
    await ui.press("g", "h")
    await ui.until(lambda: "STC:" in ui.seen)
    assert "open points" in ui.seen
    await ui.do("home.steps")
    assert ui.screen == "StepsScreen"


# Themes


def mine(ui: Ui) -> list[Theme]:
    kg = next(one.id for one in ui.project.coders.values() if one.initials == "KG")
    return themes.preliminary(ui.project, kg)


def named(ui: Ui, name: str) -> Theme:
    return themes.named(ui.project, name)


async def open_theme(ui: Ui) -> Theme:
    """A preliminary theme that nothing was decided about, under the cursor."""
    theme = themes.add(ui.project, "Open still", "SYNTHETIC note")
    await ui.pilot.pause()
    assert here(ui).id == theme.id
    return theme


def here(ui: Ui) -> Theme:
    deck = cards(ui).deck
    assert isinstance(deck, ThemesDeck)
    theme = deck.rows[cards(ui).row].theme
    assert theme is not None
    return theme


@act("themes.add")
async def _(ui: Ui) -> None:
    before = len(mine(ui))
    await ui.press("a", *"Evenings", "enter")
    assert [one.name for one in mine(ui)][before:] == ["Evenings"]
    assert here(ui).name == "Evenings"
    await ui.press("tab", "a", *"Late hours", "enter")
    assert named(ui, "Late hours").negotiated
    assert "Late hours" in ui.seen
    await ui.press("a", "enter")
    await ui.press("a", *"Late hours", "enter")
    assert "such a theme already" in ui.toasts


@act("themes.rename")
async def _(ui: Ui) -> None:
    theme = await open_theme(ui)
    await ui.press("r", "ctrl+u", *"Not decided", "enter")
    assert ui.project.themes[theme.id].name == "Not decided"
    cards(ui).move_to(0)
    await ui.press("r", "ctrl+u", *"No", "enter")
    assert "already" in ui.toasts
    assert here(ui).name != "No"


@act("themes.note")
async def _(ui: Ui) -> None:
    theme = await open_theme(ui)
    await ui.press("e", "ctrl+u", *"since March", "enter")
    assert ui.project.themes[theme.id].note == "since March"
    await ui.press("enter", "ctrl+u", *"since May", "enter")
    assert "since May" in ui.seen


@act("themes.up")
async def _(ui: Ui) -> None:
    await open_theme(ui)
    await ui.press("a", *"Last", "enter", "K")
    assert [one.name for one in mine(ui)][-2:] == ["Last", "Open still"]
    assert here(ui).name == "Last"


@act("themes.down")
async def _(ui: Ui) -> None:
    await ui.press("tab", "J")
    assert here(ui).id == themes.negotiated(ui.project)[1].id
    await ui.press("J", "J", "J", "J", "J")
    assert here(ui).id == themes.negotiated(ui.project)[-1].id


@act("themes.take")
async def _(ui: Ui) -> None:
    theme = await open_theme(ui)
    goal = themes.negotiated(ui.project)[0]
    await ui.press("t", "enter", *"same rule", "enter")
    taken = ui.project.themes[theme.id]
    assert (taken.fate, taken.into, taken.why) == ("taken", goal.id, "same rule")
    assert "taken up into" in ui.seen
    await ui.press("u")
    assert ui.project.themes[theme.id].fate == ""
    await ui.press("t", *"Quite new", "enter", "enter")
    assert named(ui, "Quite new").negotiated
    assert ui.project.themes[theme.id].into == named(ui, "Quite new").id
    await ui.press("tab", "t")
    assert "negotiated list" in ui.said


@act("themes.drop")
async def _(ui: Ui) -> None:
    theme = await open_theme(ui)
    await ui.press("x", *"one voice", "enter")
    dropped = ui.project.themes[theme.id]
    assert (dropped.fate, dropped.why) == ("dropped", "one voice")
    assert "dropped by KG" in ui.seen
    assert next(ui.project.history()).reason == "one voice"


@act("themes.reopen")
async def _(ui: Ui) -> None:
    theme = await open_theme(ui)
    await ui.press("x", "enter", "o", *"too soon", "enter")
    assert ui.project.themes[theme.id].fate == ""
    assert next(ui.project.history()).reason == "too soon"


@act("themes.make_group")
async def _(ui: Ui) -> None:
    await open_theme(ui)
    await ui.press("c")
    assert "negotiated list" in ui.said
    await ui.press("tab", "a", *"Late hours", "enter", "c")
    code = code_named(ui.project, "Late hours")
    group = group_of(ui.project, code.id)
    assert group is not None
    assert group.themes == (named(ui, "Late hours").id,)
    assert "code group Late hours" in ui.seen


@act("themes.delete")
async def _(ui: Ui) -> None:
    theme = await open_theme(ui)
    await ui.press("D")
    assert theme.id not in ui.project.themes
    await ui.press("tab", "D")
    assert "part of the trail" in ui.toasts


async def test_an_empty_pad_says_so(running: Opener, folder: Path) -> None:
    async with running(create_project(folder.parent / "new", "New")) as ui:
        await ui.press("g", "k", "r", "x", "D", "K")
        assert "No theme is under the cursor" in ui.said
        await ui.press("g", "u", "j", "v", "x", "1", "space", "*", "enter", "R", "D", "t")
        assert ui.app._exception is None
        await ui.press("g", "s", "n", "enter")
        assert ui.app._exception is None


# Code groups


def screen(ui: Ui) -> GroupsScreen:
    assert isinstance(ui.app.screen, GroupsScreen)
    return ui.app.screen


def in_group(ui: Ui, number: int) -> set[str]:
    return units_below(ui.project, ui.project.codes[groups(ui.project)[number].code])


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
    goal = subgroups(ui.project, groups(ui.project)[0])[1]
    await ui.press("j", "tab")
    unit = screen(ui).unit
    await ui.press("v", *goal.name, "enter")
    assert unit in units_below(ui.project, goal)
    unit = screen(ui).unit
    await ui.press("v", *"Quite new", "enter")
    made = code_named(ui.project, "Quite new")
    assert made.parent == groups(ui.project)[0].code
    assert units_below(ui.project, made) == {unit}


@act("groups.move_why")
async def _(ui: Ui) -> None:
    goal = subgroups(ui.project, groups(ui.project)[1])[0]
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
    under = ui.project.codes[groups(ui.project)[0].code]
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


@pytest.mark.parametrize("size", [(80, 24), (140, 40), (60, 20)])
@pytest.mark.parametrize("letter", ["s", "k", "u"])
async def test_sizes_without_colours(
    letter: str, size: tuple[int, int], running: Opener, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(folder, size=size) as ui:
        await ui.press("g", letter, "j")
        assert "▌" in ui.seen
        await ui.press("escape")
        assert ui.screen == "CodingScreen"


async def test_from_the_steps_to_preconceptions_that_are_written_and_locked(ui: Ui) -> None:
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


async def test_reading_mode_says_its_keys(ui: Ui) -> None:
    await ui.press("S")
    assert "read, next" in ui.hints
    assert "note a theme" in ui.hints
    await ui.press("S")
    assert "read, next" not in ui.hints


async def test_home_says_what_was_read(ui: Ui) -> None:
    for reading in list(ui.project.readings):
        with ui.project.transaction("test", "nobody read it") as tx:
            tx.remove("readings", reading)
    source = ui.pane.source
    assert source is not None
    await ui.press("R", "g", "h")
    (row,) = [line for line in ui.seen.splitlines() if line.strip().startswith(f"{source.name} ")]
    assert " read " in row


async def test_the_definition_of_a_group_is_read(ui: Ui) -> None:
    await ui.press("g", "u", "j", "k")
    code = screen(ui).row.code
    assert code is not None
    assert ui.said.startswith(code.definition[:30])
