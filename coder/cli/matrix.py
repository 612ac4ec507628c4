"""`coder matrix`: codes or code groups by sources, participants, waves, services or codes."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from coder.cli import arguments, output
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coder.analysis.axes import Line
    from coder.analysis.matrix import Matrix
    from coder.project import Project

NAME_CELLS = 24
EXCERPT = 160


def run(argv: list[str]) -> int:
    """Print a matrix, or write it into a file."""
    from coder.analysis.axes import CODES, KINDS, SOURCES
    from coder.analysis.cooccurrence import HOWS, OVERLAP

    parser = arguments.reader(
        "matrix",
        "Count units: rows by columns. A code holds what all codes below it hold. Codes by codes: how often two of\n"
        "them occur together, under one of three definitions. All of it: coder help matrix",
        "matrix friends --columns waves",
        "matrix friends --rows participants --columns codes --depth 1",
        "matrix friends --columns codes --how turn --csv together.csv",
        "matrix friends --columns participants --query 'wave:baseline' --json",
        "matrix friends --rows interviews --columns groups",
        "matrix friends --columns attribute:specialty",
    )
    parser.epilog = f"KIND: {', '.join(KINDS)}, attribute:NAME\n\n{parser.epilog}"
    parser.add_argument("--rows", type=_kind, default=CODES, metavar="KIND", help="what goes across (codes)")
    parser.add_argument("--columns", type=_kind, default=SOURCES, metavar="KIND", help="what goes down (sources)")
    parser.add_argument("--query", metavar="Q", help="count only these segments (coder help queries)")
    parser.add_argument("--how", choices=HOWS, default=OVERLAP, help="codes by codes: what together means (overlap)")
    parser.add_argument("--depth", type=int, metavar="N", help="codes down to this level of the tree only")
    parser.add_argument("--csv", metavar="OUT", help="write it into this file; - is standard output")
    args = arguments.parse(parser, argv[1:])
    with arguments.reading(args) as project:
        from coder.analysis.matrix import Matrix, sheet

        segments = None
        if args.query is not None:
            from coder.analysis.retrieval import retrieve

            segments = retrieve(project, args.query)
        progress = output.Progress(100)
        matrix = Matrix(
            project, args.rows, args.columns, args.how, segments, lambda done: progress.share(done, "counting")
        )
        progress.clear()
        rows, columns = shown(matrix.rows, args.depth), shown(matrix.columns, args.depth)
        if args.csv is not None:
            from coder.cli.export import STDOUT, put
            from coder.exchange.registry import SHEET, writer_for

            put(args.csv, writer_for(SHEET, "", "csv").write(sheet(matrix, rows, columns)))
            if args.csv == STDOUT:
                return 0
            rows_in, columns_in = format_count(len(rows), "row"), format_count(len(columns), "column")
            told = {"file": args.csv, "rows": len(rows), "columns": len(columns)}
            output.result(args.json, told, f"Wrote {args.csv} ({rows_in}, {columns_in})")
        elif args.json:
            output.document(_document(project, matrix, rows, columns, args.query))
        else:
            _print(matrix, rows, columns)
    return 0


def _kind(text: str) -> str:
    from coder.analysis.axes import ATTRIBUTE, KINDS

    if text not in KINDS and not text.startswith(ATTRIBUTE):
        raise argparse.ArgumentTypeError(f"“{text}” is none of {', '.join(KINDS)}, attribute:NAME")
    return text


def shown(lines: Sequence[Line], depth: int | None) -> list[int]:
    """The numbers of the lines down to a level of the tree (1: the top)."""
    return [number for number, line in enumerate(lines) if depth is None or line.depth < max(1, depth)]


def _document(
    project: Project, matrix: Matrix, rows: list[int], columns: list[int], query: str | None
) -> dict[str, Any]:
    """The lines, and the cells that hold something; an empty cell is left out."""
    down, across = set(columns), set(rows)
    cells = [(row, column) for row, column in matrix.filled() if row in across and column in down]
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
    from coder.project.segments import excerpt

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


def _print(matrix: Matrix, rows: list[int], columns: list[int]) -> None:
    """As many columns as the terminal is wide; says how many are left out."""
    from coder.analysis.axes import Axis
    from coder.text.cells import cut

    lines = [matrix.rows[row] for row in rows]
    names = [cut("  " * line.depth + line.label, NAME_CELLS * 2) for line in lines]
    heads = [cut(matrix.columns[column].label, NAME_CELLS) for column in columns]
    left = max(map(output.cells, (matrix.rows_by, "units", *names))) + 2 + 7
    room = output.terminal_width(None) - left
    kept: list[int] = []
    for column, head in zip(columns, heads, strict=True):
        room -= max(output.cells(head), 5, len(matrix.empty)) + 2
        if room < 0 and kept:
            break
        kept.append(column)
    noun = Axis.noun(matrix.columns_by)
    table = [[matrix.rows_by, "units", *heads[: len(kept)]]]
    if noun != "units":
        table.append([f"n ({noun})", "", *(str(matrix.columns[column].n) for column in kept)])
    table.append(["units", _number(matrix.total), *(_number(matrix.columns[column].units) for column in kept)])
    for row, line, name in zip(rows, lines, names, strict=True):
        cells = (_number(matrix.count(row, column)) or matrix.empty for column in kept)
        table.append([name, _number(line.units), *cells])
    output.table(table, right=range(1, len(kept) + 2))
    if len(kept) < len(columns):
        output.line(f"… and {format_count(len(columns) - len(kept), 'column')} more: --csv or --json has them all")


def _number(number: int) -> str:
    return f"{number:,}" if number else ""
