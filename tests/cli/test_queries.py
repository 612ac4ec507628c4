from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run


def test_saved_queries_from_the_command_line(project: Path, run: Run) -> None:
    assert "There are no saved queries" in run("queries", project).out
    assert run("queries", "save", project, "both", "Shame and Pride").out == "Saved @both\n"
    assert run("queries", project, "save", "the other", "Pride and not @both", "--json").json["name"] == "the other"
    (row,) = run("find", project, "@both", "--json").json
    assert row["text"] == "the shame of it"
    (other,) = run("find", project, '@"the other" and **', "--json").json
    assert other["text"].startswith("I am never")
    assert run("export", project, "-", "--format", "csv", "--query", "@both").out.count("the shame of it") == 2
    assert run("queries", "rename", project, "both", "shame").status == 0
    rows = run("queries", project, "--json").json
    assert [(one["name"], one["query"], one["coder"]) for one in rows] == [
        ("shame", "Shame and Pride", "KG"),
        ("the other", "Pride and not @shame", "KG"),
    ]
    assert "@the other  KG" in run("queries", project).out
    assert run("queries", "remove", project, "shame").status == 0
    gone = run("find", project, '@"the other"')
    assert gone.status == 1
    assert "There is no saved query “shame”" in gone.err
    assert run("undo", project).status == 0
    assert run("find", project, '@"the other"').status == 0


@pytest.mark.parametrize(
    ("name", "query", "title"),
    [
        ("x", "Shame and", "The query cannot be read"),
        ("x", "Nobody", "There is no code “Nobody”"),
        ("x", "@X or Shame", "leads back to itself"),
        ("x", "@two", "leads back to itself"),
        ("", "Shame", "Not possible"),
    ],
)
def test_what_is_not_saved(project: Path, run: Run, name: str, query: str, title: str) -> None:
    run("queries", "save", project, "x", "Shame")
    run("queries", "save", project, "two", "@x")
    result = run("queries", "save", project, name, query)
    assert result.status == 1
    assert title in result.err
    assert [one["query"] for one in run("queries", project, "--json").json if one["name"] == "x"] == ["Shame"]


def test_a_code_that_begins_like_a_saved_query_needs_quotation_marks(project: Path, run: Run) -> None:
    run("code", project, "P01", "--quote", "Then nothing", "@odd", "--create")
    assert run("find", project, "@odd").status == 1
    assert len(run("find", project, '"@odd"', "--json").json) == 1


def test_an_error_points_at_the_place_and_says_what_to_do(project: Path, run: Run) -> None:
    told = run("find", project, "Shame near:2x Pride").err.splitlines()
    assert told[1].strip() == "Shame near:2x Pride"
    assert told[2].index("^") == told[1].index("2x")
    assert "2s (sentences), 2t (turns)" in told[2]
    assert "hint: Perhaps source: is meant" in run("find", project, "sorce:P01 and Shame").err
