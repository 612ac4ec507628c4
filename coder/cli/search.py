"""`coder find`, `coder search` and `coder queries`: coded segments by a query, words in the texts, saved queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coder.cli import output, parameters, units
from coder.cli.verb import WRITE, Result, verb
from coder.project.operations import queries
from coder.project.study import by_name
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.analysis.retrieval import Unit
    from coder.analysis.scope import Scope
    from coder.analysis.search import MatchOptions
    from coder.model.project import Query
    from coder.project import Project


@verb(
    "find",
    "Find coded units (segments). A query is a code's path, with wildcards; filters; and, or, not, parentheses.\n"
    "The query language: coder help queries",
    parameters.argument("query", help="which units"),
    examples=[
        "find friends Before/Shame",
        "find friends 'Before/** and not wave:baseline' --json",
        "find friends '\"What a doctor ought to be\"/* and participant:P03'",
    ],
)
def find(project: Project, query: str, as_json: bool) -> None:
    """Print the coded segments that match a query."""
    from coder.analysis.retrieval import retrieve, unit

    units.show([_unit(unit(project, id)) for id in retrieve(project, query)], as_json)


def _unit(unit: Unit) -> dict[str, Any]:
    return {
        "segment": unit.segment.id,
        "source": unit.source.name,
        "participant": unit.participant,
        "wave": unit.wave,
        "start": unit.segment.start,
        "end": unit.segment.end,
        "speaker": unit.speaker,
        "text": unit.segment.quote,
        "codes": list(unit.codes),
        "memos": list(unit.memos),
    }


# Words in the texts

#: How the words are matched, and where to look: parameters of `search` and `autocode`.
MATCHING = [
    parameters.flag("--words", "all of the words, in any order, in one turn", either="way"),
    parameters.flag("--regex", "TEXT is a regular expression", either="way"),
    parameters.flag("--fuzzy", "also approximate spellings: typos, dialect, å/aa, ø/o", either="way"),
    parameters.flag("--word", "whole words only"),
    parameters.flag("--case", "match upper and lower case"),
    *(
        parameters.argument(
            f"--{name}",
            help=f"{scope}; * is a wildcard; repeatable",
            metavar="NAME",
            action="append",
            default=[],
        )
        for name, scope in (
            ("speaker", "only turns of this speaker, as the transcript names them"),
            ("participant", "only interviews with this participant"),
            ("wave", "only interviews of this wave"),
            ("service", "only interviews with participants of this service"),
            ("attribute", "only participants with this attribute, such as specialty=surgery"),
            ("source", "only this source"),
        )
    ),
    parameters.argument(
        "--coded", help="only text with this code; A/** is A and all below it", metavar="CODE", default=""
    ),
    parameters.argument("--not-coded", help="only text without this code", metavar="CODE", default=""),
    parameters.flag("--uncoded", "only text without any code"),
]


def criteria(options: dict[str, Any]) -> tuple[MatchOptions, Scope]:
    """How to match and where to look, from the values of MATCHING."""
    from coder.analysis.scope import Scope
    from coder.analysis.search import FUZZY, PHRASE, REGEX, WORDS, MatchOptions

    way = FUZZY if options["fuzzy"] else REGEX if options["regex"] else WORDS if options["words"] else PHRASE
    where = Scope(
        tuple(options["speaker"]),
        tuple(options["participant"]),
        tuple(options["wave"]),
        tuple(options["source"]),
        options["coded"],
        options["not_coded"],
        options["uncoded"],
        tuple(options["service"]),
        tuple(options["attribute"]),
    )
    return MatchOptions(way, options["word"], options["case"]), where


@verb(
    "search",
    "Find words in all transcripts, coded or not. Case and diacritics are ignored.",
    parameters.argument("text", help="the words to find"),
    *MATCHING,
    parameters.number("--context", "characters on either side (40)", default=40, metavar="N"),
    examples=[
        "search friends 'never been ill'",
        r"search friends '\bsham\w*' --regex --context 80",
        "search friends blaabaer --fuzzy --speaker P --wave baseline",
        "search friends ill --word --not-coded 'Before/**'",
    ],
)
def search(project: Project, text: str, context: int, **options: Any) -> Result:
    """Find words in the transcripts."""
    from coder.analysis import search

    hits = list(search.search(project, text, *criteria(options), context=max(0, context)))
    lines: list[str] = []
    rows = [
        (f"{hit.source.name} {hit.start}-{hit.end}", _flat(hit.before), _flat(hit.text), _flat(hit.after))
        for hit in hits
    ]
    if rows:
        left = max(output.cells(place) for place, *_ in rows)
        middle = max(output.cells(before) for _, before, *_ in rows)
        for place, before, match, after in rows:
            gap = " " * (left - output.cells(place) + 2 + middle - output.cells(before))
            lines.append(f"{place}{gap}{before}[{match}]{after}".rstrip())
    sources = len({hit.source.id for hit in hits})
    lines.append(f"{format_count(len(hits), 'match', 'matches')} in {format_count(sources, 'source')}")
    return Result([{**hit._asdict(), "source": hit.source.name} for hit in hits], lines)


def _flat(text: str) -> str:
    return "".join(" " if char.isspace() else char for char in text)


# Saved queries


SAVED = parameters.argument("saved", help="name of the saved query", metavar="NAME", resolve=queries.named)


@verb(
    "queries",
    "List the saved queries. In other queries, @name stands for a saved one.",
    examples=["queries friends", "find friends '@alone and wave:baseline'"],
)
def listing(project: Project) -> Result:
    """List the saved queries by name."""
    saved = sorted(project.queries.values(), key=by_name)
    rows = [("@" + query.name, _author(project, query), output.moment(query.created), query.text) for query in saved]
    none = "There are no saved queries yet. Save one with: coder queries save PROJECT NAME QUERY"
    text = output.aligned([("query", "by", "saved", "text"), *rows]) if saved else none
    return Result([_as_json(project, query) for query in saved], text)


@verb(
    "queries save",
    "Save a query under a name; a saved query of that name is replaced.",
    parameters.argument("name", help="the name"),
    parameters.argument("query", help="the query (coder help queries)"),
    examples=["queries save friends alone 'Before/** and not memo:*'"],
    access=WRITE,
)
def save(project: Project, name: str, query: str) -> Result:
    """Save a query."""
    from coder.analysis.query.answer import check

    check(project, query, name)
    saved = queries.save(project, name, query)
    return Result(_as_json(project, saved), f"Saved @{saved.name}")


@verb(
    "queries rename",
    "Rename a saved query; saved queries that use it follow.",
    SAVED,
    parameters.argument("to", help="the new name", metavar="NEW"),
    examples=["queries rename friends alone 'on their own'"],
    access=WRITE,
)
def rename(project: Project, saved: Query, to: str) -> Result:
    """Rename a saved query."""
    renamed = queries.rename(project, saved, to)
    return Result(_as_json(project, renamed), f"Renamed to @{renamed.name}")


@verb("queries remove", "Delete a saved query.", SAVED, examples=["queries remove friends alone"], access=WRITE)
def remove(project: Project, saved: Query) -> Result:
    """Delete a saved query."""
    queries.remove(project, saved)
    return Result(_as_json(project, saved), f"Deleted @{saved.name}")


def _as_json(project: Project, query: Query) -> dict[str, object]:
    return {
        "id": query.id,
        "name": query.name,
        "query": query.text,
        "coder": _author(project, query),
        "created": query.created,
    }


def _author(project: Project, query: Query) -> str:
    coder = project.coders.get(query.coder)
    return coder.initials if coder is not None else ""
