"""Faults on the screens of the method: removed subjects, older drafts, empty and read-only projects, a full disk."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from coder.project import create_project, drafts, open_project
from coder.project.merge_artifacts import condensate_of
from coder.project.operations import (
    answers,
    changes,
    codebook,
    codings,
    frameworks,
    groups,
    participants,
    sources,
    synthesis,
)
from coder.project.study import code_named
from coder.tui.framework.framework_screen import FrameworkScreen
from coder.tui.framework.levels_screen import LevelsScreen
from coder.tui.keymap import actions
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.pairs.pairs_screen import PairsScreen
from coder.tui.report.coreq_screen import CoreqScreen
from tests.faults.test_disk import broken
from tests.strategies import turns_of
from tests.tui.conftest import Opener, Ui

TYPED = "typed before the fault"
PLACES = "wskudavpyfn"


def kept(ui: Ui) -> list[str]:
    return [draft.text for draft in drafts.prose_drafts(ui.project)]


async def framework_screen(ui: Ui) -> FrameworkScreen:
    await ui.press("g", "f")
    screen = ui.app.screen
    assert isinstance(screen, FrameworkScreen)
    return screen


@pytest.mark.parametrize("what", ["What a doctor ought to be/Strong, never ill", "What a doctor ought to be"])
async def test_archiving_a_code_that_a_screen_shows(ui: Ui, what: str) -> None:
    """A condensate that is written meanwhile is saved on it all the same."""
    assert code_named(ui.project, what).archived is False
    for place in PLACES:
        await ui.press("g", place)
        if place in "dv":
            await ui.press("enter")
        if place == "d":
            await ui.press("e", *f" {TYPED}.")
        code = code_named(ui.project, what)
        codebook.archive(ui.project, code)
        await ui.pilot.pause()
        await ui.press("escape", "j", "k")
        assert ui.app._exception is None, place
        if place == "d" and "/" in what:
            held = condensate_of(ui.project, code.id)
            assert held is not None
            assert any(TYPED in sentence.text for sentence in held.sentences)
        codebook.unarchive(ui.project, ui.project.codes[code.id])
        assert not ui.project.codes[code.id].archived


async def test_a_project_with_only_a_residual_group(running: Opener, tmp_path: Path) -> None:
    create_project(tmp_path / "bare", "Bare", coder="KG")
    with open_project(tmp_path / "bare", "KG") as project:
        text = "SYNTHETIC\nI: Well?\nP: It fits nowhere.\n"
        source = sources.add(project, name="P01", text=text, turns=turns_of(text), participant="P01", wave="baseline")
        group = groups.make(project, "Residual")
        groups.set_residual(project, group, True)
        codings.code(project, source, text.index("It"), len(text) - 1, [project.codes[group.code]])
    async with running(tmp_path / "bare") as ui:
        await ui.press("g", "s")
        assert "1 unit in the residual group" in ui.seen
        await ui.press("g", "d")
        assert "only the residual group" in ui.seen
        for place in PLACES:
            await ui.press("escape", "g", place, "enter", "n", "escape", "escape")
            assert ui.app._exception is None, place


# The subject of a text is removed while it is edited


async def test_a_cell_of_a_removed_framework_is_kept_as_a_draft(ui: Ui) -> None:
    await framework_screen(ui)
    await ui.press("e", *TYPED)
    number = len(ui.project.frameworks)
    for framework in list(ui.project.frameworks.values()):
        frameworks.remove(ui.project, framework, with_cells=True)
    await ui.press("escape")
    assert "was removed" in ui.toasts
    assert any(text.endswith(TYPED) for text in kept(ui))
    for _ in range(number):
        ui.project.undo()
    await ui.press("escape")
    assert any(cell.summary.endswith(TYPED) for cell in ui.project.cells.values())
    assert kept(ui) == []


async def test_a_theory_of_a_removed_framework_is_kept_as_a_draft(ui: Ui) -> None:
    screen = await framework_screen(ui)
    framework = screen.pane.framework
    assert framework is not None
    await ui.press("L")
    assert isinstance(ui.app.screen, LevelsScreen)
    await ui.press("e", *TYPED)
    frameworks.remove(ui.project, framework, with_cells=True)
    await ui.pilot.pause()
    assert ui.screen == "FrameworkScreen"
    assert any(text.endswith(TYPED) for text in kept(ui))


async def test_an_edited_answer_stays_when_the_cursor_moves(ui: Ui) -> None:
    await ui.press("g", "n")
    assert isinstance(ui.app.screen, CoreqScreen)
    screen = ui.app.screen.pane
    screen.cards.move_to(2)
    answers.answer(ui.project, *screen.line.answer_key, "SYNTHETIC: the second")
    screen.cards.move_to(1)
    answers.answer(ui.project, *screen.line.answer_key, "SYNTHETIC: the first")
    await ui.press("e")
    screen.cards.focus()  # as a click does
    await ui.pilot.pause()
    await ui.press("j")
    codebook.add(ui.project, "Meanwhile")
    assert screen.editor is not None
    assert screen.editor.text == "SYNTHETIC: the first"


async def test_an_edited_sentence_stays_when_the_cursor_moves(ui: Ui) -> None:
    await ui.press("g", "p")
    screen = ui.app.screen
    assert isinstance(screen, PairsScreen)
    await ui.press("s")
    editor = screen.view.note_panel.editor
    assert editor is not None
    shown = editor.text
    assert shown
    screen.view.state.code = codebook.add(ui.project, "Not written about").id
    codebook.add(ui.project, "Meanwhile")
    assert editor.text == shown


# Drafts based on an older text


async def test_a_summary_draft_older_than_the_saved_text_is_reported(ui: Ui) -> None:
    screen = await framework_screen(ui)
    entry = screen.pane.entry
    assert entry is not None
    target = f"{entry.level.id}.{entry.participant.id}.{entry.wave.id}"
    drafts.save_prose(ui.project, "cell", target, "SYNTHETIC: an older text", TYPED)
    await ui.press("e")
    assert ui.said.startswith("A newer text was saved")
    editor = screen.pane.editor.editor
    assert editor is not None
    assert editor.text == TYPED


async def test_a_change_draft_older_than_the_saved_text_is_reported(ui: Ui) -> None:
    await ui.press("g", "p")
    screen = ui.app.screen
    assert isinstance(screen, PairsScreen)
    subject = screen.view.subject
    changes.note(ui.project, subject, sentence="SYNTHETIC: a newer one")
    target = ".".join([*subject[:3], "pair"])
    drafts.save_prose(ui.project, "note of change", target, "SYNTHETIC: an older text", TYPED)
    await ui.press("s")
    assert ui.said.startswith("A newer text was saved")


async def test_a_draft_of_a_removed_record_is_reported_with_its_file(running: Opener, folder: Path) -> None:
    with open_project(folder) as project:
        code = codebook.add(project, "Soon gone")
        drafts.save_prose(project, "condensate", code.id, "", TYPED)
        codebook.delete(project, code)
    async with running(folder) as ui:
        await ui.until(lambda: "was removed: condensate" in ui.toasts)
        assert f"drafts/condensate.{code.id}.prose" in ui.toasts


# Empty projects


@pytest.mark.long
@pytest.mark.parametrize("place", PLACES)
async def test_every_key_of_an_empty_screen(running: Opener, tmp_path: Path, place: str) -> None:
    create_project(tmp_path / "empty", "Empty")
    async with running(tmp_path / "empty") as ui:
        assert await try_every_key(ui, place) > 0


async def test_a_change_grid_without_pairs_is_not_exported(running: Opener, tmp_path: Path) -> None:
    create_project(tmp_path / "empty", "Empty")
    async with running(tmp_path / "empty") as ui:
        await ui.press("g", "y")
        await ui.do("changes.export")
        assert ui.screen == "ChangesScreen"
        assert "No pairs to export" in ui.said


async def try_every_key(ui: Ui, place: str) -> int:
    """Press each key of a screen, say yes to whatever it asks, and come back; return the number of keys."""
    await ui.press("g", place)
    if not isinstance(ui.app.screen, ProjectScreen):  # it begins with a question
        await ui.press("escape")
    assert isinstance(ui.app.screen, ProjectScreen)
    here, parts, tried = ui.screen, ui.app.screen.parts(), 0
    for action in actions.ACTIONS:
        if action.where in parts:
            await ui.press(action.key.split(",")[0], "enter", "enter", "escape", "escape")
            assert ui.app._exception is None, action
            if ui.screen != here:
                await ui.press("escape", "g", place)
            tried += 1
    return tried


# Read-only projects


def bytes_of(folder: Path) -> dict[str, bytes]:
    names = ("project.json", "history.jsonl")
    drafts = sorted(str(path.relative_to(folder)) for path in (folder / "drafts").glob("*"))
    return {name: (folder / name).read_bytes() for name in (*names, *drafts)}


@pytest.mark.long
@pytest.mark.parametrize("place", PLACES)
async def test_every_key_of_a_read_only_screen(running: Opener, folder: Path, place: str) -> None:
    with open_project(folder):
        before = bytes_of(folder)
        async with running(folder) as ui:
            assert ui.project.readonly
            assert await try_every_key(ui, place) > 0
        assert bytes_of(folder) == before


WRITES = {
    "d": ["condense.write", "condense.words", "condense.link", "condense.gold", "condense.remove"],
    "a": ["analytic.edit"],
    "f": ["framework.write"],
    "n": ["coreq.write", "coreq.clear"],
    "p": ["pairs.sentence", "pairs.remove"],
}


@pytest.mark.parametrize(("place", "id"), [(place, id) for place, ids in WRITES.items() for id in ids])
async def test_read_only_refuses_every_edit(running: Opener, folder: Path, place: str, id: str) -> None:
    with open_project(folder):
        async with running(folder) as ui:
            await ui.press("g", place)
            if place == "d":
                await ui.press("enter")
            ui.app.clear_notifications()  # what was said when it was opened
            await ui.do(id)
            assert "read-only" in ui.toasts + ui.said


# The disk, and names that look like markup


async def test_a_condensate_survives_a_full_disk(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    await ui.press("g", "d", "enter", "e", *" I typed it.")
    with broken(monkeypatch, "write", errno.ENOSPC):
        await ui.press("escape")
        assert "The disk is full" in ui.toasts
        await ui.press("escape")
        assert ui.screen == "CondenseScreen"
    await ui.press("escape")
    assert any(condensate.sentences[-1].text == "I typed it." for condensate in ui.project.condensates.values())
    assert kept(ui) == []


async def test_names_that_look_like_markup_are_shown_literally(ui: Ui) -> None:
    project = ui.project
    for number, group in enumerate(list(project.groups.values())):
        synthesis.heading(project, group, f"[red]heading {number}[x]")
        codebook.rename(project, project.codes[group.code], f"[x] {number} 👩‍⚕️é")
    for number, person in enumerate(list(project.participants.values())):
        participants.rename(project, person, f"[b]P{number}[")
    assert len(project.groups) > 1
    assert len(project.participants) > 1
    for place in PLACES:
        await ui.press("escape", "escape", "g", place)
        for size in ((40, 10), (140, 40), (80, 24)):
            await ui.pilot.resize_terminal(*size)
        assert ui.app._exception is None, place
        if place in "uav":
            assert "[x] 0" in ui.seen, place
