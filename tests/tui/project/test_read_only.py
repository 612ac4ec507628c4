"""A project opened read-only on purpose: from the start screen, the home screen, or with --read-only."""

from __future__ import annotations

import ctypes
import os
import random
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from coder import sample
from coder.project import open_project, settings
from coder.project.operations import codebook
from coder.store import lock
from coder.tui.app import CoderApp
from coder.tui.keymap import actions
from coder.tui.kit.first_paint import request_of
from coder.tui.kit.foot import StatusLine
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.typeahead import PAUSE
from tests.strategies import files_in
from tests.tui.conftest import Opener, Ui


@asynccontextmanager
async def started_read_only(folder: Path | None) -> AsyncIterator[Ui]:
    app = CoderApp(folder, read_only=True)
    async with app.run_test(size=(80, 24)) as pilot:
        ui = Ui(app, pilot)
        await ui.until(lambda: len(app.screen_stack) > 1)
        yield ui


async def test_start_screen_opens_read_only_and_nothing_changes(running: Opener, folder: Path) -> None:
    before = files_in(folder)
    async with running() as ui:
        assert "Open a project read-only" in ui.seen
        await ui.press("r", "ctrl+u", *str(folder), "enter")
        await ui.until(lambda: ui.screen == "CodingScreen")
        assert "read-only" in ui.state
        await ui.press("1")
        assert "R on home (g h) ends it" in ui.said
        assert not (folder / lock.OWNER).exists()
    assert files_in(folder) == before
    assert settings.load().recent == []


async def test_home_opens_read_only_and_to_change_again(ui: Ui) -> None:
    await ui.press("g", "h", "R")
    await ui.until(lambda: ui.screen == "CodingScreen" and "read-only" in ui.state)
    assert not (ui.project.folder / lock.OWNER).exists()
    await ui.press("g", "h", "R")
    await ui.until(lambda: ui.screen == "CodingScreen" and "saved" in ui.state)
    before = ui.project.undoable
    await ui.press("1")
    assert ui.project.undoable == before + 1


async def test_backup_of_a_project_opened_read_only_is_refused(folder: Path) -> None:
    before = files_in(folder)
    async with started_read_only(folder) as ui:
        await ui.press("g", "z", "b")
        await ui.until(lambda: "nothing can be changed" in ui.said)
    assert files_in(folder) == before


async def test_started_read_only_stays_so(folder: Path) -> None:
    before = files_in(folder)
    async with started_read_only(folder) as ui:
        await ui.press("g", "h", "R")
        assert "started with --read-only" in ui.said
        assert "read-only" in ui.state
    assert files_in(folder) == before


@pytest.mark.parametrize("key", ["n", "b"])
async def test_started_read_only_makes_no_project(key: str) -> None:
    async with started_read_only(None) as ui:
        await ui.press(key)
        await ui.until(lambda: "No project can be created" in ui.toasts)
        assert ui.screen == "StartScreen"
    assert not list(Path.cwd().iterdir())


async def test_started_read_only_offers_no_working_copy() -> None:
    async with started_read_only(sample.folder()) as ui:
        await ui.until(lambda: ui.screen == "CodingScreen" and "read-only" in ui.state)
        assert "working copy:" not in ui.seen


async def test_export_into_a_folder_read_only_is_refused_and_elsewhere_not(ui: Ui, tmp_path: Path) -> None:
    folder = ui.project.folder
    await ui.press("g", "h", "R")
    await ui.until(lambda: "read-only" in ui.state)
    before = files_in(folder)
    for path in (folder / "trail.html", folder / "new" / ".." / "trail.html"):
        ui.app._notifications.clear()
        await ui.press("g", "l", "e", "ctrl+u", *str(path), "enter")
        await ui.until(lambda: "inside the project" in ui.toasts)
        await ui.press("escape")
    assert files_in(folder) == before
    elsewhere = tmp_path / "trail.html"
    await ui.press("e", "ctrl+u", *str(elsewhere), "enter")
    await ui.until(lambda: "Saved to" in ui.said, 30)
    assert elsewhere.exists()


