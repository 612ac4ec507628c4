"""`coder queries`: saved queries, to be asked again by their names."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from coder.cli import arguments, nouns, output

if TYPE_CHECKING:
    from coder.model.query import Query
    from coder.project import Project


def run(argv: list[str]) -> int:
    """List the saved queries; or save, rename, remove one."""
    verb = argv[1] if len(argv) > 1 else ""
    if verb in VERBS:
        return VERBS[verb][0](argv[2:])
    if len(argv) > 2 and argv[2] in VERBS:  # coder queries PROJECT save NAME QUERY
        return VERBS[argv[2]][0]([argv[1], *argv[3:]])
    parser = arguments.reader(
        "queries",
        "List the saved queries. A saved query stands in other queries as @name.",
        "queries friends",
        "find friends '@alone and wave:baseline'",
    )
    args = arguments.parse(nouns.below(parser, "queries", "To change them", VERBS), argv[1:])
    with arguments.reading(args) as project:
        saved = sorted(project.queries.values(), key=lambda one: one.name.casefold())
        if args.json:
            output.document([_as_json(project, one) for one in saved])
        elif saved:
            rows = [("@" + one.name, _by(project, one), output.moment(one.created), one.text) for one in saved]
            output.table([("query", "by", "saved", "asks for"), *rows])
        else:
            output.line("No query is saved. coder queries save PROJECT NAME QUERY saves one.")
    return 0


def _as_json(project: Project, query: Query) -> dict[str, object]:
    return {
        "id": query.id,
        "name": query.name,
        "query": query.text,
        "coder": _by(project, query),
        "created": query.created,
    }


def _by(project: Project, query: Query) -> str:
    coder = project.coders.get(query.coder)
    return coder.initials if coder is not None else ""


def _told(args: argparse.Namespace, project: Project, query: Query, text: str) -> int:
    output.result(args.json, _as_json(project, query), text)
    return 0


def _save(argv: list[str]) -> int:
    parser = arguments.writer(
        "queries save",
        "Save a query under a name; a query that has the name already is replaced.",
        "queries save friends alone 'Before/** and not memo:*'",
    )
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("query", metavar="QUERY")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.analysis.query.answer import check
        from coder.project.operations import queries

        check(project, args.query, args.name)
        query = queries.save(project, args.name, args.query)
        return _told(args, project, query, f"Saved @{query.name}")


def _rename(argv: list[str]) -> int:
    parser = arguments.writer(
        "queries rename",
        "Give a saved query another name; saved queries that use it follow.",
        "queries rename friends alone 'on their own'",
    )
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("to", metavar="NEW")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.project.operations import queries

        query = queries.rename(project, queries.named(project, args.name), args.to)
        return _told(args, project, query, f"Renamed to @{query.name}")


def _remove(argv: list[str]) -> int:
    parser = arguments.writer("queries remove", "Remove a saved query.", "queries remove friends alone")
    parser.add_argument("name", metavar="NAME")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.project.operations import queries

        query = queries.named(project, args.name)
        queries.remove(project, query)
        return _told(args, project, query, f"Removed @{query.name}")


VERBS: nouns.Verbs = {
    "save": (_save, "save a query under a name"),
    "rename": (_rename, "give it another name"),
    "remove": (_remove, "remove it"),
}
