"""The home screen: progress of the sources, and every action by its key."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from coder.analysis.memo_list import MemoFilter, filter_memos
from coder.project.study import author
from tests.tui.conftest import ActionCases, Ui

act = ActionCases("home")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await ui.press("g", "h")
    await act.run(id, ui)
    assert ui.app._exception is None


@act("home.open")
async def _(ui: Ui) -> None:
    await ui.press("down", "enter")
    assert ui.screen == "CodingScreen"
    assert ui.pane.source is not None
    assert ui.pane.source.name == "P02_baseline"


@act("home.import")
async def _(ui: Ui) -> None:
    await ui.do("home.import")
    assert ui.screen == "ImportScreen"


@act("home.rename")
async def _(ui: Ui) -> None:
    await ui.press("r", "ctrl+u", *"First talk", "enter")
    assert "First talk" in {source.name for source in ui.project.sources.values()}
    assert "First talk" in ui.seen


@act("home.participant")
async def _(ui: Ui) -> None:
    await ui.press("p", "ctrl+u", *"P99", "enter")
    assert "P99" in {participant.name for participant in ui.project.participants.values()}


@act("home.wave")
async def _(ui: Ui) -> None:
    await ui.press("w", "ctrl+u", *"three-years", "enter")
    assert "three-years" in {wave.name for wave in ui.project.waves.values()}


@act("home.read_only")
async def _(ui: Ui) -> None:
    await ui.do("home.read_only")
    await ui.until(lambda: "read-only" in ui.state)
    assert ui.screen == "CodingScreen"


@act("home.speakers")
async def _(ui: Ui) -> None:
    await ui.do("home.speakers")
    assert ui.screen == "SpeakersScreen"
    await ui.press("escape")
    assert ui.screen == "HomeScreen"


@act("home.correct")
async def _(ui: Ui) -> None:
    await ui.press("E")
    assert len(ui.options) == 2
    assert ui.options[0].startswith("w Edit the whole text")


@act("home.steps")
async def _(ui: Ui) -> None:
    await ui.until(lambda: "Condensation steps:" in ui.seen)
    assert "open points" in ui.seen
    await ui.press("s")
    assert ui.screen == "StepsScreen"


@act("home.delete")
async def _(ui: Ui) -> None:
    before = dict(ui.project.sources)
    await ui.press("delete")
    assert "coded units" in ui.seen
    assert "verdicts" in ui.seen
    await ui.press("c")
    assert ui.project.sources == before
    await ui.press("delete", "d")
    assert len(ui.project.sources) == len(before) - 1
    await ui.press("u")
    assert ui.project.sources == before


@act("home.erase")
async def _(ui: Ui) -> None:
    before = dict(ui.project.sources)
    await ui.press("X")
    await ui.until(lambda: "Quoted 1 of" in ui.seen)
    await ui.press("escape")
    assert "Nothing was erased" in ui.seen
    assert ui.project.sources == before


async def test_home_shows_sources_with_progress_and_goes_back(ui: Ui) -> None:
    await ui.press("g", "h")
    assert "8 transcripts · 14 codes" in ui.seen
    for name in ("P01_baseline", "P02_follow-up", "P05_one-year"):
        assert name in ui.seen
    assert not ui.app.screen.query_one("#home-table").show_horizontal_scrollbar
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


async def test_home_says_where_you_left_off(ui: Ui) -> None:
    await ui.press("s", *"p04", "enter", "g", "h")
    assert "You left off in P04_baseline" in ui.seen
    await ui.press("enter")
    assert ui.pane.source is not None
    assert ui.pane.source.name == "P04_baseline"


async def test_a_jump_does_not_count_as_reading(ui: Ui) -> None:
    source, places = ui.pane.source, ui.pane.places
    assert source is not None
    places.read.clear()
    await ui.press("less_than_sign", "j", "greater_than_sign")
    await ui.until(lambda: ui.pane.view.cursor.span.end > source.characters - 5)
    assert 0 < places.read[source.id] < source.characters // 2
    await ui.press("k", "j")
    assert places.read[source.id] < source.characters // 2
    await ui.press("less_than_sign", *["pagedown"] * 30)
    assert places.read[source.id] > source.characters - 5


async def test_home_counts_the_memos_that_the_coder_may_read(ui: Ui) -> None:
    other = next(memo for memo in ui.project.memos.values() if author(ui.project, memo) != ui.project.initials)
    with ui.project.transaction("test", "made private") as tx:
        tx.put("memos", replace(other, kind="reflexive", shared=False, locked="", seal=""))
    listed = filter_memos(ui.project, MemoFilter(), ui.project.initials)
    assert len(listed) < len(ui.project.memos)
    await ui.press("g", "h")
    assert f" · {len(listed)} me" in ui.seen


async def test_home_marks_a_source_as_read(ui: Ui) -> None:
    for reading in list(ui.project.readings):
        with ui.project.transaction("test", "no readings") as tx:
            tx.remove("readings", reading)
    source = ui.pane.source
    assert source is not None
    await ui.press("R", "g", "h")
    (row,) = [line for line in ui.seen.splitlines() if line.strip().startswith(f"{source.name} ")]
    assert " read " in row
