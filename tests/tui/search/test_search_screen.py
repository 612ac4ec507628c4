"""The search screen: each action by its key, and the way to a transcript and back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from textual.widgets import Input, OptionList

from coder.analysis.search import Step, search_steps
from coder.tui.search.search_screen import SearchPane
from tests.tui.conftest import ActionCases, Ui

act = ActionCases("search")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await search_for(ui, "ashamed")
    await act.run(id, ui)
    assert ui.app._exception is None


async def search_for(ui: Ui, words: str) -> None:
    await ui.press("ctrl+f", *words, "enter")
    assert ui.screen == "SearchScreen"


def search(ui: Ui) -> SearchPane:
    return ui.app.screen.query_one(SearchPane)


def matches(ui: Ui) -> list[str]:
    return [hit.text for hit in search(ui).hits]


async def replace_words(ui: Ui, words: str) -> None:
    await ui.do("search.words")
    await ui.press("ctrl+u", *words, "enter")


# Search


@act("search.words")
async def _(ui: Ui) -> None:
    await ui.do("search.words")
    assert isinstance(ui.app.focused, Input)
    await replace_words(ui, "resection")
    assert matches(ui) == ["resection"] * 2


@act("search.phrase")
async def _(ui: Ui) -> None:
    await ui.do("search.fuzzy", "search.phrase")
    assert "phrase" in ui.seen
    assert matches(ui) == ["ashamed", "Ashamed", "ashamed"]


@act("search.all_words")
async def _(ui: Ui) -> None:
    await replace_words(ui, "resection bowel")
    assert ui.said == "No match for “resection bowel”"
    await replace_words(ui, "list bowel")
    await ui.press("ctrl+o", "a")
    await ui.until(lambda: "1 match" in ui.said)
    assert len(matches(ui)) == 1
    assert "all the words" in ui.seen


@act("search.fuzzy")
async def _(ui: Ui) -> None:
    await replace_words(ui, "ashmaed")
    assert matches(ui) == []
    await ui.press("ctrl+o", "f")
    await ui.until(lambda: "match" in ui.said)
    assert matches(ui) == ["ashamed", "Ashamed", "ashamed"]


@act("search.regex")
async def _(ui: Ui) -> None:
    await replace_words(ui, r"\bresect\w+")
    await ui.press("ctrl+o", "r")
    await ui.until(lambda: "matches" in ui.said)
    assert matches(ui) == ["resection"] * 2
    await replace_words(ui, "(ab")
    assert "✗ The regular expression is not valid" in ui.said


@act("search.whole")
async def _(ui: Ui) -> None:
    await replace_words(ui, "shame")
    parts = len(matches(ui))
    await ui.press("down", "w")
    assert len(matches(ui)) < parts
    assert "whole words" in ui.seen
    await ui.do("search.whole")
    assert len(matches(ui)) == parts


@act("search.case")
async def _(ui: Ui) -> None:
    await ui.do("search.case")
    assert matches(ui) == ["ashamed", "ashamed"]


@act("search.speaker")
async def _(ui: Ui) -> None:
    await ui.do("search.speaker")
    await ui.press("I", "enter")
    assert matches(ui) == ["ashamed"]
    assert "speaker I" in ui.seen


@act("search.participant")
async def _(ui: Ui) -> None:
    await ui.do("search.participant")
    await ui.press(*"P02", "enter")
    assert len(matches(ui)) == 3
    await ui.do("search.participant")
    await ui.press(*"P01", "enter")
    assert matches(ui) == []


@act("search.wave")
async def _(ui: Ui) -> None:
    await ui.do("search.wave")
    await ui.press(*"baseline", "enter")
    assert len(matches(ui)) == 3


@act("search.service")
async def _(ui: Ui) -> None:
    await ui.do("search.service")
    await ui.press(*"harbour", "enter")
    assert matches(ui) == []
    assert "service Harbour Line" in ui.seen


@act("search.attribute")
async def _(ui: Ui) -> None:
    await ui.do("search.attribute")
    await ui.press(*"surgery", "enter")
    assert matches(ui) == []
    await ui.do("search.everywhere", "search.attribute")
    await ui.press(*"general pr", "enter")
    assert len(matches(ui)) == 3
    assert "attribute specialty=general practice" in ui.seen


@act("search.source")
async def _(ui: Ui) -> None:
    await ui.do("search.source")
    await ui.press(*"P01_base", "enter")
    assert matches(ui) == []
    assert "transcript P01_baseline" in ui.seen


@act("search.coded")
async def _(ui: Ui) -> None:
    await ui.do("search.coded")
    await ui.press(*"Shame", "enter")
    assert matches(ui) == ["Ashamed", "ashamed"]


@act("search.not_coded")
async def _(ui: Ui) -> None:
    await ui.do("search.not_coded")
    await ui.press(*"Shame", "enter")
    assert matches(ui) == ["ashamed"]


@act("search.uncoded")
async def _(ui: Ui) -> None:
    await ui.do("search.uncoded")
    assert matches(ui) == ["ashamed"]
    await ui.do("search.uncoded")
    assert len(matches(ui)) == 3


@act("search.everywhere")
async def _(ui: Ui) -> None:
    await ui.do("search.uncoded", "search.everywhere")
    assert len(matches(ui)) == 3


@act("search.autocode")
async def _(ui: Ui) -> None:
    await ui.do("search.autocode")
    await ui.press(*"Shame", "enter")
    assert ui.screen == "AutocodeScreen"
    await ui.until(lambda: "selected" in ui.said)
    assert "1 of 3 selected · 2 already coded" in ui.said
    await ui.press("escape")
    assert ui.screen == "SearchScreen"
    await replace_words(ui, "zzqy")
    await search(ui).run_action("autocode")
    await ui.until(lambda: ui.said == "No matches to code")


async def test_esc_comes_back_from_the_transcript_to_the_same_match(ui: Ui) -> None:
    await search_for(ui, "colleague")
    await ui.do("search.speaker")
    await ui.press("P", "enter", "down", "down")
    rows = len(matches(ui))
    await ui.press("enter")
    assert ui.screen == "CodingScreen"
    assert "colleague" in ui.quote
    await ui.press("j", "v", "j", "escape")
    assert ui.screen == "CodingScreen"
    await ui.press("escape")
    options = search(ui).query_one("#search-list", OptionList)
    assert (len(matches(ui)), options.highlighted, ui.app.focused) == (rows, 2, options)
    assert "speaker P" in ui.seen
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


async def test_esc_does_not_lead_back_from_another_transcript(ui: Ui) -> None:
    await search_for(ui, "ashamed")
    await ui.press("enter", "s", *"P01_base", "enter", "escape")
    assert ui.screen == "CodingScreen"


async def test_a_catastrophic_regular_expression_times_out(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coder.tui.search.search_screen.TIME_LIMIT", 0.05)
    await search_for(ui, "(.*.*.*)+x{9}")
    await ui.press("ctrl+o", "r")
    await ui.until(lambda: "takes too long" in ui.toasts)
    assert ui.screen == "SearchScreen"


async def test_search_opens_in_place(ui: Ui) -> None:
    await ui.press("ctrl+f", *"COLLEAGUÉ", "enter")
    await ui.until(lambda: "matches" in ui.said)
    await ui.press("enter")
    assert ui.screen == "CodingScreen"
    assert "colleague" in ui.quote
    assert ui.view.canvas.highlighted


async def test_search_without_a_result_and_back(ui: Ui) -> None:
    await ui.press("ctrl+f", *"zzqy", "enter")
    assert ui.said == "No match for “zzqy”"
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


@pytest.mark.parametrize(("words", "focus"), [("ashamed", OptionList), ("zzzz", Input)])
async def test_enter_before_the_first_match_goes_to_the_matches(
    ui: Ui, monkeypatch: pytest.MonkeyPatch, words: str, focus: type[Input | OptionList]
) -> None:
    released = False

    def slow(*arguments: Any, **options: Any) -> Iterator[Step | None]:
        while not released:
            time.sleep(0.005)
            yield None
        yield from search_steps(*arguments, **options)

    monkeypatch.setattr("coder.tui.search.search_screen.search_steps", slow)
    await search_for(ui, words)
    assert not search(ui).hits
    assert isinstance(ui.app.focused, OptionList)
    released = True
    await ui.until(lambda: "match" in ui.said.casefold())
    assert isinstance(ui.app.focused, focus)
    assert search(ui).criteria.query == words
