"""Starting the child, and looking at what it left."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from coder.project import Project, doctor
from tests.strategies import new_project, reopened, small, state_of

CHILD = Path(__file__).with_name("child.py")


def start(verb: str, folder: Path, *arguments: str, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, str(CHILD), verb, str(folder), *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, **options)  # type: ignore


def run(verb: str, folder: Path, *arguments: str, **options: object) -> str:
    with start(verb, folder, *arguments, **options) as child:
        out, err = child.communicate("\n", timeout=300)
    assert "Traceback" not in err, err
    return out


def create_small(folder: Path) -> Path:
    """A small project in a folder, closed."""
    small(new_project(folder)).close()
    return folder


def check_sound(folder: Path) -> None:
    """Nothing is wrong, all can be undone to the very beginning and done again, with the same result."""
    project = reopened(folder)
    before = state_of(project)
    depth = project.undoable
    check_no_duplicates(project)
    while project.undo():
        pass
    assert not project.sources
    assert not project.codes
    for _ in range(depth):
        assert project.redo()
    assert state_of(project) == before
    project.close()
    assert doctor.examine(folder) == []


def check_no_duplicates(project: Project) -> None:
    ids = [transaction.id for transaction in project.history()]
    assert len(ids) == len(set(ids)) == project._store.state.number
