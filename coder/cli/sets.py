"""`coder sets`: codes from anywhere in the tree that are looked at together."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from coder.cli import arguments, nouns, output
from coder.project.operations import sets
from coder.project.paths import code_named, path_of

if TYPE_CHECKING:
    from coder.model.query import CodeSet
    from coder.project import Project


def _listing(argv: list[str]) -> int:
    parser = arguments.reader("sets", "List the sets of codes.", "sets friends", "sets friends --json")
    args = arguments.parse(nouns.below(parser, "sets", "To change them", VERBS), argv)
    with arguments.reading(args) as project:
        found = sorted(project.sets.values(), key=lambda one: one.name.casefold())
        if args.json:
            output.document([_as_json(project, one) for one in found])
        elif found:
            output.table([["set", "codes"], *([one.name, ", ".join(_paths(project, one))] for one in found)])
        else:
            output.line(f"There are no sets yet. Add one with: coder sets add {args.project} NAME CODE…")
    return 0


def _paths(project: Project, one: CodeSet) -> list[str]:
    return [path_of(project, project.codes[id]) for id in one.codes]


def _as_json(project: Project, one: CodeSet) -> dict[str, object]:
    return {"id": one.id, "name": one.name, "codes": _paths(project, one), "note": one.note}


def _changing(verb: str, what: str, *examples: str) -> argparse.ArgumentParser:
    parser = arguments.writer(f"sets {verb}", what, *examples)
    parser.add_argument("set", metavar="SET", help="its name or id")
    return parser


def _told(args: argparse.Namespace, project: Project, one: CodeSet) -> int:
    output.result(args.json, _as_json(project, one), f"{one.name}: {', '.join(_paths(project, one)) or 'no codes'}")
    return 0


def _add(argv: list[str]) -> int:
    parser = _changing("add", "Add a set.", "sets add friends 'What colleagues do' Shame 'A GP'")
    parser.add_argument("codes", metavar="CODE", nargs="*", help="path, unique name or id")
    parser.add_argument("--note", default="", help="what it is for")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        codes = [code_named(project, name) for name in args.codes]
        return _told(args, project, sets.add(project, args.set, codes, args.note))


def _rename(argv: list[str]) -> int:
    parser = _changing("rename", "Give a set another name.", "sets rename friends Colleagues 'Among equals'")
    parser.add_argument("name", metavar="NAME", help="the new name")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        return _told(args, project, sets.rename(project, sets.named(project, args.set), args.name))


def _change(argv: list[str]) -> int:
    parser = _changing(
        "change", "Put codes into a set, or take them out.", "sets change friends Colleagues --add Fear"
    )
    parser.add_argument("--add", metavar="CODE", action="append", default=[], help="put it in (several: repeat)")
    parser.add_argument("--take", metavar="CODE", action="append", default=[], help="take it out (several: repeat)")
    parser.add_argument("--note", help="what it is for")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        one = sets.named(project, args.set)
        out = {code_named(project, name).id for name in args.take}
        codes = [project.codes[id] for id in one.codes] + [code_named(project, name) for name in args.add]
        kept = [code for code in codes if code.id not in out]
        return _told(args, project, sets.change(project, one, kept, args.note))


def _remove(argv: list[str]) -> int:
    args = arguments.parse(
        _changing("remove", "Remove a set; its codes stay.", "sets remove friends Colleagues"), argv
    )
    with arguments.writing(args) as project:
        one = sets.named(project, args.set)
        value = _as_json(project, one)
        sets.remove(project, one)
    output.result(args.json, value, f"Removed the set {one.name}")
    return 0


VERBS: nouns.Verbs = {
    "add": (_add, "add a set"),
    "rename": (_rename, "give it another name"),
    "change": (_change, "put codes in, take them out"),
    "remove": (_remove, "remove it; its codes stay"),
}
run = nouns.noun(VERBS, _listing)
