from __future__ import annotations

import os
import stat
from pathlib import Path

import msgspec
import pytest

from coder.errors import CoderError
from coder.project import settings
from coder.project.settings import Settings


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path / "folder" / "settings.toml"))
    monkeypatch.delenv("CODER_INITIALS", raising=False)
    return tmp_path / "folder" / "settings.toml"


def test_missing_file_gives_the_defaults(file: Path) -> None:
    assert settings.load() == Settings()


def test_saved_settings_are_loaded(file: Path) -> None:
    mine = Settings(initials="KG", theme="light", clipboard="always", keymap={"code.add": "c"}, recent=["/a b"])
    settings.save(mine)
    assert settings.load() == mine


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_folder_that_holds_settings_alone_is_made_private(file: Path) -> None:
    file.parent.mkdir()
    file.parent.chmod(0o777)
    settings.change(initials="KG")
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_folder_of_other_files_keeps_its_mode(file: Path) -> None:
    file.parent.mkdir()
    file.parent.chmod(0o755)
    (file.parent / "other").touch()
    settings.change(initials="KG")
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o755


def test_unknown_keys_are_preserved(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('initials = "KG"\nlater = 3\n')
    settings.save(Settings(initials="IH"))
    assert "later = 3" in file.read_text()
    assert settings.load().initials == "IH"


@pytest.mark.parametrize("text", ["initials = ", "initials = 3", 'clipboard = "yes"', "\x00"])
def test_unreadable_file_is_reported_and_not_overwritten(file: Path, text: str) -> None:
    file.parent.mkdir()
    file.write_text(text)
    with pytest.raises(CoderError, match=r"settings\.toml"):
        settings.load()
    with pytest.raises(CoderError):
        settings.save(Settings(initials="KG"))
    assert file.read_text() == text


def test_invalid_value_is_not_written(file: Path) -> None:
    with pytest.raises(msgspec.ValidationError):
        settings.save(Settings(clipboard=True))  # type: ignore[arg-type]
    assert not file.exists()


def test_recent_projects_are_unique_and_latest_first(file: Path, tmp_path: Path) -> None:
    for name in ("one", "two", "one"):
        settings.remember(tmp_path / name)
    assert [Path(folder).name for folder in settings.load().recent] == ["one", "two"]


def test_initials_come_from_argument_settings_or_environment(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODER_INITIALS", "EN")
    assert settings.initials("GI") == "GI"
    assert settings.initials() == "EN"
    settings.save(Settings(initials="SE"))
    assert settings.initials() == "SE"
    file.unlink()
    monkeypatch.delenv("CODER_INITIALS")
    assert settings.initials() == ""


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
@pytest.mark.parametrize("there", [True, False])
def test_link_to_the_settings_stays(file: Path, tmp_path: Path, there: bool) -> None:
    target = tmp_path / "dotfiles" / "coder.toml"
    file.parent.mkdir()
    file.symlink_to(Path("..") / "link.toml")
    (tmp_path / "link.toml").symlink_to(target)
    if there:
        target.parent.mkdir()
        target.write_text('# mine\ninitials = "KG"\n')
    settings.change(initials="IH")
    assert file.is_symlink()
    assert (tmp_path / "link.toml").is_symlink()
    assert not target.is_symlink()
    assert settings.load().initials == "IH"
    assert ("# mine" in target.read_text()) == there
    assert os.listdir(target.parent) == ["coder.toml"]


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_settings_that_are_a_ring_of_links_are_named(file: Path) -> None:
    file.parent.mkdir()
    file.symlink_to(file)
    with pytest.raises(CoderError, match="settings"):
        settings.change(initials="KG")
    assert file.is_symlink()


def test_private_state_remembers_no_project_and_forgets_those_there_were(file: Path, tmp_path: Path) -> None:
    settings.remember(tmp_path / "friends")
    assert "friends" in file.read_text()
    settings.change(**settings.with_consequences("private_state", "on"))
    settings.remember(tmp_path / "enemies")
    assert settings.load().recent == []
    assert "friends" not in file.read_text()
    file.write_text('private_state = "on"\nrecent = ["/home/kari/friends"]\n')
    settings.remember(tmp_path / "enemies")
    assert "friends" not in file.read_text()
    assert settings.with_consequences("idle_lock", 5) == {"idle_lock": 5}
