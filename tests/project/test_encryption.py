"""Encryption of a whole project: the same study before, during and after, and nothing of it readable on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from coder.project import backups, create_project, doctor, drafts, encryption, open_project, read_project
from coder.project.operations import codebook, codings
from coder.store import keys, openings
from coder.store.cipher import Cost
from coder.store.keys import NeedsPassphrase, WrongPassphrase
from tests.strategies import back_up, first_of, new_project, reopened, small, tables_of

CHEAP = Cost(1, 8192)
SECRET = "correct horse"
#: Runs of words of the study, as UTF-8.
RUNS = [b"How was the first week", b"I did not ask anybody", b"A year has passed", b"Study"]


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    yield
    keys.lock_all()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small study with a backup, a draft, a log of openings and a kept damaged file; plain."""
    folder = tmp_path / "study"
    with small(new_project(folder)) as project:
        back_up(project)
        codebook.add(project, "Later")
        drafts.save_prose(project, "synthesis", first_of(project.codes), "", "SYNTHETIC: A year has passed, she says")
    openings.append(folder, openings.Opening("2026-01-02", "KG", "kari", "ward-7", "write", "coder"))
    (folder / "history.jsonl.damaged-1234").write_bytes(RUNS[1])
    return folder


def everything(folder: Path) -> tuple[object, list[object]]:
    with read_project(folder) as project:
        return tables_of(project), list(project.history())


def readable(folder: Path) -> list[str]:
    """The files below a folder in which a run of words of the study can be read, in archives too."""
    names = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        contents = {path.name: path.read_bytes()}
        if path.suffix == ".zip":
            with ZipFile(path) as archive:
                contents |= {f"{path.name}/{name}": archive.read(name) for name in archive.namelist()}
        names += [name for name, data in contents.items() if any(run in data for run in RUNS)]
    return names


def test_encrypted_project_is_the_same_study_and_nothing_of_it_can_be_read(folder: Path) -> None:
    before = everything(folder)
    assert len(readable(folder)) >= 5
    assert encryption.encrypt(folder, SECRET, coder="KG", cost=CHEAP) == []
    assert readable(folder.parent) == []
    assert everything(folder) == before
    with read_project(folder) as project:
        assert [draft.text for draft in drafts.prose_drafts(project)] == ["SYNTHETIC: A year has passed, she says"]
    assert [opening.user for opening in openings.listed(folder)] == ["kari"]
    assert doctor.examine(folder) == []
    keys.lock_all()
    for attempt in (read_project, open_project):
        with pytest.raises(NeedsPassphrase):
            attempt(folder)
    keys.unlock(folder, SECRET)
    assert everything(folder) == before


def test_decrypted_project_is_as_it_was_byte_by_byte(folder: Path) -> None:
    names = ("project.json", "history.jsonl", "openings.jsonl", "history.jsonl.damaged-1234")
    with open_project(folder):
        pass
    before = {name: (folder / name).read_bytes() for name in names}
    encryption.encrypt(folder, SECRET, cost=CHEAP)
    with pytest.raises(WrongPassphrase):
        encryption.decrypt(folder, "wrong horse")
    encryption.decrypt(folder, SECRET)
    assert {name: (folder / name).read_bytes() for name in names} == before
    assert not keys.is_encrypted(folder)
    assert doctor.examine(folder) == []
    (backup,) = backups.listed(folder, verify=True)
    assert (backup.name, backup.damage) == ("Study", "")


def test_work_in_an_encrypted_project_is_kept_and_undone(folder: Path) -> None:
    encryption.encrypt(folder, SECRET, cost=CHEAP)
    with reopened(folder) as project:
        before = tables_of(project)
        code = codebook.add(project, "While encrypted")
        source = first_of(project.sources.values())
        codings.code(project, source, 10, 20, [code])
        after = tables_of(project)
    with reopened(folder) as project:
        assert tables_of(project) == after
        while tables_of(project) != before:
            assert project.undo() is not None
        project.redo()
        project.redo()
        assert tables_of(project) == after
    assert doctor.examine(folder) == []
    assert readable(folder.parent) == []


def test_created_encrypted_project_never_was_plain(tmp_path: Path) -> None:
    folder = create_project(tmp_path / "new", "Study", passphrase=SECRET, cost=CHEAP)
    with small(reopened(folder)) as project:
        back_up(project)
        before = tables_of(project)
    keys.lock_all()
    keys.unlock(folder, SECRET)
    with read_project(folder) as project:
        assert tables_of(project) == before
    assert readable(tmp_path) == []
