"""Files are written aside and renamed, never over what exists unasked, never in place of a link or a device."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.errors import CoderError, FileExists, NoRegularFile, StoreError
from coder.exchange.exporting import is_windows_device, writable, write_file
from coder.project import settings
from coder.store import files, rescue

DATA = b"SYNTHETIC"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links, FIFOs and modes of POSIX")


@pytest.fixture
def no_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def test_existing_file_is_replaced_only_on_request(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_bytes(b"mine")
    with pytest.raises(FileExists):
        write_file(path, DATA)
    assert path.read_bytes() == b"mine"
    write_file(path, DATA, overwrite=True)
    assert path.read_bytes() == DATA
    assert os.listdir(tmp_path) == ["units.csv"]


def test_link_stays_and_its_file_is_written(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "units.csv", tmp_path / "link.csv"
    target.write_bytes(b"mine")
    link.symlink_to(target)
    with pytest.raises(FileExists):
        write_file(link, DATA)
    write_file(link, DATA, overwrite=True)
    assert link.is_symlink()
    assert target.read_bytes() == DATA


def test_link_to_nothing_makes_its_file(tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "units.csv")
    write_file(link, DATA)
    assert link.is_symlink()
    assert (tmp_path / "units.csv").read_bytes() == DATA


def test_link_to_a_file_of_a_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "project.json").write_bytes(b"{}")
    link = tmp_path / "units.csv"
    link.symlink_to(tmp_path / "project.json")
    with pytest.raises(CoderError, match="belongs to a project"):
        write_file(link, DATA, overwrite=True)
    assert (tmp_path / "project.json").read_bytes() == b"{}"


@pytest.mark.parametrize("overwrite", [False, True])
def test_what_is_no_regular_file_is_refused(tmp_path: Path, overwrite: bool) -> None:
    fifo, ring = tmp_path / "fifo", tmp_path / "ring"
    os.mkfifo(fifo)
    ring.symlink_to(ring)
    for path in (fifo, Path("/dev/full"), Path("/dev/null"), ring, tmp_path):
        with pytest.raises(CoderError):
            write_file(path, DATA, overwrite=overwrite)
    assert stat.S_ISFIFO(fifo.stat().st_mode)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    assert ring.is_symlink()


OWN = (
    *("project.json", "PROJECT.JSON", "history.jsonl.damaged-20260101-120000", ".project.json.abc.part"),
    *("project.json.", "History.JSONL", "project.lock", "project.owner.json", ".gitattributes", "project.json:x"),
    *(
        "backups/units.csv",
        "backups/2026/units.csv",
        "Backups/units.csv",
        "drafts/units.csv",
        "drafts",
        ".git/config",
    ),
    *("exports/../backups/units.csv", "exports/2026/../../drafts/x/units.csv"),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the files of a project, and folders of the person's in it."""
    folder = tmp_path / "project"
    for name in ("backups/2026", "Backups", "drafts/x", ".git", "exports/2026"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "project.json").write_bytes(b"{}")
    return folder


@pytest.mark.parametrize("name", OWN)
def test_no_place_of_a_project_is_written(project: Path, name: str) -> None:
    before = sorted(project.rglob("*"))
    with pytest.raises(CoderError, match="belongs to a project"):
        write_file(project / name, DATA, overwrite=True)
    assert sorted(project.rglob("*")) == before
    assert (project / "project.json").read_bytes() == b"{}"


def test_place_of_a_project_is_known_without_its_checkpoint(project: Path) -> None:
    (project / "project.json").rename(project / "history.jsonl")
    with pytest.raises(CoderError, match="belongs to a project"):
        write_file(project / "backups" / "units.csv", DATA)


@pytest.mark.parametrize(
    "name", ["units.csv", "project.csv", "history.md", "exports/drafts.csv", "exports/2026/x.csv"]
)
def test_other_files_are_written_into_a_project_folder(project: Path, name: str) -> None:
    write_file(project / name, DATA)
    assert (project / name).read_bytes() == DATA


def test_backup_in_a_second_folder_is_refused(tmp_path: Path) -> None:
    backup = tmp_path / "backup-000001-20260101-120000-n12.zip"
    backup.write_bytes(b"backup")
    with pytest.raises(CoderError, match="belongs to a project"):
        write_file(backup, DATA, overwrite=True)
    assert backup.read_bytes() == b"backup"


def test_every_link_on_the_way_is_looked_at(project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (project / "backups" / "away").symlink_to(outside)
    (outside / "into").symlink_to(project / "drafts")
    (outside / "first").symlink_to(outside / "second")
    (outside / "second").symlink_to(project / "history.jsonl")
    (outside / "back").symlink_to(project / "backups" / "away" / "units.csv")
    for path in (project / "backups/away/units.csv", outside / "into/x.csv", outside / "first", outside / "back"):
        with pytest.raises(CoderError, match="belongs to a project"):
            write_file(path, DATA, overwrite=True)
    assert not (project / "history.jsonl").exists()
    assert not (outside / "units.csv").exists()


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="open files have no paths here")
def test_open_file_is_not_replaced_through_its_number(tmp_path: Path) -> None:
    out, link = tmp_path / "out", tmp_path / "link.csv"
    with out.open("wb") as file:
        number = file.fileno()
        link.symlink_to(f"/dev/fd/{number}")
        identity = out.stat().st_ino
        for path in (f"/dev/fd/{number}", f"/proc/self/fd/{number}", f"/proc/{os.getpid()}/fd/{number}", str(link)):
            with pytest.raises(NoRegularFile):
                write_file(Path(path), DATA, overwrite=True)
    assert out.stat().st_ino == identity
    assert out.read_bytes() == b""