#: Keys of the short and of the long form, and how many are sent at once.
KEYS, KEYS_LONG, BURST = 200, 2_000, 8
#: Keys that end the program or stop it, and those that a test without a terminal cannot send.
ENDING = {"ctrl+q", "ctrl+z", "ctrl+c"}
#: What is in the folder before: a draft, a rescue of a killed program, a backup and a foreign file.
LEFT = ("drafts/SYNTHETIC.json", "project.json.part", "backups/SYNTHETIC.zip", "notes.txt")


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """The bytes and the time of change of each file and folder below a folder, the folder included."""
    paths = [folder, *folder.rglob("*")]
    return {str(path): (path.read_bytes() if path.is_file() else b"", path.stat().st_mtime_ns) for path in paths}


def keys_of_every_action() -> list[str]:
    keys = {key for action in actions.BY_ID.values() for key in action.key.split(",")}
    return sorted((keys | {"enter", "escape", "tab", "y", "n", "d", "backspace"} | set("abcdefgmrsx123")) - ENDING)


@pytest.mark.parametrize(
    ("seed", "number"),
    [(1, KEYS), *[pytest.param(seed, KEYS_LONG, marks=pytest.mark.long) for seed in range(2, 5)]],
)
async def test_random_keys_read_only_change_nothing(folder: Path, tmp_path: Path, seed: int, number: int) -> None:
    for name in LEFT:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"SYNTHETIC")
    before = snapshot(folder)
    dice, pool = random.Random(f"read-only {seed}"), keys_of_every_action()
    letters = [place.letter for place in actions.PLACES if place.do != "quit"]
    async with started_read_only(folder) as ui:
        await ui.until(lambda: ui.screen == "CodingScreen")
        seen = set()
        for _ in range(number // (BURST + 4)):
            await ui.pilot.pause(2 * PAUSE)  # what follows belongs to no burst that was refused
            await ui.press("escape", "escape", "escape", "g", dice.choice(letters))
            ui.send(*dice.choices(pool, k=BURST))
            await ui.pilot.pause()
            assert ui.app._exception is None
            seen.add(ui.screen)
            states = [str(line.query("#status-right").first().render()) for line in ui.app.screen.query(StatusLine)]
            assert all("read-only" in state for state in states)
            assert snapshot(folder) == before
    assert len(seen) > 5
    assert snapshot(folder) == before


async def test_changes_of_a_writer_beside_it_are_told_and_shown(folder: Path) -> None:
    async with started_read_only(folder) as ui:
        await ui.until(lambda: ui.screen == "CodingScreen")
        watch = ui.app._change_watch
        watch.run()
        await ui.until(lambda: watch._thread is None or not watch._thread.is_alive())
        watch.run()
        assert "changed since" not in ui.state
        with open_project(folder, "MB") as writer:
            codebook.add(writer, "Hers")
            writer.checkpoint()
            await ui.until(lambda: watch.run() or "changed since: Ctrl+R" in ui.state)
            assert "1 change by MB" in ui.said
            assert "Hers" not in {code.name for code in ui.project.codes.values()}
            before = snapshot(folder)
            await ui.press("ctrl+r")
            await ui.until(lambda: "Hers" in {code.name for code in ui.project.codes.values()})
            assert "changed since" not in ui.state
            assert "read-only" in ui.state
            assert snapshot(folder) == before


async def test_status_line_of_every_screen_says_read_only_at_80_columns(folder: Path) -> None:
    names = set()
    async with started_read_only(folder) as ui:
        await ui.until(lambda: ui.screen == "CodingScreen")
        for place in actions.PLACES:
            if place.do in ("export", "session_memo"):
                continue  # a menu over the screen; an editor of nothing in the project
            await ui.press("escape", "escape", "g", place.letter)
            await ui.until(lambda: isinstance(ui.app.screen, ProjectScreen))
            names.add(ui.screen)
            assert "read-only" in ui.seen.splitlines()[-2]
    assert len(names) > 10


async def test_project_of_an_older_format_is_shown_and_not_upgraded(tmp_path: Path) -> None:
    stored = Path(__file__).parents[2] / "project" / "formats" / "1"
    folder = Path(shutil.copytree(stored, tmp_path / "older"))
    before = snapshot(folder)
    async with started_read_only(folder) as ui:
        await ui.until(lambda: ui.screen == "CodingScreen")
        assert "I sat in the car." in ui.seen
        assert "older format 1" in ui.toasts
        assert "read-only" in ui.state
        await ui.press("1")
        assert snapshot(folder) == before
    assert snapshot(folder) == before


#: What a person without the right to write does, in a process of her own.
READER = """
import os, sys
print(os.access(sys.argv[1], os.W_OK), flush=True)
"""
COMMANDS = """
from coder.__main__ import main
for words in (["sources"], ["find"], ["doctor", "--json"]):
    status = main(["--read-only", words[0], sys.argv[1], *words[1:], *(["**"] if words == ["find"] else [])])
    assert status == 0 or words[0] == "doctor", (words, status)
assert main(["--read-only", "codes", "add", sys.argv[1], "New"]) == 1
print("done", flush=True)
"""
APP = """
import asyncio
from pathlib import Path
from coder.tui.app import CoderApp

async def read(folder):
    app = CoderApp(folder, read_only=True)
    async with app.run_test(size=(80, 24)) as pilot:
        while type(app.screen).__name__ != "CodingScreen":
            await pilot.pause(0.05)
        await pilot.pause()
        await pilot.press("j", "m", "escape", "1", "g", "m", "e", "escape", "g", "c")
        lines = [str(line.render()) for line in app.screen.query("#status-right")]
        assert all("read-only" in line for line in lines), lines
        assert app._exception is None

asyncio.run(read(Path(sys.argv[1])))
print("done", flush=True)
"""
#: Linux: drop from the bounding set, and the capabilities by which root reads and writes whatever the modes say.
PR_CAPBSET_DROP, OVERRIDES = 24, (1, 2)


def _without_overrides() -> None:
    libc = ctypes.CDLL(None)
    for capability in OVERRIDES if hasattr(libc, "prctl") else ():
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
@pytest.mark.parametrize("what", [COMMANDS, pytest.param(APP, marks=pytest.mark.long)], ids=["commands", "app"])
def test_person_without_the_right_to_write_reads(folder: Path, tmp_path: Path, what: str) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o500 if path.is_dir() else 0o400)
    before, home = snapshot(folder), tmp_path / "home"
    home.mkdir()
    environment = os.environ | {"HOME": str(home), "XDG_STATE_HOME": str(home), "CODER_CONFIG": str(home / "c.toml")}
    words = [sys.executable, "-c", READER + what, str(folder)]
    try:
        done = subprocess.run(
            words,
            env={**environment, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            preexec_fn=_without_overrides,
        )
        if done.stdout.startswith("True"):
            pytest.skip("this account may write whatever the modes say")
        assert snapshot(folder) == before
    finally:
        folder.chmod(0o700)
    assert done.stdout.endswith("done\n"), done.stderr
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("keys", "part"), [((), "transcript"), (("tab",), "codes"), (("g", "h"), "home"), (("g", "k"), "themes")]
)
async def test_every_act_that_changes_is_refused_before_it_asks(
    folder: Path, keys: tuple[str, ...], part: str
) -> None:
    acts = [action for action in actions.of(part) if action.edits]
    assert acts
    async with started_read_only(folder) as ui:
        await ui.until(lambda: ui.screen == "CodingScreen")
        await ui.press(*keys)
        screen = ui.app.screen
        for action in acts:
            screen.say("")
            ui.send(action.key.split(",")[0])
            await ui.pilot.pause()
            assert ui.app.screen is screen, action.id
            assert request_of(screen) is None, action.id
            assert "started with --read-only" in ui.said, action.id


