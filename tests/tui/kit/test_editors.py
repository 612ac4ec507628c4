"""Editors: drafts on disk, saved once, discarded, overtaken; a modal; removed below another screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from coder.errors import CoderError, Invalid
from coder.project import Project, drafts
from coder.project.study import code_named
from coder.tui.kit import editors
from coder.tui.kit.editors import AutosaveEditor
from tests.tui.at_rest import until
from tests.tui.conftest import Opener, Ui


class Holder(App[None]):
    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project
        self.saved: list[tuple[str, str]] = []
        self.refuse = False
        self.failed = 0
        self.left = 0

    def compose(self) -> ComposeResult:
        yield AutosaveEditor(self.project, "condensate", self.save)

    def save(self, target: str, text: str) -> None:
        if self.refuse:
            raise Invalid("Not possible")
        self.saved.append((target, text))

    def fail(self, error: CoderError) -> None:
        self.failed += 1

    def on_autosave_editor_left(self) -> None:
        self.left += 1

    @property
    def editor(self) -> AutosaveEditor:
        return self.query_one(AutosaveEditor)


@pytest.fixture
def holder(small_project: Project, monkeypatch: pytest.MonkeyPatch) -> Holder:
    monkeypatch.setattr(editors, "DRAFT_EVERY", 0.01)
    return Holder(small_project)


def draft_files(project: Project) -> list[Path]:
    return sorted((project.folder / "drafts").glob("*.prose"))


def said(holder: Holder) -> str:
    """What is on the disk and not saved."""
    kept = drafts.find_prose(holder.project, "condensate", "k")
    return "" if kept is None else kept.text


async def test_what_is_typed_is_on_disk_before_it_is_saved_and_gone_after(holder: Holder) -> None:
    async with holder.run_test() as pilot:
        holder.editor.focus()
        holder.editor.show_text("k", "I was. ")
        await pilot.press("end", *"SYNTHETIC")
        await until(pilot, lambda: said(holder) == "I was. SYNTHETIC")
        kept = drafts.find_prose(holder.project, "condensate", "k")
        assert kept is not None
        assert kept.base == "I was. "
        assert holder.saved == []
        await pilot.press("escape")
        assert holder.saved == [("k", "I was. SYNTHETIC")]
        assert (draft_files(holder.project), holder.left) == ([], 1)


async def test_a_draft_that_was_left_is_shown_and_says_so(holder: Holder) -> None:
    drafts.save_prose(holder.project, "condensate", "k", "old", "typed before the line dropped")
    async with holder.run_test() as pilot:
        editor = holder.editor
        editor.show_text("k", "old")
        assert (editor.text, editor.recovered, editor.overtaken) == ("typed before the line dropped", True, False)
        editor.show_text("other", "as saved")  # what was typed into the one before is saved first
        await pilot.pause()
        assert holder.saved == [("k", "typed before the line dropped")]
        assert (editor.text, editor.recovered) == ("as saved", False)
        drafts.save_prose(holder.project, "condensate", "k", "old", "of another day")
        editor.show_text("k", "newer")
        assert (editor.recovered, editor.overtaken) == (True, True)


async def test_giving_up_brings_back_what_was_saved(holder: Holder) -> None:
    async with holder.run_test() as pilot:
        holder.editor.focus()
        holder.editor.show_text("k", "saved")
        await pilot.press("x")
        await until(pilot, lambda: draft_files(holder.project))
        await pilot.press("ctrl+g")
        assert (holder.editor.text, holder.saved, draft_files(holder.project)) == ("saved", [], [])


async def test_what_cannot_be_saved_stays_in_its_draft(holder: Holder) -> None:
    holder.refuse = True
    async with holder.run_test() as pilot:
        holder.editor.focus()
        holder.editor.show_text("k", "")
        await pilot.press(*"words", "escape")
        await until(pilot, lambda: holder.failed)
        assert (holder.failed, holder.left, holder.editor.text) == (1, 0, "words")
        assert said(holder) == "words"


async def test_an_undo_shows_and_never_overwrites_what_is_typed(holder: Holder) -> None:
    async with holder.run_test() as pilot:
        holder.editor.focus()
        holder.editor.show_text("k", "saved")
        holder.editor.saved_meanwhile("undone")
        assert holder.editor.text == "undone"
        await pilot.press("x")
        holder.editor.saved_meanwhile("redone")
        assert holder.editor.text == "xundone"
        assert holder.editor.changed


async def test_what_is_typed_of_a_code_is_there_after_the_program_ended(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await ui.to_code("Shame")
        await ui.press("d", "ctrl+end", *" and more")
        before = code_named(ui.project, "Shame").definition
        await ui.app.action_leave_app()
    async with running(folder) as ui:
        await ui.until(lambda: "text of a code" in ui.toasts)
        assert code_named(ui.project, "Shame").definition == before
        await ui.to_code("Shame")
        await ui.do("codes.page")
        await ui.press("d")
        assert "draft restored" in ui.seen
        await ui.press("escape")
        assert code_named(ui.project, "Shame").definition == f"{before} and more"


@pytest.mark.parametrize(
    ("place", "editor"), [("p", "s"), ("f", "e"), ("a", "e")], ids=["pairs", "framework", "analytic"]
)
async def test_go_to_works_right_after_leaving_an_editor(ui: Ui, place: str, editor: str) -> None:
    await ui.press("g", place, editor)
    for character in "SYNTHETIC ":
        await ui.press("space" if character == " " else character)
    for key in ("escape", "g"):  # no pause between them
        ui.app.simulate_key(key)
    await ui.until(lambda: "Go to" in ui.seen)
    assert ui.app._exception is None
    await ui.press("s")
    assert ui.screen == "StepsScreen"
