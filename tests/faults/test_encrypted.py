"""Encrypted projects that are killed, flipped, rearranged, and looked at without the passphrase."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from coder.errors import CoderError
from coder.project import doctor, open_project, read_project
from coder.project.backups import listed
from coder.project.operations import codebook
from coder.store import keys
from coder.store.keys import NeedsPassphrase
from tests.faults.common import check_sound, create_small, start
from tests.faults.damages import Original, flip, seeds
from tests.strategies import FIRST, PASSPHRASE, SECOND, START, new_encrypted, reopened, small, tables_of

FILES = ("project.json", "history.jsonl")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Original:
    return Original(tmp_path_factory.mktemp("encrypted") / "p", closed=True, encrypted=True)


def create_encrypted(folder: Path) -> Path:
    """A small encrypted project in a folder, closed."""
    small(new_encrypted(folder)).close()
    return folder


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Look at a project as somebody without the passphrase does."""
    keys.lock_all()
    try:
        yield
    finally:
        keys.unlock(folder, PASSPHRASE)


def runs_of(texts: tuple[str, ...], length: int = 5) -> set[bytes]:
    """Every run of so many words of the texts, as it would be in a file."""
    words = [text.replace("\n", " \n ").split(" ") for text in texts]
    runs = {" ".join(line[at : at + length]) for line in words for at in range(len(line) - length + 1)}
    return {run.encode() for run in runs if "\n" not in run}


def clear_text(place: Path, runs: set[bytes]) -> list[str]:
    """The files below a folder in which a run of words is in clear, members of archives included."""
    names = []
    for path in [path for path in place.rglob("*") if path.is_file()]:
        try:
            contents = [path.read_bytes()]
        except FileNotFoundError:  # a temporary file that has taken its name
            continue
        if path.suffix == ".zip":
            with ZipFile(path) as archive:
                contents += [archive.read(name) for name in archive.namelist()]
        if any(run in content for run in runs for content in contents):
            names.append(str(path.relative_to(place)))
    return names


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
def test_nothing_is_in_clear_while_a_program_works_and_after_it_is_killed(tmp_path: Path) -> None:
    folder = create_encrypted(tmp_path / "p")
    runs = runs_of((FIRST, SECOND, "SYNTHETIC memo " * 6, "added code Killed/Code", "A draft that nobody saved yet"))
    assert clear_text(create_small(tmp_path / "plain"), runs) != []
    shutil.rmtree(tmp_path / "plain")
    environment = {**os.environ, "TMPDIR": str(tmp_path / "tmp"), "XDG_STATE_HOME": str(tmp_path / "state")}
    (tmp_path / "tmp").mkdir()
    with start("write", folder, "7", env=environment) as child:
        assert child.stdout is not None
        acknowledged = [child.stdout.readline() for _ in range(25)]
        found = [clear_text(tmp_path, runs) for _ in range(3)]
        child.send_signal(signal.SIGKILL)
        acknowledged += child.stdout.read().splitlines()
    with start("draft", folder, "A draft that nobody saved yet", env=environment) as child:
        child.communicate(timeout=300)
    with start("back_up_and_die", folder, "40", env=environment) as child:
        child.communicate(timeout=300)
    assert [*found, clear_text(tmp_path, runs)] == [[]] * 4
    with reopened(folder) as project:
        ids = [transaction.id for transaction in project.history()][::-1]
    written = [line.split()[1] for line in acknowledged if line.startswith("ok ") and len(line.strip()) == 39]
    assert len(written) > 15
    assert [id for id in ids if id in written] == written
    check_sound(folder)
    assert clear_text(tmp_path, runs) == []


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
def test_kill_at_each_step_of_a_checkpoint_loses_nothing(tmp_path: Path) -> None:
    original = create_encrypted(tmp_path / "original")
    steps = range(0, 40, 5)
    survived = False
    for at in steps:
        folder = Path(shutil.copytree(original, tmp_path / str(at)))
        with start("die", folder, str(at)) as child:
            out, err = child.communicate(timeout=300)
        survived = "survived" in err
        if survived:
            break
        with reopened(folder) as project:
            assert out.split()[1] in {transaction.id for transaction in project.history()}
        check_sound(folder)
    assert survived


def test_last_line_torn_at_any_byte_is_removed(tmp_path: Path) -> None:
    project = small(new_encrypted(tmp_path / "p"))
    project.checkpoint()
    before = tables_of(project)
    size = (project.folder / "history.jsonl").stat().st_size
    codebook.add(project, "Torn")
    after = tables_of(project)
    data = (project.folder / "history.jsonl").read_bytes()
    ignored = shutil.ignore_patterns("project.lock", "project.owner.json")
    lying = Path(shutil.copytree(project.folder, tmp_path / "lying", ignore=ignored))
    project.close()
    lengths = [*range(size, len(data), 17), len(data) - 1, len(data)]
    for length in lengths:
        (lying / "history.jsonl").write_bytes(data[:length])
        assert tables_of(read_project(lying)) == (after if length == len(data) else before)
    (lying / "history.jsonl").write_bytes(data[:-9])
    with reopened(lying) as project:
        assert any("was incomplete" in notice for notice in project.notices)
    check_sound(lying)


