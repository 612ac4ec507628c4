"""Eight programs that write to one project at once: each change is there once, or was refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coder.project import doctor, read_project
from tests.faults.common import check_sound, create_small

PROGRAMS = 8


def add_codes(folder: Path, times: int) -> tuple[set[str], set[str]]:
    """Let eight loops of commands add codes; return the names that were acknowledged and those that were refused."""
    loops = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import sys\nfrom coder.__main__ import main\n"
                f"for n in range({times}):\n"
                f"    name = 'W{number}n' + str(n)\n"
                "    print(name, main(['codes', 'add', sys.argv[1], name, '--coder', 'KG', '--json']), flush=True)\n",
                str(folder),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for number in range(PROGRAMS)
    ]
    acknowledged: set[str] = set()
    refused: set[str] = set()
    for loop in loops:
        out, errors = loop.communicate(timeout=600)
        assert "Traceback" not in errors
        assert "unexpected" not in errors
        for line in out.splitlines():
            name, _, status = line.rpartition(" ")
            if name.startswith("W"):
                (acknowledged if status == "0" else refused).add(name)
    assert len(acknowledged) + len(refused) == PROGRAMS * times
    return acknowledged, refused


def check_all_there(folder: Path, times: int) -> None:
    acknowledged, refused = add_codes(folder, times)
    project = read_project(folder)
    names = [code.name for code in project.codes.values() if code.name.startswith("W")]
    assert sorted(names) == sorted(acknowledged)
    assert refused.isdisjoint(names)
    print(f"\n{PROGRAMS} writers: {len(acknowledged)} changes acknowledged, {len(refused)} refused, all as told")
    assert doctor.examine(folder) == []
    check_sound(folder)


def test_eight_writers_lose_nothing(tmp_path: Path) -> None:
    folder = create_small(tmp_path / "p")
    check_all_there(folder, 3)
    assert len(os.listdir(folder)) > 2


@pytest.mark.long
def test_eight_writers_lose_nothing_of_800_changes(tmp_path: Path) -> None:
    folder = create_small(tmp_path / "p")
    check_all_there(folder, 100)
    assert len(os.listdir(folder)) > 2
