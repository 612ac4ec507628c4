"""Random damage to every file of a project: nothing unhandled, nothing lost that the history holds."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coder.cli.output import explained
from coder.errors import CoderError, Damaged
from coder.project import Project, doctor, open_or_read, open_project, read_project
from coder.project.operations import codebook
from coder.store import checkpoint, migrations
from tests.faults.damages import DAMAGES, Original, seeds
from tests.strategies import START, reopened, tables_of

#: Damages of the short and of the long form.
SHORT, LONG = 60, 500


FILES = ("project.json", "history.jsonl", "drafts", "project.owner.json", "backups")


@pytest.fixture(scope="module", params=["closed", "killed"])
def original(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Original:
    return Original(tmp_path_factory.mktemp(request.param) / "p", request.param == "closed")


def attempt(act: Callable[[], object]) -> CoderError | None:
    """Do something to a damaged project: it succeeds, or it is refused with an error to understand."""
    try:
        result = act()
    except CoderError as error:
        refusal = error
    else:
        if isinstance(result, Project):
            result.close()
        return None
    assert refusal.title
    assert "SYNTHETIC" not in explained(refusal)
    return refusal


def is_newer(error: CoderError | None) -> bool:
    return isinstance(error, checkpoint.Newer)


@pytest.fixture(scope="module", params=[True, False])
def encrypted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Original:
    return Original(tmp_path_factory.mktemp("encrypted") / "p", request.param, encrypted=True)


@pytest.mark.parametrize("seed", seeds(SHORT // 2, LONG // 2))
def test_random_damage_is_named_and_repaired(original: Original, tmp_path: Path, seed: int) -> None:
    assert findings_after_repair(original, tmp_path, seed) == []


@pytest.mark.parametrize("seed", seeds(SHORT // 6, LONG // 2))
def test_random_damage_to_an_encrypted_project_is_named_and_repaired(
    encrypted: Original, tmp_path: Path, seed: int
) -> None:
    assert findings_after_repair(encrypted, tmp_path, seed) == []


def findings_after_repair(original: Original, tmp_path: Path, seed: int) -> list[doctor.Finding]:
    """Damage a file of a project: nothing wrong is ever read, and all that the history holds comes back."""
    dice = random.Random(seed)
    folder = Path(shutil.copytree(original.folder, tmp_path / "p"))
    name = FILES[seed % len(FILES)]
    path = dice.choice(sorted((folder / name).iterdir())) if (folder / name).is_dir() else folder / name
    damage = DAMAGES[seed // len(FILES) % len(DAMAGES)]
    damaged = damage(path.read_bytes(), dice)
    path.write_bytes(damaged)
    history = (folder / "history.jsonl").read_bytes()

    reading: list[Project] = []
    refused = attempt(lambda: reading.append(read_project(folder)))
    if name == "project.json" and reading and damaged != (original.folder / name).read_bytes():
        assert tables_of(reading[0]) == original.tables  # never what the damage made of it
    attempt(lambda: doctor.examine(folder))
    copy = Path(shutil.copytree(folder, tmp_path / "opened"))
    if attempt(lambda: open_project(copy, "KG")) is None:
        assert name == "history.jsonl" or tables_of(read_project(copy)) == original.tables
    attempt(lambda: open_or_read(Path(shutil.copytree(folder, tmp_path / "somehow")), "KG"))
    if is_newer(refused):  # a digit of the version: refused untouched, and rebuilt when it is moved away
        path.unlink()
    attempt(lambda: doctor.repair(folder, START))
    assert doctor.examine(folder) == []

    with reopened(folder) as project:
        if name != "history.jsonl":
            assert tables_of(project) == original.tables
            assert [transaction.id for transaction in project.history()] == original.ids
        intact = {id for line, id in original.lines.items() if line in history}
        kept = {transaction.id for transaction in project.history()}
        assert intact <= kept
        if original.closed:
            assert tables_of(project) == original.tables
        codebook.add(project, "After the repair")
        assert project.undo()
    return doctor.examine(folder)


@pytest.mark.parametrize("version", ["0", "1", "2", "7", "13", "-3", "3000000000", "1e3", '"3"'])
def test_damaged_number_of_the_format_is_named_and_repaired(original: Original, tmp_path: Path, version: str) -> None:
    folder = Path(shutil.copytree(original.folder, tmp_path / "p"))
    path = folder / "project.json"
    before = path.read_text("utf-8")
    path.write_text(before.replace(f'"version":{migrations.VERSION}', f'"version":{version}', 1), "utf-8")
    assert path.read_text("utf-8") != before
    for act in (read_project, open_project, open_or_read):
        with pytest.raises(Damaged):
            act(folder)
    assert [finding.kind for finding in doctor.examine(folder) if finding.repairable][:1] == ["checkpoint"]
    doctor.repair(folder, START)
    assert doctor.examine(folder) == []
    with reopened(folder) as project:
        assert tables_of(project) == original.tables
        assert [transaction.id for transaction in project.history()] == original.ids


@pytest.mark.parametrize("name", ["project.json", "history.jsonl", "drafts/x.json", "project.owner.json"])
@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_file_is_named_and_moved_away(original: Original, tmp_path: Path, name: str, kind: str) -> None:
    if kind == "pipe" and not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    folder = Path(shutil.copytree(original.folder, tmp_path / "p"))
    path = folder / name
    path.unlink(missing_ok=True)
    path.mkdir() if kind == "folder" else os.mkfifo(path)
    for act in (read_project, open_project, doctor.examine):
        attempt(lambda act=act: act(folder))  # type: ignore[misc]
    attempt(lambda: doctor.repair(folder, START))
    assert doctor.examine(folder) == []
    with reopened(folder) as project:
        if name != "history.jsonl" or original.closed:
            assert tables_of(project) == original.tables
        assert project.sources


@pytest.mark.parametrize("attributes", [None, b"* text=auto\n"])
def test_line_endings_of_git_are_accepted(original: Original, tmp_path: Path, attributes: bytes | None) -> None:
    folder = Path(shutil.copytree(original.folder, tmp_path / "p"))
    for name in ("project.json", "history.jsonl"):
        (folder / name).write_bytes((folder / name).read_bytes().replace(b"\n", b"\r\n"))
    if attributes is not None:
        (folder / ".gitattributes").write_bytes(attributes)
    reading = read_project(folder)
    assert tables_of(reading) == original.tables
    assert [transaction.id for transaction in reading.history()] == original.ids
    reading.close()
    copy = Path(shutil.copytree(folder, tmp_path / "repaired"))
    doctor.repair(copy, START)
    for place in (folder, copy):
        with reopened(place) as project:
            assert tables_of(project) == original.tables
            assert [transaction.id for transaction in project.history()] == original.ids
            assert project.undo()
        assert b"\r" not in (place / "history.jsonl").read_bytes()
        assert not list(place.glob("*.damaged-*"))
        assert doctor.examine(place) == []
