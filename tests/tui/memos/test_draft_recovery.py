"""Drafts that an ended program left are offered at the next start."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from coder.project import drafts, open_project, rescue
from coder.project.drafts import MemoDraft
from tests.tui.conftest import Opener


@pytest.mark.parametrize("decision", ["o", "l", "d"])
async def test_what_a_killed_program_left_is_offered(running: Opener, folder: Path, decision: str) -> None:
    with open_project(folder, "KG") as project:
        source = next(source for source in project.sources.values() if source.name == "P01_baseline")
        start = project.text_of(source).text.index("On behalf")
        draft = MemoDraft(
            memo=project.new_id(), kind="analytic", about="segments", target=source.id, text="Left half wri",
            coder="KG", start=start, end=start + 25, when="2026-01-02T03:04:05+00:00",
        )  # fmt: skip
        drafts.save(project, draft)
    async with running(folder) as ui:
        await ui.until(lambda: ui.screen == "ChoiceModal")
        assert "not saved when the program ended" in ui.seen
        assert "3 words" in ui.seen
        assert "On behalf of a colleague." in ui.seen
        await ui.press(decision)
        if decision == "o":
            await ui.until(lambda: ui.memo.view.editing)
            await ui.press(*"tten", "escape")
            (memo,) = [memo for memo in ui.project.memos.values() if memo.text == "Left half written"]
            assert ui.project.segments[memo.target].quote == "On behalf of a colleague."
        assert ui.memo_drafts == (["Left half wri"] if decision == "l" else [])


async def test_a_text_that_was_left_unsaved_is_told_at_the_next_start(running: Opener, folder: Path) -> None:
    with open_project(folder, "KG") as project:
        drafts.save_prose(project, "condensate", "k", "", "SYNTHETIC half a sentence")
    async with running(folder) as ui:
        await ui.until(lambda: any("Not saved" in notification.message for notification in ui.app._notifications))
        (told,) = [
            notification.message for notification in ui.app._notifications if "Not saved" in notification.message
        ]
        assert told.startswith("Not saved when the program ended: condensate.")
        assert "half a sentence" not in told


async def test_a_dropped_line_keeps_the_memo_that_is_written(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await ui.press("m", *"half a thought")
        ui.app._hang_up()
        await asyncio.sleep(0.1)
    async with running(folder) as ui:
        await ui.until(lambda: ui.screen == "ChoiceModal")
        assert "3 words" in ui.seen


async def test_line_and_share_gone_together_keep_the_memo_outside_the_project(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await ui.press("m", *"half a ")
        folder.rename(folder.with_name("away"))
        await ui.press(*"thought")
        await ui.until(lambda: "kept outside the project" in ui.seen)
        assert "not saved" not in ui.seen
        await ui.press(*" more")
        ui.app._hang_up()
        await asyncio.sleep(0.1)
    (kept,) = rescue.listed(folder)
    assert kept.draft is not None
    assert kept.draft.text == "half a thought more"
    async with running(folder) as ui:  # still gone: told, and kept
        await ui.until(lambda: any(row.title == "Nothing typed is lost" for row in ui.app._notifications))
    folder.with_name("away").rename(folder)
    async with running(folder) as ui:
        await ui.until(lambda: ui.screen == "ChoiceModal")
        assert "4 words" in ui.seen
        assert ui.memo_drafts == ["half a thought more"]
        assert rescue.listed(folder) == []
        await ui.press("o")
        await ui.until(lambda: ui.memo.view.editing)
        await ui.press("!", "escape")
        assert [memo.text for memo in ui.project.memos.values() if memo.text.endswith("!")] == [
            "half a thought more!"
        ]
        assert ui.memo_drafts == []
