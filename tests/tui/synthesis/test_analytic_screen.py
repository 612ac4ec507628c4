"""Analytic texts on the screen: every action by its key, drafts, changes elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coder.analysis.method.units import groups_in_order
from coder.model.condensation import AnalyticText, CodeGroup, prose
from coder.model.document import CONDENSATE
from coder.project import drafts, open_project
from coder.project.merge_artifacts import analytic_text_of
from coder.project.operations import synthesis
from coder.tui.synthesis.analytic_screen import KIND, AnalyticEditor, AnalyticScreen
from tests.tui.conftest import ActionCases, Opener, Ui

act = ActionCases("analytic")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await ui.press("g", "a")
    await act.run(id, ui)
    assert ui.app._exception is None


def screen(ui: Ui) -> AnalyticScreen:
    assert isinstance(ui.app.screen, AnalyticScreen)
    return ui.app.screen


def group(ui: Ui) -> CodeGroup:
    """The code group that is shown."""
    group = screen(ui).pane.group
    assert group is not None
    return group


def text(ui: Ui) -> AnalyticText:
    text = analytic_text_of(ui.project, group(ui).id)
    assert text is not None
    return text


def number(ui: Ui) -> int:
    """The number of the sentence under the cursor."""
    claim = screen(ui).pane.claim
    assert claim is not None
    return claim.number


@act("analytic.open")
async def _(ui: Ui) -> None:
    """The units of the sentence in their context, one of them in its transcript, and back."""
    units = text(ui).sentences[0].units
    await ui.press("enter")
    assert ui.screen == "SegmentListScreen"
    assert f"Sentence 1 · {len(units)} units" in ui.seen
    assert ui.project.segments[units[0]].quote[:20] in ui.seen
    await ui.press("enter")
    assert ui.screen == "CodingScreen"
    await ui.press("escape")
    assert ui.screen == "SegmentListScreen"
    await ui.press("escape")
    assert ui.screen == "AnalyticScreen"
    await ui.press("n", "end", "enter")
    assert ui.said == "No unit supports this sentence. Press l to link some."


@act("analytic.next")
async def _(ui: Ui) -> None:
    await ui.press("j", "down")
    assert number(ui) == 3


@act("analytic.previous")
async def _(ui: Ui) -> None:
    await ui.press("j", "j", "j", "k", "up")
    assert number(ui) == 2


@act("analytic.next_group")
async def _(ui: Ui) -> None:
    await ui.press("n")
    assert group(ui) == groups_in_order(ui.project)[1]
    assert "Analytic text · Before asking" in ui.seen
    await ui.press("n", "n", "n", "n")
    assert ui.said == "This is the last group"
    assert "No analytic text yet" in ui.seen


@act("analytic.previous_group")
async def _(ui: Ui) -> None:
    await ui.press("n", "n", "N")
    assert group(ui) == groups_in_order(ui.project)[1]
    await ui.press("escape", "g", "a")
    assert group(ui) == groups_in_order(ui.project)[1]
    await ui.press("N", "N")
    assert ui.said == "This is the first group"


@act("analytic.edit")
async def _(ui: Ui) -> None:
    """A sentence more; those that were there keep their key, units and verdicts; one undo takes it back."""
    before = text(ui)
    await ui.press("e")
    assert "save and close" in ui.hints
    await ui.press(*" They said so.", "escape")
    after = text(ui)
    assert [sentence.key for sentence in after.sentences[:-1]] == [sentence.key for sentence in before.sentences]
    assert after.sentences[-1].text == "They said so."
    assert after.sentences[0].units == before.sentences[0].units
    assert "They said so." in ui.seen or len(after.sentences) > 5
    assert list(drafts.prose_drafts(ui.project)) == []
    await ui.press("u")
    assert text(ui) == before


@act("analytic.heading")
async def _(ui: Ui) -> None:
    await ui.press("h", "ctrl+u", *"What one owes", "enter")
    assert group(ui).heading == "What one owes"
    assert "heading “What one owes”" in ui.seen
    await ui.press("h", "ctrl+u", "enter")
    assert "no category heading yet" in ui.seen


@act("analytic.link")
async def _(ui: Ui) -> None:
    """The first of the list supports the sentence already: chosen, it is taken away; another comes."""
    before = text(ui).sentences[0].units
    await ui.press("l", "enter")
    assert len(text(ui).sentences[0].units) == len(before) - 1
    await ui.press("l", *"bowel", "enter")
    added = [id for id in text(ui).sentences[0].units if id not in before]
    assert ["bowel" in ui.project.segments[id].quote for id in added] == [True]


@act("analytic.check")
async def _(ui: Ui) -> None:
    await ui.press("j", "v")
    await ui.until(lambda: ui.screen == "CheckSessionScreen")
    assert "claim 2" in ui.seen.splitlines()[0]


@act("analytic.read_on")
async def _(ui: Ui) -> None:
    before = ui.seen
    await ui.press("space")
    assert ui.seen != before


@act("analytic.read_back")
async def _(ui: Ui) -> None:
    before = ui.seen
    await ui.press("pagedown", "pageup")
    assert ui.seen == before


@act("analytic.remove")
async def _(ui: Ui) -> None:
    await ui.press("D", "c")
    assert text(ui)
    await ui.press("D", "d")
    assert analytic_text_of(ui.project, group(ui).id) is None
    assert "No analytic text yet" in ui.seen
    await ui.press("u")
    assert text(ui)


async def test_a_condensate_is_labelled_and_not_quoted(ui: Ui) -> None:
    await ui.press("g", "a")
    first, rest = CONDENSATE.split(" quotation")
    assert first in ui.seen
    assert f"quotation{rest} · Strong" in ui.seen
    condensate = next(condensate for condensate in ui.project.condensates.values())
    assert f"“{condensate.sentences[0].text[:10]}" not in ui.seen


async def test_typed_text_survives_a_crash(running: Opener, folder: Path) -> None:
    """The draft is there when the editor opens again after a crash."""
    async with running(folder) as ui:
        await ui.press("g", "a", "n", "e", *" Half a")
        await ui.until(lambda: list(drafts.prose_drafts(ui.project)), seconds=3)
        (draft,) = drafts.prose_drafts(ui.project)
        assert draft.kind == KIND
        assert draft.text.endswith("Half a")
        id = group(ui).id
        ui.project._store.leave()
        ui.app.project = None
    async with running(folder) as ui:
        await ui.press("g", "a", "n", "e")
        assert "restored" in ui.said
        editor = ui.app.screen.query_one(AnalyticEditor)._editor
        assert editor.text.endswith("Half a")
        await ui.press("ctrl+g", "d")
        assert drafts.find_prose(ui.project, KIND, id) is None
        assert not any("Half a" in sentence.text for sentence in text(ui).sentences)


async def test_discarding_changes_asks_first(ui: Ui) -> None:
    await ui.press("g", "a", "e", *"abc", "ctrl+g", "k")
    assert screen(ui).pane.editor.is_open
    await ui.press("ctrl+g", "d")
    assert not screen(ui).pane.editor.is_open
    await ui.press("e", "ctrl+g")
    assert not screen(ui).pane.editor.is_open
    assert list(drafts.prose_drafts(ui.project)) == []


async def test_a_text_changed_elsewhere_asks_which_to_keep(ui: Ui) -> None:
    await ui.press("g", "a", "e", *" Mine.")
    synthesis.write(ui.project, group(ui), "Theirs.")
    await ui.press("escape", "k")
    assert screen(ui).pane.editor.is_open
    await ui.press("escape", "t")
    assert prose(text(ui).sentences) == "Theirs."
    await ui.press("e", *" Mine.")
    synthesis.write(ui.project, group(ui), "Theirs again.")
    await ui.press("escape", "m")
    assert prose(text(ui).sentences) == "Theirs. Mine."


async def test_condensates_scroll_while_the_text_is_edited(ui: Ui) -> None:
    await ui.press("g", "a", "e", *" So")
    before = ui.seen
    await ui.press("pagedown")
    assert ui.seen != before
    await ui.press(*" it is.", "escape")
    assert text(ui).sentences[-1].text.endswith("So it is.")


async def test_leaving_the_screen_saves(ui: Ui) -> None:
    await ui.press("g", "a", "e", *" They left.")
    screen(ui).pane.page.focus()  # as a click does
    await ui.press("g", "h")
    assert ui.screen == "HomeScreen"
    text = next(iter(ui.project.history())).label
    assert text == "revised the analytic text of What a doctor ought to be"


async def test_an_empty_text_is_refused_and_the_editor_stays_open(ui: Ui) -> None:
    await ui.press("g", "a", "e")
    screen(ui).pane.editor._editor.text = " "
    await ui.press("escape")
    assert screen(ui).pane.editor.is_open
    assert "An analytic text cannot be empty" in ui.toasts


async def test_a_text_of_a_deleted_group_is_kept_as_a_draft(ui: Ui) -> None:
    await ui.press("g", "a", *"nnnn", "e", *"They.")
    shown = group(ui)
    with ui.project.transaction("test", "no group any more") as tx:
        for verdict in ui.project.referrers(shown.id, "verdicts"):
            tx.remove("verdicts", verdict.id)
        tx.remove("groups", shown.id)
    await ui.press("escape")
    assert "kept as a draft" in ui.said
    assert [draft.text for draft in drafts.prose_drafts(ui.project)] == ["They."]


async def test_read_only_opens_no_editor(running: Any, folder: Path) -> None:
    with open_project(folder, "XX"):
        async with running(folder) as ui:
            await ui.press("g", "a", "e")
            assert not screen(ui).pane.editor.is_open
            assert "read-only" in ui.said
