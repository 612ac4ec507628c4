"""The import screen: choosing files, importing them, the report."""

from __future__ import annotations

from pathlib import Path

from coder.project import create_project, open_project
from tests.tui.conftest import Opener, Ui

TALK = "I: How was the first week? (SYNTHETIC)\nP: Long. I told nobody.\nI: And then?\nP: Then I did.\n"


def make_files() -> None:
    Path("P07_baseline.txt").write_text(TALK, encoding="utf-8")
    Path("P08_baseline.txt").write_text(TALK.replace("Long", "Kort, sa hun på tysdag"), encoding="cp1252")
    Path("P09_broken.docx").write_bytes(b"not a zip")
    Path("notes.xyz").write_text("no transcript")


async def test_import_marks_imports_and_reports(ui: Ui) -> None:
    make_files()
    await ui.press("g", "i")
    assert "P07_baseline.txt   P07 · baseline" in ui.seen
    assert "1 other file in formats that cannot be imported: notes.xyz" in ui.seen
    before = len(ui.project.sources)
    await ui.press("ctrl+a")
    assert ui.seen.count("[✓]") == 3
    assert "preview 3 marked files" in ui.hints
    await ui.press("enter")
    await ui.until(lambda: "All files are read" in ui.said)
    assert len(ui.project.sources) == before
    assert "3 files, 2 can be imported" in ui.seen
    await ui.press("i")
    await ui.until(lambda: "imported" in ui.said)
    assert ui.said == "2 imported · 1 failed"
    assert len(ui.project.sources) == before + 2
    for words in ("✓ P07_baseline.txt", "4 turns", "txt", "utf-8", "cp1252", "✗"):
        assert words in ui.seen, words
    await ui.press("escape")
    assert "[ ] P07_baseline.txt" in ui.seen
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


async def test_import_one_and_read_it(running: Opener, tmp_path: Path) -> None:
    make_files()
    create_project(tmp_path / "fresh", "fresh", language="en")
    async with running(tmp_path / "fresh") as ui:
        await ui.press("c")
        assert ui.screen == "ImportScreen"
        await ui.press("enter")
        await ui.until(lambda: "Nothing is imported yet" in ui.said)
        await ui.press("i")
        await ui.until(lambda: "1 imported" in ui.said)
        await ui.press("g", "c")
        assert "Press g, then i" not in ui.seen
        assert "How was the first week?" in ui.seen
        assert "code" in ui.hints


async def test_import_by_path_and_through_folders(ui: Ui) -> None:
    Path("inner").mkdir()
    Path("inner/P07_baseline.txt").write_text(TALK, encoding="utf-8")
    await ui.press("g", "i")
    assert "▸ inner/" in ui.seen
    await ui.press("down", "enter")
    assert "P07_baseline.txt" in ui.seen
    await ui.press("shift+tab", "ctrl+u", *str(Path.cwd()))
    assert "▸ inner/" in ui.seen
    await ui.press("down", "escape")
    assert ui.screen == "CodingScreen"


async def test_import_into_a_project_that_is_read_only_says_so(running: Opener, folder: Path) -> None:
    make_files()
    with open_project(folder, "AB"):
        async with running(folder) as ui:
            await ui.press("g", "i", "enter")
            assert "read-only" in ui.said


async def test_a_file_that_repeats_an_interview_is_flagged(ui: Ui) -> None:
    Path("P01_baseline_d30.txt").write_text("SYNTHETIC\nP: again.\n", "utf-8")
    Path("P04_follow-up.txt").write_text("SYNTHETIC\nP: a late one.\n", "utf-8")
    await ui.press("g", "i")
    assert "P01 · baseline · ! interview already imported" in ui.seen
    assert "P04 · follow-up" in ui.seen
    assert ui.seen.count("already imported") == 1


async def test_after_the_report_the_list_is_that_of_the_path_line(ui: Ui) -> None:
    make_files()
    Path("other.md").write_text("I: How?\nP: Well.\n", encoding="utf-8")
    await ui.press("g", "i", "slash", "ctrl+u", *"*.md", "enter", "enter")
    await ui.until(lambda: "Nothing is imported yet" in ui.said)
    await ui.press("i")
    await ui.until(lambda: "1 imported" in ui.said)
    await ui.press("escape")
    assert "other.md" in ui.seen
    assert "(parent folder)" not in ui.seen


async def test_marked_files_of_another_folder_are_counted(ui: Ui) -> None:
    make_files()
    Path("empty").mkdir()
    await ui.press("g", "i", "ctrl+a", "slash", *"/empty")
    await ui.press("enter")
    assert "not in this list" in ui.hints


async def test_a_typed_path_replaces_the_old_one_and_completes_with_tab(ui: Ui, tmp_path: Path) -> None:
    folder = tmp_path / "unlike any other"
    folder.mkdir()
    (folder / "P01.txt").write_text("A: synthetic\n")
    await ui.press("g", "i", "/")
    await ui.type(str(tmp_path / "unlike"))
    assert ui.app.screen.query_one("#import-path").value == str(tmp_path / "unlike")  # type: ignore[attr-defined]
    await ui.press("tab", "tab")
    assert ui.app.screen.query_one("#import-path").value == str(folder / "P01.txt")  # type: ignore[attr-defined]
    await ui.type("x")
    assert "No file or folder begins with this" in ui.seen
    await ui.press("tab")
    assert ui.said == "No file or folder begins with this"
