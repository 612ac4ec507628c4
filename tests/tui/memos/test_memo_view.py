"""Writing memos: drafts on disk, saving, giving up, kinds, and what a killed program leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from coder.project import drafts, open_project
from coder.project.drafts import MemoDraft
from tests.tui.conftest import Opener, Ui


def draft_texts(ui: Ui) -> list[str]:
    return [draft.text for draft in drafts.memo_drafts(ui.project)]


async def test_typed_text_is_saved_as_a_draft(ui: Ui) -> None:
    memos = dict(ui.project.memos)
    await ui.press("m", *"Praise keeps")
    await ui.until(lambda: draft_texts(ui) == ["Praise keeps"])
    await ui.press(*" the rule")
    await ui.until(lambda: draft_texts(ui) == ["Praise keeps the rule"])
    assert ui.project.memos == memos


async def test_escape_saves_and_gives_the_keys_back(ui: Ui) -> None:
    await ui.press("m")
    assert "save and close" in ui.hints
    await ui.press(*"Praise.", "escape")
    assert "Praise." in {one.text for one in ui.project.memos.values()}
    assert ui.app.focused is ui.view
    assert "in vivo" in ui.hints
    assert draft_texts(ui) == []
    assert "Praise." in ui.seen


async def test_an_empty_memo_is_none(ui: Ui) -> None:
    before = dict(ui.project.memos)
    segments = dict(ui.project.segments)
    await ui.press("m", "escape")
    assert ui.project.memos == before
    assert ui.project.segments == segments


async def test_giving_up_asks_where_there_is_something_to_lose(ui: Ui) -> None:
    before = dict(ui.project.memos)
    await ui.press("m", *"abc", "ctrl+g")
    assert ui.screen == "ChoiceModal"
    await ui.press("k", *"d")
    assert ui.memo.view.editor.text == "abcd"
    await ui.press("ctrl+g", "d")
    assert not ui.memo.view.editing
    assert ui.project.memos == before
    assert draft_texts(ui) == []
    await ui.press("m", "ctrl+g")
    assert not ui.memo.view.editing


async def test_a_kind_for_the_memo_that_is_written(ui: Ui) -> None:
    await ui.press("m", *"Why me?", "ctrl+k", "r")
    assert "reflexive" in ui.seen
    await ui.press("escape")
    assert {"reflexive"} == {one.kind for one in ui.project.memos.values() if one.text == "Why me?"}


async def test_back_to_the_pane_one_came_from(ui: Ui) -> None:
    await ui.press("tab", "tab", "a", *"x", "escape")
    assert ui.app.focused is ui.memo
    await ui.to_code("Shame")
    await ui.press("m", *"y", "escape")
    assert ui.app.focused is ui.tree


async def test_looking_elsewhere_and_going_on_writing(ui: Ui) -> None:
    await ui.press("m", *"abc", "tab")
    assert ui.app.focused is ui.view
    await ui.press("j", "tab", "tab", *"d", "escape")
    assert "abcd" in {one.text for one in ui.project.memos.values()}


async def test_undo_and_redo_in_the_editor_are_its_own(ui: Ui) -> None:
    before = ui.project.undoable
    await ui.press("m", *"abc", "ctrl+z")
    assert ui.project.undoable == before
    assert ui.memo.view.editing


@pytest.mark.parametrize("decision", ["o", "l", "d"])
async def test_what_a_killed_program_left_is_offered(running: Opener, folder: Path, decision: str) -> None:
    with open_project(folder, "KG") as project:
        source = next(one for one in project.sources.values() if one.name == "P01_baseline")
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
            (memo,) = [one for one in ui.project.memos.values() if one.text == "Left half written"]
            assert ui.project.segments[memo.target].quote == "On behalf of a colleague."
        assert draft_texts(ui) == (["Left half wri"] if decision == "l" else [])


async def test_a_megabyte_is_pasted(ui: Ui) -> None:
    await ui.press("m")
    text = "SYNTHETIC word " * 70_000
    editor = ui.memo.view.editor
    await editor._on_paste(events.Paste(text))
    await ui.pilot.pause()
    await ui.press("escape")
    assert text in {one.text for one in ui.project.memos.values()}
    assert "more: e shows all" in str(ui.memo.view._content) or len(ui.seen.splitlines()) == 24


async def test_when_memos_become_markdown_nothing_that_is_read_goes_away(ui: Ui) -> None:
    await ui.press("tab", "tab")
    await ui.do("memo.read_on")
    await ui.until(lambda: "After the interview" not in ui.seen)
    ui.memo.view.load_renderer()
    await ui.pilot.pause()
    assert "After the interview" not in ui.seen
    await ui.to_code("Among equals")
    await ui.until(lambda: "Talking to one" in ui.seen)
    ui.memo.view.load_renderer()
    await ui.pilot.pause()
    assert "Talking to one" in ui.seen


async def test_a_read_only_project_says_so_and_opens_no_editor(running: Opener, folder: Path) -> None:
    with open_project(folder, "AB"):
        async with running(folder) as ui:
            for key in ("m", "M", "P"):
                await ui.press(key)
                assert not ui.memo.view.editing
                assert "reading only" in ui.said


async def test_a_text_that_was_left_unsaved_is_told_at_the_next_start(running: Opener, folder: Path) -> None:
    with open_project(folder, "KG") as project:
        drafts.save_prose(project, "condensate", "k", "", "SYNTHETIC half a sentence")
    async with running(folder) as ui:
        await ui.until(lambda: any("Not saved" in one.message for one in ui.app._notifications))
        (told,) = [one.message for one in ui.app._notifications if "Not saved" in one.message]
        assert told.startswith("Not saved when the program ended: condensate.")
        assert "half a sentence" not in told


async def test_above_a_definition_stands_whose_it_is(ui: Ui) -> None:
    await ui.to_code("Shame")
    assert "Memo · code Before asking/S" in ui.seen
    assert "Not wanting to be seen" in ui.seen
