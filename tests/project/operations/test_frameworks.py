"""Frameworks, levels, cells: what is refused, and what nothing is lost by. All text SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.errors import CoderError, Invalid
from coder.model.codebook import Code
from coder.model.framework import EVIDENCED, INFERRED, ChangeNote, Framework, Level, LevelCell
from coder.model.framework_templates import TEMPLATES
from coder.model.participant import Participant, Wave
from coder.model.source import Segment
from coder.project import Project
from coder.project.framework_layer import cell_at, level_named, levels_of
from coder.project.opening import broken_rules
from coder.project.operations import cells, codings, frameworks, levels, memos, sources
from tests.cells import status_at
from tests.strategies import labels, new_project, small, turns_of

LATER = "SYNTHETIC\nI: And now?\nP: I ask for help, every week.\n"


class Study:
    """P01 in both waves, P02 in the second; a framework of the levels of culture."""

    def __init__(self, project: Project) -> None:
        self.project = small(project)
        text = LATER
        self.later = sources.add(
            project, name="P01 follow-up", text=text, turns=turns_of(text), participant="P01", wave="follow-up"
        )
        self.framework = frameworks.add(project, template="levels-of-culture", early="1 condensate not written")
        names = {level.name: level for level in levels_of(project, self.framework)}
        self.artefacts: Level = names["Artefacts"]
        self.values: Level = names["Espoused values"]
        self.assumptions: Level = names["Basic underlying assumptions"]

    def person(self, name: str = "P01") -> Participant:
        return next(participant for participant in self.project.participants.values() if participant.name == name)

    def wave(self, name: str = "baseline") -> Wave:
        return next(wave for wave in self.project.waves.values() if wave.name == name)

    def unit(self, person: str = "P01", wave: str = "baseline") -> Segment:
        where = (self.person(person).id, self.wave(wave).id)
        for segment in self.project.segments.values():
            source = self.project.sources[segment.source]
            if (source.participant, source.wave) == where:
                return segment
        raise AssertionError

    def write(self, level: Level, wave: str = "baseline", person: str = "P01", **what: object) -> LevelCell:
        return cells.write(self.project, level, self.person(person), self.wave(wave), **what)  # type: ignore[arg-type]


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return Study(new_project(tmp_path / "p"))


def refused(part: str, act: object, *args: object, **options: object) -> CoderError:
    with pytest.raises(CoderError) as caught:
        act(*args, **options)  # type: ignore[operator]
    assert part in str(caught.value)
    return caught.value


def test_a_framework_begins_with_the_levels_of_its_template_and_says_that_it_was_early(study: Study) -> None:
    project = study.project
    assert [level.name for level in levels_of(project, study.framework)] == [
        level.name for level in TEMPLATES["levels-of-culture"].levels
    ]
    assert [level.inferred for level in levels_of(project, study.framework)] == [False, False, True] + [False] * 3
    assert [level.domain for level in levels_of(project, study.framework)] == [False] * 3 + [True] * 3
    assert all(level.help for level in levels_of(project, study.framework))
    done = next(project.history())
    assert (done.operation, done.reason) == ("frameworks.add", "1 condensate not written")
    assert done.label == "opened framework Levels of culture before the condensation was done"
    assert study.framework.early == "1 condensate not written"


def test_an_empty_framework_and_one_of_the_phases(study: Study) -> None:
    project = study.project
    empty = frameworks.add(project, "Ours")
    assert levels_of(project, empty) == []
    assert next(project.history()).label == "opened framework Ours"
    phases = frameworks.add(project, template="phases-of-change")
    names = [level.name for level in levels_of(project, phases)]
    assert sum(name.startswith("Unfreezing") for name in names) == 3
    assert sum(name.startswith("Refreezing") for name in names) == 2
    refused("no such template", frameworks.add, project, "x", "none")
    refused("same name", frameworks.add, project, "OURS")


def test_the_layer_leaves_codes_and_groups_as_they_are(study: Study) -> None:
    project = study.project
    before: dict[str, Code] = dict(project.codes)
    cell = study.write(study.artefacts, summary="She stays late.", evidence=[study.unit()])
    study.write(study.assumptions, summary="Rest is weakness.", cites=[cell])
    levels.rename(project, study.artefacts, "What is seen")
    frameworks.rename(project, study.framework, "Schein")
    levels.remove(project, project.levels[study.values.id])
    frameworks.remove(project, project.frameworks[study.framework.id], with_cells=True)
    assert dict(project.codes) == before
    assert not project.groups


def test_a_framework_with_cells_goes_only_when_they_are_to_go_too(study: Study) -> None:
    project = study.project
    study.write(study.artefacts, evidence=[study.unit()])
    memos.write(project, "SYNTHETIC", about="frameworks", target=study.framework.id, kind="theoretical")
    assert "wrote a memo on framework Levels of culture" in labels(project)
    error = refused("would be lost", frameworks.remove, project, study.framework)
    assert "1 cell, 1 memo" in error.detail
    frameworks.remove(project, study.framework, with_cells=True)
    assert not (project.frameworks)
    assert not (project.levels)
    assert not (project.cells)
    assert not (project.memos_on(study.framework.id))
    project.undo()
    assert len(project.cells) == 1


# Cells


def test_evidence_is_of_the_interview_of_its_cell(study: Study) -> None:
    error = refused(
        "another interview", study.write, study.artefacts, wave="follow-up", evidence=[study.unit("P01", "baseline")]
    )
    assert "P01 baseline" in error.detail
    cell = study.write(study.artefacts, evidence=[study.unit()])
    assert cell.status == EVIDENCED
    refused("another interview", cells.cite, study.project, cell, study.unit("P02", "follow-up"))


def test_an_assumption_cites_a_cell_of_another_level_and_is_always_inferred(study: Study) -> None:
    project = study.project
    error = refused("inferred from other cells", study.write, study.assumptions, summary="Doctors do not fall ill.")
    assert "cites no cell" in error.detail
    ground = study.write(study.artefacts, evidence=[study.unit()])
    other = study.write(study.artefacts, person="P02", wave="follow-up", summary="SYNTHETIC")
    refused("another participant", study.write, study.assumptions, summary="x", cites=[other])
    refused("inferred level", study.write, study.assumptions, summary="x", cites=[ground], status=EVIDENCED)
    cell = study.write(study.assumptions, summary="Doctors do not fall ill.", cites=[ground])
    assert cell.status == INFERRED
    refused("inferred from other cells", cells.uncite_cell, project, cell, ground)
    error = refused("cites only this cell", cells.clear, project, ground)
    assert error.detail.startswith("Basic underlying assumptions · P01")
    second = study.write(study.values, summary="One carries it.")
    cell = cells.cite_cell(project, cell, second)
    cells.clear(project, ground)
    assert project.cells[cell.id].cites == (second.id,)
    assert broken_rules(project) == []


def test_the_rules_refuse_it_too(study: Study) -> None:
    """Whoever goes past the operations is refused by the rules of the model."""
    project = study.project
    with pytest.raises(Invalid), project.transaction("test", "an assumption of nothing") as tx:
        tx.put(
            "cells",
            LevelCell(
                id=project.new_id(),
                level=study.assumptions.id,
                participant=study.person().id,
                wave=study.wave().id,
                summary="SYNTHETIC",
                status=INFERRED,
                coder=next(iter(project.coders)),
            ),
        )


def test_no_interview_follows_from_the_study(study: Study) -> None:
    project, absent = study.project, (study.person("P02"), study.wave("baseline"))
    assert status_at(project, study.artefacts, *absent) == "no interview"
    refused("no interview", cells.write, project, study.artefacts, *absent, summary="x", status=EVIDENCED)
    cell = cells.write(project, study.artefacts, *absent, summary="On leave.")
    assert cell.status == "no interview"
    refused("no interview", cells.write, project, study.artefacts, *absent, status="not asked")
    refused("There is an interview", study.write, study.artefacts, status="no interview")
    assert status_at(project, study.artefacts, study.person(), study.wave()) == ""


def test_an_interview_that_went_to_somebody_else_leaves_its_units_to_be_taken_out(study: Study) -> None:
    project, unit = study.project, study.unit()
    cell = study.write(study.artefacts, evidence=[unit])
    sources.describe(project, project.sources[unit.source], participant="P02")
    assert status_at(project, study.artefacts, study.person(), study.wave()) == "no interview"
    cell = cells.write(project, study.artefacts, study.person(), study.wave(), summary="SYNTHETIC")
    assert cells.uncite(project, cell, unit).evidence == ()
    assert broken_rules(project) == []


def test_evidence_breaks_a_silence_and_is_not_silent(study: Study) -> None:
    project = study.project
    cell = study.write(study.artefacts, status="not asked")
    cell = cells.cite(project, cell, study.unit())
    assert cell.status == EVIDENCED
    refused("A cell with evidence is not", study.write, study.artefacts, status="not asked")
    refused("no such status", study.write, study.artefacts, status="guessed")
    assert study.write(study.artefacts, status="contradictory").status == "contradictory"


def test_a_unit_that_was_there_only_for_a_cell_goes_with_it(study: Study) -> None:
    project = study.project
    start = LATER.index("I ask")
    done = cells.assign(project, study.later, start, start + 18, [study.artefacts])
    (unit,) = done.cells[0].evidence
    assert project.segments[unit].quote == LATER[start : start + 18].strip()
    cells.uncite(project, done.cells[0], project.segments[unit])
    assert unit not in project.segments
    coded = study.unit()
    cell = study.write(study.values, evidence=[coded])
    cells.clear(project, cell)
    assert coded.id in project.segments


def test_a_unit_goes_under_several_levels_at_once_and_what_cannot_be_is_told(study: Study) -> None:
    project, words = study.project, LATER.index("I ask for help")
    both = [study.artefacts, study.assumptions]
    done = cells.assign(project, study.later, words, words + 14, both)
    assert [project.levels[cell.level].name for cell in done.cells] == ["Artefacts"]
    assert [(level.name, error.title) for level, error in done.refused] == [
        ("Basic underlying assumptions", "“Basic underlying assumptions” is inferred from other cells")
    ]
    refused("inferred from", cells.assign, project, study.later, words, words + 14, [study.assumptions])
    study.write(study.assumptions, wave="follow-up", cites=[done.cells[0]])
    done = cells.assign(project, study.later, words, words + 14, both)
    assert [cell.status for cell in done.cells] == [INFERRED]
    assert len(done.already) == 1
    assert cell_at(project, study.artefacts, study.person(), study.wave("follow-up")) == done.already[0]


def test_a_unit_of_nobody_has_no_cell(study: Study) -> None:
    project = study.project
    nobody = sources.add(project, name="Notes", text="SYNTHETIC words", turns=[])
    error = refused("has no cells", cells.assign, project, nobody, 0, 9, [study.artefacts])
    assert "no participant" in error.detail


def test_merged_units_and_corrected_ones_stay_evidence(study: Study) -> None:
    """Uncoding a unit does not take it out of its cell."""
    project, unit = study.project, study.unit()
    cell = study.write(study.artefacts, evidence=[unit])
    codings.uncode(project, unit)
    assert project.cells[cell.id].evidence == (unit.id,)
    assert unit.id in project.segments


# Levels


def test_a_level_with_cells_says_where_they_go(study: Study) -> None:
    project = study.project
    cell = study.write(study.artefacts, summary="She stays late.", evidence=[study.unit()])
    error = refused("would be lost", levels.remove, project, study.artefacts)
    assert "P01 · baseline" in error.detail
    levels.remove(project, study.artefacts, cells_to=study.values)
    assert project.cells[cell.id].level == study.values.id
    assert next(project.history()).label == "deleted level Artefacts, its cells to Espoused values"
    levels.remove(project, study.values, with_cells=True)
    assert not project.cells


def test_two_cells_of_one_place_become_one(study: Study) -> None:
    project, unit = study.project, study.unit()
    one = study.write(study.artefacts, summary="Seen.", evidence=[unit])
    other = study.write(study.values, summary="Said.", status="contradictory")
    third = study.write(study.assumptions, summary="Inferred.", cites=[one])
    levels.remove(project, study.artefacts, cells_to=study.values)
    merged = project.cells[other.id]
    assert (merged.summary, merged.evidence, merged.status) == ("Said.\nSeen.", (unit.id,), "contradictory")
    assert project.cells[third.id].cites == (other.id,)
    assert broken_rules(project) == []


def test_a_level_does_not_go_where_an_assumption_would_lose_its_ground(study: Study) -> None:
    project = study.project
    ground = study.write(study.artefacts, summary="Seen.")
    study.write(study.assumptions, summary="Inferred.", cites=[ground])
    refused("would lose the cells", levels.remove, project, study.artefacts, cells_to=study.assumptions)
    with pytest.raises(CoderError):
        levels.remove(project, study.artefacts, with_cells=True)
    refused("would lose the cells", levels.describe, project, study.artefacts, inferred=True)
    assert project.cells[ground.id].level == study.artefacts.id
    assert broken_rules(project) == []


def test_change_notes_go_with_the_cells_of_their_level(study: Study) -> None:
    project = study.project
    with project.transaction("test", "a note") as tx:
        note = ChangeNote(
            id=project.new_id(),
            participant=study.person().id,
            first=study.wave().id,
            then=study.wave("follow-up").id,
            level=study.artefacts.id,
            sentence="SYNTHETIC",
            coder=project.acting_coder(tx).id,
        )
        tx.put("change_notes", note)
    assert "1 change note" in refused("would be lost", levels.remove, project, study.artefacts).detail
    levels.remove(project, study.artefacts, cells_to=study.values)
    assert project.change_notes[note.id].level == study.values.id


def test_levels_are_added_renamed_ordered(study: Study) -> None:
    project = study.project
    added = levels.add(project, study.framework, "Stories", help="What is told again.")
    assert [level.name for level in levels_of(project, study.framework)][3] == "Stories"
    levels.move(project, added, -3)
    assert next(level.name for level in levels_of(project, study.framework)) == "Stories"
    levels.move(project, project.levels[added.id], 99)
    assert [level.name for level in levels_of(project, study.framework)][3] == "Stories"
    refused("same name", levels.rename, project, added, "ARTEFACTS")
    assert levels.rename(project, added, "Tales").name == "Tales"


def test_levels_are_named_by_as_much_as_is_needed(study: Study) -> None:
    project = study.project
    frameworks.add(project, template="phases-of-change")
    assert level_named(project, "esp") == study.values
    assert level_named(project, "levels/Work").framework == study.framework.id
    refused("more than one level", level_named, project, "Work")
    refused("no level", level_named, project, "Rituals")
    first: Framework = study.framework
    assert level_named(project, "work", first).domain
    odd = levels.add(project, study.framework, "Levels: Work/home")  # begins as its own path would
    assert level_named(project, "Levels: Work/home") == level_named(project, "levels: levels: work/home") == odd
