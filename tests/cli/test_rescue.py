"""`coder rescue …`: what is kept outside a project is listed, taken back and discarded."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.errors import Kept
from coder.project import drafts, open_project
from tests.cli.conftest import Run


@pytest.fixture
def kept(project: Path) -> Path:
    """The project, with a condensate that was typed while its folder was away."""
    away = project.with_name("away")
    with open_project(project, "KG") as opened:
        project.rename(away)
        with pytest.raises(Kept):
            drafts.save_prose(opened, "condensate", "k", "", "SYNTHETIC half a sentence")
        away.rename(project)
    return project


def test_list_names_what_is_kept(run: Run, kept: Path) -> None:
    out = run("rescue", "list", kept).out
    assert "condensate" in out
    assert "4 words" in out
    assert "SYNTHETIC" not in out
    (row,) = run("rescue", "list", kept, "--json", "--read-only").json
    assert (row["kind"], row["text"], row["state"]) == ("condensate", "SYNTHETIC half a sentence", "verified")
    kept.rename(kept.with_name("away"))
    assert "4 words" in run("rescue", "list", kept).out


def test_list_of_nothing_says_so(run: Run, project: Path) -> None:
    assert run("rescue", "list", project).out == "No texts of this project are kept outside it.\n"
    assert run("rescue", "apply", project).status == 0


def test_doctor_names_it_as_a_note(run: Run, kept: Path) -> None:
    done = run("doctor", kept, "--json")
    assert done.status == 0
    assert [note["kind"] for note in done.json["notes"]] == ["rescue"]
    assert "SYNTHETIC" not in done.out


def test_apply_moves_it_into_the_drafts(run: Run, kept: Path) -> None:
    assert run("rescue", "apply", kept, "--read-only").status == 1
    done = run("rescue", "apply", kept)
    assert (done.status, done.out.partition(".")[0]) == (0, "1 draft moved into the project")
    assert "half a sentence" in (kept / "drafts" / "condensate.k.prose").read_text(encoding="utf-8")
    assert run("rescue", "list", kept, "--json").json == []


def test_apply_leaves_what_a_newer_draft_stands_in_for(run: Run, kept: Path) -> None:
    with open_project(kept, "AB") as opened:
        draft = drafts.ProseDraft(kind="condensate", target="k", text="SYNTHETIC of AB", coder="AB")
        drafts.drafts.write(opened.folder, draft.file_name, draft, draft.noun)
    done = run("rescue", "apply", kept)
    assert done.status == 1
    assert "another coder's draft" in done.out
    assert len(run("rescue", "list", kept, "--json").json) == 1


def test_discard_needs_yes(run: Run, kept: Path) -> None:
    refused = run("rescue", "discard", kept)
    assert refused.status == 1
    assert "--yes" in refused.err
    assert run("rescue", "discard", kept, "--number", "2", "--yes").status == 1
    assert len(run("rescue", "list", kept, "--json").json) == 1
    assert run("rescue", "discard", kept, "--number", "1", "--yes").out == "Discarded 1 text.\n"
    assert run("rescue", "list", kept, "--json").json == []
