"""`coder find`, `search` and `queries`. All text SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import SHAMED, TEXT, Run


def search_texts(run: Run, project: Path, *options: str) -> list[str]:
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
def test_search_options(options: list[str], texts: list[str], project: Path, run: Run) -> None:
    assert search_texts(run, project, *options) == texts


def test_search_explains_errors(project: Path, run: Run) -> None:
    assert "There is no speaker “Q”" in run("search", project, "x", "--speaker", "Q").err
    assert "^ missing )" in run("search", project, "(x", "--regex").err
    assert run("search", project, "x", "--regex", "--fuzzy").status == 2
    exploding = r"(?:\w|\s|\w\w)+@"
    result = run("search", project, exploding, "--regex")
    assert result.status == 0 or "takes too long" in result.err


def test_queries_are_saved_renamed_and_removed(project: Path, run: Run) -> None:
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
    assert [(item["name"], item["query"], item["coder"]) for item in rows] == [
        ("shame", "Shame and Pride", "KG"),
        ("the other", "Pride and not @shame", "KG"),
    ]
    assert "@the other  KG" in run("queries", project).out
    assert run("queries", "remove", project, "shame").status == 0
    missing = run("find", project, '@"the other"')
    assert missing.status == 1
    assert "There is no saved query “shame”" in missing.err
    assert run("undo", project).status == 0
    assert run("find", project, '@"the other"').status == 0


@pytest.mark.parametrize(
    ("name", "query", "title"),
    [
        ("x", "Shame and", "The query cannot be read"),
        ("x", "Nobody", "There is no code “Nobody”"),
        ("x", "@X or Shame", "refers to itself"),
        ("x", "@two", "refers to itself"),
        ("", "Shame", "Not possible"),
    ],
)
def test_an_invalid_query_is_not_saved(project: Path, run: Run, name: str, query: str, title: str) -> None:
    run("queries", "save", project, "x", "Shame")
    run("queries", "save", project, "two", "@x")
    result = run("queries", "save", project, name, query)
    assert result.status == 1
    assert title in result.err
    assert [row["query"] for row in run("queries", project, "--json").json if row["name"] == "x"] == ["Shame"]


def test_a_code_that_begins_with_an_at_sign_is_quoted(project: Path, run: Run) -> None:
    run("code", project, "P01", "--quote", "Then nothing", "@odd", "--create")
    assert run("find", project, "@odd").status == 1
    assert len(run("find", project, '"@odd"', "--json").json) == 1


def test_a_query_error_points_at_the_place(project: Path, run: Run) -> None:
    result = run("find", project, "Shame near:2x Pride").err.splitlines()
    assert result[1].strip() == "Shame near:2x Pride"
    assert result[2].index("^") == result[1].index("2x")
    assert "2s (sentences), 2t (turns)" in result[2]
    assert "hint: Did you mean source:?" in run("find", project, "sorce:P01 and Shame").err


def test_find_gives_segments_with_their_codes(project: Path, run: Run) -> None:
    (row,) = run("find", project, "Shame", "--json").json
    assert row["text"] == SHAMED
    assert row["codes"] == ["Before/Pride", "Before/Shame"]
    assert (row["source"], row["participant"], row["wave"], row["speaker"]) == (
        "P01_baseline",
        "P01",
        "baseline",
        "P",
    )
    assert row["memos"] == []
    assert TEXT[row["start"] : row["end"]] == SHAMED
    assert len(run("find", project, "Before/** and not Shame", "--json").json) == 1
    assert "2 units in 1 source" in run("find", project, "Pride").out


def test_find_omits_private_memos(project: Path, run: Run) -> None:
    id = run("find", project, "Shame", "--json").json[0]["segment"]
    run("memo", project, id, "--text", "seen")
    run("memo", project, id, "--text", "not seen", "--kind", "reflexive")
    for query in ("Shame", "Shame and text:shame"):
        assert run("find", project, query, "--json").json[0]["memos"] == ["seen"]


def test_find_points_at_an_unknown_code(project: Path, run: Run) -> None:
    result = run("find", project, "Shame and Shmae")
    assert result.status == 1
    assert result.err.splitlines()[:3] == [
        "error: There is no code “Shmae”",
        "  Shame and Shmae",
        "            ^ this",
    ]


def test_search_gives_matches_with_context(project: Path, run: Run) -> None:
    hits = run("search", project, "NEVER", "--context", "5", "--json").json
    assert [hit["text"] for hit in hits] == ["never", "Never"]
    assert hits[0].keys() == {"source", "start", "end", "text", "before", "after"}
    assert (hits[0]["before"], hits[0]["after"]) == ("I am ", " ill.")
    assert run("search", project, "blabær", "--json").json[0]["text"] == "blåbær"
    assert run("search", project, r"n\w+r ill", "--regex", "--json").json[0]["text"] == "never ill"
    wrong = run("search", project, "(a", "--regex")
    assert wrong.status == 1
    assert "^" in wrong.err
