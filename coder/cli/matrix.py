"""`coder matrix` and `coder shares`: counts of coded units, by code, source, participant, wave and more."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from coder.analysis.cooccurrence import DEFINITIONS
from coder.cli import output, parameters
from coder.cli.pictures import check_file
from coder.cli.verb import Result, verb, written
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coder.analysis.axes import Line
    from coder.analysis.matrix import Matrix
    from coder.project import Project

NAME_CELLS = 24
EXCERPT = 160
BAR_CELLS = 12
SOURCE_CELLS = 28
SPARKLINE_CELLS = 60


def _kind(text: str) -> str:
    from coder.analysis.axes import ATTRIBUTE, KINDS

    if text not in KINDS and not text.startswith(ATTRIBUTE):
        raise argparse.ArgumentTypeError(f"“{text}” is none of {', '.join(KINDS)}, attribute:NAME")
    return text


def _kinds(purpose: str) -> Callable[[], str]:
    def help() -> str:
        from coder.analysis.axes import KINDS

        return f"{purpose}: {', '.join(KINDS)}, attribute:NAME"

    return help


@verb(
    "matrix",
    "Count coded units, rows by columns. A code includes all codes below it. Codes by codes: how often two of them\n"
    "occur together, under one of three definitions. More: coder help matrix",
    parameters.argument(
        "--rows", type=_kind, default="codes", metavar="KIND", help=_kinds("what the rows are (codes)")
    ),
    parameters.argument(
        "--columns", type=_kind, default="sources", metavar="KIND", help="what the columns are (sources)"
    ),
    parameters.argument("--query", metavar="Q", help="count only these units (coder help queries)"),
    parameters.argument(
        "--how", choices=DEFINITIONS, default="overlap", help="codes by codes: what together means (overlap)"
    ),
    parameters.argument("--depth", type=int, metavar="N", help="only codes down to this level of the tree"),
    parameters.out("--out", "write it into this file; - is standard output", metavar="OUT"),
    parameters.format("FIGURE", "the format of --out (default: that of the suffix; with -: csv)"),
    parameters.out("--csv", "the same as --out with --format csv", metavar="OUT"),
    parameters.out("--svg", "as a picture, the darker the more: --out with --format svg", metavar="OUT"),
    check=check_file,
    examples=[
        "matrix friends --columns waves",
        "matrix friends --rows participants --columns codes --depth 1",
        "matrix friends --columns codes --how turn --csv together.csv",
        "matrix friends --rows groups --columns participants --svg matrix.svg",
        "matrix friends --columns waves --out matrix.xlsx",
        "matrix friends --columns participants --query 'wave:baseline' --json",
        "matrix friends --rows interviews --columns groups",
        "matrix friends --columns attribute:specialty",
    ],
)
def matrix(
    project: Project,
    rows: str,
    columns: str,
    query: str | None,
    how: str,
    depth: int | None,
    out: str | None,
    format: str | None,
    csv: str | None,
    svg: str | None,
) -> Result | None:
    """Count coded units, rows by columns."""
    from coder.analysis.matrix import Matrix

    segments = None
    if query is not None:
        from coder.analysis.retrieval import retrieve

        segments = retrieve(project, query)
    with output.showing_share("counting") as report:
        matrix = Matrix(project, rows, columns, how, segments, report)
    down, across = _shown(matrix.rows, depth), _shown(matrix.columns, depth)
    given = [(csv, "csv"), (svg, "svg"), (out, format or ("csv" if out == output.STDOUT else None))]
    file, form = next(((name, form) for name, form in given if name is not None), (None, None))
    if file is None:
        return Result(lambda: _as_json(project, matrix, down, across, query), lambda: _lines(matrix, down, across))
    from coder.exports import export_named, matrix_content

    writer = export_named("matrix").writer(file, form)
    value = {"file": file, "format": writer.name, "rows": len(down), "columns": len(across)}
    size = f"{format_count(len(down), 'row')}, {format_count(len(across), 'column')}"
    data = writer.write(*matrix_content(project, matrix, down, across))
    return written(project, file, writer, data, value, f"Wrote {file} ({size})")


def _shown(lines: Sequence[Line], depth: int | None) -> list[int]:
    """The indexes of the lines down to a level of the tree (1: the top)."""
    return [number for number, line in enumerate(lines) if depth is None or line.depth < max(1, depth)]


def _as_json(
    project: Project, matrix: Matrix, rows: list[int], columns: list[int], query: str | None
) -> dict[str, Any]:
    """The lines, and the cells that are not empty."""
    shown_rows, shown_columns = set(rows), set(columns)
    cells = [(row, column) for row, column in matrix.filled() if row in shown_rows and column in shown_columns]
    return {
        "how": matrix.how or None,
        "query": query,
        "units": matrix.total,
        "rows": {"by": matrix.rows_by, "lines": [_line(matrix.rows[row]) for row in rows]},
        "columns": {"by": matrix.columns_by, "lines": [_line(matrix.columns[column]) for column in columns]},
        "cells": [_cell(project, matrix, row, column) for row, column in cells],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "name": line.label,
        "path": line.path,
        "level": line.depth + 1,
        "n": line.n,
        "units": line.units,
    }


def _cell(project: Project, matrix: Matrix, row: int, column: int) -> dict[str, Any]:
    from coder.text.phrases import excerpt

    best = matrix.best(row, column)
    assert best is not None
    return {
        "row": matrix.rows[row].path,
        "column": matrix.columns[column].path,
        "count": matrix.count(row, column),
        "segment": best.segment,
        "mark": best.mark,
        "excerpt": excerpt(project.segments[best.segment].quote, EXCERPT),
    }


def _lines(matrix: Matrix, rows: list[int], columns: list[int]) -> list[str]:
    """The matrix with as many columns as the terminal is wide, and how many are left out."""
    from coder.analysis.axes import Axis
    from coder.text.characters import cut

    lines = [matrix.rows[row] for row in rows]
    names = [cut("  " * line.depth + line.label, NAME_CELLS * 2) for line in lines]
    heads = [cut(matrix.columns[column].label, NAME_CELLS) for column in columns]
    left = max(map(output.cells, (matrix.rows_by, "units", *names))) + 2 + 7
    room = output.terminal_width(None) - left
    fitting: list[int] = []
    for column, head in zip(columns, heads, strict=True):
        room -= max(output.cells(head), 5, len(matrix.empty)) + 2
        if room < 0 and fitting:
            break
        fitting.append(column)
    noun = Axis.noun(matrix.columns_by)
    table = [[matrix.rows_by, "units", *heads[: len(fitting)]]]
    if noun != "units":
        table.append([f"n ({noun})", "", *(str(matrix.columns[column].n) for column in fitting)])
    table.append(["units", _number(matrix.total), *(_number(matrix.columns[column].units) for column in fitting)])
    for row, line, name in zip(rows, lines, names, strict=True):
        cells = (_number(matrix.count(row, column)) or matrix.empty for column in fitting)
        table.append([name, _number(line.units), *cells])
    left_out = len(columns) - len(fitting)
    more = [f"… and {format_count(left_out, 'column')} more: --csv or --json has them all"] if left_out else []
    return [*output.aligned(table, right=range(1, len(fitting) + 2)), *more]


def _number(number: int) -> str:
    return f"{number:,}" if number else ""


@verb(
    "shares",
    "List what each source contributes: in order, coded units, codes that no earlier source has (saturation), words\n"
    "and speaker shares.",
    examples=["shares friends", "shares friends --json"],
)
def shares(project: Project) -> Result:
    """List what each source contributes."""
    from coder.analysis import statistics

    return Result(lambda: list(statistics.rows(project)), lambda: _share_lines(project))


def _share_lines(project: Project) -> list[str]:
    from coder.analysis import bars, statistics
    from coder.text.characters import cut

    plain = output.is_plain()
    coded, growth = statistics.codings_per_source(project), statistics.growth(project)
    most = max((count.units for count in coded), default=0)
    table = [["source", "units", "", "codes", "new", "so far", "words", "speaker share"]]
    for count, codes in zip(coded, growth, strict=True):
        source = count.source
        bar = bars.bar(count.units, most, BAR_CELLS, plain)
        new = str(codes.new) if codes.codes else "–"
        numbers = [str(codes.codes), new, str(codes.so_far), f"{source.words:,}"]
        speakers = statistics.describe_shares(statistics.speakers(project, source))
        table.append([cut(source.name, SOURCE_CELLS), f"{count.units:,}", bar, *numbers, speakers])
    lines = output.aligned(table, right=(1, 3, 4, 5, 6))
    if not growth:
        return lines
    line = bars.sparkline([codes.new for codes in growth], SPARKLINE_CELLS, plain)
    notes = [statistics.describe_saturation(growth, "source"), statistics.describe_uncoded(growth)]
    return [
        *lines,
        "",
        f"new codes  {line}  {format_count(growth[-1].so_far, 'code')} in use",
        *filter(None, ["; ".join(filter(None, notes))]),
    ]
