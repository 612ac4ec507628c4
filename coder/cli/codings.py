"""`coder code`, `uncode`, `autocode` and `similar`: codes on a span of a source, and suggestions of more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coder.cli import output, parameters
from coder.cli.search import MATCHING, criteria
from coder.cli.verb import WRITE, Foreseen, Result, dry_run, verb
from coder.errors import Invalid, NotFound
from coder.project.operations import codings
from coder.project.study import code_named, path_of
from coder.text.phrases import format_count

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from coder.analysis.autocode import Proposal
    from coder.model.codebook import Code
    from coder.model.source import Segment, Source
    from coder.project import Project

UNITS = ("sentence", "turn", "match")


def _check_span(args: argparse.Namespace) -> str | None:
    if args.quote is not None:
        return None
    if args.nth is not None:
        return "--nth needs --quote"
    try:
        [int(offset) for offset in args.rest[:2]]
    except ValueError:
        return "START and END must be whole numbers; or give the words with --quote"
    return "name at least one CODE" if len(args.rest) < 3 else None


@verb(
    "code",
    "Code a span of a source, given by its offsets or by its exact words.",
    parameters.source(),
    parameters.argument("rest", help="offsets, unless --quote; then codes", metavar="[START END] CODE", nargs="+"),
    parameters.argument("--quote", help="the exact words, instead of offsets", metavar="WORDS"),
    parameters.argument("--nth", help="which occurrence of the words, from 1", type=int, metavar="N"),
    parameters.flag("--create", "create codes that do not exist"),
    examples=[
        "code friends P01_baseline 120 184 Before/Shame Afterwards",
        "code friends P01_baseline --quote 'never been ill' --nth 2 Before/Pride --create",
    ],
    access=WRITE,
    check=_check_span,
    usage="coder code PROJECT SOURCE (START END | --quote WORDS [--nth N]) CODE... [--create] [--json]",
)
def code(
    project: Project, source: Source, rest: list[str], quote: str | None, nth: int | None, create: bool
) -> Result:
    """Code a span of a source."""
    if quote is not None:
        (start, end), names = _span_of(project.text_of(source).text, quote, nth), rest
    else:
        start, end, names = int(rest[0]), int(rest[1]), rest[2:]
    codes = [_code_or_path(project, name, create) for name in names]
    done = codings.code(project, source, start, end, codes)
    segment = done.segment
    new = [path_of(project, project.codes[coding.code]) for coding in done.new]
    already = [path_of(project, code) for code in done.already]
    parts = [f"with {', '.join(new)}"] if new else []
    parts += [f"already coded with {', '.join(already)}"] if already else []
    value = {"segment": segment.id, "start": segment.start, "end": segment.end, "new": new, "already": already}
    place = f"{source.name} {segment.start}-{segment.end}"
    return Result(value, f"{segment.id[: output.SHORT_ID]}  {place}  {'; '.join(parts)}")


def _span_of(text: str, words: str, nth: int | None) -> tuple[int, int]:
    """Start and end of exact words; NotFound, or Invalid where they occur several times and `nth` is None."""
    from coder.analysis.search import exact_occurrences

    spans = exact_occurrences(text, words)
    if not spans:
        raise NotFound("These words are not in the source", hint="Copy them exactly; see: coder search")
    if nth is None and len(spans) > 1:
        raise Invalid(
            f"These words occur in {len(spans)} places",
            "They begin at " + ", ".join(str(span.start) for span in spans[:12]),
            "Choose one with --nth 1, or give more words.",
        )
    if nth is not None and not 1 <= nth <= len(spans):
        raise NotFound(
            f"There is no occurrence number {nth}", f"The words occur in {format_count(len(spans), 'place')}."
        )
    return spans[(nth or 1) - 1]


def _code_or_path(project: Project, name: str, create: bool) -> Code | str:
    """The code of this name; the name itself where there is none and it may be created."""
    try:
        return code_named(project, name)
    except NotFound as error:
        if create:
            return name
        hint = (error.hint + ". " if error.hint else "") + "Create it with --create"
        raise NotFound(error.title, error.detail, hint) from None


@verb(
    "uncode",
    "Remove codes from a unit, whoever applied them; without CODE: all. A unit with memos is kept. Asks where\n"
    "another coder applied them; without a terminal, add --yes.",
    parameters.segment(),
    parameters.code("codes", nargs="*"),
    examples=["uncode friends 3f2a9c1d Before/Shame", "uncode friends 3f2a9c1d", "uncode friends 3f2a9c1d --yes"],
    access=WRITE,
    asks=Foreseen("Uncode", ("codings", "segments")),
)
def uncode(project: Project, segment: Segment, codes: list[Code]) -> Result:
    """Remove codes from a segment."""
    on_segment = project.codings_of(segment.id)
    for code in codes:
        if not any(coding.code == code.id for coding in on_segment):
            raise NotFound(f"The unit is not coded with {path_of(project, code)}")
    chosen = {code.id for code in codes}
    removed = [coding for coding in on_segment if not chosen or coding.code in chosen]
    if not removed:
        raise NotFound("The unit has no codes")
    paths = list(dict.fromkeys(path_of(project, project.codes[coding.code]) for coding in removed))
    codings.uncode(project, segment, removed)
    value = {"segment": segment.id, "removed": paths, "kept": segment.id in project.segments}
    return Result(value, f"{segment.id[: output.SHORT_ID]}  removed {', '.join(paths)}")


# Suggestions


def _check_query(args: argparse.Namespace) -> str | None:
    how, where = criteria(vars(args))
    if args.query and (args.unit != UNITS[0] or any(where) or how.word or how.case):
        return "--query takes no other search options: TEXT itself says which units"
    return None


@verb(
    "autocode",
    "Code the unit around each match of a search. Units that have the code already are skipped. One undo reverts\n"
    "all of it.",
    parameters.code(),
    parameters.argument("text", help="the words to find"),
    *MATCHING,
    parameters.flag("--query", "TEXT is a query: code its units (coder help queries)", either="way"),
    parameters.argument(
        "--unit", help="the unit that is coded around a match (sentence)", choices=UNITS, default="sentence"
    ),
    parameters.flag("--dry-run", "only show what would be coded"),
    examples=[
        "autocode friends Before/Shame 'ashamed' --fuzzy --dry-run",
        r"autocode friends Sleep '\bsle(ep|pt)\w*' --regex --unit turn --speaker P",
        "autocode friends 'Shame at first' 'Before/Shame and wave:baseline' --query",
    ],
    access=WRITE,
    dry=dry_run,
    check=_check_query,
)
def autocode(
    project: Project, code: Code, text: str, query: bool, unit: str, dry_run: bool, **options: Any
) -> Result:
    """Code the units around the matches of a search, or the units of a query."""
    proposals = _of_query(project, code, text) if query else _of_search(project, code, text, unit, options)
    spans = [
        codings.SourceSpan(proposal.source, proposal.start, proposal.end)
        for proposal in proposals
        if not proposal.already
    ]
    already = len(proposals) - len(spans)
    coded = 0
    if spans and not dry_run:
        coded = codings.code_all(project, spans, [code], f"{'query' if query else 'search'}: {text}").units
    value = {
        "code": path_of(project, code),
        "coded": coded,
        "already": already,
        "units": [_as_json(proposal) for proposal in proposals],
    }
    done = f"would code {format_count(len(spans), 'unit')}" if dry_run else f"coded {format_count(coded, 'unit')}"
    summary = f"{done} with {path_of(project, code)}" + (f"; {already:,} already coded" if already else "")
    return Result(value, [*(_lines(proposals) if dry_run else ()), summary])


def _of_query(project: Project, code: Code, text: str) -> list[Proposal]:
    from coder.analysis.autocode import unit_proposals
    from coder.analysis.retrieval import retrieve

    proposals = unit_proposals(project, retrieve(project, text), [code])
    if not proposals:
        raise NotFound("The query finds no unit", hint="Nothing was changed.")
    return proposals


def _of_search(project: Project, code: Code, text: str, unit: str, options: dict[str, Any]) -> list[Proposal]:
    from coder.analysis.autocode import proposals
    from coder.analysis.search import search

    matches = proposals(project, search(project, text, *criteria(options)), [code], unit)
    if not matches:
        raise NotFound("Nothing was found", hint="Nothing was changed. Try --fuzzy, or fewer restrictions.")
    return matches


@verb(
    "similar",
    "Suggest sentences without the code whose words are most similar to its units. Nothing is changed.",
    parameters.code(),
    parameters.number("--top", "how many suggestions (20)", at_least=1, default=20, metavar="N"),
    examples=["similar friends Before/Shame", "similar friends Before/Shame --top 10 --json"],
)
def similar(project: Project, code: Code, top: int) -> Result:
    """Suggest sentences like those of a code, the most similar first."""
    from coder.analysis.similar import similar_steps

    proposals: Sequence[Proposal] = []
    progress = output.Progress(2 * len(project.sources))
    for step in similar_steps(project, code, top):
        progress.step("comparing")
        proposals = step.proposals
    progress.clear()
    summary = f"{format_count(len(proposals), 'sentence')} like those of {path_of(project, code)}"
    return Result([_as_json(proposal) for proposal in proposals], [*_lines(proposals), summary])


def _as_json(proposal: Proposal) -> dict[str, Any]:
    return {
        "source": proposal.source.name,
        "start": proposal.start,
        "end": proposal.end,
        "speaker": proposal.speaker,
        "text": proposal.text,
        "already": proposal.already,
        "score": round(proposal.score, 4),
    }


def _lines(proposals: Sequence[Proposal]) -> list[str]:
    """The proposals, one a line; a dot marks those that have the code already."""
    lines = []
    for proposal in proposals:
        mark, score = "·" if proposal.already else " ", f"{proposal.score:.2f}  " if proposal.score else ""
        place = f"{proposal.source.name} {proposal.start}-{proposal.end}"
        lines.append(f"{mark} {score}{place}  {' '.join(proposal.text.split())}")
    return lines