def test_ring_of_links_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(CoderError, match="leads to itself"):
        writable(tmp_path / "a")
    with pytest.raises(CoderError):
        write_file(tmp_path / "a" / "units.csv", DATA)


def test_link_into_no_folder_names_that_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("link.csv").symlink_to(tmp_path / "gone" / "units.csv")
    with pytest.raises(CoderError) as raised:
        write_file(Path("link.csv"), DATA)
    assert raised.value.detail == str(tmp_path / "gone")


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "units.csv/x"])
def test_names_that_cannot_be_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "units.csv").touch()
    with pytest.raises(CoderError):
        write_file(tmp_path / name, DATA, overwrite=True)


def test_file_made_in_the_last_moment_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, write_all = tmp_path / "units.csv", files.write_all

    def write_and_lose(handle: int, data: bytes) -> None:
        write_all(handle, data)
        path.write_bytes(b"theirs")

    monkeypatch.setattr(files, "write_all", write_and_lose)
    for links in (True, False):
        if not links:
            monkeypatch.setattr(os, "link", _no_links)
        path.unlink(missing_ok=True)
        with pytest.raises(FileExists):
            write_file(path, DATA)
        assert path.read_bytes() == b"theirs"
        assert os.listdir(tmp_path) == ["units.csv"]


def _no_links(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


@pytest.mark.usefixtures("no_umask")
def test_new_file_is_written_where_there_are_no_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _no_links)
    write_file(tmp_path / "units.csv", DATA)
    assert (tmp_path / "units.csv").read_bytes() == DATA
    assert stat.S_IMODE((tmp_path / "units.csv").stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["units.csv"]


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_failed_write_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, overwrite: bool, call: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(StoreError, match="cannot be written"):
        write_file(tmp_path / "units.csv", DATA, overwrite=overwrite)
    assert os.listdir(tmp_path) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from coder.exchange.exporting import write_file
os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)
write_file(Path(sys.argv[1]), b"SYNTHETIC")
"""


def test_file_of_a_killed_export_is_found_and_removed_by_the_next(project: Path) -> None:
    path = project / "units.csv"
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    (stray,) = files.interrupted_exports(project)
    assert stray.read_bytes() == DATA
    assert stray in files.strays(project)
    write_file(project / "other.csv", DATA)
    assert not stray.exists()


def test_file_of_an_export_that_goes_on_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    with files.written_aside(other, prefix=files.EXPORT_PREFIX) as handle:
        assert files.interrupted_exports(tmp_path) == []
        write_file(tmp_path / "units.csv", DATA)
        files.write_all(handle, b"other")
    assert other.read_bytes() == b"other"


@pytest.mark.parametrize("name", ["NUL", "con.csv", "Aux", "lpt1.md", "COM¹.html", "prn .csv", "conin$"])
def test_names_of_windows_devices_are_known(name: str) -> None:
    assert is_windows_device(name)
    assert not is_windows_device(f"my-{name}")


@pytest.mark.usefixtures("no_umask")
def test_files_and_folders_are_private_without_a_umask(tmp_path: Path) -> None:
    write_file(tmp_path / "units.csv", DATA)
    files.make_folder(tmp_path / "a" / "b")
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("units.csv", "a", "a/b")]
    assert modes == [0o600, 0o700, 0o700]


def test_no_file_of_the_program_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path / "config" / "settings.toml"))
    settings.change(initials="KG")
    kept = rescue.write(rescue.Rescue(project="SYNTHETIC", path="/p", change=1, file="m.json", draft="{}"))
    (tmp_path / "link.csv").symlink_to(settings.path())
    os.link(settings.path(), tmp_path / "hard.csv")
    own = [settings.path(), kept, kept.with_name("new.csv"), rescue.folder().parent / "x.json", tmp_path / "link.csv"]
    before = [path.read_bytes() for path in (settings.path(), kept)]
    for path in [*own, tmp_path / "hard.csv", settings.path().with_name("SETTINGS.TOML")]:
        with pytest.raises(CoderError, match="program's own"):
            write_file(path, DATA, overwrite=True)
    assert [path.read_bytes() for path in (settings.path(), kept)] == before
    write_file(settings.path().with_name("codebook.csv"), DATA)


@pytest.mark.parametrize(
    ("mode", "expected"), [(0o777, 0o700), (0o750, 0o700), (0o500, 0o500), (0o1777, 0o1777)], ids=oct
)
def test_folder_of_the_program_is_taken_from_others(tmp_path: Path, mode: int, expected: int) -> None:
    folder = tmp_path / "coder"
    folder.mkdir()
    folder.chmod(mode)
    files.tighten(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == expected


def test_link_to_a_folder_is_not_followed_for_its_mode(tmp_path: Path) -> None:
    shared, link = tmp_path / "shared", tmp_path / "link"
    shared.mkdir()
    shared.chmod(0o777)
    link.symlink_to(shared)
    files.tighten(link)
    files.tighten(tmp_path / "missing")
    assert stat.S_IMODE(shared.stat().st_mode) == 0o777
