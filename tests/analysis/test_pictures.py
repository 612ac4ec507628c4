"""Pictures of a study, recounted. All text SYNTHETIC."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis import pictures, statistics
from coder.analysis.matrix import Matrix
from coder.model.document import Picture, PictureRow
from coder.project import Project
from coder.project.operations import sources
from coder.project.study import Study, subtree
from tests.analysis.studies import codes_on, studies


@given(study=studies(), parts=st.integers(1, 7))
def test_a_portrait_holds_every_coded_character_once(study: Study, parts: int) -> None:
    for source in study.sources.values():
        portrait = pictures.portrait(study, source, parts)
        rows = {row.label: row.values for row in portrait.rows}
        for code in study.children(None):
            below = {inner.id for inner in subtree(study, code)}
            mine = [study.segments[id] for id in study.positions(source.id) if codes_on(study, id) & below]
            coded = {place for segment in mine for place in range(segment.start, segment.end)}
            held = sum(rows.get(code.name, ())) * source.characters / parts
            assert held == pytest.approx(len(coded), abs=0.001 * parts * max(1, source.characters))
    assert all(len(row.values) == parts and max(row.values) <= 1 for row in portrait.rows)


def test_growth_has_the_numbers_of_the_statistics(small_project: Project) -> None:
    picture = pictures.growth(small_project)
    assert picture.columns == ("P01 baseline", "P02 follow-up")
    steps = statistics.growth(small_project)
    assert [row.values for row in picture.rows] == [(2.0, 1.0), tuple(float(step.new) for step in steps)]
    assert picture.shades[1] == [1.0, 0.0]


def test_heat_has_the_counts_of_the_matrix(small_project: Project) -> None:
    matrix = Matrix(small_project)
    rows, columns = range(len(matrix.rows)), range(len(matrix.columns))
    picture = pictures.heat(matrix, rows, columns)
    assert [row.values for row in picture.rows] == [
        tuple(float(matrix.count(row, column)) for column in columns) for row in rows
    ]


def test_a_group_does_not_make_its_codes_pale(small_project: Project) -> None:
    matrix = Matrix(small_project)
    levels = {line.depth for line in matrix.rows}
    darkest = {
        depth: max(
            matrix.share(row, column)
            for row, line in enumerate(matrix.rows)
            for column in range(len(matrix.columns))
            if line.depth == depth
        )
        for depth in levels
    }
    assert darkest
    assert set(darkest.values()) == {1.0}


def test_a_timeline_has_a_column_for_each_month(small_project: Project) -> None:
    first, second = sorted(small_project.sources.values(), key=lambda source: source.order)
    for source, day in ((first, "2023-11-30"), (second, "2024-02-01")):
        sources.describe(small_project, source, date=day)
    picture = pictures.timeline(small_project)
    assert picture.columns == ("2023-11", "2023-12", "2024-01", "2024-02")
    assert sum(value for row in picture.rows for value in row.values) == sum(
        1 for source in small_project.sources.values() if source.participant
    )


def test_a_timeline_of_days_is_used_where_most_interviews_have_only_days(small_project: Project) -> None:
    first, second = sorted(small_project.sources.values(), key=lambda source: source.order)
    sources.describe(small_project, first, day=3)
    sources.describe(small_project, second, day=65)
    assert pictures.timeline(small_project).columns == ("day 0", "day 30", "day 60")


def test_shades_are_of_the_largest_value_of_the_picture_or_of_the_row() -> None:
    rows = (PictureRow("a", (4, 0)), PictureRow("b", (1, 2)), PictureRow("c", (0, 0)))
    assert Picture("", ("x", "y"), rows).shades == [[1, 0], [0.25, 0.5], [0, 0]]
    assert Picture("", ("x", "y"), rows, by_row=True).shades == [[1, 0], [0.5, 1], [0, 0]]
