"""Corrections: of a turn, a whole text, from a file; the preview and its decisions; drafts; placing by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.project import drafts
from coder.tui.keymap import actions
from tests.strategies import state_of
from tests.tui.conftest import Opener, Ui


def quotes(ui: Ui) -> dict[str, str]:
    """Return the segments of the open source: id → quotation."""
    assert ui.pane.source is not None
    return {id: ui.project.segments[id].quote for id in ui.project.positions(ui.pane.source.id)}


def inner_unit(ui: Ui) -> str:
    """Return a unit with text of its turn on both sides."""
    assert ui.pane.source is not None
    for turn in ui.project.text_of(ui.pane.source).turns:
        for id in ui.project.positions(ui.pane.source.id).between(turn.start, turn.end):
            segment = ui.project.segments[id]
            if turn.start < segment.start and segment.end < turn.end and len(segment.quote.split()) > 4:
                return id
    raise AssertionError("no such unit in the sample")


async def edit(ui: Ui, id: str, text: str) -> str:
    """Replace a unit's words in the editor of its turn and compare; return the old words."""
    quote = ui.project.segments[id].quote
    ui.view.go_to(ui.project.segments[id].start)
    await ui.press("E")
    assert ui.screen == "CorrectionTextScreen"
    editor = ui.app.screen.editor  # type: ignore[attr-defined]
    assert quote in editor.text
    editor.load_text(editor.text.replace(quote, text))
    await ui.pilot.pause()
    await ui.press("ctrl+s")
    return quote


async def test_a_turn_is_corrected_and_undone(ui: Ui) -> None:
    before, id = state_of(ui.project), inner_unit(ui)
    quote = ui.project.segments[id].quote
    first = quote.split()[1]
    await edit(ui, id, quote.replace(first, "CORRECTED", 1))
    assert ui.screen == "PreviewScreen"
    assert "nothing changed yet" in ui.seen
    assert "1 changed · 0 lost" in ui.seen
    assert "CORRECTED" in ui.seen
    assert state_of(ui.project) == before
    await ui.press("a", *"misheard", "enter")
    assert ui.screen == "CodingScreen"
    assert "u: undo" in ui.said
    assert quotes(ui)[id] == quote.replace(first, "CORRECTED", 1)
    assert next(ui.project.history()).reason == "misheard"
    assert "CORRECTED" in ui.pane.text
    await ui.press("u")
    assert ui.said.startswith("Undid: corrected")
    assert state_of(ui.project)[0] == before[0]
    assert "CORRECTED" not in ui.pane.text


async def test_a_lost_unit_needs_a_decision(ui: Ui) -> None:
    id = inner_unit(ui)
    quote = await edit(ui, id, "")
    assert "1 lost" in ui.seen
    await ui.press("y")
    assert "None of it is left" in ui.said
    await ui.press("a")
    assert "1 undecided" in ui.said
    await ui.press("m", "a", "enter")
    assert "by IH" in ui.seen  # another coder's work
    await ui.press("y")
    assert ui.screen == "CodingScreen"
    assert id not in ui.project.segments
    assert ui.pane.source is not None
    assert any(quote.split("\n")[0] in memo.text for memo in ui.project.memos_on(ui.pane.source.id))


async def test_lost_units_are_deleted_or_become_memos(ui: Ui) -> None:
    id = inner_unit(ui)
    await edit(ui, id, "")
    await ui.press("enter", "d")
    assert "delete" in ui.seen
    await ui.press("a", "enter")
    await ui.press("y")
    assert id not in ui.project.segments
    await ui.press("u")
    await edit(ui, id, "")
    await ui.press("M")
    assert "make it a memo" in ui.seen


async def test_a_lost_unit_is_placed_by_hand(ui: Ui) -> None:
    id = inner_unit(ui)
    await edit(ui, id, "Quite other things were said.")
    await ui.press("h")
    assert ui.screen == "ReanchorScreen"
    assert "Where is this unit now?" in ui.seen
    await ui.press("escape", "h")
    view = ui.app.screen.query_one("CorrectedText").view  # type: ignore[attr-defined]
    view.go_to(ui.app.screen.query_one("CorrectedText").text.index("Quite other"))  # type: ignore[attr-defined]
    await ui.press("enter")
    assert "placed by hand" in ui.seen
    await ui.press("a", "enter")
    assert quotes(ui)[id] == "Quite other things were said."


