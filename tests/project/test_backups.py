"""Backups of a project: list, second folder, restoring into a new folder, older copies put back by hand."""

from __future__ import annotations

import contextlib
import gzip
import os
import threading
from pathlib import Path

import pytest

from coder.errors import Damaged, NotFound, StoreError
from coder.progress import no_progress
from coder.project import Project, backups, read_project, settings
from coder.project.operations import codebook
from coder.store import checkpoint
from coder.store.backups import listed_in
from tests.strategies import Clock, Ids, back_up, files_in, labels, new_project, reopened, small, state_of, tables_of


def made(project: Project, note: str = "") -> backups.Made:
    job = backups.job(project, note)
    assert job
    return job(no_progress)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed project with one backup, and one change after it."""
    project = small(new_project(tmp_path / "p"))
    assert back_up(project)
    codebook.add(project, "Since")
    project.close()
    return tmp_path / "p"


@pytest.fixture
def second(tmp_path: Path) -> Path:
    settings.change(backup_folder=str(tmp_path / "share"))
    (tmp_path / "share").mkdir()
    return tmp_path / "share"


def legacy(folder: Path) -> Path:
    """A backup as earlier versions made them, of the project as it is."""
    path = folder / "backups" / "project-000007-20260102-030405.json.gz"
    path.write_bytes(gzip.compress((folder / "project.json").read_bytes()))
    return path


# The list


def test_list_tells_the_place_in_the_history(folder: Path) -> None:
    (row,) = backups.listed(folder, verify=True)
    total = len(labels(read_project(folder)))
    assert (row.id, row.change, row.since, row.damage) == ("1", total - 1, 1, "")
    with read_project(folder) as project:
        assert [item.label for item in backups.changes_after(project, row, 9)] == ["added code Since"]


def test_backup_of_another_history_is_no_moment_of_this_one(folder: Path, tmp_path: Path) -> None:
    other = small(new_project(tmp_path / "other", ids=Ids(9)))
    path = back_up(other)
    other.close()
    assert path
    path.rename(folder / "backups" / path.name.replace("000001", "000002"))
    first, row = backups.listed(folder)
    assert (first.since, row.since) == (None, 1)


def test_damaged_backup_is_listed_and_refused_with_a_good_one(folder: Path, tmp_path: Path) -> None:
    with reopened(folder) as project:
        made(project, "kept, whatever the hour")
    newest = backups.listed(folder)[0]
    newest.path.write_bytes(newest.path.read_bytes()[:-50])
    rows = backups.listed(folder, verify=True)
    assert [bool(row.damage) for row in rows] == [True, False]
    with pytest.raises(Damaged) as caught:
        backups.restore_to(rows[0], rows, tmp_path / "new", folder)
    assert "The nearest good one is 1." in caught.value.hint
    assert not (tmp_path / "new").exists()


def test_list_works_without_the_project_and_on_one_file(folder: Path, tmp_path: Path) -> None:
    lone = tmp_path / "lone"
    (folder / "backups").rename(lone)
    (row,) = backups.listed(lone)
    assert backups.named(backups.listed(row.path), "latest").path == row.path
    (folder / "project.json").unlink()
    with pytest.raises(NotFound):
        backups.listed(folder)
    assert backups.restore_to(row, [row], tmp_path / "new", lone).history
    assert read_project(tmp_path / "new").sources


# Restoring into a new folder


def test_restored_folder_is_the_project_with_undo_and_trail(folder: Path, tmp_path: Path) -> None:
    before = files_in(folder)
    rows = backups.listed(folder)
    backups.restore_to(rows[0], rows, tmp_path / "new", folder)
    assert files_in(folder) == before
    project = reopened(tmp_path / "new")
    assert project.notices == []
    assert labels(project) == labels(read_project(folder))[1:]
    assert project.undo()
    project.close()
    if os.name != "nt":
        for path in [tmp_path / "new", *(tmp_path / "new").rglob("*")]:
            assert path.stat().st_mode & 0o77 == 0


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch, lambda path: path.symlink_to("nowhere")])
def test_no_existing_folder_is_restored_into(folder: Path, tmp_path: Path, make: object) -> None:
    make(tmp_path / "new")  # type: ignore[operator]
    rows = backups.listed(folder)
    with pytest.raises(StoreError, match="exists"):
        backups.restore_to(rows[0], rows, tmp_path / "new", folder)


@pytest.mark.parametrize("fits", [True, False])
def test_backup_of_an_earlier_version_is_restored(folder: Path, tmp_path: Path, fits: bool) -> None:
    """With the history of the project if it is a moment of it; else the history begins with the restore."""
    path = legacy(folder)
    now = tables_of(read_project(folder))
    with reopened(folder) as project:
        codebook.add(project, "Later")
    rows = backups.listed(folder)
    row = backups.named(rows, "7")
    assert row.since == 1
    restored = backups.restore_to(row, rows, tmp_path / "new", folder if fits else None)
    assert restored.history is fits
    project = reopened(tmp_path / "new")
    assert tables_of(project) == now
    assert project.notices == []
    assert bool(project.undo()) is fits
    project.close()
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(Damaged):
        backups.restore_to(row, rows, tmp_path / "other", folder)


def test_full_disk_while_restoring_leaves_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    rows = backups.listed(folder)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="full"):
        backups.restore_to(rows[0], rows, tmp_path / "new", folder)
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


# The second folder


def test_each_backup_is_copied_to_the_second_folder(small_project: Project, second: Path) -> None:
    done = made(small_project)
    assert done.copy
    assert done.note == ""
    assert done.copy.read_bytes() == done.path.read_bytes()
    assert done.copy.parent.name.startswith(small_project.info.id)
    (row,) = backups.listed(small_project.folder)
    assert row.copies == (done.copy,)
    done.path.unlink()
    (row,) = backups.listed(small_project.folder)
    assert (row.id, row.path) == ("2-1", done.copy)
    assert [row.path for row in backups.listed(second)] == [done.copy]


def test_two_projects_do_not_mix_in_the_second_folder(tmp_path: Path, second: Path) -> None:
    """Nor do two copies of one project."""
    project = small(new_project(tmp_path / "one"))
    project.save_copy(tmp_path / "copy")
    copies = [made(project).copy, made(reopened(tmp_path / "copy")).copy]
    assert len({copy.parent for copy in copies if copy}) == 2
    project.close()


@pytest.mark.parametrize("kind", ["gone", "file", "full"])
def test_trouble_with_the_second_folder_is_a_note(
    small_project: Project, second: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    if kind == "full":
        monkeypatch.setattr("coder.store.backups.copy", full)
    else:
        second.rmdir()
    if kind == "file":
        second.touch()
    done = made(small_project)
    assert done.path.exists()
    assert done.copy is None
    assert str(second) in done.note
    assert not second.is_dir() or kind == "full", "a lost share is not made as a folder of this disk"


def test_a_second_folder_that_hangs_is_given_up(
    small_project: Project, second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forever = threading.Event()
    monkeypatch.setattr("coder.project.second_folder.PATIENCE", 0.2)
    monkeypatch.setattr("coder.store.backups.copy", lambda *_: forever.wait())
    done = made(small_project)
    forever.set()
    assert "does not answer" in done.note
    assert listed_in(small_project.folder / "backups")


# An older copy put back by hand


def test_older_project_json_is_noticed_and_kept(folder: Path) -> None:
    row = backups.listed(folder)[0]
    now = tables_of(read_project(folder))
    (folder / "project.json").write_bytes(backups_content(row))
    assert "put back by hand" in read_project(folder).notices[0]
    project = reopened(folder)
    assert len(project.notices) == 1
    assert "put back by hand" in project.notices[0]
    assert f"coder backups restore {folder} 2" in project.notices[0]
    assert tables_of(project) == now
    project.close()
    assert reopened(folder).notices == []
    found = backups.named(backups.listed(folder, verify=True), "2")
    assert (found.since, found.damage) == (1, "")
    assert "Since" not in {code.name for code in backups.records(found, [found])["codes"].values()}  # type: ignore


def backups_content(row: backups.Backup) -> bytes:
    from coder.store.backups import content

    return content(row.path)


def test_older_project_and_history_are_noticed_once(folder: Path, tmp_path: Path) -> None:
    import shutil

    rows = backups.listed(folder)
    backups.restore_to(rows[0], rows, tmp_path / "older", folder)
    clock = Clock()
    clock.jump(hours=2)
    with reopened(folder, clock) as project:
        assert back_up(project)
    for name in ("project.json", "history.jsonl"):
        shutil.copy(tmp_path / "older" / name, folder / name)
    project = reopened(folder)
    assert len(project.notices) == 1
    assert "newest backup is at change" in project.notices[0]
    assert f"coder backups restore {folder} 2" in project.notices[0]
    project.close()
    assert reopened(folder).notices == []
    assert "Since" in {code.name for code in backups.records(backups.listed(folder)[1], [])["codes"].values()}  # type: ignore


def test_a_crash_is_no_older_copy(folder: Path) -> None:
    project = reopened(folder)
    codebook.add(project, "Never closed")
    project._store._lock._lock.release()  # type: ignore[union-attr]
    again = reopened(folder)
    assert [notice for notice in again.notices if "by hand" in notice] == []
    again.close()


def test_a_checkpoint_that_failed_at_the_end_is_no_older_copy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreError("The disk is full")

    project = reopened(folder)
    codebook.add(project, "In the history")
    with monkeypatch.context() as patch:
        patch.setattr(checkpoint, "write", full)
        with contextlib.suppress(StoreError):
            project.close()
    again = reopened(folder)
    assert [notice for notice in again.notices if "by hand" in notice] == []
    assert "In the history" in {code.name for code in again.codes.values()}
    again.close()


def test_reading_makes_no_backup(folder: Path) -> None:
    before = files_in(folder)
    with read_project(folder) as project:
        assert backups.job(project, if_due=True) is None
        state_of(project)
    assert files_in(folder) == before
