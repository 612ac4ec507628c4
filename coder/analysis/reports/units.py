"""Coded units for publication: each code with its units, participants renumbered, without memos, coders and turns."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from coder.analysis.reports.view import View
from coder.model.codebook import labelled_texts
from coder.model.document import AnyBlock, Document, Heading, Paragraph
from coder.project.project import Project
from coder.project.study import codes_in_order, path_of
from coder.text.phrases import format_units

_DEEPEST = 6


def report(project: Project, segments: Collection[str] | None = None) -> Document:
    """Return the coded units, or those of some segments (ids), under their codes."""
    view = View(project, publication=True)
    blocks = tuple(_blocks(view, None if segments is None else set(segments)))
    extract = () if segments is None else ("An extract: only some of the units.",)
    return Document("Coded units", project.info.name, project.now(), (*extract, *view.remarks(blocks)), blocks)


def _blocks(view: View, chosen: set[str] | None) -> Iterator[AnyBlock]:
    for code in codes_in_order(view.project):
        spread = view.on(code)
        units = [unit for unit in spread.units if chosen is None or unit.id in chosen]
        if chosen is not None and not units:
            continue
        path = path_of(view.project, code)
        yield Heading(min(2 + path.count("/"), _DEEPEST), view.renamed(path))
        number = f", from {view.contributors(spread)}" if units and chosen is None else ""
        yield Paragraph(f"{format_units(len(units))}{number}")
        for label, words in labelled_texts(code):
            yield Paragraph(view.renamed(" ".join(words.split())), label)
        yield from (view.quotation(unit, view.mark(unit, code)) for unit in units)
