"""Artifacts of the method on a code are protected on deletion and merged with the code."""

from __future__ import annotations

import pytest

from coder.errors import Invalid
from coder.model.codebook import Code
from coder.model.condensation import AnalyticText, CodeGroup, Condensate, Sentence, Verdict, prose
from coder.model.framework import GONE, ChangeNote
from coder.model.record import Record
from coder.project import Project
from coder.project.merge_artifacts import analytic_text_of, condensate_of, group_of
from coder.project.operations import codebook, codings, sources
from tests.strategies import state_of


@pytest.fixture
def two(small_project: Project) -> tuple[Project, Code, Code]:
    """Two code groups, each with all that can hang on one."""
    one, other = codebook.add(small_project, "One"), codebook.add(small_project, "Other")
    source = next(iter(small_project.sources.values()))
    unit = codings.code(small_project, source, 10, 30, [one, other]).segment.id
    coder = next(iter(small_project.coders))
    participant = next(iter(small_project.participants))
    first, then = list(small_project.waves)[:2]
    with small_project.transaction("test", "the method's records") as tx:
        for code in (one, other):
            group, text = small_project.new_id(), small_project.new_id()
            said = (Sentence(code.name, f"Of {code.name}.", (unit,)),)
            made: dict[str, Record] = {
                "groups": CodeGroup(id=group, code=code.id, heading=f"Heading of {code.name}"),
                "condensates": Condensate(id=small_project.new_id(), code=code.id, sentences=said, coder=coder),
                "analytic_texts": AnalyticText(id=text, group=group, sentences=said, coder=coder),
                "verdicts": Verdict(
                    id=small_project.new_id(), kind="unit", group=group, verdict="faithful", segment=unit, coder=coder
                ),
                "change_notes": ChangeNote(
                    id=small_project.new_id(),
                    participant=participant,
                    first=first,
                    then=then,
                    code=code.id,
                    tag="constant",
                    sentence=f"Said of {code.name}.",
                    evidence_first=(unit,),
                    absent_then="nothing said",
                    coder=coder,
                ),
            }
            for table, record in made.items():
                tx.put(table, record)
            claim = Verdict(
                id=small_project.new_id(),
                kind="claim",
                group=group,
                verdict="partly",
                text=text,
                sentence=code.name,
                coder=coder,
            )
            tx.put("verdicts", claim)
    return small_project, one, other


def test_code_with_texts_is_not_deleted(two: tuple[Project, Code, Code]) -> None:
    project, one, other = two
    before = state_of(project)
    with pytest.raises(Invalid, match="condensate, an analytic text, a category heading, change notes"):
        codebook.delete(project, one, units_to=other)
    assert state_of(project) == before


def test_merge_keeps_every_text(two: tuple[Project, Code, Code]) -> None:
    project, one, other = two
    before = state_of(project)
    codebook.merge(project, one, other)
    group = group_of(project, other.id)
    assert group is not None
    assert group.heading == "Heading of Other"
    condensate, text = condensate_of(project, other.id), analytic_text_of(project, group.id)
    assert condensate is not None
    assert text is not None
    assert prose(condensate.sentences) == prose(text.sentences) == "Of Other.\n\nOf One."
    assert len(project.groups) == len(project.condensates) == len(project.analytic_texts) == 1
    (note,) = project.change_notes.values()
    assert note.sentence == "Said of Other. Said of One."
    kinds = sorted((verdict.kind, verdict.sentence) for verdict in project.verdicts.values())
    assert kinds == [("claim", "One"), ("claim", "Other"), ("unit", "")]
    assert {verdict.text for verdict in project.verdicts.values() if verdict.kind == "claim"} == {text.id}
    project.undo()
    assert state_of(project) == before


def test_merge_into_a_code_without_artifacts_moves_them(two: tuple[Project, Code, Code]) -> None:
    project, one, _ = two
    plain = codebook.add(project, "Plain")
    group = group_of(project, one.id)
    codebook.merge(project, one, plain)
    assert group_of(project, plain.id) is not None
    assert group_of(project, plain.id).id == group.id  # type: ignore[union-attr]
    assert condensate_of(project, plain.id) is not None


def test_cited_unit_outlives_its_codings(two: tuple[Project, Code, Code]) -> None:
    project, one, _ = two
    unit = next(iter(project.condensates.values())).sentences[0].units[0]
    codings.uncode(project, project.segments[unit])
    assert unit in project.segments
    assert all(condensate.sentences[0].units == (unit,) for condensate in project.condensates.values())
    project.undo()
    assert len(project.codings_of(unit)) == 2
    assert one.id in {coding.code for coding in project.codings_of(unit)}


def test_removed_source_leaves_texts_and_reports_lost_evidence(two: tuple[Project, Code, Code]) -> None:
    project, _, _ = two
    before = state_of(project)
    sources.remove(project, next(iter(project.sources.values())))
    assert [condensate.sentences[0].units for condensate in project.condensates.values()] == [(), ()]
    assert {(note.evidence_first, note.absent_first) for note in project.change_notes.values()} == {((), GONE)}
    assert {verdict.kind for verdict in project.verdicts.values()} == {"claim"}
    project.undo()
    assert state_of(project) == before
