"""Key help, the manual, and that the manual names every screen."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

import coder.tui
from coder import manual
from coder.tui.keymap import actions
from coder.tui.keymap.headings import DIALOGS, HEADINGS
from tests.tui.conftest import Opener, Ui


@pytest.mark.parametrize(
    ("keys", "title"),
    [((), "Transcript"), (("tab",), "Code tree"), (("tab", "tab"), "Memo pane")],
)
async def test_key_help_shows_the_keys_of_the_focused_pane(ui: Ui, keys: tuple[str, ...], title: str) -> None:
    await ui.press(*keys, "?")
    assert title in ui.seen
    await ui.press("q")
    assert ui.screen == "CodingScreen"


async def test_key_help_opens_the_manual_at_the_section_of_the_screen(ui: Ui) -> None:
    ui.app.open("retrieve")
    await ui.pilot.pause()
    await ui.press("f1", "h")
    await ui.until(lambda: "Retrieve · g r (retrieve)" in ui.seen)
    assert "Manual · screens" in ui.seen
    await ui.press("]")
    assert f"Manual · {list(manual.topics())[2]}" in ui.seen
    await ui.press("[", "escape")
    assert "first-steps" in ui.seen
    await ui.press("escape", "escape")
    assert ui.screen == "RetrieveScreen"


async def test_f1_in_the_manual_closes_all_help(ui: Ui) -> None:
    await ui.press("f1", "h", "/", *"lock")
    await ui.press("enter", "?")
    assert DIALOGS["HelpScreen"].heading in ui.seen
    await ui.press("f1")
    assert ui.screen == "CodingScreen"


async def test_search_of_the_manual_opens_matches_on_their_pages(ui: Ui) -> None:
    ui.app.open("manual")
    await ui.pilot.pause()
    await ui.press("/", *"preconc LOCK")
    await ui.until(lambda: "matches" in ui.seen)
    hits = manual.search("preconc LOCK")
    assert f"{len(hits)} matches" in ui.seen
    assert f"{hits[0].topic} · {hits[0].heading}" in ui.seen
    await ui.press("enter", "n")
    assert f"Manual · {hits[1].topic} · match 2 of {len(hits)}" in ui.seen
    await ui.press("N", "N")
    assert f"match {len(hits)} of {len(hits)}" in ui.seen
    await ui.press("escape")
    assert f"{len(hits)} matches" in ui.seen
    await ui.press("escape", "escape")
    assert ui.screen == "CodingScreen"


async def test_search_of_the_manual_says_when_nothing_matches(ui: Ui) -> None:
    ui.app.open("manual")
    await ui.pilot.pause()
    await ui.press("/", *"qxqxqx")
    assert "no match for “qxqxqx”" in ui.seen
    await ui.press("enter", "escape")
    assert "first-steps" in ui.seen


async def test_every_topic_opens(ui: Ui) -> None:
    ui.app.open("manual", topic="first-steps")
    await ui.pilot.pause()
    shown = []
    for _ in manual.topics():
        shown.append(ui.seen.splitlines()[0])
        await ui.press("]")
    assert [row.partition("·")[2].split()[0] for row in shown] == list(manual.topics())


async def test_manual_opens_without_a_project(running: Opener) -> None:
    async with running() as ui:
        await ui.press("?")
        assert actions.BY_ID["list.next"].help in ui.seen
        assert actions.BY_ID["list.find"].help not in ui.seen
        await ui.press("h", "enter")
        assert "First steps" in ui.seen
        await ui.until(lambda: len([row for row in ui.seen.splitlines() if row.strip()]) > 10)


async def test_palette_finds_topics(ui: Ui) -> None:
    commands = {command.title: command for command in ui.app.get_system_commands(ui.app.screen)}
    assert "Help: Reports" in commands
    commands["Help: Reports"].callback()
    await ui.pilot.pause()
    assert "Manual · reports" in ui.seen


async def test_f1_opens_the_keys_of_a_question_and_gives_it_back_as_it_was(ui: Ui) -> None:
    await ui.press("c", *"sham")
    await ui.press("f1")
    assert ui.screen == "KeysScreen"
    assert HEADINGS["transcript"] in ui.seen
    assert ui.seen.index(DIALOGS["Picker"].heading) < ui.seen.index(HEADINGS["transcript"])
    await ui.press("f1")
    assert "Choose codes" not in ui.seen
    query = ui.app.screen.query_one("#picker-query", Input)
    assert (query.value, ui.app.focused) == ("sham", query)


async def test_f1_keeps_what_is_typed_in_an_editor(ui: Ui) -> None:
    await ui.press("m", *"abc?")
    await ui.press("f1")
    assert DIALOGS["MemoEditor"].heading in ui.seen
    await ui.press("escape", *"d")
    assert isinstance(ui.app.focused, TextArea)
    assert ui.app.focused.text.startswith("abc?d")


def test_every_dialog_has_its_keys_in_the_help() -> None:
    for module in pkgutil.walk_packages(coder.tui.__path__, "coder.tui."):
        importlib.import_module(module.name)
    kinds = [ModalScreen]
    for kind in kinds:
        kinds += kind.__subclasses__()
    dialogs = {kind.__name__ for kind in kinds if kind.__module__.startswith("coder.")}
    assert "ChoiceModal" in dialogs
    assert dialogs - {"Dialog", "KeysScreen", "TextModal"} <= DIALOGS.keys()
    assert {action.where for action in actions.ACTIONS} <= HEADINGS.keys()


def test_the_page_on_screens_names_every_screen() -> None:
    text = (manual.FOLDER / "screens.md").read_text(encoding="utf-8")
    for place in actions.PLACES:
        assert f"`g {place.letter}`" in text, place.label
    named = {name for group in re.findall(r"\(([a-z_, ]+)\)", text) for name in group.split(", ")}
    assert {action.where for action in actions.ACTIONS} <= named
