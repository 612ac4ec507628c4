from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from coder.__main__ import VERBS, main
from coder.project import open_project

from .conftest import Run

HEAVY = ("textual", "rich", "tinydb", "docx")


def process(*argv: object, code: str = "", **more: str) -> subprocess.CompletedProcess[bytes]:
    words = ["-c", code] if code else ["-m", "coder"]
    environment = os.environ | {"PYTHONPATH": os.getcwd()} | more
    return subprocess.run(
        [sys.executable, *words, *map(str, argv)], capture_output=True, env=environment, timeout=60, check=False
    )


@pytest.mark.parametrize(
    "words",
    [
        ["find", "Shame"],
        ["find", "Shame or by:KG"],
        ["sources"],
        ["codes"],
        ["show", "P01"],
        ["show", "P01", "--codes"],
    ],
)
def test_reading_verbs_are_light(project: Path, words: list[str]) -> None:
    code = (
        "import sys; from coder.__main__ import main; status = main(sys.argv[1:]);"
        f"print([name for name in {HEAVY!r} if name in sys.modules], status)"
    )
    done = process(words[0], project, *words[1:], code=code)
    assert done.stdout.decode().splitlines()[-1] == "[] 0", done.stderr.decode()


def test_help_lists_every_verb(run: Run) -> None:
    lines = run("help").out.partition("options:")[0].splitlines()
    named = {word for line in lines if line.startswith("  ") for word in line[2:36].split(" PROJECT")[0].split(" | ")}
    assert set(VERBS) <= {word.split()[0] for word in named if word.strip()}


def test_version_imports_nothing_of_the_program_but_itself() -> None:
    code = (
        "import sys; from coder.__main__ import main; main(['--version']);"
        "print(sorted(name for name in sys.modules if name.startswith('coder')))"
    )
    assert process(code=code).stdout.decode().splitlines()[1] == "['coder', 'coder.__main__']"


@pytest.mark.parametrize(
    "verb", [*VERBS, "codes add", "codes merge", "source rename", "source remove", "report trail"]
)
def test_every_verb_has_help_with_examples(verb: str, run: Run) -> None:
    result = run(*verb.split(), "--help")
    assert result.status == 0
    assert verb == "help" or f"coder {verb}" in result.out
    assert verb in ("help", "source", "report") or "examples:" in result.out


@pytest.mark.parametrize(
    "words",
    [
        ["find"],
        ["find", "a"],
        ["find", "a", "b", "c"],
        ["show", "a", "b", "--colour"],
        ["codes"],
        ["source"],
        ["source", "fly", "a"],
        ["report"],
        ["undo", "a", "-n", "x"],
        ["undo", "a", "-n", "0"],
        ["--nope"],
        ["a", "b"],
        ["search", "a", "b", "--vague"],
    ],
)
def test_wrong_usage(words: list[str], run: Run) -> None:
    result = run(*words)
    assert (result.status, result.out) == (2, "")
    assert "error: " in result.err


def test_an_error_in_words_and_as_json(project: Path, run: Run) -> None:
    result = run("show", project, "P99", "--json")
    assert result.status == 1
    assert result.json == {
        "error": {"title": "There is no source “P99”", "detail": "", "hint": "There is: P01_baseline"}
    }
    assert result.err == "error: There is no source “P99”\nhint: There is: P01_baseline\n"


def test_no_project(tmp_path: Path, run: Run) -> None:
    for words in (["find", tmp_path, "a"], [tmp_path], ["undo", tmp_path], ["doctor", tmp_path], ["imprt"]):
        result = run(*words)
        assert result.status == 1
        assert result.err.startswith("error: ")
    assert "coder import" in run("imprt").err


def test_the_app_needs_a_terminal(project: Path, run: Run) -> None:
    assert "needs a terminal" in run(project).err
    assert "needs a terminal" in run("memo", project, "Shame").err


def test_the_project_file_names_its_project(project: Path, run: Run) -> None:
    assert len(run("find", project / "project.json", "Shame", "--json").json) == 1


def test_reading_beside_a_writer_and_no_second_writer(project: Path) -> None:
    with open_project(project, "IH"):
        for words in (["find", project, "Shame"], ["sources", project], ["history", project], ["doctor", project]):
            assert process(*words).returncode == 0
        done = process("code", project, "P01", "--quote", "nothing", "Shame", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["title"] == "The project is open in another program"
    assert "IH" in done.stderr.decode()
    assert process("code", project, "P01", "--quote", "nothing", "Shame").returncode == 0


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_every_character_gets_through(project: Path, locale: str) -> None:
    plain = process("show", project, "P01", LC_ALL=locale, PYTHONIOENCODING="")
    assert "blåbær" in plain.stdout.decode("utf-8")


def test_an_encoding_that_cannot_show_a_character_gets_an_escape(project: Path) -> None:
    plain = process("show", project, "P01", PYTHONIOENCODING="ascii")
    assert plain.returncode == 0
    assert b"bl\\xe5b\\xe6r" in plain.stdout
    for words in (["show", project, "P01"], ["find", project, "Pride"]):
        found = process(*words, "--json", PYTHONIOENCODING="ascii")
        assert "blåbær" in json.dumps(json.loads(found.stdout), ensure_ascii=False)


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="a system without pipes of this kind")
def test_a_broken_pipe_is_no_error(project: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-m", "coder", "show", str(project), "P01", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert writer.stdout is not None
    assert writer.stderr is not None
    writer.stdout.close()
    assert writer.stderr.read() == b""
    writer.stderr.close()
    assert writer.wait(60) == 0


def test_interrupted(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("coder.analysis.retrieval.retrieve", interrupt)
    result = run("find", project, "Shame or Pride")
    assert (result.status, result.err) == (130, "")


def test_an_unexpected_error_tells_its_place_and_no_words(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("never ill")

    monkeypatch.setattr("coder.analysis.retrieval.in_order", fail)
    result = run("find", project, "Shame or Pride", "--json")
    assert result.status == 1
    assert "unexpected" in result.err
    assert "ValueError at coder/analysis/retrieval.py:" in result.err
    assert "never ill" not in result.err + result.out
    assert "Traceback" not in result.err
    assert "ValueError" in result.json["error"]["title"]


def test_a_settings_file_with_a_mistake_is_told(project: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("initials = ")
    result = run("undo", project)
    assert result.status == 1
    assert "settings" in result.err


def test_main_without_words_opens_the_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[Path | None, str | None]] = []

    def open_app(path: Path | None, memo: str | None = None, kind: str = "") -> int:
        opened.append((path, memo))
        return 0

    monkeypatch.setattr("coder.cli.open.open_app", open_app)
    monkeypatch.chdir(tmp_path)
    assert main([]) == 0
    (tmp_path / "project.json").touch()
    assert main([]) == 0
    assert main([str(tmp_path)]) == 0
    assert opened == [(None, None), (Path(), None), (tmp_path, None)]
