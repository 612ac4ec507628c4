"""Steps 0 to 2: counts agree with the records; open points in words. SYNTHETIC."""

from __future__ import annotations

import json

from hypothesis import given

from coder import sample
from coder.analysis.method import groups, preparation, steps, units
from coder.analysis.method.points import Kind
from coder.project import Project, read_project
from coder.project.operations import codings, sources
from coder.project.operations import groups as grouping
from coder.project.operations import preconceptions as stating
from coder.project.operations import themes as theming
from coder.project.study import Study, code_named, sources_in_order
from tests.analysis.studies import below, codes_on, studies
from tests.strategies import turns_of


def texts(points: object) -> list[str]:
    return [point.text for point in points]  # type: ignore[attr-defined]


@given(studies())
def test_counts_agree_with_the_records(study: Study) -> None:
    inside = {group.id: below(study, group.code) for group in study.groups.values()}
    of = {
        id: {group for group, codes in inside.items() if codes & codes_on(study, id)}
        for id in study.segments
        if codes_on(study, id)
    }
    assert {id for id in groups.units_in_no_group(study) if codes_on(study, id)} == {id for id in of if not of[id]}
    assert groups.units_in_several_groups(study) == {id for id in of if len(of[id]) > 1}
    for id, there in of.items():
        assert {group.id for group in groups.groups_of(study, id)} == there
    for group in study.groups.values():
        found = groups.coverage(study, group)
        assert found.units == {id for id in of if group.id in of[id]}
        gave = {study.sources[study.segments[id].source].participant for id in found.units} - {None}
        assert {participant.id for participant in found.contributing} == gave
        everybody = {source.participant for source in study.sources.values()} - {None}
        assert {participant.id for participant in found.missing} == everybody - gave


@given(studies())
def test_missing_participants_are_open_points(study: Study) -> None:
    told = texts(groups.open_points(study))
    for group in units.groups_in_order(study):
        name = units.group_name(study, group)
        found = groups.coverage(study, group)
        silent = [text for text in told if text.startswith("no unit from") and text.endswith(f"in ‘{name}’")]
        assert bool(silent) == bool(found.units and found.missing and not group.residual)
        for one in found.missing if silent else ():
            assert one.name in silent[0]
    assert all(" 0 " not in f" {text} " for text in told)


def test_sample_counts_agree_with_its_json() -> None:
    folder = sample.folder()
    assert folder is not None
    raw = json.loads((folder / "project.json").read_text(encoding="utf-8"))
    with read_project(folder) as study:
        for group in units.groups_in_order(study):
            below_ids = {group.code}
            while (
                more := {code["id"] for code in raw["codes"].values() if code.get("parent") in below_ids} - below_ids
            ):
                below_ids |= more
            wanted = {coding["segment"] for coding in raw["codings"].values() if coding["code"] in below_ids}
            assert groups.coverage(study, group).units == wanted
        lines = [artefact.text for step in steps.steps(study) for artefact in step.artefacts]
        assert f"{len(raw['segments'])} meaning units, {len(raw['groups'])} code groups" in lines
        assert f"{sum(bool(theme.get('negotiated')) for theme in raw['themes'].values())} negotiated themes" in lines


def test_late_preconceptions_are_open_points(small_project: Project) -> None:
    project = small_project
    assert texts(preparation.preconception_points(project)) == ["KG has written no preconceptions"]
    memo = stating.write(project, "I expect shame.")
    assert texts(preparation.preconception_points(project)) == ["KG has not locked the preconceptions"]
    sources.mark_read(project, next(iter(project.sources.values())))
    stating.lock(project, memo)
    coded = {coding.segment for coding in project.codings.values()}
    (said,) = texts(preparation.preconception_points(project))
    assert said == f"KG: locked after 1 transcript read and {len(coded)} units coded"
    point = next(iter(preparation.preconception_points(project)))
    assert (point.step, point.kind, point.target) == (0, Kind.MEMO, memo.id)


def test_preconceptions_locked_in_time(empty_project: Project) -> None:
    stating.lock(empty_project, stating.write(empty_project, "I expect nothing."))
    assert texts(preparation.preconception_points(empty_project)) == []
    (statement,) = preparation.statements(empty_project)
    assert statement.locked is not None
    assert statement.late == ""


def test_unread_continues_after_the_current_transcript(small_project: Project) -> None:
    project = small_project
    first, second = sources_in_order(project)
    assert [one.id for one in preparation.unread(project, "KG", first.id)] == [second.id]
    assert texts(preparation.reading_points(project)) == ["KG has not marked 2 of 2 transcripts as read yet"]
    sources.mark_read(project, first)
    assert preparation.read_by(project, "kg") == {first.id}
    assert texts(preparation.reading_points(project)) == [f"KG has not marked {second.name} as read yet"]
    sources.mark_read(project, second)
    assert not preparation.unread(project, "KG", first.id)


