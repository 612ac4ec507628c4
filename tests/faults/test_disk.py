"""A disk that is full, read-only, gone or taken away: a clear error, nothing lost, a copy elsewhere."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from coder.errors import ReadOnly, StoreError
from coder.project import Project, create_project, doctor, drafts, open_or_read
from coder.project.operations import codebook, memos
from tests.faults.common import check_sound, create_small, run, start
from tests.strategies import back_up, files_in, labels, reopened, state_of, tables_of

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX permissions and limits")


@contextmanager
def broken(
    monkeypatch: pytest.MonkeyPatch, name: str, number: int, after: int = 0, half: bool = False
) -> Iterator[None]:
    """`os.NAME` fails with this error from its `after`-th call on; `half`: it does part of its work first."""
    original: Callable[..., Any] = getattr(os, name)
    calls = 0

    def failing(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls <= after:
            return original(*args, **kwargs)
        if half and calls == after + 1 and name == "write":
            return original(args[0], bytes(args[1])[: len(args[1]) // 2])
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, name, failing)
        yield


@pytest.mark.parametrize("half", [False, True])
@pytest.mark.parametrize("call", ["write", "fsync"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_transaction_fails_cleanly_on_a_full_disk(
    small_project: Project, monkeypatch: pytest.MonkeyPatch, call: str, number: int, half: bool
) -> None:
    before = state_of(small_project)
    history = labels(small_project)
    size = (small_project.folder / "history.jsonl").stat().st_size
    with broken(monkeypatch, call, number, half=half), pytest.raises(StoreError) as caught:
        codebook.add(small_project, "While full")
    assert caught.value.hint
    assert "SYNTHETIC" not in str(caught.value)
    assert state_of(small_project) == before
    assert (small_project.folder / "history.jsonl").stat().st_size == size
    codebook.add(small_project, "While full")
    assert labels(small_project) == ["added code While full", *history]
    after = tables_of(small_project)
    small_project.close()
    again = reopened(small_project.folder)
    assert tables_of(again) == after
    again.close()


def test_partial_line_is_removed_before_the_next_write(
    small_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        broken(monkeypatch, "write", errno.ENOSPC, half=True),
        broken(monkeypatch, "ftruncate", errno.EIO),
        pytest.raises(StoreError),
    ):
        codebook.add(small_project, "First")
    with broken(monkeypatch, "ftruncate", errno.EIO), pytest.raises(StoreError):
        codebook.add(small_project, "Second")
    codebook.add(small_project, "Third")
    assert labels(small_project)[0] == "added code Third"
    small_project.close()
    check_sound(small_project.folder)


def test_undo_fails_cleanly_on_a_full_disk(small_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state_of(small_project)
    with broken(monkeypatch, "write", errno.ENOSPC), pytest.raises(StoreError):
        small_project.undo()
    assert state_of(small_project) == before
    assert small_project.undo()
    with broken(monkeypatch, "fsync", errno.ENOSPC), pytest.raises(StoreError):
        small_project.redo()
    assert small_project.redo()
    assert state_of(small_project)[0] == before[0]


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_close_on_a_full_disk_reports_and_releases_the_lock(
    small_project: Project, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    folder = small_project.folder
    before = tables_of(small_project)
    depth = small_project.undoable
    with broken(monkeypatch, call, errno.ENOSPC), pytest.raises(StoreError, match="disk is full"):
        small_project.close()
    small_project.save_copy(folder.parent / "copy")
    for place in (folder, folder.parent / "copy"):
        again = reopened(place)
        assert tables_of(again) == before
        assert again.undoable == depth
        again.close()
        check_sound(place)


def test_failed_creation_leaves_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for after in range(2):
        with broken(monkeypatch, "write", errno.ENOSPC, after=after), pytest.raises(StoreError, match="disk is full"):
            create_project(tmp_path / "p", "P")
        assert not (tmp_path / "p").exists()
    create_project(tmp_path / "p", "P")
    reopened(tmp_path / "p").close()


def test_project_opens_for_reading_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = create_small(tmp_path / "p")
    with broken(monkeypatch, "write", errno.ENOSPC):
        project = open_or_read(folder, "KG")
    assert project.readonly
    assert "disk is full" in project.notices[0]
    assert len(project.codings) == 4
    reopened(folder).close()  # the lock was given back


def test_failed_backup_and_draft_are_reported(small_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from coder.project.drafts import MemoDraft

    draft = MemoDraft(memo="m", kind="analytic", about="project", target="", text="SYNTHETIC", coder="")
    small_project.checkpoint()
    with broken(monkeypatch, "fsync", errno.ENOSPC), pytest.raises(StoreError, match="full"):
        back_up(small_project)
    assert not list((small_project.folder / "backups").iterdir()), "no half backup"
    with broken(monkeypatch, "write", errno.ENOSPC), pytest.raises(StoreError):
        drafts.save(small_project, draft)
    assert back_up(small_project)
    drafts.save(small_project, draft)


@posix
def test_file_size_limit_while_writing_is_reported(tmp_path: Path) -> None:
    """The kernel itself writes short and then refuses, as a full disk does."""
    import resource
    import signal

    folder = create_small(tmp_path / "p")
    size = (folder / "history.jsonl").stat().st_size

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    with start("fill", folder, preexec_fn=limit) as child:
        assert child.stdout
        assert child.stdin
        child.stdout.readline()
        hard = resource.RLIM_INFINITY
        resource.prlimit(child.pid, resource.RLIMIT_FSIZE, (size + 30_001, hard))
        child.stdin.write("\n")
        child.stdin.flush()
        refused, same = child.stdout.readline(), child.stdout.readline()
        resource.prlimit(child.pid, resource.RLIMIT_FSIZE, (hard, hard))
        out, err = child.communicate("\n", timeout=300)
    assert refused.startswith("refused"), err
    assert same == "same\n"
    assert out.startswith("again"), err
    check_sound(folder)


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KB, where this may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.name == "nt" or os.getuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root may mount a tiny disk")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("no mounting here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def test_real_full_disk_is_reported(tiny_disk: Path, tmp_path: Path) -> None:
    folder = create_small(tiny_disk / "p")
    project = reopened(folder)
    ballast = tiny_disk / "ballast"
    ballast.write_bytes(bytes(120_000))
    done = 0
    full = None
    while full is None:
        try:
            memos.write(project, "SYNTHETIC " * 500)
            done += 1
        except StoreError as error:
            full = error
    assert full.title == "The disk is full"
    assert done > 0
    assert len(project.memos) == done + 1
    before = state_of(project)
    project.save_copy(tmp_path / "copy")
    with pytest.raises(StoreError, match="disk is full"):
        project.close()
    ballast.unlink()
    for place in (folder, tmp_path / "copy"):
        again = reopened(place)
        assert state_of(again)[0] == before[0]
        memos.write(again, "SYNTHETIC, after")
        again.close()
    check_sound(shutil.copytree(folder, tmp_path / "roomy"))


@posix
def test_read_only_folder_opens_for_reading(tmp_path: Path) -> None:
    folder = create_small(tmp_path / "p")
    _let_others_read(folder)
    before = files_in(folder)
    assert "ReadOnly" in run("access", folder, "open")
    out = run("access", folder, "somehow")
    assert out.startswith("readonly 4")
    assert "Permission denied" in out
    assert files_in(folder) == before


@posix
def test_read_only_files_open_for_reading(tmp_path: Path) -> None:
    """The folder lets one in, the files do not: reading is still possible."""
    folder = create_small(tmp_path / "p")
    _let_others_read(folder)
    os.chmod(folder, 0o777)
    for path in folder.iterdir():
        os.chmod(path, 0o444)
    (folder / "project.lock").unlink()
    assert run("access", folder, "somehow").startswith("readonly 4")


def _let_others_read(folder: Path) -> None:
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    for above in folder.parents:
        if above.stat().st_uid == os.getuid() and above != Path(above.anchor):
            with_others = above.stat().st_mode | 0o055
            if above.stat().st_mode != with_others:
                above.chmod(with_others)


def test_removed_folder_is_reported(small_project: Project) -> None:
    folder = small_project.folder
    before = state_of(small_project)
    history = labels(small_project)
    shutil.rmtree(folder)
    with pytest.raises(StoreError, match="folder is gone"):
        codebook.add(small_project, "Nowhere")
    assert state_of(small_project) == before
    assert labels(small_project) == history
    small_project.save_copy(folder.parent / "copy")
    with pytest.raises(StoreError):
        small_project.undo()
    with pytest.raises(StoreError):
        codebook.add(small_project, "Nowhere")
    with pytest.raises(StoreError):
        small_project.close()
    again = reopened(folder.parent / "copy")
    assert state_of(again)[0] == before[0]
    assert labels(again) == history
    assert again.undoable == small_project.undoable
    again.close()
    check_sound(folder.parent / "copy")


def test_close_after_the_folder_is_removed(small_project: Project) -> None:
    folder = small_project.folder
    before = tables_of(small_project)
    shutil.rmtree(folder)
    with pytest.raises(StoreError, match="folder is gone"):
        small_project.close()
    small_project.save_copy(folder.parent / "copy")
    again = reopened(folder.parent / "copy")
    assert tables_of(again) == before
    again.close()


def test_lost_permission_is_reported(small_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkpoint cannot be written any more; the journal, which is open, still takes changes."""
    folder = small_project.folder
    with broken(monkeypatch, "open", errno.EACCES), broken(monkeypatch, "unlink", errno.EACCES):
        codebook.add(small_project, "Still kept")
        with pytest.raises(StoreError, match="Permission denied"):
            small_project.checkpoint()
        before = tables_of(small_project)
        with pytest.raises(StoreError, match="Permission denied"):
            small_project.close()
    again = reopened(folder)
    assert tables_of(again) == before
    again.close()
    assert doctor.examine(folder) == []


def test_lost_permission_to_the_history_is_reported(small_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state_of(small_project)
    with broken(monkeypatch, "write", errno.EACCES), pytest.raises(StoreError, match="Permission denied") as caught:
        codebook.add(small_project, "Not kept")
    assert "copy elsewhere" in caught.value.hint
    assert state_of(small_project) == before


def test_copy_never_overwrites(small_project: Project, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.txt").write_text("SYNTHETIC")
    with pytest.raises(StoreError, match="not empty"):
        small_project.save_copy(tmp_path / "other")
    with pytest.raises(StoreError, match="There is a project"):
        small_project.save_copy(small_project.folder)


def test_read_only_project_refuses_changes(small_project: Project) -> None:
    from coder.project import read_project

    reading = read_project(small_project.folder)
    before = state_of(reading)
    for act in (lambda: codebook.add(reading, "No"), reading.undo, reading.redo):
        with pytest.raises(ReadOnly):
            act()
    assert state_of(reading) == before
    assert labels(reading) == labels(small_project)
    assert reading._store.top("undo").transaction == small_project._store.top("undo").transaction  # type: ignore
