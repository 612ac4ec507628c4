"""A damaged or lost history goes on with that of a backup, and says what could be read nowhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coder.errors import Damaged, NotFound
from coder.project import Project, backups, doctor, read_project
from coder.project.operations import codebook
from coder.store import journal
from tests.faults.common import check_sound
from tests.strategies import START, Clock, back_up, labels, new_project, reopened, small, tables_of

LOST = "Changes made after that backup could be read nowhere, and are lost."


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with two changes after its only backup, closed."""
    project = small(new_project(tmp_path / "p"))
    assert back_up(project)
    codebook.add(project, "After the backup")
    codebook.add(project, "Last")
    project.close()
    return project


def spoil(path: Path, number: int) -> None:
    """Change a byte in the middle of an entry of the history, by its number from 1."""
    lines = path.read_bytes().splitlines(keepends=True)
    line = bytearray(lines[number - 1])
    line[len(line) // 2] ^= 1
    lines[number - 1] = bytes(line)
    path.write_bytes(b"".join(lines))


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:300])


def check_the_same(project: Project, before: list[str]) -> None:
    """Check that the records and the history are as they were, and that all can be undone."""
    again = reopened(project.folder)
    assert tables_of(again) == tables_of(project)
    assert labels(again) == before
    again.close()
    check_sound(project.folder)


@pytest.mark.parametrize("number", [1, 2, 5])
@pytest.mark.parametrize("harm", [Path.unlink, truncate])
def test_both_damaged_lose_nothing_that_a_backup_has(project: Project, number: int, harm: object) -> None:
    before = labels(read_project(project.folder))
    spoil(project.folder / journal.NAME, number)
    harm(project.folder / "project.json")  # type: ignore[operator]
    (finding, *_) = doctor.examine(project.folder)
    assert "The newest good backup" in finding.detail
    done = doctor.repair(project.folder, START)
    assert any("Took 1 transaction that the history lacked from the backup" in message for message in done)
    assert LOST not in done
    check_the_same(project, before)


def test_history_that_is_gone_is_taken_from_a_backup(project: Project) -> None:
    before = labels(read_project(project.folder))
    (project.folder / journal.NAME).unlink()
    done = doctor.repair(project.folder, START)
    assert LOST not in done, "project.json has it"
    again = reopened(project.folder)
    assert tables_of(again) == tables_of(project)
    assert labels(again)[1:] == before[2:]
    again.close()


def test_what_neither_file_nor_backup_has_is_told(project: Project) -> None:
    (project.folder / journal.NAME).unlink()
    (project.folder / "project.json").unlink()
    done = doctor.repair(project.folder, START)
    assert done[-1] == LOST
    again = reopened(project.folder)
    assert {"After the backup", "Last"}.isdisjoint(code.name for code in again.codes.values())
    again.close()
    check_sound(project.folder)
    assert doctor.examine(project.folder) == []


def test_backup_of_another_history_is_not_mixed_in(tmp_path: Path, project: Project) -> None:
    clock = Clock()
    clock.jump(days=9)
    foreign = small(new_project(tmp_path / "foreign", clock))
    codebook.add(foreign, "Foreign")
    foreign.close()
    shutil.copytree(project.folder / "backups", foreign.folder / "backups")
    spoil(foreign.folder / journal.NAME, 2)
    done = doctor.repair(foreign.folder, START)
    assert not any("from the backup" in message for message in done)
    again = reopened(foreign.folder)
    assert tables_of(again) == tables_of(foreign)
    again.close()


def test_damaged_backup_is_passed_over(project: Project) -> None:
    (only,) = backups.listed(project.folder)
    data = bytearray(only.path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    only.path.write_bytes(bytes(data))
    spoil(project.folder / journal.NAME, 2)
    done = doctor.repair(project.folder, START)
    assert not any("from the backup" in message for message in done)
    again = reopened(project.folder)
    assert tables_of(again) == tables_of(project)
    again.close()


@pytest.mark.parametrize("left", ["the history and backups", "the history", "backups"])
def test_folder_that_lost_its_project_json_is_no_empty_folder(project: Project, left: str) -> None:
    (project.folder / "project.json").unlink()
    if "history" not in left:
        (project.folder / journal.NAME).unlink()
    if "backups" not in left:
        for path in (project.folder / "backups").iterdir():
            path.unlink()
    with pytest.raises(Damaged) as caught:
        read_project(project.folder)
    assert f"has {left} of a project" in caught.value.detail
    assert "doctor" in caught.value.hint


def test_folder_without_a_trace_is_no_project(tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    with pytest.raises(NotFound):
        read_project(tmp_path)
