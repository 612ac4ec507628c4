"""`coder encrypt`, `decrypt` and `passphrase`, and every other command on an encrypted project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.cli import passphrase
from coder.store import cipher, keys
from coder.store.cipher import Cost
from tests.cli.conftest import Run
from tests.cli.test_passphrase import typed

SECRET, OTHER = "SYNTHETIC blåbær", "SYNTHETIC battery staple"
#: Commands that read, that write, and that take the path only.
COMMANDS = {
    "sources": ("sources", "P"),
    "find": ("find", "P", "Shame"),
    "history": ("history", "P"),
    "codes add": ("codes", "add", "P", "New"),
    "memo": ("memo", "P", "--text", "SYNTHETIC"),
    "undo": ("undo", "P"),
    "backups list": ("backups", "list", "P"),
    "backups make": ("backups", "make", "P"),
    "scan": ("scan", "P"),
    "doctor": ("doctor", "P"),
}


@pytest.fixture(autouse=True)
def cheap_keys_and_no_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(cipher, "calibrated", lambda: Cost(1, 8192))
    monkeypatch.setattr(passphrase, "_has_terminal", lambda: False)
    monkeypatch.delenv(passphrase.FD, raising=False)
    yield
    keys.lock_all()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file with the passphrase, and another one in its second line."""
    path = tmp_path / "secret"
    path.write_text(f"{SECRET}\n{OTHER}\n", encoding="utf-8")
    return path


@pytest.fixture
def encrypted(project: Path, run: Run, secret: Path) -> Path:
    """The project, encrypted and locked."""
    assert run("encrypt", project, "--passphrase-file", secret).status == 0
    keys.lock_all()
    return project


def test_it_is_encrypted_and_decrypted(project: Path, run: Run, secret: Path) -> None:
    before = run("codes", project, "--json").json
    result = run("encrypt", project, "--passphrase-file", secret, "--json")
    assert (result.status, result.json["encrypted"], result.json["changed"]) == (0, True, True)
    assert not any(b"shame of it" in file.read_bytes() for file in project.rglob("*") if file.is_file())
    assert run("encrypt", project).out.startswith("The project is encrypted already")
    keys.lock_all()
    assert run("codes", project, "--json", "--passphrase-file", secret).json == before
    keys.lock_all()
    assert run("decrypt", project).status == 1
    assert run("decrypt", project, "--passphrase-file", secret, "--json").json["changed"] is True
    keys.lock_all()
    assert run("codes", project, "--json").json == before
    assert run("decrypt", project, "--json").json["changed"] is False


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_every_command_works_with_the_passphrase(
    encrypted: Path, run: Run, secret: Path, words: tuple[str, ...]
) -> None:
    argv = [str(encrypted) if word == "P" else word for word in words]
    keys.lock_all()
    result = run("--passphrase-file", secret, *argv)
    assert "passphrase" not in result.err
    assert result.status == 0 or words[0] == "scan"


@pytest.mark.parametrize("words", [("sources", "P"), ("codes", "add", "P", "New"), ("scan", "P")], ids=" ".join)
def test_without_a_terminal_the_command_is_refused_with_the_ways(
    encrypted: Path, run: Run, words: tuple[str, ...]
) -> None:
    before = (encrypted / "history.jsonl").read_bytes()
    result = run(*(encrypted if word == "P" else word for word in words), "--json")
    assert (result.status, "no terminal" in result.json["error"]["title"]) == (1, True)
    assert "--passphrase-file" in result.json["error"]["hint"]
    assert (encrypted / "history.jsonl").read_bytes() == before


