"""The gate: transactions, undo, who listens, closing; names and paths."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from coder.errors import Ambiguous, Invalid, NotFound
from coder.model.codebook import Code
from coder.model.record import Transaction
from coder.project import Project, create_project, is_project, open_project
from coder.project.operations import codebook, memos
from coder.project.study import code_named, path_of, segment_named, source_named
from tests.strategies import Clock, labels, new_project, reopened, state_of


def test_nested_transaction_joins_the_outer_one(small_project: Project) -> None:
    before = state_of(small_project)
    with small_project.transaction("test", "both"):
        codebook.add(small_project, "One")
        codebook.add(small_project, "Two")
    assert labels(small_project)[0] == "both"
    small_project.undo()
    assert state_of(small_project) == before


def test_failed_nested_transaction_rolls_back_alone(small_project: Project) -> None:
    with small_project.transaction("test", "several"):
        codebook.add(small_project, "Kept")
        with pytest.raises(Invalid), small_project.transaction("inner", "fails") as tx:  # noqa: PT012
            tx.put("codes", Code(id=small_project.new_id(), name="Half"))
            raise Invalid("no")
    names = {code.name for code in small_project.codes.values()}
    assert "Kept" in names
    assert "Half" not in names
    state_of(small_project)


def test_unchanged_records_make_no_transaction(small_project: Project) -> None:
    history = labels(small_project)
    with small_project.transaction("test", "nothing") as tx:
        code = Code(id=small_project.new_id(), name="Fleeting")
        tx.put("codes", code)
        tx.remove("codes", code.id)
    with pytest.raises(NotFound), small_project.transaction("test", "nothing") as tx:
        tx.remove("codes", code.id)
    assert labels(small_project) == history


@pytest.mark.parametrize("act", ["undo", "redo", "checkpoint", "close"])
def test_saving_inside_a_transaction_is_refused(small_project: Project, act: str) -> None:
    before = state_of(small_project)
    with pytest.raises(RuntimeError, match=act), small_project.transaction("test", "open"):  # noqa: PT012
        codebook.add(small_project, "Uncommitted")
        getattr(small_project, act)()
    assert state_of(small_project) == before
    small_project.close()
    again = reopened(small_project.folder)
    assert state_of(again)[0] == before[0]
    again.close()


def test_listeners_are_called_after_the_write(small_project: Project) -> None:
    heard: list[tuple[str, int]] = []

    def listen(transaction: Transaction) -> None:
        heard.append((transaction.operation, len(labels(small_project))))

    stop = small_project.subscribe(listen)
    number = len(labels(small_project))
    codebook.add(small_project, "Heard")
    small_project.undo()
    small_project.redo()
    with pytest.raises(Invalid):
        codebook.add(small_project, "Heard")
    stop()
    codebook.add(small_project, "Unheard")
    assert heard == [("codebook.add", number + 1), ("undo", number + 2), ("redo", number + 3)]


def test_acting_coder_is_added_once(tmp_path: Path) -> None:
    project = new_project(tmp_path / "p")
    with project.transaction("test", "acts") as tx:
        assert project.acting_coder(tx).initials == "KG"
        assert project.acting_coder(tx) is project.acting_coder(tx)
    assert next(project.history()).coder == "KG"
    project.close()


def test_times_are_stored_in_utc(tmp_path: Path) -> None:
    project = new_project(tmp_path / "p", Clock())
    codebook.add(project, "x")
    assert next(project.history()).when.startswith("2026-01-02T03:")
    assert next(project.history()).when.endswith("+00:00")
    project.close()


def test_is_project_needs_a_project_file(small_project: Project, tmp_path: Path) -> None:
    assert is_project(small_project.folder)
    assert is_project(small_project.folder / "project.json")
    assert not is_project(tmp_path)
    with pytest.raises(NotFound):
        open_project(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_create_never_overwrites(small_project: Project, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    for folder in (small_project.folder, tmp_path / "full"):
        with pytest.raises(Exception, match=r"already|not empty"):
            create_project(folder)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["x"]


def test_codes_are_found_by_path_name_id_and_alias(small_project: Project) -> None:
    alone = code_named(small_project, "Alone")
    assert path_of(small_project, alone) == "Before asking/Alone"
    for text in ("before asking/alone", "BEFORE ASKING / Alone", alone.id, alone.id[:8]):
        assert code_named(small_project, text) is alone
    codebook.rename(small_project, alone, "By oneself")
    assert code_named(small_project, "alone").name == "By oneself"
    with pytest.raises(NotFound) as caught:
        code_named(small_project, "By onesel")
    assert "By oneself" in caught.value.hint


def test_duplicate_name_is_ambiguous(small_project: Project) -> None:
    codebook.add(small_project, "Afterwards/Alone")
    with pytest.raises(Ambiguous) as caught:
        code_named(small_project, "Alone")
    assert "Afterwards/Alone" in caught.value.detail
    assert code_named(small_project, "Afterwards/Alone").name == "Alone"


def test_sources_and_segments_are_found_by_name_or_id_prefix(small_project: Project) -> None:
    first = source_named(small_project, "P01 baseline")
    assert source_named(small_project, "p01") is first
    with pytest.raises(Ambiguous):
        source_named(small_project, "P0")
    segment = next(iter(small_project.segments.values()))
    assert segment_named(small_project, segment.id[:8]) is segment
    for text in ("", "abc", "zzzzzzzz"):
        with pytest.raises(NotFound):
            segment_named(small_project, text)


def test_caches_follow_a_change(small_project: Project) -> None:
    source = next(iter(small_project.sources.values()))
    leaf = code_named(small_project, "Alone")
    assert leaf.parent is not None
    group = small_project.codes[leaf.parent]
    before = small_project.searchable(source)
    assert path_of(small_project, leaf).startswith(f"{group.name}/")
    text = small_project.text_of(source)
    with small_project.transaction("test", "renamed and reworded") as tx:
        tx.put("codes", msgspec.structs.replace(group, name="Elsewhere"))
        tx.put("texts", msgspec.structs.replace(text, text=text.text + " É"))
    assert path_of(small_project, leaf) == "Elsewhere/Alone"
    assert small_project.searchable(source).text == before.text + " e"
    small_project.undo()
    assert path_of(small_project, leaf) == f"{group.name}/Alone"
    assert small_project.searchable(source) == before


def test_coder_without_initials_is_one_record(tmp_path: Path) -> None:
    create_project(tmp_path / "nameless", "Nameless")
    with open_project(tmp_path / "nameless", "") as project:
        for _ in range(2):
            with project.transaction("test", "acted") as tx:
                project.acting_coder(tx)
        assert [coder.initials for coder in project.coders.values()] == ["me"]


def test_full_name_is_stored_with_the_next_change_and_undone_with_it(small_project: Project) -> None:
    def me() -> list[str]:
        return [coder.name for coder in small_project.coders.values() if coder.initials == small_project.initials]

    code = next(iter(small_project.codes.values()))
    small_project.full_name = "Kari Grey"
    memos.write(small_project, "by her", about="codes", target=code.id)
    assert me() == ["Kari Grey"]
    small_project.full_name = ""
    memos.write(small_project, "by somebody who does not tell", about="codes", target=code.id)
    assert me() == ["Kari Grey"]
    small_project.undo()
    small_project.undo()
    assert me() in ([""], [])
