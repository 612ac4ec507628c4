"""Lists of cards, steps and themes on the screen: every action by its key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from coder.analysis.method.steps import steps
from coder.analysis.method.units import groups_in_order
from coder.model.condensation import Theme
from coder.project import create_project
from coder.project.merge_artifacts import group_of
from coder.project.operations import codebook, codings, themes
from coder.project.operations import groups as operations
from coder.project.paths import code_named
from coder.tui.keymap import actions
from coder.tui.kit.cards import Cards
from coder.tui.synthesis.groups_screen import GroupsScreen
from coder.tui.synthesis.themes_screen import ThemesDeck
from tests.tui.conftest import Opener, Ui

Case = Callable[[Ui], Awaitable[None]]
CASES: dict[str, Case] = {}
GO = {"cards": "s", "steps": "s", "themes": "k"}


def act(id: str) -> Callable[[Case], Case]:
    return lambda case: CASES.setdefault(id, case)


@pytest.mark.parametrize("id", [one.id for where in GO for one in actions.of(where)])
async def test_action(id: str, ui: Ui) -> None:
    await ui.press("g", GO[id.split(".")[0]])
    await CASES[id](ui)
    assert ui.app._exception is None


@pytest.mark.parametrize("where", ["steps", "themes"])
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


@act("steps.matrix")
async def _(ui: Ui) -> None:
    await ui.press("x")
    assert ui.screen == "MatrixScreen"
    assert "participants × groups" in ui.seen


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
    group = groups_in_order(ui.project)[1]
    codebook.add(ui.project, "Nothing yet", parent=ui.project.codes[group.code])
    await ui.press("g", "s")
    while "‘Nothing yet’" not in ui.said:
        await ui.press("n")
    await ui.press("enter")
    assert isinstance(ui.app.screen, GroupsScreen)
    assert ui.app.screen.row.name == "Nothing yet"


async def test_units_in_no_subgroup_or_group_lead_to_themselves(ui: Ui) -> None:
    group = groups_in_order(ui.project)[1]
    stray = codebook.add(ui.project, "Of no group")
    unit = next(one.segment for one in ui.project.codings.values() if len(ui.project.codings_of(one.segment)) == 1)
    for code in (ui.project.codes[group.code], stray):
        (coding,) = ui.project.codings_of(unit)
        codings.recode(ui.project, coding, code)
        await ui.press("g", "s", "<")
        name = "in no subgroup" if code is not stray else "in no code group"
        while not (name in ui.said and (code is stray or f"‘{code.name}’" in ui.said)):
            await ui.press("n")
        await ui.press("enter")
        assert isinstance(ui.app.screen, GroupsScreen)
        assert ui.app.screen.row.name == name
        assert unit in ui.app.screen.units


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


async def test_the_themes_of_one_who_gave_no_initials_are_their_own(ui: Ui) -> None:
    ui.project._initials = ""
    await ui.press("g", "k")
    assert "me: no theme yet" in ui.seen
    await ui.press("a", *"Weather", "enter")
    assert "me: 1 preliminary" in ui.seen


async def test_an_empty_pad_says_so(running: Opener, folder: Path) -> None:
    async with running(create_project(folder.parent / "new", "New")) as ui:
        await ui.press("g", "k", "r", "x", "D", "K")
        assert "No theme is under the cursor" in ui.said
        await ui.press("g", "u", "j", "v", "x", "1", "space", "*", "enter", "R", "D", "t")
        assert ui.app._exception is None
        await ui.press("g", "s", "n", "enter")
        assert ui.app._exception is None


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


async def test_what_became_of_a_theme_is_told_whole(ui: Ui) -> None:
    """Also on a narrow screen the reason is not cut off."""
    await ui.press("g", "k")
    theme = ui.app.screen.theme
    assert theme.why
    assert theme.why[-12:] in " ".join(ui.seen.split())
