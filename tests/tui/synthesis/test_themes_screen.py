"""Themes on the screen: every action by its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.model.condensation import Theme
from coder.project import create_project
from coder.project.merge_artifacts import group_of
from coder.project.operations import themes
from coder.project.study import code_named
from coder.tui.kit.cards import Cards
from coder.tui.synthesis.themes_screen import ThemeList, ThemesDeck
from tests.tui.conftest import ActionCases, Opener, Ui

act = ActionCases("themes")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await ui.press("g", "k")
    await act.run(id, ui)
    assert ui.app._exception is None


def cards(ui: Ui) -> Cards:
    widget = ui.app.screen.focused
    assert isinstance(widget, Cards)
    return widget


def own(ui: Ui) -> list[Theme]:
    kg = next(coder.id for coder in ui.project.coders.values() if coder.initials == "KG")
    return themes.preliminary(ui.project, kg)


def named(ui: Ui, name: str) -> Theme:
    return themes.named(ui.project, name)


async def open_theme(ui: Ui) -> Theme:
    """Add an open preliminary theme; the cursor is on it."""
    theme = themes.add(ui.project, "Open still", "SYNTHETIC note")
    await ui.pilot.pause()
    assert selected(ui).id == theme.id
    return theme


def selected(ui: Ui) -> Theme:
    deck = cards(ui).deck
    assert isinstance(deck, ThemesDeck)
    theme = deck.rows[cards(ui).row].theme
    assert theme is not None
    return theme


@act("themes.add")
async def _(ui: Ui) -> None:
    before = len(own(ui))
    await ui.press("a", *"Evenings", "enter")
    assert [theme.name for theme in own(ui)][before:] == ["Evenings"]
    assert selected(ui).name == "Evenings"
    await ui.press("tab", "a", *"Late hours", "enter")
    assert named(ui, "Late hours").negotiated
    assert "Late hours" in ui.seen
    await ui.press("a", "enter")
    await ui.press("a", *"Late hours", "enter")
    assert "theme exists already" in ui.toasts


@act("themes.rename")
async def _(ui: Ui) -> None:
    theme = await open_theme(ui)
    await ui.press("r", "ctrl+u", *"Not decided", "enter")
    assert ui.project.themes[theme.id].name == "Not decided"
    cards(ui).move_to(0)
    await ui.press("r", "ctrl+u", *"No", "enter")
    assert "already" in ui.toasts
    assert selected(ui).name != "No"


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
    assert [theme.name for theme in own(ui)][-2:] == ["Last", "Open still"]
    assert selected(ui).name == "Last"


@act("themes.down")
async def _(ui: Ui) -> None:
    await ui.press("tab", "J")
    assert selected(ui).id == themes.negotiated(ui.project)[1].id
    await ui.press("J", "J", "J", "J", "J")
    assert selected(ui).id == themes.negotiated(ui.project)[-1].id


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
    assert "this one is negotiated" in ui.said


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
    assert "part of the decision trail" in ui.toasts


async def test_without_initials_the_themes_belong_to_me(ui: Ui) -> None:
    ui.project._initials = ""
    await ui.press("g", "k")
    assert "me: 0 preliminary themes" in ui.seen
    await ui.press("a", *"Weather", "enter")
    assert "me: 1 preliminary" in ui.seen


async def test_an_empty_project_has_no_themes_groups_or_steps_to_act_on(running: Opener, folder: Path) -> None:
    async with running(create_project(folder.parent / "new", "New")) as ui:
        await ui.press("g", "k", "r", "x", "D", "K")
        assert "No theme selected" in ui.said
        await ui.press("g", "u", "j", "v", "x", "1", "space", "*", "enter", "R", "D", "t")
        assert ui.app._exception is None
        await ui.press("g", "s", "n", "enter")
        assert ui.app._exception is None


@pytest.mark.parametrize("size", [(80, 24), (140, 40), (60, 20)])
@pytest.mark.parametrize("letter", ["s", "k", "u"])
async def test_every_size_without_color(
    letter: str, size: tuple[int, int], running: Opener, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(folder, size=size) as ui:
        await ui.press("g", letter, "j")
        strips = ui.app.screen._compositor.render_strips()
        assert any(segment.style and segment.style.reverse for strip in strips for segment in strip)
        await ui.press("escape")
        assert ui.screen == "CodingScreen"


async def test_the_fate_of_a_theme_is_shown_in_full(ui: Ui) -> None:
    """The reason is not cut off on a narrow screen."""
    await ui.press("g", "k")
    theme = ui.app.screen.query(ThemeList).first().theme
    assert theme is not None
    assert theme.why
    assert theme.why[-12:] in " ".join(ui.seen.split())
