"""Codebooks as a document, to read and to print: this is what the Word file is made of."""

from __future__ import annotations

from collections.abc import Iterator

from coder.exchange.registry import CODEBOOK, DOCUMENT, adapter
from coder.model.codebook import Code, labelled_texts
from coder.model.document import AnyBlock, Document, Heading, Paragraph, Quotation
from coder.project.project import Project
from coder.project.study import path_of, walk
from coder.text.phrases import format_count

_DEEPEST = 6


@adapter(CODEBOOK, DOCUMENT)
def document(project: Project) -> Document:
    """Return a heading for each code, with its definition, its properties and its examples."""
    remarks = (f"{format_count(len(project.codes), 'code')}.",)
    blocks = (block for depth, code in walk(project) for block in _code(project, depth, code))
    return Document("Codebook", project.info.name, project.now(), remarks, tuple(blocks))


def _code(project: Project, depth: int, code: Code) -> Iterator[AnyBlock]:
    yield Heading(min(depth + 2, _DEEPEST), path_of(project, code))
    properties = (
        *labelled_texts(code),
        ("Also called", "; ".join(code.aliases)),
        ("Codable", "" if code.codable else "no"),
        ("Archived", "yes" if code.archived else ""),
    )
    for label, words in properties:
        if words.strip():
            yield Paragraph(words.strip(), label)
    for id in code.examples:
        segment = project.segments[id]
        yield Quotation(segment.quote, project.sources[segment.source].name)