def test_open_points_without_coders(empty_project: Project) -> None:
    project = empty_project
    assert texts(preparation.preconception_points(project)) == []
    assert "none written" in [artefact.text for artefact in steps.steps(project)[0].artefacts]
    sources.add(project, name="P01", text="SYNTHETIC\nP: Well.\n", turns=turns_of("SYNTHETIC\nP: Well.\n"))
    assert not project.coders
    assert texts(preparation.preconception_points(project)) == ["no preconceptions have been written"]
    assert "no transcript marked as read" in [artefact.text for artefact in steps.steps(project)[1].artefacts]


def test_a_residual_group_needs_no_text_and_no_heading(small_project: Project) -> None:
    project = small_project
    grouping.set_residual(project, grouping.make(project, code_named(project, "Before asking")), True)
    grouping.make(project, code_named(project, "Afterwards"))
    told = [artefact.text for artefact in steps.steps(project)[4].artefacts]
    assert "no analytic text, no category heading for 1 code group" in told


def test_open_points_of_themes(small_project: Project) -> None:
    project = small_project
    assert texts(preparation.theme_points(project)) == ["KG has 0 preliminary themes: 4 to 8 are usual"]
    made = [theming.add(project, name) for name in "ABCDEFGHI"]
    assert "KG has 9 preliminary themes: 4 to 8 are usual" in texts(preparation.theme_points(project))
    theming.remove(project, made[8])
    assert texts(preparation.theme_points(project)) == ["the preliminary themes have not been negotiated yet"]
    goal = theming.take(project, made[0], "One")
    for theme in made[1:7]:
        theming.drop(project, theme, "SYNTHETIC: too near")
    assert texts(preparation.theme_points(project)) == [
        "theme “A” was taken up without a reason",
        "theme “H” (KG) is neither taken up nor dropped",
    ]
    theming.take(project, made[7], goal, "the same")
    theming.add(project, "From nowhere", negotiated=True)
    grouping.make(project, None, [goal])
    told = texts(preparation.theme_points(project))
    assert "negotiated theme “From nowhere” was not made from a preliminary one" in told
    assert "theme “From nowhere” has not led to a code group" in told
    assert [one.name for one in preparation.origins(project, goal)] == ["A", "H"]
    assert preparation.resulting_groups(project, goal) == ["One"]
    assert preparation.describe_fate(project, project.themes[made[7].id]).startswith("taken up into “One” by KG on ")


def test_open_points_of_groups(small_project: Project) -> None:
    project = small_project
    assert texts(groups.open_points(project)) == ["no code is a code group yet"]
    before = grouping.make(project, code_named(project, "Before asking"))
    told = texts(groups.open_points(project))
    assert "1 unit in no code group" in told
    assert "no unit from P02 in ‘Before asking’" in told
    after = grouping.make(project, code_named(project, "Afterwards"))
    assert not any("no code group" in text for text in texts(groups.open_points(project)))
    alone = code_named(project, "Alone")
    ids = units.units_below(project, alone)
    grouping.move(project, ids, alone, project.codes[before.code])
    told = texts(groups.open_points(project))
    assert f"{len(ids)} units of ‘Before asking’ in no subgroup" in told
    assert "subgroup ‘Alone’ of ‘Before asking’ has no unit" in told
    grouping.set_residual(project, after, True)
    assert "2 units in the residual group ‘Afterwards’" in texts(groups.open_points(project))
    grouping.make(project, "Nothing")
    assert "‘Nothing’ has no unit" in texts(groups.open_points(project))


def test_progress(empty_project: Project) -> None:
    project = empty_project
    assert str(steps.progress(project)) == "Condensation steps: not started"
    theming.add(project, "A")
    assert steps.progress(project).step == 1
    assert str(steps.progress(project)).startswith("Condensation steps: step 1 · ")
    grouping.make(project, "A group")
    found = steps.steps(project)
    assert [step.number for step in found] == list(range(6))
    assert [step.started for step in found] == [False, True, True, False, False, False]
    assert steps.progress(project).points == sum(len(step.points) for step in found[:3])
    assert set(steps.open_points(project)) == {point for step in found for point in step.points}
    assert steps.steps(project, list(steps.open_points(project))) == found


def test_a_transcript_without_units_is_an_open_point(small_project: Project) -> None:
    project = small_project
    assert not any("has no unit" in text for text in texts(groups.open_points(project)))
    second = sources_in_order(project)[1]
    for id in list(project.positions(second.id)):
        codings.uncode(project, project.segments[id])
    (point,) = [point for point in groups.open_points(project) if point.text == f"{second.name} has no unit"]
    assert (point.kind, point.target) == (Kind.TRANSCRIPT, second.id)
