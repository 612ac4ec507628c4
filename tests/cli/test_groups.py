"""`coder groups` and `condensates`. All text SYNTHETIC."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SAID = "SYNTHETIC: I was ashamed of it. Nobody asked me."


@pytest.fixture
def study(project: Path, run: Run) -> Path:
    """The code group Before with the subgroups Shame (one unit) and Pride (two)."""
    assert run("groups", "make", project, "Before").status == 0
    return project


def unit(study: Path, run: Run, code: str = "Shame") -> str:
    found = run("condensates", "show", study, code, "--json").json
    return str([*found["unused"], *found["used"]][0])


def test_condensates_before_any_is_written(study: Path, project: Path, run: Run) -> None:
    assert (
        run("condensates", study).out == "Before/Shame: no condensate, 1 unit\nBefore/Pride: no condensate, 2 units\n"
    )
    assert [row["condensate"] for row in run("condensates", study, "--json").json] == [None, None]
    assert run("groups", "unmake", study, "Before").status == 0
    assert "no subgroups yet" in run("condensates", study).out


def test_a_condensate_is_written_linked_shown_and_removed(study: Path, run: Run) -> None:
    assert run("condensates", "write", study, "Shame", "--text", SAID).out == (
        "Before/Shame: condensate written, 1 of 1 unit unused, 2 sentences without support\n"
    )
    id = unit(study, run)
    assert run("condensates", "link", study, "Shame", 1, id[:8]).out == (
        "Before/Shame: condensate written, its unit used, 1 sentence without support\n"
    )
    assert run("condensates", "gold", study, "Shame", id).status == 0
    shown = run("condensates", "show", study, "Shame").out
    assert shown.splitlines() == [
        "Before/Shame: condensate written, its unit used, 1 sentence without support",
        "≈ condensate (not a quotation)",
        "  1  SYNTHETIC: I was ashamed of it.",
        f"       {id[:8]}  P01 · baseline ★  “the shame of it”",
        "  2  Nobody asked me.",
        "       no unit",
    ]
    rows = run("condensates", "show", study, "Shame", "--json").json
    assert rows["kind"] == "condensate"
    assert [row["units"] for row in rows["sentences"]] == [[id], []]
    assert (rows["without support"], rows["used"], rows["unused"]) == ([2], [id], [])
    assert (rows["participants"], rows["no unit used of"], rows["gold"]) == (["P01"], [], [id])
    assert run("condensates", "unlink", study, "Shame", 1, id).status == 0
    assert run("condensates", "gold", study, "Shame", id, "--no").status == 0
    assert "★" not in run("condensates", "show", study, "Shame").out
    assert run("condensates", "remove", study, "Shame").out == "Before/Shame: no condensate, 1 unit\n"
    assert run("undo", study).status == 0
    assert "condensate written" in run("condensates", study).out


def test_a_revision_from_standard_input_keeps_the_units(
    study: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:

    run("condensates", "write", study, "Shame", "--text", SAID)
    run("condensates", "link", study, "Shame", 1, unit(study, run))
    monkeypatch.setattr("sys.stdin", io.StringIO("Nobody asked me.\n\nSYNTHETIC: I was so ashamed of it.\n"))
    assert run("condensates", "write", study, "Shame", "--text", "-").status == 0
    rows = run("condensates", "show", study, "Shame", "--json").json
    assert [(row["text"], len(row["units"]), row["ends paragraph"]) for row in rows["sentences"]] == [
        ("Nobody asked me.", 0, True),
        ("SYNTHETIC: I was so ashamed of it.", 1, False),
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("write", "Before", "--text", SAID), "has subgroups"),
        (("write", "Shame", "--text", " "), "cannot be empty"),
        (("link", "Pride", "1", "STRANGER"), "has no condensate"),
        (("link", "Shame", "3", "STRANGER"), "no such sentence"),
        (("link", "Shame", "1", "STRANGER"), "Not a unit of this subgroup"),
        (("unlink", "Shame", "1", "STRANGER"), "does not support"),
        (("gold", "Shame", "STRANGER"), "Not a unit of this subgroup"),
        (("remove", "Pride"), "has no condensate"),
    ],
)
def test_invalid_condensates_are_refused(study: Path, run: Run, words: tuple[str, ...], message: str) -> None:
    run("condensates", "write", study, "Shame", "--text", SAID)
    mine = unit(study, run)
    pride = run("condensates", "show", study, "Pride", "--json").json
    stranger = next(id for id in pride["unused"] if id != mine)
    words = tuple(word.replace("STRANGER", stranger) for word in words)
    before = run("condensates", study, "--json").out
    result = run("condensates", words[0], study, *words[1:])
    assert result.status == 1
    assert message in result.err
    assert run("condensates", study, "--json").out == before


def test_condensates_help_lists_the_verbs(run: Run) -> None:
    assert "unlink" in run("condensates", "--help").out


def test_groups_are_made_moved_and_unmade(project: Path, run: Run) -> None:
    assert "no code groups yet" in run("groups", project).out
    run("themes", "add", project, "The time before", "--negotiated")
    assert run("groups", "make", project).status == 2
    made = run("groups", "make", project, "Before", "--theme", "The time before", "--json").json
    assert (made["group"], made["units"], made["themes"]) == ("Before", 2, ["The time before"])
    assert [(row["name"], row["units"]) for row in made["subgroups"]] == [("Shame", 1), ("Pride", 2)]
    assert run("groups", "make", project, "Before").status == 1
    assert "Time" in run("groups", "make", project, "Time/Later").out
    assert run("groups", "move", project, "Pride", "Shame").status == 2
    assert (
        run("groups", "move", project, "Pride", "Shame", "--all", "--reason", "one thing", "--json").json["moved"]
        == 2
    )
    assert run("history", project, "--json").json[0]["reason"] == "one thing"
    segment = run("find", project, "Shame", "--json").json[0]
    id = segment.get("id") or segment["segment"]
    assert run("groups", "move", project, "Shame", "Pride", id[:8]).status == 0
    assert run("groups", "residual", project, "Later", "--json").json["residual"]
    assert not run("groups", "residual", project, "Later", "--no", "--json").json["residual"]
    assert run("groups", "themes", project, "Before").out == "Before comes from no theme\n"
    out = run("groups", project).out
    assert "Later: no unit" in out
    assert "Before: 2 units" in out
    assert run("groups", project, "--json").json["in no group"] == 0
    assert run("groups", "unmake", project, "Before").status == 0
    assert "in no code group: 2 units" in run("groups", project).out
    assert run("groups", "unmake", project, "Before").status == 1
    assert "make" in run("groups", "--help").out
