"""The `@verb` decorator: help, wrong usage, opening of the project."""

from __future__ import annotations

import inspect
import json
import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

from coder.__main__ import VERBS
from coder.cli import verb
from coder.project import open_project
from tests.cli.conftest import Run, process


@pytest.mark.parametrize(
    "name", [*VERBS, "codes add", "codes merge", "source rename", "source remove", "report trail"]
)
def test_every_verb_has_help_with_examples(name: str, run: Run) -> None:
    result = run(*name.split(), "--help")
    assert result.status == 0
    assert name == "help" or f"coder {name}" in result.out
    assert name in ("help", "source", "report") or "examples:" in result.out


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
def test_wrong_usage_exits_with_status_2(words: list[str], run: Run) -> None:
    result = run(*words)
    assert (result.status, result.out) == (2, "")
    assert "error: " in result.err


def test_the_project_file_stands_for_its_project(project: Path, run: Run) -> None:
    assert len(run("find", project / "project.json", "Shame", "--json").json) == 1


def test_readers_run_beside_a_writer_and_a_second_writer_is_refused(project: Path) -> None:
    with open_project(project, "IH"):
        for words in (["find", project, "Shame"], ["sources", project], ["history", project], ["doctor", project]):
            assert process(*words).returncode == 0
        result = process("code", project, "P01", "--quote", "nothing", "Shame", "--json")
    assert result.returncode == 1
    assert json.loads(result.stdout)["error"]["title"] == "The project is open in another program"
    assert "IH" in result.stderr.decode()
    assert process("code", project, "P01", "--quote", "nothing", "Shame").returncode == 0


def test_an_invalid_settings_file_is_reported(project: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("initials = ")
    result = run("undo", project)
    assert result.status == 1
    assert "settings" in result.err


def declared() -> list[verb.Verb]:
    """Every verb of every module."""
    for module in dict.fromkeys(VERBS.values()):
        import_module(f"coder.cli.{module}")
    return list(verb.VERBS.values())


def test_each_function_takes_the_parameters_its_verb_declares() -> None:
    verbs = declared()
    assert len(verbs) > 100
    for each in verbs:
        accepted = inspect.signature(each.function).parameters.values()
        names = {parameter.name for parameter in accepted if parameter.kind is parameter.POSITIONAL_OR_KEYWORD}
        rest = any(parameter.kind is parameter.VAR_KEYWORD for parameter in accepted)
        assert rest or names >= set(each.accepted), each.name
        assert names <= {*each.accepted, "project", "path", "as_json"}, each.name


def test_each_example_is_right_usage() -> None:
    examples = [example for each in declared() for example in each.examples]
    assert len(examples) > 150
    for example in examples:
        words = shlex.split(re.split(r" [|<] ", example)[0])
        used = verb.VERBS.get(" ".join(words[:2])) or verb.VERBS[words[0]]
        args = verb.parser_of(used, helping=False).parse_intermixed_args(words[len(used.name.split()) :])
        problem = used.check(args) if used.check is not None else None
        assert not problem, example


def test_summaries_are_one_short_phrase() -> None:
    summaries = {each.name: each.summary for each in declared()}
    assert summaries["codes"] == "List the code tree with counts"
    assert [name for name, summary in summaries.items() if not 0 < len(summary) < 100] == []
