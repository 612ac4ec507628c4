"""Framework tables against a recount of the records; open points. All text SYNTHETIC."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from coder import sample
from coder.analysis.method.frameworks import (
    across,
    across_sheet,
    describe_entry,
    framework_participants,
    open_condensation,
    open_points,
    sheet,
    table_for,
)
from coder.model.framework import STATUSES, Framework
from coder.model.participant import Participant
from coder.project import Project, read_project
from coder.project.framework_layer import cell_at, frameworks_of, levels_of
from coder.project.operations import cells, frameworks, groups, sources
from tests.cells import status_at
from tests.strategies import new_project, small, turns_of


@pytest.fixture(scope="module")
def study() -> Project:
    folder = sample.folder()
    assert folder is not None
    return read_project(folder)


def culture(study: Project) -> Framework:
    return next(framework for framework in study.frameworks.values() if framework.template == "levels-of-culture")


def person(study: Project, name: str) -> Participant:
    return next(participant for participant in study.participants.values() if participant.name == name)


def test_a_table_has_each_cell_once(study: Project) -> None:
    assert study.cells
    for framework in frameworks_of(study):
        levels = {level.id for level in study.levels.values() if level.framework == framework.id}
        seen = Counter(
            entry.cell.id
            for participant in framework_participants(study, framework)
            for row in table_for(study, framework, participant).rows
            for entry in row.entries
            if entry.cell is not None
        )
        assert seen == Counter(cell.id for cell in study.cells.values() if cell.level in levels)


def test_counts_across_pairs_agree_with_the_records(study: Project) -> None:
    had: dict[str, set[str]] = {}
    for source in study.sources.values():
        if source.participant and source.wave:
            had.setdefault(source.participant, set()).add(source.wave)
    pairs = {one for one, waves in had.items() if len(waves) > 1}
    levels = levels_of(study, culture(study))
    assert levels
    for level in levels:
        found = across(study, level)
        assert found.n == len(found.rows) == len(pairs)
        assert {row.participant.id for row in found.rows} == pairs
        assert pairs.isdisjoint(row.participant.id for row, _ in found.unpaired)
        for wave in study.waves.values():
            inside = [pair for pair in pairs if wave.id in had[pair]]
            by_hand = Counter(
                next(
                    (
                        cell.status
                        for cell in study.cells.values()
                        if (cell.level, cell.participant, cell.wave) == (level.id, one, wave.id)
                    ),
                    "",
                )
                for one in inside
            )
            assert found.counts.get(wave.id, Counter()) == by_hand


def test_unpaired_participants_have_a_reason(study: Project) -> None:
    table = table_for(study, culture(study), person(study, "P04"))
    assert table.pairs == ()
    assert table.why
    assert table.n == 1
    assert {entry.status for row in table.rows for entry in row.entries if entry.wave.name == "follow-up"} == {
        "no interview"
    }
    assert not any(row.notes for row in table.rows)
    assert sheet(table)[0] == [f"Levels of culture · P04 · n = 1 interview · in no pair: {table.why}"]


def test_sheet_lists_the_unpaired_separately(study: Project) -> None:
    found = across(study, levels_of(study, culture(study))[0])
    rows = across_sheet(found)
    assert rows[0] == ["Artefacts · n = 3 pairs"]
    apart = rows.index(["In no pair, not counted above"])
    assert [row[0] for row in rows[2:apart]] == ["P01", "P02", "P03"]
    assert [row[0] for row in rows[apart + 1 :]] == ["P04", "P05"]


def test_describe_entry_has_the_status_mark(study: Project) -> None:
    assert study.cells
    for framework in frameworks_of(study):
        for participant in framework_participants(study, framework):
            for row in table_for(study, framework, participant).rows:
                for entry in row.entries:
                    assert describe_entry(entry).startswith(STATUSES.get(entry.status, " "))
                    assert "0 unit" not in describe_entry(entry)


def test_open_points_of_cells(tmp_path: Path) -> None:
    project = small(new_project(tmp_path / "p"))
    assert list(open_points(project)) == []
    framework = frameworks.add(project, "Ours")
    assert [point.text for point in open_points(project)] == ["Ours has no levels yet"]
    frameworks.remove(project, framework)
    framework = frameworks.add(project, template="levels-of-culture")
    assert list(open_points(project)) == []  # nobody is in a pair
    second = next(source for source in project.sources.values() if source.name == "P02 follow-up")
    sources.describe(project, second, participant="P01")
    assert [point.text for point in open_points(project)] == ["Levels of culture, P01: nothing is written"]
    sources.describe(project, second, participant="P02")
    artefacts = levels_of(project, framework)[0]
    first = next(source for source in project.sources.values() if source.name == "P01 baseline")
    who, wave = project.participants[first.participant or ""], project.waves[first.wave or ""]
    cells.write(project, artefacts, who, wave, summary="Jokes.")
    texts = [point.text for point in open_points(project)]
    assert "Artefacts · P01 · baseline: evidenced, but no unit is cited" in texts
    missing = "Levels of culture, P01: 2 cells not written (Espoused values at baseline and "
    assert any(text.startswith(missing) for text in texts)
    unit = next(segment for segment in project.segments.values() if segment.source == first.id)
    cells.write(project, artefacts, who, wave, evidence=[unit], status="contradictory")
    assert "Artefacts · P01 · baseline: contradictory" in [point.text for point in open_points(project)]
    sources.describe(project, first, participant="P02")
    texts = [point.text for point in open_points(project)]
    assert "Artefacts · P01 · baseline: written, but there is no interview" in texts
    assert "Artefacts · P01 · baseline: 1 unit from another interview" in texts


def test_no_interview_contradicted_by_an_interview(tmp_path: Path) -> None:
    project = small(new_project(tmp_path / "p"))
    framework = frameworks.add(project, template="levels-of-culture")
    artefacts = levels_of(project, framework)[0]
    who, wave = person(project, "P02"), next(wave for wave in project.waves.values() if wave.name == "baseline")
    cells.write(project, artefacts, who, wave, summary="On leave.")
    text = "SYNTHETIC\nP: After all.\n"
    sources.add(project, name="P02 baseline", text=text, turns=turns_of(text), participant="P02", wave="baseline")
    found = cell_at(project, artefacts, who, wave)
    assert found is not None
    assert status_at(project, artefacts, who, wave) == ""
    assert any("“no interview”, but there is one" in point.text for point in open_points(project))
    cells.write(project, artefacts, who, wave, summary="She came after all.")
    assert status_at(project, artefacts, who, wave) == "evidenced"


def test_open_condensation(study: Project, tmp_path: Path) -> None:
    bare = small(new_project(tmp_path / "p"))
    assert open_condensation(bare) == "no code groups yet"
    groups.set_residual(bare, groups.make(bare, "What is left"), True)
    assert open_condensation(bare) == "only a residual code group"
    judged = {(verdict.text, verdict.sentence) for verdict in study.verdicts.values() if verdict.text}
    claims = [(text.id, sentence.key) for text in study.analytic_texts.values() for sentence in text.sentences]
    unchecked = sum(1 for claim in claims if claim not in judged)
    assert f"{unchecked} claim" in open_condensation(study) or not unchecked
