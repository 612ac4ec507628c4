"""Every screen with a list: the keys that mean the same on all of them, and keys that do nothing."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from textual.widgets import DataTable, Input
from textual.widgets import OptionList as TextualOptionList

from coder.tui.kit.cards import Cards
from coder.tui.kit.grid import Grid
from coder.tui.project.key_help import KeysScreen
from tests.tui.conftest import Opener, Ui

#: The screens whose list has the focus when they open.
LISTS = [
    "home",
    "import_files",
    "history",
    "settings",
    "memos",
    "matrix",
    "statistics",
    "participants",
    "steps",
    "themes",
    "groups",
    "condense",
    "analytic",
    "check",
    "changes",
    "framework",
    "coreq",
]
OTHERS = ["backups", "pairs", "pseudonyms", "retrieve", "search"]
#: Screens where `/` edits the words, the query or the path that the list follows, or the choice of its rows.
OWN_SEARCH = {"history", "settings", "memos", "import_files", "framework"}


def row(ui: Ui) -> int | None:
    """The row of the cursor of the list with the focus."""
    focused = ui.app.focused
    if isinstance(focused, TextualOptionList):
        return focused.highlighted
    if isinstance(focused, DataTable):
        return focused.cursor_row
    assert isinstance(focused, Grid | Cards), focused
    return focused.row


async def show(ui: Ui, name: str) -> None:
    if name == "import_files":
        for letter in "abcd":
            Path(f"{letter}.txt").write_text("A: synthetic\n")
    ui.app.open(name)
    await ui.pilot.pause()


@pytest.mark.parametrize("name", LISTS)
async def test_the_keys_of_every_list(ui: Ui, name: str) -> None:
    await show(ui, name)
    await ui.press("home")
    first = row(ui)
    assert first is not None
    await ui.press("j")
    second = row(ui)
    assert second is not None
    assert second > first
    await ui.press("k")
    assert row(ui) == first
    await ui.press("k")
    assert row(ui) == first  # no list wraps around
    await ui.press("down", "up")
    assert row(ui) == first
    await ui.press("end")
    last = row(ui)
    assert last is not None
    assert last >= second
    await ui.press("home")
    assert row(ui) == first
    await ui.press(">" if name != "import_files" else "end", "<")
    assert row(ui) == first
    await ui.press("pagedown")
    page = row(ui)
    assert page is not None
    await ui.press("pageup")
    up = row(ui)
    assert up is not None
    assert first <= up <= page  # a heading at the edge of a page takes one row more


@pytest.mark.parametrize("name", [*LISTS, *OTHERS])
async def test_the_ways_out_of_every_screen(ui: Ui, name: str) -> None:
    await show(ui, name)
    if name in ("retrieve", "search"):
        await ui.press("enter" if name == "retrieve" else "tab")  # from the line, where every letter is typed
    screen = ui.screen
    await ui.press("?")
    assert ui.screen == "KeysScreen"
    await ui.press("q", "g")
    assert ui.screen == "ChoiceModal"
    await ui.press("escape", "ctrl+y")
    assert ui.screen == screen
    assert ui.said == "Ctrl+Y does nothing here · ? shows the keys"
    await ui.press("q")
    assert ui.screen == "CodingScreen"
    await show(ui, name)
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


@pytest.mark.parametrize("name", sorted({*LISTS} - OWN_SEARCH))
async def test_slash_goes_to_a_row_of_a_list(ui: Ui, name: str) -> None:
    await show(ui, name)
    await ui.press("end")
    last = row(ui)
    await ui.press("home", "/")
    assert ui.app.screen.questions.open  # type: ignore[attr-defined]
    rows = ui.app.screen.questions.request.find("")  # type: ignore[attr-defined]
    assert rows
    await ui.press(*["down"] * len(rows), "enter")
    assert row(ui) == last


@pytest.mark.parametrize("name", sorted(OWN_SEARCH))
async def test_slash_asks_for_words(ui: Ui, name: str) -> None:
    await show(ui, name)
    await ui.press("/")
    assert isinstance(ui.app.focused, Input)


async def test_q_shows_how_to_quit_at_the_bottom(ui: Ui) -> None:
    await ui.press("q", "q")
    assert ui.screen == "CodingScreen"
    assert ui.said == "Ctrl+Q saves and quits"


async def test_an_unused_key_says_so_on_the_start_screen(running: Opener) -> None:
    async with running() as ui:
        await ui.press("x", "x")
        assert ui.toasts.count("x does nothing here") == 1
        await ui.press(":")
        assert "Ctrl+Q saves and quits" in ui.seen


async def test_a_project_opens_with_the_transcript_in_focus(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await ui.press("tab")
        assert ui.app.focused is ui.tree
        await ui.press("ctrl+q")
    async with running(folder) as ui:
        assert ui.app.focused is ui.view


async def test_a_byte_that_is_no_character_is_not_answered_as_a_key(ui: Ui) -> None:
    before = ui.said
    await ui.press("\ufffd")
    assert ui.said == before
    await ui.press("§")
    assert ui.said == "§ does nothing here · ? shows the keys"


@pytest.mark.parametrize("name", ["settings", "statistics", "themes", "analytic", "check", "steps", "condense"])
async def test_a_list_is_shown_again_at_the_row_where_it_was_left(ui: Ui, name: str) -> None:
    await show(ui, name)
    await ui.press("end")
    left = row(ui)
    assert left
    await ui.press("g", "c")
    await show(ui, name)
    await ui.until(lambda: row(ui) == left)


@pytest.mark.parametrize("name", ["settings", "import_files"])
async def test_key_help_lists_a_key_once_where_the_screen_has_its_own(ui: Ui, name: str) -> None:
    await show(ui, name)
    await ui.press("?")
    screen = ui.app.screen
    assert isinstance(screen, KeysScreen)
    console = Console(width=100, file=StringIO())
    console.print(screen._text())
    text = console.file.getvalue().partition("On other screens")[0]  # type: ignore[attr-defined]
    assert [line.split()[0] for line in text.splitlines() if line.strip()].count("/") == 1
