"""The speakers of a transcript: choices that are shown, applied as one change, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.project.interviews import interviewers_of
from tests.tui.conftest import Opener, Ui
from tests.tui.project.test_import_preview import SIZES, to_speaker


def speakers(ui: Ui) -> set[str]:
    """The speakers of the first source as it is stored."""
    source = min(ui.project.sources.values(), key=lambda source: source.order)
    return {turn.speaker for turn in ui.project.text_of(source).turns} - {""}


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "140x40"])
async def test_choices_are_applied_as_one_change(running: Opener, folder: Path, size: tuple[int, int]) -> None:
    async with running(folder, size=size) as ui:
        before, undoable = speakers(ui), ui.project.undoable
        segments = {id: (row.start, row.end, row.quote) for id, row in ui.project.segments.items()}
        await ui.press("g", "h", "S")
        assert ui.screen == "SpeakersScreen"
        await to_speaker(ui, "P")
        await ui.press("r", "ctrl+u", *"Liv", "enter")
        assert "not applied yet" in ui.seen
        assert "Liv  " in ui.seen
        assert speakers(ui) == before
        await ui.press("a")
        assert speakers(ui) == {name if name != "P" else "Liv" for name in before}
        assert ui.project.undoable == undoable + 1
        assert {id: (row.start, row.end, row.quote) for id, row in ui.project.segments.items()} == segments
        assert "not applied yet" not in ui.seen
        await ui.press("u")
        assert speakers(ui) == before
        await ui.press("escape")
        assert ui.screen == "HomeScreen"


async def test_a_choice_is_taken_back_before_it_is_applied(ui: Ui) -> None:
    before, undoable = speakers(ui), ui.project.undoable
    await ui.press("g", "h", "S")
    await to_speaker(ui, "P")
    await ui.press("n")
    assert "1 speaker" in ui.seen
    await ui.press("u")
    assert "2 speakers" in ui.seen
    await ui.press("a", "escape")
    assert (speakers(ui), ui.project.undoable) == (before, undoable)


async def test_the_interviewer_is_marked_from_the_transcript(ui: Ui) -> None:
    await ui.press("W", *"rename or merge", "enter")
    assert ui.screen == "SpeakersScreen"
    await to_speaker(ui, "P")
    await ui.press("space")
    await to_speaker(ui, "I")
    await ui.press("space", "a", "escape")
    assert ui.screen == "CodingScreen"
    source = ui.pane.source
    assert source is not None
    assert interviewers_of(ui.project, ui.project.sources[source.id]) == ("P",)
    assert ui.pane.interviewers == ("P",)


async def test_a_name_that_is_too_long_and_a_label_that_is_nowhere_are_refused(ui: Ui) -> None:
    await ui.press("g", "h", "S")
    await ui.press("s", *"Zebra", "enter")
    assert "No line of" in ui.said
    assert "not applied yet" not in ui.seen
    await ui.press("f", "ctrl+u", *"x", "enter")
    assert "Write NAME once" in ui.said
