"""`coder export` and `coder report`: coded segments and the study's documents into files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coder.cli import output, parameters
from coder.cli.verb import Result, noun, verb, written
from coder.errors import CoderError
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.analysis.reports.coreq import Answers
    from coder.model.document import Document
    from coder.project import Project


@verb(
    "export",
    "Export coded units (segments). The format is that of the file's suffix or of --format.\n"
    "A report on the whole study: coder report results.",
    parameters.out(),
    parameters.format("SEGMENTS"),
    parameters.argument("--query", metavar="Q", help="only these units (coder help queries)"),
    examples=[
        "export friends units.csv",
        "export friends shame.html --query 'Before/Shame'",
        "export friends - --format md | less",
    ],
)
def export(project: Project, out: str, format: str | None, query: str | None) -> Result | None:
    """Export all coded segments, or those of a query."""
    from coder.exchange.registry import SEGMENTS, names, writer_for, writers

    if out == output.STDOUT and format is None:
        raise CoderError(
            "Standard output needs a format", hint=f"Add --format with one of: {names(writers(SEGMENTS))}"
        )
    writer = writer_for(SEGMENTS, out, format)
    segments = None
    if query is not None:
        from coder.analysis.retrieval import retrieve

        segments = retrieve(project, query)
    data = writer.write(project, segments)
    value = {"file": out, "format": writer.name, "bytes": len(data)}
    return written(out, data, value, f"Wrote {out} ({writer.label})")


# Reports

noun(
    "report",
    "Write a report into a file. The format is that of its suffix or of --format.",
    [
        "report results friends results.docx",
        "report trail friends trail.md",
        "report pairs friends pairs.html --publication",
        "report coreq friends coreq.md --answers coreq.toml",
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


def _written(document: Document, out: str, format: str | None, as_json: bool) -> Result | None:
    from coder.exchange.registry import DOCUMENT, writer_for

    writer = writer_for(DOCUMENT, out, format_or_default(out, format, as_json))
    value = {"file": out, "format": writer.name}
    return written(out, writer.write(document), value, f"Wrote {out}: {document.title}")


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

    return _written(results_document(project, publication), out, format, as_json)


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
    from coder.exchange.registry import TRAIL, writer_for

    writer = writer_for(TRAIL, out, format_or_default(out, format, as_json))
    steps, document = history.exported(project)
    value = {"file": out, "steps": len(steps)}
    return written(out, writer.write(steps, document), value, f"Wrote {format_count(len(steps), 'step')} to {out}")


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

    return _written(pairs_document(project, publication), out, format, as_json)


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

    return _written(coreq.report(project, answers or {}, publication=publication), out, format, as_json)
