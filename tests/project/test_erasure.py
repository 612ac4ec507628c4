"""Erasure: what is erased is in no file of the project any more, and the rest is as it was."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.errors import Invalid
from coder.project import Project, doctor, erasure, read_project
from coder.project.drafts import MemoDraft, save
from coder.project.operations import codings, corrections, memos
from coder.store import backups
from tests.strategies import back_up, first_of, new_project, reopened, small, turns_of


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield all that is in the files of a folder, what is packed unpacked."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield f"{path.name}/{name}", archive.read(name)
        else:
            yield path.name, gzip.decompress(data) if path.suffix == ".gz" else data


def holding(folder: Path, words: str) -> list[str]:
    """Return the files of a folder that hold these words."""
    return [name for name, data in contents(folder) if words.encode() in data]


def original(folder: Path) -> Project:
    """A small study whose first text was corrected, with backups from before and after, and an edited memo."""
    project = small(new_project(folder))
    memo = memos.write(project, "Zebedee said so.")
    memos.revise(project, memo, text="She said so.")
    source = project.sources[first_of(project.sources.values()).id]
    text = project.text_of(source).text
    corrected = text.replace("Long", "Zebedee", 1)
    corrections.apply(project, source, corrections.preview(project, source, corrected, turns_of(corrected)))
    codings.code(project, project.sources[source.id], 0, 5, [first_of(project.codes.values())])
    assert back_up(project)
    back = corrected.replace("Zebedee", "[woman 1]", 1)
    source = project.sources[source.id]
    corrections.apply(project, source, corrections.preview(project, source, back, turns_of(back)))
    job = project.prepare_backup("kept")
    assert job
    job(backups.no_progress)
    return project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return original(tmp_path / "p")


def test_originals_are_nowhere_after_their_erasure(project: Project) -> None:
    source = first_of(project.sources.values())
    folder = project.folder
    save(
        project,
        MemoDraft(
            memo=project.new_id(), kind="analytic", about="sources", target=source.id, text="Ask Zebedee", coder="KG"
        ),
    )
    assert {"history.jsonl", "project.json"} <= set(holding(folder, "Zebedee"))
    outcome = erasure.erase_originals(project, [source], terms={"Zebedee": "[woman 1]"}, reason="consent")
    assert outcome.backups == 2
    project.close()
    assert holding(folder, "Zebedee") == []
    assert doctor.examine(folder) == []
    with read_project(folder) as project:
        text = project.text_of(project.sources[source.id]).text
        latest = next(project.history())
        assert (latest.operation, latest.reason, project.undoable) == ("project.erase", "consent", 0)
    assert "[woman 1]" in text
    for path in backups.listed(folder):
        tables = backups.read(path).tables
        assert {record.text for record in tables["texts"].values() if record.source == source.id} == {text}
        backups.verify(path)


def test_backup_that_cannot_be_rewritten_is_asked_about(project: Project) -> None:
    source = first_of(project.sources.values())
    damaged = backups.listed(project.folder)[0]
    damaged.write_bytes(b"no archive")
    with pytest.raises(Invalid, match="cannot be rewritten") as refused:
        erasure.erase_originals(project, [source])
    assert damaged.name in refused.value.detail
    assert next(project.history()).operation == "sources.correct"
    kept = erasure.erase_originals(project, [source], terms={"Zebedee": "[woman 1]"}, unreadable="keep").kept
    assert [path for path, _ in kept] == [str(damaged)]
    outcome = erasure.erase_originals(project, [source], terms={"Zebedee": "[woman 1]"}, unreadable="delete")
    assert outcome.deleted == (str(damaged),)
    assert not damaged.exists()
    project.close()
    assert holding(project.folder, "Zebedee") == []


def test_what_is_done_after_an_erasure_can_be_undone(project: Project) -> None:
    source = first_of(project.sources.values())
    erasure.erase_originals(project, [source])
    memos.write(project, "After it.")
    project.close()
    project = reopened(project.folder)
    assert project.undo()
    assert project.undo() is None
    assert project.redo()
    project.close()
    assert doctor.examine(project.folder) == []
