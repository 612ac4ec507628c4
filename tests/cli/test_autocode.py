"""`coder search` with its options, `coder autocode`, `coder similar`, and who interviews. SYNTHETIC text only."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


def found(run: Run, project: Path, *options: str) -> list[str]:
    result = run("search", project, *options, "--json")
    assert result.status == 0, result.err
    return [hit["text"] for hit in result.json]


@pytest.mark.parametrize(
    ("options", "texts"),
    [
        (["shmae", "--fuzzy"], ["shame"]),
        (["blaabaer", "--fuzzy"], ["blåbær"]),
        (["then"], ["then", "Then"]),
        (["then", "--case"], ["then"]),
        (["the", "--word"], ["the"]),
        (["shame ill", "--words"], ["ill. Never, I say. But the shame"]),
        (["then", "--speaker", "P"], ["Then"]),
        (["never", "--coded", "Pride"], ["never", "Never"]),
        (["never", "--uncoded"], []),
        (["then", "--not-coded", "Before/**"], ["then", "Then"]),
        (["then", "--source", "P01*"], ["then", "Then"]),
    ],
)
def test_search(options: list[str], texts: list[str], project: Path, run: Run) -> None:
    assert found(run, project, *options) == texts


def test_a_search_says_what_is_wrong(project: Path, run: Run) -> None:
    assert "There is no speaker “Q”" in run("search", project, "x", "--speaker", "Q").err
    assert "^ missing )" in run("search", project, "(x", "--regex").err
    assert run("search", project, "x", "--regex", "--fuzzy").status == 2
    exploding = r"(?:\w|\s|\w\w)+@"
    result = run("search", project, exploding, "--regex")
    assert result.status == 0 or "takes too long" in result.err


def test_autocode_the_units_of_a_query(project: Path, run: Run) -> None:
    words = ["autocode", project, "Before", "Before/Shame and not text:nowhere", "--query"]
    dry = run(*words, "--dry-run", "--json").json
    assert [(one["text"], one["already"]) for one in dry["units"]] == [("the shame of it", False)]
    assert "coded 1 unit" in run(*words).out
    assert run("history", project, "--json").json[0]["reason"] == "query: Before/Shame and not text:nowhere"
    assert "1 already coded" in run(*words).out
    assert "no unit" in run("autocode", project, "Before", "not Before/**", "--query").err
    assert "^" in run("autocode", project, "Before", "Before/Shame and", "--query").err
    assert run(*words, "--speaker", "P").status == 2
    assert run(*words, "--fuzzy").status == 2


def test_autocode(project: Path, run: Run) -> None:
    words = ["autocode", project, "Before/Shame", "shame|nothing", "--regex"]
    dry = run(*words, "--dry-run", "--json").json
    assert [(one["text"], one["already"]) for one in dry["units"]] == [
        ("But the shame of it – blåbær.", True),
        ("Then nothing.", False),
    ]
    assert "would code 1 unit with Before/Shame; 1 already coded" in run(*words, "--dry-run").out
    before = len(run("history", project, "--json").json)
    done = run(*words, "--json").json
    assert (done["coded"], done["already"], done["code"]) == (1, 1, "Before/Shame")
    history = run("history", project, "--json").json
    assert len(history) == before + 1
    assert (history[0]["label"], history[0]["reason"]) == ("coded 1 unit with Shame", "search: shame|nothing")
    assert "Then nothing." in [one["text"] for one in run("find", project, "Shame", "--json").json]
    assert "coded 0 units" in run(*words).out
    assert run("undo", project).status == 0
    assert "Then nothing." not in [one["text"] for one in run("find", project, "Shame", "--json").json]


@pytest.mark.parametrize(("unit", "text"), [("turn", "Then nothing."), ("match", "nothing")])
def test_autocode_other_units(unit: str, text: str, project: Path, run: Run) -> None:
    units = run("autocode", project, "Shame", "nothing", "--unit", unit, "--json").json["units"]
    assert [one["text"] for one in units] == [text]


def test_autocode_finds_nothing(project: Path, run: Run) -> None:
    result = run("autocode", project, "Shame", "zzqy")
    assert (result.status, "Nothing was found" in result.err) == (1, True)


def test_similar(project: Path, run: Run) -> None:
    found = run("similar", project, "Pride", "--top", "3", "--json").json
    assert {"source", "start", "end", "text", "score"} <= set(found[0]) if found else found == []
    assert "like those of Before/Pride" in run("similar", project, "Pride").out
    assert run("similar", project, "Pride", "--top", "0").status == 2
    run("codes", "add", project, "Empty")
    assert "no units" in run("similar", project, "Empty").err


def test_who_interviews(project: Path, run: Run) -> None:
    described = run("source", "describe", project, "P01", "--interviewers", "I", "--json").json
    assert described["interviewers"] == ["I"]
    assert "Nobody speaks as “Q”" in run("source", "describe", project, "P01", "--interviewers", "I,Q").err
    assert run("source", "describe", project, "P01", "--interviewers", "", "--json").json["interviewers"] == []
