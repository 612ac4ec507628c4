"""The COREQ form: every action by its key, drafts of answers, reports."""

from __future__ import annotations

import os
from pathlib import Path

import docx
import pytest
from textual.widgets import Input

from coder.analysis.reports import coreq, results
from coder.analysis.reports.coreq import stored_answers
from coder.analysis.reports.view import View
from coder.exchange.registry import DOCUMENT, writer_for
from coder.privacy import outgoing
from coder.project import drafts
from coder.project.operations import answers
from coder.tui.kit.line_widgets import Page
from coder.tui.report.coreq_screen import LINES, CoreqPane, CoreqScreen
from tests.tui.conftest import ActionCases, Opener, Ui

act = ActionCases("coreq", "answering")


def pane(ui: Ui) -> CoreqPane:
    assert isinstance(ui.app.screen, CoreqScreen)
    return ui.app.screen.pane


async def go(ui: Ui, item: int = 0, field: str = "") -> CoreqPane:
    """Open the form at an item."""
    await ui.press("g", "n")
    await ui.until(lambda: pane(ui).evidence is not None)
    rows = [n for n, line in enumerate(LINES) if line.item and line.item.number == item and line.field == field]
    pane(ui).cards.move_to(rows[0] if rows else 1)
    await ui.pilot.pause()
    return pane(ui)


def text(ui: Ui, item: str, form: str = "coreq") -> str:
    found = answers.find(ui.project, form, item)
    return found.text if found is not None else ""


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await act.run(id, ui)
    assert ui.app._exception is None


@act("coreq.next_open")
async def _(ui: Ui) -> None:
    form = await go(ui, 1)
    seen = []
    for _ in range(11):
        await ui.do("coreq.next_open")
        assert form.line.item is not None
        seen.append(form.line.item.number)
    entries = coreq.entries(View(ui.project), stored_answers(ui.project))
    assert seen == [entry.item.number for entry in entries if entry.open]
    await ui.do("coreq.next_open")
    assert form.line.item is not None
    assert form.line.item.number == seen[0]


@act("coreq.previous_open")
async def _(ui: Ui) -> None:
    form = await go(ui, 10)
    await ui.do("coreq.previous_open")
    assert form.line.name == "Interviewers’ standpoint"


@act("coreq.write")
async def _(ui: Ui) -> None:
    await go(ui, 4)
    assert "4 ○ Gender" in ui.seen
    await ui.do("coreq.write")
    await ui.press(*"KG a man", "enter", *"IH a woman", "escape")
    assert text(ui, "4") == "KG a man\nIH a woman"
    assert "4 ✓ Gender" in ui.seen
    assert "answered by KG" in ui.seen
    await ui.press("u")
    assert "4 ○ Gender" in ui.seen
    await ui.press("ctrl+r", "enter", "f7", "delete", "escape")
    assert text(ui, "4") == ""


@act("coreq.clear")
async def _(ui: Ui) -> None:
    await go(ui, 22, "aim")
    assert text(ui, "aim", "information power")
    await ui.do("coreq.clear")
    assert text(ui, "aim", "information power") == ""
    assert "○ Aim" in ui.seen
    await ui.do("coreq.clear")
    assert "No answer to delete" in ui.said
    await ui.do("coreq.next_open")
    assert pane(ui).line.field == ""
    pane(ui).cards.move_to(LINES.index(next(line for line in LINES if line.name == "Duration")))
    await ui.do("coreq.next_open")
    assert pane(ui).line.field == "aim"


@act("coreq.import")
async def _(ui: Ui) -> None:
    await go(ui)
    Path("mine.toml").write_text('4 = "SYNTHETIC"\n11 = "By letter."\n', encoding="utf-8")
    await ui.do("coreq.import")
    await ui.press(*"mine.toml", "enter")
    assert "by " in ui.seen  # answers of another coder change
    await ui.press("y")
    assert (text(ui, "4"), text(ui, "11")) == ("SYNTHETIC", "By letter.")
    await ui.do("coreq.import")
    await ui.press(*"none.toml", "enter")
    assert "cannot be opened" in ui.toasts


