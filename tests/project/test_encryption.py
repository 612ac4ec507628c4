"""Encryption of a whole project: the same study before, during and after, and nothing of it readable on the disk."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from coder.errors import Kept, NotFound, StoreError
from coder.progress import no_progress
from coder.project import backups, create_project, doctor, drafts, encryption, open_project, read_project
from coder.project import rescue as rescued
from coder.project.operations import codebook, codings
from coder.project.project import utc_now
from coder.store import cipher, files, keys, openings, rescue
from coder.store.keys import KeyMissing, NeedsPassphrase, WrongPassphrase
from tests.strategies import CHEAP, PASSPHRASE, back_up, first_of, new_project, reopened, small, tables_of

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
    (folder / "history.jsonl.damaged-1234").chmod(0o600)
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
    assert encryption.encrypt(folder, PASSPHRASE, coder="KG", cost=CHEAP) == []
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
    keys.unlock(folder, PASSPHRASE)
    assert everything(folder) == before


def test_decrypted_project_is_as_it_was_byte_by_byte(folder: Path) -> None:
    names = ("project.json", "history.jsonl", "openings.jsonl", "history.jsonl.damaged-1234")
    with open_project(folder):
        pass
    before = {name: (folder / name).read_bytes() for name in names}
    encryption.encrypt(folder, PASSPHRASE, cost=CHEAP)
    with pytest.raises(WrongPassphrase):
        encryption.decrypt(folder, "wrong horse")
    encryption.decrypt(folder, PASSPHRASE)
    assert {name: (folder / name).read_bytes() for name in names} == before
    assert not keys.is_encrypted(folder)
    assert doctor.examine(folder) == []
    (backup,) = backups.listed(folder, verify=True)
    assert (backup.name, backup.damage) == ("Study", "")


def test_work_in_an_encrypted_project_is_kept_and_undone(folder: Path) -> None:
    encryption.encrypt(folder, PASSPHRASE, cost=CHEAP)
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
    folder = create_project(tmp_path / "new", "Study", passphrase=PASSPHRASE, cost=CHEAP)
    with small(reopened(folder)) as project:
        back_up(project)
        before = tables_of(project)
    keys.lock_all()
    keys.unlock(folder, PASSPHRASE)
    with read_project(folder) as project:
        assert tables_of(project) == before
    assert readable(tmp_path) == []


def test_changed_passphrase_opens_and_the_old_one_does_not(folder: Path) -> None:
    encryption.encrypt(folder, PASSPHRASE, coder="KG", cost=CHEAP)
    before = everything(folder)
    encryption.change_passphrase(folder, PASSPHRASE, "blåbær", cost=CHEAP)
    with pytest.raises(WrongPassphrase):
        keys.unlock(folder, PASSPHRASE)
    keys.lock_all()
    keys.unlock(folder, "blåbær")
    assert everything(folder) == before
    (backup,) = backups.listed(folder, verify=True)
    assert backup.damage == ""


def test_recovery_key_opens_and_gives_a_new_passphrase(folder: Path) -> None:
    encryption.encrypt(folder, PASSPHRASE, coder="KG", cost=CHEAP)
    earlier = encryption.make_recovery_key(folder, PASSPHRASE)
    recovery = encryption.make_recovery_key(folder, PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        encryption.change_passphrase(folder, earlier, "new one", cost=CHEAP)
    encryption.change_passphrase(folder, recovery, "new one", cost=CHEAP)
    keys.unlock(folder, "new one")
    assert encryption.passphrases(folder) == [("recovery key", True), ("KG", False)]


def test_removed_person_opens_nothing_any_more(folder: Path) -> None:
    encryption.encrypt(folder, PASSPHRASE, coder="KG", cost=CHEAP)
    encryption.add_passphrase(folder, PASSPHRASE, "TB", "blåbær", cost=CHEAP)
    encryption.add_passphrase(folder, PASSPHRASE, "AN", "tyttebær", cost=CHEAP)
    before = everything(folder)
    old_key = keys.of(folder)
    assert old_key is not None
    with pytest.raises(StoreError):
        encryption.remove_passphrase(folder, "blåbær", "TB", cost=CHEAP)
    messages = encryption.remove_passphrase(folder, PASSPHRASE, "TB", cost=CHEAP)
    assert any("AN" in message for message in messages)
    keys.lock_all()
    for removed in ("blåbær", "tyttebær"):
        with pytest.raises(WrongPassphrase):
            keys.unlock(folder, removed)
    keys.unlock(folder, PASSPHRASE)
    assert everything(folder) == before
    assert doctor.examine(folder) == []
    sealed_files = [folder / "project.json", *(folder / "drafts").iterdir()]
    assert len(sealed_files) == 2
    for path in sealed_files:
        assert cipher.head_of(path.read_bytes()).id != old_key.id
    (backup,) = backups.listed(folder, verify=True)
    assert (backup.name, backup.damage) == ("Study", "")


class Killed(Exception):
    """The program ended here."""


@pytest.mark.parametrize("work", ["encrypt", "decrypt", "remove"])
def test_interrupted_conversion_is_read_and_completed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    before = everything(folder)
    if work != "encrypt":
        encryption.encrypt(folder, PASSPHRASE, coder="KG", cost=CHEAP)
        encryption.add_passphrase(folder, PASSPHRASE, "TB", "blåbær", cost=CHEAP)
    acts = {
        "encrypt": lambda: encryption.encrypt(folder, PASSPHRASE, coder="KG", cost=CHEAP),
        "decrypt": lambda: encryption.decrypt(folder, PASSPHRASE),
        "remove": lambda: encryption.remove_passphrase(folder, PASSPHRASE, "TB", cost=CHEAP),
    }
    kept = folder.with_name("kept")
    shutil.copytree(folder, kept)
    replace = files.replace
    for step in range(30):
        shutil.rmtree(folder)
        shutil.copytree(kept, folder)
        keys.lock_all()
        left = step

        def dying(path: Path, data: bytes) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed
            replace(path, data)

        with monkeypatch.context() as patch:
            patch.setattr(files, "replace", dying)
            try:
                acts[work]()
                break
            except Killed:
                pass
        keys.lock_all()
        if keys.is_encrypted(folder):
            keys.unlock(folder, PASSPHRASE)
        assert everything(folder) == before
        with reopened(folder):
            pass
        assert everything(folder) == before
        assert doctor.examine(folder) == []
        if keys.is_encrypted(folder):
            assert readable(folder) == []
    assert step >= 6


def test_all_that_lies_there_is_encrypted_and_comes_back(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = tmp_path / "second"
    second.mkdir()
    (tmp_path / "settings.toml").write_text(f"backup_folder = '{second}'")
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path / "settings.toml"))
    with open_project(folder, "KG") as project:
        job = backups.job(project, "before")
        assert job is not None
        job(no_progress)
    before = everything(folder)
    earlier = folder / "backups" / "project-000007-20260102-030405.json.gz"
    earlier.write_bytes(gzip.compress((folder / "project.json").read_bytes()))
    damaged = folder / "backups" / "backup-000009-20260102-030405-n3.zip"
    damaged.write_bytes(RUNS[0])
    (folder / "drafts" / "torn.json").write_bytes(RUNS[1][:-4])
    (folder / "notes.txt").write_bytes(b"SYNTHETIC notes of somebody")
    messages = encryption.encrypt(folder, PASSPHRASE, coder="KG", cost=CHEAP)
    assert any("notes.txt" in message for message in messages)
    assert any(f"{damaged.name}.damaged" in message for message in messages)
    assert readable(tmp_path) == []
    assert cipher.is_sealed(earlier.read_bytes())
    rows = backups.listed(folder, verify=True)
    assert [(row.name, row.damage) for row in rows if row.name] == [("Study", "")] * 2
    backups.restore_to(backups.named(rows, "7"), rows, tmp_path / "restored", folder)
    assert keys.is_encrypted(tmp_path / "restored")
    with read_project(tmp_path / "restored") as project:
        assert tables_of(project) == before[0]
    encryption.decrypt(folder, PASSPHRASE)
    assert everything(folder) == before
    assert gzip.decompress(earlier.read_bytes()) == (folder / "project.json").read_bytes()
    assert (folder / "backups" / f"{damaged.name}.damaged").read_bytes() == RUNS[0]
    assert (folder / "drafts" / "torn.json.damaged").read_bytes() == RUNS[1][:-4]
    assert [row.damage for row in backups.listed(folder, verify=True)] == ["", "", ""]


def test_text_kept_outside_an_unreachable_project_is_encrypted(folder: Path, tmp_path: Path) -> None:
    encryption.encrypt(folder, PASSPHRASE, coder="KG", cost=CHEAP)
    project = open_project(folder, "KG")
    folder.rename(tmp_path / "away")
    with pytest.raises(Kept):
        drafts.save_prose(project, "synthesis", first_of(project.codes), "", "SYNTHETIC: A year has passed, again")
    assert len(rescue.paths()) == 1
    assert readable(tmp_path) == []
    (tmp_path / "away").rename(folder)
    project.close()
    with open_project(folder, "KG") as project:
        assert rescued.take_back(project).moved != []
        assert "again" in drafts.prose_drafts(project)[0].text
    assert readable(tmp_path) == []


@pytest.mark.parametrize("is_gone", [True, False])
def test_copy_saved_elsewhere_is_encrypted(folder: Path, tmp_path: Path, is_gone: bool) -> None:
    encryption.encrypt(folder, PASSPHRASE, coder="KG", cost=CHEAP)
    project = open_project(folder, "KG")
    before = tables_of(project)
    if is_gone:
        shutil.rmtree(folder)
    else:  # it cannot be read
        (folder / keys.NAME).unlink()
        (folder / keys.NAME).mkdir()
    project.save_copy(tmp_path / "copy")
    project._store.leave()
    keys.lock_all()
    keys.unlock(tmp_path / "copy", PASSPHRASE)
    assert everything(tmp_path / "copy")[0] == before
    assert readable(tmp_path) == []


@pytest.fixture
def without_key(folder: Path) -> Path:
    """The study, encrypted and locked, with a backup, without its key file."""
    encryption.encrypt(folder, PASSPHRASE, cost=CHEAP)
    keys.lock_all()
    (folder / keys.NAME).unlink()
    return folder


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


ACTS = {
    "read": read_project,
    "open": open_project,
    "draft": lambda folder: drafts.prose_drafts(read_project(folder)),
    "encrypt": lambda folder: encryption.encrypt(folder, "another one", cost=CHEAP),
    "decrypt": lambda folder: encryption.decrypt(folder, PASSPHRASE),
    "opening": lambda folder: openings.append(folder, openings.Opening("2026-01-02", "KG", "k", "w", "read", "c")),
    "unlock": lambda folder: keys.unlock(folder, PASSPHRASE),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("lost", ["", "project.json", "history.jsonl"])
def test_project_without_its_key_file_is_refused_and_not_touched(
    without_key: Path, lost: str, act: Callable[[Path], object]
) -> None:
    if lost:
        (without_key / lost).write_bytes(bytes(100))
    before = everything_in(without_key)
    with pytest.raises(KeyMissing, match="The key file is missing"):
        act(without_key)
    assert everything_in(without_key) == before
    assert readable(without_key) == []


def test_lost_key_file_is_put_back_from_the_newest_backup_that_has_it(without_key: Path) -> None:
    (finding,) = doctor.examine(without_key)
    assert (finding.kind, finding.record, finding.repairable) == ("key", keys.NAME, True)
    before = everything_in(without_key)
    with pytest.raises(NeedsPassphrase) as needed:
        doctor.repair(without_key, utc_now())
    assert everything_in(without_key) == before
    keys.unlock(needed.value.place, PASSPHRASE)
    (message,) = doctor.repair(without_key, utc_now())
    assert "Put back project.key from the backup" in message
    assert doctor.examine(without_key) == []
    assert readable(without_key.parent) == []
    keys.lock_all()
    with pytest.raises(NeedsPassphrase):
        read_project(without_key)


@pytest.mark.parametrize("damaged", [("project.json",), ("history.jsonl",), ("project.json", "history.jsonl")])
def test_lost_key_file_and_damage_are_repaired_without_clear_text(
    without_key: Path, damaged: tuple[str, ...]
) -> None:
    for name in damaged:
        (without_key / name).write_bytes(bytes(100))
    with pytest.raises(NeedsPassphrase) as needed:
        doctor.repair(without_key, utc_now())
    keys.unlock(needed.value.place, PASSPHRASE)
    doctor.repair(without_key, utc_now())
    assert doctor.examine(without_key) == []
    assert readable(without_key.parent) == []
    assert keys.read(without_key) is not None


@pytest.mark.parametrize("damaged", [(), ("project.json",), ("history.jsonl",)])
def test_repair_without_any_copy_of_the_key_file_changes_nothing(without_key: Path, damaged: tuple[str, ...]) -> None:
    shutil.rmtree(without_key / "backups")
    for name in damaged:
        (without_key / name).write_bytes(bytes(100))
    before = everything_in(without_key)
    with pytest.raises(KeyMissing):
        doctor.repair(without_key, utc_now())
    assert everything_in(without_key) == before
    assert doctor.examine(without_key)[0].kind == "key"


def test_key_file_of_another_project_is_not_put_back(without_key: Path, tmp_path: Path) -> None:
    other = create_project(tmp_path / "other", "Other", passphrase=PASSPHRASE, cost=CHEAP)
    with reopened(other) as project:
        back_up(project)
    shutil.rmtree(without_key / "backups")
    shutil.copytree(other / "backups", without_key / "backups")
    with pytest.raises(KeyMissing):  # by its id
        doctor.repair(without_key, utc_now())
    (without_key / "project.json").write_bytes(bytes(100))
    keys.unlock(other, PASSPHRASE)
    with pytest.raises(KeyMissing):  # it opens no line of the history
        doctor.repair(without_key, utc_now())
    assert not (without_key / keys.NAME).exists()


def test_no_backup_is_made_of_an_open_project_that_lost_its_key_file(folder: Path) -> None:
    encryption.encrypt(folder, PASSPHRASE, cost=CHEAP)
    with reopened(folder) as project:
        (folder / keys.NAME).unlink()
        codebook.add(project, "Still sealed")
        job = backups.job(project, if_due=False)
        assert job is not None
        with pytest.raises(KeyMissing):
            job(no_progress)
    assert readable(folder.parent) == []
    assert "key" in {finding.kind for finding in doctor.examine(folder)}


def test_sealed_backup_of_an_early_version_is_restored_sealed_without_its_project(
    folder: Path, tmp_path: Path
) -> None:
    shutil.rmtree(folder / "backups")
    (folder / "backups").mkdir()
    earlier = folder / "backups" / "project-000007-20260102-030405.json.gz"
    earlier.write_bytes(gzip.compress((folder / "project.json").read_bytes()))
    encryption.encrypt(folder, PASSPHRASE, cost=CHEAP)
    rows = backups.listed(folder)
    for number, origin in enumerate((None, tmp_path / "gone")):
        restored = backups.restore_to(rows[0], rows, tmp_path / str(number), origin)
        assert keys.is_encrypted(restored.folder)
        assert readable(restored.folder) == []


def opens(folder: Path, *passphrases: str) -> list[bool]:
    key_file = keys.read(folder)
    assert key_file is not None
    return [keys.open_slot(key_file, passphrase) is not None for passphrase in passphrases]


def test_recovery_key_replaces_the_forgotten_passphrase(folder: Path) -> None:
    encryption.encrypt(folder, PASSPHRASE, cost=CHEAP)
    assert [row.name for row in encryption.passphrases(folder)] == ["owner"]
    recovery = encryption.make_recovery_key(folder, PASSPHRASE)
    assert encryption.change_passphrase(folder, recovery, "blåbær", cost=CHEAP) == "owner"
    assert opens(folder, PASSPHRASE, "blåbær", recovery) == [False, True, True]
    encryption.add_passphrase(folder, "blåbær", "TB", "tyttebær", cost=CHEAP)
    for name in ("", "RE"):
        with pytest.raises((StoreError, NotFound)):
            encryption.change_passphrase(folder, recovery, "new one", name, cost=CHEAP)
    with pytest.raises(StoreError, match="somebody else"):
        encryption.change_passphrase(folder, "blåbær", "new one", "TB", cost=CHEAP)
    assert encryption.change_passphrase(folder, recovery, "new one", "tb", cost=CHEAP) == "TB"
    assert opens(folder, "blåbær", "tyttebær", "new one", recovery) == [True, False, True, True]


def test_passphrases_without_a_name_have_one_and_are_removed(folder: Path) -> None:
    encryption.encrypt(folder, PASSPHRASE, cost=CHEAP)
    key_file, opened = keys.read(folder), keys.of(folder)
    assert key_file is not None
    assert opened is not None
    for text in ("blåbær", "tyttebær"):
        key_file = keys.add_slot(key_file, opened, "", text, cost=CHEAP)
    keys.write(folder, key_file)
    assert [row.name for row in encryption.passphrases(folder)] == ["owner", "owner 2", "owner 3"]
    encryption.remove_passphrase(folder, PASSPHRASE, "owner 2", {"owner 3": "tyttebær"}, cost=CHEAP)
    assert [row.name for row in encryption.passphrases(folder)] == ["owner", "owner 3"]
    assert opens(folder, PASSPHRASE, "blåbær", "tyttebær") == [True, False, True]


@pytest.mark.parametrize("content", [b"", bytes(300), b"{}"])
def test_damaged_key_file_is_put_back_from_a_backup(without_key: Path, content: bytes) -> None:
    (without_key / keys.NAME).write_bytes(content)
    (without_key / keys.NAME).chmod(0o600)
    (finding,) = doctor.examine(without_key)
    assert (finding.kind, finding.repairable) == ("key", True)
    with pytest.raises(NeedsPassphrase) as needed:
        doctor.repair(without_key, utc_now())
    keys.unlock(needed.value.place, PASSPHRASE)
    doctor.repair(without_key, utc_now())
    assert doctor.examine(without_key) == []
    assert readable(without_key.parent) == []


def test_folders_of_somebody_else_are_named_and_do_not_stop_it(folder: Path) -> None:
    for below in ("drafts", "backups"):
        (folder / below / "old").mkdir()
        (folder / below / "old" / "notes.txt").write_bytes(b"SYNTHETIC")
    (message,) = encryption.encrypt(folder, PASSPHRASE, cost=CHEAP)
    assert message.endswith("not the program's: drafts/old, backups/old")
    assert readable(folder) == []
    with reopened(folder) as project:
        job = backups.job(project, if_due=False)
        assert job is not None
        assert job(no_progress).path.exists()
