"""`coder frameworks`: a second layer over the same units, and its tables."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from coder.cli import arguments, nouns, output
from coder.model.framework_templates import EMPTY, TEMPLATES
from coder.project.framework_layer import cells_of, framework_named, frameworks_of, level_named, levels_of
from coder.project.operations import frameworks
from coder.project.paths import participant_named
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.analysis.method.frameworks import Across, LevelTable
    from coder.model.framework import Framework
    from coder.project import Project


def _listing(argv: list[str]) -> int:
    parser = arguments.reader(
        "frameworks",
        "List the frameworks: levels by which each participant is read again, wave by wave. They are a layer over\n"
        "the same units, and rename no code. Their levels: coder levels; what is written: coder cells.\n"
        "All of it: coder help frameworks",
        "frameworks friends",
        "frameworks friends --json",
    )
    args = arguments.parse(nouns.below(parser, "frameworks", "To do something", VERBS), argv)
    with arguments.reading(args) as project:
        found = frameworks_of(project)
        if args.json:
            output.document([_as_json(project, one) for one in found])
        elif found:
            rows = [[one.name, str(len(levels_of(project, one))), _cells(project, one), one.early] for one in found]
            output.table([["framework", "levels", "cells", "open when it was opened"], *rows], right=[1])
        else:
            output.line(f"There is no framework yet. Open one: coder frameworks add {args.project} --template …")
    return 0


def _cells(project: Project, framework: Framework) -> str:
    number = len(cells_of(project, framework))
    return f"{number:,}" if number else "no cell"


def _as_json(project: Project, one: Framework) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "template": one.template or EMPTY,
        "note": one.note,
        "created": one.created,
        "early": one.early,
        "levels": [level.name for level in levels_of(project, one)],
        "cells": len(cells_of(project, one)),
    }


def _told(args: argparse.Namespace, project: Project, one: Framework, text: str) -> int:
    output.result(args.json, _as_json(project, one), text)
    return 0


def _add(argv: list[str]) -> int:
    parser = arguments.writer(
        "frameworks add",
        "Open a framework. What is still open in the condensation is recorded with it and in the history.",
        "frameworks add friends --template levels-of-culture",
        "frameworks add friends 'Our own' --template empty",
    )
    parser.add_argument("name", metavar="NAME", nargs="?", default="", help="its name (else: the template's)")
    parser.add_argument("--template", choices=TEMPLATES, default=EMPTY, help="what it begins with (empty)")
    parser.add_argument("--note", default="", help="what it is for")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.analysis.method.frameworks import early

        open_still = early(project)
        one = frameworks.add(project, args.name, args.template, early=open_still, note=args.note)
        told = f"Opened {one.name} ({format_count(len(levels_of(project, one)), 'level')})"
        if open_still:
            told += f"\nThe condensation is not done; recorded as still open: {open_still}"
        return _told(args, project, one, told)


def _named(verb: str, what: str, *examples: str) -> argparse.ArgumentParser:
    parser = arguments.writer(f"frameworks {verb}", what, *examples)
    parser.add_argument("framework", metavar="FRAMEWORK", help="its name, as much of it as is needed, or id")
    return parser


def _rename(argv: list[str]) -> int:
    parser = _named("rename", "Give a framework another name.", "frameworks rename friends Levels Schein")
    parser.add_argument("name", metavar="NAME", help="the new name")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        one = frameworks.rename(project, framework_named(project, args.framework), args.name)
        return _told(args, project, one, f"Renamed to {one.name}")


def _note(argv: list[str]) -> int:
    parser = _named("note", "Say what a framework is for.", "frameworks note friends Levels 'After Schein, 1985'")
    parser.add_argument("note", metavar="TEXT", help="what it is for; '' takes the note away")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        one = frameworks.describe(project, framework_named(project, args.framework), args.note)
        return _told(args, project, one, f"{one.name}: {one.note or 'no note'}")


def _remove(argv: list[str]) -> int:
    parser = _named(
        "remove",
        "Remove a framework. Where something was written in it: only with --with-cells.",
        "frameworks remove friends Levels",
        "frameworks remove friends Levels --with-cells",
    )
    parser.add_argument("--with-cells", action="store_true", help="its cells, notes of change and memos go too")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        one = framework_named(project, args.framework)
        value = _as_json(project, one)
        frameworks.remove(project, one, with_cells=args.with_cells)
    output.result(args.json, value, f"Removed the framework {one.name}")
    return 0


def _table(argv: list[str]) -> int:
    from coder.exchange.registry import TABLES, names, writers

    parser = arguments.reader(
        "frameworks table",
        "Write the tables of a framework: levels by waves of each participant, and each level over all pairs, each\n"
        "table with its own n. The format by the file's suffix, or by --format.",
        "frameworks table friends Levels - --format md --participant P01",
        "frameworks table friends Levels artefacts.csv --level Artefacts",
        "frameworks table friends Levels all.html --publication",
    )
    parser.add_argument("framework", metavar="FRAMEWORK", help="its name, as much of it as is needed, or id")
    parser.add_argument("out", metavar="OUT", nargs="?", default="-", help="a file, or - for standard output (-)")
    parser.add_argument("--participant", action="append", default=[], metavar="P01", help="only theirs (repeat)")
    parser.add_argument("--level", action="append", default=[], metavar="L", help="only this level, over all pairs")
    parser.add_argument("--format", metavar="F", help=f"{names(writers(TABLES))}, whatever the suffix (with -: md)")
    parser.add_argument("--publication", action="store_true", help="renumber participants (not csv)")
    args = arguments.parse(parser, argv)
    with arguments.reading(args) as project:
        framework = framework_named(project, args.framework)
        people = [participant_named(project, name) for name in args.participant]
        levels = [level_named(project, name, framework) for name in args.level]
        from coder.analysis.reports.frameworks import tables_of
        from coder.cli.export import STDOUT, put

        tables = tables_of(project, framework, people, levels)
        put(args.out, _rendered(project, framework, tables, args))
        if args.out != STDOUT:
            told = {"file": args.out, "tables": len(tables)}
            output.result(args.json, told, f"Wrote {args.out} ({format_count(len(tables), 'table')})")
    return 0


def _rendered(
    project: Project, framework: Framework, tables: list[LevelTable | Across], args: argparse.Namespace
) -> bytes:
    from coder.analysis.reports.frameworks import report, sheet_of
    from coder.errors import CoderError
    from coder.exchange.registry import DOCUMENT, TABLES, names, writer_for, writers

    form = args.format or ("json" if args.json else "md") if args.out == "-" else args.format
    writer = writer_for(TABLES, args.out, form)
    if args.publication and writer.name not in [document.name for document in writers(DOCUMENT)]:
        raise CoderError(f"{writer.name} is not for publication", hint=f"Formats: {names(writers(DOCUMENT))}")
    return writer.write(
        lambda: sheet_of(tables), lambda: report(project, framework, tables, publication=args.publication)
    )


VERBS: nouns.Verbs = {
    "add": (_add, "open one, of a template or empty"),
    "rename": (_rename, "give it another name"),
    "note": (_note, "say what it is for"),
    "remove": (_remove, "remove it; with its cells only when asked"),
    "table": (_table, "write its tables into a file"),
}
run = nouns.noun(VERBS, _listing)
