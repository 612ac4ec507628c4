"""The retrieve screen: a query as it is typed, its segments, saved queries, autocode and export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Input

from coder.analysis.retrieval import retrieve
from coder.project.operations import queries
from coder.tui.search.retrieve_screen import RetrievePane, appended
from tests.tui.conftest import ActionCases, Opener, Ui

act = ActionCases("retrieve")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await run(ui, "Shame")
    await ui.press("enter")
    await act.run(id, ui)
    assert ui.app._exception is None


def pane(ui: Ui) -> RetrievePane:
    return ui.app.screen.query_one(RetrievePane)


def line(ui: Ui) -> Input:
    return pane(ui).query_line.input


def segments(ui: Ui) -> list[str]:
    return list(pane(ui).segments.segments)


async def finish(ui: Ui) -> None:
    """Wait for the result of the query."""
    await ui.until(lambda: not pane(ui).busy)


async def run(ui: Ui, query: str) -> None:
    """Type a query and wait for its result."""
    if ui.screen != "RetrieveScreen":
        await ui.press("g", "r")
    line(ui).focus()
    await ui.press("ctrl+u", *query)
    await finish(ui)


@act("retrieve.line")
async def _(ui: Ui) -> None:
    await ui.do("retrieve.line")
    assert isinstance(ui.app.focused, Input)


@act("retrieve.save")
async def _(ui: Ui) -> None:
    await ui.do("retrieve.save")
    await ui.press(*"ashamed", "enter")
    assert [(query.name, query.text) for query in ui.project.queries.values()] == [("ashamed", "Shame")]
    assert ui.said == "Saved: use @ashamed in queries"
    await run(ui, "@ashamed")
    assert segments(ui) == retrieve(ui.project, "Shame")
    await ui.press("enter", "u")
    await finish(ui)
    assert not ui.project.queries
    assert "There is no saved query “ashamed”" in ui.seen
    assert not segments(ui)


@act("retrieve.saved")
async def _(ui: Ui) -> None:
    await ui.do("retrieve.saved")
    assert "No saved query yet" in ui.said
    queries.save(ui.project, "at first", "wave:baseline")
    await ui.do("retrieve.saved")
    await ui.press(*"first", "enter")
    await finish(ui)
    assert line(ui).value == "wave:baseline"
    assert segments(ui) == retrieve(ui.project, "wave:baseline")


@act("retrieve.autocode")
async def _(ui: Ui) -> None:
    await run(ui, "nothing and nobody")
    await ui.press("enter", "shift+tab")
    await ui.do("retrieve.autocode")
    assert "No unit to code" in ui.said
    await run(ui, "Shame and wave:baseline")
    units = segments(ui)
    await ui.press("enter")
    await ui.do("retrieve.autocode")
    await ui.press(*"Shame at first", "enter")
    assert f"{len(units)} of {len(units)} selected" in ui.said
    await ui.press("space", "t")
    assert "stay as they are" in ui.said
    await ui.press("enter")
    assert ui.screen == "CodingScreen"
    assert set(retrieve(ui.project, '"Shame at first"')) == set(units[1:])
    assert next(ui.project.history()).reason == "query: Shame and wave:baseline"
    await ui.press("u")
    assert "Shame at first" not in ui.names()


@act("retrieve.rename")
async def _(ui: Ui) -> None:
    queries.save(ui.project, "first", "wave:baseline")
    queries.save(ui.project, "both", "@first and Shame")
    await ui.do("retrieve.rename")
    await ui.press(*"first", "enter", "ctrl+u", *"early", "enter")
    assert {query.name: query.text for query in ui.project.queries.values()} == {
        "early": "wave:baseline",
        "both": "@early and Shame",
    }
    await ui.do("retrieve.rename")
    await ui.press(*"early", "enter", "ctrl+u", *"both", "enter")
    assert "✗" in ui.said


@act("retrieve.remove")
async def _(ui: Ui) -> None:
    await ui.do("retrieve.remove")
    assert "No saved query yet" in ui.said
    queries.save(ui.project, "first", "wave:baseline")
    await ui.do("retrieve.remove")
    await ui.press("enter")
    assert not ui.project.queries
    await ui.do("study.undo")
    assert ui.project.queries


@act("retrieve.export")
async def _(ui: Ui) -> None:
    await ui.do("retrieve.export")
    await ui.press("o", "ctrl+u", *"units.csv", "enter")
    await ui.until(lambda: "Saved to" in ui.said, 30)
    lines = Path("units.csv").read_text(encoding="utf-8-sig")
    for id in retrieve(ui.project, "Shame"):
        assert ui.project.segments[id].quote[:20] in lines
    outside = set(retrieve(ui.project, "not Shame"))
    assert outside
    assert not any(
        ui.project.segments[id].quote in lines for id in outside if len(ui.project.segments[id].quote) > 30
    )


@act("retrieve.leave")
async def _(ui: Ui) -> None:
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


async def test_segments_are_counted_and_shown_in_context(ui: Ui) -> None:
    await run(ui, "Shame and wave:baseline")
    expected = retrieve(ui.project, "Shame and wave:baseline")
    assert len(expected) > 1
    assert f"{len(expected)} units in" in ui.seen
    await ui.press("enter", "j")
    assert ui.said.startswith(f"2/{len(expected)} · ")
    assert "Before asking/Shame" in ui.said
    first_words = " ".join(ui.project.segments[expected[1]].quote.split()[:3])
    assert ui.seen.count(first_words) >= 2  # in the list, and in its turn below


async def test_esc_comes_back_from_the_transcript_to_the_same_row(ui: Ui) -> None:
    await run(ui, "Shame")
    await ui.press("enter", "j", "enter")
    assert ui.screen == "CodingScreen"
    assert "Shame" in ui.here
    assert ui.view.canvas.highlighted
    await ui.press("escape")
    await ui.until(lambda: ui.screen == "RetrieveScreen")
    await finish(ui)
    assert line(ui).value == "Shame"
    assert pane(ui).segments.grid.row == 1
    await ui.press("escape", "g", "r")
    await finish(ui)
    assert pane(ui).segments.grid.row == 1


async def test_an_error_has_a_caret_under_its_place(ui: Ui) -> None:
    await run(ui, "Shame and Shme")
    rows = ui.seen.splitlines()
    number = next(n for n, row in enumerate(rows) if "Shame and Shme" in row)
    assert rows[number + 1].index("^") == rows[number].index("Shme")
    assert "There is no code “Shme”" in rows[number + 1]
    assert not segments(ui)
    await run(ui, "Shame and ")
    assert "something is missing here" in ui.seen
    await run(ui, "Shame and ** and source:P0* and (wave:baseline or wave:follow-up) and nobody at all")
    rows = ui.seen.splitlines()
    assert "is missing before this" in rows[2]
    assert rows[2].index("^") == rows[1].index("at all")
    await run(ui, "")
    assert "^" not in ui.seen
    assert "unit" not in ui.seen.splitlines()[0]


async def test_tab_completes_codes_by_the_fuzzy_search(ui: Ui) -> None:
    await run(ui, "shm")
    assert 'Tab: "Before asking"/Shame' in ui.seen
    await ui.press("tab")
    assert line(ui).value == '"Before asking"/Shame'
    await finish(ui)
    assert segments(ui) == retrieve(ui.project, "Shame")
    await ui.press(*" and wave:b", "tab")
    assert line(ui).value == '"Before asking"/Shame and wave:baseline'
    await ui.press(*" or sou", "tab")
    assert line(ui).value.endswith(" or source:")
    await run(ui, "pa")
    names = []
    for _ in range(3):
        await ui.press("tab")
        names.append(line(ui).value)
    assert len(set(names)) == 3
    await ui.press("space", "tab", "escape")  # the list of codes, and back
    assert ui.app.focused is line(ui)
    await ui.press("enter")
    assert ui.app.focused is pane(ui).segments.grid


async def test_a_change_of_the_project_runs_the_query_again(ui: Ui) -> None:
    before = len(retrieve(ui.project, "Shame"))
    await ui.press("j", "j", "2")
    await run(ui, "Shame")
    assert len(segments(ui)) == before + 1
    await ui.press("enter", "u")
    await finish(ui)
    assert len(segments(ui)) == before


async def test_a_long_query_can_be_cancelled(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object, pause: Callable[[], None], **__: object) -> list[str]:
        while True:
            pause()

    monkeypatch.setattr("coder.tui.search.retrieve_screen.retrieve", endless)
    await ui.press("g", "r", *"Shame", "enter")
    await ui.until(lambda: pane(ui)._job is not None)
    assert "searching …" in ui.seen
    await ui.press("ctrl+g")
    assert "cancelled" in ui.seen
    await ui.press("slash", "x")
    await ui.until(lambda: pane(ui)._job is not None)
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


async def test_an_invalid_query_is_not_saved(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await run(ui, "@x or Shame")
        await ui.press("enter")
        assert line(ui).has_focus  # to be mended there
        await ui.press("shift+tab", "s", *"x", "enter")
        assert "There is no saved query" in ui.toasts
        await run(ui, "")
        await ui.press("enter", "s")
        assert ui.said == "No query to save"
        await ui.press("e")
        assert ui.said == "No unit to export"
        assert not ui.project.queries


async def test_a_query_begins_with_examples_of_the_study_and_builds_from_chosen_codes(ui: Ui) -> None:
    await ui.press("g", "r")
    assert "Tab: choose" in line(ui).placeholder
    assert len(line(ui).placeholder) < 78
    assert "wave:" in line(ui).placeholder
    await ui.press("tab", *"shame", "enter")
    await finish(ui)
    assert line(ui).value.endswith("Shame")
    assert segments(ui) == retrieve(ui.project, line(ui).value)
    assert segments(ui)
    await ui.press("end", "space", "tab", *"follow", "enter")
    await finish(ui)
    assert line(ui).value.endswith("Shame and wave:follow-up")
    assert segments(ui) == retrieve(ui.project, line(ui).value)


@pytest.mark.parametrize(
    ("query", "result"),
    [
        ("", "Shame"),
        ("Pride", "Pride and Shame"),
        ("Pride or", "Pride or Shame"),
        ("Pride AND not", "Pride AND not Shame"),
        ("Pride and (", "Pride and (Shame"),
    ],
)
def test_terms_are_joined_as_the_query_asks_for(query: str, result: str) -> None:
    assert appended(query, "Shame") == result


async def test_screen_opens_in_the_query_and_typing_replaces_it(ui: Ui) -> None:
    await run(ui, "Shame")
    await ui.press("enter", "escape", "g", "r", *"home")
    await ui.until(lambda: line(ui).value == "home")
    assert ui.app.focused is line(ui)
    assert not ui.project.queries


async def test_unit_opens_with_the_text_in_focus_and_q_goes_back_to_its_row(ui: Ui) -> None:
    await ui.press("tab")
    assert ui.app.focused is ui.tree
    await run(ui, "Shame")
    await ui.press("enter", "enter")
    assert ui.app.focused is ui.view
    before = len(ui.project.codings)
    await ui.press("space")
    assert len(ui.project.codings) == before
    await ui.press("tab", "q")
    await ui.until(lambda: ui.screen == "RetrieveScreen")
    assert ui.app.focused is pane(ui).segments.grid


async def test_enter_on_a_query_that_finds_nothing_stays_in_it(ui: Ui) -> None:
    await ui.press("g", "r", *"Nosuchcode")
    await ui.until(lambda: "There is no code" in ui.seen)
    await ui.press("enter", "u", "r")
    assert ui.app.focused is ui.app.screen.query_one("#retrieve-query", Input)
    assert ui.app.screen.query_one("#retrieve-query", Input).value == "Nosuchcodeur"