@pytest.mark.parametrize("seed", seeds(24, 1000))
def test_flipped_bit_is_never_read_and_all_is_recovered(original: Original, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    folder = Path(shutil.copytree(original.folder, tmp_path / "p"))
    path = folder / FILES[seed % len(FILES)]
    path.write_bytes(flip(path.read_bytes(), dice))
    findings = doctor.examine(folder)
    assert findings
    with contextlib.suppress(CoderError), read_project(folder) as project:
        assert tables_of(project) == original.tables
    doctor.repair(folder, START)
    assert doctor.examine(folder) == []
    with reopened(folder) as project:
        assert tables_of(project) == original.tables


def removed(lines: list[bytes]) -> list[bytes]:
    return [*lines[:4], *lines[5:]]


def swapped(lines: list[bytes]) -> list[bytes]:
    return [*lines[:4], lines[5], lines[4], *lines[6:]]


def repeated(lines: list[bytes]) -> list[bytes]:
    return [*lines[:4], lines[4], lines[4], *lines[5:]]


def plain(lines: list[bytes]) -> list[bytes]:
    return [*lines[:4], b'{"sum":"00000002:00000000","entry":{}}\n', *lines[5:]]


@pytest.mark.parametrize("rearranged", [removed, swapped, repeated, plain])
def test_rearranged_lines_are_found_with_and_without_the_passphrase(
    original: Original, tmp_path: Path, rearranged: Callable[[list[bytes]], list[bytes]]
) -> None:
    folder = Path(shutil.copytree(original.folder, tmp_path / "p"))
    path = folder / "history.jsonl"
    path.write_bytes(b"".join(rearranged(path.read_bytes().splitlines(keepends=True))))
    assert "history" in {finding.kind for finding in doctor.examine(folder)}
    doctor.repair(folder, START)
    with reopened(folder) as project:
        assert tables_of(project) == original.tables
    path.write_bytes(b"".join(rearranged(path.read_bytes().splitlines(keepends=True))))
    with locked(folder):
        (finding,) = doctor.examine(folder)
    line = 6 if rearranged is repeated else 5
    assert (finding.kind, finding.record) == ("history", f"history.jsonl line {line}")


def test_doctor_without_the_passphrase_says_what_it_knows(original: Original, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(original.folder, tmp_path / "p"))
    (folder / "project.owner.json").unlink()
    with locked(folder):
        assert doctor.examine(folder) == []
        assert [note.kind for note in doctor.notes(folder)] == ["encrypted"]
        for act in (read_project, lambda folder: doctor.repair(folder, START)):
            with pytest.raises(NeedsPassphrase):
                act(folder)
        (backup,) = listed(folder, verify=True)
        assert (backup.name, backup.note, backup.damage, backup.change) == ("", "encrypted", "", 9)
        data = (folder / "project.json").read_bytes()
        for damaged in (data[:-1], data + b"x", b"", data[1:]):
            (folder / "project.json").write_bytes(damaged)
            assert [finding.kind for finding in doctor.examine(folder)] == ["checkpoint"]


@pytest.mark.parametrize("pending", ["", "encrypt", "decrypt", "renew"])
def test_plain_project_put_in_place_of_an_encrypted_one_is_refused(
    original: Original, tmp_path: Path, pending: str
) -> None:
    folder = Path(shutil.copytree(original.folder, tmp_path / "p"))
    forged = create_small(tmp_path / "forged")
    key = folder / keys.NAME
    key.write_bytes(key.read_bytes().replace(b'"pending": ""', b'"pending": "%s"' % pending.encode()))
    for name in FILES:
        shutil.copy(forged / name, folder / name)
        for act in (read_project, open_project):
            with pytest.raises(CoderError):
                act(folder)
    assert {finding.kind for finding in doctor.examine(folder)} >= {"checkpoint", "history"}
    doctor.repair(folder, START)
    with reopened(folder) as project:  # from the backup
        assert {code.name for code in project.codes.values()} >= {"Alone"}


@pytest.mark.parametrize("seed", seeds(24, 1000))
def test_flipped_bit_shows_without_the_passphrase(original: Original, tmp_path: Path, seed: int) -> None:
    folder = Path(shutil.copytree(original.folder, tmp_path / "p"))
    path = folder / FILES[seed % len(FILES)]
    path.write_bytes(flip(path.read_bytes(), random.Random(seed)))
    with locked(folder):
        assert path.name in {finding.record.split()[0] for finding in doctor.examine(folder)}


@pytest.mark.parametrize("place", [0.3, 0.6, 0.99])
def test_changed_byte_is_called_what_it_is(original: Original, tmp_path: Path, place: float) -> None:
    folder = Path(shutil.copytree(original.folder, tmp_path / "p"))
    path = folder / "project.json"
    data = bytearray(path.read_bytes()[:-8])  # without its checksum
    data[int(len(data) * place)] ^= 1
    path.write_bytes(data)
    with pytest.raises(CoderError, match="does not authenticate: it is damaged, or was changed"):
        read_project(folder)
    assert "does not authenticate" in doctor.examine(folder)[0].detail


def test_damaged_checksum_of_a_sealed_file_is_found_and_repaired(original: Original, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(original.folder, tmp_path / "p"))
    data = (folder / "project.json").read_bytes()
    (folder / "project.json").write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with locked(folder):
        assert "checkpoint" in {finding.kind for finding in doctor.examine(folder)}
    assert "checkpoint" in {finding.kind for finding in doctor.examine(folder)}
    doctor.repair(folder, START)
    assert doctor.examine(folder) == []
