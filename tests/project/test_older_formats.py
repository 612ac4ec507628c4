"""Projects as older versions of the program wrote them: opened, upgraded, and undone to their beginning."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from coder.model.participant import OUTCOMES, Attrition
from coder.project import open_project, read_project
from coder.store import backups, migrations

STORED = Path(__file__).parent / "formats"


@pytest.fixture(params=sorted(path.name for path in STORED.iterdir()))
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(STORED / request.param, tmp_path / "older"))


def version(folder: Path) -> int:
    return int(msgspec.json.decode((folder / "project.json").read_bytes())["meta"]["1"]["version"])


def test_every_older_format_has_a_stored_project() -> None:
    assert [int(path.name) for path in sorted(STORED.iterdir())] == list(range(1, migrations.VERSION))
    assert all(version(path) == int(path.name) for path in STORED.iterdir())


def test_older_project_is_read_without_changing_it(older: Path) -> None:
    before = {path.name: path.read_bytes() for path in older.iterdir()}
    with read_project(older) as project:
        assert [source.name for source in project.sources.values()] == ["P01_baseline"]
        assert [segment.quote for segment in project.segments.values()] == ["I sat in the car."]
    assert {path.name: path.read_bytes() for path in older.iterdir() if path.name in before} == before


def test_older_project_is_backed_up_upgraded_and_undone(older: Path) -> None:
    with open_project(older, "KG") as project:
        assert any("upgraded from format" in notice for notice in project.notices)
        participant = next(iter(project.participants.values()))
        with project.transaction("test", "something that only the new format knows") as tx:
            outcome = next(iter(OUTCOMES))
            tx.put("attrition", Attrition(id=project.new_id(), participant=participant.id, outcome=outcome))
    assert version(older) == migrations.VERSION
    assert any((older / "backups").iterdir())
    with open_project(older, "KG") as project:
        assert len(project.attrition) == 1
        while project.undoable:
            project.undo()
        assert not project.sources
        assert not project.attrition
        while project.redoable:
            project.redo()
        assert [segment.quote for segment in project.segments.values()] == ["I sat in the car."]
        assert len(project.attrition) == 1


def test_older_project_with_other_line_endings_is_backed_up_and_upgraded(older: Path) -> None:
    history = older / "history.jsonl"
    history.write_bytes(history.read_bytes().replace(b"\n", b"\r\n"))
    with open_project(older, "KG") as project:
        assert any("line endings" in notice for notice in project.notices)
        assert any("upgraded from format" in notice for notice in project.notices)
    assert b"\r" not in history.read_bytes()
    (backup,) = (older / "backups").iterdir()
    assert backups.verify(backup) is not None
    assert version(older) == migrations.VERSION
