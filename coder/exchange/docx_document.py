"""Write a document as a Word file (docx), with headings, and own styles for quotations."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from docx import Document as new_file
from docx.document import Document as File
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line
from docx.text.run import Run
from markdown_it import MarkdownIt
from markdown_it.token import Token

from coder.exchange.progress import EXTRACTED, tracked
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
from coder.text import controls
from coder.text.clean import clean
from coder.text.shades import format_value, shaded

#: Paragraph styles, as Word lists them.
QUOTATION, SOURCE, REMARK, LABEL = "Quotation", "Quotation source", "Remark", "Label"
CONDENSATE_TEXT, CONDENSATE_LABEL, MEMO, MEMO_HEAD = "Condensate", "Condensate label", "Memo", "Memo head"
#: Character style of an empty cell.
ABSENT = "Nothing here"
_SOFT = RGBColor(0x59, 0x62, 0x6B)
_QUOTED = RGBColor(0x2F, 0x5D, 0x8C)
_BACKGROUND = "F1ECE0"
_INDENT = Mm(8)
_BREAKS = re.compile("([\n\t])")
_BREAK_TAGS = {"\n": "w:br", "\t": "w:tab"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: How much darker than white the darkest cell of a picture is, of 255: black on it keeps a contrast above 4.5 : 1.
DARKEST = 110


def as_docx(document: Document) -> bytes:
    """Return an Office Open XML file, A4. A quotation is a paragraph in the style “Quotation”: “…”, verbatim.

    A condensate has its own styles: a label, italics on a tinted background, no quotation marks.
    """
    file = new_file()
    _prepare(file, document)
    _line(file, document.title, "Title")
    for remark in (document.origin, *document.remarks):
        _line(file, remark, REMARK)
    for block in tracked(document.blocks, EXTRACTED):
        _WRITERS[type(block)](file, block)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


# Styles


def _prepare(file: File, document: Document) -> None:
    """Set up page, styles and properties; none of them identifies the computer."""
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    properties = file.core_properties
    properties.title, properties.author, properties.comments = _printable(document.title), "", ""
    properties.last_modified_by = ""
    properties.created = properties.modified = datetime.fromisoformat(document.day)
    _edge(_style(file, QUOTATION, "Normal", indent=True), _QUOTED)
    _style(file, SOURCE, "Normal", indent=True, color=_SOFT, size=9.5)
    _style(file, REMARK, "Normal", color=_SOFT, size=9.5)
    _style(file, LABEL, "Normal", color=_SOFT)
    _style(file, MEMO, "Normal", indent=True, size=10)
    _style(file, MEMO_HEAD, MEMO, color=_SOFT)
    condensate = _style(file, CONDENSATE_TEXT, "Normal")
    condensate.font.italic = True
    _tint(condensate)
    head = _style(file, CONDENSATE_LABEL, CONDENSATE_TEXT, color=_SOFT, size=9.5)
    head.font.bold, head.font.italic = True, False
    absent = file.styles.add_style(ABSENT, WD_STYLE_TYPE.CHARACTER)
    absent.font.italic, absent.font.color.rgb = True, _SOFT
    for name in (QUOTATION, LABEL, CONDENSATE_LABEL, MEMO_HEAD):
        file.styles[name].paragraph_format.keep_with_next = True
    _number_pages(file)


def _style(
    file: File, name: str, base: str, *, indent: bool = False, color: RGBColor | None = None, size: float = 0
) -> ParagraphStyle:
    style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = file.styles[base]
    style.quick_style = True
    style.paragraph_format.space_after = Pt(4)
    if indent:
        style.paragraph_format.left_indent = _INDENT
    if color is not None:
        style.font.color.rgb = color
    if size:
        style.font.size = Pt(size)
    return style


def _edge(style: ParagraphStyle, color: RGBColor) -> None:
    """Add a line at the left of paragraphs."""
    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for key, value in (("val", "single"), ("sz", "12"), ("space", "8"), ("color", str(color))):
        left.set(qn(f"w:{key}"), value)
    borders.append(left)
    style.element.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:spacing", "w:ind", "w:jc")


def _tint(style: ParagraphStyle) -> None:
    """Give paragraphs a tinted background."""
    shading = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", _BACKGROUND)):
        shading.set(qn(f"w:{key}"), value)
    style.element.get_or_add_pPr().insert_element_before(shading, "w:spacing", "w:ind", "w:jc")


def _number_pages(file: File) -> None:
    line = file.sections[0].footer.paragraphs[0]
    for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:instrText" if code else "w:fldChar")
        if code:
            element.text = code
        else:
            element.set(qn("w:fldCharType"), kind)
        line.add_run()._r.append(element)


# Blocks


def _line(place: File | _Cell, text: str, style: str = "") -> Line:
    """Add a paragraph. python-docx would search the whole file for the place of each, and take text by characters."""
    if isinstance(place, _Cell):
        line: Line = place.add_paragraph()
    else:
        body = place.element.body
        paragraph = OxmlElement("w:p")
        body[-1].addprevious(paragraph)  # what is last is the section's page
        line = Line(paragraph, place._body)
    if style:
        line._p.style = _id(style)
    if text:
        _run(line, text)
    return line


def _run(line: Line, text: str) -> Run:
    """Add text to a paragraph, with its line breaks and tabs."""
    run = line.add_run()
    for part in _BREAKS.split(_printable(text)):
        if part in _BREAK_TAGS:
            run._r.append(OxmlElement(_BREAK_TAGS[part]))
        elif part:
            element = OxmlElement("w:t")
            element.text = part
            element.set(_SPACE, "preserve")
            run._r.append(element)
    return run


def _id(style: str) -> str:
    """Return the id of a style; python-docx would search all styles for each paragraph."""
    return style.replace(" ", "")


def _heading(file: File, block: Heading) -> None:
    _line(file, " ".join(block.text.split()), f"Heading {min(block.level - 1, 9)}")


def _paragraph(file: File, block: Paragraph) -> None:
    line = _line(file, "")
    if block.label:
        _run(line, f"{block.label}: ").bold = True
    _run(line, block.text)


def _items(file: File, block: Items) -> None:
    if block.label:
        _line(file, f"{block.label}:", LABEL).runs[0].bold = True
    for item in block.items:
        _line(file, item, "List Bullet")


def _quotation(place: File | _Cell, block: Quotation) -> None:
    _line(place, f"“{block.text}”{CUT if block.cut else ''}", QUOTATION)
    reference = ", ".join(filter(None, (block.reference, block.mark)))
    if reference:
        _line(place, f"— {reference}", SOURCE)


def _condensate(file: File, block: Condensate) -> None:
    _line(file, ": ".join(filter(None, (CONDENSATE, block.about))), CONDENSATE_LABEL)
    for text in block.text.split("\n\n"):
        if text.strip():
            _line(file, " ".join(text.split()), CONDENSATE_TEXT)
    if block.note:
        _line(file, f"({block.note})", REMARK)


def _table(file: File, block: Table) -> None:
    _line(file, block.caption, "Caption").paragraph_format.keep_with_next = True
    table = file.add_table(rows=1, cols=len(block.head), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, block.head, strict=True):
        cell.paragraphs[0].add_run(_printable(name)).bold = True
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in block.rows:
        for place, (cell, content) in enumerate(zip(table.add_row().cells, row, strict=True)):
            _cell(cell, content, first=place == 0)
    _line(file, "")


def _picture(file: File, block: Picture) -> None:
    """Add a table of shaded cells with their numbers; without named columns a line of shades for each row."""
    _line(file, block.caption, "Caption").paragraph_format.keep_with_next = True
    table = file.add_table(rows=0, cols=1 + (len(block.columns) or 1), style="Table Grid")
    if block.columns:
        for cell, name in zip(table.add_row().cells[1:], block.columns, strict=True):
            cell.paragraphs[0].add_run(_printable(name)).bold = True
    for row, shades in zip(block.rows, block.shades, strict=True):
        label, *cells = table.add_row().cells
        label.paragraphs[0].add_run(_printable(row.label)).bold = True
        if not block.columns:
            cells[0].paragraphs[0].add_run(shaded(shades)).font.name = "Consolas"
            continue
        for cell, value, share in zip(cells, row.values, shades, strict=True):
            cell.paragraphs[0].add_run(format_value(value))
            grey = round(255 - DARKEST * share)
            background = OxmlElement("w:shd")
            background.set(qn("w:val"), "clear")
            background.set(qn("w:fill"), f"{grey:02X}" * 3)
            cell._tc.get_or_add_tcPr().append(background)
    _line(file, "")


def _cell(cell: _Cell, content: Cell, *, first: bool) -> None:
    run = cell.paragraphs[0].add_run(_printable(content.text))
    if content.absent:
        run._r.style = _id(ABSENT)
    elif first:
        run.bold = True
    if content.quotation is not None:
        _quotation(cell, content.quotation)


# Memos


def _note(file: File, block: Note) -> None:
    head = _line(file, block.head, MEMO_HEAD)
    if block.title:
        head.add_run(f": {_printable(' '.join(block.title.split()))}").bold = True
    tokens = MarkdownIt("commonmark", {"html": False}).parse(_printable(block.text))
    for token, prefix in _lines(tokens):
        line = _line(file, prefix, MEMO)
        if token.type == "inline":
            _inline(line, token.children or [])
        else:
            line.add_run(token.content.rstrip("\n"))


def _lines(tokens: list[Token]) -> Iterator[tuple[Token, str]]:
    """Yield the paragraphs of a memo, each with its prefix: a bullet or the number of its item."""
    bullet, counts = "", [0]
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            counts.append(0 if token.type.startswith("bullet") else int(token.attrs.get("start", 1)))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            counts.pop()
        elif token.type == "list_item_open":
            bullet = f"{counts[-1]}. " if token.markup in (".", ")") else "• "
            counts[-1] += 1
        elif token.type in ("inline", "fence", "code_block", "html_block"):
            yield token, bullet
            bullet = ""


def _inline(line: Line, tokens: list[Token]) -> None:
    bold = italic = False
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            bold = token.type == "strong_open"
        elif token.type in ("em_open", "em_close"):
            italic = token.type == "em_open"
        elif token.type in ("softbreak", "hardbreak"):
            line.add_run("\n")
        elif token.content:
            run = line.add_run(token.content)
            run.bold, run.italic = bold, italic


_WRITERS: dict[type[AnyBlock], Callable[[File, Any], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Items: _items,
    Quotation: _quotation,
    Condensate: _condensate,
    Note: _note,
    Table: _table,
    Picture: _picture,
}


def _printable(text: str) -> str:
    """Return a text that XML can hold, with a sign for each control and bidi override."""
    return controls.with_signs(clean(text).text)
