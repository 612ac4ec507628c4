"""Backups as files: what is in them, damage of any byte, copies, thinning, names."""

from __future__ import annotations

import os
import threading
import zipfile
from pathlib import Path

import msgspec
import pytest

from coder.errors import Damaged, StoreError
from coder.progress import Progress, no_progress
from coder.project import Project, drafts
from coder.project.drafts import MemoDraft
from coder.project.operations import codebook
from coder.store import backups
from tests.strategies import Clock, back_up, labels, reopened, tables_of


@pytest.fixture
def backup(small_project: Project) -> Path:
    draft = MemoDraft(memo="m", kind="analytic", about="project", target="", text="SYNTHETIC", coder="")
    drafts.save(small_project, draft)
    path = back_up(small_project)
    assert path
    return path


def test_backup_holds_project_history_and_drafts_with_sums(backup: Path, small_project: Project) -> None:
    head = backups.verify(backup)
    assert head
    assert head.project == small_project.info.id
    assert head.place.state.number == len(labels(small_project))
    assert head.place.transaction == next(small_project.history()).id
    assert {"project.json", "history.jsonl"} < head.members.keys()
    assert any(name.startswith("drafts/") for name in head.members)
    assert backups.read(backup).tables == tables_of(small_project)


def test_unpacked_by_any_program_it_is_a_project_with_undo(
    backup: Path, small_project: Project, tmp_path: Path
) -> None:
    with zipfile.ZipFile(backup) as archive:
        archive.extractall(tmp_path / "unpacked")
    project = reopened(tmp_path / "unpacked")
    assert project.notices == []
    assert tables_of(project) == tables_of(small_project)
    assert labels(project) == labels(small_project)
    assert project.undo()
    project.close()


def test_no_changed_byte_or_lost_end_passes(backup: Path) -> None:
    """A changed byte is damage, or changes nothing that is restored: the time in an entry's head, say."""
    whole, head = backup.read_bytes(), backups.verify(backup)
    bad = 0
    for place in range(0, len(whole), 37):
        backup.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            assert backups.verify(backup) == head
        except StoreError:
            bad += 1
    assert bad > len(whole) // 37 * 0.8
    for length in range(0, len(whole), 101):
        backup.write_bytes(whole[:length])
        with pytest.raises(Damaged):
            backups.verify(backup)


@pytest.mark.parametrize("name", ["../evil.json", "drafts/../../evil", "/etc/evil", "drafts/.hidden", "other.txt"])
def test_no_name_in_an_archive_becomes_a_path(backup: Path, tmp_path: Path, name: str) -> None:
    head = backups.manifest(backup)
    forged = tmp_path / "backup-000001-20260101-000000-n1.zip"
    with zipfile.ZipFile(backup) as archive, zipfile.ZipFile(forged, "w") as copy:
        for member in head.members:
            copy.writestr(member, archive.read(member))
        copy.writestr(name, b"x")
        sha = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
        members = {**head.members, name: backups.Member(1, sha)}
        copy.writestr("manifest.json", msgspec.json.encode(msgspec.structs.replace(head, members=members)))
    (tmp_path / "into").mkdir()
    with pytest.raises(Damaged):
        backups.extract(forged, tmp_path / "into")
    assert not list((tmp_path / "into").iterdir())


@pytest.mark.parametrize("manifest", [b"\x92", b"[" * 100_000, b"{}", b'{"format":"other"}', b"", b"null"])
def test_a_manifest_that_is_none_is_damage(backup: Path, tmp_path: Path, manifest: bytes) -> None:
    forged = tmp_path / "backup-000001-20260101-000000-n1.zip"
    with zipfile.ZipFile(forged, "w") as copy:
        copy.writestr("manifest.json", manifest)
    with pytest.raises(StoreError):
        backups.verify(forged)


def test_copies_are_numbered_where_they_lie_and_made_once(backup: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    copy = backups.copy(backup, second)
    assert copy.read_bytes() == backup.read_bytes()
    assert backups.copy(backup, second) == copy
    backups.copy(backup.rename(backup.with_name("backup-000001-20270101-000000-n9.zip")), second)
    assert [backups.name_of(path).number for path in backups.listed_in(second)] == [2, 1]
    assert [path.name for path in second.iterdir() if path.suffix == ".part"] == []


def test_thinning_never_drops_a_good_one_for_a_damaged_one(small_project: Project, clock: Clock) -> None:
    for number in range(40):
        clock.jump(hours=1)
        codebook.add(small_project, f"Code {number}")
        path = back_up(small_project)
        assert path
        if number > 2:
            path.write_bytes(path.read_bytes()[:40])
    good = [path for path in backups.listed(small_project.folder) if not _is_damaged(path)]
    assert len(good) == 3


def _is_damaged(path: Path) -> bool:
    try:
        backups.verify(path)
    except StoreError:
        return True
    return False


def test_no_change_no_backup_and_one_with_a_note_stays(small_project: Project, clock: Clock) -> None:
    job = small_project.prepare_backup("before the merge")
    assert job
    kept = job(no_progress)
    clock.jump(days=3)
    assert back_up(small_project) is None
    for number in range(60):
        clock.jump(hours=2)
        codebook.add(small_project, f"Code {number}")
        assert back_up(small_project)
    assert kept.exists()
    assert backups.manifest(kept).note == "before the merge"


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_backups_are_for_their_owner_only(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    assert backup.parent.stat().st_mode & 0o777 == 0o700


def test_a_cancelled_backup_leaves_nothing(small_project: Project) -> None:
    def cancel(share: float) -> None:
        if share > 0:
            raise KeyboardInterrupt

    job = small_project.prepare_backup()
    assert job
    with pytest.raises(KeyboardInterrupt):
        job(cancel)
    assert list((small_project.folder / "backups").iterdir()) == []


def test_only_old_leftovers_of_copies_are_removed(backup: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    old, new = second / ".backup-000001-x.zip.a.part", second / ".backup-000002-x.zip.b.part"
    for path in (old, new):
        path.touch()
    os.utime(old, (0, 0))
    backups.copy(backup, second)
    assert not old.exists()
    assert new.exists()


def test_check_of_the_backups_can_be_cancelled(
    backup: Path, small_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def verify(path: Path, report: Progress) -> None:
        begun.set()
        go_on.wait(30)
        report(0.5)
        raise AssertionError("not cancelled")

    def cancel(share: float) -> None:
        begun.wait(30)
        threading.Timer(0.01, go_on.set).start()
        raise KeyboardInterrupt

    monkeypatch.setattr(backups, "verify", verify)
    with pytest.raises(KeyboardInterrupt):
        backups.damaged(small_project.folder, cancel)