@act("coreq.export")
async def _(ui: Ui) -> None:
    await go(ui)
    for letter, title in (("c", "COREQ"), ("r", "Results"), ("p", "Pairs"), ("t", "Decision trail")):
        await ui.do("coreq.export")
        await ui.press(letter, *("o" if letter != "t" else ""))
        await ui.press("ctrl+u", *f"{letter}.docx", "enter")
        await ui.until(lambda: "Saved to" in ui.said)
        assert docx.Document(f"{letter}.docx").paragraphs[0].text.startswith(title)
        await ui.press("j")
    await ui.do("coreq.export")
    await ui.press("c", "o", "ctrl+u", *"form.odt", "enter")
    assert "Cannot write a report" in ui.toasts


async def test_a_report_for_publication_renumbers_participants(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing.Kept, "words", lambda self, words: True)
    await go(ui)
    await ui.do("coreq.export")
    await ui.press("r", "p")
    assert ui.app.screen.query_one("#prompt-line", Input).value.endswith("-results-publication.docx")
    await ui.press("ctrl+u", *"public.md", "enter")
    await ui.until(lambda: "Saved to" in ui.said)
    document = Path("public.md").read_text("utf-8")
    assert document == writer_for(DOCUMENT, "public.md").write(results.report(ui.project, publication=True)).decode()
    assert "For publication" in document


@act("coreq.read_on")
async def _(ui: Ui) -> None:
    form = await go(ui, 26)
    await ui.do("coreq.read_on")
    assert form.query_one("#coreq-page", Page)._top == 6


@act("coreq.read_back")
async def _(ui: Ui) -> None:
    form = await go(ui, 26)
    await ui.press("space")
    await ui.do("coreq.read_back")
    assert form.query_one("#coreq-page", Page)._top == 0


@act("answering.onward")
async def _(ui: Ui) -> None:
    form = await go(ui, 4)
    await ui.press("e", *"SYNTHETIC one")
    await ui.do("answering.onward")
    assert text(ui, "4") == "SYNTHETIC one"
    assert form.line.name == "What participants knew"
    assert form.editor is not None
    await ui.press(*"SYNTHETIC two", "escape")
    assert text(ui, "7") == "SYNTHETIC two"
    assert ui.screen == "CoreqScreen"
    assert form.editor is None


async def test_evidence_is_shown_with_its_origin(running: Opener, folder: Path) -> None:
    async with running(folder, size=(140, 40)) as ui:
        await go(ui, 12)
        assert "5 participants, 8 interviews." in ui.seen
        assert "— participants, waves and transcripts" in ui.seen
        await ui.press("escape")
        assert ui.screen == "CodingScreen"
        await ui.press("g", "n")
        assert pane(ui).line.name == "Sample size"


async def test_typed_text_survives_a_crash(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await go(ui, 4)
        await ui.press("e", *"SYNTHETIC half")

        def typed() -> bool:
            kept = drafts.find_prose(ui.project, "answer", "coreq-4")
            return kept is not None and kept.text == "SYNTHETIC half"

        await ui.until(typed)
        ui.project._store.leave()  # as a kill leaves it
    async with running(folder) as ui:
        assert text(ui, "4") == ""
        await go(ui, 4)
        await ui.press("e")
        assert "Unsaved draft restored" in ui.said
        assert "SYNTHETIC half" in ui.seen
        await ui.press("escape")
        assert text(ui, "4") == "SYNTHETIC half"
        assert drafts.find_prose(ui.project, "answer", "coreq-4") is None
        await ui.press("e", *" more", "ctrl+g")
        assert text(ui, "4") == "SYNTHETIC half"


async def test_leaving_the_screen_saves(ui: Ui) -> None:
    await go(ui, 4)
    await ui.press("e", *"SYNTHETIC kept")
    ui.app.open("coding")  # type: ignore[attr-defined]
    await ui.pilot.pause()
    assert text(ui, "4") == "SYNTHETIC kept"


async def test_other_changes_update_the_evidence(ui: Ui) -> None:
    form = await go(ui, 32)
    before = form.evidence
    gold = next(coding for coding in ui.project.codings.values() if coding.mark == "gold")
    from coder.project.operations import codings

    codings.mark(ui.project, gold, "doubtful")
    await ui.until(lambda: form.evidence is not None and form.evidence is not before)
    assert form.evidence is not None
    assert "marked doubtful: 3" in form.evidence[32][0].text


async def test_marks_are_shown_without_color(running: Opener, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "NO_COLOR", "1")
    async with running(folder) as ui:
        await go(ui, 4)
        for sign in ("✓ Interviewers", "○ Gender", "◐ Setting", "● Sample size"):
            assert sign in ui.seen
        assert ui.app._exception is None
