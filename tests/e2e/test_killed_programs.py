"""Commands and the app, killed at random moments: what they had acknowledged is there, once, and nothing is damaged.

`--long` kills 80 commands and 100 apps; `tests/faults/test_killed.py` kills 200 processes that only write.
"""

from __future__ import annotations

import random
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from coder.project import read_project
from tests.e2e.conftest import PROGRAM, Machine
from tests.e2e.terminal import Terminal, environment

#: Commands that each make one change; {0} is the project, {1} a name of its own.
COMMANDS = (
    ("codes", "add", "{0}", "{1}"),
    ("memo", "{0}", "--text", "SYNTHETIC {1}"),
    ("code", "{0}", "P01", "0", "5", "{1}", "--create"),
)
#: Keys of the app that add something, or only move: what the screen counts grows.
KEYS = ("i", "i", "j", "j", "k", "mnotat\x1b")


def labels(machine: Machine, study: Path) -> list[str]:
    """Return the ids of the history, the latest first; fail where something is wrong with the project."""
    report = machine.json("doctor", study)
    assert report["findings"] == []
    ids = [row["id"] for row in machine.json("history", study)]
    assert len(ids) == len(set(ids))
    return ids


def kill_command(machine: Machine, study: Path, seed: int) -> tuple[int, int]:
    """Run commands one after the other, and kill one at a random moment.

    Returns the number of changes that were acknowledged, and that there are.
    """
    dice = random.Random(seed)
    number = len(labels(machine, study))
    last = dice.randrange(1, 4)
    for step in range(last + 1):
        words = dice.choice(COMMANDS)
        argv = [word.format(study, f"X{seed}y{step}") for word in words]
        with subprocess.Popen(
            [*PROGRAM, *argv],
            cwd=machine.home,
            env=environment(machine.env),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as program:
            if step < last:
                assert program.wait(300) == 0
                number += 1
                continue
            time.sleep(dice.random() * 0.5)
            program.send_signal(signal.SIGKILL)
            done = program.wait(300) == 0
    after = len(labels(machine, study))
    assert after <= number + 1
    return number + done, after


def kill_app(machine: Machine, study: Path, seed: int) -> int:
    """Work in the app and kill it at a random moment; return the number of changes that it had shown as saved."""
    dice = random.Random(seed)
    before, undoable = labels(machine, study), read_project(study).undoable
    with machine.app(study) as app:
        app.wait_for("Hvordan har du det nå?")
        until = time.monotonic() + dice.random() * 2
        while time.monotonic() < until:
            Terminal.send(app, dice.choice(KEYS))
            time.sleep(dice.random() * 0.03)
        app.kill(signal.SIGKILL)
        assert app.wait_end() == -signal.SIGKILL
        shown = max((int(number) for number in re.findall(r"saved · (\d+) to undo", app.text())), default=0)
    after = labels(machine, study)
    assert after[len(after) - len(before) :] == before
    assert read_project(study).undoable >= undoable + shown
    return shown


@pytest.mark.parametrize("seed", range(3))
def test_killed_command_loses_nothing_acknowledged(machine: Machine, study: Path, seed: int) -> None:
    acknowledged, present = kill_command(machine, study, seed)
    assert acknowledged <= present


@pytest.mark.parametrize("seed", range(3))
def test_killed_app_loses_nothing_acknowledged(machine: Machine, study: Path, seed: int) -> None:
    assert kill_app(machine, study, seed) >= 0


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_180_killed_programs_lose_nothing_acknowledged(
    machine: Machine, study: Path, tmp_path: Path, part: int
) -> None:
    saved = []
    for seed in range(1000 + 18 * part, 1018 + 18 * part):
        folder = Path(shutil.copytree(study, tmp_path / str(seed)))
        if seed % 9 < 4:
            acknowledged, present = kill_command(machine, folder, seed)
            assert acknowledged <= present
        else:
            saved.append(kill_app(machine, folder, seed))
    print(f"\n18 programs killed; the {len(saved)} apps had shown {sum(saved)} changes as saved, none is lost")
    assert sum(saved) > 0
