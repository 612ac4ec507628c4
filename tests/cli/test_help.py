"""`coder help` and `coder --help`."""

from __future__ import annotations

import re
import shlex

import pytest

from coder import manual
from coder.__main__ import VERBS
from coder.cli import help, verb
from coder.text import pages
from tests.cli.conftest import Run

SEARCHED = manual.search("preconc lock")
#: Signs in a line that shows the form of a command, or a line for the shell.
FORMS = re.compile(r"[\[|<…]")


def examples() -> list[str]:
    """The commands that the pages of the manual give as examples."""
    lines = [
        passage.text.split("  ")[0]
        for topic in manual.topics()
        if topic not in ("commands", "contributing")
        for passage in manual.page(topic)
        if passage.kind == pages.CODE
    ]
    verbs = [line for line in lines if line.startswith("coder ") and line.split()[1] in {*VERBS} - {"help"}]
    return sorted({line for line in verbs if not FORMS.search(line)})


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


def test_search_prints_topic_heading_and_line(run: Run) -> None:
    found = run("help", "--search", "PRECONC", "lock")
    assert found.status == 0
    assert [line.split(": ")[0] for line in found.out.splitlines()] == [hit.topic for hit in SEARCHED]
    rows = run("help", "--json", "--search", "preconc lock").json
    assert [(row["topic"], row["heading"]) for row in rows] == [(hit.topic, hit.heading) for hit in SEARCHED]


@pytest.mark.parametrize("words", [(), ("qxqxqx",)])
def test_search_for_nothing_or_in_vain_says_what_to_do(run: Run, words: tuple[str, ...]) -> None:
    refused = run("help", "--search", *words)
    assert (refused.status, refused.out) == (1, "")
    assert "hint:" in refused.err


def test_usage_fits_80_columns(run: Run) -> None:
    assert [line for line in run("help").out.splitlines() if len(line) > 80] == []


def test_examples_of_the_manual_are_commands() -> None:
    help.as_markdown(VERBS)  # imports every verb
    assert len(examples()) > 100
    for example in examples():
        words = shlex.split(example)[1:]
        name = next(name for name in (" ".join(words[:2]), words[0]) if name in verb.VERBS)
        verb.parser_of(verb.VERBS[name]).parse_args(words[len(name.split()) :])
