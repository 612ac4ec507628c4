"""SYNTHETIC Word files: what is text, what is kept apart, and what is counted."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.exchange.registry import TRANSCRIPT, reader_for
from tests.exchange.word_files import load, packed, paragraph, paragraphs, parts, relations, root, run, spoken

BOX = f"<w:txbxContent>{paragraph('boxed')}</w:txbxContent>"
OLD_BOX = f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict>"
NEW_BOX = f"<w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing>"


def sym(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def field(code: str, result: str) -> str:
    kinds = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{kinds[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{kinds[1]}{result}{kinds[2]}"


def form(data: str, result: str = "") -> str:
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
    return begin + field("FORM", result).partition("</w:r>")[2]


def control(properties: str, content: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


CHOICES = '<w:dropDownList w:lastValue="2"><w:listItem w:displayText="Rarely" w:value="2"/></w:dropDownList>'
BOXED = '<w14:checkbox><w14:checked w14:val="{}"/></w14:checkbox>'
CHOICE = (
    '<mc:AlternateContent><mc:Choice Requires="{}">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>'
)
ENTRIES = '<w:listEntry w:val="Never"/><w:listEntry w:val="Daily"/>'

#: Content of a paragraph that begins with `P: `, and its text.
INLINE = {
    "symbols": (sym("Wingdings", "F04A") + sym("Symbol", "F0B3") + run("7"), "☺≥7"),
    "private characters": (run("\uf04a a \uf0e0", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "☺ a →"),
    "private characters without a font": (run("\uf0b3 5"), "≥ 5"),
    "equation": ("<m:oMath><m:r><m:t>7/10</m:t></m:r></m:oMath>", "7/10"),
    "equation set off": ("<m:oMathPara><m:oMath><m:r><w:t>p=0.5</w:t></m:r></m:oMath></m:oMathPara>", "p=0.5"),
    "ruby": (
        f"<w:r><w:ruby><w:rt>{run('かんじ')}</w:rt><w:rubyBase>{run('漢字')}</w:rubyBase></w:ruby></w:r>", "漢字"
    ),
    "field": (field("HYPERLINK x", run("here")), "here"),
    "field in the code of a field": (field("IF " + field("MERGEFIELD", run("1")) + run(" = 1"), run("yes")), "yes"),
    "field that does not end": (field("PAGE", run("3")).rpartition("<w:r>")[0] + run(" and more"), "3 and more"),
    "simple field": (f'<w:fldSimple w:instr="DATE">{run("May")}</w:fldSimple>', "May"),
    "link": (f'<w:hyperlink r:id="rId9">{run("site")}</w:hyperlink>', "site"),
    "smart tag": (f'<w:smartTag><w:smartTagPr/>{run("Oslo")}</w:smartTag>', "Oslo"),
    "hyphens": ("<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:softHyphen/><w:t>ed</w:t></w:r>", "co-oped"),
    "tracked changes": (
        f"<w:ins>{run('new')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('gone')}</w:moveFrom><w:moveTo>{run(' moved')}</w:moveTo>",
        "new moved",
    ),
    "alternatives of runs": (CHOICE.format("w14", run("new"), run("old")), "new"),
    "alternatives without words": (CHOICE.format("x", "<w:r/>", run("old")), "old"),
    "alternatives around a run's text": (
        "<w:r>" + CHOICE.format("w14", "<w:t>new</w:t>", "<w:t>old</w:t>") + "</w:r>", "new"
    ),
    "answer of a list": (control(CHOICES, run("Rarely")), "Rarely"),
    "answer of a list that is not shown": (control(CHOICES, ""), "Rarely"),
    "check box": (control(BOXED.format(1), run("☒")) + run(" yes"), "☒ yes"),
    "check box in a symbol font": (control(BOXED.format(1), sym("Wingdings", "F0FE")), "☑"),
    "check box that is not shown": (control(BOXED.format(0), "") + run("no"), "☐no"),
    "form list": (form(f'<w:ddList><w:result w:val="1"/>{ENTRIES}</w:ddList>'), "Daily"),
    "form list as it came": (form(f"<w:ddList>{ENTRIES}</w:ddList>"), "Never"),
    "form check box": (form("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>") + run(" yes"), "☒ yes"),
    "form text": (form("<w:textInput/>", run("typed")), "typed"),
    "page break": ('<w:r><w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t></w:r>', "a\nb"),
}  # fmt: skip


@pytest.mark.parametrize("kind", INLINE)
def test_inline_content_is_text(tmp_path: Path, kind: str) -> None:
    content, expected = INLINE[kind]
    result = load(tmp_path, paragraphs("I: So?") + paragraph("P: ", content) + paragraphs("I: Oh.", "P: Yes."))
    assert spoken(result) == [("I", "So?"), ("P", expected), ("I", "Oh."), ("P", "Yes.")]
    assert result.warnings == ()


HIDDEN = run("one two", "<w:vanish/>")
STYLES = root(
    "styles",
    '<w:style w:styleId="Berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="H"><w:name w:val="Own"/><w:basedOn w:val="Berschrift1"/></w:style>'
    '<w:style w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>',
)
#: Content of a paragraph after its words, and the warning.
COUNTED = {
    "1 text box: kept as a memo on the transcript": CHOICE.format(
        "wps", f"<w:r>{NEW_BOX}</w:r>", f"<w:r>{OLD_BOX}</w:r>"
    ),
    "1 picture: left out": '<w:r><w:drawing><a:graphic><a:blip r:embed="rId1"/></a:graphic></w:drawing></w:r>',
    "2 pictures: left out": "<w:r><w:pict><v:imagedata/></w:pict><w:pict><v:imagedata/></w:pict></w:r>",
    "1 chart or diagram: left out": '<w:r><w:drawing><c:chart r:id="rId1"/></w:drawing></w:r>',
    "1 embedded object: left out": "<w:r><w:object><v:shape><v:imagedata/></v:shape></w:object></w:r>",
    "2 words of hidden text: left out": HIDDEN,
    "1 word of hidden text: left out": run("one", '<w:rStyle w:val="Secret"/>'),
    "1 unanswered field: left out": control("<w:showingPlcHdr/>", run("Choose an item.")),
    "1 unknown symbol: shown as \ufffd": sym("A font of ours", "F041"),
    "1 footnote: left out": '<w:r><w:footnoteReference w:id="2"/></w:r>',
}


@pytest.mark.parametrize("warning", COUNTED)
def test_content_beside_the_text_is_counted(tmp_path: Path, warning: str) -> None:
    body = paragraphs("I: So?") + paragraph("P: No.", COUNTED[warning]) + paragraphs("I: Oh.")
    result = load(tmp_path, body, styles=STYLES)
    assert spoken(result)[1][1].rstrip("\ufffd") == "No."
    assert result.warnings == (warning,)
    assert result.notes == (("Text boxes:\n\nboxed",) if "box" in warning else ())


def test_alternatives_around_paragraphs_are_read_once(tmp_path: Path) -> None:
    body = (
        paragraphs("I: So?")
        + CHOICE.format("w14", paragraphs("P: New."), paragraphs("P: Old."))
        + paragraphs("I: Oh.")
    )
    assert spoken(load(tmp_path, body)) == [("I", "So?"), ("P", "New."), ("I", "Oh.")]
    cell = f"<w:tc>{body}</w:tc>"
    table = f"<w:tbl><w:tr>{cell}<w:tc>{paragraph('b')}</w:tc></w:tr></w:tbl>"
    assert "Old" not in load(tmp_path, table).text


def test_document_that_is_all_text_boxes_is_read(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraphs('I: So?', 'P: No.', 'I: Oh.')}</w:txbxContent>"
    result = load(tmp_path, paragraph(f"<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>"))
    assert spoken(result) == [("I", "So?"), ("P", "No."), ("I", "Oh.")]
    assert (result.warnings, result.notes) == ((), ())


def test_transcript_in_text_boxes_is_read_in_place(tmp_path: Path) -> None:
    boxes = (
        f"<w:txbxContent>{paragraph(line)}</w:txbxContent>" for line in ("I: So then?", "P: No, never.", "I: Oh.")
    )
    body = "".join(paragraph("1", f"<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>") for box in boxes)
    result = load(tmp_path, body + paragraph("P: Yes."))
    assert result.text.split("\n\n") == ["1", "I: So then?", "1", "P: No, never.", "1", "I: Oh.", "P: Yes."]
    assert (result.warnings, result.notes) == ((), ())


def test_content_outside_paragraphs_is_text(tmp_path: Path) -> None:
    equation = "<m:oMathPara><m:oMath><m:r><m:t>7/10</m:t></m:r></m:oMath></m:oMathPara>"
    result = load(tmp_path, paragraphs("I: So?", "P: It was:") + equation + run("and more.") + paragraphs("I: Oh."))
    assert spoken(result) == [("I", "So?"), ("P", "It was:\n\n7/10\n\nand more."), ("I", "Oh.")]


def test_table_of_one_column_is_a_frame(tmp_path: Path) -> None:
    cell = f"<w:tc>{paragraphs('I: So?', 'P: No.', 'I: Oh.')}</w:tc>"
    result = load(tmp_path, paragraphs("Before") + f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")
    assert spoken(result) == [("", "Before"), ("I", "So?"), ("P", "No."), ("I", "Oh.")]


def test_heading_of_any_language_is_no_speaker(tmp_path: Path) -> None:
    heading = paragraph("Part two", properties='<w:pStyle w:val="H"/>')
    body = paragraphs("I: So?", "P: No.") + heading + paragraphs("I: Oh.", "P: Yes.")
    assert ("", "Part two") in spoken(load(tmp_path, body, styles=STYLES))


ARCHIVE = b"""MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b"

