"""The memo pane: each action by its key; drafts on disk, saving, discarding, kinds."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from coder.model.memo import Memo
from coder.project import open_project
from coder.project.memo_links import unit_link
from coder.project.operations import memos
from coder.tui.memos.link_completion import link_finder
from tests.tui.conftest import ActionCases, Opener, Ui

act = ActionCases("memo")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await act.run(id, ui)
    assert ui.app._exception is None


async def test_typed_text_is_saved_as_a_draft(ui: Ui) -> None:
    memos = dict(ui.project.memos)
    await ui.press("m", *"Praise keeps")
    await ui.until(lambda: ui.memo_drafts == ["Praise keeps"])
    await ui.press(*" the rule")
    await ui.until(lambda: ui.memo_drafts == ["Praise keeps the rule"])
    assert ui.project.memos == memos


async def test_escape_saves_and_gives_the_keys_back(ui: Ui) -> None:
    await ui.press("m")
    assert "Esc save" in ui.hints
    await ui.press(*"Praise.", "escape")
    assert "Praise." in {memo.text for memo in ui.project.memos.values()}
    assert ui.app.focused is ui.view
    assert "in vivo" in ui.hints
    assert ui.memo_drafts == []
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
    assert ui.memo_drafts == []
    await ui.press("m", "ctrl+g")
    assert not ui.memo.view.editing


async def test_a_kind_for_the_memo_that_is_written(ui: Ui) -> None:
    await ui.press("m", *"Why me?", "ctrl+k", "r")
    assert "reflexive" in ui.seen
    await ui.press("escape")
    assert {"reflexive"} == {memo.kind for memo in ui.project.memos.values() if memo.text == "Why me?"}


async def test_back_to_the_pane_one_came_from(ui: Ui) -> None:
    await ui.press("tab", "tab", "a", *"x", "escape")
    assert ui.app.focused is ui.memo
    await ui.to_code("Shame")
    await ui.press("m", *"y", "escape")
    assert ui.app.focused is ui.tree


async def test_looking_elsewhere_and_going_on_writing(ui: Ui) -> None:
    await ui.press("m", *"abc")
    ui.view.focus()  # as a click does
    await ui.press("j", "tab", "tab", *"d", "escape")
    assert "abcd" in {memo.text for memo in ui.project.memos.values()}


async def test_tab_indents_and_no_key_acts_elsewhere(ui: Ui) -> None:
    before = ui.project.undoable
    await ui.press("m", *"a", "tab", *"1st", "shift+tab", *" s", "ctrl+home", *"<", "ctrl+end", *">")
    assert ui.memo.view.editor.text == "<a   1st s>"
    assert ui.project.undoable == before
    await ui.press("f1")
    await ui.until(lambda: "Ctrl+Home End" in ui.seen)
    assert "Start and end of the text" in ui.seen
    assert "Go to the start of the text" not in ui.seen  # of the transcript
    assert "On other screens" not in ui.seen


async def test_undo_and_redo_in_the_editor_are_its_own(ui: Ui) -> None:
    before = ui.project.undoable
    await ui.press("m", *"abc", "ctrl+z")
    assert ui.project.undoable == before
    assert ui.memo.view.editing


async def test_a_megabyte_is_pasted(ui: Ui) -> None:
    await ui.press("m")
    text = "SYNTHETIC word " * 70_000
    editor = ui.memo.view.editor
    await editor._on_paste(events.Paste(text))
    await ui.pilot.pause()
    await ui.press("escape")
    assert text in {memo.text for memo in ui.project.memos.values()}
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
                assert "read-only" in ui.said


async def test_above_a_definition_stands_whose_it_is(ui: Ui) -> None:
    await ui.to_code("Shame")
    assert "asking/Shame" in ui.seen
    assert "Not wanting to be seen" in ui.seen


async def at_memos(ui: Ui) -> None:
    await ui.press("tab", "tab")
    assert ui.memo.memo is not None


@act("memo.edit")
async def _(ui: Ui) -> None:
    await at_memos(ui)
    memo = ui.memo.memo
    assert memo is not None
    await ui.press("enter", *" More.", "escape")
    assert ui.project.memos[memo.id].text == memo.text + " More."


@act("memo.next")
async def _(ui: Ui) -> None:
    await at_memos(ui)
    await ui.press("a", *"Second.", "escape")
    shown = ui.memo.memo
    await ui.do("memo.next")
    assert ui.memo.memo != shown
    await ui.do("memo.next")
    assert ui.memo.memo == shown


@act("memo.previous")
async def _(ui: Ui) -> None:
    await at_memos(ui)
    await ui.press("a", *"Second.", "escape")
    shown = ui.memo.memo
    await ui.do("memo.previous")
    assert ui.memo.memo != shown
    assert " of 2" in ui.seen


@act("memo.read_on")
async def _(ui: Ui) -> None:
    await at_memos(ui)
    first = "After the interview"
    assert first in ui.seen
    await ui.do("memo.read_on")
    await ui.until(lambda: first not in ui.seen)


@act("memo.read_back")
async def _(ui: Ui) -> None:
    await at_memos(ui)
    await ui.press("pagedown", "space", "pageup", "backspace")
    await ui.until(lambda: "After the interview" in ui.seen)


@act("memo.add")
async def _(ui: Ui) -> None:
    await at_memos(ui)
    before = len(ui.project.memos)
    await ui.press("a", *"Second.", "escape")
    assert len(ui.project.memos) == before + 1


@act("memo.kind")
async def _(ui: Ui) -> None:
    await at_memos(ui)
    memo = ui.memo.memo
    assert memo is not None
    await ui.press("t", "r")
    assert ui.project.memos[memo.id].kind == "reflexive"


async def the_only_memo_here(ui: Ui, text: str, kind: str = "analytic") -> Memo:
    """Write the only memo on the transcript and go to it."""
    source = next(source for source in ui.project.sources.values() if source.name == "P01_baseline")
    for one in ui.project.memos_on(source.id):
        memos.remove(ui.project, one)
    memo = memos.write(ui.project, text, kind=kind, about="sources", target=source.id)
    await ui.press("shift+tab")
    assert ui.memo.memo == memo
    return memo


@act("memo.follow")
async def _(ui: Ui) -> None:
    await the_only_memo_here(ui, "See [[code:Shame]]")
    await ui.do("memo.follow")
    assert ui.app.focused is ui.tree
    assert ui.codes.code is not None
    assert ui.codes.code.name == "Shame"


@act("memo.share")
async def _(ui: Ui) -> None:
    memo = await the_only_memo_here(ui, "Mine", "reflexive")
    await ui.do("memo.share")
    await ui.press("s")
    assert ui.project.memos[memo.id].shared


@act("memo.delete")
async def _(ui: Ui) -> None:
    await at_memos(ui)
    memo = ui.memo.memo
    assert memo is not None
    await ui.press("D", "c")
    assert memo.id in ui.project.memos
    await ui.press("D", "d")
    assert memo.id not in ui.project.memos
    await ui.press("u")
    assert ui.project.memos[memo.id] == memo


async def test_memo_key_never_opens_the_memo_of_another_coder(ui: Ui) -> None:
    ui.project.act_as("MB")
    theirs = memos.write(ui.project, "Hers.", about="project", target=ui.project.info.id)
    ui.project.act_as("KG")
    await ui.press("P")
    await ui.until(lambda: ui.memo.view.editing)
    assert "Hers." not in ui.memo.view.editor.text
    await ui.press(*"Mine.", "escape")
    assert ui.project.memos[theirs.id].text == "Hers."
    await ui.press("P")
    await ui.until(lambda: ui.memo.view.editing)
    assert "Mine." in ui.memo.view.editor.text  # one's own is gone on with


async def test_a_link_typed_in_full_closes_the_list_and_esc_keeps_what_was_typed(ui: Ui) -> None:
    await ui.press("m", *"See [[P02]] goes on [[zz", "escape")
    await ui.until(lambda: ui.memo.view.editor.has_focus)
    assert ui.memo.view.editor.text == "See [[P02]] goes on [[zz"


async def test_a_link_finds_a_unit_by_its_id(ui: Ui) -> None:
    segment = next(iter(ui.project.segments.values()))
    items = link_finder(ui.project)(f"unit {segment.id[:8]}")
    assert [item.id for item in items] == [unit_link(ui.project, segment)]