KEYS = {
    "correction.keep": "keep",
    "correction.memo": "make it a memo",
    "correction.drop": "delete",
    "correction.place": "Where is this unit now?",
    "correction.rest": "make it a memo",
    "correction.apply": "Reason",
}


@pytest.mark.parametrize("id", [action.id for action in actions.of("correction")])
async def test_each_action_works_by_its_key(id: str, ui: Ui) -> None:
    lost = id.endswith(("rest", "drop"))
    unit = inner_unit(ui)
    quote = ui.project.segments[unit].quote
    await edit(ui, unit, "" if lost else quote.replace(quote.split()[1], "CORRECTED", 1))
    await ui.do(id)
    assert KEYS[id] in ui.seen
    assert ui.app._exception is None


async def test_escape_keeps_the_transcript_and_the_draft(ui: Ui) -> None:
    before, id = state_of(ui.project), inner_unit(ui)
    await edit(ui, id, "TYPED")
    await ui.press("escape")
    assert ui.screen == "CorrectionTextScreen"
    assert "TYPED" in ui.seen
    await ui.press("escape")
    assert ui.screen == "ChoiceModal"
    await ui.press("l")
    assert ui.screen == "CodingScreen"
    assert state_of(ui.project) == before
    await ui.press("E")
    assert "TYPED" in ui.seen
    assert "Restored from your draft" in ui.said
    await ui.press("escape", "d", "E")
    assert "TYPED" not in ui.seen
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


async def test_decisions_survive_further_typing(ui: Ui) -> None:
    id = inner_unit(ui)
    await edit(ui, id, "")
    await ui.press("m", "escape", "x", "ctrl+s")
    assert ui.screen == "PreviewScreen"
    assert "make it a memo" in ui.seen


