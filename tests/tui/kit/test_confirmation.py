"""What another coder wrote is changed after a question that names her, asked once. All text SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.project import drafts, open_or_read
from coder.project.merge_artifacts import condensate_of
from coder.project.operations import codings, condensates, memos
from coder.project.study import code_named
from coder.tui.synthesis.condense_screen import CondenseScreen
from tests.tui.conftest import Opener, Ui

TEXT = "SYNTHETIC: I paid. They paid."
NAME = "Home pays"


@pytest.fixture
def hers(folder: Path) -> Path:
    """The study with a condensate, a memo and a coding by MB."""
    with open_or_read(folder, "MB") as project:
        code = code_named(project, NAME)
        old = condensate_of(project, code.id)
        if old is not None:
            condensates.remove(project, old)
        condensates.write(project, code, TEXT)
        source = next(iter(project.sources.values()))
        memos.write(project, "SYNTHETIC: hers", about="sources", target=source.id)
        codings.code(project, source, 0, 9, ["Hers"])
    return folder


async def condensate(ui: Ui) -> None:
    """Go to the condensate of MB, and into its editor."""
    await ui.press("g", "d")
    screen = ui.app.screen
    assert isinstance(screen, CondenseScreen)
    screen.aim(code_named(ui.project, NAME).id)
    await ui.pilot.pause()
    await ui.press("e")


def text_of(ui: Ui) -> str:
    saved = condensate_of(ui.project, code_named(ui.project, NAME).id)
    return " ".join(sentence.text for sentence in saved.sentences) if saved is not None else ""


async def test_first_change_of_her_text_asks_and_no_takes_it_back(running: Opener, hers: Path) -> None:
    async with running(hers, size=(80, 24)) as ui:
        await condensate(ui)
        await ui.press("X")
        await ui.until(lambda: ui.screen == "ChoiceModal")
        assert "Change the condensate?" in ui.seen
        assert "It is by MB." in ui.seen
        await ui.press("n")
        assert "X" not in ui.app.focused.text  # type: ignore[union-attr]
        await ui.press("escape")
        assert text_of(ui) == TEXT
        assert drafts.prose_drafts(ui.project) == []


async def test_her_text_is_changed_after_one_yes(running: Opener, hers: Path) -> None:
    async with running(hers, size=(80, 24)) as ui:
        await condensate(ui)
        await ui.press("X")
        await ui.until(lambda: ui.screen == "ChoiceModal")
        await ui.press("y", "Y", "escape")
        assert text_of(ui) == f"XY{TEXT}" or text_of(ui) == f"{TEXT}XY"
        await ui.press("e", "Z", "escape")
        assert ui.screen == "CondenseScreen"
        assert "Z" in text_of(ui)


async def test_text_typed_and_ended_at_once_is_not_saved_unasked(running: Opener, hers: Path) -> None:
    async with running(hers, size=(80, 24)) as ui:
        await condensate(ui)
        ui.send("X", "escape", "g", "m")
        await ui.pilot.pause()
        await ui.until(lambda: ui.screen == "ChoiceModal")
        assert text_of(ui) == TEXT


async def test_whose_memo_is_changed_is_said(running: Opener, hers: Path) -> None:
    async with running(hers, size=(80, 24)) as ui:
        memo = next(memo for memo in ui.project.memos.values() if memo.text == "SYNTHETIC: hers")
        ui.app.open("memos", record=memo.id)
        await ui.pilot.pause()
        await ui.press("e")
        await ui.until(lambda: "It is by MB. u undoes a change of it" in ui.said)
        await ui.press("X", "escape")
        assert "X" in ui.project.memos[memo.id].text


async def test_edges_and_mark_of_her_unit_ask(running: Opener, hers: Path) -> None:
    async with running(hers, size=(80, 24)) as ui:
        source = next(iter(ui.project.sources.values()))
        ui.app.open("coding", source=source, place=0)
        await ui.pilot.pause()
        await ui.press("e")
        assert "It is coded by MB." in ui.seen
        await ui.press("n", "asterisk")
        assert "It is by MB." in ui.seen
        await ui.press("n")
        hers_alone = next(
            coding for coding in ui.project.codings.values() if ui.project.codes[coding.code].name == "Hers"
        )
        assert hers_alone.mark == ""
        await ui.press("e", "y", "right_square_bracket", "enter")
        segment = ui.project.segments[hers_alone.segment]
        assert (segment.start, segment.end) != (0, 9)
