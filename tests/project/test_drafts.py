"""Drafts: files of earlier versions are found, and a draft follows the record it is about."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coder.errors import Invalid
from coder.model.codebook import Code
from coder.project import Project, drafts
from coder.project.merge_artifacts import group_of
from coder.project.operations import codebook, frameworks, groups, levels, participants

TYPED = "SYNTHETIC: typed and not saved."
KIND = "condensate"
STORED = Path(__file__).parent / "stored_drafts"
MEMO = "9cbf069e-6abf-4dfd-8df3-3d56872a1f60"
GROUP = "c5a2d5de-eb4f-4b7a-bbd8-192dc0b15c4f"
SOURCE = "dcdee8d0-5c30-4daf-a21a-1435b253d6e5"


@pytest.fixture
def two(small_project: Project) -> tuple[Project, Code, Code]:
    return small_project, codebook.add(small_project, "One"), codebook.add(small_project, "Other")


def kept(project: Project, kind: str, target: str) -> str | None:
    draft = drafts.find_prose(project, kind, target)
    return draft.text if draft is not None else None


def test_drafts_of_an_earlier_version_are_found(small_project: Project) -> None:
    shutil.copytree(STORED, small_project.folder / "drafts")
    (memo,) = drafts.memo_drafts(small_project)
    assert (memo.memo, memo.text, memo.start, memo.end) == (MEMO, "SYNTHETIC memo, typed", 3, 9)
    text = drafts.find_prose(small_project, "analytic text", GROUP)
    assert text is not None
    assert (text.base, text.text) == ("SYNTHETIC, as saved.", "SYNTHETIC, as typed.")
    turn = drafts.find_correction(small_project, SOURCE, 2, "ab" * 32)
    whole = drafts.find_correction(small_project, SOURCE, drafts.WHOLE, "")
    assert turn is not None
    assert whole is not None
    assert (turn.text, whole.text) == ("SYNTHETIC turn", "SYNTHETIC whole text")
    assert drafts.damaged(small_project.folder) == []


def test_drafts_have_the_file_names_of_an_earlier_version(small_project: Project) -> None:
    shutil.copytree(STORED, small_project.folder / "drafts")
    found = [
        *drafts.memo_drafts(small_project),
        *drafts.prose_drafts(small_project),
        *drafts.correction_drafts(small_project, SOURCE),
    ]
    stored = {path.name for path in STORED.iterdir()}
    assert {draft.file_name for draft in found} == stored
    for draft in found:
        drafts.discard(small_project, draft)
    assert list((small_project.folder / "drafts").iterdir()) == []


def test_copy_of_a_project_contains_its_drafts(small_project: Project, tmp_path: Path) -> None:
    shutil.copytree(STORED, small_project.folder / "drafts")
    small_project.save_copy(tmp_path / "copy")
    stored = {path.name: path.read_bytes() for path in STORED.iterdir()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "copy" / "drafts").iterdir()} == stored


def test_unreadable_drafts_are_skipped_and_listed(small_project: Project) -> None:
    folder = small_project.folder / "drafts"
    folder.mkdir()
    for name in ("m.json", "cell.x.prose", f"{SOURCE}.whole.0.text"):
        (folder / name).write_text("{")
    assert drafts.memo_drafts(small_project) == []
    assert drafts.prose_drafts(small_project) == []
    assert drafts.correction_drafts(small_project, SOURCE) == []
    names = [name for name, _ in drafts.damaged(small_project.folder)]
    assert names == ["m.json", "cell.x.prose", f"{SOURCE}.whole.0.text"]


def test_surrogate_in_a_draft_is_replaced(small_project: Project) -> None:
    drafts.save_prose(small_project, KIND, "x", "", "half \ud83d")
    assert kept(small_project, KIND, "x") == "half ?"


def merge_and_fail(project: Project, code: Code, into: Code) -> None:
    with project.transaction("test", "does not get through"):
        codebook.merge(project, code, into)
        raise Invalid("Not possible")


def test_merge_of_codes_moves_the_draft_to_the_remaining_code(two: tuple[Project, Code, Code]) -> None:
    project, one, other = two
    drafts.save_prose(project, KIND, one.id, "SYNTHETIC: as it was.", TYPED)
    codebook.merge(project, one, other)
    draft = drafts.find_prose(project, KIND, other.id)
    assert draft is not None
    assert (draft.text, draft.base) == (TYPED, "SYNTHETIC: as it was.")
    assert drafts.find_prose(project, KIND, one.id) is None
    assert "removed" not in drafts.describe_unsaved(project, project.now())


def test_merge_of_codes_joins_their_drafts(two: tuple[Project, Code, Code]) -> None:
    project, one, other = two
    third = codebook.add(project, "Third")
    for code in (one, other, third):
        drafts.save_prose(project, KIND, code.id, "", f"SYNTHETIC: of {code.name}.")
    codebook.merge_all(project, [one, third], other)
    assert kept(project, KIND, other.id) == "SYNTHETIC: of Other.\n\nSYNTHETIC: of One.\n\nSYNTHETIC: of Third."
    assert len(list(drafts.prose_drafts(project))) == 1


def test_failed_merge_leaves_the_draft(two: tuple[Project, Code, Code]) -> None:
    project, one, other = two
    drafts.save_prose(project, KIND, one.id, "", TYPED)
    with pytest.raises(Invalid):
        merge_and_fail(project, one, other)
    assert kept(project, KIND, one.id) == TYPED
    with project.transaction("test", "one part of it does not"):
        with pytest.raises(Invalid):
            merge_and_fail(project, one, other)
        codebook.rename(project, other, "Another")
    assert kept(project, KIND, one.id) == TYPED


def test_merge_of_groups_moves_the_draft_of_the_analytic_text(two: tuple[Project, Code, Code]) -> None:
    project, one, other = two
    group, stays = groups.make(project, one), groups.make(project, other)
    drafts.save_prose(project, "analytic text", group.id, "", TYPED)
    codebook.merge(project, one, other)
    assert group_of(project, other.id) == stays
    assert kept(project, "analytic text", stays.id) == TYPED


def test_drafts_of_cells_and_notes_follow_participant_and_level(two: tuple[Project, Code, Code]) -> None:
    project, code, _ = two
    who, into = list(project.participants.values())[:2]
    first, then = list(project.waves.values())[:2]
    framework = frameworks.add(project, "Invented")
    level, to = (levels.add(project, framework, name) for name in ("Goes", "Stays"))
    drafts.save_prose(project, "cell", f"{level.id}.{who.id}.{first.id}", "", TYPED)
    drafts.save_prose(project, "note of change", f"{who.id}.{first.id}.{then.id}.{level.id}", "", TYPED)
    drafts.save_prose(project, "note of change", f"{who.id}.{first.id}.{then.id}.{code.id}", "", TYPED)
    drafts.save_prose(project, "theory", level.id, "", TYPED)
    participants.merge(project, who, into)
    levels.remove(project, level, cells_to=to)
    assert {(draft.kind, draft.target) for draft in drafts.prose_drafts(project)} == {
        ("cell", f"{to.id}.{into.id}.{first.id}"),
        ("note of change", f"{into.id}.{first.id}.{then.id}.{to.id}"),
        ("note of change", f"{into.id}.{first.id}.{then.id}.{code.id}"),
        ("theory", level.id),  # what a level says goes with it, and so does what it was to say
    }


@pytest.mark.parametrize("id", ["../../victim", "..\\..\\victim", "/tmp/victim", "a\0b"])
def test_ids_in_a_draft_of_somebody_else_are_no_path(small_project: Project, id: str) -> None:
    victim = small_project.folder.parent / "victim.json"
    victim.write_text("SYNTHETIC", encoding="utf-8")
    made = [
        drafts.MemoDraft(memo=id, kind="analytic", about="project", target=id, text="x", coder="KG"),
        drafts.ProseDraft(kind="condensate", target=id, text="x"),
        drafts.CorrectionDraft(source=id, digest="0" * 64, text="x"),
    ]
    for draft in made:
        assert Path(draft.file_name).name == draft.file_name
        drafts.save(small_project, draft)
        drafts.discard(small_project, draft)
    assert victim.read_text(encoding="utf-8") == "SYNTHETIC"
