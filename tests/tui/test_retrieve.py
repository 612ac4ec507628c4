"""The retrieve screen: a query as it is typed, its units, there and back, saving and exporting."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.widgets import Input

from coder.analysis.retrieval import retrieve
from coder.project.operations import queries
from coder.tui.keymap import actions
from coder.tui.search.retrieve_screen import RetrieveScreen
from tests.tui.conftest import Opener, Ui

Case = Callable[[Ui], Awaitable[None]]
CASES: dict[str, Case] = {}


def act(id: str) -> Callable[[Case], Case]:
    return lambda case: CASES.setdefault(id, case)


@pytest.mark.parametrize("id", [one.id for one in actions.of("retrieve")])
async def test_action(id: str, ui: Ui) -> None:
    await asked(ui, "Shame")
    await ui.press("enter")
    await CASES[id](ui)
    assert ui.app._exception is None


def screen(ui: Ui) -> RetrieveScreen:
    shown = ui.app.screen
    assert isinstance(shown, RetrieveScreen)
    return shown


async def answered(ui: Ui) -> None:
    await ui.until(lambda: screen(ui)._asking is None and screen(ui)._timer is None)


async def asked(ui: Ui, query: str) -> None:
    if ui.screen != "RetrieveScreen":
        await ui.press("g", "r")
    screen(ui).line.focus()
    await ui.press("ctrl+u", *query)
    await answered(ui)


@act("retrieve.line")
async def _(ui: Ui) -> None:
    await ui.do("retrieve.line")
    assert isinstance(ui.app.focused, Input)


@act("retrieve.save")
async def _(ui: Ui) -> None:
    await ui.do("retrieve.save")
    await ui.press(*"ashamed", "enter")
    assert [(one.name, one.text) for one in ui.project.queries.values()] == [("ashamed", "Shame")]
    assert ui.said == "saved: @ashamed stands for it now"
    await asked(ui, "@ashamed")
    assert screen(ui).segments == retrieve(ui.project, "Shame")
    await ui.press("enter", "u")
    await answered(ui)
    assert not ui.project.queries
    assert "There is no saved query “ashamed”" in ui.seen
    assert not screen(ui).segments


@act("retrieve.saved")
async def _(ui: Ui) -> None:
    await ui.do("retrieve.saved")
    assert "No query is saved yet" in ui.said
    queries.save(ui.project, "at first", "wave:baseline")
    await ui.do("retrieve.saved")
    await ui.press(*"first", "enter")
    await answered(ui)
    assert screen(ui).line.value == "wave:baseline"
    assert screen(ui).segments == retrieve(ui.project, "wave:baseline")


@act("retrieve.autocode")
async def _(ui: Ui) -> None:
    await asked(ui, "nothing and nobody")
    await ui.press("enter")
    await ui.do("retrieve.autocode")
    assert "no unit to code" in ui.said
    await asked(ui, "Shame and wave:baseline")
    wanted = screen(ui).segments
    await ui.press("enter")
    await ui.do("retrieve.autocode")
    await ui.press(*"Shame at first", "enter")
    assert f"{len(wanted)} of {len(wanted)} taken" in ui.said
    await ui.press("space", "t")
    assert "as they are" in ui.said
    await ui.press("enter")
    assert ui.screen == "CodingScreen"
    assert set(retrieve(ui.project, '"Shame at first"')) == set(wanted[1:])
    assert next(ui.project.history()).reason == "query: Shame and wave:baseline"
    await ui.press("u")
    assert "Shame at first" not in ui.names()


@act("retrieve.rename")
async def _(ui: Ui) -> None:
    queries.save(ui.project, "first", "wave:baseline")
    queries.save(ui.project, "both", "@first and Shame")
    await ui.do("retrieve.rename")
    await ui.press(*"first", "enter", "ctrl+u", *"early", "enter")
    assert {one.name: one.text for one in ui.project.queries.values()} == {
        "early": "wave:baseline",
        "both": "@early and Shame",
    }
    await ui.do("retrieve.rename")
    await ui.press(*"early", "enter", "ctrl+u", *"both", "enter")
    assert "✗" in ui.said


@act("retrieve.remove")
async def _(ui: Ui) -> None:
    await ui.do("retrieve.remove")
    assert "No query is saved yet" in ui.said
    queries.save(ui.project, "first", "wave:baseline")
    await ui.do("retrieve.remove")
    await ui.press("enter")
    assert not ui.project.queries
    await ui.do("study.undo")
    assert ui.project.queries


@act("retrieve.export")
async def _(ui: Ui) -> None:
    await ui.do("retrieve.export")
    await ui.press("ctrl+u", *"units.csv", "enter")
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


async def test_units_are_counted_and_shown_in_context(ui: Ui) -> None:
    await asked(ui, "Shame and wave:baseline")
    segments = retrieve(ui.project, "Shame and wave:baseline")
    assert len(segments) > 1
    assert f"{len(segments)} units in" in ui.seen
    await ui.press("enter", "j")
    assert ui.said.startswith(f"2/{len(segments)} · ")
    assert "Before asking/Shame" in ui.said
    first_words = " ".join(ui.project.segments[segments[1]].quote.split()[:3])
    assert ui.seen.count(first_words) >= 2  # in the list, and in its turn below


async def test_there_and_back(ui: Ui) -> None:
    await asked(ui, "Shame")
    await ui.press("enter", "j", "enter")
    assert ui.screen == "CodingScreen"
    assert "Shame" in ui.here
    assert ui.view.canvas.lit
    await ui.press("escape")
    await ui.until(lambda: ui.screen == "RetrieveScreen")
    await answered(ui)
    assert screen(ui).line.value == "Shame"
    assert screen(ui).grid.row == 1
    await ui.press("escape", "g", "r")
    await answered(ui)
    assert screen(ui).grid.row == 1


async def test_an_error_is_shown_under_its_place(ui: Ui) -> None:
    await asked(ui, "Shame and Shme")
    rows = ui.seen.splitlines()
    line = next(n for n, row in enumerate(rows) if "Shame and Shme" in row)
    assert rows[line + 1].index("^") == rows[line].index("Shme")
    assert "There is no code “Shme”" in rows[line + 1]
    assert not screen(ui).segments
    await asked(ui, "Shame and ")
    assert "something is missing here" in ui.seen
    await asked(ui, "Shame and ** and source:P0* and (wave:baseline or wave:follow-up) and nobody at all")
    rows = ui.seen.splitlines()
    assert "is missing before this" in rows[2]
    assert rows[2].index("^") == rows[1].index("at all")
    await asked(ui, "")
    assert "^" not in ui.seen
    assert "unit" not in ui.seen.splitlines()[0]


async def test_tab_completes_codes_by_the_fuzzy_search(ui: Ui) -> None:
    await asked(ui, "shm")
    assert 'Tab: "Before asking"/Shame' in ui.seen
    await ui.press("tab")
    assert screen(ui).line.value == '"Before asking"/Shame'
    await answered(ui)
    assert screen(ui).segments == retrieve(ui.project, "Shame")
    await ui.press(*" and wave:b", "tab")
    assert screen(ui).line.value == '"Before asking"/Shame and wave:baseline'
    await ui.press(*" or sou", "tab")
    assert screen(ui).line.value.endswith(" or source:")
    await asked(ui, "pa")
    names = []
    for _ in range(3):
        await ui.press("tab")
        names.append(screen(ui).line.value)
    assert len(set(names)) == 3
    await ui.press("space", "tab")
    assert ui.app.focused is screen(ui).grid


async def test_a_change_of_the_study_changes_the_answer(ui: Ui) -> None:
    before = len(retrieve(ui.project, "Shame"))
    await ui.press("j", "j", "2")
    await asked(ui, "Shame")
    assert len(screen(ui).segments) == before + 1
    await ui.press("enter", "u")
    await answered(ui)
    assert len(screen(ui).segments) == before


async def test_a_query_that_takes_long_can_be_stopped(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object, pause: Callable[[], None], **__: object) -> list[str]:
        while True:
            pause()

    monkeypatch.setattr("coder.tui.search.retrieve_screen.retrieve", endless)
    await ui.press("g", "r", *"Shame", "enter")
    await ui.until(lambda: screen(ui)._asking is not None)
    assert "asking …" in ui.seen
    await ui.press("ctrl+g")
    assert "stopped" in ui.seen
    await ui.press("slash", "x")
    await ui.until(lambda: screen(ui)._asking is not None)
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


async def test_what_cannot_be_saved_says_so(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await asked(ui, "@x or Shame")
        await ui.press("enter", "s", *"x", "enter")
        assert "There is no saved query" in ui.toasts
        await asked(ui, "")
        await ui.press("enter", "s")
        assert ui.said == "There is no query to save"
        await ui.press("e")
        assert ui.said == "There is no unit to export"
        assert not ui.project.queries
