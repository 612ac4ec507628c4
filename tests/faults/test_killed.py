"""A process killed at any moment: acknowledged changes are kept, once each, and can be undone."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest

from coder.project import doctor, drafts
from coder.project.operations import memos
from coder.store import files
from tests.faults.common import check_sound, create_small, run, start
from tests.strategies import reopened, tables_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")


def write_until_killed(folder: Path, seed: int) -> list[str]:
    """Kill a process that writes to a project at a random moment; return the ids of what it acknowledged."""
    dice = random.Random(seed)
    with start("write", folder, str(seed)) as child:
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(dice.random() * 0.3)
        child.send_signal(signal.SIGKILL)
        lines = child.stdout.read().splitlines()
    return [line.split()[1] for line in lines if line.startswith("ok ") and len(line) == 39]


def recovered(folder: Path) -> list[str]:
    """Open a project whose lock a killed process holds; return the ids of its history, the oldest first."""
    project = reopened(folder)
    assert any("Its lock was taken over" in notice for notice in project.notices)
    ids = [transaction.id for transaction in project.history()]
    project.close()
    check_sound(folder)
    return ids[::-1]


@pytest.mark.parametrize(
    "seed", [*range(10), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(10, 20))]
)
def test_acknowledged_changes_survive_a_kill(tmp_path: Path, seed: int) -> None:
    folder = create_small(tmp_path / "p")
    acknowledged = write_until_killed(folder, seed)
    assert [id for id in recovered(folder) if id in acknowledged] == acknowledged


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 1200))
def test_acknowledged_changes_survive_200_kills(tmp_path: Path, seed: int) -> None:
    folder = create_small(tmp_path / "p")
    acknowledged = write_until_killed(folder, seed)
    assert [id for id in recovered(folder) if id in acknowledged] == acknowledged


def test_project_survives_repeated_kills(tmp_path: Path) -> None:
    folder = create_small(tmp_path / "p")
    for seed in range(4):
        acknowledged = write_until_killed(folder, 100 + seed)
        assert [id for id in recovered(folder) if id in acknowledged] == acknowledged


def test_kill_at_each_step_of_a_checkpoint_loses_nothing(tmp_path: Path) -> None:
    died = 0
    for at in range(40):
        folder = create_small(tmp_path / str(at))
        with start("die", folder, str(at)) as child:
            out, err = child.communicate(timeout=300)
        if "survived" in err:
            break
        died += 1
        acknowledged = out.split()[1]
        project = reopened(folder)
        assert acknowledged in {transaction.id for transaction in project.history()}
        project.close()
        assert files.strays(folder) == []
        check_sound(folder)
    else:
        pytest.fail("a checkpoint with more than 40 system calls")
    assert died >= 6  # chmod, write, fsync, close, replace, fsync of the folder


def test_files_left_by_a_kill_are_found_and_removed(tmp_path: Path) -> None:
    folder = create_small(tmp_path / "p")
    for at in range(20):
        with start("die", folder, str(at)) as child:
            child.communicate(timeout=300)
        assert doctor.examine(folder) == []  # what a kill leaves behind is a note
        kinds = {note.kind for note in doctor.notes(folder)}
        assert kinds <= {"stray", "lock"}
        if "stray" in kinds:
            break
    else:
        pytest.fail("no kill left a temporary file")
    reopened(folder).close()
    assert doctor.notes(folder) == []


def test_drafts_survive_a_kill(tmp_path: Path) -> None:
    folder = create_small(tmp_path / "p")
    text = "SYNTHETIC, half a thought – æøå 👩‍⚕️"
    ids = run("draft", folder, text).split()[1]
    project = reopened(folder)
    (draft,) = drafts.memo_drafts(project)
    assert (draft.memo, draft.text) == (ids, text)
    memos.write(project, draft.text, memo=draft.memo)
    assert drafts.memo_drafts(project) == []
    project.close()


def test_replayed_journal_equals_the_tables_in_memory(tmp_path: Path) -> None:
    """Replay = memory, after a kill: the killed process never wrote a checkpoint."""
    folder = create_small(tmp_path / "p")
    with start("die", folder, "0") as child:
        child.communicate(timeout=300)
    first = reopened(folder)
    from_journal = tables_of(first)
    first.close()
    second = reopened(folder)
    assert tables_of(second) == from_journal
    second.close()
