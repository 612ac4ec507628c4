"""Search in all transcripts and autocode, each action by its key, and there and back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual.widgets import Input, OptionList

from coder.project.operations import sources
from coder.text.turn import Turn
from coder.tui.keymap import actions
from coder.tui.search.autocode_screen import AutocodeScreen
from coder.tui.search.search_screen import SearchScreen
from tests.tui.conftest import Ui

Case = Callable[[Ui], Awaitable[None]]
CASES: dict[str, Case] = {}
WHERE = ("search", "autocode")


def act(id: str) -> Callable[[Case], Case]:
    return lambda case: CASES.setdefault(id, case)


@pytest.mark.parametrize("id", [one.id for where in WHERE for one in actions.of(where)])
async def test_action(id: str, ui: Ui) -> None:
    await looked_for(ui, "ashamed")
    if id.startswith("autocode."):
        await to_autocode(ui)
    await CASES[id](ui)
    assert ui.app._exception is None


async def looked_for(ui: Ui, words: str) -> None:
    await ui.press("ctrl+f", *words, "enter")
    assert ui.screen == "SearchScreen"


async def to_autocode(ui: Ui, code: str = "Shame") -> None:
    await ui.do("search.autocode")
    await ui.press(*code, "enter")
    assert ui.screen == "AutocodeScreen"
    await ui.until(lambda: "taken" in ui.said)


def search(ui: Ui) -> SearchScreen:
    screen = ui.app.screen
    assert isinstance(screen, SearchScreen)
    return screen


def autocode(ui: Ui) -> AutocodeScreen:
    screen = ui.app.screen
    assert isinstance(screen, AutocodeScreen)
    return screen


def found(ui: Ui) -> list[str]:
    return [hit.text for hit in search(ui)._hits]


async def again(ui: Ui, words: str) -> None:
    await ui.do("search.words")
    await ui.press("ctrl+u", *words, "enter")


# Search


@act("search.words")
async def _(ui: Ui) -> None:
    await ui.do("search.words")
    assert isinstance(ui.app.focused, Input)
    await again(ui, "resection")
    assert found(ui) == ["resection"] * 2


@act("search.phrase")
async def _(ui: Ui) -> None:
    await ui.do("search.fuzzy", "search.phrase")
    assert "phrase" in ui.seen
    assert found(ui) == ["ashamed", "Ashamed", "ashamed"]


@act("search.all_words")
async def _(ui: Ui) -> None:
    await again(ui, "resection bowel")
    assert ui.said == "“resection bowel” is in no transcript"
    await again(ui, "list bowel")
    await ui.press("ctrl+o", "a")
    await ui.until(lambda: "1 place" in ui.said)
    assert len(found(ui)) == 1
    assert "all the words" in ui.seen


@act("search.fuzzy")
async def _(ui: Ui) -> None:
    await again(ui, "ashmaed")
    assert found(ui) == []
    await ui.press("ctrl+o", "f")
    await ui.until(lambda: "place" in ui.said)
    assert found(ui) == ["ashamed", "Ashamed", "ashamed"]


@act("search.regex")
async def _(ui: Ui) -> None:
    await again(ui, r"\bresect\w+")
    await ui.press("ctrl+o", "r")
    await ui.until(lambda: "places" in ui.said)
    assert found(ui) == ["resection"] * 2
    await again(ui, "(ab")
    assert "✗ The regular expression is not valid" in ui.said


@act("search.whole")
async def _(ui: Ui) -> None:
    await again(ui, "shame")
    parts = len(found(ui))
    await ui.press("down", "w")
    assert len(found(ui)) < parts
    assert "whole words" in ui.seen
    await ui.do("search.whole")
    assert len(found(ui)) == parts


@act("search.case")
async def _(ui: Ui) -> None:
    await ui.do("search.case")
    assert found(ui) == ["ashamed", "ashamed"]


@act("search.speaker")
async def _(ui: Ui) -> None:
    await ui.do("search.speaker")
    await ui.press("I", "enter")
    assert found(ui) == ["ashamed"]
    assert "speaker I" in ui.seen


@act("search.participant")
async def _(ui: Ui) -> None:
    await ui.do("search.participant")
    await ui.press(*"P02", "enter")
    assert len(found(ui)) == 3
    await ui.do("search.participant")
    await ui.press(*"P01", "enter")
    assert found(ui) == []


@act("search.wave")
async def _(ui: Ui) -> None:
    await ui.do("search.wave")
    await ui.press(*"baseline", "enter")
    assert len(found(ui)) == 3


@act("search.service")
async def _(ui: Ui) -> None:
    await ui.do("search.service")
    await ui.press(*"harbour", "enter")
    assert found(ui) == []
    assert "service Harbour Line" in ui.seen


@act("search.attribute")
async def _(ui: Ui) -> None:
    await ui.do("search.attribute")
    await ui.press(*"surgery", "enter")
    assert found(ui) == []
    await ui.do("search.everywhere", "search.attribute")
    await ui.press(*"general pr", "enter")
    assert len(found(ui)) == 3
    assert "attribute specialty=general practice" in ui.seen


@act("search.source")
async def _(ui: Ui) -> None:
    await ui.do("search.source")
    await ui.press(*"P01_base", "enter")
    assert found(ui) == []
    assert "transcript P01_baseline" in ui.seen


@act("search.coded")
async def _(ui: Ui) -> None:
    await ui.do("search.coded")
    await ui.press(*"Shame", "enter")
    assert found(ui) == ["Ashamed", "ashamed"]


@act("search.not_coded")
async def _(ui: Ui) -> None:
    await ui.do("search.not_coded")
    await ui.press(*"Shame", "enter")
    assert found(ui) == ["ashamed"]


@act("search.uncoded")
async def _(ui: Ui) -> None:
    await ui.do("search.uncoded")
    assert found(ui) == ["ashamed"]
    await ui.do("search.uncoded")
    assert len(found(ui)) == 3


@act("search.everywhere")
async def _(ui: Ui) -> None:
    await ui.do("search.uncoded", "search.everywhere")
    assert len(found(ui)) == 3


@act("search.autocode")
async def _(ui: Ui) -> None:
    await to_autocode(ui)
    assert "1 of 3 taken · 2 have it already" in ui.said
    await ui.press("escape")
    assert ui.screen == "SearchScreen"
    await again(ui, "zzqy")
    await ui.app.screen.run_action("autocode")
    assert ui.said.startswith("Nothing to code")


async def test_there_and_back_to_the_same_row(ui: Ui) -> None:
    await looked_for(ui, "colleague")
    await ui.do("search.speaker")
    await ui.press("P", "enter", "down", "down")
    rows = len(found(ui))
    await ui.press("enter")
    assert ui.screen == "CodingScreen"
    assert "colleague" in ui.quote
    await ui.press("j", "v", "j", "escape")
    assert ui.screen == "CodingScreen"
    await ui.press("escape")
    options = search(ui).query_one("#search-list", OptionList)
    assert (len(found(ui)), options.highlighted, ui.app.focused) == (rows, 2, options)
    assert "speaker P" in ui.seen
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


async def test_esc_does_not_lead_back_from_another_transcript(ui: Ui) -> None:
    await looked_for(ui, "ashamed")
    await ui.press("enter", "s", *"P01_base", "enter", "escape")
    assert ui.screen == "CodingScreen"


async def test_an_expression_that_explodes_is_given_up(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coder.tui.search.search_screen.PATIENCE", 0.05)
    await looked_for(ui, "(.*.*.*)+x{9}")
    await ui.press("ctrl+o", "r")
    await ui.until(lambda: "takes too long" in ui.toasts)
    assert ui.screen == "SearchScreen"


# Autocode


def taken(ui: Ui) -> list[bool]:
    return autocode(ui)._taken


@act("autocode.next")
async def _(ui: Ui) -> None:
    await ui.do("autocode.next")
    assert autocode(ui)._list.highlighted == 1
    assert "Ashamed. Yes." in ui.seen


@act("autocode.previous")
async def _(ui: Ui) -> None:
    await ui.do("autocode.next", "autocode.next", "autocode.previous")
    assert autocode(ui)._list.highlighted == 1


@act("autocode.take")
async def _(ui: Ui) -> None:
    assert taken(ui) == [True, False, False]
    await ui.do("autocode.take", "autocode.take")
    assert taken(ui) == [False, True, False]
    assert ui.said.startswith("1 of 3 taken")


@act("autocode.all")
async def _(ui: Ui) -> None:
    await ui.do("autocode.take", "autocode.all")
    assert taken(ui) == [True, False, False]


@act("autocode.none")
async def _(ui: Ui) -> None:
    await ui.do("autocode.none")
    assert taken(ui) == [False] * 3
    await ui.do("autocode.apply")
    assert ui.said.startswith("Nothing is taken")


@act("autocode.unit")
async def _(ui: Ui) -> None:
    for unit, rows in (("turn", 2), ("match", 3), ("sentence", 3)):
        await ui.do("autocode.unit")
        await ui.until(lambda: "taken" in ui.said)
        assert f"each {unit}" in ui.seen
        assert len(taken(ui)) == rows


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


async def test_a_new_code_is_made_with_the_first_unit(ui: Ui) -> None:
    codes = ui.names()
    await looked_for(ui, "ashamed")
    await to_autocode(ui, "Courage")
    assert taken(ui) == [True] * 3
    assert ui.names() == codes
    await ui.do("autocode.apply")
    assert ui.count("Courage") == 3
    await ui.press("u")
    assert ui.names() == codes


async def test_more_like_this_takes_nothing_by_itself(ui: Ui) -> None:
    await ui.to_code("Shame")
    shame = ui.count("Shame")
    await ui.do("codes.like")
    await ui.until(lambda: "taken" in ui.said)
    assert not any(taken(ui))
    await ui.do("autocode.unit")
    assert ui.said == "Only sentences are compared"
    await ui.do("autocode.take", "autocode.take", "autocode.apply")
    assert ui.count("Shame") == shame + 2


async def test_an_import_taken_back_takes_what_was_found_in_it(ui: Ui) -> None:
    text = "SYNTHETIC: zebras. Zebras again."
    sources.add(ui.project, name="New", text=text, turns=[Turn(0, len(text), "P", None, 0)])
    await looked_for(ui, "zebras")
    await to_autocode(ui)
    assert len(taken(ui)) == 2
    await ui.press("u", "down", "enter")
    assert not taken(ui)
    await ui.press("escape", "down", "enter")
    assert ui.screen == "SearchScreen"
