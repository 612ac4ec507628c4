"""Exports: what of a project can be written to a file, and how; one table for the app and the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from coder.exchange import registry
from coder.exchange.registry import Kind, writer_for
from coder.model.document import Document

if TYPE_CHECKING:
    from coder.project import Project


class Exported(NamedTuple):
    """Something that can be exported.

    `render(project, file, publication)` returns the bytes of a file with this name, `ending` follows the project's
    name in the proposed one, `first` is the suffix proposed first. `for_publication`: it can be written so.
    """

    id: str
    key: str
    label: str
    kind: Kind[Any, Any]
    ending: str
    first: str
    render: Callable[[Project, str, bool], bytes]
    for_publication: bool = False


def results_document(project: Project, publication: bool = False) -> Document:
    """Return the results."""
    from coder.analysis.reports import results

    return results.report(project, publication=publication)


def pairs_document(project: Project, publication: bool = False) -> Document:
    """Return the pairs."""
    from coder.analysis.reports import pairs

    return pairs.report(project, publication=publication)


def coreq_document(project: Project, publication: bool = False) -> Document:
    """Return the COREQ form with the answers stored in the project."""
    from coder.analysis.reports import coreq

    return coreq.report(project, {}, publication=publication)


#: Report → the function that makes it, internally or (True) for publication.
REPORTS: dict[str, Callable[[Project, bool], Document]] = {
    "results": results_document,
    "pairs": pairs_document,
    "coreq": coreq_document,
}


def _report(id: str, key: str, label: str) -> Exported:
    def render(project: Project, file: str, publication: bool) -> bytes:
        return writer_for(registry.DOCUMENT, file).write(REPORTS[id](project, publication))

    return Exported(id, key, label, registry.DOCUMENT, f"-{id}", ".docx", render, for_publication=True)


def _sheet(id: str, key: str, label: str) -> Exported:
    def render(project: Project, file: str, publication: bool) -> bytes:
        return writer_for(registry.PARTICIPANTS, file).write(project, id)

    return Exported(id, key, label, registry.PARTICIPANTS, f"-{id}", ".csv", render)


def _segments(project: Project, file: str, publication: bool) -> bytes:
    return writer_for(registry.SEGMENTS, file).write(project, None)


def _codebook(project: Project, file: str, publication: bool) -> bytes:
    return writer_for(registry.CODEBOOK, file).write(project)


def _memos(project: Project, file: str, publication: bool) -> bytes:
    from coder.exchange.writers import memos

    return memos.render(project, sorted(project.memos.values(), key=lambda memo: memo.created), file)


def _trail(project: Project, file: str, publication: bool) -> bytes:
    from coder.analysis import history

    return writer_for(registry.TRAIL, file).write(*history.exported(project))


EXPORTS: tuple[Exported, ...] = (
    Exported("units", "u", "Coded units", registry.SEGMENTS, "-units", ".docx", _segments),
    Exported("codebook", "c", "Codebook", registry.CODEBOOK, "-codebook", ".csv", _codebook),
    Exported("memos", "m", "Memos, without private ones", registry.MEMOS, "-memos", ".docx", _memos),
    _sheet("participants", "p", "Participants"),
    _sheet("interviews", "i", "Interviews"),
    _report("results", "r", "Report: results"),
    _report("pairs", "a", "Report: pairs"),
    _report("coreq", "q", "Report: COREQ"),
    Exported("trail", "t", "Decision trail", registry.TRAIL, "-trail", ".docx", _trail),
)


def formats(export: Exported) -> list[registry.Format]:
    """Return the formats an export can be written in, the proposed one first."""
    writers = registry.writers(export.kind)
    return sorted(writers, key=lambda writer: (export.first not in writer.suffixes, writer.name))
