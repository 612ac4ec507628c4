"""Every screen: what it shows, what its keys do, how one gets back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.command import CommandList
from textual.widgets import Input

from coder import sample
from coder.project import create_project, is_project, open_project, read_project
from coder.tui.keymap import actions
from tests.strategies import files_in
from tests.tui.conftest import Opener, Ui

TALK = "I: How was the first week? (SYNTHETIC)\nP: Long. I told nobody.\nI: And then?\nP: Then I did.\n"


# Start


async def test_start_screen_makes_a_project(running: Opener) -> None:
    async with running() as ui:
        assert ui.screen == "StartScreen"
        assert "New project" in ui.seen
        assert "sample study" in ui.seen
        await ui.press("n", "ctrl+u", *"my study", "enter")
        await ui.until(lambda: ui.screen == "CodingScreen")
        assert is_project(Path("my study"))
        assert "No transcript yet" in ui.seen
        assert "Press g, then i, to import" in ui.seen
        assert ui.hints.strip().startswith("g i import transcripts")


async def test_start_screen_opens_a_project_and_remembers_it(running: Opener, folder: Path) -> None:
    async with running() as ui:
        await ui.press("o", "ctrl+u", *str(folder), "enter")
        await ui.until(lambda: ui.screen == "CodingScreen")
    async with running() as ui:
        assert folder.name in ui.seen
        await ui.press("1")
        await ui.until(lambda: ui.screen == "CodingScreen")
        assert ui.project.folder == folder


async def test_start_screen_says_what_cannot_be_opened(running: Opener) -> None:
    async with running() as ui:
        await ui.press("o", "ctrl+u", *"nowhere", "enter")
        await ui.until(lambda: "nowhere" in ui.toasts)
        assert ui.screen == "StartScreen"


async def test_start_screen_has_the_keys_that_work_there_and_the_manual(running: Opener) -> None:
    async with running() as ui:
        await ui.press("?")
        assert ui.screen == "KeysScreen"
        assert "Always" in ui.seen
        assert "Redo" not in ui.seen
        await ui.press("h")
        assert "The manual" in ui.seen
        await ui.press("escape", "escape")
        assert ui.screen == "StartScreen"


async def test_start_screen_offers_a_folder_that_is_not_there_yet(running: Opener) -> None:
    Path("my-study").mkdir()
    async with running() as ui:
        await ui.press("n")
        assert ui.app.screen.query_one("#prompt-line", Input).value == str(Path.cwd() / "my-study-2")


async def test_start_screen_escape_leaves_the_line(running: Opener) -> None:
    async with running() as ui:
        await ui.press("n", "escape", "q")
        await ui.until(lambda: not ui.app.is_running or ui.app.return_code == 0)
    assert not list(Path.cwd().iterdir())


async def test_the_sample_offers_a_working_copy(running: Opener) -> None:
    where = sample.folder()
    assert where is not None
    before = files_in(where)
    async with running(where) as ui:
        await ui.until(lambda: ui.screen == "ChoiceModal")
        await ui.press("l", "1")
        assert "read-only" in ui.state
        assert "reading only" in ui.said
    async with running(where) as ui:
        await ui.until(lambda: ui.screen == "ChoiceModal")
        await ui.press("c")
        await ui.until(lambda: ui.app.project is not None and not ui.project.readonly)
        await ui.press("1")
        assert ui.here == {"Strong, never ill"}
    assert is_project(Path("tern-house"))
    assert files_in(where) == before


# Import


def files() -> None:
    Path("P07_baseline.txt").write_text(TALK, encoding="utf-8")
    Path("P08_baseline.txt").write_text(TALK.replace("Long", "Kort, sa hun på tysdag"), encoding="cp1252")
    Path("P09_broken.docx").write_bytes(b"not a zip")
    Path("notes.xyz").write_text("no transcript")


async def test_import_marks_imports_and_reports(ui: Ui) -> None:
    files()
    await ui.press("g", "i")
    assert "P07_baseline.txt   P07 · baseline" in ui.seen
    assert "notes.xyz" not in ui.seen
    before = len(ui.project.sources)
    await ui.press("ctrl+a")
    assert ui.seen.count("[✓]") == 3
    assert "import the 3 marked" in ui.hints
    await ui.press("enter")
    await ui.until(lambda: "imported" in ui.said)
    assert ui.said == "done: 2 imported, 1 not"
    assert len(ui.project.sources) == before + 2
    for words in ("✓ P07_baseline.txt", "4 turns", "txt", "utf-8", "cp1252", "✗"):
        assert words in ui.seen, words
    await ui.press("escape")
    assert "[ ] P07_baseline.txt" in ui.seen
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


async def test_import_one_by_enter_and_read_it(running: Opener, tmp_path: Path) -> None:
    files()
    create_project(tmp_path / "fresh", "fresh", language="en")
    async with running(tmp_path / "fresh") as ui:
        await ui.press("c")
        assert ui.screen == "ImportScreen"
        await ui.press("enter")
        await ui.until(lambda: ui.said.startswith("done"))
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
    files()
    with open_project(folder, "AB"):
        async with running(folder) as ui:
            await ui.press("g", "i", "enter")
            assert "reading only" in ui.said


# Export


@pytest.mark.parametrize("suffix", ["html", "csv", "json", "md"])
async def test_export(ui: Ui, suffix: str) -> None:
    await ui.press("g", "e", "ctrl+u", *f"out.{suffix}", "enter")
    await ui.until(lambda: "Saved to" in ui.said, 30)
    assert "Shame" in Path(f"out.{suffix}").read_text(encoding="utf-8")


async def test_export_to_an_unknown_format_says_so(ui: Ui) -> None:
    await ui.press("g", "e", "ctrl+u", *"out.zzz", "enter")
    assert ui.said.startswith("✗")
    assert not Path("out.zzz").exists()


# History and search


async def test_history_names_what_was_done_and_goes_back(ui: Ui) -> None:
    await ui.press("j", "j", "2", "g", "l")
    assert "coded “Thank you for coming.” with" in ui.seen
    assert "Shame" in ui.seen
    await ui.press("end")
    await ui.press("u")
    assert "Undid: coded “Thank you for" in ui.seen
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


async def test_search_opens_in_place(ui: Ui) -> None:
    await ui.press("ctrl+f", *"COLLEAGUÉ", "enter")
    await ui.until(lambda: "places" in ui.said)
    await ui.press("enter")
    assert ui.screen == "CodingScreen"
    assert "colleague" in ui.quote
    assert ui.view.canvas.lit


async def test_search_without_a_result_and_back(ui: Ui) -> None:
    await ui.press("ctrl+f", *"zzqy", "enter")
    assert ui.said == "“zzqy” is in no transcript"
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


# Keys, choices, palette


@pytest.mark.parametrize(
    ("keys", "title"),
    [((), "In the transcript"), (("tab",), "In the code tree"), (("tab", "tab"), "In the memo pane")],
)
async def test_keys_of_here(ui: Ui, keys: tuple[str, ...], title: str) -> None:
    await ui.press(*keys, "?")
    assert title in ui.seen
    await ui.press("q")
    assert ui.screen == "CodingScreen"


async def test_a_choice_by_arrows_by_letter_and_by_escape(ui: Ui) -> None:
    await ui.press("g", "down", "enter")
    assert ui.screen == "HomeScreen"
    await ui.press("g", "escape")
    assert ui.screen == "HomeScreen"
    await ui.press("g", "c")
    assert ui.screen == "CodingScreen"


async def test_palette_finds_by_name_and_does(ui: Ui) -> None:
    await ui.press("ctrl+p", *"next turn")
    await ui.until(lambda: "Next turn" in ui.seen)
    await ui.until(lambda: ui.app.screen.query_one(CommandList).highlighted is not None)
    await ui.press("enter")
    await ui.until(lambda: ui.screen == "CodingScreen")
    await ui.until(lambda: ui.quote == "Thank you for coming.")


async def test_palette_offers_nothing_that_takes_words_out(ui: Ui) -> None:
    titles = " ".join(command.title for command in ui.app.get_system_commands(ui.app.screen))
    assert "creenshot" not in titles
    for action in actions.of("transcript"):
        assert action.label in titles


@pytest.mark.parametrize("where", ["transcript", "codes"])
async def test_every_palette_entry_runs(running: Opener, folder: Path, where: str) -> None:
    async with running(folder) as ui:
        names = [
            command.title
            for command in ui.app.get_system_commands(ui.app.screen)
            if "Quit" not in command.title and "quit" not in command.title and "Commands" not in command.title
        ]
        for name in names:
            if where == "codes":
                ui.tree.focus()
            else:
                ui.view.focus()
            await ui.pilot.pause()
            command = next((c for c in ui.app.get_system_commands(ui.app.screen) if c.title == name), None)
            if command is None:
                continue
            command.callback()
            await ui.pilot.pause()
            for _ in range(3):
                if ui.screen != "CodingScreen" or type(ui.app.focused).__name__ in ("Input", "MemoEditor"):
                    await ui.press("escape")
            assert ui.screen == "CodingScreen", name
            assert ui.app._exception is None, name


async def test_a_second_program_reads_only(ui: Ui, running: Opener, folder: Path) -> None:
    async with running(folder) as second:
        assert "read-only" in second.state
        await second.press("j", "2")
        assert "reading only" in second.said
        assert "reading only" in second.toasts
    await ui.press("j", "2")
    assert ui.here == {"Shame"}


async def test_the_next_program_sees_all(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await ui.press("j", "j", "2", "ctrl+q")
    assert "Thank you for coming." in {one.quote for one in read_project(folder).segments.values()}
    async with running(folder) as ui:
        assert ui.quote == "Thank you for coming."
        await ui.press("u")
        assert ui.said.startswith("Undid: coded")
    shutil.rmtree(folder)


async def test_quit_works_while_a_question_is_open(ui: Ui) -> None:
    await ui.press("c", "s", "h")
    await ui.press("ctrl+q")
    assert ui.app.project is None


async def test_a_new_project_asks_once_for_initials(running: Opener) -> None:
    async with running() as ui:
        ui.app.settings.initials = ""
        await ui.press("n", "enter")
        await ui.press("ctrl+a", "ctrl+k", *"AB", "enter")
        assert ui.state.startswith("AB")


async def test_the_formats_are_told_whole_at_80_columns(ui: Ui) -> None:
    await ui.press("g", "i")
    assert "Formats: .docx .md .srt .txt .vtt" in ui.seen
    await ui.press("escape", "g", "e")
    assert "Export to (.csv .html .json .md):" in ui.seen
