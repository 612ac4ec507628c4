"""Documents as Word files: verbatim, condensates are no quotations. All text SYNTHETIC."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
import pytest
from docx.text.paragraph import Paragraph as Line
from hypothesis import given
from hypothesis import strategies as st

from coder.exchange.docx_document import ABSENT, CONDENSATE_LABEL, CONDENSATE_TEXT, MEMO, QUOTATION, SOURCE, as_docx
from coder.model.document import (
    CONDENSATE,
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
from coder.text.clean import clean

TEXTS = st.text(st.sampled_from("ab \n\t*_<&\"'“”æ🙂\u0301\u200d\ufffd\u00a0"), min_size=1)


def document_of(*blocks: object) -> Document:
    return Document("Kind", "SYNTHETIC & <b>", "2026-01-02T03:04:05+00:00", ("A remark.",), blocks)  # type: ignore[arg-type]


def lines(document: Document) -> list[Line]:
    """All paragraphs of the file, those in cells last."""
    file = docx.Document(io.BytesIO(as_docx(document)))
    cells = (cell for table in file.tables for row in table.rows for cell in row.cells)
    return [*file.paragraphs, *(line for cell in cells for line in cell.paragraphs)]


def styled(lines_read: list[Line], *styles: str) -> Iterator[str]:
    return (line.text for line in lines_read if line.style is not None and line.style.name in styles)


@given(TEXTS, st.booleans(), st.booleans())
def test_quotation_is_verbatim(text: str, cut: bool, inside: bool) -> None:
    quotation = Quotation(text, "P01, baseline", "gold quotation", cut)
    row = (Cell("Code"), Cell("1 unit", quotation))
    lines_read = lines(document_of(Table("n = 1", ("Code", "baseline"), (row,)) if inside else quotation))
    assert list(styled(lines_read, QUOTATION)) == [f"“{text}”" + (" […]" if cut else "")]
    assert list(styled(lines_read, SOURCE)) == ["— P01, baseline, gold quotation"]


@given(st.lists(TEXTS.map(lambda text: " ".join(text.split())).filter(bool), min_size=1))
def test_condensate_is_labelled_and_no_quotation(paragraphs: list[str]) -> None:
    lines_read = lines(document_of(Condensate("Carrying it", "\n\n".join(paragraphs), "1 sentence without support")))
    assert list(styled(lines_read, QUOTATION, SOURCE)) == []
    assert list(styled(lines_read, CONDENSATE_LABEL)) == [f"{CONDENSATE}: Carrying it"]
    assert list(styled(lines_read, CONDENSATE_TEXT)) == paragraphs
    assert all(
        line.style.font.italic for line in lines_read if line.style is not None and line.style.name == CONDENSATE_TEXT
    )
    assert "(1 sentence without support)" in [line.text for line in lines_read]


@given(st.text())
def test_control_characters_do_not_break_the_file(text: str) -> None:
    row = (Cell(text), Cell(text, absent=True))
    document = document_of(
        Heading(2, text), Paragraph(text, text), Items((text,), text), Condensate(text, text), Note(text, text, text),
        Table(text, (text, text), (row,)),
    )  # fmt: skip
    assert clean(text).text in [line.text for line in lines(document)]


@pytest.mark.parametrize(("level", "style"), [(2, "Heading 1"), (3, "Heading 2"), (6, "Heading 5")])
def test_headings_have_heading_styles(level: int, style: str) -> None:
    lines_read = lines(document_of(Heading(level, "Group\n<i>")))
    assert list(styled(lines_read, "Title")) == ["Kind: SYNTHETIC & <b>"]
    assert list(styled(lines_read, style)) == ["Group <i>"]


def test_table_has_caption_header_and_cells() -> None:
    rows = ((Cell("A"), Cell("no unit", absent=True)), (Cell("B"), Cell("2 units")))
    data = as_docx(document_of(Table("n = 3 pairs", ("Code", "baseline"), rows)))
    file = docx.Document(io.BytesIO(data))
    assert [line.text for line in file.paragraphs if line.style is not None and line.style.name == "Caption"] == [
        "n = 3 pairs"
    ]
    (table,) = file.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Code", "baseline"],
        ["A", "no unit"],
        ["B", "2 units"],
    ]
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    style = table.rows[1].cells[1].paragraphs[0].runs[0].style
    assert style.name == ABSENT
    assert style.font.italic


def test_memos_are_rendered_from_markdown() -> None:
    note = Note(
        "Analytic memo, KG", "# Big\n\n**Bold** *lean* <b>raw</b>\nand on\n\n- a\n- b\n\n3. c\n4. d\n\n`x`", "Title"
    )
    lines_read = lines(document_of(note))
    assert list(styled(lines_read, "Memo head")) == ["Analytic memo, KG: Title"]
    assert list(styled(lines_read, MEMO)) == [
        "Big",
        "Bold lean <b>raw</b>\nand on",
        "• a",
        "• b",
        "3. c",
        "4. d",
        "x",
    ]
    runs = next(line for line in lines_read if line.text.startswith("Bold")).runs
    assert [(run.text, run.bold, run.italic) for run in runs[:3:2]] == [("Bold", True, False), ("lean", False, True)]


def test_properties_do_not_identify_the_author() -> None:
    data = as_docx(document_of(Paragraph("Words")))
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert (properties.title, properties.author, properties.last_modified_by) == ("Kind: SYNTHETIC & <b>", "", "")
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert not any(b"python-docx" in file.read(name) for name in file.namelist())