--b
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<html><body><p>P: Typed =E2=80=94 so.</p></body></html>
--b--
"""


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("chunk.txt", b"P: Typed.\n\nI: Then?", ["P: Typed.", "I: Then?"]),
        ("chunk.md", b"**P:** Typed.", ["P: Typed."]),
        ("chunk.html", b"<html><body><p>P: Typed.</p><p>I: Then?</p></body></html>", ["P: Typed.", "I: Then?"]),
        ("chunk.rtf", rb"{\rtf1\ansi P: Typed.\par I: Then?\par}", ["P: Typed.", "I: Then?"]),
        ("chunk.mht", ARCHIVE, ["P: Typed — so."]),
        ("chunk.mht", b"MIME-Version: 1.0\n\nno page", None),
        ("chunk.bin", b"\0\1", None),
        ("chunk.docx", b"PK\3\4", None),
    ],
)
def test_inserted_file_is_read_or_told(tmp_path: Path, name: str, data: bytes, expected: list[str] | None) -> None:
    body = paragraphs("I: One?", "P: Yes.") + '<w:altChunk r:id="rId5"/>' + paragraphs("I: Three?", "P: No.")
    whole = parts(body) | {
        f"word/{name}": data,
        "word/_rels/document.xml.rels": relations(("rId5", "aFChunk", name)),
    }
    result = load(tmp_path, whole)
    assert result.text.split("\n\n") == ["I: One?", "P: Yes.", *(expected or []), "I: Three?", "P: No."]
    assert result.warnings == (() if expected else ("1 inserted file: left out",))


def test_inserted_word_file_is_read_to_a_limited_depth(tmp_path: Path) -> None:
    data = b""
    for depth in range(5, 0, -1):
        whole = parts(paragraphs(f"Depth {depth}.") + '<w:altChunk r:id="rId5"/>') | {
            "word/inner.docx": data,
            "word/_rels/document.xml.rels": relations(("rId5", "aFChunk", "/word/inner.docx")),
        }
        data = packed(whole)
    assert load(tmp_path, whole).text.split("\n\n") == [f"Depth {depth}." for depth in range(1, 5)]


WORD = st.text("abcæøж漢é", min_size=1, max_size=6) | st.sampled_from(["1:", "7/10", "(x)", "—", "a&b", "<b>", "2."])
TEXT = st.lists(WORD, min_size=1, max_size=5).map(" ".join)
#: Ways in which the words of a run may be wrapped.
WRAPPINGS = (
    "{}",
    "<w:ins>{}</w:ins>",
    "<w:hyperlink>{}</w:hyperlink>",
    "<w:smartTag>{}</w:smartTag>",
    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    CHOICE.format("w14", "{}", run("twice")),
    "<w:bookmarkStart/>{}<w:proofErr/>",
)
PARAGRAPH = st.lists(st.tuples(st.sampled_from(WRAPPINGS), TEXT), min_size=1, max_size=4)


@given(
    st.lists(PARAGRAPH | st.lists(st.lists(PARAGRAPH, min_size=2, max_size=2), min_size=1, max_size=2), max_size=3)
)
def test_words_in_are_words_out(blocks: list[Any]) -> None:
    words: list[str] = []

    def written(pieces: list[tuple[str, str]]) -> str:
        words.extend(word for _, text in pieces for word in text.split())
        return paragraph(*(wrapping.replace("{}", run(text + " ")) for wrapping, text in pieces))

    body = ""
    for block in blocks:
        if isinstance(block[0], tuple):
            body += written(block)
        else:
            rows = ("".join(f"<w:tc>{written(cell)}</w:tc>" for cell in row) for row in block)
            body += f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    result = reader_for(TRANSCRIPT, "a.docx").read(packed(parts(body)), "a.docx")
    assert [word.rstrip(":") for word in result.text.split()] == [word.rstrip(":") for word in words]
    assert not any("left out" in warning for warning in result.warnings)
