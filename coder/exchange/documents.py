"""A document in neutral form as Markdown, as a page for any browser, as a Word file, or as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from coder.errors import CoderError
from coder.exchange.writers.md import block_quote, condensate, escaped
from coder.model.document import (
    CONDENSATE,
    AnyBlock,
    Cell,
    Condensate,
    Document,
    Heading,
    Items,
    Note,
    Paragraph,
    Quotation,
    Table,
)
from coder.text.phrases import format_day

CUT = " […]"


class Form(NamedTuple):
    """A way to write a document; `suffixes` in lower case with dot."""

    name: str
    suffixes: tuple[str, ...]
    write: Callable[[Document], bytes]


def form_for(out: str, format: str | None = None) -> Form:
    """The form for a file's suffix, or one that is named. CoderError that lists what there is."""
    suffix = f".{format.casefold().lstrip('.')}" if format is not None else Path(out).suffix.casefold()
    for form in FORMS:
        if suffix in form.suffixes:
            return form
    raise CoderError(
        f"A report cannot be written as {suffix or 'a file without a suffix'}",
        hint=f"There is: {', '.join(form.name for form in FORMS)} (--format)",
    )


# Markdown


def as_markdown(document: Document) -> str:
    """CommonMark with tables; quotations read verbatim, memos stay the Markdown they are."""
    made = f"Made on {format_day(document.day)} with coder. {document.privacy}"
    head = [f"# {_flat(document.title)}", made, *map(_flat, document.remarks)]
    return "\n\n".join([*head, *(_markdown(block) for block in document.blocks)]) + "\n"


def _flat(text: str) -> str:
    """Text of any number of lines as one."""
    return escaped(" ".join(text.split()))


def _markdown(block: AnyBlock) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {_flat(block.text)}"
        case Paragraph():
            return f"**{_flat(block.label)}:** {_flat(block.text)}" if block.label else _flat(block.text)
        case Items():
            items = "\n".join(f"- {_flat(item)}" for item in block.items)
            return f"**{_flat(block.label)}:**\n\n{items}" if block.label else items
        case Quotation():
            return f"{block_quote(block.text)}{CUT if block.cut else ''}\n>\n> — {_signed(block)}"
        case Condensate():
            return condensate(_flat(block.about), block.text, _flat(block.note))
        case Note():
            title = f": {_flat(block.title)}" if block.title else ""
            body = "\n".join(f"  {line}".rstrip() for line in block.text.strip("\n").split("\n"))
            return f"- **{_flat(block.head)}{title}**\n\n{body}"  # a list item: nothing in it can end what is around
        case Table():
            return "\n".join(_rows(block))


def _signed(quotation: Quotation) -> str:
    return escaped(", ".join(filter(None, (quotation.reference, quotation.mark))))


def _rows(table: Table) -> Iterator[str]:
    yield f"*{_flat(table.caption)}*\n"
    yield f"| {' | '.join(map(_flat, table.head))} |"
    yield f"|{' --- |' * len(table.head)}"
    for row in table.rows:
        yield f"| {' | '.join(map(_in_cell, row))} |"


def _in_cell(cell: Cell) -> str:
    said = escaped(cell.text.replace("\n", " "))
    if cell.quotation is None:
        return said
    words = "<br>".join(escaped(line) for line in cell.quotation.text.split("\n"))
    mark = f" ({escaped(cell.quotation.mark)})" if cell.quotation.mark else ""
    return f"{said}<br>“{words}”{CUT if cell.quotation.cut else ''}{mark}"


# A page


class Entry(NamedTuple):
    """A block on the page: its `kind`, and the `anchor` of a heading."""

    kind: str
    block: AnyBlock
    anchor: str


def as_html(document: Document) -> str:
    """One file without scripts and without anything that would be loaded from elsewhere."""
    from coder.exchange.writers.html import environment, rendered

    entries = [
        Entry(type(block).__name__.casefold(), block, f"h{place}") for place, block in enumerate(document.blocks, 1)
    ]
    day = format_day(document.day)
    template = environment().get_template("document.html.j2")
    return template.render(
        document=document, entries=entries, day=day, rendered=rendered, cut=CUT, condensate=CONDENSATE
    )


# JSON


def as_json(document: Document) -> str:
    """The document as it is: a list of blocks, each with its `kind`."""
    return msgspec.json.format(msgspec.json.encode(document)).decode() + "\n"


def as_docx(document: Document) -> bytes:
    """A Word file."""
    from coder.exchange import document_docx  # imports much: only where a Word file is wanted

    return document_docx.as_docx(document)


FORMS: tuple[Form, ...] = (
    Form("md", (".md", ".markdown"), lambda document: as_markdown(document).encode()),
    Form("html", (".html", ".htm"), lambda document: as_html(document).encode()),
    Form("docx", (".docx",), as_docx),
    Form("json", (".json",), lambda document: as_json(document).encode()),
)
