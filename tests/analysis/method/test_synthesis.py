"""Step 4: counts and open points, recounted from the records. All text SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.analysis.method.points import Kind
from coder.analysis.method.synthesis import Tally, open_points, synthesis
from coder.analysis.method.units import groups_in_order
from coder.model.condensation import CodeGroup, Condensate, Sentence
from coder.project import Project, read_project
from coder.project.operations import codings, verdicts
from coder.project.operations import synthesis as operations
from coder.project.study import code_named

SAMPLE = Path(__file__).parents[3] / "sample_project"


@pytest.fixture
def group(small_project: Project) -> CodeGroup:
    made = CodeGroup(id=small_project.new_id(), code=code_named(small_project, "Before asking").id)
    with small_project.transaction("test", "made a group") as tx:
        tx.put("groups", made)
    return made


def told(project: Project) -> list[str]:
    return [point.text for point in open_points(project)]


def test_open_points_at_each_stage(small_project: Project, group: CodeGroup) -> None:
    project = small_project
    assert told(project) == []
    coder = next(iter(project.coders))
    alone = code_named(project, "Before asking/Alone")
    with project.transaction("test", "condensed") as tx:
        said = (Sentence("a", "I did not ask."),)
        tx.put("condensates", Condensate(id=project.new_id(), code=alone.id, sentences=said, coder=coder))
    assert told(project) == ["‘Before asking’ has no analytic text"]
    text = operations.write(project, group, "They did not ask. It was long.")
    assert told(project) == [
        "‘Before asking’ has no category heading",
        "2 sentences of the analytic text of ‘Before asking’ have no unit",
        "2 claims not checked in ‘Before asking’",
        "2 units not checked in ‘Before asking’",
    ]
    operations.heading(project, group, "Alone")
    units = list(synthesis(project, group).units)
    text = operations.support(project, text, text.sentences[0].key, units)
    text = operations.support(project, text, text.sentences[1].key, units[:1])
    verdicts.claim_check(project, text, text.sentences[0].key, "supported", counter=True)
    verdicts.claim_check(project, text, text.sentences[1].key, "contradicted", against=units[1:])
    for unit in units:
        verdicts.unit_check(project, group, project.segments[unit], "faithful")
    assert told(project) == ["no search for counter-examples to 1 claim in ‘Before asking’"]
    found = synthesis(project, project.groups[group.id])
    assert (found.claims_checked, found.units_checked) == (Tally(2), Tally(2))
    assert found.against == units[1:]
    assert found.unsupported == []
    verdicts.claim_check(project, text, text.sentences[1].key, "contradicted", counter=True, against=units[1:])
    assert told(project) == []
    codings.uncode(project, project.segments[units[0]])
    assert told(project)[0] == "2 verdicts stale in ‘Before asking’"
    found = synthesis(project, project.groups[group.id])
    assert [one.verdict.segment for one in found.left] == units[:1]
    assert found.units_checked == Tally(1)
    project.undo()
    assert told(project) == []
    operations.reword(project, text, text.sentences[1].key, "")
    found = synthesis(project, project.groups[group.id])
    assert [one.verdict.claim for one in found.gone] == ["It was long."]
    assert found.claims_checked == Tally(1)
    assert told(project) == []


def test_points_have_the_kind_and_group(small_project: Project, group: CodeGroup) -> None:
    operations.write(small_project, group, "They did not ask.")
    points = list(open_points(small_project))
    assert {point.target for point in points} == {group.id}
    assert {point.step for point in points} == {4}
    assert [point.kind for point in points] == [Kind.ANALYTIC_TEXT] * 2 + [Kind.VERDICT] * 2


def test_tally_in_words() -> None:
    assert str(Tally(12, 46, 2)) == "12 of 60, 2 stale"
    assert str(Tally(1200, 0, 0)) == "1,200 of 1,200"


def test_the_sample_has_its_planted_defects() -> None:
    """A verdict that led to a correction is stale; one sentence is without support; P03 contradicts a claim."""
    project = read_project(SAMPLE)
    found = [synthesis(project, group) for group in groups_in_order(project)]
    stale = [given for one in found for given in one.units.values() for given in given if given.stale]
    assert [project.segments[one.verdict.segment or ""].quote[:12] for one in stale] == ["I'm not ill."]
    assert stale[0].verdict.led_to
    assert sum(len(one.unsupported) for one in found) == 1
    against = {project.sources[project.segments[id].source].name for one in found for id in one.against}
    assert {"P03_baseline", "P03_follow-up"} <= against
    project.close()
