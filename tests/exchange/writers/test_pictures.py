"""Pictures as SVG, and in documents of each format. All text SYNTHETIC."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from docx import Document as open_docx

from coder.exchange.registry import DOCUMENT, PICTURE, writer_for
from coder.model.document import Document, Picture, PictureRow

SVG = "{http://www.w3.org/2000/svg}"
NAMED = Picture(
    "Units <by> wave", ("base & line", "later"), (PictureRow("a \x1b[31m", (2, 0)), PictureRow("b", (1, 4)))
)
PORTRAIT = Picture("P01", (), (PictureRow("Shame", (0.5, 0, 1)),))


def _document(picture: Picture, format: str) -> bytes:
    document = Document("Results", "Study (SYNTHETIC)", "2024-01-02T00:00:00+00:00", (), (picture,))
    return writer_for(DOCUMENT, "", format).write(document)


@pytest.mark.parametrize(("picture", "filled"), [(NAMED, 3), (PORTRAIT, 2)])
def test_a_picture_has_a_box_for_each_filled_cell(picture: Picture, filled: int) -> None:
    root = ElementTree.fromstring(writer_for(PICTURE, "", "svg").write(picture))
    boxes = root.findall(f".//{SVG}rect")
    assert len(boxes) == filled
    assert all(0.08 < float(box.attrib["fill-opacity"]) <= 0.45 for box in boxes)
    assert root.findtext(f"{SVG}title") == picture.caption


def test_a_picture_without_rows_is_valid() -> None:
    root = ElementTree.fromstring(writer_for(PICTURE, "", "svg").write(Picture("Nothing yet", (), ())))
    assert root.findtext(f"{SVG}title") == "Nothing yet"


def test_markdown_has_numbers_or_shades() -> None:
    assert "| b | 1 | 4 |" in _document(NAMED, "md").decode()
    assert "| Shame | `▓ █` |" in _document(PORTRAIT, "md").decode()


def test_a_page_holds_the_picture_itself() -> None:
    page = _document(NAMED, "html").decode()
    assert page.count("<rect") == 3
    assert "base &amp; line" in page
    assert "\x1b" not in page


def test_a_word_file_has_shaded_cells_with_numbers() -> None:
    file = open_docx(io.BytesIO(_document(NAMED, "docx")))
    (table,) = file.tables
    assert [cell.text for cell in table.rows[2].cells] == ["b", "1", "4"]
    assert 'w:fill="919191"' in table.rows[2].cells[2]._tc.xml
    file = open_docx(io.BytesIO(_document(PORTRAIT, "docx")))
    assert file.tables[0].rows[0].cells[1].text == "▓ █"
