"""`coder condensates`. All text SYNTHETIC."""

from __future__ import annotations

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


def test_before_anything_is_written(study: Path, project: Path, run: Run) -> None:
    assert (
        run("condensates", study).out == "Before/Shame: no condensate, 1 unit\nBefore/Pride: no condensate, 2 units\n"
    )
    assert [one["condensate"] for one in run("condensates", study, "--json").json] == [None, None]
    assert run("groups", "unmake", study, "Before").status == 0
    assert "no subgroups yet" in run("condensates", study).out


def test_written_linked_shown_and_removed(study: Path, run: Run) -> None:
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
    found = run("condensates", "show", study, "Shame", "--json").json
    assert found["kind"] == "condensate"
    assert [one["units"] for one in found["sentences"]] == [[id], []]
    assert (found["without support"], found["used"], found["unused"]) == ([2], [id], [])
    assert (found["participants"], found["no unit used of"], found["gold"]) == (["P01"], [], [id])
    assert run("condensates", "unlink", study, "Shame", 1, id).status == 0
    assert run("condensates", "gold", study, "Shame", id, "--no").status == 0
    assert "★" not in run("condensates", "show", study, "Shame").out
    assert run("condensates", "remove", study, "Shame").out == "Before/Shame: no condensate, 1 unit\n"
    assert run("undo", study).status == 0
    assert "condensate written" in run("condensates", study).out


def test_a_revision_from_standard_input_keeps_the_units(
    study: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    run("condensates", "write", study, "Shame", "--text", SAID)
    run("condensates", "link", study, "Shame", 1, unit(study, run))
    monkeypatch.setattr("sys.stdin", io.StringIO("Nobody asked me.\n\nSYNTHETIC: I was so ashamed of it.\n"))
    assert run("condensates", "write", study, "Shame", "--text", "-").status == 0
    found = run("condensates", "show", study, "Shame", "--json").json
    assert [(one["text"], len(one["units"]), one["ends paragraph"]) for one in found["sentences"]] == [
        ("Nobody asked me.", 0, True),
        ("SYNTHETIC: I was so ashamed of it.", 1, False),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("write", "Before", "--text", SAID), "has subgroups"),
        (("write", "Shame", "--text", " "), "needs words"),
        (("link", "Pride", "1", "STRANGER"), "has no condensate"),
        (("link", "Shame", "3", "STRANGER"), "no such sentence"),
        (("link", "Shame", "1", "STRANGER"), "Not a unit of this subgroup"),
        (("unlink", "Shame", "1", "STRANGER"), "does not support"),
        (("gold", "Shame", "STRANGER"), "Not a unit of this subgroup"),
        (("remove", "Pride"), "has no condensate"),
    ],
)
def test_what_is_refused(study: Path, run: Run, words: tuple[str, ...], said: str) -> None:
    run("condensates", "write", study, "Shame", "--text", SAID)
    mine = unit(study, run)
    pride = run("condensates", "show", study, "Pride", "--json").json
    stranger = next(id for id in pride["unused"] if id != mine)
    words = tuple(word.replace("STRANGER", stranger) for word in words)
    before = run("condensates", study, "--json").out
    result = run("condensates", words[0], study, *words[1:])
    assert result.status == 1
    assert said in result.err
    assert run("condensates", study, "--json").out == before


def test_help(run: Run) -> None:
    assert "unlink" in run("condensates", "--help").out
