"""Documents as Markdown, HTML, Word and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from coder.exchange.markdown import block_quote, condensate, escape, escape_blanks
from coder.exchange.registry import DOCUMENT, writer
from coder.model.document import (
    CONDENSATE,
    CUT,
    AnyBlock,
    Cell,
    Condensate,
    Document,
    Heading,
    Items,
    Note,
    Paragraph,
    Picture,
    Quotation,
    Table,
)
from coder.text.phrases import format_day
from coder.text.shades import format_value, shaded

#: Head of a row of shades without named columns.
SHADES = "from the beginning to the end"

# Markdown


@writer(DOCUMENT, "md", "Markdown", ".md", ".markdown")
def as_markdown(document: Document) -> bytes:
    """Return CommonMark with tables; quotations are escaped, memos stay Markdown."""
    head = [f"# {_flat(document.title)}", document.origin, *map(_flat, document.remarks)]
    return "\n\n".join([*head, *(_markdown(block) for block in document.blocks)]).encode() + b"\n"


def _flat(text: str) -> str:
    """Return text as one escaped line."""
    return escape(" ".join(text.split()))


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
            return f"{block_quote(block.text)}{CUT if block.cut else ''}\n>\n> — {_reference(block)}"
        case Condensate():
            return condensate(_flat(block.about), block.text, _flat(block.note))
        case Note():
            title = f": {_flat(block.title)}" if block.title else ""
            body = "\n".join(f"  {line}".rstrip() for line in block.text.strip("\n").split("\n"))
            return f"- **{_flat(block.head)}{title}**\n\n{body}"  # a list item: its Markdown cannot end the section
        case Table():
            return "\n".join(_rows(block))
        case Picture():
            return "\n".join(_picture_rows(block))


def _reference(quotation: Quotation) -> str:
    return escape(", ".join(filter(None, (quotation.reference, quotation.mark))))


def _rows(table: Table) -> Iterator[str]:
    yield f"*{_flat(table.caption)}*\n"
    yield f"| {' | '.join(map(_flat, table.head))} |"
    yield f"|{' --- |' * len(table.head)}"
    for row in table.rows:
        yield f"| {' | '.join(map(_in_cell, row))} |"


def _picture_rows(picture: Picture) -> Iterator[str]:
    """Yield a table: a column for each value if they have names, else the shades of the row."""
    yield f"*{_flat(picture.caption)}*\n"
    heads = picture.columns or (SHADES,)
    yield f"| {' | '.join(map(_flat, ('', *heads)))} |"
    yield f"|{' --- |' * (len(heads) + 1)}"
    for row, shades in zip(picture.rows, picture.shades, strict=True):
        cells = map(format_value, row.values) if picture.columns else (f"`{shaded(shades)}`",)
        yield f"| {' | '.join((_flat(row.label), *cells))} |"


def _in_cell(cell: Cell) -> str:
    text = escape(cell.text.replace("\n", " "))
    if cell.quotation is None:
        return text
    words = "<br>".join(escape(line) or escape_blanks(line) for line in cell.quotation.text.split("\n"))
    mark = f" ({escape(cell.quotation.mark)})" if cell.quotation.mark else ""
    return f"{text}<br>“{words}”{CUT if cell.quotation.cut else ''}{mark}"


# HTML


class Entry(NamedTuple):
    """A block on the page: its `kind`, and its `anchor` if it is a heading."""

    kind: str
    block: AnyBlock
    anchor: str


@writer(DOCUMENT, "html", "Page for any browser (HTML)", ".html", ".htm")
def as_html(document: Document) -> bytes:
    """Return one HTML file without scripts or external resources."""
    from coder.exchange.web_page import environment, render_markdown
    from coder.exchange.writers.pictures import Drawing

    entries = [
        Entry(type(block).__name__.casefold(), block, f"h{place}") for place, block in enumerate(document.blocks, 1)
    ]
    day = format_day(document.day)
    template = environment().get_template("document.html.j2")
    page = template.render(
        document=document,
        entries=entries,
        day=day,
        render_markdown=render_markdown,
        drawing=Drawing,
        cut=CUT,
        condensate=CONDENSATE,
    )
    return page.encode()


# JSON


@writer(DOCUMENT, "json", "JSON", ".json")
def as_json(document: Document) -> bytes:
    """Return the document as JSON: a list of blocks, each with its `kind`."""
    return msgspec.json.format(msgspec.json.encode(document)) + b"\n"


@writer(DOCUMENT, "docx", "Word document", ".docx")
def as_docx(document: Document) -> bytes:
    """Return a Word file."""
    from coder.exchange import docx_document  # imports python-docx

    return docx_document.as_docx(document)
