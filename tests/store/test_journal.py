"""The history file: lines, stacks, reading backwards."""

from __future__ import annotations

import json
import os
import zlib
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import Damaged, Invalid
from coder.model.codebook import Code
from coder.model.record import Change, Transaction
from coder.project import Project
from coder.project.operations import codebook
from coder.store import files, journal
from coder.store.journal import State
from tests.strategies import Ids, labels


def transaction(label: str, number: int = 0) -> Transaction:
    id = Ids(number)()
    change = Change("codes", id, None, Code(id=id, name=label or "x"))
    return Transaction(id=id, when="2026", coder="KG", operation="test", label=label, changes=(change,))


def lines_of(texts: list[str]) -> tuple[bytes, list[Transaction]]:
    data, state, made = b"", State(), []
    for number, text in enumerate(texts):
        made.append(transaction(text, number))
        line, state = journal.encode(made[-1], state)
        data += line
    return data, made


@given(texts=st.lists(st.text(st.characters(codec="utf-8"), max_size=300), max_size=12), block=st.integers(1, 400))
def test_backward_reading_is_independent_of_block_size(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], block: int
) -> None:
    data, made = lines_of(texts)
    path = tmp_path_factory.mktemp("h") / journal.NAME
    path.write_bytes(data + b"what follows is not read\n")
    handle = os.open(path, os.O_RDONLY)
    try:
        entries = list(journal.backwards(partial(files.read_at, handle), len(data), block))
        assert [entry.transaction for entry in entries] == made[::-1]
        for entry in entries:
            assert journal.read_at(partial(files.read_at, handle), entry.offset, block) == entry
    finally:
        os.close(handle)


def test_forward_reading_starts_at_any_entry(tmp_path: Path) -> None:
    data, made = lines_of(["a", "b\n", "{", "æ\u2028"])
    path = tmp_path / journal.NAME
    path.write_bytes(data)
    entries = journal.read_from(path, State()).entries
    assert len(entries) == len(made)
    for number, entry in enumerate(entries):
        rest = journal.read_from(path, entry.state)
        assert [later.transaction for later in rest.entries] == made[number + 1 :]
        assert rest.torn == 0


def test_line_is_json_with_length_and_checksum(small_project: Project) -> None:
    lines = (small_project.folder / "history.jsonl").read_bytes().splitlines()
    assert lines
    for line in lines:
        read = json.loads(line)
        body = line[line.index(b'"entry":') + 8 : -1]
        assert read["sum"] == f"{len(body):08x}:{zlib.crc32(body):08x}"
        assert read["entry"]["transaction"]["operation"]


def test_creation_is_the_first_entry_and_cannot_be_undone(empty_project: Project) -> None:
    assert labels(empty_project) == ["created project Study"]
    assert empty_project.undoable == 0
    assert empty_project.undo() is None


def test_undo_and_redo_stacks(empty_project: Project) -> None:
    for name in "abc":
        codebook.add(empty_project, name)
    assert (empty_project.undoable, empty_project.redoable) == (3, 0)
    first = empty_project.undo()
    second = empty_project.undo()
    assert first
    assert second
    assert (empty_project.undoable, empty_project.redoable) == (1, 2)
    redone = empty_project.redo()
    assert redone
    assert redone.undoes == second.id
    assert (empty_project.undoable, empty_project.redoable) == (2, 1)
    codebook.add(empty_project, "d")
    assert (empty_project.undoable, empty_project.redoable) == (3, 0)
    assert empty_project.redo() is None
    names = []
    while empty_project.undo():
        names.append(sorted(code.name for code in empty_project.codes.values()))
    assert names == [["a", "b"], ["a"], []]


def test_backward_reading_reports_a_damaged_line(small_project: Project) -> None:
    path = small_project.folder / "history.jsonl"
    data = path.read_bytes()
    path.write_bytes(data.replace(b"imported P01", b"imported P0X"))
    with pytest.raises(Damaged):
        list(small_project.history())
    path.write_bytes(data)
    assert labels(small_project)[-1] == "created project Study"


@pytest.mark.parametrize("value", ["half \ud800", 2**70, None, 7, ["a"]])
def test_value_that_json_cannot_represent_is_refused(empty_project: Project, value: object) -> None:
    code = Code(id=empty_project.new_id(), name="ok", definition=value)  # type: ignore[arg-type]
    with pytest.raises(Invalid, match="cannot be stored"), empty_project.transaction("test", "test") as tx:
        tx.put("codes", code)
    assert not empty_project.codes
    assert len(labels(empty_project)) == 1


def test_id_must_be_a_uuid(empty_project: Project) -> None:
    for id in ("code-1", "", "A" * 36, "{00000000-0000-4000-8000-000000000000}", "0000000000004000800000000000000A"):
        with pytest.raises(Invalid, match="UUID"), empty_project.transaction("test", "test") as tx:
            tx.put("codes", Code(id=id, name="x"))
    empty_project.checkpoint()
