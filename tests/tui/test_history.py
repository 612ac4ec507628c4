"""The history screen: every action by its key, filters, what changed, undo to here, the trail as a file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from coder.project.operations import codebook
from coder.tui.keymap import actions
from coder.tui.project import history_screen
from tests.tui.conftest import Ui

Case = Callable[[Ui], Awaitable[None]]
CASES: dict[str, Case] = {}


def act(id: str) -> Callable[[Case], Case]:
    return lambda case: CASES.setdefault(id, case)


@pytest.mark.parametrize("id", [one.id for one in actions.of("history")])
async def test_action(id: str, ui: Ui) -> None:
    await ui.press("g", "l")
    await CASES[id](ui)
    assert ui.app._exception is None


def labels(ui: Ui) -> list[str]:
    return [one.label for one in ui.app.screen._shown]  # type: ignore[attr-defined]


async def shown(ui: Ui, words: str) -> None:
    await ui.until(lambda: words in ui.seen)


@act("history.back")
async def _(ui: Ui) -> None:
    before = len(ui.project.codes)
    for name in ("One", "Two", "Three"):
        codebook.add(ui.project, name)
    await ui.pilot.pause()
    await ui.press("j", "j", "j", "U")
    assert "Undo 3 changes?" in ui.seen
    await ui.press("k")
    assert len(ui.project.codes) == before + 3
    await ui.press("U", "u")
    await ui.until(lambda: "took back 3 changes" in ui.said)
    assert len(ui.project.codes) == before
    await ui.press("ctrl+r", "ctrl+r", "ctrl+r")
    assert {"One", "Two", "Three"} <= ui.names()


@act("history.coder")
async def _(ui: Ui) -> None:
    await ui.press("b", *"KG", "enter")
    await shown(ui, "History · by:KG")
    assert {one.coder for one in ui.app.screen._shown} == {"KG"}  # type: ignore[attr-defined]
    await ui.press("b", "enter")
    await shown(ui, "everything, the latest first")


@act("history.operation")
async def _(ui: Ui) -> None:
    await ui.press("o", *"memos", "enter")
    await shown(ui, "op:memos.")
    assert labels(ui)
    assert all("memo" in one for one in labels(ui))


@act("history.code")
async def _(ui: Ui) -> None:
    await ui.press("c", *"shame", "enter")
    await shown(ui, "Before asking/Shame")
    found = labels(ui)
    assert any("with Shame" in one for one in found)
    assert len(found) < len(list(ui.project.history())) / 2


@act("history.date")
async def _(ui: Ui) -> None:
    await ui.press("d", *"2999", "enter")
    await shown(ui, "since:2999")
    assert labels(ui) == []
    assert ui.said.startswith("No such change")
    await ui.press("d", "ctrl+u", *"soon", "enter")
    assert "is not a date" in ui.toasts


@act("history.filter")
async def _(ui: Ui) -> None:
    await ui.press("slash", *"op:codebook shame", "enter")
    await shown(ui, "op:codebook shame")
    assert labels(ui)
    assert all("Shame" in one for one in labels(ui))


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


async def test_what_changed_is_told(ui: Ui) -> None:
    await ui.press("j", "j", "2", "g", "l")
    assert "“Shame” added to “Thank you for coming.”" in ui.seen
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


async def test_what_was_taken_back_cannot_be_undone_to(ui: Ui) -> None:
    await ui.press("j", "2", "u", "g", "l", "j", "U")
    assert "Cannot undo to this change" in ui.toasts
    await ui.press("k", "U")
    assert "Nothing was done after this" in ui.said


async def test_long_undo_goes_on_in_slices_and_can_be_stopped(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    await ui.press("g", "l")
    for number in range(12):
        codebook.add(ui.project, f"Code {number}")
    await ui.until(lambda: len(labels(ui)) > 12)
    monkeypatch.setattr(history_screen, "SLICE", 0.0)  # one undo, then a long time for keys
    monkeypatch.setattr(history_screen, "PAUSE", 3600.0)
    await ui.press(*["j"] * 12, "U", "u")
    assert ui.said == "undoing … 1 of 12 (Ctrl+G stops)"
    monkeypatch.undo()
    await ui.press("ctrl+g")
    await ui.until(lambda: "took back" in ui.said)
    left = sum(name.startswith("Code ") for name in ui.names())
    done = ui.project.redoable
    assert left + done == 12
    assert done == 1
    assert "took back 1 change of 12, then stopped" in ui.said


async def test_a_long_history_comes_in_pages(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_screen, "PAGE", 20)
    await ui.press("g", "l")
    await ui.until(lambda: len(labels(ui)) == 20)
    await ui.press("end")
    await ui.until(lambda: len(labels(ui)) == 40)
    assert "more below" in ui.said


async def test_looking_for_what_is_rare_shows_how_far_it_is(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    await ui.press("g", "l")
    monkeypatch.setattr(history_screen, "SLICE", 0.0)  # one change, then a long time for keys
    monkeypatch.setattr(history_screen, "PAUSE", 3600.0)
    await ui.press("slash", *"zzqy", "enter")
    assert ui.said == "looking … 1 changes read, 0 found (Ctrl+G stops)"
    await ui.press("ctrl+g")
    assert ui.said.startswith("stopped; ")
