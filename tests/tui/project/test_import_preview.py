"""The preview of files to import: what they would become, and the choices on it. All text SYNTHETIC."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from coder.errors import StoreError
from coder.exchange import importing
from coder.project import Project
from coder.project.operations import sources
from coder.tui.project.speaker_list import SpeakerList
from tests.tui.conftest import Opener, Ui

EXPECTED = (
    "txt · 27 words",
    "Language    en",
    "utf-8",
    "P07 · baseline · day 6",
    "Interviewer",
    "interviewer",
    "Long, and I",
)
SIZES = [(80, 24), (140, 40)]
TALK = """Objetivo: to hear about the winter
Interviewer: How was the winter?
Liv: Long, and I was alone.
Interveiwer: Who came?
Liv: Nobody came until March.
Interviewer: And then?
Liv: Then my sister came.
"""


def make_file(name: str = "P07_baseline_day 6.txt", text: str = TALK, encoding: str = "utf-8") -> None:
    Path(name).write_text(text, encoding=encoding)


async def preview(ui: Ui) -> None:
    """Open the preview of the files in this folder."""
    await ui.press("g", "i", "ctrl+a", "enter")
    await ui.until(lambda: "Nothing is imported yet" in ui.said or "All files are read" in ui.said)


async def to_row(ui: Ui, words: str) -> None:
    """Move the cursor to the row that begins with these words."""
    rows = ui.app.screen.query_one(SpeakerList)
    texts = [str(option.prompt).strip() for option in rows.options]
    rows.highlighted = next(number for number, text in enumerate(texts) if text.startswith(words))
    await ui.pilot.pause()


async def to_speaker(ui: Ui, name: str) -> None:
    """Move the cursor to a speaker."""
    rows = ui.app.screen.query_one(SpeakerList)
    rows.highlighted = [option.id for option in rows.options].index(f"speaker {name}")
    await ui.pilot.pause()


def names(ui: Ui) -> set[str]:
    """The speakers of the source that was imported last."""
    source = max(ui.project.sources.values(), key=lambda source: source.order)
    return {turn.speaker for turn in ui.project.text_of(source).turns}


@pytest.fixture(params=SIZES, ids=["80x24", "140x40"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return request.param  # type: ignore[no-any-return]


async def test_preview_shows_what_a_file_would_become(running: Opener, folder: Path, size: tuple[int, int]) -> None:
    make_file()
    async with running(folder, size=size) as ui:
        before = len(ui.project.sources)
        await preview(ui)
        for words in EXPECTED:
            assert words in ui.seen, words
        assert "i import" in ui.hints
        await ui.press("escape")
        assert (len(ui.project.sources), ui.said) == (before, "Nothing was imported")
        assert "[✓] P07_baseline_day 6.txt" in ui.seen


async def test_speakers_are_renamed_merged_and_marked(running: Opener, folder: Path, size: tuple[int, int]) -> None:
    make_file()
    async with running(folder, size=size) as ui:
        before = ui.project.undoable
        await preview(ui)
        await to_row(ui, "Liv")
        await ui.press("r", "ctrl+u", *"P07", "enter")
        await to_row(ui, "Interviewer and Interveiwer")
        await ui.press("m")
        assert "2 speakers" in ui.seen
        await to_row(ui, "P07")
        await ui.press("space")
        await to_row(ui, "Interviewer")
        await ui.press("space", "i")
        await ui.until(lambda: "1 imported" in ui.said)
        assert names(ui) - {""} == {"Interviewer", "P07"}
        source = max(ui.project.sources.values(), key=lambda source: source.order)
        assert (source.interviewers, source.participant is not None, source.day) == (("P07",), True, 6)
        assert ui.project.undoable == before + 1


async def test_a_label_becomes_text_and_a_line_a_label(ui: Ui) -> None:
    make_file()
    await preview(ui)
    await to_row(ui, "Liv")
    await ui.press("n")
    assert "Liv: Long, and I was alone." in ui.seen
    assert "Liv  " not in ui.seen
    await ui.press("u")
    await to_row(ui, "Objetivo: to hear")
    await ui.press("s", "i")
    await ui.until(lambda: "1 imported" in ui.said)
    assert names(ui) >= {"Objetivo", "Liv"}


async def test_the_encoding_is_chosen_and_the_file_read_again(ui: Ui) -> None:
    make_file(text="I: Ağrı nasıl?\nP: Şimdi daha iyi, çok şükür.\nI: Başka?\nP: Değişmedi.\n", encoding="cp1254")
    await preview(ui)
    assert "Ağrı nasıl?" in ui.seen
    await ui.press("e", *"cp1252", "enter")
    await ui.until(lambda: "cp1252" in ui.seen)
    assert "Aðrý nasýl?" in ui.seen
    await ui.press("u")
    assert "Ağrı nasıl?" in ui.seen
    await ui.press("e", *"utf-8", "enter")
    assert "cannot be read as utf-8" in ui.said
    assert "Ağrı nasıl?" in ui.seen
    assert "No choice to undo" not in ui.said


async def test_facts_are_changed(ui: Ui) -> None:
    make_file()
    await preview(ui)
    await ui.press("p", "ctrl+u", *"P99", "enter", "w", "ctrl+u", *"follow-up", "enter")
    await ui.press("d", "ctrl+u", *"many", "enter")
    assert "whole number" in ui.said
    await ui.press("d", "ctrl+u", *"12", "enter", "l", "ctrl+u", *"nb", "enter", "i")
    await ui.until(lambda: "1 imported" in ui.said)
    source = max(ui.project.sources.values(), key=lambda source: source.order)
    assert ui.project.participants[source.participant or ""].name == "P99"
    assert (source.day, source.language) == (12, "nb")


async def test_decisions_reach_the_other_files_and_the_next_import(ui: Ui) -> None:
    make_file("P07.txt")
    make_file("P08.txt", TALK.replace("Liv", "Odd"))
    make_file("P09.docx", "no transcript")
    await preview(ui)
    assert "3 files, 2 can be imported" in ui.seen
    await ui.press("enter")
    await to_row(ui, "Interviewer ")
    await ui.press("r", "ctrl+u", *"IH", "enter", "escape")
    await ui.until(lambda: "All files are read" in ui.said)
    assert ui.seen.count("IH") == 2
    await ui.press("x" if "P09" in ui.options[0] else "down", "down", "x", "i")
    await ui.until(lambda: "2 imported" in ui.said)
    assert "as for P07.txt: “Interviewer” is IH" in ui.seen
    assert "IH" in names(ui)
    await ui.press("escape")
    make_file("P10.txt", TALK.replace("Liv", "Ola"))
    for old in ("P07.txt", "P08.txt", "P09.docx"):
        Path(old).unlink()
    await preview(ui)
    assert "as for P07.txt" in ui.seen
    await ui.press("F")
    assert "as for P07.txt" not in ui.seen
    assert "not applied" in ui.seen


async def test_one_file_of_several_is_imported_and_the_list_comes_back(ui: Ui) -> None:
    make_file("P07.txt")
    make_file("P08.txt", TALK.replace("Liv", "Odd"))
    before = len(ui.project.sources)
    await preview(ui)
    await ui.press("enter", "i")
    await ui.until(lambda: "✓ P07.txt" in ui.seen)
    assert len(ui.project.sources) == before + 1
    await ui.press("enter")
    assert "Already imported" in ui.said
    await ui.press("down", "enter", "i")
    await ui.until(lambda: "2 imported" in ui.said)


async def test_a_text_that_is_there_already_is_said_and_refused(ui: Ui) -> None:
    make_file()
    sources.add(ui.project, name="Twin", text=TALK, turns=())
    before = len(ui.project.sources)
    await preview(ui)
    assert "in the project already" in ui.seen
    await ui.press("i")
    await ui.until(lambda: "1 failed" in ui.said)
    assert len(ui.project.sources) == before


async def test_a_table_of_answers_is_previewed(ui: Ui) -> None:
    Path("answers.csv").write_text(
        "ID,Age,What was hard?\nR1,54,I told nobody about it for a long time\nR2,61,Asking somebody for any help\n",
        encoding="utf-8",
    )
    before = len(ui.project.sources)
    await preview(ui)
    assert "2 answers of 2 participants" in ui.seen
    assert "I told nobody" in ui.seen
    await ui.press("c", *"Age", "enter")
    await ui.until(lambda: "I told nobody" not in ui.seen)
    await ui.press("u")
    await ui.until(lambda: "I told nobody" in ui.seen)
    await ui.press("i")
    await ui.until(lambda: "imported" in ui.said)
    assert len(ui.project.sources) == before + 2


async def test_without_color_the_preview_has_its_marks(
    running: Opener, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    make_file()
    async with running(folder) as ui:
        await preview(ui)
        await to_row(ui, "Liv")
        assert "▸ Liv: Long, and I was alone." in ui.seen
        assert "interviewer" in ui.seen


async def test_reading_is_background_work_that_esc_cancels(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    make_file("P07.txt")
    make_file("P08.txt", TALK.replace("Liv", "Odd"))
    read, begun, go_on = importing.read_file, threading.Event(), threading.Event()

    def slow(*args: Any) -> importing.Reading | importing.Survey:
        begun.set()
        go_on.wait(30)
        return read(*args)

    monkeypatch.setattr(importing, "read_file", slow)
    monkeypatch.setattr("coder.tui.kit.background.AT_ONCE", 0)
    before = len(ui.project.sources)
    await ui.press("g", "i", "ctrl+a", "enter")
    await ui.until(begun.is_set)
    assert "not read yet" in ui.seen
    await ui.press("i", "escape")
    assert "Cancelled" in ui.said
    go_on.set()
    await ui.press("escape")
    assert (ui.said, len(ui.project.sources)) == ("Nothing was imported", before)


async def test_leaving_files_with_choices_asks_first(ui: Ui) -> None:
    make_file("P07.txt")
    make_file("P08.txt", TALK.replace("Liv", "Odd"))
    before = len(ui.project.sources)
    await preview(ui)
    await ui.press("enter")
    await to_row(ui, "Liv")
    await ui.press("r", "ctrl+u", *"Siv", "enter", "escape", "escape")
    assert "Discard your choices for P07.txt?" in ui.seen
    await ui.press("c")
    assert "2 files, 2 can be imported" in ui.seen
    await ui.press("escape", "d")
    assert (ui.said, len(ui.project.sources)) == ("Nothing was imported", before)


async def test_a_full_disk_leaves_the_other_files_in_the_list(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    make_file("P07.txt")
    make_file("P08.txt", TALK.replace("Liv", "Odd"))
    make_file("P09.txt", TALK.replace("Liv", "Ola"))
    add, before = importing.add, len(ui.project.sources)

    def refuse(project: Project, plan: importing.Preview) -> importing.Report:
        if plan.name == "P08":
            raise StoreError("The disk is full")
        return add(project, plan)

    await preview(ui)
    monkeypatch.setattr(importing, "add", refuse)
    await ui.press("i")
    await ui.until(lambda: "Stopped" in ui.said)
    assert ui.said == "Stopped: 1 imported, 2 not imported · i continues"
    assert "✓ P07.txt" in ui.seen
    monkeypatch.setattr(importing, "add", add)
    await ui.press("i")
    await ui.until(lambda: "3 imported" in ui.said)
    assert len(ui.project.sources) == before + 3


async def test_a_report_counts_what_was_not_imported(ui: Ui) -> None:
    make_file("P07.txt")
    make_file("P08.txt", TALK.replace("Liv", "Odd"))
    await preview(ui)
    await ui.press("enter", "i")
    await ui.until(lambda: "✓ P07.txt" in ui.seen)
    await ui.press("escape")
    assert ui.said == "1 imported · 1 not imported"


async def test_what_is_said_of_a_file_is_shown_whole(ui: Ui) -> None:
    make_file("P07_fifth wave.txt")
    sources.add(ui.project, name="The other transcript", text=TALK, turns=())
    await preview(ui)
    assert "“The other transcript”" in ui.seen
    await ui.press("w", "ctrl+u", *"follow-ap", "enter")
    assert "follow-ap (new wave)" in ui.seen


async def test_a_table_of_answers_has_no_speakers_to_settle(ui: Ui) -> None:
    Path("answers.csv").write_text(
        "ID,Age,What was hard?\nR1,54,I told nobody about it for a long time\nR2,61,Asking somebody for any help\n",
        encoding="utf-8",
    )
    await preview(ui)
    assert "speakers" not in ui.seen
    assert ("c columns" in ui.hints, "s is a speaker" in ui.hints) == (True, False)
    await ui.press("c")
    assert "What was hard?" in ui.seen
    assert "chosen now" in ui.seen


async def test_encodings_are_described_where_they_are_chosen(ui: Ui) -> None:
    make_file(text="I: Ağrı nasıl?\nP: Şimdi daha iyi, çok şükür.\nI: Başka?\nP: Değişmedi.\n", encoding="cp1254")
    await preview(ui)
    await ui.press("e")
    assert "Turkish" in ui.seen


def row_under_cursor(ui: Ui) -> str | None:
    rows = ui.app.screen.query_one(SpeakerList)
    assert rows.highlighted is not None
    return rows.get_option_at_index(rows.highlighted).id


async def test_a_choice_is_named_and_the_cursor_returns_to_what_is_taken_back(ui: Ui) -> None:
    make_file()
    await preview(ui)
    await to_speaker(ui, "Liv")
    await ui.press("n")
    await ui.until(lambda: "“Liv” is not a speaker · u undoes the last choice" in ui.said)
    assert row_under_cursor(ui) != "speaker Liv"
    await ui.press("u")
    await ui.until(lambda: "Choice undone · nothing is imported yet" in ui.said)
    assert row_under_cursor(ui) == "speaker Liv"


async def test_no_interviewer_is_followed_in_the_next_file(ui: Ui) -> None:
    make_file("P07.txt")
    make_file("P08.txt", TALK.replace("Liv", "Odd"))
    await preview(ui)
    await ui.press("enter")
    await to_speaker(ui, "Interviewer")
    await ui.press("space")
    await ui.until(lambda: "No speaker is an interviewer" in ui.said)
    await ui.press("escape")
    await ui.until(lambda: "All files are read" in ui.said)
    await ui.press("down", "enter")
    assert "1 from earlier files · as for P07.txt: no speaker is an interviewer" in " ".join(ui.seen.split())
