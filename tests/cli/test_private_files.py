"""Every file that a command makes is readable by its owner only, whatever the umask."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from coder.__main__ import VERBS as MODULES
from coder.cli import verb
from coder.project import drafts, open_project, settings
from coder.project.drafts import MemoDraft
from coder.store import rescue
from tests.cli.conftest import Run

SAMPLE = Path(__file__).parents[2] / "sample_project"
#: Command that writes a file → the words of it.
OUTPUTS = {
    "export": ("export", "P", "units.docx.html"),
    "report results": ("report", "results", "P", "results.docx"),
    "report trail": ("report", "trail", "P", "trail.html"),
    "report pairs": ("report", "pairs", "P", "pairs.md"),
    "report coreq": ("report", "coreq", "P", "coreq.docx"),
    "report data-management": ("report", "data-management", "P", "sheet.docx"),
    "codes export": ("codes", "export", "P", "codebook.csv"),
    "memos export": ("memos", "export", "P", "memos.docx"),
    "participants export": ("participants", "export", "P", "participants.csv"),
    "frameworks table": ("frameworks", "table", "P", "Levels", "levels.html"),
    "matrix": ("matrix", "P", "--csv", "matrix.csv"),
    "picture portrait": ("picture", "portrait", "P", "P01_b", "--svg", "P01.svg"),
    "picture growth": ("picture", "growth", "P", "--svg", "growth.svg"),
    "picture timeline": ("picture", "timeline", "P", "--svg", "timeline.svg"),
    "changes": ("changes", "P", "changes.csv"),
}

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")


@pytest.fixture(params=[0o000, 0o027], ids=["no umask", "group may read"])
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Path]:
    """An empty folder for all that is made."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("CODER_CONFIG", str(folder / "config" / "coder" / "settings.toml"))
    monkeypatch.setattr("platformdirs.user_state_path", lambda *_, **__: folder / "state" / "coder")
    monkeypatch.chdir(folder)
    before = os.umask(request.param)
    yield folder
    os.umask(before)


def too_open(folder: Path) -> list[str]:
    """Return the files and folders with other modes than 0600 and 0700."""
    expected = {True: 0o700, False: 0o600}
    modes = {path: stat.S_IMODE(path.lstat().st_mode) for path in [folder, *folder.rglob("*")]}
    assert len(modes) > 1
    return [f"{path}: {mode:o}" for path, mode in modes.items() if mode != expected[path.is_dir()]]


def test_everything_that_commands_make_is_private(home: Path, run: Run, tmp_path: Path) -> None:
    transcript = tmp_path / "P01_baseline.txt"
    transcript.write_bytes(b"SYNTHETIC\n\nI: How are you?\n\nP: Never ill, I say.\n")
    transcript.chmod(0o600)
    acts = (
        ("new", "new/friends", "--coder", "KG"),
        ("import", "new/friends", transcript),
        ("code", "new/friends", "P01", "--quote", "Never ill", "Before/Shame", "--create"),
        ("memo", "new/friends", "Shame", "--text", "SYNTHETIC"),
        ("undo", "new/friends"),
        ("new", "new/copy", "--sample", "--coder", "KG"),
        ("backups", "make", "new/friends"),
        ("backups", "restore", "new/friends", "latest", "--to", "restored/friends"),
    )
    settings.change(backup_folder=str(home / "second"))
    (home / "second").mkdir(mode=0o700)
    (home / "second").chmod(0o700)
    for act in acts:
        result = run(*act)
        assert (result.status, act) == (0, act), result.err
    with open_project(home / "new" / "friends", "KG") as project:
        info = project.info.id
        memo = MemoDraft(memo=project.new_id(), kind="analytic", about="project", target=info, text="x", coder="KG")
        drafts.save(project, memo)
    rescue.write(rescue.Rescue(project=info, path="SYNTHETIC", change=1, file="x.json", draft="SYNTHETIC"))
    (home / "new" / "friends" / "project.json").write_bytes(b"damaged")
    assert run("doctor", "new/friends", "--repair").status == 0
    names = {path.name.split("-")[0] for path in home.rglob("*")}
    assert {"settings.toml", "drafts", "backup", "project.json", "history.jsonl", "rescue", "project.lock"} <= names
    assert len(list((home / "second").rglob("backup-*.zip"))) == len(list(home.glob("new/*/backups/backup-*.zip")))
    assert any(name.startswith("project.json.damaged") for name in os.listdir(home / "new" / "friends"))
    assert too_open(home) == []


def test_every_file_that_a_command_writes_is_private(home: Path, run: Run, tmp_path: Path) -> None:
    for module in dict.fromkeys(MODULES.values()):
        import_module(f"coder.cli.{module}")
    assert set(OUTPUTS) == {name for name, row in verb.VERBS.items() if row.writes_file}
    project = Path(shutil.copytree(SAMPLE, tmp_path / "sample"))
    for words in OUTPUTS.values():
        result = run(*(project if word == "P" else word for word in words))
        assert (result.status, words) == (0, words), result.err
    assert len(os.listdir(home)) == len(OUTPUTS)
    assert too_open(home) == []
    refused = [run(*(project if word == "P" else word for word in words)) for words in OUTPUTS.values()]
    assert all("--force" in result.err and result.status == 1 for result in refused)


def test_a_file_for_others_is_shared_on_request(home: Path, run: Run) -> None:
    modes = []
    for words in (["one.csv"], ["two.csv", "--shared"], ["three.csv"]):
        if words == ["three.csv"]:
            settings.change(exports="shared")
        assert run("codes", "export", SAMPLE, *words).status == 0
        modes.append(stat.S_IMODE((home / words[0]).stat().st_mode))
    assert modes == [0o600, 0o644, 0o644]
