"""Type-ahead: keys pressed before the program is ready reach it, but write nothing that was not seen."""

from __future__ import annotations

import importlib
import pkgutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import ModalScreen
from textual.widgets import Input

import coder.tui
from coder.project import open_project, read_project, settings
from coder.project.operations import codebook
from coder.project.study import codes_in_order
from coder.tui.app import CoderApp
from coder.tui.keymap import actions
from coder.tui.kit import typeahead
from coder.tui.kit.typeahead import PAUSE, REFUSED, WRITING
from tests.strategies import Snapshot, tables_of
from tests.tui.conftest import Opener, Ui

#: Codes the unit under the cursor, and keys after it.
CODES = ("c", "s", "h", "a", "enter")


class Hasty(CoderApp):
    """Keys arrive before the first screen."""

    keys = ("c", "s", "h")

    def on_mount(self) -> None:
        for key in self.keys:
            self.post_message(events.Key(key, key if len(key) == 1 else None))


class HastyEnter(Hasty):
    keys = CODES


def picker_text(app: CoderApp) -> str:
    """What is typed into the picker; "" without one."""
    return "".join(field.value for field in app.screen.query("#picker-query").results(Input))


async def test_keys_pressed_while_the_project_opens_reach_it(folder: Path) -> None:
    app = Hasty(folder)
    async with app.run_test() as pilot:
        await Ui(app, pilot).until(lambda: len(picker_text(app)) == 2)
        assert picker_text(app) == "sh"


class Slow(Hasty):
    """A project that takes long to open, which blocks the event loop."""

    def open_folder(self, folder: Path) -> None:
        time.sleep(0.5)
        super().open_folder(folder)


async def test_typeahead_excludes_time_when_the_program_was_busy(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeahead, "APART", 0.01)
    app = Slow(folder)
    async with app.run_test() as pilot:
        await Ui(app, pilot).until(lambda: len(picker_text(app)) == 2)
        assert picker_text(app) == "sh"


def records(folder: Path) -> Snapshot:
    """All records of a project on the disk."""
    return tables_of(read_project(folder))


async def after_a_pause(ui: Ui) -> None:
    """Let the pause pass after which a key belongs to no burst."""
    await ui.pilot.pause(PAUSE + 0.05)


async def test_enter_pressed_while_the_project_opens_does_not_code(folder: Path) -> None:
    before = len(records(folder)["codings"])
    app = HastyEnter(folder)
    async with app.run_test() as pilot:
        ui = Ui(app, pilot)
        await ui.until(lambda: len(picker_text(app)) == 3)
        await ui.until(lambda: ui.said == REFUSED)
        assert len(ui.project.codings) == before
        await after_a_pause(ui)
        await ui.press("enter")  # now she sees what it would code
        assert len(ui.project.codings) == before + 1


@pytest.fixture
def pinned(folder: Path) -> Path:
    """The first recent project, with a code on each digit."""
    project = open_project(folder, "KG")
    for digit, code in enumerate([code for code in codes_in_order(project) if code.codable][:9], 1):
        codebook.pin(project, code, digit)
    project.close()
    settings.remember(folder)
    return folder


#: How a project gets on the screen, from the start screen → the keys.
OPENINGS: dict[str, tuple[str, ...]] = {
    "digit": ("1",),
    "list": ("down", "up", "enter"),
    "path": ("o", "ctrl+u", "FOLDER", "enter"),
}


@pytest.mark.parametrize("opening", OPENINGS)
async def test_no_way_of_opening_takes_a_writing_key_along(running: Opener, pinned: Path, opening: str) -> None:
    before = records(pinned)
    async with running() as ui:
        keys = [letter for key in OPENINGS[opening] for letter in (str(pinned) if key == "FOLDER" else [key])]
        await ui.press(*keys[:-1])
        ui.send(keys[-1], *CODES)
        await ui.until(lambda: ui.screen == "CodingScreen")
        await ui.until(lambda: ui.said == REFUSED)
        assert tables_of(ui.project) == before


#: Keys that write, at once or by their end.
BURSTS: dict[str, tuple[str, ...]] = {
    "code": CODES,
    "digit": ("1",),
    "digits": ("1", "2", "3", "1", "2", "3"),
    "again after a move": ("j", "."),
    "in vivo": ("i",),
    "uncode": ("n", "x"),
    "undo": ("u",),
    "redo": ("u", "ctrl+r"),
    "palette": ("ctrl+p", *"quick code", "enter"),
    "memo": ("m", *"SYNTHETIC", "escape"),
    "tree": ("tab", "h"),
    "another source": ("s", "enter", "1"),
    "home": ("g", "h", "r", *"SYNTHETIC", "enter"),
}


@pytest.mark.parametrize("burst", BURSTS)
async def test_no_burst_from_the_start_screen_writes(running: Opener, pinned: Path, burst: str) -> None:
    before = records(pinned)
    async with running() as ui:
        ui.send("1", *BURSTS[burst])
        await ui.until(lambda: ui.screen != "StartScreen")
        await after_a_pause(ui)
        assert tables_of(ui.project) == before


#: What leads to another screen, or to another transcript, from a coding screen that was seen → the keys.
CHANGES_OF_SCREEN: dict[str, tuple[str, ...]] = {
    "home and back": ("g", "h", "g", "c"),
    "home, a source": ("g", "h", "j", "enter"),
    "memos and back": ("g", "m", "escape"),
    "another transcript": ("s", *"P02", "enter"),
    "search": ("ctrl+f", *"skam", "escape"),
    "reopened": ("g", "h", "R"),
}


