"""The program as a whole: export, history, search, the command palette, several programs on one project."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.command import CommandList

from coder.project import read_project
from coder.tui.keymap import actions
from tests.tui.conftest import Opener, Ui

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


async def test_the_export_formats_fit_at_80_columns(ui: Ui) -> None:
    await ui.press("g", "e")
    assert "Export to (.csv .html .json .md):" in ui.seen


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
    await ui.until(lambda: "matches" in ui.said)
    await ui.press("enter")
    assert ui.screen == "CodingScreen"
    assert "colleague" in ui.quote
    assert ui.view.canvas.lit


async def test_search_without_a_result_and_back(ui: Ui) -> None:
    await ui.press("ctrl+f", *"zzqy", "enter")
    assert ui.said == "No match for “zzqy”"
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


# Go to, palette, several programs


async def test_a_choice_by_arrows_by_letter_and_by_escape(ui: Ui) -> None:
    await ui.press("g", "down", "enter")
    assert ui.screen == "HomeScreen"
    await ui.press("g", "escape")
    assert ui.screen == "HomeScreen"
    await ui.press("g", "c")
    assert ui.screen == "CodingScreen"


async def test_palette_finds_by_name_and_does(ui: Ui) -> None:
    before = ui.quote
    await ui.press("ctrl+p", *"next turn")
    await ui.until(lambda: "Next turn" in ui.seen)
    await ui.until(lambda: ui.app.screen.query_one(CommandList).highlighted is not None)
    await ui.press("enter")
    await ui.until(lambda: ui.screen == "CodingScreen" and ui.quote != before)
    assert ui.quote == "Thank you for coming."


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
        assert len(names) > 10
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
