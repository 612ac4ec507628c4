"""`coder levels`: the levels of frameworks."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from coder.cli import arguments, nouns, output
from coder.project.framework_layer import framework_named, frameworks_of, level_named, level_path, levels_of
from coder.project.operations import levels
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.model.framework import Level
    from coder.project import Project


def _listing(argv: list[str]) -> int:
    parser = arguments.reader(
        "levels",
        "List the levels of the frameworks, with their theory.",
        "levels friends",
        "levels friends --framework Levels --json",
    )
    parser.add_argument("--framework", metavar="F", help="only those of this one")
    args = arguments.parse(nouns.below(parser, "levels", "To change them", VERBS), argv)
    with arguments.reading(args) as project:
        wanted = [framework_named(project, args.framework)] if args.framework else frameworks_of(project)
        found = [level for one in wanted for level in levels_of(project, one)]
        if args.json:
            output.document([_as_json(project, level) for level in found])
            return 0
        for level in found:
            cells = len(project.users(level.id, "cells"))
            number = format_count(cells, "cell")
            output.line(f"{level_path(project, level)}{_sort(level)} · {number}")
            if level.help:
                output.line(f"    {level.help}")
        if not found:
            output.line("There are no levels yet.")
    return 0


def _sort(level: Level) -> str:
    return " (domain)" if level.domain else " (inferred)" if level.inferred else ""


def _as_json(project: Project, level: Level) -> dict[str, Any]:
    return {
        "id": level.id,
        "framework": project.frameworks[level.framework].name,
        "name": level.name,
        "order": level.order,
        "inferred": level.inferred,
        "domain": level.domain,
        "help": level.help,
        "cells": len(project.users(level.id, "cells")),
    }


def _told(args: argparse.Namespace, project: Project, level: Level) -> int:
    output.result(args.json, _as_json(project, level), f"{level_path(project, level)}{_sort(level)}")
    return 0


def _of_level(verb: str, what: str, *examples: str) -> argparse.ArgumentParser:
    parser = arguments.writer(f"levels {verb}", what, *examples)
    parser.add_argument("level", metavar="LEVEL", help="name, FRAMEWORK/NAME, as much of it as is needed, or id")
    return parser


def _add(argv: list[str]) -> int:
    parser = arguments.writer(
        "levels add",
        "Add a level to a framework.",
        "levels add friends Levels Stories --theory 'Told again'",
    )
    parser.add_argument("framework", metavar="FRAMEWORK", help="its name or id")
    parser.add_argument("name", metavar="NAME", help="the name of the level")
    parser.add_argument("--theory", default="", metavar="TEXT", help="what it means")
    parser.add_argument("--inferred", action="store_true", help="what is on it is never said, only concluded")
    parser.add_argument("--domain", action="store_true", help="a field of life, not a level")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        framework = framework_named(project, args.framework)
        made = levels.add(project, framework, args.name, help=args.theory, inferred=args.inferred, domain=args.domain)
        return _told(args, project, made)


def _rename(argv: list[str]) -> int:
    parser = _of_level("rename", "Give a level another name.", "levels rename friends Artefacts 'What is seen'")
    parser.add_argument("name", metavar="NAME", help="the new name")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        return _told(args, project, levels.rename(project, level_named(project, args.level), args.name))


def _describe(argv: list[str]) -> int:
    parser = _of_level(
        "describe", "Change what a level means, and its sort.", "levels describe friends Stories --inferred yes"
    )
    parser.add_argument("--theory", metavar="TEXT", help="what it means")
    parser.add_argument("--inferred", choices=("yes", "no"), help="whether what is on it is only concluded")
    parser.add_argument("--domain", choices=("yes", "no"), help="whether it is a field of life")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        level = level_named(project, args.level)
        inferred, domain = ({"yes": True, "no": False}.get(value) for value in (args.inferred, args.domain))
        changed = levels.describe(project, level, help=args.theory, inferred=inferred, domain=domain)
        return _told(args, project, changed)


def _move(argv: list[str]) -> int:
    parser = _of_level("move", "Move a level up or down.", "levels move friends Stories -2")
    parser.add_argument("by", metavar="BY", type=int, help="places: -2 is two up, 1 one down")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        level = levels.move(project, level_named(project, args.level), args.by)
        names = [one.name for one in levels_of(project, project.frameworks[level.framework])]
        output.result(args.json, names, ", ".join(names))
    return 0


def _remove(argv: list[str]) -> int:
    parser = _of_level(
        "remove",
        "Remove a level. Where cells stand on it: say to which level they go, or --with-cells.",
        "levels remove friends Stories --cells-to Artefacts",
    )
    parser.add_argument("--cells-to", metavar="LEVEL", help="the level that gets its cells and notes of change")
    parser.add_argument("--with-cells", action="store_true", help="its cells and notes of change go too")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        level = level_named(project, args.level)
        framework = project.frameworks[level.framework]
        to = level_named(project, args.cells_to, framework) if args.cells_to else None
        value = _as_json(project, level)
        levels.remove(project, level, cells_to=to, with_cells=args.with_cells)
    output.result(args.json, value, f"Removed the level {level.name}" + (f", its cells to {to.name}" if to else ""))
    return 0


VERBS: nouns.Verbs = {
    "add": (_add, "add a level to a framework"),
    "rename": (_rename, "give it another name"),
    "describe": (_describe, "its theory, whether it is inferred, or a domain"),
    "move": (_move, "up or down"),
    "remove": (_remove, "remove it; its cells to another level"),
}
run = nouns.noun(VERBS, _listing)
