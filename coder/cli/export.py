"""`coder export` and `coder report`: coded segments and the study's documents into files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coder.cli import output, parameters
from coder.cli.verb import Result, noun, verb, written
from coder.errors import CoderError, NotFound
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from collections.abc import Callable

    from coder.analysis.reports.coreq import Answers
    from coder.exports import Exported
    from coder.model.document import Document
    from coder.project import Project


def _whats() -> str:
    from coder.exports import EXPORTS

    return f"what (units): {', '.join(export.id for export in EXPORTS)}"


@verb(
    "export",
    "Export coded units (segments), or with --what anything that the export menu of the program (g e) has. The\n"
    "format is that of the file's suffix or of --format. A report on the whole study: coder report results.",
    parameters.out(),
    parameters.format("SEGMENTS"),
    parameters.argument("--query", metavar="Q", help="only these units (coder help queries)"),
    parameters.argument("--what", metavar="WHAT", default="units", help=_whats),
    parameters.argument("--of", metavar="NAME", help="the framework, or the transcript of a portrait"),
    parameters.flag("--publication", "renumber participants, suppress cells under 3 participants"),
    examples=[
        "export friends units.docx",
        "export friends units.xlsx",
        "export friends shame.html --query 'Before/Shame'",
        "export friends codebook.docx --what codebook",
        "export friends levels.xlsx --what framework --of Levels",
        "export friends growth.svg --what growth",
        "export friends - --format md | less",
    ],
)
def export(
    project: Project,
    out: str,
    format: str | None,
    query: str | None,
    what: str,
    of: str | None,
    publication: bool,
) -> Result | None:
    """Export all coded segments, or those of a query, or something else of the table of exports."""
    from coder.exchange.registry import SEGMENTS, names
    from coder.exports import export_named, gold_units, units_content

    exported = export_named(what)
    if out == output.STDOUT and format is None:
        raise CoderError(
            "Standard output needs a format", hint=f"Add --format with one of: {names(exported.formats)}"
        )
    if query is not None and exported.kind is not SEGMENTS:
        raise CoderError("--query goes with coded units", hint="Leave it out, or leave out --what.")
    writer = exported.writer(out, format, publication)
    record = _chosen(project, exported, of)
    if query is None:
        content = exported.content(project, publication, record)
    else:
        from coder.analysis.retrieval import retrieve

        matches = {*retrieve(project, query)}
        within = gold_units(project) if what == "gold" else project.segments
        content = units_content(project, publication, [id for id in within if id in matches])
    data = with_progress(lambda: writer.write(*content))
    value = {"file": out, "what": what, "format": writer.name, "bytes": len(data)}
    return written(project, out, writer, data, value, f"Wrote {out} ({writer.label})", publication)


def _chosen(project: Project, exported: Exported, name: str | None) -> str:
    """The id of the record that an export is of, "" where it is of none; the only one needs no name."""
    choice = exported.choice
    if choice is None:
        if name is not None:
            raise CoderError(f"{exported.label}: there is nothing to choose", hint="Leave out --of.")
        return ""
    if name is not None:
        return choice.named(project, name).id
    options = choice.options(project)
    if len(options) == 1:
        return options[0][0]
    if not options:
        raise NotFound(f"There is no {choice.noun} yet")
    raise CoderError(f"Which {choice.noun}?", hint=f"Add --of with one of: {', '.join(name for _, name in options)}")


def with_progress(render: Callable[[], bytes]) -> bytes:
    """The bytes of a file, with the share that is done on a terminal."""
    from coder.exchange.progress import reporting

    with output.showing_share("written") as report, reporting(report):
        return render()


# Reports

noun(
    "report",
    "Write a report into a file. The format is that of its suffix or of --format.",
    [
        "report results friends results.docx",
        "report trail friends trail.md",
        "report pairs friends pairs.html --publication",
        "report coreq friends coreq.md --answers coreq.toml",
        "report data-management friends sheet.docx",
        "report results friends - --format json",
    ],
)

FILE = [parameters.out(), parameters.format("DOCUMENT", "the format (default: that of the suffix; with -: md)")]
PUBLICATION = parameters.flag(
    "--publication", "renumber participants, suppress cells under 3 participants, leave memos out"
)


def format_or_default(out: str, format: str | None, as_json: bool) -> str | None:
    """The format by name; for standard output JSON with --json, else Markdown."""
    if format is None and out == output.STDOUT:
        return "json" if as_json else "md"
    return format


def _written(
    project: Project,
    report: str,
    document: Document,
    out: str,
    format: str | None,
    as_json: bool,
    publication: bool,
) -> Result | None:
    from coder.exports import export_named

    writer = export_named(report).writer(out, format_or_default(out, format, as_json))
    value = {"file": out, "format": writer.name}
    text = f"Wrote {out}: {document.title}"
    return written(project, out, writer, writer.write(document), value, text, publication)


@verb(
    "report results",
    "Write the results: categories with analytic text, gold quotations and what contradicts them. Appendices:\n"
    "condensates, the way from theme to category, decisions, back-check, units by participant. Without code groups\n"
    "the codes are the chapters.",
    *FILE,
    PUBLICATION,
    examples=[
        "report results friends results.docx",
        "report results friends results.md --publication",
        "report results friends - --format json",
    ],
)
def results(project: Project, out: str, format: str | None, publication: bool, as_json: bool) -> Result | None:
    """Write the results."""
    from coder.exports import results_document

    return _written(project, "results", results_document(project, publication), out, format, as_json, publication)


@verb(
    "report trail",
    "Write the decision trail: what was done, by whom, when and why, oldest first. Undone steps are marked. Private\n"
    "memos are left out.",
    *FILE,
    examples=["report trail friends trail.md", "report trail friends trail.html"],
)
def trail(project: Project, out: str, format: str | None, as_json: bool) -> Result | None:
    """Write the decision trail."""
    from coder.analysis import history
    from coder.exports import export_named

    writer = export_named("trail").writer(out, format_or_default(out, format, as_json))
    steps, document = history.exported(project)
    value = {"file": out, "steps": len(steps)}
    text = f"Wrote {format_count(len(steps), 'step')} to {out}"
    return written(project, out, writer, writer.write(steps, document), value, text)


@verb(
    "report pairs",
    "Write the pairs: each participant interviewed in two or more waves, the waves side by side, and what changed\n"
    "between them. Participants in no pair are listed with the reason, and never counted.",
    *FILE,
    PUBLICATION,
    examples=["report pairs friends pairs.html", "report pairs friends - --format md | less"],
)
def pairs(project: Project, out: str, format: str | None, publication: bool, as_json: bool) -> Result | None:
    """Write the pairs."""
    from coder.exports import pairs_document

    return _written(project, "pairs", pairs_document(project, publication), out, format, as_json, publication)


def _read_answers(file: str) -> Answers:
    from coder.cli.answers import read_answers

    return read_answers(file)


@verb(
    "report coreq",
    "Write the 32 items of COREQ (Tong, Sainsbury & Craig 2007), filled in as far as the project knows, with the\n"
    "origin of each statement and open questions. Answers are stored in the project (coder answers); those of a\n"
    "TOML file take precedence in this report.",
    *FILE,
    PUBLICATION,
    parameters.file(
        "--answers", 'a TOML file: 2 = "…" answers item 2 (coder help reports)', load=_read_answers, metavar="FILE"
    ),
    examples=[
        "report coreq friends coreq.md",
        "report coreq friends coreq.docx",
        "report coreq friends coreq.html --answers coreq.toml",
    ],
)
def coreq(
    project: Project, out: str, format: str | None, publication: bool, answers: Answers | None, as_json: bool
) -> Result | None:
    """Write the items of COREQ."""
    from coder.analysis.reports import coreq

    document = coreq.report(project, answers or {}, publication=publication)
    return _written(project, "coreq", document, out, format, as_json, publication)


@verb(
    "report data-management",
    "Write a one-page data-management sheet for an ethics board: what of the study is stored where, how long, who\n"
    "works on it, how it is protected, what leaves. What the program cannot know is left to be filled in.",
    *FILE,
    examples=["report data-management friends sheet.docx", "report data-management friends - | less"],
)
def data_management(project: Project, out: str, format: str | None, as_json: bool) -> Result | None:
    """Write the data-management sheet."""
    from coder.exports import data_management_document

    document = data_management_document(project)
    return _written(project, "data-management", document, out, format, as_json, publication=False)
