"""The history screen: each action by its key, filters, details, undo to a change, the trail as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coder.project.operations import codebook
from coder.tui.kit.background import StepJob
from coder.tui.project import history_screen
from coder.tui.project.history_screen import HistoryPane
from tests.tui.conftest import ActionCases, Ui

act = ActionCases("history")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await ui.press("g", "l")
    await act.run(id, ui)
    assert ui.app._exception is None


def pane(ui: Ui) -> HistoryPane:
    return ui.app.screen.query_one(HistoryPane)


def labels(ui: Ui) -> list[str]:
    return [transaction.label for transaction in pane(ui).transactions]


def take_one_step(job: StepJob[Any]) -> None:
    """Take one step of a job, and no more."""
    step = next(job._steps)
    if step is not None:
        job._each(step)


async def wait_for(ui: Ui, words: str) -> None:
    await ui.until(lambda: words in ui.seen)


@act("history.back")
async def _(ui: Ui) -> None:
    before = len(ui.project.codes)
    for name in ("One", "Two", "Three"):
        codebook.add(ui.project, name)
    await ui.pilot.pause()
    await ui.press("j", "j", "j", "U")
    assert "Undo 3 changes?" in ui.seen
    await ui.press("c")
    assert len(ui.project.codes) == before + 3
    await ui.press("U", "u")
    await ui.until(lambda: "Undid 3 changes" in ui.said)
    assert len(ui.project.codes) == before
    await ui.press("ctrl+r", "ctrl+r", "ctrl+r")
    assert {"One", "Two", "Three"} <= ui.names()


@act("history.coder")
async def _(ui: Ui) -> None:
    await ui.press("b", *"KG", "enter")
    await wait_for(ui, "History · by:KG")
    assert {transaction.coder for transaction in pane(ui).transactions} == {"KG"}
    await ui.press("b", "enter")
    await wait_for(ui, "all changes, latest first")


@act("history.operation")
async def _(ui: Ui) -> None:
    await ui.press("o", *"memos", "enter")
    await wait_for(ui, "op:memos.")
    assert labels(ui)
    assert all("memo" in label for label in labels(ui))


@act("history.code")
async def _(ui: Ui) -> None:
    await ui.press("c", *"shame", "enter")
    await wait_for(ui, "Before asking/Shame")
    assert any("with Shame" in label for label in labels(ui))
    assert len(labels(ui)) < len(list(ui.project.history())) / 2


@act("history.date")
async def _(ui: Ui) -> None:
    await ui.press("d", *"2999", "enter")
    await wait_for(ui, "since:2999")
    assert labels(ui) == []
    assert ui.said.startswith("No matching change")
    await ui.press("d", "ctrl+u", *"soon", "enter")
    assert "is not a date" in ui.toasts


@act("history.filter")
async def _(ui: Ui) -> None:
    await ui.press("slash", *"op:codebook shame", "enter")
    await wait_for(ui, "op:codebook shame")
    assert labels(ui)
    assert all("Shame" in label for label in labels(ui))


@act("history.all")
async def _(ui: Ui) -> None:
    everything = labels(ui)
    await ui.press("slash", *"zzqy", "enter")
    assert labels(ui) == []
    await ui.press("a")
    assert labels(ui) == everything


@act("history.export")
async def _(ui: Ui) -> None:
    for suffix in ("md", "html", "json"):
        await ui.press("e", "ctrl+u", *f"trail.{suffix}", "enter")
        await ui.until(lambda: "Saved to" in ui.said, 30)
        assert "Shame" in Path(f"trail.{suffix}").read_text(encoding="utf-8")
        await ui.press("j")
        ui.app.screen.say("")  # type: ignore[attr-defined]
    await ui.press("e", "ctrl+u", *"trail.xyz", "enter")
    assert ui.said.startswith("✗")


async def test_the_details_of_a_change_are_shown(ui: Ui) -> None:
    await ui.press("j", "j", "2", "g", "l")
    assert "“Shame” added to “Thank you for coming.”" in ui.seen
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


async def test_undo_to_an_undone_change_is_refused(ui: Ui) -> None:
    await ui.press("j", "2", "u", "g", "l", "j", "U")
    assert "Cannot undo to this change" in ui.toasts
    await ui.press("k", "U")
    assert "Nothing to undo after this" in ui.said


async def test_a_long_undo_shows_progress_and_can_be_cancelled(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    await ui.press("g", "l")
    for number in range(12):
        codebook.add(ui.project, f"Code {number}")
    await ui.until(lambda: len(labels(ui)) > 12)
    slice_of = StepJob._take_slice
    monkeypatch.setattr(StepJob, "_take_slice", take_one_step)
    await ui.press(*["j"] * 12, "U", "u")
    await ui.until(lambda: ui.said == "Undoing … 1 of 12 (Ctrl+G cancels)")
    monkeypatch.setattr(StepJob, "_take_slice", slice_of)
    await ui.press("ctrl+g")
    await ui.until(lambda: "Undid" in ui.said)
    remaining = sum(name.startswith("Code ") for name in ui.names())
    assert (remaining, ui.project.redoable) == (11, 1)
    assert "Undid 1 change of 12, then cancelled" in ui.said


async def test_a_long_history_is_read_in_pages(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_screen, "PAGE", 20)
    await ui.press("g", "l")
    await ui.until(lambda: len(labels(ui)) == 20)
    await ui.press("end")
    await ui.until(lambda: len(labels(ui)) == 40)
    assert "more below" in ui.said


async def test_a_long_search_shows_progress_and_can_be_cancelled(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    await ui.press("g", "l")
    monkeypatch.setattr(StepJob, "_take_slice", take_one_step)
    await ui.press("slash", *"zzqy", "enter")
    await ui.until(lambda: ui.said == "Reading … 1 change read, 0 matches (Ctrl+G cancels)")
    await ui.press("ctrl+g")
    assert ui.said.startswith("Cancelled · ")


async def test_history_names_what_was_done_and_goes_back(ui: Ui) -> None:
    await ui.press("j", "j", "2", "g", "l")
    assert "coded “Thank you for coming.” with" in ui.seen
    assert "Shame" in ui.seen
    await ui.press("end")
    await ui.press("u")
    assert "Undid: coded “Thank you for" in ui.seen
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


async def test_enter_goes_to_the_details_that_show_no_internal_name(ui: Ui) -> None:
    await ui.press("g", "l", "enter")
    assert ui.app.focused.id == "history-detail"
    details = str(ui.app.screen.query_one("#history-changes").render())
    transaction = pane(ui).transaction
    assert details.startswith(transaction.label)
    assert transaction.operation not in details
