"""The quick path of `coder find` and the full one give the same answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.__main__ import main
from coder.cli import quick
from coder.model.memo import MEMO_KINDS
from coder.project import open_project
from coder.store import checkpoint, glance, journal, migrations, openings
from tests.cli.conftest import Run

QUERIES = [
    "Shame",
    "before/shame",
    '"Before/Shame"',
    "Before/*",
    "Before/**",
    '"Before"/**',
    "Pride",
    "Before",
    '"odd name"',
]


@pytest.fixture
def study(project: Path, run: Run, tmp_path: Path) -> Path:
    """More in it: a second coder, private and other memos, a source that nobody describes."""
    other = tmp_path / "talk.txt"
    other.write_text('SYNTHETIC: no turns, "turns":[1], and Æ\n\n"quoted":{', encoding="utf-8")
    run("import", project, other)
    run("code", project, "talk", "--quote", "no turns", "odd name", "Shame", "--create", "--coder", "IH")
    id = run("find", project, "Shame and source:P01*", "--json").json[0]["segment"]
    run("code", project, "P01", "--quote", "the shame of it", "Pride", "--coder", "IH")
    run("memo", project, id, "--text", "seen,\nin two lines")
    run("memo", project, id, "--text", "not seen", "--kind", "reflexive")
    return project


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("as_json", [["--json"], []])
def test_both_paths_give_the_same_answer(
    study: Path, query: str, as_json: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    argv = ["find", str(study), query, *as_json]
    assert quick.run(argv) == 0
    fast = capsys.readouterr().out
    monkeypatch.setattr(quick, "run", lambda argv: None)
    assert main(argv) == 0
    assert fast == capsys.readouterr().out
    assert fast.count("\n") > 1 or query == "Before" or as_json


@pytest.mark.parametrize(
    "query", ["Shame or Pride", "nobody", "by:KG", "(Shame)", "Sha*", "*", "**", "not", "a\\b", '""', "", "a b"]
)
def test_other_queries_are_left_to_the_full_path(study: Path, query: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert quick.run(["find", str(study), query]) is None
    assert capsys.readouterr().out == ""


def test_ids_prefixes_aliases_and_ambiguous_names_are_left_to_the_full_path(study: Path, run: Run) -> None:
    id = next(row["id"] for row in run("codes", study, "--json").json if row["name"] == "Shame")
    run("codes", "rename", study, "Pride", "Vanity")
    run("codes", "add", study, "Else/Shame")
    for query in (id, id[:8], "Pride", "Shame"):
        assert quick.run(["find", str(study), query]) is None
    assert len(run("find", study, id, "--json").json) == 2


@pytest.mark.parametrize("words", [[], ["a"], ["a", "b", "c"], ["a", "--help"], ["--json", "--json"]])
def test_other_arguments_are_left_to_the_parser(words: list[str]) -> None:
    assert quick.run(["find", *words]) is None


def test_changes_only_in_the_journal_are_found(study: Path, run: Run) -> None:
    before = len(run("find", study, "Shame", "--json").json)
    with open_project(study, "KG") as project:
        project.undo()
        project.undo()
        project.undo()
        project.undo()
        assert glance.glance(str(study)) is None
        assert len(run("find", study, "Shame", "--json").json) == before - 1


def test_a_checkpoint_changed_by_hand_is_left_to_the_full_path(study: Path, run: Run) -> None:
    file = study / "project.json"
    file.write_bytes(file.read_bytes().replace(b'"P01_baseline"', b'"P01_baselin3"'))
    assert glance.glance(str(study)) is None
    answer = run("find", study, "Pride", "--json")
    assert answer.json[0]["source"] == "P01_baseline"  # the history wins
    assert "changed outside the program" in answer.err


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{\n"meta":{\n"1":{}\n},\n"project":{\n}}', b'{\n"meta":{\n"1":\n},\n"project":{']
)
def test_a_file_that_is_no_checkpoint_is_left_to_the_full_path(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "project.json").write_bytes(content)
    (tmp_path / "history.jsonl").touch()
    assert glance.glance(str(tmp_path)) is None
    assert glance.glance(str(tmp_path / "gone")) is None


def test_constants_declared_twice_agree() -> None:
    assert (glance.VERSION, glance.FORMAT) == (migrations.VERSION, checkpoint.FORMAT)
    assert (glance.CHECKPOINT, glance.HISTORY, glance.OPENINGS) == (checkpoint.NAME, journal.NAME, openings.NAME)
    assert glance.BODY == checkpoint._BODY
    assert (*glance.EARLY, *reversed(glance.LATE)) == tuple(checkpoint.TABLES)
    assert set(quick.KINDS) == set(MEMO_KINDS)
    assert set(quick.PRIVATE) == {name for name, kind in MEMO_KINDS.items() if kind.private}


def test_a_checkpoint_without_a_new_table_is_left_to_the_full_path(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert glance.glance(str(study)) is not None
    monkeypatch.setattr(glance, "EARLY", (*glance.EARLY, "added later"))
    assert glance.glance(str(study)) is None
