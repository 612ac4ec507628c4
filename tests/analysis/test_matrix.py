"""Matrix: cells, totals and n recounted from the tables; the sample."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis import axes, cooccurrence
from coder.analysis.matrix import Matrix, sheet
from coder.errors import NotFound
from coder.project import Project, read_project
from coder.project.study import Study
from tests.analysis.studies import CODES, below, codes_on, studies
from tests.analysis.test_cooccurrence import by_hand

SAMPLE = Path(__file__).parents[2] / "sample_project"
SIDES = [(kind, other) for kind in axes.KINDS for other in axes.KINDS if kind != other]
SIDES += [("attribute:Sex", "codes"), ("waves", "attribute:sex"), ("attribute:sex", "services")]


def belongs(study: Study, kind: str, line: str, segment: str) -> bool:
    """Whether a unit belongs to a line, from the records themselves."""
    if kind in ("codes", "groups"):
        return bool(codes_on(study, segment) & below(study, line))
    source = study.sources[study.segments[segment].source]
    person = study.participants.get(source.participant or "")
    if kind.startswith("attribute:"):
        return (person.attributes.get("sex", "") if person else "") == line
    known = {
        "sources": source.id,
        "participants": source.participant,
        "waves": source.wave,
        "services": person.service if person else "",
        "interviews": f"{source.participant or ''}/{source.wave or ''}" if "/" in line else source.participant,
    }
    return (known[kind] or "") == line


@given(study=studies(), sides=st.sampled_from(SIDES), data=st.data())
def test_cells_have_the_units_of_row_and_column(study: Study, sides: tuple[str, str], data: st.DataObject) -> None:
    among = data.draw(st.none() | st.sets(st.sampled_from(sorted(study.segments) or [""])))
    matrix = Matrix(study, *sides, segments=among)
    coded = {coding.segment for coding in study.codings.values()} & (set(study.segments) if among is None else among)
    if "groups" in sides:
        inside = {code for group in study.groups.values() for code in below(study, group.code)}
        coded = {id for id in coded if codes_on(study, id) & inside}
    filled = set(matrix.filled())
    for row, across in enumerate(matrix.rows):
        there = {id for id in coded if belongs(study, sides[0], across.id, id)}
        assert across.units == len(there)
        for column, down in enumerate(matrix.columns):
            wanted = {id for id in there if belongs(study, sides[1], down.id, id)}
            units = matrix.units(row, column)
            assert len(units) == matrix.count(row, column)
            assert set(units) == wanted
            assert ((row, column) in filled) == bool(wanted)
            places = [(study.segments[id].source, study.segments[id].start) for id in units]
            assert places == sorted(places, key=lambda place: (study.sources[place[0]].order, *place))
    for down in matrix.columns:
        assert down.units == sum(belongs(study, sides[1], down.id, id) for id in coded)
    assert matrix.total == len(coded)


@given(study=studies(), how=st.sampled_from(sorted(cooccurrence.DEFINITIONS)))
def test_groups_cooccur_if_any_of_their_codes_do(study: Study, how: str) -> None:
    matrix = Matrix(study, "codes", "codes", how)
    places = by_hand(study, how, set(study.segments))
    assert len(matrix.rows) == len(matrix.columns) == CODES
    for row, across in enumerate(matrix.rows):
        for column, down in enumerate(matrix.columns):
            left, right = below(study, across.id), below(study, down.id)
            met = set().union(*(places.get((one, other), set()) for one in left for other in right))
            assert matrix.count(row, column) == len(met)
            units = matrix.units(row, column)
            assert bool(units) == bool(met)
            assert all(codes_on(study, id) & (left | right) for id in units)
            if how != "turn":
                assert set(units) >= {id for place in met for id in place if codes_on(study, id) <= (left | right)}


@given(
    study=studies(cooccurrence=True),
    sides=st.sampled_from([("codes", "waves"), ("sources", "codes"), ("codes", "codes")]),
)
def test_best_prefers_gold_and_avoids_doubtful(study: Study, sides: tuple[str, str]) -> None:
    matrix = Matrix(study, *sides)
    rank = {"gold": 0, "": 1, "doubtful": 2}
    cells = list(matrix.filled())
    assert cells
    for row, column in cells:
        lines = [(matrix.rows[row], sides[0]), (matrix.columns[column], sides[1])]
        wanted = set().union(*(below(study, line.id) for line, kind in lines if kind == "codes"))
        best = matrix.best(row, column)
        assert best is not None
        assert best.segment in matrix.units(row, column)
        marks = [
            coding.mark
            for coding in study.codings.values()
            if coding.segment in matrix.units(row, column) and coding.code in wanted
        ]
        assert rank[best.mark] == min(rank[mark] for mark in marks)


def test_sheet_has_empty_cells_and_n(small_project: Project) -> None:
    table = sheet(Matrix(small_project, "codes", "waves"))
    assert table == [
        ["codes", "level", "units", "baseline", "follow-up"],
        ["n (interviews)", "", "", 1, 1],
        ["units", "", 3, 2, 1],
        ["Before asking", 1, 2, 2, ""],
        ["Before asking/Alone", 2, 2, 2, ""],
        ["Afterwards", 1, 2, 1, 1],
        ["Afterwards/A GP", 2, 2, 1, 1],
    ]
    matrix = Matrix(small_project, "codes", "waves")
    empty = next(
        (row, column)
        for row in range(len(matrix.rows))
        for column in range(len(matrix.columns))
        if not matrix.count(row, column)
    )
    assert matrix.best(*empty) is None
    assert matrix.units(*empty) == []


def test_sheet_of_selected_lines(small_project: Project) -> None:
    table = sheet(Matrix(small_project, "codes", "sources"), rows=[0], columns=[1])
    assert table[0][3:] == ["P02 follow-up"]
    assert len(table) == 4


def test_n_counts_interviews_of_a_participant() -> None:
    project = read_project(SAMPLE)
    people = {line.label: line for line in Matrix(project, "codes", "participants").columns}
    assert list(people) == sorted(people)
    assert people["P01"].n == 2
    assert people["P04"].n == 1
    services = Matrix(project, "codes", "services").columns
    assert sum(line.n for line in services) == len(project.participants)
    assert sum(line.units for line in services) == len(project.index.segment_codings)


def test_group_axis_has_groups_and_subgroups() -> None:
    project = read_project(SAMPLE)
    groups = Matrix(project, "interviews", "groups")
    named = [("  " * line.depth) + line.label for line in groups.columns]
    assert named[:4] == ["What a doctor ought to be", "  Strong, never ill", "  Patient first", "Before asking"]
    assert groups.columns[0].group
    people = {line.path: line for line in groups.rows}
    assert people["P01"].units == people["P01, baseline"].units + people["P01, follow-up"].units
    assert people["P04"].n == 1
    assert "P04, follow-up" not in people
    table = sheet(groups)
    assert "no unit" in table[3]
    assert 0 not in [cell for row in table[3:] for cell in row]


@pytest.mark.parametrize(
    "sides", [("codes", "weather"), ("weather", "codes"), ("waves", "waves"), ("codes", "attribute:age")]
)
def test_unknown_axes_are_refused(small_project: Project, sides: tuple[str, str]) -> None:
    with pytest.raises(NotFound):
        Matrix(small_project, *sides)
