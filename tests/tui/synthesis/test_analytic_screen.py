"""Analytic texts on the screen: each action by its key, drafts, what follows a change."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from coder.analysis.method.units import groups_in_order
from coder.model.condensation import AnalyticText, CodeGroup, prose
from coder.model.document import CONDENSATE
from coder.project import drafts, open_project
from coder.project.merge_artifacts import analytic_text_of
from coder.project.operations import synthesis
from coder.tui.keymap import actions
from coder.tui.synthesis.analytic_editor import KIND, AnalyticEditor
from coder.tui.synthesis.analytic_screen import AnalyticScreen
from tests.tui.conftest import Opener, Ui

Case = Callable[[Ui], Awaitable[None]]
CASES: dict[str, Case] = {}


def act(id: str) -> Callable[[Case], Case]:
    return lambda case: CASES.setdefault(id, case)


@pytest.mark.parametrize("id", [one.id for one in actions.of("analytic")])
async def test_action(id: str, ui: Ui) -> None:
    await ui.press("g", "a")
    await CASES[id](ui)
    assert ui.app._exception is None


def screen(ui: Ui) -> AnalyticScreen:
    found = ui.app.screen
    assert isinstance(found, AnalyticScreen)
    return found


def here(ui: Ui) -> CodeGroup:
    found = screen(ui).group
    assert found is not None
    return found


def text(ui: Ui) -> AnalyticText:
    found = analytic_text_of(ui.project, here(ui).id)
    assert found is not None
    return found


def number(ui: Ui) -> int:
    """The number of the sentence under the cursor."""
    claim = screen(ui).claim
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
    assert ui.said == "No unit supports this sentence: l links some"


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
    assert here(ui) == groups_in_order(ui.project)[1]
    assert "Analytic text · Before asking" in ui.seen
    await ui.press("n", "n", "n", "n")
    assert ui.said == "That is the last group"
    assert "Nothing written yet" in ui.seen


@act("analytic.previous_group")
async def _(ui: Ui) -> None:
    await ui.press("n", "n", "N")
    assert here(ui) == groups_in_order(ui.project)[1]
    await ui.press("escape", "g", "a")
    assert here(ui) == groups_in_order(ui.project)[1]
    await ui.press("N", "N")
    assert ui.said == "That is the first group"


@act("analytic.edit")
async def _(ui: Ui) -> None:
    """A sentence more; those that were there keep their key, units and verdicts; one undo takes it back."""
    before = text(ui)
    await ui.press("e")
    assert "save and close" in ui.hints
    await ui.press(*" They said so.", "escape")
    after = text(ui)
    assert [one.key for one in after.sentences[:-1]] == [one.key for one in before.sentences]
    assert after.sentences[-1].text == "They said so."
    assert after.sentences[0].units == before.sentences[0].units
    assert "They said so." in ui.seen or len(after.sentences) > 5
    assert list(drafts.prose_drafts(ui.project)) == []
    await ui.press("u")
    assert text(ui) == before


@act("analytic.heading")
async def _(ui: Ui) -> None:
    await ui.press("h", "ctrl+u", *"What one owes", "enter")
    assert here(ui).heading == "What one owes"
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
    await ui.until(lambda: ui.screen == "ClaimCheckScreen")
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
    await ui.press("D", "k")
    assert text(ui)
    await ui.press("D", "r")
    assert analytic_text_of(ui.project, here(ui).id) is None
    assert "Nothing written yet" in ui.seen
    await ui.press("u")
    assert text(ui)


async def test_a_condensate_is_labelled_and_no_quotation(ui: Ui) -> None:
    await ui.press("g", "a")
    first, rest = CONDENSATE.split(" quotation")
    assert first in ui.seen
    assert f"quotation{rest} · Strong" in ui.seen
    condensate = next(one for one in ui.project.condensates.values())
    assert f"“{condensate.sentences[0].text[:10]}" not in ui.seen


async def test_what_was_typed_survives(running: Opener, folder: Path) -> None:
    """The program is killed in the middle of a sentence: it is there when the editor opens again."""
    async with running(folder) as ui:
        await ui.press("g", "a", "n", "e", *" Half a")
        await ui.until(lambda: list(drafts.prose_drafts(ui.project)), seconds=3)
        (draft,) = drafts.prose_drafts(ui.project)
        assert draft.kind == KIND
        assert draft.text.endswith("Half a")
        group = here(ui).id
        ui.project._store.leave()
        ui.app.project = None
    async with running(folder) as ui:
        await ui.press("g", "a", "n", "e")
        assert "did not save" in ui.said
        editor = ui.app.screen.query_one(AnalyticEditor)._editor
        assert editor.text.endswith("Half a")
        await ui.press("ctrl+g", "d")
        assert drafts.find_prose(ui.project, KIND, group) is None
        assert not any("Half a" in one.text for one in text(ui).sentences)


async def test_giving_up_asks_and_going_on_keeps_it(ui: Ui) -> None:
    await ui.press("g", "a", "e", *"abc", "ctrl+g", "k")
    assert screen(ui).writing.open
    await ui.press("ctrl+g", "d")
    assert not screen(ui).writing.open
    await ui.press("e", "ctrl+g")
    assert not screen(ui).writing.open
    assert list(drafts.prose_drafts(ui.project)) == []


async def test_a_text_that_was_changed_meanwhile(ui: Ui) -> None:
    await ui.press("g", "a", "e", *" Mine.")
    synthesis.write(ui.project, here(ui), "Theirs.")
    await ui.press("escape", "k")
    assert screen(ui).writing.open
    await ui.press("escape", "t")
    assert prose(text(ui).sentences) == "Theirs."
    await ui.press("e", *" Mine.")
    synthesis.write(ui.project, here(ui), "Theirs again.")
    await ui.press("escape", "m")
    assert prose(text(ui).sentences) == "Theirs. Mine."


async def test_the_condensates_are_read_while_one_writes(ui: Ui) -> None:
    await ui.press("g", "a", "e", *" So", "tab")
    before = ui.seen
    await ui.press("down", "down")
    assert ui.seen != before
    await ui.press("e", *" it is.", "escape")
    assert text(ui).sentences[-1].text.endswith("So it is.")


async def test_leaving_saves(ui: Ui) -> None:
    await ui.press("g", "a", "e", *" They left.", "tab", "g", "h")
    assert ui.screen == "HomeScreen"
    text = next(iter(ui.project.history())).label
    assert text == "revised the analytic text of What a doctor ought to be"


async def test_an_empty_text_is_refused_and_the_editor_stays(ui: Ui) -> None:
    await ui.press("g", "a", "e")
    screen(ui).writing._editor.text = " "
    await ui.press("escape")
    assert screen(ui).writing.open
    assert "An analytic text needs words" in ui.toasts


async def test_a_group_that_goes_while_it_is_written(ui: Ui) -> None:
    await ui.press("g", "a", *"nnnn", "e", *"They.")
    group = here(ui)
    with ui.project.transaction("test", "no group any more") as tx:
        for verdict in ui.project.users(group.id, "verdicts"):
            tx.remove("verdicts", verdict.id)
        tx.remove("groups", group.id)
    await ui.press("escape")
    assert "kept as a draft" in ui.said
    assert [one.text for one in drafts.prose_drafts(ui.project)] == ["They."]


async def test_a_read_only_project_opens_no_editor(running: Any, folder: Path) -> None:
    with open_project(folder, "XX"):
        async with running(folder) as ui:
            await ui.press("g", "a", "e")
            assert not screen(ui).writing.open
            assert "for reading only" in ui.toasts
