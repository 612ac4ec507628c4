"""`coder code`, `uncode`, `autocode` and `similar`. All text SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import TEXT, Run


def test_autocode_codes_the_units_of_a_query(project: Path, run: Run) -> None:
    words = ["autocode", project, "Before", "Before/Shame and not text:nowhere", "--query"]
    dry = run(*words, "--dry-run", "--json").json
    assert [(row["text"], row["already"]) for row in dry["units"]] == [("the shame of it", False)]
    assert "coded 1 unit" in run(*words).out
    assert run("history", project, "--json").json[0]["reason"] == "query: Before/Shame and not text:nowhere"
    assert "1 already coded" in run(*words).out
    assert "no unit" in run("autocode", project, "Before", "not Before/**", "--query").err
    assert "^" in run("autocode", project, "Before", "Before/Shame and", "--query").err
    assert run(*words, "--speaker", "P").status == 2
    assert run(*words, "--fuzzy").status == 2


def test_autocode_codes_the_sentences_of_a_search(project: Path, run: Run) -> None:
    words = ["autocode", project, "Before/Shame", "shame|nothing", "--regex"]
    dry = run(*words, "--dry-run", "--json").json
    assert [(row["text"], row["already"]) for row in dry["units"]] == [
        ("But the shame of it – blåbær.", True),
        ("Then nothing.", False),
    ]
    assert "would code 1 unit with Before/Shame; 1 already coded" in run(*words, "--dry-run").out
    before = len(run("history", project, "--json").json)
    result = run(*words, "--json").json
    assert (result["coded"], result["already"], result["code"]) == (1, 1, "Before/Shame")
    history = run("history", project, "--json").json
    assert len(history) == before + 1
    assert (history[0]["label"], history[0]["reason"]) == ("coded 1 unit with Shame", "search: shame|nothing")
    assert "Then nothing." in [row["text"] for row in run("find", project, "Shame", "--json").json]
    assert "coded 0 units" in run(*words).out
    assert run("undo", project).status == 0
    assert "Then nothing." not in [row["text"] for row in run("find", project, "Shame", "--json").json]


@pytest.mark.parametrize(("unit", "text"), [("turn", "Then nothing."), ("match", "nothing")])
def test_autocode_codes_turns_or_matches(unit: str, text: str, project: Path, run: Run) -> None:
    units = run("autocode", project, "Shame", "nothing", "--unit", unit, "--json").json["units"]
    assert [row["text"] for row in units] == [text]


def test_autocode_without_matches_is_refused(project: Path, run: Run) -> None:
    result = run("autocode", project, "Shame", "zzqy")
    assert (result.status, "Nothing was found" in result.err) == (1, True)


def test_similar_suggests_sentences(project: Path, run: Run) -> None:
    rows = run("similar", project, "Pride", "--top", "3", "--json").json
    assert {"source", "start", "end", "text", "score"} <= set(rows[0]) if rows else rows == []
    assert "like those of Before/Pride" in run("similar", project, "Pride").out
    assert run("similar", project, "Pride", "--top", "0").status == 2
    run("codes", "add", project, "Empty")
    assert "no units" in run("similar", project, "Empty").err


def test_code_and_uncode(project: Path, run: Run) -> None:
    result = run("code", project, "P01", "--quote", "nothing", "Shame", "--json").json
    assert result["new"] == ["Before/Shame"]
    assert TEXT[result["start"] : result["end"]] == "nothing"
    again = run("code", project, "P01", result["start"], result["end"], "Shame", "--json").json
    assert (again["segment"], again["new"], again["already"]) == (result["segment"], [], ["Before/Shame"])
    assert run("uncode", project, result["segment"][:8], "Pride").status == 1
    assert run("uncode", project, result["segment"][:8], "Shame", "--json").json["kept"] is False
    assert run("uncode", project, result["segment"]).status == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["P01", "--quote", "not there", "Pride"], "not in the source"),
        (["P01", "--quote", "ever", "Pride"], "2 places"),
        (["P01", "--quote", "ever", "--nth", "3", "Pride"], "no occurrence number 3"),
        (["P01", "--quote", "nothing", "Prde"], "--create"),
        (["P01", "5", "99999", "Pride"], "outside the text"),
        (["P09", "5", "9", "Pride"], "no source"),
        (["P01", "5", "9", "a//b", "--create"], "empty"),
    ],
)
def test_code_refuses_invalid_spans_and_codes(project: Path, run: Run, words: list[str], message: str) -> None:
    before = len(run("history", project, "--json").json)
    result = run("code", project, *words)
    assert result.status == 1
    assert message in result.err
    assert len(run("history", project, "--json").json) == before


@pytest.mark.parametrize(
    "words", [["P01", "5", "9"], ["P01", "5", "x", "Pride"], ["P01", "5", "9", "A", "--nth", "1"], ["P01"]]
)
def test_code_wrong_usage(project: Path, run: Run, words: list[str]) -> None:
    assert run("code", project, *words).status == 2
