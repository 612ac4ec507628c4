"""What the program asks of the system: no network, and no file outside the project, the state and the settings."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.e2e.conftest import PROGRAM, Machine
from tests.e2e.person import Person
from tests.e2e.terminal import environment

TRACED = "socket,connect,bind,listen,sendto,sendmsg,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,symlink"
STRACE = ["strace", "-f", "-qq", "-s", "4096", "-e", f"trace={TRACED}"]
#: Calls that make or open for writing, with the paths in them.
_WRITING = re.compile(r"(?:O_WRONLY|O_RDWR|O_CREAT)|^(?:\[pid +\d+\] +)?\d* *(?:mkdir|rename|creat|symlink)")
_PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')
#: Sockets that stay inside the machine; what is sent to no address wakes the thread that waits for signals.
_OWN = re.compile(r"AF_UNIX|NULL, 0\b")


def may_be_traced(tmp_path: Path) -> bool:
    if shutil.which("strace") is None:
        return False
    done = subprocess.run([*STRACE, "-o", str(tmp_path / "probe"), "true"], capture_output=True, check=False)
    return done.returncode == 0


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    if not may_be_traced(tmp_path):
        pytest.skip("strace, and the right to trace")
    return tmp_path / "trace"


def calls(trace: Path) -> list[str]:
    lines = trace.read_text("utf-8", "replace").splitlines()
    assert len(lines) > 100, "the program was traced"
    return [line for line in lines if "= -1 " not in line]


def network(lines: list[str]) -> list[str]:
    pattern = re.compile(r"(?:socket|connect|bind|listen|sendto|sendmsg)\(")
    return [line for line in lines if pattern.search(line) and not _OWN.search(line)]


def written(lines: list[str], home: Path) -> set[str]:
    """Return the files and folders that were made or opened for writing, without devices."""
    paths = {os.path.join(home, path) for line in lines if _WRITING.search(line) for path in _PATH.findall(line)}
    return {path for path in paths if not path.startswith(("/dev/", "/proc/"))}


def check(machine: Machine, trace: Path, *others: str) -> None:
    """Check that only the project, the state, the settings and files that were named are written."""
    lines = calls(trace)
    assert network(lines) == []
    allowed = ("study", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "settings.toml", ".settings.toml.", *others)
    places = tuple(os.path.join(machine.home, name) for name in allowed)
    assert [path for path in sorted(written(lines, machine.home)) if not path.startswith(places)] == []


def test_commands_use_no_network_and_write_only_where_they_should(
    machine: Machine, study: Path, transcript: Path, trace: Path
) -> None:
    shutil.copy(transcript, transcript.with_name("P02.docx"))
    commands = [
        ("import", study, "P02.docx"),
        ("code", study, "P01", "0", "9", "Kode", "--create"),
        ("memo", study, "--text", "SYNTHETIC notat"),
        ("find", study, "**"),
        ("search", study, "legen"),
        ("export", study, "out.csv"),
        ("report", "trail", study, "out.html"),
        ("backups", "make", study),
        ("backups", "restore", study, "latest", "--to", "back"),
        ("undo", study),
        ("doctor", study),
    ]
    env = {**environment(machine.env), "PYTHONDONTWRITEBYTECODE": "1"}
    for words in commands:
        argv = [*STRACE, "-o", str(trace), *PROGRAM, *map(str, words)]
        done = subprocess.run(argv, cwd=machine.home, env=env, capture_output=True, check=False, timeout=300)
        assert done.returncode in (0, 1), done.stderr
        check(machine, trace, "out.", ".coder-export-", "back", ".back")
    assert (machine.home / "out.csv").exists()
    assert (machine.home / "back" / "project.json").exists()


def test_app_uses_no_network_and_writes_only_where_it_should(machine: Machine, study: Path, trace: Path) -> None:
    argv = [*STRACE, "-o", str(trace), *PROGRAM, str(study)]
    with Person(argv, 80, 24, {**machine.env, "PYTHONDONTWRITEBYTECODE": "1"}, cwd=machine.home) as app:
        app.wait_for("Hvordan har du det nå?")
        app.do("j", "i", said="coded in vivo")
        app.do("m", said="Esc save")
        app.write("SYNTHETIC notat", "escape", said="wrote a memo")
        app.leave()
    check(machine, trace)
    assert len(machine.json("memos", study)) == 1
