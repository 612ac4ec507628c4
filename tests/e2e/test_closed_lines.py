"""A terminal that is closed at a random moment, with or without the project's share, ends the program within seconds.

`--long` closes 500 lines. What the screen showed of a memo is kept, in the project or outside it.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.e2e.conftest import Machine
from tests.e2e.person import Person
from tests.e2e.terminal import Terminal

#: Seconds within which a program must have ended.
LIMIT = 5.0
#: What the folder does when the line is closed.
KINDS = ("stays", "is gone", "is an empty mount point", "does not answer")
#: Keys of a reader, of a coder, of somebody who goes through the screens; "memo" types a memo instead.
HELD = ("jjkk", "ji.u", "gh\x1bgm\x1bgz\x1b", "memo")

#: The program over a share that stops to answer, in any call of the system, once there is a file `stop`.
PROGRAM = """
import os, sys, threading
from coder.__main__ import main
study = os.path.realpath(sys.argv[1])
def on_share(where):
    try:
        path = os.readlink(f"/proc/self/fd/{where}") if isinstance(where, int) else os.path.abspath(os.fspath(where))
    except OSError:
        return False
    return path.startswith(study)
def hanging(original):
    def call(where, *args, **options):
        if os.access("stop", os.F_OK) and on_share(where):
            threading.Event().wait()
        return original(where, *args, **options)
    return call
for name in ("stat", "lstat", "open", "write", "fsync", "pread", "replace", "rename", "unlink", "mkdir", "scandir"):
    setattr(os, name, hanging(getattr(os, name)))
sys.exit(main())
"""


class Closed(NamedTuple):
    """How a program ended: its status, seconds until then, the words that the screen showed and that are kept."""

    status: int
    seconds: float
    shown: int
    kept: int


def words_in(text: str) -> int:
    """Return the number of the last whole word that was typed."""
    return max(map(int, re.findall(r"w(\d+)\.", text)), default=0)


def kept_in(machine: Machine, study: Path) -> int:
    """Return the number of the last word that is kept, in a draft of the project or in a rescue file."""
    places = [path / "drafts" for path in (study, study.with_name("away"))]
    files = [file for place in places for file in place.glob("[!.]*")]
    files += (Path(machine.env["XDG_STATE_HOME"]) / "coder" / "rescue").glob("*/[!.]*.json")
    return max((words_in(file.read_text("utf-8")) for file in files), default=0)


def hold_keys(app: Person, keys: str, dice: random.Random) -> int:
    """Hold keys for a random time; return the number of the last word of a memo that the screen shows."""
    until = time.monotonic() + dice.random() * 2
    if keys != "memo":
        while time.monotonic() < until:
            Terminal.send(app, keys)
            time.sleep(0.02)
        return 0
    app.do("m", said="Esc save")
    for number in range(1, 1000):
        Terminal.send(app, f"w{number}. ")
        time.sleep(0.02)
        if time.monotonic() > until:
            break
    return words_in(app.text())


def close_line(machine: Machine, study: Path, seed: int) -> Closed:
    """Close the terminal of a program at a random moment, and let its folder do what the seed says."""
    dice = random.Random(seed)
    kind, keys = KINDS[seed % 4], HELD[(seed + seed // 4) % 4]
    with Person([sys.executable, "-c", PROGRAM, str(study)], 80, 24, machine.env, cwd=machine.home) as app:
        app.wait_for("Hvordan har du det nå?")
        shown = hold_keys(app, keys, dice)
        if kind == "does not answer":
            (machine.home / "stop").touch()
        elif kind != "stays":
            study.rename(study.with_name("away"))
            if kind == "is an empty mount point":
                study.mkdir()
        if keys == "memo" and dice.random() < 0.5:
            Terminal.send(app, "more ")
            time.sleep(dice.random())
        app.drop_line()
        dropped = time.monotonic()
        status = app.wait_end(60)
        seconds = time.monotonic() - dropped
    if kind == "stays":
        assert not (study / "project.owner.json").exists(), "the lock is given back"
    return Closed(status, seconds, shown, kept_in(machine, study))


@pytest.mark.parametrize("seed", [*range(4), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(4, 8))])
def test_closed_line_ends_the_program_and_loses_no_word_shown(machine: Machine, study: Path, seed: int) -> None:
    closed = close_line(machine, study, seed)
    assert closed.status == 129
    assert closed.kept >= closed.shown


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_500_closed_lines_leave_no_program(machine: Machine, study: Path, tmp_path: Path, part: int) -> None:
    lines = []
    for seed in range(1000 + 50 * part, 1050 + 50 * part):
        home = machine.home = tmp_path / str(seed)
        machine.env["HOME"] = machine.env["XDG_STATE_HOME"] = str(home)
        shutil.copytree(study, home / "study")
        lines.append(close_line(machine, home / "study", seed))
        shutil.rmtree(home)
    typed = [line for line in lines if line.shown]
    print(
        f"\n{len(lines)} lines closed, longest {max(line.seconds for line in lines):.1f} s; of {len(typed)} memos "
        f"{sum(line.shown for line in typed)} words shown, {sum(line.kept for line in typed)} kept"
    )
    assert [line for line in lines if line.seconds > LIMIT or line.status != 129] == []
    assert [line for line in typed if line.kept < line.shown] == []
    assert typed