async def test_a_draft_survives_quitting(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await ui.press("E", *"mmm", "ctrl+q")
    async with running(folder) as ui:
        await ui.press("E")
        assert "mmm" in ui.app.screen.editor.text  # type: ignore[attr-defined]


async def test_another_label_changes_the_speaker(ui: Ui) -> None:
    assert ui.pane.source is not None
    old = ui.project.text_of(ui.pane.source)
    place = next(n for n, turn in enumerate(old.turns) if turn.speaker)
    other = next(turn.speaker for turn in old.turns if turn.speaker not in ("", old.turns[place].speaker))
    ui.view.go_to(old.turns[place].start)
    await ui.press("E")
    editor = ui.app.screen.editor  # type: ignore[attr-defined]
    assert editor.text.startswith(old.turns[place].speaker)
    editor.load_text(editor.text.replace(old.turns[place].speaker, other, 1))
    await ui.press("ctrl+s", "a", "enter")
    new = ui.project.text_of(ui.project.sources[ui.pane.source.id])
    assert [turn.speaker for turn in new.turns] == [
        other if n == place else turn.speaker for n, turn in enumerate(old.turns)
    ]


async def correct_source(ui: Ui, key: str) -> None:
    await ui.press("g", "h", "E", key)


async def test_a_whole_text_is_corrected(ui: Ui) -> None:
    await correct_source(ui, "w")
    assert "the whole text" in ui.seen
    editor = ui.app.screen.editor  # type: ignore[attr-defined]
    source = ui.app.screen.source  # type: ignore[attr-defined]
    await ui.press("ctrl+s")
    assert "Nothing has changed yet" in ui.said
    old = ui.project.text_of(source)
    editor.load_text(old.text.replace("I ", "I now ", 1))
    await ui.press("ctrl+s")
    await ui.until(lambda: ui.screen == "PreviewScreen")
    await ui.press("a", "enter")
    assert ui.screen == "HomeScreen"
    new = ui.project.text_of(ui.project.sources[source.id])
    assert new.text == old.text.replace("I ", "I now ", 1)
    assert [turn.speaker for turn in new.turns] == [turn.speaker for turn in old.turns]
    assert new.revision == old.revision + 1


async def test_a_whole_text_is_never_corrected_to_nothing(ui: Ui) -> None:
    before = state_of(ui.project)
    await correct_source(ui, "w")
    ui.app.screen.editor.load_text("\n ")  # type: ignore[attr-defined]
    await ui.press("ctrl+s")
    await ui.until(lambda: "There is no text" in ui.toasts)
    assert ui.screen == "CorrectionTextScreen"
    assert state_of(ui.project) == before


async def test_a_corrected_file_is_imported(ui: Ui, tmp_path: Path) -> None:
    source = ui.pane.source
    assert source is not None
    old = ui.project.text_of(source).text
    file = tmp_path / "better.txt"
    file.write_text(old.replace("I ", "I now ", 1), encoding="utf-8")
    await correct_source(ui, "f")
    await ui.press(*str(file), "enter")
    await ui.until(lambda: ui.screen == "PreviewScreen")
    await ui.press("a", "enter")
    assert ui.project.text_of(ui.project.sources[source.id]).text != old


@pytest.mark.parametrize(("what", "says"), [("same", "nothing to correct"), ("missing.txt", "cannot be opened")])
async def test_an_unusable_file_is_refused(ui: Ui, tmp_path: Path, what: str, says: str) -> None:
    assert ui.pane.source is not None
    file = tmp_path / what
    if what == "same":
        file = tmp_path / "same.txt"
        file.write_text(ui.project.text_of(ui.pane.source).text, encoding="utf-8")
    await correct_source(ui, "f")
    await ui.press(*str(file), "enter")
    await ui.until(lambda: says in ui.toasts)


async def test_a_file_of_another_interview_is_asked_about_first(ui: Ui, tmp_path: Path) -> None:
    assert ui.pane.source is not None
    other = next(source for source in ui.project.sources.values() if source.id != ui.pane.source.id)
    file = tmp_path / "other.txt"
    file.write_text(ui.project.text_of(other).text + "\n\nOne more line, SYNTHETIC.\n", encoding="utf-8")
    await correct_source(ui, "f")
    await ui.press(*str(file), "enter")
    await ui.until(lambda: ui.screen == "ChoiceModal")
    assert "of the old text is left" in ui.seen
    await ui.press("c")
    assert ui.screen == "HomeScreen"


async def test_a_read_only_project_cannot_be_corrected(
    running: Opener, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(folder) as ui:
        monkeypatch.setattr(type(ui.project), "readonly", property(lambda self: True))
        await ui.press("E")
        assert "read-only" in ui.said
        assert ui.screen == "CodingScreen"


async def test_a_draft_follows_its_turn(ui: Ui) -> None:
    id = inner_unit(ui)
    await edit(ui, id, "TYPED")
    await ui.press("escape", "escape", "l")
    assert ui.pane.source is not None
    ui.view.go_to(ui.project.text_of(ui.pane.source).turns[1].start)
    await ui.press("E")
    assert "Unfinished: turn" in ui.said
    editor = ui.app.screen.editor  # type: ignore[attr-defined]
    label = editor.text.partition(":")[0]
    editor.load_text(f"{editor.text}\n\n{label}: One turn more, SYNTHETIC.")
    await ui.press("ctrl+s", "a", "enter")
    ui.view.go_to(ui.project.segments[id].start)
    await ui.press("E")
    assert "Restored from your draft" in ui.said
    assert "TYPED" in ui.seen
    await ui.press("escape", "d")
    assert not list(drafts.correction_drafts(ui.project, ui.pane.source.id))


async def test_comparing_can_be_cancelled(ui: Ui) -> None:
    await correct_source(ui, "w")
    screen = ui.app.screen
    screen.editor.load_text(screen.editor.text.replace("I ", "I now ", 1))  # type: ignore[attr-defined]
    await ui.pilot.pause()
    screen.action_compare()  # type: ignore[attr-defined]
    screen.action_stop()  # type: ignore[attr-defined]
    await ui.until(lambda: "Cancelled" in ui.said)
    assert ui.screen == "CorrectionTextScreen"


def test_a_broken_draft_is_skipped(folder: Path) -> None:
    from coder.project import read_project

    project = read_project(folder)
    (folder / "drafts").mkdir(exist_ok=True)
    (folder / "drafts" / "x.whole.0.text").write_text("{")
    assert drafts.find_correction(project, "x", drafts.WHOLE, "0") is None
