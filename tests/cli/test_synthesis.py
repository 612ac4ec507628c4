"""`coder analytic` and `check`. All text SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

TOLD = "They kept it to themselves. Nobody asked."


@pytest.fixture
def group(project: Path, run: Run) -> Path:
    """The study with “Before” as a code group and an analytic text of two sentences."""
    assert run("groups", "make", project, "Before").status == 0
    assert run("condensates", "write", project, "Shame", "--text", "I was ashamed.").status == 0
    assert run("analytic", "write", project, "Before", "--text", TOLD).status == 0
    return project


def unit(project: Path, run: Run) -> str:
    (found,) = [row["segment"] for row in run("find", project, "Shame", "--json").json]
    return str(found)


def test_an_analytic_text_has_a_heading_and_units(group: Path, run: Run) -> None:
    assert run("analytic", "heading", group, "Before", "Alone with it").status == 0
    assert run("analytic", "link", group, "Before", 1, unit(group, run)[:8]).status == 0
    (row,) = run("analytic", group, "--json").json
    assert row["group"] == "Before"
    assert row["kind"] == "analytic text"
    assert row["heading"] == "Alone with it"
    assert [(s["text"], s["units"], s["state"]) for s in row["sentences"]] == [
        ("They kept it to themselves.", [unit(group, run)], "open"),
        ("Nobody asked.", [], "open"),
    ]
    assert row["without support"] == [2]
    assert row["claims"] == {"total": 2, "done": 0, "open": 2, "stale": 0}
    out = run("analytic", group, "--group", "Before").out.splitlines()
    assert out[0] == (
        "Before → Alone with it: claims checked none of 2, units checked none of 2, 1 sentence without a unit"
    )
    assert out[1:5] == [
        "  1  They kept it to themselves.",
        "       1 unit · open",
        "  2  Nobody asked.",
        "       no unit · open",
    ]
    assert run("analytic", "unlink", group, "Before", 1, unit(group, run)).status == 0
    assert run("analytic", group, "--json").json[0]["without support"] == [1, 2]
    assert run("history", group, "-n", 1, "--json").json[0]["operation"] == "synthesis.support"


def test_verdicts_become_stale_with_their_basis(group: Path, run: Run) -> None:
    segment = unit(group, run)
    given = run("check", "unit", group, "Before", segment, "leading", "--note", "The word is ours.", "--json").json
    assert (given["verdict"], given["note"], given["state"]) == ("leading question", "The word is ours.", "done")
    claim = ("check", "claim", group, "Before", 2, "2", "--counter", "--against", segment[:8])
    given = run(*claim, "--json").json
    assert (given["verdict"], given["counter-examples searched for"], given["against"]) == ("partly", True, [segment])
    assert given["claim"] == "Nobody asked."
    assert run("check", group, "--stale", "--json").json == []
    assert run("condensates", "write", group, "Shame", "--text", "I was not ashamed.").status == 0
    (stale,) = run("check", group, "--stale", "--json").json
    assert stale["state"] == "stale"
    assert stale["changed since"] == ["the condensate of ‘Shame’ was changed"]
    out = run("check", group).out
    assert "leading question · KG · " in out
    assert "# The word is ours." in out
    assert "stale: the condensate of ‘Shame’ was changed" in out
    assert "Before      1 of 2         none of 2, 1 stale" in out
    assert run("undo", group).status == 0
    assert run("check", group, "--stale", "--json").json == []


def test_a_verdict_names_the_revision_it_caused(group: Path, run: Run) -> None:
    given = run("check", "claim", group, "Before", 1, "contradicted", "--json").json
    words = ("--text", "Some told their wives.", "--after", given["id"][:8], "--reason", "P02 did.")
    assert run("analytic", "reword", group, "Before", 1, *words).status == 0
    last = run("history", group, "-n", 1, "--json").json[0]
    assert last["label"].endswith("after the verdict “contradicted”")
    assert last["reason"] == "P02 did."
    (row,) = run("check", group, "--json").json
    assert row["led to"] == last["id"]
    assert row["changed since"] == ["the sentence was reworded"]
    assert run("analytic", "write", group, "Before", "--text", "Nobody asked.").status == 0
    (row,) = run("check", group, "--json").json
    assert row["state"] == "gone"
    assert run("check", "withdraw", group, row["id"]).out == "Withdrew the verdict “contradicted”\n"
    assert run("check", group, "--json").json == []


def test_a_text_is_read_from_standard_input_and_removed(
    group: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("First. Second.\n\nThird."))
    (row,) = [run("analytic", "write", group, "Before", "--text", "-", "--json").json]
    assert [(s["text"], s["ends paragraph"]) for s in row["sentences"]] == [
        ("First.", False),
        ("Second.", True),
        ("Third.", False),
    ]
    assert run("analytic", "remove", group, "Before").out == "Before: no analytic text\n"
    assert run("analytic", group).out == "Before: no analytic text\n"


def test_removing_an_analytic_text_names_its_verdicts_and_asks(group: Path, run: Run) -> None:
    assert run("check", "claim", group, "Before", 2, "2").status == 0
    refused = run("analytic", "remove", group, "Before")
    assert refused.status == 1
    assert "1 analytic text and 1 verdict" in refused.err
    assert run("analytic", group, "--json").json
    assert run("analytic", "remove", group, "Before", "--yes").out == "Before: no analytic text\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("analytic", "write", "P", "Shame", "--text", "x"), "is not a code group"),
        (("analytic", "write", "P", "Before", "--text", " "), "An analytic text cannot be empty"),
        (("analytic", "reword", "P", "Before", 3, "--text", "x"), "There is no such sentence"),
        (("analytic", "reword", "P", "Before", 1, "--text", "x", "--after", "ffffff"), "There is no verdict"),
        (("analytic", "link", "P", "Before", 0, "UNIT"), "There is no such sentence"),
        (("analytic", "link", "P", "Before", 1, "ffff"), "There is no segment"),
        (("check", "claim", "P", "Before", 1, "faithful"), "There is no verdict “faithful”"),
        (("check", "claim", "P", "Before", 1, "5"), "There is no verdict “5”"),
        (("check", "unit", "P", "Before", "ffff", "1"), "There is no segment"),
        (("check", "withdraw", "P", "ff"), "There is no verdict “ff”"),
    ],
)
def test_invalid_texts_and_verdicts_are_refused(
    group: Path, run: Run, words: tuple[object, ...], message: str
) -> None:
    before = run("history", group, "--json").json
    names = {"P": group, "UNIT": unit(group, run)}
    refused = run(*(names.get(str(word), word) for word in words))
    assert refused.status == 1
    assert message in refused.err
    assert run("history", group, "--json").json == before


def test_a_unit_of_another_group_is_refused(group: Path, run: Run) -> None:
    assert run("codes", "add", group, "Elsewhere").status == 0
    assert run("groups", "make", group, "Elsewhere").status == 0
    refused = run("check", "unit", group, "Elsewhere", unit(group, run), "faithful")
    assert refused.status == 1
    assert "The unit is not in the code group" in refused.err
    refused = run("analytic", "remove", group, "Elsewhere")
    assert "Elsewhere has no analytic text" in refused.err


def test_listings_without_a_code_group(project: Path, run: Run) -> None:
    assert "There are no code groups yet" in run("analytic", project).out
    assert "There are no code groups yet" in run("check", project).out
    assert run("analytic", project, "--json").json == []
    assert run("check", project, "--json").json == []


@pytest.mark.parametrize("noun", ["analytic", "check"])
def test_help_lists_the_verbs(run: Run, noun: str) -> None:
    result = run(noun, "--help")
    assert result.status == 0
    assert "examples:" in result.out
    assert f"coder {noun} VERB --help" in result.out


def test_matrix_of_interviews_by_code_groups(group: Path, run: Run) -> None:
    out = run("matrix", group, "--rows", "interviews", "--columns", "groups").out.splitlines()
    assert out[0].split() == ["interviews", "units", "Before", "Shame", "Pride"]
    assert out[2].split() == ["P01", "2", "2", "1", "2"]
    assert out[3].split() == ["baseline", "2", "2", "1", "2"]
    assert run("participants", "add", group, "P02").status == 0
    out = run("matrix", group, "--rows", "participants", "--columns", "groups").out.splitlines()
    assert out[-1].split() == ["P02", *["no", "unit"] * 3]
    table = run("matrix", group, "--rows", "participants", "--columns", "groups", "--csv", "-").out
    assert "P02,1,,no unit,no unit,no unit" in table
