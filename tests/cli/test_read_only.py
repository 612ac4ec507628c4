"""`--read-only` with every command: nothing inside the project changes; and what asks before it goes on."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

import pytest

from coder.cli import verb
from tests.cli.conftest import Run, code_paths


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """The bytes and the time of change of each file and folder below a folder."""
    paths = [folder, *folder.rglob("*")]
    return {str(path): (path.read_bytes() if path.is_file() else b"", path.stat().st_mtime_ns) for path in paths}


READING = [
    ("sources", "P"), ("show", "P", "P01"), ("codes", "P"), ("memos", "P"), ("find", "P", "Shame"),
    ("search", "P", "never"), ("history", "P"), ("doctor", "P"), ("export", "P", "-", "--format", "json"),
    ("codes", "define", "P", "Shame"), ("coders", "P"), ("matrix", "P"), ("steps", "P"),
]  # fmt: skip
WRITING = [
    ("codes", "add", "P", "New"), ("code", "P", "P01", "0", "5", "Shame"), ("memo", "P", "--text", "SYNTHETIC"),
    ("source", "remove", "P", "P01", "--yes"), ("undo", "P"), ("redo", "P"), ("doctor", "P", "--repair"),
]  # fmt: skip


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_reading_read_only_changes_no_byte(run: Run, project: Path, words: tuple[str, ...], before: bool) -> None:
    argv = [str(project) if word == "P" else word for word in words]
    kept = snapshot(project)
    assert run(*(["--read-only", *argv] if before else [*argv, "--read-only"])).status == 0
    assert snapshot(project) == kept


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_writing_read_only_is_refused(run: Run, project: Path, words: tuple[str, ...], before: bool) -> None:
    argv = [str(project) if word == "P" else word for word in words]
    kept = snapshot(project)
    result = run(*(["--read-only", *argv] if before else [*argv, "--read-only"]))
    assert (result.status, "--read-only" in result.err) == (1, True)
    assert snapshot(project) == kept


def test_export_read_only_goes_elsewhere_and_not_into_the_project(run: Run, project: Path, tmp_path: Path) -> None:
    assert run("export", project, tmp_path / "out.json", "--read-only").status == 0
    kept = snapshot(project)
    assert "inside the project" in run("export", project, project / "out.json", "--read-only").err
    assert snapshot(project) == kept


def test_a_person_without_initials_is_the_only_coder_and_never_root(
    run: Run, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CODER_INITIALS")
    monkeypatch.setattr(getpass, "getuser", lambda: "root")
    result = run("codes", "add", project, "New")
    assert (result.status, "recorded as KG" in result.err) == (0, True)
    run("new", tmp_path / "empty")
    run("codes", "add", tmp_path / "empty", "New")
    assert run("history", tmp_path / "empty", "--json").json[0]["coder"] == "unknown"


def test_undo_of_another_coder_names_who_and_what(run: Run, project: Path) -> None:
    run("codes", "add", project, "Hers", "--coder", "KL")
    refused = run("undo", project)
    assert refused.status == 1
    assert "KL" in refused.err
    assert "Hers" in refused.err
    assert "Hers" in code_paths(run, project)
    assert run("undo", project, "--yes").status == 0
    assert "Hers" not in code_paths(run, project)


def test_removing_a_source_says_what_goes_with_it(run: Run, project: Path, tmp_path: Path) -> None:
    refused = run("source", "remove", project, "P01")
    assert refused.status == 1
    assert "2 coded units and 3 codings" in refused.err
    assert run("source", "remove", project, "P01", "--yes").status == 0
    bare = tmp_path / "P02_baseline.txt"
    bare.write_text("I: SYNTHETIC\n\nP: Yes.\n", encoding="utf-8")
    run("import", project, bare)
    assert run("source", "remove", project, "P02").status == 0  # nothing depends on it


REMOVALS: list[tuple[list[list[str]], list[str], str]] = [
    ([], ["codes", "delete", "P", "Before", "--uncode"], "Delete Before? This also deletes 2 codes, 2 coded"),
    (
        [],
        ["codes", "delete", "P", "Before", "--units-to", "After"],
        "2 codes and 1 coding, and changes 2",
    ),
    (
        [["participants", "add", "P", "P09"], ["memo", "P", "P09", "--text", "SYNTHETIC"]],
        ["participants", "remove", "P", "P09"],
        "Delete P09? This also deletes 1 memo.",
    ),
]


@pytest.mark.parametrize(("steps", "words", "message"), REMOVALS, ids=lambda value: " ".join(map(str, value))[:30])
def test_removing_says_what_goes_with_it(
    run: Run, project: Path, steps: list[list[str]], words: list[str], message: str
) -> None:
    for step in [["codes", "add", "P", "After"], *steps]:
        assert run(*(str(project) if word == "P" else word for word in step)).status == 0
    argv = [str(project) if word == "P" else word for word in words]
    kept = (project / "history.jsonl").read_bytes()
    refused = run(*argv)
    assert (refused.status, message in refused.err, "--yes" in refused.err) == (1, True, True)
    assert (project / "history.jsonl").read_bytes() == kept
    assert run(*argv, "--yes").status == 0


def test_a_refusal_comes_before_the_question(run: Run, project: Path) -> None:
    refused = run("codes", "delete", project, "Before")
    assert "still has units" in refused.err
    run("memo", project, "P01", "--text", "SYNTHETIC")
    assert "still has" in run("participants", "remove", project, "P01").err


def test_a_question_on_a_terminal_is_answered_there(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def __init__(self, answer: str = "") -> None:
            self.answer = answer

        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            return self.answer

        def write(self, text: str) -> None: ...

        def flush(self) -> None: ...

    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    verb.confirm("Delete?", yes=False)
    monkeypatch.setattr("sys.stdin", Terminal("\n"))
    with pytest.raises(verb.Invalid, match="Cancelled"):
        verb.confirm("Delete?", yes=False)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this account")
def test_a_folder_without_write_permission_is_read(run: Run, project: Path) -> None:
    project.chmod(0o500)
    try:
        assert run("find", project, "Shame", "--read-only").status == 0
    finally:
        project.chmod(0o700)
