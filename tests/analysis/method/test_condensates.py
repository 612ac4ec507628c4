"""Condensates and their evidence. All text SYNTHETIC."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from coder.analysis.method.condensates import Condensation, open_points, targets
from coder.analysis.method.points import Kind
from coder.model.codebook import Code
from coder.model.source import Segment
from coder.project import Project, read_project
from coder.project.operations import codebook, codings, condensates, groups
from coder.project.study import code_named

SAMPLE = Path(__file__).parents[3] / "sample_project"


@pytest.fixture
def project(small_project: Project) -> Project:
    """One group with the subgroup Alone: two units of P01, one of P02."""
    groups.make(small_project, code_named(small_project, "Before asking"))
    there = unit(small_project, "I have a GP")
    codings.code(small_project, small_project.sources[there.source], there.start, there.end, [alone(small_project)])
    return small_project


def alone(project: Project) -> Code:
    return code_named(project, "Before asking/Alone")


def unit(project: Project, begins: str) -> Segment:
    return next(segment for segment in project.segments.values() if segment.quote.startswith(begins))


def points(project: Project) -> list[str]:
    return [point.text for point in open_points(project)]


def test_without_a_condensate(project: Project) -> None:
    found = Condensation(project, alone(project))
    assert found.state == "no condensate, 3 units"
    assert (found.used, found.outside, found.unsupported) == (set(), [], [])
    assert points(project) == ["‘Alone’ has no condensate"]
    (point,) = open_points(project)
    assert (point.step, point.kind, point.target) == (3, Kind.CONDENSATE, alone(project).id)


def test_used_units_support_and_missing_participants(project: Project) -> None:
    made = condensates.write(project, alone(project), "I was alone. Nobody asked. It was long.")
    first, second, third = (sentence.key for sentence in made.sentences)
    made = condensates.link(project, made, first, [unit(project, "Long").id, unit(project, "I did").id])
    made = condensates.link(project, made, third, [unit(project, "Long").id])
    found = Condensation(project, alone(project))
    assert found.uses == {unit(project, "Long").id: [1, 3], unit(project, "I did").id: [1]}
    assert found.unused == {unit(project, "I have").id}
    assert found.units_in_order()[0] == unit(project, "I have").id
    assert found.unsupported == [2]
    assert [participant.name for participant in found.contributing] == ["P01"]
    assert [participant.name for participant in found.missing] == ["P02"]
    assert found.state == "condensate written, 1 of 3 units unused, 1 sentence without support"
    assert points(project) == [
        "sentence 2 has no unit in the condensate of ‘Alone’",
        "1 of 3 units of ‘Alone’ unused",
        "no unit from P02 supports the condensate of ‘Alone’",
        "‘Alone’ has no gold quotation",
    ]
    condensates.link(project, made, second, [unit(project, "I have").id])
    groups.mark(project, [unit(project, "Long").id], alone(project), "gold")
    assert Condensation(project, alone(project)).gold == {unit(project, "Long").id}
    assert Condensation(project, alone(project)).state == "condensate written, all 3 units used"
    assert points(project) == []


def test_a_unit_no_longer_in_the_subgroup(project: Project) -> None:
    made = condensates.write(project, alone(project), "I was alone.")
    condensates.link(project, made, made.sentences[0].key, list(Condensation(project, alone(project)).units))
    groups.mark(project, [unit(project, "Long").id], alone(project), "gold")
    codings.uncode(project, unit(project, "I have"))
    found = Condensation(project, alone(project))
    assert [one.segment for one in found.outside] == [unit(project, "I have").id]
    assert found.unsupported == []
    assert found.missing == []
    assert found.state == "condensate written, all 2 units used, 1 unit no longer in the subgroup"
    assert points(project) == ["1 unit linked to the condensate of ‘Alone’ is no longer in the subgroup"]


def test_targets_are_subgroups_groups_and_codes_elsewhere(project: Project) -> None:
    groups.make(project, code_named(project, "Afterwards/A GP"))
    condensates.write(project, alone(project), "I was alone.")
    assert [place.code.name for place in targets(project)] == ["Alone", "A GP"]
    groups.unmake(project, next(group for group in project.groups.values() if group.code == alone(project).parent))
    assert [(place.code.name, place.group is None) for place in targets(project)] == [
        ("A GP", False),
        ("Alone", True),
    ]
    assert "the condensate of ‘Alone’ is in no code group" in points(project)


def test_the_residual_group_is_not_condensed(project: Project) -> None:
    groups.set_residual(project, next(iter(project.groups.values())), True)
    assert points(project) == []
    codebook.ensure(project, "Before asking/Empty")
    assert points(project) == []


def raw(name: str) -> list[dict[str, Any]]:
    """The records of a table, as the file of the sample holds them."""
    return list(json.loads((SAMPLE / "project.json").read_text(encoding="utf-8"))[name].values())


def test_counts_agree_with_the_file() -> None:
    project = read_project(SAMPLE)
    codes = {record["id"]: record for record in raw("codes")}
    sources = {record["id"]: record for record in raw("sources")}
    segments = {record["id"]: record for record in raw("segments")}
    people = {record["id"]: record["name"] for record in raw("participants")}
    written = {record["code"]: record["sentences"] for record in raw("condensates")}
    tops = {record["code"] for record in raw("groups")}
    listed = {place.code.id for place in targets(project)}
    assert listed == {
        id
        for id, code in codes.items()
        if code.get("parent") in tops or (id in tops and all(code.get("parent") != id for code in codes.values()))
    }
    for id in listed:
        below = {id}
        while more := {one for one, code in codes.items() if code.get("parent") in below} - below:
            below |= more
        mine = [record for record in raw("codings") if record["code"] in below]
        units = {one["segment"] for one in mine}
        sentences = written.get(id, [])
        linked = {unit for sentence in sentences for unit in sentence[2]}
        found = Condensation(project, project.codes[id])
        assert found.units == units
        assert (found.used, found.unused) == (units & linked, units - linked)
        assert {one.segment for one in found.outside} == linked - units
        assert found.unsupported == [n for n, one in enumerate(sentences, 1) if not units & set(one[2])]
        assert found.gold == {one["segment"] for one in mine if one.get("mark") == "gold"}
        whose = {unit: people[sources[segments[unit]["source"]]["participant"]] for unit in units}
        used = {whose[unit] for unit in units & linked}
        assert {participant.name for participant in found.contributing} == used
        assert {participant.name for participant in found.missing} == set(whose.values()) - used


def test_the_sample_has_an_unsupported_sentence() -> None:
    project = read_project(SAMPLE)
    assert [code.name for code in project.codes.values() if Condensation(project, code).unsupported] == [
        "Presenteeism"
    ]