async def test_refusal_names_the_key_that_ends_it(ui: Ui) -> None:
    await ui.press("g", "h", "R")
    await ui.until(lambda: ui.screen == "CodingScreen" and "read-only" in ui.state)
    await ui.press("c")
    assert ui.said == "read-only: nothing can be changed · R on home (g h) ends it"
    assert not ui.toasts


async def test_sample_is_changed_in_a_working_copy_offered_by_the_same_key(running: Opener) -> None:
    async with running(sample.folder()) as ui:
        await ui.until(lambda: ui.screen == "ChoiceModal")
        await ui.press("l", "c")
        assert "R on home (g h) makes a copy" in ui.said
        await ui.press("g", "h", "R")
        await ui.until(lambda: ui.screen == "ChoiceModal" and "Make a working copy" in ui.seen)


async def test_reading_again_stays_on_the_screen(folder: Path) -> None:
    async with started_read_only(folder) as ui:
        await ui.until(lambda: ui.screen == "CodingScreen")
        assert ui.said == "read-only: nothing can be changed · started with --read-only"
        assert "c code" not in ui.hints
        await ui.press("g", "m")
        await ui.until(lambda: ui.screen == "MemosScreen")
        before = ui.project
        await ui.press("ctrl+r")
        await ui.until(lambda: ui.screen == "MemosScreen" and ui.said == "Read again")
        assert ui.project is not before