@pytest.mark.parametrize("change", CHANGES_OF_SCREEN)
async def test_no_change_of_screen_takes_a_writing_key_along(running: Opener, pinned: Path, change: str) -> None:
    before = records(pinned)
    async with running(pinned) as ui:
        await ui.pilot.pause()
        ui.send(*CHANGES_OF_SCREEN[change], "1")
        await ui.pilot.pause()
        await after_a_pause(ui)
        assert tables_of(ui.project) == before
        await ui.press("g", "c")
        assert ui.screen == "CodingScreen"


async def test_keys_typed_ahead_on_one_screen_code(running: Opener, pinned: Path) -> None:
    before = len(records(pinned)["codings"])
    async with running(pinned) as ui:
        await ui.pilot.pause()
        ui.send(*"jjjjjcSYNTHETIC", "enter", "j", "1")
        await ui.until(lambda: len(ui.project.codings) == before + 2)
        assert REFUSED not in ui.seen


async def test_words_typed_ahead_reach_the_search(ui: Ui) -> None:
    await ui.pilot.pause()
    ui.send("ctrl+f", *"skam", "enter")
    await ui.until(lambda: ui.screen == "SearchScreen")
    await ui.pilot.pause()
    assert ui.app.screen.query_one("#search-words", Input).value == "skam"


async def test_dialog_takes_no_answer_from_before_it_was_shown(ui: Ui) -> None:
    ui.forget_texts_on("Shame")
    await ui.to_code("Shame")
    ui.send("D", "u")
    await ui.until(lambda: ui.screen == "ChoiceModal")
    await after_a_pause(ui)
    assert ui.screen == "ChoiceModal"
    assert "Shame" in ui.names()
    await ui.press("u")
    assert "Shame" not in ui.names()


async def test_go_to_takes_the_letter_typed_with_it(ui: Ui) -> None:
    await ui.pilot.pause()
    ui.send("g", "m")
    await ui.until(lambda: ui.screen == "MemosScreen")
    assert ui.screen == "MemosScreen"


async def test_sample_is_not_copied_by_what_was_typed_ahead(running: Opener) -> None:
    async with running() as ui:
        ui.send("s", *CODES)
        await ui.until(lambda: ui.screen == "ChoiceModal")
        await after_a_pause(ui)
        assert not list(Path.cwd().iterdir())
        await ui.press("l")
        assert ui.screen == "CodingScreen"


async def test_initials_are_not_taken_from_what_was_typed_ahead(running: Opener, pinned: Path) -> None:
    settings.change(initials="")
    async with running() as ui:
        ui.send("1", *CODES)
        await ui.until(lambda: ui.screen == "CodingScreen")
        await after_a_pause(ui)
        assert settings.load().initials == ""


#: Screen → the parts of it whose keys are tried; more by `--long`.
ROUTES = {
    "coding": ("transcript",),
    "home": ("home",),
    "memos": ("memos",),
    "groups": ("groups", "list"),
    "themes": ("themes", "list"),
    "participants": ("participants", "grid"),
    "pairs": ("pairs",),
    "framework": ("framework", "grid"),
    "analytic": ("analytic",),
    "condense": ("condense",),
    "history": ("history",),
    "matrix": ("matrix", "grid"),
    "coreq": ("coreq",),
}


@pytest.mark.parametrize(
    "route", ["home", *(pytest.param(route, marks=pytest.mark.long) for route in ROUTES if route != "home")]
)
async def test_action_that_does_not_write_at_once_changes_nothing_at_once(
    running: Opener, pinned: Path, route: str
) -> None:
    before = records(pinned)
    keys = [row.key.split(",")[0] for part in ROUTES[route] for row in actions.of(part) if not row.writes]
    assert keys
    async with running(pinned) as ui:
        for key in keys:
            ui.app.open(route)
            await ui.pilot.pause()
            await ui.press(key)
            assert tables_of(ui.project) == before, key
            while isinstance(ui.app.screen, ModalScreen) or ui.app.screen.questions.open:
                await ui.press("escape")
        assert ui.app.is_running


def bindings_without_a_row() -> Iterator[tuple[str, str]]:
    """Yield (class, action) of each key binding outside the action table."""
    for found in pkgutil.walk_packages(coder.tui.__path__, "coder.tui."):
        module = importlib.import_module(found.name)
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, DOMNode) and kind.__module__ == module.__name__:
                for binding in vars(kind).get("BINDINGS", ()):
                    if isinstance(binding, Binding) and not binding.id:
                        yield kind.__name__, binding.action.partition("(")[0].rpartition(".")[2]


#: What keys outside the action table do without writing at once.
READING = {
    "back",
    "bell",
    "cancel",
    "compare",
    "complete",
    "cursor_down",
    "cursor_up",
    "discard",
    "dismiss",
    "edge",
    "first",
    "give_up",
    "guide",
    "kind",
    "last",
    "leave",
    "line_break",
    "manual",
    "mark",
    "match",
    "move",
    "options",
    "page",
    "page_down",
    "page_up",
    "place",
    "questions",
    "read",
    "return",
    "scroll",
    "search",
    "select",
    "zoom",
    "scroll_end",
    "scroll_home",
    "simulate_key",
    "stay",
    "step",
    "to_list",
    "to_matches",
    "turn",
    "unit",
}
#: Screens that look after themselves: dialogs, and the start screen, whose keys ask.
CLOSED = {"StartScreen", "RepairScreen", "ConflictModal"}


def test_keys_outside_the_table_are_known_to_write_or_not() -> None:
    rows = {action for kind, action in bindings_without_a_row() if kind not in CLOSED}
    assert rows - READING == WRITING
