"""`coder codes`: the code tree, and what can be done with it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from coder.cli import arguments, codes_more, nouns, output
from coder.errors import Invalid
from coder.project.ordering import walk
from coder.project.paths import code_named, path_of
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.model.codebook import Code
    from coder.project import Project

TOP = "/"


def _list_parser() -> argparse.ArgumentParser:
    parser = arguments.reader("codes", "List the code tree with counts.", "codes friends", "codes friends --json")
    parser.add_argument("--archived", action="store_true", help="also those that are archived (--json: always)")
    return parser


def _list(argv: list[str]) -> int:
    args = arguments.parse(nouns.below(_list_parser(), "codes", "To change the codebook", VERBS), argv)
    with arguments.reading(args) as project:
        from coder.analysis.counts import of_codes, of_subtree

        tree = list(walk(project))
        own = {code.id: of_codes(project, code) for _, code in tree}
        if args.json:
            output.document(
                [
                    {
                        "id": code.id,
                        "path": path_of(project, code),
                        "name": code.name,
                        "parent": code.parent,
                        "color": code.color,
                        **own[code.id]._asdict(),
                        "definition": code.definition,
                        "include": code.include,
                        "exclude": code.exclude,
                        "aliases": list(code.aliases),
                        "quick": code.quick,
                        "archived": code.archived,
                    }
                    for _, code in tree
                ]
            )
        elif tree:
            rows = [["code", "codings", "with below", "segments", "sources"]]
            for depth, code in tree:
                if code.archived and not args.archived:
                    continue
                count = own[code.id]
                below = of_subtree(project, code).codings if project.children(code.id) else count.codings
                numbers = (count.codings, below, count.segments, count.sources)
                rows.append(["  " * depth + code.name, *(f"{number:,}" for number in numbers)])
            output.table(rows, right=(1, 2, 3, 4))
        else:
            output.line(f"There are no codes yet. Add one with: coder codes add {args.project} Group/Code")
    return 0


def _changing(verb: str, what: str, *examples: str, code: bool = True) -> argparse.ArgumentParser:
    parser = arguments.writer(f"codes {verb}", what, *examples, reason=verb not in ("add", "define"))
    if code:
        parser.add_argument("code", metavar="CODE", help="path, unique name or id")
    return parser


def _told(args: argparse.Namespace, project: Project, code: Code, text: str) -> int:
    output.result(args.json, {"id": code.id, "path": path_of(project, code)}, text)
    return 0


def _add(argv: list[str]) -> int:
    parser = _changing(
        "add",
        "Add a code; groups that its path names are made where they are missing.",
        "codes add friends Before/Shame --definition 'Afraid of being seen'",
        code=False,
    )
    parser.add_argument("path", metavar="PATH", help="Group/Subgroup/Code")
    parser.add_argument("--definition", default="", help="what it means")
    parser.add_argument("--color", default="", help="#rrggbb (else: its group's, or one that is used least)")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.project.operations import codebook

        code = codebook.add(project, args.path, color=_color(args.color), definition=args.definition)
        return _told(args, project, code, f"Added {path_of(project, code)}")


def _rename(argv: list[str]) -> int:
    parser = _changing(
        "rename", "Give a code another name; the old one still finds it.", "codes rename friends Shame Embarrassment"
    )
    parser.add_argument("name", metavar="NAME", help="the new name, without a path")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.project.operations import codebook

        code = code_named(project, args.code)
        changed = codebook.rename(project, code, args.name, args.reason)
        return _told(args, project, changed, f"Renamed {code.name} to {changed.name}")


def _move(argv: list[str]) -> int:
    parser = _changing(
        "move",
        f"Move a code with all below it under another code, or to the top ({TOP}).",
        "codes move friends Shame Before",
        f"codes move friends Before {TOP} --place 1",
    )
    parser.add_argument("parent", metavar="PARENT", help=f"a code, or {TOP} for the top")
    parser.add_argument("--place", type=int, help="1 is the first among its siblings (else: the last)")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.project.operations import codebook

        parent = None if args.parent == TOP else code_named(project, args.parent)
        place = None if args.place is None else args.place - 1
        code = codebook.move(project, code_named(project, args.code), parent, place, args.reason)
        return _told(args, project, code, f"Moved to {path_of(project, code)}")


def _merge(argv: list[str]) -> int:
    parser = _changing(
        "merge",
        "Merge a code into another: its units, memos and codes below come along, its name stays as an alias.",
        "codes merge friends Embarrassment Shame --reason 'the same thing'",
    )
    parser.add_argument("into", metavar="INTO", help="the code that stays")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.project.operations import codebook

        code, into = code_named(project, args.code), code_named(project, args.into)
        collapsed = codebook.merge(project, code, into, args.reason)
        more = f"; {format_count(collapsed, 'coding')} had both" if collapsed else ""
        return _told(args, project, project.codes[into.id], f"Merged {code.name} into {path_of(project, into)}{more}")


def _delete(argv: list[str]) -> int:
    parser = _changing(
        "delete",
        "Delete a code and all below it. Where it holds units, say where they go.",
        "codes delete friends Shame --units-to Fear",
        "codes delete friends Shame --uncode --reason 'too rare'",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--units-to", metavar="CODE", help="its units get this code")
    where.add_argument("--uncode", action="store_true", help="its units lose the code")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.project.operations import codebook

        code = code_named(project, args.code)
        path = path_of(project, code)
        to = code_named(project, args.units_to) if args.units_to else None
        if to is None and not args.uncode and _holds_units(project, code):
            raise Invalid(
                "The code still holds units",
                f"{path} or what is below it has codings.",
                "Say where they go: --units-to CODE, or --uncode.",
            )
        held = codebook.delete(project, code, units_to=to, uncode=args.uncode, reason=args.reason)
    went = f"; {format_count(held, 'coding')} {'moved to ' + to.name if to else 'removed'}" if held else ""
    output.result(args.json, {"id": code.id, "path": path, "codings": held}, f"Deleted {path}{went}")
    return 0


def _holds_units(project: Project, code: Code) -> bool:
    from coder.analysis.counts import of_subtree

    return of_subtree(project, code).codings > 0


def _define(argv: list[str]) -> int:
    parser = _changing(
        "define",
        "Say what a code means; without anything to change, print what is said.",
        "codes define friends Shame 'Afraid of being seen as ill' --include 'blushing' --key 3",
    )
    parser.add_argument("definition", metavar="TEXT", nargs="?", help="the definition")
    parser.add_argument("--include", help="what belongs here")
    parser.add_argument("--exclude", help="what does not")
    parser.add_argument("--alias", action="append", help="another name by which it is found (several: repeat)")
    parser.add_argument("--color", help="#rrggbb")
    parser.add_argument("--key", type=int, choices=range(10), help="the quick key 1-9 that applies it; 0: none")
    args = arguments.parse(parser, argv)
    said = {"definition": args.definition, "include": args.include, "exclude": args.exclude}
    if not any(value is not None for value in (*said.values(), args.alias, args.color, args.key)):
        with arguments.reading(args) as project:
            return _print_definition(args, project, code_named(project, args.code))
    with arguments.writing(args) as project:
        from coder.project.operations import codebook

        code = code_named(project, args.code)
        path = path_of(project, code)
        aliases = (*code.aliases, *args.alias) if args.alias else None
        color = None if args.color is None else _color(args.color)
        code = codebook.define(project, code, **said, aliases=aliases, color=color, quick=args.key)
        return _told(args, project, code, f"Defined {path}")


def _print_definition(args: argparse.Namespace, project: Project, code: Code) -> int:
    parts = {
        "means": code.definition,
        "include": code.include,
        "exclude": code.exclude,
        "also": ", ".join(code.aliases),
    }
    lines = [path_of(project, code), *(f"  {name}: {text}" for name, text in parts.items() if text)]
    return _told(args, project, code, "\n".join(lines))


def _color(text: str) -> str:
    import re

    if text and not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise Invalid("That is not a colour", f"“{text}”", "Colours are written as #rrggbb, such as #4e8fd9")
    return text.lower()


VERBS: nouns.Verbs = {
    "add": (_add, "add a code, and groups where they are missing"),
    "rename": (_rename, "give it another name"),
    "move": (_move, "put it elsewhere in the tree"),
    "merge": (_merge, "merge it into another"),
    "delete": (_delete, "delete it and all below it"),
    "define": (_define, "definition, what belongs, aliases, colour, quick key"),
    **codes_more.VERBS,
}
run = nouns.noun(VERBS, _list)
