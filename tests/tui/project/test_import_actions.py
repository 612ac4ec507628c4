"""The actions of the import screen and of the speakers of a transcript, each by its key. All text SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.project.interviews import interviewers_of
from coder.tui.project.file_list import FileList
from coder.tui.project.preview_pane import PreviewPane
from tests.tui.conftest import ActionCases, Ui
from tests.tui.project.test_import_preview import TALK, make_file, names, preview, to_row

act = ActionCases("import", "planned", "preview", "speakers", "settle")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await act.run(id, ui)
    assert ui.app._exception is None


async def two_files(ui: Ui) -> None:
    """Open the list of two files to import."""
    make_file("P07.txt")
    make_file("P08.txt", TALK.replace("Liv", "Odd"))
    await preview(ui)


async def one_file(ui: Ui) -> None:
    """Open the preview of a file."""
    make_file()
    await preview(ui)


def pane(ui: Ui) -> PreviewPane:
    return ui.app.screen.query_one(PreviewPane)


def shown(ui: Ui) -> list[str]:
    """The names of the speakers in the preview."""
    return [row.name for row in pane(ui).rows.view.speakers]


def marked(ui: Ui) -> set[str]:
    return {path.name for path in ui.app.screen.query_one(FileList).marked}


# The files of a folder


@act("import.open")
async def _(ui: Ui) -> None:
    make_file("P07.txt")
    await ui.press("g", "i", "enter")
    await ui.until(lambda: "Nothing is imported yet" in ui.said)
    assert "P07.txt" in ui.seen


@act("import.mark")
async def _(ui: Ui) -> None:
    make_file("P07.txt")
    await ui.press("g", "i", "space")
    assert marked(ui) == {"P07.txt"}
    await ui.press("space")
    assert marked(ui) == set()


@act("import.mark_all")
async def _(ui: Ui) -> None:
    make_file("P07.txt")
    make_file("P08.txt")
    await ui.press("g", "i", "ctrl+a")
    assert marked(ui) == {"P07.txt", "P08.txt"}
    await ui.press("ctrl+a")
    assert marked(ui) == set()


@act("import.path")
async def _(ui: Ui) -> None:
    make_file("P07.txt")
    make_file("notes.md")
    await ui.press("g", "i", "slash", "ctrl+u", *"*.md")
    assert ("notes.md" in ui.seen, "P07.txt" in ui.seen) == (True, False)


# Several files


@act("planned.import")
async def _(ui: Ui) -> None:
    before = len(ui.project.sources)
    await two_files(ui)
    await ui.press("i")
    await ui.until(lambda: "2 imported" in ui.said)
    assert len(ui.project.sources) == before + 2


@act("planned.open")
async def _(ui: Ui) -> None:
    await two_files(ui)
    await ui.press("down", "enter")
    assert "P08.txt · 2 of 2" in ui.seen


@act("planned.drop")
async def _(ui: Ui) -> None:
    await two_files(ui)
    await ui.press("x")
    assert ("P07.txt" in ui.seen, "P08.txt" in ui.seen) == (False, True)
    await ui.press("i")
    await ui.until(lambda: "1 imported" in ui.said)
    assert Path("P07.txt").exists()


# The preview


@act("preview.import")
async def _(ui: Ui) -> None:
    before = len(ui.project.sources)
    await one_file(ui)
    await ui.press("i")
    await ui.until(lambda: "1 imported" in ui.said)
    assert len(ui.project.sources) == before + 1


@act("preview.change")
async def _(ui: Ui) -> None:
    before = len(ui.project.sources)
    await one_file(ui)
    hints = ui.hints
    assert [word in hints for word in ("i import", "Enter change", "Space interviewer", "r rename")] == [True] * 4
    await to_row(ui, "l  ")
    await ui.press("enter")
    await ui.until(lambda: "Language:" in ui.seen)
    await ui.press("ctrl+u", *"nn", "enter")
    await to_row(ui, "Liv")
    await ui.press("enter")
    await ui.until(lambda: "New name of Liv" in ui.seen)
    await ui.press("ctrl+u", *"Siv", "enter")
    await ui.until(lambda: "Siv" in shown(ui))
    assert len(ui.project.sources) == before


@act("preview.encoding")
async def _(ui: Ui) -> None:
    make_file(text=TALK.replace("winter", "vinter på øya"))
    await preview(ui)
    await ui.press("e", *"cp1252", "enter")
    assert "vinter pÃ¥ Ã¸ya" in ui.seen
    await ui.press("u")
    assert "vinter på øya" in ui.seen


@act("preview.language")
async def _(ui: Ui) -> None:
    await one_file(ui)
    await ui.press("l", "ctrl+u", *"klingon9", "enter")
    assert "not a language code" in ui.said
    await ui.press("l", "ctrl+u", *"nn", "enter")
    assert "Language    nn" in ui.seen


@act("preview.participant")
async def _(ui: Ui) -> None:
    await one_file(ui)
    await ui.press("p", "ctrl+u", *"P99", "enter")
    assert "P99 · baseline · day 6" in ui.seen


@act("preview.wave")
async def _(ui: Ui) -> None:
    await one_file(ui)
    assert "new wave" not in ui.seen
    await ui.press("w", "ctrl+u", *"fifth", "enter")
    assert "P07 · fifth (new wave) · day 6" in ui.seen


@act("preview.day")
async def _(ui: Ui) -> None:
    await one_file(ui)
    await ui.press("d", "ctrl+u", *"41", "enter")
    assert "P07 · baseline · day 41" in ui.seen


@act("preview.columns")
async def _(ui: Ui) -> None:
    Path("answers.csv").write_text(
        "ID,Ward,What was hard?,What helped?\n"
        "R1,Medical,I told nobody about it for a long time,My sister came to us every night\n"
        "R2,Surgical,Asking somebody for any help at all,To walk along the sea with the dog\n",
        encoding="utf-8",
    )
    await preview(ui)
    assert "4 answers of 2 participants" in ui.seen
    await ui.press("c", *"helped", "enter")
    assert "2 answers of 2 participants" in ui.seen
    assert "My sister came" in ui.seen


@act("preview.fresh")
async def _(ui: Ui) -> None:
    await two_files(ui)
    await ui.press("enter")
    await to_row(ui, "Interviewer ")
    await ui.press("r", "ctrl+u", *"IH", "enter", "i")
    await ui.until(lambda: "✓ P07.txt" in ui.seen and "All files are read" in ui.said)
    await ui.press("down", "enter")
    assert "IH" in shown(ui)
    await ui.press("F")
    assert "IH" not in shown(ui)


# Speakers


@act("speakers.rename")
async def _(ui: Ui) -> None:
    await one_file(ui)
    await to_row(ui, "Liv")
    await ui.press("r", "ctrl+u", *"Kåre 😀", "enter")
    assert "Kåre 😀" in shown(ui)
    await ui.press("u")
    assert "Liv" in shown(ui)


@act("speakers.merge")
async def _(ui: Ui) -> None:
    await one_file(ui)
    await to_row(ui, "Interveiwer")
    await ui.press("m", *"Interviewer", "enter")
    assert set(shown(ui)) == {"Interviewer", "Liv"}


@act("speakers.text")
async def _(ui: Ui) -> None:
    await one_file(ui)
    await to_row(ui, "Liv")
    await ui.press("n")
    assert "Liv" not in shown(ui)


@act("speakers.label")
async def _(ui: Ui) -> None:
    await one_file(ui)
    assert "Objetivo" not in shown(ui)
    await to_row(ui, "Objetivo: to hear")
    await ui.press("s")
    assert "Objetivo" in shown(ui)


@act("speakers.form")
async def _(ui: Ui) -> None:
    make_file(text="«Kari» How was the winter?\n«Per» Long.\n«Kari» Who came?\n«Per» Nobody.\n")
    await preview(ui)
    await ui.press("f", "ctrl+u", *"NAME", "enter")
    assert "Write NAME once" in ui.said
    await ui.press("f", "ctrl+u", *"«NAME»", "enter")
    assert set(shown(ui)) == {"Kari", "Per"}


@act("speakers.interviewer")
async def _(ui: Ui) -> None:
    await one_file(ui)
    await to_row(ui, "Liv")
    await ui.press("space", "i")
    await ui.until(lambda: "1 imported" in ui.said)
    source = max(ui.project.sources.values(), key=lambda source: source.order)
    assert "Liv" in source.interviewers
    assert "Liv" in names(ui)


@act("settle.apply")
async def _(ui: Ui) -> None:
    source = min(ui.project.sources.values(), key=lambda source: source.order)
    await ui.press("g", "h", "S")
    await to_row(ui, "P")
    await ui.press("space", "a")
    assert "P" in interviewers_of(ui.project, ui.project.sources[source.id])
