"""All that a file says: every part of a document, with its place. All text SYNTHETIC."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment

from coder.errors import UnreadableFile
from coder.exchange.file_parts import FilePart, parts_of, read_file_parts


def texts(parts: list[FilePart]) -> dict[str, str]:
    return {part.where: part.text for part in parts}


def document() -> bytes:
    file = docx.Document()
    paragraph = file.add_paragraph("In the body.")
    file.add_table(1, 1).cell(0, 0).text = "In a table."
    file.sections[0].header.paragraphs[0].text = "In the header."
    file.sections[0].footer.paragraphs[0].text = "In the footer."
    file.core_properties.author, file.core_properties.last_modified_by = "Kari Nes", "Ola Lie"
    file.core_properties.comments = ""
    run = paragraph.runs[0]._element
    deleted = run.makeelement(f"{{{W}}}del", {f"{{{W}}}author": "Reviewer Vik"})
    inner = run.makeelement(f"{{{W}}}r", {})
    words = run.makeelement(f"{{{W}}}delText", {})
    words.text = " Deleted words."
    inner.append(words)
    deleted.append(inner)
    run.addnext(deleted)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_a_word_document_is_read_with_all_its_parts() -> None:
    content = parts_of(document(), "report.docx")
    found = texts(content.parts)
    assert found["body"] == "In the body. Deleted words.\nIn a table."
    assert (found["header"], found["footer"]) == ("In the header.", "In the footer.")
    authors = {part.where: part.text for part in content.parts if part.author}
    assert authors["properties: creator"] == "Kari Nes"
    assert authors["properties: lastModifiedBy"] == "Ola Lie"
    assert authors["body: author"] == "Reviewer Vik"


def test_a_workbook_is_read_cell_by_cell_with_hidden_sheets_and_comments() -> None:
    book = openpyxl.Workbook()
    book.active["B3"] = "In a cell"
    book.active["B3"].comment = Comment("In a comment", "Kari Nes")
    hidden = book.create_sheet("Hidden")
    hidden["A1"], hidden["A2"] = "Not shown", 91345678
    hidden.sheet_state = "hidden"
    book.properties.creator = "Ola Lie"
    stream = io.BytesIO()
    book.save(stream)
    parts = parts_of(stream.getvalue(), "table.xlsx").parts
    found = texts(parts)
    assert found["sheet1!B3"] == "In a cell"
    assert (found["sheet2!A1"], found["sheet2!A2"]) == ("Not shown", "91345678")
    assert "In a comment" in found["comment"]
    assert "Hidden" in {part.text for part in parts if part.where == "name of a sheet or range"}
    assert {"Kari Nes", "Ola Lie"} <= {part.text for part in parts if part.author}


def test_an_opendocument_text_is_read_with_header_comment_and_author() -> None:
    spaces = ("office", "text", "meta")
    names = " ".join(f'xmlns:{space}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"' for space in spaces)
    names += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    body = (
        f"<office:document-content {names}><office:body><office:text><text:p>In the <text:span>body</text:span>."
        "<office:annotation><dc:creator>Kari Nes</dc:creator><text:p>In a comment.</text:p></office:annotation>"
        "</text:p></office:text></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", body)
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {names}><text:p>In the header.</text:p></office:document-styles>",
        )
        archive.writestr(
            "meta.xml",
            f"<office:document-meta {names}><office:meta><meta:initial-creator>Ola Lie</meta:initial-creator>"
            "</office:meta></office:document-meta>",
        )
    parts = parts_of(stream.getvalue(), "article.odt").parts
    found = texts(parts)
    assert "In the body." in found["body"]
    assert "In a comment." in found["body"]
    assert found["header or footer"] == "In the header."
    assert {"Kari Nes", "Ola Lie"} <= {part.text for part in parts if part.author}


def test_a_web_page_is_read_with_what_it_does_not_show() -> None:
    page = (
        '<html><head><title>The title</title><meta name="author" content="Kari Nes"></head><body>'
        "<p>First <b>line</b>.</p><p>Second.</p><!-- a remark -->"
        '<img alt="a picture of her"><a href="mailto:kari@nes.no">mail</a>'
        '<div style="display:none">Not shown</div><script type="application/json">["In data"]</script></body></html>'
    )
    parts = parts_of(page.encode(), "page.html").parts
    found = texts(parts)
    lines = found["text"].splitlines()
    assert {"The title", "First line.", "Second.", "Not shown"} <= set(lines)
    assert (found["comment"].strip(), found["data of a script"]) == ("a remark", '["In data"]')
    assert (found["attribute alt"], found["attribute href"]) == ("a picture of her", "mailto:kari@nes.no")
    assert [part.text for part in parts if part.author] == ["Kari Nes"]


@pytest.mark.parametrize(
    ("name", "data", "where", "text"),
    [
        ("a.csv", "id;note\n1;In a cell\n", "row 2, note", "In a cell"),
        ("a.json", '{"rows": [{"note": "In a value"}]}', "rows[0].note", "In a value"),
        ("a.txt", "one\ntwo\n", "text", "one\ntwo\n"),
        ("a.md", "# One\n\nIn *it*.\n", "text", "# One\n\nIn *it*.\n"),
        ("a.unknown", "In a file\n", "text", "In a file\n"),
    ],
)
def test_other_files_are_read(name: str, data: str, where: str, text: str) -> None:
    assert texts(parts_of(data.encode(), name).parts)[where] == text


def test_files_in_a_file_are_read() -> None:
    stream = io.BytesIO(document())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/afchunk.html", "<p>In a chunk.</p>")
        archive.writestr("word/embeddings/chart.csv", "id,note\n1,In a table\n")
        archive.writestr("word/embeddings/damaged.xlsx", b"nothing")
    content = parts_of(stream.getvalue(), "report.docx")
    found = texts(content.parts)
    assert found["inserted file afchunk.html: text"] == "In a chunk."
    assert found["inserted file chart.csv: row 2, note"] == "In a table"
    assert content.unread == ["1 picture or embedded file"]


def test_pictures_are_named_as_unread(tmp_path: Path) -> None:
    stream = io.BytesIO(document())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/media/image1.png", b"\x89PNG")
    path = tmp_path / "report.docx"
    path.write_bytes(stream.getvalue())
    assert read_file_parts(path).unread == ["1 picture or embedded file"]


@pytest.mark.parametrize(
    ("name", "data"), [("a.docx", b"PK\x03\x04 nothing"), ("a.docx", b"text"), ("a.pdf", b"text")]
)
def test_damaged_files_are_refused(name: str, data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        parts_of(data, name)


def test_inserted_files_of_one_base_name_are_all_read() -> None:
    stream = io.BytesIO(document())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/afchunks/1.txt", "First insert.")
        archive.writestr("word/embeddings/1.txt", "Second insert.")
    found = [part.text for part in parts_of(stream.getvalue(), "report.docx").parts if "inserted" in part.where]
    assert sorted(found) == ["First insert.", "Second insert."]