def test_a_wrong_passphrase_is_refused_without_a_hint(encrypted: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("SYNTHETIC blabar", encoding="utf-8")
    result = run("sources", encrypted, "--passphrase-file", tmp_path / "wrong")
    assert (result.status, result.out) == (1, "")
    assert "That is not the passphrase" in result.err
    assert "blabar" not in result.err


def test_on_a_terminal_it_may_be_typed_three_times(
    encrypted: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts = typed(monkeypatch, "wrong", "wrong again", SECRET, "a", "b", "c")
    assert run("sources", encrypted).status == 0
    assert len(prompts) == 3
    keys.lock_all()
    assert run("sources", encrypted).status == 1
    assert len(prompts) == 6


def test_the_same_letters_in_another_form_open_it(encrypted: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "SYNTHETIC bla\u030abær")
    assert run("sources", encrypted).status == 0


def test_the_passphrase_is_changed(encrypted: Path, run: Run, secret: Path, tmp_path: Path) -> None:
    assert run("passphrase", encrypted, "--passphrase-file", secret).status == 0
    keys.lock_all()
    assert run("sources", encrypted, "--passphrase-file", secret).status == 1
    (tmp_path / "new").write_text(OTHER, encoding="utf-8")
    assert run("sources", encrypted, "--passphrase-file", tmp_path / "new").status == 0


def test_people_are_added_and_removed(encrypted: Path, run: Run, secret: Path, tmp_path: Path) -> None:
    (tmp_path / "new").write_text(OTHER, encoding="utf-8")
    new = ("--new-passphrase-file", tmp_path / "new")
    assert run("passphrase", encrypted, "--add", "TB", "--passphrase-file", secret, *new).status == 0
    assert run("passphrase", encrypted, "--add", "RE", "--passphrase-file", secret, *new).status == 0
    listed = run("passphrase", encrypted, "--list", "--json").json
    assert [row["name"] for row in listed] == ["KG", "TB", "RE"]
    keys.lock_all()
    assert run("sources", encrypted, "--passphrase-file", tmp_path / "new").status == 0
    refused = run("passphrase", encrypted, "--remove", "TB", "--passphrase-file", secret)
    assert (refused.status, "--yes" in refused.err) == (1, True)
    removed = run("passphrase", encrypted, "--remove", "TB", "--passphrase-file", secret, "--yes", "--json")
    assert removed.status == 0
    assert "RE" in " ".join(removed.json["messages"])
    keys.lock_all()
    assert run("sources", encrypted, "--passphrase-file", tmp_path / "new").status == 1
    assert [row["name"] for row in run("passphrase", encrypted, "--list", "--json").json] == ["KG"]


def test_a_recovery_key_opens_it(encrypted: Path, run: Run, secret: Path, tmp_path: Path) -> None:
    result = run("passphrase", encrypted, "--recovery-key", "--passphrase-file", secret)
    assert result.status == 0
    (tmp_path / "key").write_text(result.out.lower(), encoding="utf-8")
    keys.lock_all()
    assert run("sources", encrypted, "--passphrase-file", tmp_path / "key").status == 0


def test_a_new_project_is_encrypted_from_the_beginning(tmp_path: Path, run: Run, secret: Path) -> None:
    folder = tmp_path / "new"
    result = run("new", folder, "--encrypted", "--passphrase-file", secret, "--json")
    assert (result.status, result.json["encrypted"]) == (0, True)
    assert b"created project" not in (folder / "history.jsonl").read_bytes()
    keys.lock_all()
    assert run("sources", folder).status == 1
    assert run("new", tmp_path / "other", "--encrypted").status == 1
    assert not (tmp_path / "other").exists()
    assert run("new", tmp_path / "other", "--encrypted", "--sample").status == 2


def test_the_passphrase_of_a_plain_project_is_refused(project: Path, run: Run, tmp_path: Path) -> None:
    assert "not encrypted" in run("passphrase", project).err
    assert run("encrypt", tmp_path / "missing").status == 1
    assert run("passphrase", project, "--list", "--recovery-key").status == 2


def test_an_empty_new_passphrase_is_refused(project: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert "empty" in run("encrypt", project, "--passphrase-file", tmp_path / "empty").err
    assert not (project / "project.key").exists()


@pytest.mark.parametrize("words", [words for name, words in COMMANDS.items() if name != "backups list"], ids=" ".join)
def test_every_command_but_the_list_of_backups_names_a_missing_key_file(
    encrypted: Path, run: Run, secret: Path, words: tuple[str, ...]
) -> None:
    (encrypted / "project.key").unlink()
    before = {path: path.read_bytes() for path in encrypted.rglob("*") if path.is_file()}
    result = run("--passphrase-file", secret, *(encrypted if word == "P" else word for word in words))
    assert result.status == 1
    assert "project.key" in result.out + result.err
    assert "zero bytes" not in result.out + result.err
    assert {path: path.read_bytes() for path in encrypted.rglob("*") if path.is_file()} == before


def test_doctor_puts_a_missing_key_file_back_from_a_backup(encrypted: Path, run: Run, secret: Path) -> None:
    assert run("backups", "make", encrypted, "--passphrase-file", secret).status == 0
    keys.lock_all()
    content = (encrypted / "project.key").read_bytes()
    (encrypted / "project.key").unlink()
    result = run("doctor", encrypted, "--json")
    assert [(row["kind"], row["repairable"]) for row in result.json["findings"]] == [("key", True)]
    assert run("doctor", encrypted, "--repair").status == 1
    assert not (encrypted / "project.key").exists()
    result = run("doctor", encrypted, "--repair", "--passphrase-file", secret)
    assert result.status == 0
    assert "repaired: Put back project.key" in result.out
    assert (encrypted / "project.key").read_bytes() == content
    keys.lock_all()
    assert run("sources", encrypted).status == 1


def test_the_recovery_key_replaces_a_forgotten_passphrase(
    encrypted: Path, run: Run, secret: Path, tmp_path: Path
) -> None:
    key = run("passphrase", encrypted, "--recovery-key", "--passphrase-file", secret).out.strip()
    (tmp_path / "key").write_text(f"{key}\n{OTHER}\n", encoding="utf-8")
    result = run("passphrase", encrypted, "--passphrase-file", tmp_path / "key", "--json")
    assert result.json == {"changed": True, "name": "KG"}
    keys.lock_all()
    assert run("sources", encrypted, "--passphrase-file", secret).status == 1
    (tmp_path / "new").write_text(f"{SECRET}\n", encoding="utf-8")
    new = ("--new-passphrase-file", tmp_path / "new")
    assert run("passphrase", encrypted, "--add", "TB", "--passphrase-file", tmp_path / "key", *new).status == 0
    refused = run("passphrase", encrypted, "--passphrase-file", tmp_path / "key")
    assert (refused.status, "KG, TB" in refused.err, "--of KG" in refused.err) == (1, True, True)
    changed = run("passphrase", encrypted, "--of", "TB", "--passphrase-file", tmp_path / "key", "--json")
    assert changed.json["name"] == "TB"
    keys.lock_all()
    assert run("sources", encrypted, "--passphrase-file", tmp_path / "new").status == 1
    assert run("passphrase", encrypted, "--of", "TB", "--list").status == 2
