"""Condensates on the screen: every action by its key, drafts, units in context."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.analysis.method.condensates import Condensation
from coder.model.codebook import Code
from coder.model.condensation import Sentence, prose
from coder.project import create_project, drafts, open_project
from coder.project.operations import codebook, codings, condensates, groups
from coder.project.study import code_named, subtree
from coder.tui.kit import editors
from coder.tui.synthesis.condense_screen import CondenseScreen
from tests.method.test_counts import HandCount
from tests.tui.conftest import ActionCases, Opener, Ui

act = ActionCases("condense", "condensing")
HOME = "Home pays"
LINKED = "Before asking/Shame"


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await opened(ui, HOME)
    await act.run(id, ui)
    assert ui.app._exception is None


def screen(ui: Ui) -> CondenseScreen:
    shown = ui.app.screen
    assert isinstance(shown, CondenseScreen)
    return shown


def code(ui: Ui, name: str = HOME) -> Code:
    return code_named(ui.project, name)


def saved(ui: Ui, name: str = HOME) -> tuple[Sentence, ...]:
    return Condensation(ui.project, code(ui, name)).sentences


async def opened(ui: Ui, name: str) -> None:
    """Open a subgroup whose condensate has three unsupported sentences."""
    old = next(
        (condensate for condensate in ui.project.condensates.values() if condensate.code == code(ui, name).id), None
    )
    if old is not None:
        condensates.remove(ui.project, old)
    condensates.write(ui.project, code(ui, name), "SYNTHETIC: I paid. They paid. We all paid.")
    await ui.press("g", "d")
    screen(ui).aim(code(ui, name).id)
    await ui.pilot.pause()
    assert screen(ui).focused is screen(ui).browser.pane.cards


def unit(ui: Ui) -> str:
    return screen(ui).browser.pane.unit


@act("condense.link")
async def _(ui: Ui) -> None:
    first = unit(ui)
    await ui.do("condense.link")
    assert [one.units for one in saved(ui)] == [(first,), (), ()]
    assert unit(ui) == first
    assert "✓ sentence 1" in ui.seen
    await ui.do("condense.link")
    assert [one.units for one in saved(ui)] == [(), (), ()]
    assert "not used yet" in ui.seen
    await ui.press("u")
    assert saved(ui)[0].units == (first,)


@act("condense.gold")
async def _(ui: Ui) -> None:
    was = Condensation(ui.project, code(ui)).gold
    await ui.do("condense.gold")
    assert Condensation(ui.project, code(ui)).gold == was ^ {unit(ui)}
    await ui.do("condense.gold")
    assert Condensation(ui.project, code(ui)).gold == was


@act("condense.words")
async def _(ui: Ui) -> None:
    words = " ".join(ui.project.segments[unit(ui)].quote.split())
    await ui.do("condense.words")
    editor = screen(ui).browser.pane.editor
    assert editor.has_focus
    assert editor.text == f"SYNTHETIC: I paid. They paid. We all paid. {words}"
    assert "not saved" in ui.seen
    await ui.press("escape")
    assert prose(saved(ui)).endswith(words)


@act("condense.write")
async def _(ui: Ui) -> None:
    await ui.do("condense.write")
    await ui.press("space", *"Then I slept.", "escape")
    assert prose(saved(ui)) == "SYNTHETIC: I paid. They paid. We all paid. Then I slept."
    assert screen(ui).focused is screen(ui).browser.pane.cards
    assert ui.project.undoable
    assert ui.said.startswith("revised the condensate of")


@act("condense.sentence_before")
async def _(ui: Ui) -> None:
    await ui.do("condense.sentence_before", "condense.sentence_before", "condense.sentence_before", "condense.link")
    assert [len(one.units) for one in saved(ui)] == [1, 0, 0]


@act("condense.next_sentence")
async def _(ui: Ui) -> None:
    await ui.do("condense.sentence_before", "condense.sentence_before", "condense.next_sentence", "condense.link")
    assert [len(one.units) for one in saved(ui)] == [0, 1, 0]


@act("condense.next")
async def _(ui: Ui) -> None:
    await ui.press("e", *" More.")
    await ui.press("escape")
    await ui.do("condense.next")
    assert screen(ui).browser.pane.code != code(ui)
    assert prose(saved(ui)).endswith("More.")  # saved on leaving
    await ui.do("condense.previous")
    assert screen(ui).browser.pane.code == code(ui)


@act("condense.previous")
async def _(ui: Ui) -> None:
    for _ in screen(ui).browser._deck.targets:
        await ui.do("condense.previous")
    assert ui.said == "This is the first subgroup"
    assert screen(ui).browser.subgroups.row == 0


@act("condense.remove")
async def _(ui: Ui) -> None:
    before = saved(ui)
    await ui.do("condense.remove")
    assert "Delete the condensate of" in ui.seen
    assert f"Delete with {len(before)} sentence" in ui.seen
    await ui.press("c")
    assert saved(ui) == before
    await ui.do("condense.remove")
    await ui.press("d")
    assert saved(ui) == ()
    assert screen(ui).browser.pane.editor.text == ""
    await ui.do("condense.remove")
    assert ui.said == "No condensate to delete"
    await ui.do("condense.link")
    assert "Write a sentence first" in ui.said
    await ui.press("u")
    assert screen(ui).browser.pane.editor.text.startswith("SYNTHETIC")


@act("condensing.link")
async def _(ui: Ui) -> None:
    first = unit(ui)
    await ui.press("e", *" And I sl")
    await ui.do("condensing.link")
    assert saved(ui)[3] == Sentence(saved(ui)[3].key, "And I sl", (first,))
    await ui.press("pagedown")
    second = unit(ui)
    assert second != first
    await ui.press(*"ept a whole week after that.")
    await ui.do("condensing.link")
    assert [one.text for one in saved(ui)][3:] == ["And I slept a whole week after that."]
    assert saved(ui)[3].units == (first, second)
    await ui.press("pageup")
    assert unit(ui) == first
    await ui.do("condensing.link")
    assert saved(ui)[3].units == (second,)
    assert screen(ui).browser.pane.editor.has_focus


@act("condensing.next")
async def _(ui: Ui) -> None:
    await ui.press("e", *" More.")
    await ui.do("condensing.next")
    assert screen(ui).browser.pane.editor.has_focus
    assert screen(ui).browser.pane.code != code(ui)
    assert prose(saved(ui)).endswith("More.")


async def test_the_list_shows_the_progress_of_each_subgroup(ui: Ui) -> None:
    await ui.press("g", "d")
    assert "9 of 9 written" in ui.seen  # the residual group is listed, and needs none
    for target in screen(ui).browser._deck.targets[:3]:
        assert target.code.name in ui.seen
        assert Condensation(ui.project, target.code).state in ui.seen
    await ui.press("enter")
    assert screen(ui).browser.working
    await ui.press("escape", "escape")
    assert ui.screen == "CodingScreen"


async def test_a_condensate_does_not_look_like_a_quotation(ui: Ui) -> None:
    await opened(ui, HOME)
    assert "≈ condensate · 8 words" in ui.seen
    assert "“SYNTHETIC: I paid" not in ui.seen
    assert "⚠ 3 without unit" in ui.seen
    assert ui.seen.count("⚠ no unit") == 3
    await ui.do("condense.link")
    editor = screen(ui).browser.pane.editor
    line = editor.get_line(0)
    underlined = {span.start for span in line.spans if getattr(span.style, "underline", False)}
    assert underlined == {editor.text.index("They paid"), editor.text.index("We all paid")}  # those without a unit
    assert all(getattr(span.style, "italic", True) for span in line.spans if span.end - span.start == len(line))


async def test_unused_units_come_first(ui: Ui) -> None:
    await opened(ui, LINKED)
    first = unit(ui)
    await ui.do("condense.link")
    await ui.press("tab", "escape")
    assert unit(ui) != first
    deck = screen(ui).browser.pane.cards.deck
    assert list(deck.units).index(first) == deck.height - 1  # type: ignore[attr-defined]


async def test_a_unit_opens_in_its_transcript_and_escape_returns(ui: Ui) -> None:
    await opened(ui, HOME)
    await ui.press("left_square_bracket", "j")
    wanted, cursor = unit(ui), screen(ui).browser.pane.editor.cursor_location
    await ui.press("enter")
    assert ui.screen == "CodingScreen"
    assert ui.project.segments[wanted].quote in ui.pane.text
    await ui.press("escape")
    assert unit(ui) == wanted
    assert screen(ui).browser.pane.editor.cursor_location == cursor


async def test_a_unit_outside_the_subgroup_is_marked_and_can_be_unlinked(ui: Ui) -> None:
    await opened(ui, HOME)
    await ui.do("condense.link")
    gone = unit(ui)
    mine = {one.id for one in subtree(ui.project, code(ui))}
    segment = ui.project.segments[gone]
    other = codebook.ensure(ui.project, "Elsewhere")
    codings.code(ui.project, ui.project.sources[segment.source], segment.start, segment.end, [other])
    doomed = [coding for coding in ui.project.codings_of(gone) if coding.code in mine]
    codings.uncode(ui.project, segment, doomed)
    await ui.pilot.pause()
    assert "no longer in the subgroup; linked to sentence 3" in " ".join(ui.seen.split()) or "⚠ 1 outside" in ui.seen
    screen(ui).browser.pane.cards.move_to(0)
    assert unit(ui) == gone
    await ui.do("condense.link")
    assert [one.units for one in saved(ui)] == [(), (), ()]
    assert gone in ui.project.segments


async def test_typed_text_is_saved_as_a_draft(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editors, "DRAFT_EVERY", 0.01)
    await opened(ui, HOME)
    await ui.press("e", *" Half a sen")

    def kept() -> bool:
        draft = drafts.find_prose(ui.project, "condensate", code(ui).id)
        return draft is not None and draft.text.endswith("Half a sen")

    await ui.until(kept)
    assert len(saved(ui)) == 3  # nothing is saved yet
    await ui.press("ctrl+g")
    assert drafts.find_prose(ui.project, "condensate", code(ui).id) is None
    assert screen(ui).browser.pane.editor.text.endswith("We all paid.")


async def test_a_draft_is_recovered(ui: Ui) -> None:
    base = f" {prose(saved(ui))}\n"  # as it was typed; it was saved without the blanks
    drafts.save_prose(ui.project, "condensate", code(ui).id, base, "SYNTHETIC: typed and lost.")
    await ui.press("g", "d")
    assert "unsaved draft" in ui.seen
    screen(ui).aim(code(ui).id)
    await ui.pilot.pause()
    assert screen(ui).browser.pane.editor.text == "SYNTHETIC: typed and lost."
    await ui.press("tab", "escape")
    assert prose(saved(ui)) == "SYNTHETIC: typed and lost."


async def test_an_emptied_text_deletes_the_condensate(ui: Ui) -> None:
    await opened(ui, HOME)
    await ui.press("e", "f7", "delete", "escape")
    assert saved(ui) == ()
    await ui.press("u")
    assert len(saved(ui)) == 3


async def test_deleting_the_code_returns_to_the_list(ui: Ui) -> None:
    top = groups.make(ui.project, "Another group")
    away = codebook.ensure(ui.project, "Another group/Away")
    await ui.press("g", "d")
    screen(ui).aim(away.id)
    await ui.pilot.pause()
    assert screen(ui).browser.pane.editor.has_focus  # there is no unit: one can only write
    codebook.delete(ui.project, away)
    await ui.pilot.pause()
    assert not screen(ui).browser.working
    assert top.id in ui.project.groups


@pytest.mark.parametrize("size", [(80, 24), (140, 40), (60, 24), (48, 20)])
async def test_every_size(running: Opener, folder: Path, size: tuple[int, int]) -> None:
    async with running(folder, size=size) as ui:
        await opened(ui, HOME)
        assert "condensate" in ui.seen
        assert "not used yet" in ui.seen
        await ui.press("e", *" More")
        assert "More" in ui.seen
        assert ui.app._exception is None


async def test_the_code_page_labels_its_condensate(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.do("codes.page")
    await ui.press(*["j"] * 4)
    assert "≈ condensate (not a quotation)" in ui.seen
    first = saved(ui, LINKED)[0].text
    assert " ".join(first.split()[:4]) in " ".join(ui.seen.split())
    assert f"“{first[:10]}" not in ui.seen


async def test_text_typed_for_a_deleted_subgroup_stays_a_draft(ui: Ui) -> None:
    groups.make(ui.project, "Another group")
    away = codebook.ensure(ui.project, "Another group/Away")
    await ui.press("g", "d")
    screen(ui).aim(away.id)
    await ui.press(*"SYNTHETIC words")
    codebook.delete(ui.project, away)
    await ui.pilot.pause()
    draft = drafts.find_prose(ui.project, "condensate", away.id)
    assert draft is not None
    assert draft.text == "SYNTHETIC words"
    await ui.press("enter")
    assert screen(ui).browser.working
    assert ui.app._exception is None


async def test_a_subgroup_moved_out_of_its_group_is_labelled(ui: Ui) -> None:
    await opened(ui, HOME)
    codebook.move(ui.project, code(ui), None)
    await ui.pilot.pause()
    assert "Home pays (in no code group)" in ui.seen
    await ui.do("condense.link")
    assert len(saved(ui)[0].units) == 1


async def test_a_draft_older_than_the_saved_text_asks_which_to_keep(ui: Ui) -> None:
    old = saved(ui)
    drafts.save_prose(ui.project, "condensate", code(ui).id, "SYNTHETIC: as it was.", "SYNTHETIC: typed on that.")
    await ui.press("g", "d")
    screen(ui).aim(code(ui).id)
    await ui.pilot.pause()
    assert ui.screen == "ChoiceModal"
    await ui.press("s")
    assert screen(ui).browser.pane.editor.text == prose(old)
    assert drafts.find_prose(ui.project, "condensate", code(ui).id) is None
    await ui.press("escape", "escape")
    assert saved(ui) == old


async def test_read_only_shows_the_saved_text(running: Opener, folder: Path) -> None:
    with open_project(folder, "IH") as other:
        there = code_named(other, HOME)
        drafts.save_prose(other, "condensate", there.id, "", "SYNTHETIC: somebody types.")
        async with running(folder) as ui:
            assert ui.project.readonly
            await ui.press("g", "d")
            screen(ui).aim(there.id)
            await ui.pilot.pause()
            assert screen(ui).browser.pane.editor.text == prose(saved(ui))
            await ui.press("e")
            assert "read-only" in ui.said
            await ui.press(*"xyz", "escape")
            assert screen(ui).browser.pane.editor.text == prose(saved(ui))
            await ui.press("escape", "escape")
            assert ui.screen == "CodingScreen"
        assert drafts.find_prose(other, "condensate", there.id) is not None


async def test_returning_to_the_units_marks_those_of_the_current_sentence(ui: Ui) -> None:
    await opened(ui, HOME)
    await ui.do("condense.link")
    assert f"● “{screen(ui).project.segments[unit(ui)].quote[:12]}" in ui.seen
    await ui.press("tab", "escape")
    assert sum(line[1:2] == "●" for line in ui.seen.split("\n")) == 1


async def test_condensates_used_and_unused(ui: Ui, by: HandCount) -> None:
    await ui.press("g", "d")
    seen = " ".join(ui.seen.split())
    for condensate in by.tables["condensates"].values():
        name, units = by.tables["codes"][condensate["code"]]["name"], by.units(condensate["code"])
        used = {unit for sentence in condensate["sentences"] for unit in sentence[2]}
        unused = len(units - used)
        said = f"{unused} of {len(units)} units unused" if unused else f"all {len(units)} units used"
        assert f"/ {name} condensate written, {said}" in seen
    assert seen.count("without support") == 1


async def test_links_go_to_the_first_sentence_without_a_unit(ui: Ui) -> None:
    await opened(ui, HOME)
    await ui.do("condense.link", "condense.write")
    await ui.press("space", *"New. Newer.", "escape")
    first = unit(ui)
    await ui.do("condense.link")
    assert [len(sentence.units) for sentence in saved(ui)] == [1, 1, 0, 0, 0]
    assert saved(ui)[1].units == (first,)


async def test_without_groups_the_screen_says_what_a_group_is(running: Opener, tmp_path: Path) -> None:
    create_project(tmp_path / "new", "New", coder="KG")
    async with running(tmp_path / "new") as ui:
        await ui.press("g", "d")
        assert "press g u, then a" in ui.seen
        await ui.press("g", "u")
        assert "a make a code a code group" in ui.hints
        assert "to residual" not in ui.hints
