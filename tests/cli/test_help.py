"""`coder help` and `coder --help`."""

from __future__ import annotations

from coder.__main__ import VERBS
from coder.cli import help
from tests.cli.conftest import Run


def test_help_lists_every_verb(run: Run) -> None:
    lines = run("help").out.partition("options:")[0].splitlines()
    named = {word for line in lines if line.startswith("  ") for word in line[2:36].split(" PROJECT")[0].split(" | ")}
    assert set(VERBS) <= {word.split()[0] for word in named if word.strip()}


def test_help_prints_a_topic(run: Run) -> None:
    assert "queries" in run("help").out
    assert run("help", "queries").out.startswith("# Queries")
    missing = run("help", "nonsense")
    assert missing.status == 1
    assert "queries" in missing.err


def test_the_page_of_commands_is_that_of_the_verbs() -> None:
    assert help.COMMANDS.read_text(encoding="utf-8") == help.as_markdown(VERBS)
