"""SYNTHETIC Word documents: styled names, tables, tracked changes, comments, damaged files."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from coder.errors import UnreadableFile
from coder.exchange.importing import read_transcript as read
from coder.exchange.transcript import Transcript
from coder.text.turns import find_turns

W = nsdecls("w")


def load(document: Any, folder: Path) -> Transcript:
    path = folder / "a.docx"
    document.save(path)
    return read(path)


def spoken(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.text[turn.start : turn.end]) for turn in transcript.turns]


def runs(document: Any, *parts: tuple[str, bool | None]) -> Any:
    paragraph = document.add_paragraph()
    for text, bold in parts:
        paragraph.add_run(text).bold = bold
    return paragraph


def table(document: Any, rows: Sequence[Sequence[str]]) -> Any:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def conversation(document: Any, *lines: str) -> None:
    for line in lines:
        document.add_paragraph(line)


def test_labels_in_paragraphs_are_speakers(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Interview 3", 1)
    conversation(document, "I: So?\nReally?", "", "P:\tNo.", "Never.", "I: Oh.", "P: So.")
    document.sections[0].header.paragraphs[0].text = "INTERVIEWEE: Anna"
    result = load(document, tmp_path)
    assert spoken(result) == [
        ("", "Interview 3"),
        ("I", "So?\nReally?"),
        ("P", "No.\n\nNever."),
        ("I", "Oh."),
        ("P", "So."),
    ]
    assert result.warnings == ("1 header or footer: kept as a memo on the transcript",)


@pytest.mark.parametrize("colon", ["", ":"])
def test_bold_names_are_speakers(tmp_path: Path, colon: str) -> None:
    document = docx.Document()
    for name, words in [("Kari Nes", "So?"), ("Anna", "I said "), ("Kari Nes", "And?"), ("Anna", "No.")]:
        runs(document, (name[:2], True), (name[2:] + colon, True), (" " + words, None), ("really", True))
    assert spoken(load(document, tmp_path)) == [
        ("Kari Nes", "So?really"),
        ("Anna", "I said really"),
        ("Kari Nes", "And?really"),
        ("Anna", "No.really"),
    ]


def test_bold_names_get_a_colon(tmp_path: Path) -> None:
    document = docx.Document()
    for name, words in [("Kari Nes", "So?"), ("Anna", "No."), ("Kari Nes", "And?"), ("Anna", "It was ice.")]:
        runs(document, (name, True), ("  " + words, None))
    table(document, ROWS)
    last = runs(document, ("After it", None))
    document.add_comment(document.paragraphs[3].runs[1:], text="Ice?", author="K", initials="K")
    document.add_comment(last.runs, text="Late", author="K", initials="K")
    result = load(document, tmp_path)
    assert result.text.startswith("Kari Nes:  So?\n\nAnna:  No.\n\n")
    assert [result.text[c.start : c.end].strip() for c in result.comments] == ["It was ice.", "After it"]
    again = find_turns(result.text)
    assert [turn for turn in again if turn.speaker][:6] == list(result.turns[:6])


def test_bold_names_with_time_stamps_of_teams(tmp_path: Path) -> None:
    document = docx.Document()
    for name, stamp, words in [("Kari Nes", "0:03", "So?"), ("Anna Li", "1:10", "No."), ("Kari Nes", "1:12", "Oh.")]:
        runs(document, (name, True), (f"   {stamp}\n", None), (words, None))
    result = load(document, tmp_path)
    assert spoken(result) == [("Kari Nes", "So?"), ("Anna Li", "No."), ("Kari Nes", "Oh.")]
    assert [turn.seconds for turn in result.turns] == [3, 70, 72]
    assert find_turns(result.text) == list(result.turns)


def test_names_in_a_character_style_are_speakers(tmp_path: Path) -> None:
    document = docx.Document()
    for name, words in [("Kari", "So?"), ("Anna", "No."), ("Kari", "And?"), ("Anna", "No.")]:
        paragraph = document.add_paragraph()
        paragraph.add_run(name, style="Emphasis")
        paragraph.add_run("\t" + words)
    assert [speaker for speaker, _ in spoken(load(document, tmp_path))] == ["Kari", "Anna"] * 2


def test_bold_words_in_prose_are_not_names(tmp_path: Path) -> None:
    document = docx.Document()
    runs(document, ("I:", None), (" So?", None))
    runs(document, ("P:", None), (" So.", None))
    runs(document, ("Never", True), (" in my life.", None))
    runs(document, ("Not even once", True))
    runs(document, ("I:", None), (" And?", None))
    assert spoken(load(document, tmp_path)) == [
        ("I", "So?"),
        ("P", "So.\n\nNever in my life.\n\nNot even once"),
        ("I", "And?"),
    ]


ROWS = [("I", "So, what then?"), ("P", "I fell.\nOn ice."), ("", "And then."), ("I", "Oh.")]
TABLES: dict[str, list[tuple[str, ...]]] = {
    "two columns": [*ROWS],
    "colons": [(who and who + ":", what) for who, what in ROWS],
    "time last": [(*row, f"00:0{at}") for at, row in enumerate(ROWS)],
    "heading, time first": [("Time", "Speaker", "Text"), *((f"00:00:0{at}", *row) for at, row in enumerate(ROWS))],
    "numbered": [(str(at), *row) for at, row in enumerate(ROWS, 1)],
}


@pytest.mark.parametrize("form", TABLES)
def test_table_of_a_conversation_gives_turns(tmp_path: Path, form: str) -> None:
    document = docx.Document()
    document.add_paragraph("Before it.")
    table(document, TABLES[form])
    document.add_paragraph("After it.")
    result = load(document, tmp_path)
    assert spoken(result) == [
        ("", "Before it."),
        ("I", "So, what then?"),
        ("P", "I fell.\nOn ice.\n\nAnd then."),
        ("I", "Oh."),
        ("", "After it."),
    ]
    stamps = [turn.seconds for turn in result.turns if turn.speaker]
    assert stamps == ([0, 1, 3] if "time" in form else [None] * 3)


def test_other_table_gives_lines_with_tabs(tmp_path: Path) -> None:
    document = docx.Document()
    table(document, [("a", "1"), ("b", "2")])
    assert load(document, tmp_path).text == "a\t1\nb\t2"


def test_tracked_changes_are_accepted(tmp_path: Path) -> None:
    document = docx.Document()
    conversation(document, "I: So?", "P: It was ", "I: Oh.", "P: cut", "and go on.", "I: End.")
    changed = document.paragraphs[1]._p
    for kind, tag, text in [
        ("del", "delText", "bad"),
        ("ins", "t", "good"),
        ("moveFrom", "t", " away"),
        ("moveTo", "t", " here"),
    ]:
        run = f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'
        changed.append(parse_xml(f'<w:{kind} {W} w:id="9" w:author="x">{run}</w:{kind}>'))
    mark = f'<w:pPr {W}><w:rPr><w:del w:id="8" w:author="x"/></w:rPr></w:pPr>'
    document.paragraphs[3]._p.insert(0, parse_xml(mark))
    assert spoken(load(document, tmp_path)) == [
        ("I", "So?"),
        ("P", "It was good here"),
        ("I", "Oh."),
        ("P", "cutand go on."),
        ("I", "End."),
    ]


def test_comments_keep_their_passages(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("I: So?")
    paragraph = runs(document, ("P: I was ", None), ("never ill", True), (" before.", None))
    document.add_comment([paragraph.runs[1]], text="Strong?", author="Kari", initials="K")
    document.add_paragraph("I: Oh.")
    made = table(document, ROWS)
    document.add_comment(made.rows[2].cells[1].paragraphs[0].runs, text="Why?", author="Per", initials="P")
    document.add_comment(made.rows[3].cells[1].paragraphs[0].runs, text="Hm.", author="Per", initials="P")
    result = load(document, tmp_path)
    anchored = [(result.text[c.start : c.end], c.text, c.author, bool(c.when)) for c in result.comments]
    assert anchored == [
        ("never ill", "Strong?", "Kari", True),
        ("And then.", "Why?", "Per", True),
        ("Oh.", "Hm.", "Per", True),
    ]


def test_comment_without_a_passage_is_on_its_line(tmp_path: Path) -> None:
    document = docx.Document()
    conversation(document, "I: So?", "P: I was ill.")
    document.add_comment(document.paragraphs[1].runs, text="When?", author="K", initials="K")
    for kind in ("commentRangeStart", "commentRangeEnd"):
        for element in list(document.element.body.iter(qn(f"w:{kind}"))):
            element.getparent().remove(element)
    result = load(document, tmp_path)
    (comment,) = result.comments
    assert result.text[comment.start : comment.end] == "P: I was ill."


def test_links_fields_and_content_controls_are_text(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("I: See ")._p
    paragraph.append(parse_xml(f"<w:hyperlink {W}><w:r><w:t>here</w:t></w:r></w:hyperlink>"))
    paragraph.append(parse_xml(f"<w:r {W}><w:instrText>PAGE</w:instrText></w:r>"))
    paragraph.append(parse_xml(f"<w:r {W}><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"))
    paragraph.append(parse_xml(f"<w:r {W}><w:tab/><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>"))
    control = f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>P: Inside.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(1, parse_xml(control))
    assert spoken(load(document, tmp_path)) == [("I", "See here\ta-b"), ("P", "Inside.")]


def test_omitted_content_is_reported(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("I: So?")._p
    box = "<w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"
    paragraph.append(parse_xml(f"<w:r {W}><w:pict>{box}</w:pict></w:r>"))
    paragraph.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'))
    result = load(document, tmp_path)
    assert result.text == "I: So?"
    assert result.warnings == ("1 footnote: left out", "1 text box: kept as a memo on the transcript")
    assert result.notes == ("Text boxes:\n\nboxed",)


def test_long_paragraph_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    conversation(document, "I: So?", "P: " + "word " * 60_000, "I: Oh.")
    assert len(load(document, tmp_path).turns) == 3


def test_document_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no text"):
        load(docx.Document(), tmp_path)


def _parts(tmp_path: Path) -> dict[str, bytes]:
    document = docx.Document()
    conversation(document, "I: So?", "P: No.")
    stream = io.BytesIO()
    document.save(stream)
    archive = zipfile.ZipFile(stream)
    return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("fault", ["half a document", "no body", "no document", "not XML"])
def test_damaged_document_is_refused(tmp_path: Path, fault: str) -> None:
    parts = _parts(tmp_path)
    whole = parts["word/document.xml"]
    if fault == "no document":
        del parts["word/document.xml"]
    else:
        parts["word/document.xml"] = {
            "half a document": whole[: len(whole) // 2],
            "no body": f"<w:document {W}/>".encode(),
            "not XML": b"I: So?",
        }[fault]
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(UnreadableFile, match="damaged"):
        read(path)


def test_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(30_000_000))
    with pytest.raises(UnreadableFile, match="suspicious"):
        read(path)


def test_headers_and_footers_are_a_note_without_page_numbers(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("I: So?")
    document.add_section()
    first, second = document.sections
    second.header.is_linked_to_previous = second.footer.is_linked_to_previous = False
    first.header.paragraphs[0].text = second.header.paragraphs[0].text = "SYNTHETIC interview 3"
    first.footer.paragraphs[0].text = "Page 1 of 3"
    second.footer.paragraphs[0].text = "Confidential"
    result = load(document, tmp_path)
    assert result.text == "I: So?"
    assert result.notes == ("Headers and footers:\n\nSYNTHETIC interview 3\n\nConfidential",)
    assert result.warnings == ("2 headers or footers: kept as a memo on the transcript",)


@pytest.mark.parametrize("number", ["1", "- 2 -", "Page 1", "Side 1 av 3", "Seite 3/12", "p. 4", ""])
def test_numbers_of_pages_are_no_note(tmp_path: Path, number: str) -> None:
    document = docx.Document()
    document.add_paragraph("I: So?")
    document.sections[0].footer.paragraphs[0].text = number
    result = load(document, tmp_path)
    assert (result.notes, result.warnings) == ((), ())
