"""A process killed while a backup is made, copied or restored: no half one is ever taken for a whole one."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest

from coder.project import backups, doctor, read_project, settings
from coder.store import files
from coder.store.backups import listed_in, verify
from tests.faults.common import check_sound, create_small, start
from tests.strategies import START, back_up, reopened, tables_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
#: More system calls than a backup or a restore of a small project takes.
MOST = 80


@pytest.fixture
def second(tmp_path: Path) -> Path:
    settings.change(backup_folder=str(tmp_path / "second"))
    (tmp_path / "second").mkdir()
    return tmp_path / "second"


def killed_at(verb: str, folder: Path, at: int) -> bool:
    """Return whether the child died before it was done."""
    with start(verb, folder, str(at)) as child:
        _, err = child.communicate(timeout=300)
    assert "Traceback" not in err, err
    return "survived" not in err


def test_kill_at_each_step_of_a_backup_leaves_no_half_one(tmp_path: Path, second: Path) -> None:
    died = 0
    for at in range(0, MOST, 3):
        folder = create_small(tmp_path / f"p{at}")
        if not killed_at("back_up_and_die", folder, at):
            break
        died += 1
        for place in (folder / "backups", *second.iterdir()):
            assert all(verify(path) for path in listed_in(place))
        reopened(folder).close()
        assert files.strays(folder) == []
        assert doctor.examine(folder) == []
        check_sound(folder)
    else:
        pytest.fail("a backup with too many system calls")
    assert died >= 4


def test_kill_at_each_step_of_a_restore_leaves_no_half_project(tmp_path: Path) -> None:
    folder, target = create_small(tmp_path / "p"), tmp_path / "restored"
    with reopened(folder) as project:
        assert back_up(project)
    now, died = tables_of(read_project(folder)), 0
    for at in range(0, MOST, 3):
        if not killed_at("restore_and_die", folder, at):
            break
        died += 1
        if target.exists():
            assert tables_of(read_project(target)) == now
            target.rename(tmp_path / f"restored-{at}")
    else:
        pytest.fail("a restore with too many system calls")
    assert tables_of(read_project(target)) == now
    assert died >= 4
    assert files.interrupted_restores(target)
    foreign = tmp_path / ".restored-too.x.part"
    foreign.mkdir()
    assert {note.kind for note in doctor.notes(target)} == {"stray"}
    assert any("interrupted restore" in message for message in doctor.repair(target, START))
    assert files.interrupted_restores(target) == []
    assert foreign.exists()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(200))
def test_kill_at_any_moment_of_a_backup_leaves_no_half_one(tmp_path: Path, second: Path, seed: int) -> None:
    folder = create_small(tmp_path / "p")
    with start("back_up_and_die", folder, "100000") as child:
        time.sleep(random.Random(seed).uniform(0.2, 0.6))
        child.send_signal(signal.SIGKILL)
        child.communicate(timeout=300)
    for place in (folder / "backups", *second.iterdir()):
        assert all(verify(path) for path in listed_in(place))
    assert [row.damage for row in backups.listed(folder, verify=True) if row.damage] == []
    check_sound(folder)
