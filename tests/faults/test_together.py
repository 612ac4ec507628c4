"""Two programs on one project, and clocks that jump."""

from __future__ import annotations

import os
import shutil
import signal
from datetime import datetime
from pathlib import Path

import pytest

from coder.errors import Locked, StoreError
from coder.project import Project, doctor, open_or_read, open_project, read_project
from coder.project.operations import codebook
from coder.store import backups, lock
from tests.faults.common import check_sound, create_small, start
from tests.strategies import Clock, back_up, files_in, labels, new_project, reopened, small, state_of, tables_of


def test_second_program_reads_and_names_the_lock_owner(tmp_path: Path) -> None:
    folder = create_small(tmp_path / "p")
    with start("hold", folder) as child:
        assert child.stdout
        process = child.stdout.readline().split()[1]
        with pytest.raises(Locked) as caught:
            open_project(folder, "ME")
        assert "KG" in caught.value.detail
        assert f"process {process}" in caught.value.detail
        assert f"since {datetime.now():%Y}" in caught.value.detail
        second = open_or_read(folder, "ME")
        assert second.readonly
        assert "KG" in second.notices[0]
        assert len(second.codings) == 4
        child.communicate("\n", timeout=300)
    reopened(folder).close()


def test_project_opens_once_per_program(small_project: Project) -> None:
    with pytest.raises(Locked):
        open_project(small_project.folder, "ME")
    codebook.add(small_project, "Goes on")
    small_project.close()
    check_sound(small_project.folder)


def test_open_waits_for_the_lock(tmp_path: Path) -> None:
    folder = create_small(tmp_path / "p")
    with start("hold", folder) as child:
        assert child.stdout
        assert child.stdin
        child.stdout.readline()
        child.stdin.write("\n")
        child.stdin.flush()
        open_project(folder, "ME", wait=300).close()


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
def test_lock_of_a_dead_owner_is_taken_over_with_a_notice(tmp_path: Path) -> None:
    folder = create_small(tmp_path / "p")
    with start("hold", folder) as child:
        assert child.stdout
        process = child.stdout.readline().split()[1]
        child.send_signal(signal.SIGKILL)
    assert doctor.examine(folder) == []
    assert [note.kind for note in doctor.notes(folder)] == ["lock"]
    project = reopened(folder)
    assert any(f"process {process}" in notice and "taken over" in notice for notice in project.notices)
    project.close()
    again = reopened(folder)
    assert again.notices == []
    again.close()


def test_lock_is_released_when_the_owner_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = create_small(tmp_path / "p")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("coder.store.files.replace", refuse)
        with pytest.raises(StoreError, match="disk is full"):
            reopened(folder)
    reopened(folder).close()


def test_lock_is_released_when_the_owner_cannot_be_removed(
    small_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        small_project.close()
    project = reopened(small_project.folder)
    assert not project.readonly
    project.close()


def test_reader_works_beside_a_writer(tmp_path: Path) -> None:
    folder = create_small(tmp_path / "p")
    with start("read", folder) as reader:
        assert reader.stdout
        reader.stdout.readline()
        project = reopened(folder)
        for number in range(60):
            codebook.add(project, f"Beside {number}")
            if number % 7 == 0:
                project.checkpoint()
        last = f"read {project._store.state.number}\n"
        seen = any(line == last for line in reader.stdout)
        _, err = reader.communicate("\n", timeout=300)
        project.close()
    assert "Traceback" not in err, err
    assert seen


def test_reader_sees_each_transaction_immediately(small_project: Project) -> None:
    for number in range(3):
        codebook.add(small_project, f"Seen {number}")
        reading = read_project(small_project.folder)
        assert tables_of(reading) == tables_of(small_project)
        assert labels(reading) == labels(small_project)
        if number == 1:
            small_project.checkpoint()
    assert files_in(small_project.folder).keys() == {"project.json", "history.jsonl", ".gitattributes"}


def test_reader_skips_an_incomplete_line(small_project: Project) -> None:
    path = small_project.folder / "history.jsonl"
    whole = path.read_bytes()
    with path.open("ab") as file:
        file.write(b'{"sum":"00000')
    reading = read_project(small_project.folder)
    assert tables_of(reading) == tables_of(small_project)
    assert path.read_bytes().startswith(whole + b"{")  # a reader cuts nothing off
    os.truncate(path, len(whole))


def test_foreign_write_to_the_history_is_refused(small_project: Project) -> None:
    folder = small_project.folder
    before = state_of(small_project)
    with (folder / "history.jsonl").open("ab") as file:
        file.write(b"a line of another\n")
    with pytest.raises(StoreError, match="Another program wrote"):
        codebook.add(small_project, "No")
    assert state_of(small_project) == before
    with pytest.raises(StoreError, match="Another program wrote"):
        small_project.undo()
    small_project.save_copy(folder.parent / "copy")
    check_sound(folder.parent / "copy")


def test_replaced_history_is_refused(small_project: Project, tmp_path: Path) -> None:
    folder = small_project.folder
    other = small(new_project(tmp_path / "other"))
    codebook.add(other, "Foreign")
    other.close()
    before, history = state_of(small_project), labels(small_project)
    shutil.copy(folder / "history.jsonl", tmp_path / "kept")
    os.replace(tmp_path / "other" / "history.jsonl", folder / "history.jsonl")
    with pytest.raises(StoreError, match="replaced while it was open"):
        codebook.add(small_project, "No")
    with pytest.raises(StoreError, match="replaced while it was open"):
        small_project.undo()
    assert state_of(small_project) == before
    assert labels(small_project) == history
    small_project.save_copy(tmp_path / "copy")
    check_sound(tmp_path / "copy")


@pytest.mark.parametrize("years", [-40, -1, 1, 40])
def test_clock_jumps_are_harmless(tmp_path: Path, years: int) -> None:
    clock = Clock()
    project = small(new_project(tmp_path / "p", clock))
    project.checkpoint()
    assert back_up(project)
    order = labels(project)
    clock.jump(days=365 * years)
    for number in range(3):
        codebook.add(project, f"Then {number}")
        order.insert(0, f"added code Then {number}")
        clock.jump(seconds=-3600)
    assert labels(project) == order
    project.undo()
    project.close()
    check_sound(tmp_path / "p")


def test_backups_survive_a_wrong_clock(tmp_path: Path) -> None:
    """One backup from the future neither stops backups nor makes one at each look, nor is any made in vain."""
    clock = Clock()
    project = new_project(tmp_path / "p", clock)
    clock.jump(days=3650)
    assert back_up(project)
    clock.jump(days=-3650)
    made_now = []
    for number in range(5):
        codebook.add(project, f"Now {number}")
        made_now.append(back_up(project))
    assert [path is not None for path in made_now] == [True, False, False, False, False]
    clock.jump(days=-10000)
    made_then = []
    for number in range(20):
        clock.jump(hours=9)
        codebook.add(project, f"Then {number}")
        made_then.append(back_up(project))
    assert all(made_then)
    assert backups.listed(project.folder)[:20] == list(reversed(made_then))
    assert len(backups.listed(project.folder)) == 22, "neither the one from the future nor the one before it goes"
    assert not back_up(project)
    project.close()


def test_lock_owner_is_described(tmp_path: Path) -> None:
    owner = lock.me("KG", "2026-01-01T00:00:00+00:00")
    assert owner.process == os.getpid()
    assert str(owner).startswith("KG (")
    assert lock.owner_of(tmp_path) is None
    (tmp_path / lock.OWNER).write_text("not json")
    assert lock.owner_of(tmp_path) is None
