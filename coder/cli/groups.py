"""`coder groups`: the code groups with their subgroups, who gives units to them, and moving units."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from coder.cli import arguments, nouns, output
from coder.errors import NotFound
from coder.project.operations import groups, themes
from coder.project.paths import code_named, path_of, segment_named
from coder.text.phrases import format_count, format_units

if TYPE_CHECKING:
    from coder.model.codebook import Code
    from coder.model.condensation import CodeGroup
    from coder.project import Project


def _listing(argv: list[str]) -> int:
    parser = arguments.reader(
        "groups",
        "The code groups (step 2 of the condensation) with their subgroups, units, and who gives to them.\n"
        "Counts are warnings about coverage, not findings: groups stand in the order of the codebook.",
        "groups friends",
        "groups friends --json",
    )
    args = arguments.parse(nouns.below(parser, "groups", "To change them", VERBS), argv)
    with arguments.reading(args) as project:
        from coder.analysis.method import units
        from coder.analysis.method.groups import in_no_group

        found = units.groups(project)
        none = sum(1 for id in in_no_group(project) if project.codings_of(id))
        if args.json:
            rows = [_as_json(project, group) for group in found]
            output.document({"groups": rows, "in no group": none})
            return 0
        for group in found:
            _print(project, group)
        if not found:
            output.line(f"There are no code groups yet. Make one with: coder groups make {args.project} CODE")
        output.line(f"in no code group: {format_units(none)}")
    return 0


def _as_json(project: Project, group: CodeGroup) -> dict[str, object]:
    from coder.analysis.method.groups import coverage
    from coder.analysis.method.units import loose_units, subgroups, units_below

    found = coverage(project, group)
    return {
        "id": group.id,
        "group": found.code.name,
        "code": path_of(project, found.code),
        "residual": group.residual,
        "heading": group.heading,
        "themes": [project.themes[id].name for id in group.themes],
        "units": len(found.units),
        "participants": [one.name for one in found.giving],
        "no unit from": [one.name for one in found.silent],
        "subgroups": [
            {"name": one.name, "code": path_of(project, one), "units": len(units_below(project, one))}
            for one in subgroups(project, group)
        ],
        "in no subgroup": len(loose_units(project, group)),
    }


def _print(project: Project, group: CodeGroup) -> None:
    from coder.analysis.method.groups import coverage
    from coder.analysis.method.units import loose_units, subgroups, units_below

    found = coverage(project, group)
    residual = " (residual)" if group.residual else ""
    whose = f" from {', '.join(one.name for one in found.giving)}" if found.giving else ""
    silent = f"; no unit from {', '.join(one.name for one in found.silent)}" if found.units and found.silent else ""
    output.line(f"{found.code.name}{residual}: {format_units(len(found.units))}{whose}{silent}")
    if group.themes:
        output.line(f"    from theme {', '.join(project.themes[id].name for id in group.themes)}")
    for one in subgroups(project, group):
        output.line(f"    {one.name}: {format_units(len(units_below(project, one)))}")
    loose = len(loose_units(project, group))
    if loose:
        output.line(f"    in no subgroup: {format_units(loose)}")


def _changing(verb: str, what: str, *examples: str, reason: bool = False) -> argparse.ArgumentParser:
    parser = arguments.writer(f"groups {verb}", what, *examples, reason=reason)
    parser.add_argument("group", metavar="GROUP", help="path, unique name or id of its code")
    return parser


def _told(args: argparse.Namespace, project: Project, group: CodeGroup, text: str) -> int:
    output.result(args.json, _as_json(project, group), text)
    return 0


def _make(argv: list[str]) -> int:
    parser = arguments.writer(
        "groups make",
        "Make a code a code group. Without CODE one is made that is called as the first theme; a CODE that is not\n"
        "there is made too.",
        "groups make friends 'Before asking' --theme 'The time before'",
        "groups make friends --theme 'What a doctor ought to be'",
        reason=True,
    )
    parser.add_argument("code", metavar="CODE", nargs="?", help="path, unique name or id")
    parser.add_argument("--theme", action="append", default=[], help="negotiated theme it comes from (repeat)")
    args = arguments.parse(parser, argv)
    if args.code is None and not args.theme:
        parser.error("say which CODE, or from which --theme")
    with arguments.writing(args) as project:
        lineage = [themes.named(project, name, negotiated=True) for name in args.theme]
        code: Code | str | None = args.code
        if args.code is not None:
            try:
                code = code_named(project, args.code)
            except NotFound:
                code = str(args.code)
        group = groups.make(project, code, lineage, args.reason)
        return _told(args, project, group, f"{path_of(project, project.codes[group.code])} is a code group")


def _unmake(argv: list[str]) -> int:
    parser = _changing(
        "unmake",
        "Let a code be no code group any more; code and units stay.",
        "groups unmake friends Fear",
        reason=True,
    )
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        group = groups.named(project, args.group)
        groups.unmake(project, group, args.reason)
        name = path_of(project, project.codes[group.code])
    output.result(args.json, {"code": name, "group": False}, f"{name} is no code group any more")
    return 0


def _residual(argv: list[str]) -> int:
    parser = _changing(
        "residual", "Let a code group be the one for what fits no other.", "groups residual friends Leftovers"
    )
    parser.add_argument("--no", action="store_true", help="it is not any more")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        group = groups.set_residual(project, groups.named(project, args.group), not args.no)
        state = "the residual group" if group.residual else "not the residual group"
        return _told(args, project, group, f"{project.codes[group.code].name} is {state}")


def _themes(argv: list[str]) -> int:
    parser = _changing(
        "themes", "Say which negotiated themes it came from.", "groups themes friends Shame 'Being seen'"
    )
    parser.add_argument("themes", metavar="THEME", nargs="*", help="name or id; none: it comes from no theme")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        lineage = [themes.named(project, name, negotiated=True) for name in args.themes]
        group = groups.set_themes(project, groups.named(project, args.group), lineage)
        told = ", ".join(one.name for one in lineage) or "no theme"
        return _told(args, project, group, f"{project.codes[group.code].name} comes from {told}")


def _move(argv: list[str]) -> int:
    parser = arguments.writer(
        "groups move",
        "Move units from a code (a group or a subgroup, with all below it) to another: they are recoded.",
        "groups move friends 'Before asking' 'Before asking/Shame' 3f2a9c1d 77c0b1aa --reason 'read again'",
        "groups move friends Fear Shame --all",
        reason=True,
    )
    parser.add_argument("code", metavar="FROM", help="path, unique name or id of the code they are under")
    parser.add_argument("into", metavar="TO", help="the code they go to")
    parser.add_argument("units", metavar="UNIT", nargs="*", help="id, or the beginning of it")
    parser.add_argument("--all", action="store_true", help="all units of FROM")
    args = arguments.parse(parser, argv)
    if bool(args.units) == args.all:
        parser.error("say which units, or --all")
    with arguments.writing(args) as project:
        from coder.analysis.method.units import units_below

        code, into = code_named(project, args.code), code_named(project, args.into)
        ids = units_below(project, code) if args.all else [segment_named(project, one).id for one in args.units]
        number = groups.move(project, sorted(ids), code, into, args.reason)
        said = f"Moved {format_count(number, 'unit')} from {path_of(project, code)} to {path_of(project, into)}"
    output.result(args.json, {"moved": number, "from": code.id, "to": into.id}, said)
    return 0


VERBS: nouns.Verbs = {
    "make": (_make, "make a code a code group"),
    "unmake": (_unmake, "let it be none any more"),
    "residual": (_residual, "the group for what fits no other"),
    "themes": (_themes, "say which themes it came from"),
    "move": (_move, "move units to another group or subgroup"),
}
run = nouns.noun(VERBS, _listing)
