"""An erasure that is killed at any moment: after the next opening nothing of it is done, or all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coder.project import doctor
from tests.faults.common import run
from tests.project.test_erasure import holding, original
from tests.strategies import reopened

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")

#: System calls before which the erasure is killed; the short form takes some of each phase.
SHORT, LONG = range(2, 120, 29), range(0, 120)


def check_nothing_or_all(folder: Path) -> bool:
    """Open a project after an erasure that was killed; return whether the erasure was done."""
    interrupted = (folder / "drafts" / ".erasure").exists()
    assert ("erasure" in {finding.kind for finding in doctor.examine(folder)}) is interrupted
    project = reopened(folder)
    done = next(project.history()).operation == "project.erase"
    undoable = project.undoable
    project.close()
    assert doctor.examine(folder) == []
    assert bool(holding(folder, "Zebedee")) is not done
    assert (undoable == 0) is done
    assert not list((folder / "drafts").glob(".*"))
    assert not list(folder.glob(".erased*"))
    return done


@pytest.mark.parametrize("moments", [SHORT, pytest.param(LONG, marks=pytest.mark.long)])
def test_killed_erasure_is_done_or_not(tmp_path: Path, moments: range) -> None:
    original(tmp_path / "p").close()
    ends = run("erase", tmp_path / "p", *map(str, moments)).split()
    assert len(ends) == len(moments)
    assert ends[-1] == "done"
    assert "killed" in ends
    results = [check_nothing_or_all(tmp_path / f"p-{moment}") for moment in moments]
    assert results[0] is False
    assert results[-1] is True
