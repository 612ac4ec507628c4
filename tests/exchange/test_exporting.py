"""Files are written aside and renamed, never over what exists unasked, never in place of a link or a device."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.errors import CoderError, FileExists
from coder.exchange.exporting import write_file
from coder.store import files

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


@pytest.mark.usefixtures("no_umask")
def test_files_and_folders_are_private_without_a_umask(tmp_path: Path) -> None:
    write_file(tmp_path / "units.csv", DATA)
    files.make_folder(tmp_path / "a" / "b")
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("units.csv", "a", "a/b")]
    assert modes == [0o600, 0o700, 0o700]
